import fc from "fast-check";
import type { OptimizeOptions } from "../core/model/options.js";
import type { OptimizeResult } from "../core/model/result.js";
import { compileProgram } from "./compile.js";
import { compareSources, formatDifference, type Difference } from "./oracle.js";
import {
  generatedAnswer,
  generatedEffects,
  generatedManifest,
  statementKindsOf,
  writeProgram,
  type ProgramSeed,
  type Shapes,
  type StatementSeed,
} from "./program-writer.js";
import { isRacing } from "./races.js";
import type { Scenario } from "./scenario.js";

export type Optimize = (source: string, options?: OptimizeOptions) => OptimizeResult;

export interface GeneratorOptions {
  readonly optimize: Optimize;
  /** How many programs (default 200). */
  readonly runs?: number;
  /** Replays a former run; printed with every result. */
  readonly seed?: number;
  /** Replays one shrunk counter-example of the seed. */
  readonly path?: string;
  /** Shows the first counter-example as it was found, which is quick; else the smallest. */
  readonly first?: boolean;
  /** How many calls of a program are made to fail, one at a time (default 8), and how many pairs (default 1). */
  readonly faults?: number;
  readonly pairFaults?: number;
  /** A rewrite that the compiler takes back itself is slow, not wrong: with this, the search goes on behind it. */
  readonly ignoreInternalFaults?: boolean;
  /** Leaves out differences of programs that behave in one way or another with the latencies of their calls, before and after. */
  readonly ignoreRaces?: boolean;
  /** Which programs (default: with everything, a few loops among it). */
  readonly shapes?: Shapes;
  /** Options that the programs are optimized with, beside the manifest. */
  readonly optimizeOptions?: OptimizeOptions;
}

export interface GeneratorResult {
  /** Programs that were run; with a counter-example, up to the end of its shrinking. */
  readonly programs: number;
  readonly seed: number;
  /** Of the programs, how many had something batched: near 0, the generator proves nothing. */
  readonly batched: number;
  /** Of the calls found in them, how many were batched. */
  readonly calls: number;
  readonly batchedCalls: number;
  /** Differences that were left out as races. */
  readonly races: number;
  readonly counterExample: CounterExample | undefined;
}

export interface CounterExample {
  /** Replays it, together with the seed. */
  readonly path: string;
  readonly source: string;
  readonly rewritten: string;
  readonly difference: string;
}

/** Random programs, and how they are put together. */
export function programSeeds(shapes: Shapes = "all"): fc.Arbitrary<ProgramSeed> {
  const choices = fc.maxSafeNat();
  const kind = fc.nat({ max: statementKindsOf(shapes) - 1 });
  const none = fc.constant<readonly StatementSeed[]>([]);
  const leaf: fc.Arbitrary<StatementSeed> = fc.record(
    { kind, choices, body: none, other: none },
    { noNullPrototype: true },
  );
  const inner = fc.array(leaf, { maxLength: 3, size: "max" });
  const middle = fc.record({ kind, choices, body: inner, other: inner }, { noNullPrototype: true });
  const isOfLoops = shapes === "loops";
  const outer = fc.oneof(
    { weight: isOfLoops ? 1 : 3, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc.record(
        { kind, choices, body: fc.array(middle, { maxLength: 4, size: "max" }), other: inner },
        { noNullPrototype: true },
      ),
    },
  );
  return fc.record(
    { choices, statements: fc.array(outer, { minLength: 1, maxLength: isOfLoops ? 6 : 10, size: "max" }) },
    { noNullPrototype: true },
  );
}

/** What generated programs are run with. */
export const generatedScenario: Partial<Scenario> = {
  input: [inputNamed("input-name")],
  state: inputNamed("state-name"),
  answer: generatedAnswer,
};

function inputNamed(name: string): object {
  return {
    ...{ name, list: ["one"], k: 1 },
    words: ["alpha", "beta"],
    rows: [
      { id: "row-1", name: "row-one", price: 12 },
      { id: "row-2", name: "row-two", price: 34 },
    ],
    sizes: { p: 1, q: 2 },
  };
}

/** Optimizes random programs and has the oracle look for a difference; stops at the first, made as small as possible. */
export async function runGenerator(options: GeneratorOptions): Promise<GeneratorResult> {
  const counts = { programs: 0, batched: 0, calls: 0, batchedCalls: 0, races: 0 };
  const { shapes = "all" } = options;
  let last: Omit<CounterExample, "path"> | undefined;
  const property = fc.asyncProperty(programSeeds(shapes), async (programSeed) => {
    const source = writeProgram(programSeed, shapes);
    const result = options.optimize(source, {
      fileName: "workflow.ts",
      tools: generatedManifest,
      ...options.optimizeOptions,
    });
    const { summary } = result.report;
    counts.programs++;
    counts.calls += summary.found;
    counts.batchedCalls += summary.batched;
    if (result.code !== source) counts.batched++;
    const difference = await differenceOf(source, result, options);
    if (difference === undefined) return true;
    if (difference === "race") {
      counts.races++;
      return true;
    }
    last = { source, rewritten: result.code, difference };
    return false;
  });
  const details = await fc.check(property, {
    numRuns: options.runs ?? 200,
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.path !== undefined && { path: options.path }),
    ...(options.first === true && { endOnFailure: true }),
  });
  const counterExample = last && { path: details.counterexamplePath ?? "", ...last };
  return { ...counts, seed: details.seed, counterExample };
}

async function differenceOf(
  source: string,
  result: OptimizeResult,
  options: GeneratorOptions,
): Promise<string | undefined> {
  const fault = result.diagnostics.find(({ code }) => code === "internal-fault" || code === "parse-error");
  if (fault !== undefined && options.ignoreInternalFaults !== true) return `${fault.code}: ${fault.message}`;
  if (result.code === source) return undefined;
  try {
    const { differences } = await compareSources(source, result.code, {
      scenario: generatedScenario,
      effectOf: generatedEffects,
      singleFaults: options.faults ?? 8,
      pairFaults: options.pairFaults ?? 1,
      skewedDraws: 1,
    });
    const [first] = differences;
    if (first === undefined || (options.ignoreRaces === true && (await races(source, first))))
      return undefined;
    return formatDifference(first);
  } catch (error) {
    if (error instanceof SyntaxError) return `the rewrite does not compile: ${error.message}`;
    throw error;
  }
}

function races(source: string, { failing }: Difference): Promise<boolean> {
  return isRacing(compileProgram(source), { ...generatedScenario, failing });
}

/** The result as people read it. */
export function formatGeneratorResult(result: GeneratorResult): string {
  const { programs, seed, batched, calls, batchedCalls, counterExample } = result;
  const share = (part: number, whole: number): string =>
    `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;
  const summary =
    `${programs} programs, ${counterExample === undefined ? 0 : 1} differences, seed ${seed}, ` +
    `batched ${share(batched, programs)} of the programs and ${share(batchedCalls, calls)} of the calls` +
    (result.races === 0 ? "" : `, ${result.races} races left out`);
  if (counterExample === undefined) return summary;
  const { path, source, rewritten, difference } = counterExample;
  return [
    summary,
    `replay: --seed ${seed} --path ${path}`,
    `--- original\n${source}`,
    `--- rewritten\n${rewritten}`,
    `--- difference\n${difference}`,
  ].join("\n");
}
