import { compileProgram, type CompiledProgram } from "../../src/testing/compile.js";
import { runProgram, type CallRecord, type Trace } from "../../src/testing/execute.js";
import { scenarioOf, unitLatency, type Scenario } from "../../src/testing/scenario.js";

/** The world that a program runs in, as far as it differs from the usual one. */
export interface Environment {
  /** Calls with this tag get other answers. */
  readonly changed?: Change;
  /** The same, as a part of the world that the experiment is made in. */
  readonly also?: Change;
  readonly failing?: readonly string[];
  readonly slow?: string;
  /** Another world altogether: all answers differ, and so does the input. 0 is the usual one. */
  readonly world?: number;
}

interface Change {
  readonly tag: string;
  readonly variant: number;
}

/** A run of the program in one world; calls are named by the tags that the generator gave them. */
export interface Run {
  readonly trace: Trace;
  /** The arguments of each call with the tag, in order, as text. */
  argumentsOf(tag: string): string | undefined;
  isMade(tag: string): boolean;
  /** When the first call with the tag is made; undefined where none is. */
  placeOf(tag: string): number | undefined;
  /** Whether calls with the tag have another one as well: it is that of a helper. */
  isWithinOther(tag: string): boolean;
}

export type Tagged = Pick<CallRecord, "tool" | "args">;

/** `t3/t7`: call `t7` of a helper that was called as `t3` — one call of each. */
export function hasTag(call: Tagged, tag: string): boolean {
  return tagsOf(call).includes(tag);
}

/** The tags of a call: its own, and before it those of the helpers that it is made in. */
export function tagsOf({ args }: Tagged): readonly string[] {
  for (const arg of args) {
    const found = (arg as { tag?: unknown } | null | undefined)?.tag;
    if (typeof found === "string") return found.split("/");
  }
  return [];
}

/**
 * Other answers: the two truth values, and totals that come out differently in every test that generated programs make of them.
 * The last one is no answer at all.
 */
const variants: readonly ((usual: Record<string, unknown>) => unknown)[] = [
  ...[0, 1, 2, 405, 707].map((total, index) => (usual: Record<string, unknown>) => ({
    ...usual,
    id: `${String(usual.id)}-${index}`,
    name: `${String(usual.name)}-${index}`,
    text: `other text ${index}`,
    total,
    count: (Number(usual.count) + 1 + index) % 7,
    ok: index % 2 === 0,
    items: [...Array(1 + ((index + 2) % 3)).keys()].map((place) => ({
      id: `o${index}-${place}`,
      name: `other-${index}-${place}`,
      price: index,
    })),
    content: [{ type: "text", text: JSON.stringify({ id: `o${index}`, tool: "other" }) }],
    // What programs ask for although no usual answer has it decides something, too: `first.missing ?? (await callTool(…))`.
    ...(index === 3 && { missing: { id: "found", name: "found", total: index, ok: true, items: [] } }),
  })),
  () => null,
];

export const variantNumbers: readonly number[] = variants.map((_, index) => index);
/** In this variant a tool answers null: whatever reads its properties throws. */
export const nullVariant = variants.length - 1;

export class Laboratory {
  readonly #program: CompiledProgram;
  readonly #scenario: Partial<Scenario>;
  readonly #runs = new Map<string, Promise<Run>>();

  constructor(
    source: string,
    scenario: Partial<Scenario>,
    private readonly inputs: readonly (readonly unknown[] | undefined)[] = [],
  ) {
    this.#program = compileProgram(source);
    this.#scenario = scenario;
  }

  /** Runs the program; the same world gives the same run. */
  run(environment: Environment = {}): Promise<Run> {
    const key = JSON.stringify(environment);
    let run = this.#runs.get(key);
    if (run === undefined) this.#runs.set(key, (run = this.#start(environment)));
    return run;
  }

  async #start({ changed, also, failing = [], slow, world = 0 }: Environment): Promise<Run> {
    const base = scenarioOf(this.#scenario);
    const input = this.inputs[world];
    // A run names its calls by their arguments, which hold the tag.
    const holds = (key: string, tag: string | undefined): boolean =>
      tag !== undefined && new RegExp(`\\btag:"(?:[^"]*/)?${tag}(?:/[^"]*)?"`).test(key);
    const failed = new Set<string>();
    const fails = (key: string): boolean => {
      if (!failing.some((tag) => holds(key, tag))) return false;
      failed.add(key);
      return true;
    };
    const trace = await runProgram(
      this.#program,
      scenarioOf({
        ...this.#scenario,
        ...(input !== undefined && { input }),
        answer: (tool, args, signature) => {
          let answer = base.answer(tool, args, withoutCalls(`${signature} ${world}`, failed));
          for (const change of [also, changed])
            if (change !== undefined && hasTag({ tool, args }, change.tag))
              answer = variants[change.variant]!(answer as Record<string, unknown>);
          return answer;
        },
        latency: (key) => (holds(key, slow) ? 1e5 : unitLatency()),
        failing: { has: fails } as ReadonlySet<string>,
        // A reading more or less is no dependence.
        steady: true,
      }),
    );
    const made = (tag: string): readonly CallRecord[] => trace.calls.filter((call) => hasTag(call, tag));
    return {
      trace,
      isMade: (tag) => made(tag).length > 0,
      isWithinOther: (tag) => made(tag).some((call) => tagsOf(call).length > 1),
      placeOf: (tag) => {
        const place = trace.calls.findIndex((call) => hasTag(call, tag));
        return place < 0 ? undefined : place;
      },
      argumentsOf: (tag) =>
        made(tag)
          .map(({ key }) => key.replace(/#\d+$/, ""))
          .join(" ") || undefined,
    };
  }
}

/** The text without the names of these calls, which their errors hold: two failures are to differ in nothing else. */
export function withoutCalls(text: string, keys: Iterable<string>): string {
  // The second call of two that are made alike is named like the first, and more: the longer name goes first.
  for (const key of [...keys].toSorted((a, b) => b.length - a.length)) {
    for (let quoted = key, times = 0; times < 4; times++) {
      text = text.replaceAll(quoted, "CALL");
      quoted = JSON.stringify(quoted).slice(1, -1);
    }
  }
  return text;
}
