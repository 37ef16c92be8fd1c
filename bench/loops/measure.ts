import type { OptimizeOptions } from "../../src/core/model/options.js";
import type { Report, ReportCall } from "../../src/core/model/report.js";
import { optimize } from "../../src/index.js";
import { generatedScenario } from "../../src/testing/generate.js";
import { generatedEffects, generatedManifest } from "../../src/testing/program-writer.js";
import type { EffectOf } from "../../src/testing/true-effects.js";
import { tagIn } from "../precision/tags.js";
import { earliestRounds, trueGraph } from "./depth.js";
import { guardsIn, withGuards } from "./guards.js";
import { Runs, sourceTags, type NamedCall } from "./runs.js";

/** What is found of one program. */
export interface Measured {
  readonly source: string;
  /** Rounds of a run at equal latencies: of the program, of its rewrite, and as few as its true dependences allow. */
  readonly before: number;
  readonly after: number;
  readonly depth: number;
  /** Why parcall left calls waiting that need not wait: codes of reasons, each with the calls. */
  readonly delayed: readonly Delayed[];
}

export interface Delayed {
  readonly code: string;
  readonly name: string;
  readonly round: number;
  readonly earliest: number;
}

/** Why a program is left out: nothing is known of its true dependences, or finding them takes too long. */
export type LeftOut =
  | "nothing to gain"
  | "unknown code"
  | "reads the clock"
  | "too many calls"
  | "ends by an error"
  | "goes on without waiting";

const mostCalls = 40;
const options: OptimizeOptions = { fileName: "workflow.ts", tools: generatedManifest };

export async function measureRounds(source: string): Promise<Measured | LeftOut> {
  if (source.includes("./unknown.js")) return "unknown code";
  const runs = new Runs(source, generatedScenario);
  const usual = await runs.run();
  if (usual.calls.length < 2) return "nothing to gain";
  if (usual.calls.length > mostCalls) return "too many calls";
  // What is started and not awaited keeps its place.
  if (/\bpending\d* = (?!await)|\bvoid /.test(source)) return "goes on without waiting";
  if (usual.trace.readings > 0) return "reads the clock";
  if (usual.trace.outcome.kind !== "returned") return "ends by an error";
  const { code, report } = optimize(source, options);
  const rewritten = await new Runs(code, generatedScenario).run();
  const found = callsByTag(source, report);
  const { trace: marked } = await new Runs(withGuards(source), generatedScenario).run();
  const guards = guardsIn(marked.console, marked.calls.length);
  const graph = await trueGraph(runs, usual, effectsAsInferred(found), guards);
  const rounds = earliestRounds(graph);
  return {
    source,
    before: usual.trace.makespan,
    after: rewritten.trace.makespan,
    depth: Math.max(...rounds),
    delayed: graph.calls.flatMap((call, index) => {
      const start = rewritten.byName.get(call.name)?.record.start;
      const ready = Math.max(
        0,
        ...[...graph.after[index]!].map((first) => endOf(rewritten.byName.get(graph.calls[first]!.name))),
        ...[...graph.notBefore[index]!].map((first) =>
          startOf(rewritten.byName.get(graph.calls[first]!.name)),
        ),
      );
      if (start === undefined || start <= ready) return [];
      return [{ code: codeOf(call.name, found), name: call.name, round: start + 1, earliest: ready + 1 }];
    }),
  };
}

function endOf(call: NamedCall | undefined): number {
  return call?.record.end ?? 0;
}

function startOf(call: NamedCall | undefined): number {
  return call?.record.start ?? 0;
}

type CallsByTag = ReadonlyMap<string, ReportCall>;

function callsByTag(source: string, { calls }: Report): CallsByTag {
  return new Map(
    calls.flatMap((call) => {
      const tag = tagIn(source, call, calls);
      return tag === undefined ? [] : [[tag, call] as const];
    }),
  );
}

/** The reason of the outermost call that has one: a helper is called in its turn, and what is in it makes no choice. */
function codeOf(name: string, found: CallsByTag): string {
  const calls = sourceTags(name).flatMap((tag) => found.get(tag) ?? []);
  return calls.find(({ reason }) => reason !== undefined)?.reason?.code ?? "batched, in a later round";
}

/**
 * What the tools do, as far as parcall was told. A tool whose name, or whose unused answer, says that it writes is one that writes: how well
 * that is judged is another question.
 */
function effectsAsInferred(found: CallsByTag): EffectOf {
  return (call) => {
    const told = generatedEffects(call);
    const tag = call.args.map((arg) => (arg as { tag?: unknown } | null | undefined)?.tag).find(Boolean);
    const innermost = typeof tag === "string" ? found.get(sourceTags(tag).at(-1) ?? "") : undefined;
    // A call that is asked to keep its place is a barrier.
    if (innermost?.reason?.code === "keep-pragma") return { kind: "approval" };
    const judged = innermost?.effect;
    return judged?.source === "inferred" && judged.kind === "writes" ? { kind: "writes" } : told;
  };
}
