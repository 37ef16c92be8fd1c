import { optimize } from "../../src/index.js";
import { compileProgram, runProgram, type Trace } from "../../src/testing/execute.js";
import { generatedScenario } from "../../src/testing/generate.js";
import { generatedAnswer, generatedManifest } from "../../src/testing/program-writer.js";
import { scenarioOf, skewedLatency, unitLatency, type Scenario } from "../../src/testing/scenario.js";

/** A program whose lists all have so many elements, before and after. */
export interface Sized {
  readonly source: string;
  readonly size: number;
  readonly kind: "as fast" | "faster" | "slower" | "other calls or result" | "too many calls";
  readonly before: number;
  readonly after: number;
}

const sizes: readonly number[] = [0, 1, 10, 1000];
/** Loops in loops make too many calls to be run with long lists. */
const mostCalls = 5000;

/** Runs a program that is rewritten with lists of several lengths, at equal and at skewed latencies. */
export async function measureSizes(source: string): Promise<Sized[]> {
  const { code } = optimize(source, { fileName: "workflow.ts", tools: generatedManifest });
  if (code === source) return [];
  const [original, rewritten] = [compileProgram(source), compileProgram(code)];
  const found: Sized[] = [];
  let isLong = false;
  for (const size of sizes) {
    if (size > 10 && isLong) continue;
    for (const latency of [unitLatency, skewedLatency(size)]) {
      const scenario = scenarioOf({ ...sized(size), latency });
      const [before, after] = [await runProgram(original, scenario), await runProgram(rewritten, scenario)];
      const times = { before: before.makespan, after: after.makespan };
      const isSame =
        seen(before) === seen(after) &&
        (before.outcome.kind === "threw" || before.calls.length === after.calls.length);
      // Where the program's own code throws, calls that it never came to may have been made.
      const isLonger = after.makespan > before.makespan * (1 + 1e-9) && before.outcome.kind !== "threw";
      const speed = isLonger
        ? "slower"
        : after.makespan < before.makespan * (1 - 1e-9)
          ? "faster"
          : "as fast";
      const isEnough = before.calls.length > mostCalls;
      const kind = isEnough ? "too many calls" : isSame ? speed : "other calls or result";
      isLong = isLongWithMore(before);
      found.push({ source, size, kind, ...times });
    }
  }
  return found;
}

/** A thousand times a thousand calls, or prompts that hold a thousand answers, are nothing that anybody would wait for. */
function isLongWithMore({ calls, console }: Trace): boolean {
  const prompts = calls.reduce((sum, { key }) => sum + key.length, 0);
  const lines = console.reduce((sum, { text }) => sum + text.length, 0);
  return calls.length > 50 || prompts > 200 * calls.length || lines > 200 * console.length;
}

function seen({ outcome, visible }: Trace): string {
  return JSON.stringify([outcome.kind, outcome.text, visible]);
}

function sized(size: number): Partial<Scenario> {
  const named = (name: string): object => ({
    ...{ name, list: ["one"], k: 1 },
    words: list(size, (place) => `word-${place}`),
    rows: list(size, (place) => ({ id: `row-${place}`, name: `row-name-${place}`, price: place })),
    sizes: Object.fromEntries(list(size, (place) => [`key-${place}`, place])),
  });
  return {
    ...generatedScenario,
    input: [named("input-name")],
    state: named("state-name"),
    answer: (tool, args, signature) => {
      const answer = generatedAnswer(tool, args, signature) as Record<string, unknown>;
      // A thousand answers with a thousand rows each are more than a run can print.
      if (size > 10) return answer;
      const id = String(answer.id);
      answer.tags = list(size, (place) => `${id}-${place}`);
      answer.rows = list(size, (place) => ({
        id: `${id}-row-${place}`,
        name: `${id}-name-${place}`,
        price: place,
      }));
      return answer;
    },
  };
}

function list<T>(size: number, make: (place: number) => T): T[] {
  return Array.from({ length: size }, (_, place) => make(place));
}

export function describeSizes(found: readonly Sized[]): string {
  return sizes
    .map((size) => {
      const those = found.filter((one) => one.size === size);
      const count = (kind: Sized["kind"]): string =>
        `${those.filter((one) => one.kind === kind).length} ${kind}`;
      const kinds = ["faster", "as fast", "slower", "other calls or result", "too many calls"] as const;
      const worst = those.find(({ kind }) => kind === "slower" || kind === "other calls or result");
      return (
        `lists of ${size}: ${those.length} runs of rewritten programs: ${kinds.map(count).join(", ")}` +
        (worst === undefined
          ? ""
          : `\n--- ${worst.kind}: ${worst.before} before, ${worst.after} after\n${worst.source}`)
      );
    })
    .join("\n");
}
