import { optimize, type EffectsProfile, type Report } from "../../src/index.js";
import { compileProgram, runProgram, type CompiledProgram } from "../../src/testing/execute.js";
import { compareRuns, formatDifference } from "../../src/testing/oracle.js";
import { scenarioOf, skewedLatency, unitLatency, type Scenario } from "../../src/testing/scenario.js";
import { answersFor } from "./answers.js";
import { trueEffects } from "./changing-tools.js";
import { printProgram } from "./program.js";
import { criticalPath, knownGraph, type Row } from "./rows.js";

export interface SpeedUp {
  readonly reached: number;
  /** Of the known graph: all latencies one after the other ÷ its critical path. */
  readonly ideal: number;
}

export interface Measured {
  readonly row: number;
  readonly program: string;
  readonly code: string;
  readonly report: Report;
  /** What can be told apart, in words; empty where the rewrite is right. */
  readonly wrong: readonly string[];
  readonly rounds: SpeedUp;
  readonly skewed: readonly SpeedUp[];
}

export interface MeasureOptions {
  readonly profile: EffectsProfile;
  /** Draws of skewed latencies. */
  readonly runs: number;
  readonly seed: number;
}

/** Rewrites the row's program, lets the oracle compare both, and takes their times. */
export async function measureRow(row: Row, { profile, runs, seed }: MeasureOptions): Promise<Measured> {
  const program = printProgram(row);
  const { code, report } = optimize(program, { effects: profile });
  const pair = [compileProgram(program), compileProgram(code)] as const;
  const answer = answersFor(row);
  const { differences } = await compareRuns(...pair, {
    scenario: { answer },
    effectOf: trueEffects(profile),
    // All calls, and all pairs of calls.
    singleFaults: row.calls.length,
    pairFaults: row.calls.length ** 2,
    skewedDraws: 3,
    seed,
    batched: code !== program,
  });
  const wrong = [...differences.map(formatDifference), ...misbehaving(report)];
  const graph = knownGraph(row);
  const measure = (latency: Scenario["latency"]): Promise<SpeedUp> =>
    speedUp(pair, scenarioOf({ answer, latency }), graph);
  const skewed: SpeedUp[] = [];
  for (let draw = 0; draw < runs; draw++) skewed.push(await measure(skewedLatency(seed + 1000 + draw)));
  return { row: row.number, program, code, report, wrong, rounds: await measure(unitLatency), skewed };
}

async function speedUp(
  [before, after]: readonly [CompiledProgram, CompiledProgram],
  scenario: Scenario,
  graph: ReturnType<typeof knownGraph>,
): Promise<SpeedUp> {
  const original = await runProgram(before, scenario);
  // A program whose reference finds no field would end early, and both programs would agree on it.
  if (original.outcome.kind !== "returned" || original.calls.length !== graph.length)
    throw new Error(`the row does not run: ${original.outcome.text}`);
  const rewritten = await runProgram(after, scenario);
  const durations = original.calls.map(({ start, end }) => end! - start);
  return {
    reached: original.makespan / rewritten.makespan,
    ideal: original.makespan / criticalPath(graph, durations),
  };
}

/** A rewrite that failed its own check comes back as the input: right, but a fault all the same. */
function misbehaving({ diagnostics, summary }: Report): string[] {
  const faults = diagnostics.filter(({ code }) => code === "internal-fault" || code === "parse-error");
  const uncounted = summary.batched + summary.ordered + summary.kept !== summary.found;
  return [
    ...faults.map(({ code, message }) => `${code}: ${message}`),
    ...(uncounted ? ["some call has no outcome"] : []),
  ];
}
