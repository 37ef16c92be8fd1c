import { compileProgram, type CompiledProgram } from "./compile.js";
import { runProgram, runWithOrigins, type CallRecord, type Trace } from "./execute.js";
import { areOnlyLostInBatches } from "./lost-lines.js";
import { hashOf } from "./plain-data.js";
import type { MakeRuntime } from "./runtime-under-test.js";
import { scenarioOf, skewedLatency, type Scenario } from "./scenario.js";
import { swappedCalls } from "./start-order.js";
import { changesSomething, conflict, readsWorld, type Conflicts, type EffectOf } from "./true-effects.js";
import { sideBySide } from "./trace-text.js";

export interface OracleOptions {
  readonly scenario?: Partial<Scenario>;
  /** What each call really does; by default every tool reads. */
  readonly effectOf?: EffectOf;
  readonly conflicts?: Conflicts;
  /** How many calls are made to fail, one at a time (default 30), and how many pairs of calls (default 6). */
  readonly singleFaults?: number;
  readonly pairFaults?: number;
  /** Draws of skewed latencies (default 3). */
  readonly skewedDraws?: number;
  readonly seed?: number;
  /** The caller says that something was batched: the program must then take fewer rounds. */
  readonly batched?: boolean;
  readonly makeRuntime?: MakeRuntime;
}

/** What can be told apart. */
export type DifferenceKind =
  | "outcome"
  | "console"
  | "calls"
  | "writes"
  | "order"
  | "state"
  | "time"
  | "unhandled"
  | "running"
  | "start-order";

export interface Difference {
  readonly kind: DifferenceKind;
  readonly message: string;
  /** The circumstances: "no failure", "get_user("u1") fails", … */
  readonly when: string;
  /** Keys of the calls that failed. */
  readonly failing: ReadonlySet<string>;
  readonly original: Trace;
  readonly rewritten: Trace;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Without failures and at unit latency. */
  readonly original: Trace;
  readonly rewritten: Trace;
}

export function formatDifference({ kind, message, when, original, rewritten }: Difference): string {
  return `${kind}: ${message}\n  when ${when}\n${sideBySide(original, rewritten)}`;
}

/** Runs both texts; a text that does not compile is an error of the caller. */
export function compareSources(
  original: string,
  rewritten: string,
  options: OracleOptions & { fileName?: string } = {},
): Promise<Comparison> {
  const { fileName } = options;
  return compareRuns(compileProgram(original, fileName), compileProgram(rewritten, fileName), options);
}

/** Demands what semantics.md, section 2, promises, as far as runs can show it. */
export async function compareRuns(
  original: CompiledProgram,
  rewritten: CompiledProgram,
  options: OracleOptions = {},
): Promise<Comparison> {
  return new Oracle(original, rewritten, options).compare();
}

interface Pair {
  readonly scenario: Scenario;
  readonly failing: ReadonlySet<string>;
  readonly original: Trace;
  readonly rewritten: Trace;
}

class Oracle {
  private readonly differences: Difference[] = [];
  private readonly effectOf: EffectOf;
  private readonly conflicts: Conflicts;
  private readonly seed: number;
  private steady = false;
  /** The runs without failures, at unit latency. */
  private success!: Pair;
  /** Runs of the original with fewer failures: what it does in them, a batch may have done early. */
  private references: readonly Pair[] = [];

  constructor(
    private readonly originalProgram: CompiledProgram,
    private readonly rewrittenProgram: CompiledProgram,
    private readonly options: OracleOptions,
  ) {
    this.effectOf = options.effectOf ?? (() => readsWorld);
    this.conflicts = options.conflicts ?? conflict;
    this.seed = options.seed ?? 1;
  }

  async compare(): Promise<Comparison> {
    await this.succeed();
    await this.checkRun("nothing fails", this.success);
    await this.checkStartOrder();
    this.checkRounds();
    await this.checkSkewed();
    // A failure leaves out readings of the clock, and what comes behind it is to find the values that it would have found.
    this.steady = true;
    if (this.success.original.readings > 0) await this.succeed();
    // One wrong success makes every failure wrong as well, which would only hide it.
    if (this.differences.length === 0) await this.checkSingleFaults();
    if (this.differences.length === 0) await this.checkPairsOfFaults();
    return { differences: this.differences, ...this.success };
  }

  private async succeed(): Promise<void> {
    this.success = await this.run({}, runWithOrigins);
    this.references = [this.success];
  }

  private async run(changes: Partial<Scenario>, runRewritten = runProgram): Promise<Pair> {
    const scenario = scenarioOf({ steady: this.steady, ...this.options.scenario, ...changes });
    const { makeRuntime } = this.options;
    return {
      scenario,
      failing: scenario.failing,
      original: await runProgram(this.originalProgram, scenario, makeRuntime),
      rewritten: await runRewritten(this.rewrittenProgram, scenario, makeRuntime),
    };
  }

  private report(kind: DifferenceKind, message: string, when: string, pair: Pair): void {
    const { failing, original, rewritten } = pair;
    this.differences.push({ kind, message, when, failing, original, rewritten });
  }

  private changes(call: CallRecord): boolean {
    return changesSomething(this.effectOf(call));
  }

  /** Everything that must hold whether or not something fails, except for the outcome where two calls fail. */
  private async checkRun(when: string, pair: Pair): Promise<void> {
    this.checkOutcome(when, pair);
    this.checkState(when, pair);
    await this.checkConsole(when, pair);
    await this.checkWhateverHappens(when, pair);
  }

  private async checkWhateverHappens(when: string, pair: Pair): Promise<void> {
    this.checkCalls(when, pair);
    await this.checkOrder(when, pair);
    await this.checkLoose(when, pair);
  }

  private checkOutcome(when: string, pair: Pair): void {
    const [before, after] = [pair.original.outcome, pair.rewritten.outcome];
    if (describe(before) !== describe(after)) {
      this.report("outcome", `${describe(before)} became ${describe(after)}`, when, pair);
    }
  }

  private checkState(when: string, pair: Pair): void {
    for (const name of ["input", "state"] as const) {
      const [before, after] = [pair.original.visible[name], pair.rewritten.visible[name]];
      if (before !== after) this.report("state", `${name}: ${before} became ${after}`, when, pair);
    }
    if (!pair.original.loaded) return;
    const [before, after] = [pair.original.visible.exported, pair.rewritten.visible.exported];
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (before[name] !== after[name]) {
        this.report("state", `export ${name}: ${before[name]} became ${after[name]}`, when, pair);
      }
    }
    if (!endedWell(pair.original) || !endedWell(pair.rewritten)) return;
    for (const [name, value] of Object.entries(pair.original.bindings)) {
      // A rewrite may add names, and drops a function that it no longer calls: `const { callTool } = require(…)`.
      const now = pair.rewritten.bindings[name];
      if (now !== value && !(now === undefined && value === "[function]"))
        this.report("state", `${name}: ${value} became ${now ?? "nothing"}`, when, pair);
    }
  }

  private async checkConsole(when: string, pair: Pair): Promise<void> {
    const before = pair.original.console.map(({ text }) => text);
    const after = pair.rewritten.console.map(({ text }) => text);
    if (same(before, after) || (await this.areLinesOfTheFailure(pair))) return;
    const place = before.findIndex((line, index) => line !== after[index]);
    const index = place < 0 ? before.length : place;
    this.report(
      "console",
      `line ${index + 1}: ${before[index] ?? "(none)"} became ${after[index] ?? "(none)"}`,
      when,
      pair,
    );
  }

  /** Whether the outputs differ by no more than a failure that leaves the function, or one of the functions, may take along. */
  private async areLinesOfTheFailure({ scenario, original }: Pair): Promise<boolean> {
    const { outcome, handled } = original;
    const leaving = outcome.kind === "threw" ? outcome.failed : undefined;
    const crossesFunctions = handled > 0 && this.originalProgram.catchesFromFunctions;
    const isOwnError = outcome.kind === "threw" && leaving === undefined && handled === 0;
    if (leaving === undefined && !crossesFunctions && !isOwnError) return false;
    const handledAbove = crossesFunctions ? original.calls.filter(({ failed }) => failed) : [];
    const failed = [...(leaving === undefined ? [] : [leaving]), ...handledAbove.map(({ key }) => key)];
    const rewritten = await runWithOrigins(this.rewrittenProgram, scenario, this.options.makeRuntime);
    return areOnlyLostInBatches({
      runs: { original, rewritten },
      references: this.references,
      failed: isOwnError ? undefined : failed,
      neverEndsWell: this.success.original.outcome.kind === "threw",
    });
  }

  private checkCalls(when: string, pair: Pair): void {
    const before = counted(pair.original.calls);
    const after = counted(pair.rewritten.calls);
    const usual = new Set(this.references.flatMap(({ original }) => [...counted(original.calls).keys()]));
    const disturbed = pair.original.outcome.kind === "threw" || pair.original.handled > 0 || anyFailed(pair);
    for (const [signature, { call, count }] of before) {
      const now = after.get(signature)?.count ?? 0;
      // Where ordinary code throws, every call before it has been made in both programs.
      const mayBeMissing = anyFailed(pair) && !this.changes(call);
      if (now < count && !mayBeMissing)
        this.reportCount(call, `${count} times before, ${now} after`, when, pair);
    }
    for (const [signature, { call, count }] of after) {
      const then = before.get(signature)?.count ?? 0;
      if (count <= then) continue;
      const effect = this.effectOf(call);
      const mayBeExtra = disturbed && (!changesSomething(effect) || effect.relaxed === true);
      const message = `${then} times before, ${count} after`;
      if (!mayBeExtra) this.reportCount(call, message, when, pair);
      // A call that the program would never have made is not an early start of one that it makes.
      // (Which ones it makes behind an error of its own code no run shows.)
      else if (
        anyFailed(pair) &&
        !endsByOwnError(pair.original) &&
        !usual.has(signature) &&
        undisturbed(this.success.original)
      ) {
        this.reportCount(call, `${message}, and never without the failure`, when, pair);
      }
    }
  }

  private reportCount(call: CallRecord, message: string, when: string, pair: Pair): void {
    this.report(this.changes(call) ? "writes" : "calls", `${call.key} was made ${message}`, when, pair);
  }

  /** Conflicting calls: source order, no overlap, unless the original itself lets them overlap. */
  private async checkOrder(when: string, pair: Pair): Promise<void> {
    const now = new Map(pair.rewritten.calls.map((call) => [call.key, call]));
    const calls = pair.original.calls;
    for (let second = 1; second < calls.length; second++) {
      for (let first = 0; first < second; first++) {
        const [a, b] = [calls[first]!, calls[second]!];
        if (!this.conflicts(this.effectOf(a), this.effectOf(b)) || overlap(a, b)) continue;
        const [x, y] = [now.get(a.key), now.get(b.key)];
        if (x === undefined || y === undefined || (x.end !== undefined && x.end <= y.start)) continue;
        if (await this.neverWaitsFor(a, b, pair.failing)) continue;
        this.report("order", `${b.key} no longer waits for ${a.key}`, when, pair);
      }
    }
  }

  private async checkLoose(when: string, pair: Pair): Promise<void> {
    for (const message of surplus(pair.rewritten.unhandled, pair.original.unhandled)) {
      this.report("unhandled", `nobody handles ${message}`, when, pair);
    }
    for (const key of surplus(pair.rewritten.running, pair.original.running)) {
      const slow = await this.originalWithSlow(key, pair.failing);
      // Of two failures, the one that leaves it running may come first.
      const either = [slow, ...this.references.map(({ original }) => original)];
      if (either.some(({ running }) => running.includes(key))) continue;
      this.report("running", `${key} still runs when the program has ended`, when, pair);
    }
  }

  /**
   * Whether it was luck that the second call began after the first had ended: `const p = callTool("send"); await callTool("a");
   * await callTool("b")` sends beside `a` and, if that is slow, beside `b`.
   */
  private async neverWaitsFor(
    first: CallRecord,
    second: CallRecord,
    failing: Pair["failing"],
  ): Promise<boolean> {
    const { calls } = await this.originalWithSlow(first.key, failing);
    const again = calls.find(({ key }) => key === second.key);
    const end = calls.find(({ key }) => key === first.key)?.end;
    return again !== undefined && (end === undefined || end > again.start);
  }

  /** The original, where this call takes longer than everything else together. */
  private originalWithSlow(slowKey: string, failing: Pair["failing"]): Promise<Trace> {
    const latency = (key: string): number => (key === slowKey ? 1e6 : 1);
    const scenario = scenarioOf({ steady: this.steady, ...this.options.scenario, latency, failing });
    return runProgram(this.originalProgram, scenario, this.options.makeRuntime);
  }

  /** A batch starts its calls in source order, so that a host that replays calls sees one order. */
  private async checkStartOrder(): Promise<void> {
    const { original, rewritten } = this.success;
    const inOriginal = new Map(original.calls.map((call) => [call.key, call]));
    for (const [early, late] of swappedCalls(original.calls, rewritten.calls)) {
      const [a, b] = [inOriginal.get(late.key)!, inOriginal.get(early.key)!];
      // In runs of a function beside each other, a call of one may by chance come before a call of the other.
      if (overlap(a, b) || (await this.neverWaitsFor(a, b, this.success.failing))) continue;
      this.report("start-order", `${early.key} starts before ${late.key}`, "nothing fails", this.success);
    }
  }

  private checkRounds(): void {
    const { original, rewritten } = this.success;
    if (this.options.batched === true && rewritten.makespan >= original.makespan) {
      const message = `${original.makespan} rounds before, ${rewritten.makespan} after, although something was batched`;
      this.report("time", message, "every call takes 1", this.success);
    }
    this.checkTime("every call takes 1", this.success);
  }

  private checkTime(when: string, pair: Pair): void {
    // Where ordinary code throws, the original stops without the calls that the batch had started already.
    if (pair.rewritten.calls.length > pair.original.calls.length) return;
    const [before, after] = [pair.original.makespan, pair.rewritten.makespan];
    // The sums are of the same numbers in another order.
    if (after > before * (1 + 1e-9)) this.report("time", `slower: ${before} became ${after}`, when, pair);
  }

  private async checkSkewed(): Promise<void> {
    for (let draw = 0; draw < (this.options.skewedDraws ?? 3) && this.differences.length === 0; draw++) {
      const seed = this.seed + draw;
      const pair = await this.run({ latency: skewedLatency(seed) });
      await this.checkRun(`skewed latencies, seed ${seed}`, pair);
      this.checkTime(`skewed latencies, seed ${seed}`, pair);
    }
  }

  private async checkSingleFaults(): Promise<void> {
    for (const call of sample(this.success.original.calls, this.options.singleFaults ?? 30, this.seed)) {
      const pair = await this.run({ failing: new Set([call.key]) });
      await this.checkRun(`${call.key} fails`, pair);
      if (this.differences.length > 0) return;
    }
  }

  private async checkPairsOfFaults(): Promise<void> {
    const calls = this.success.original.calls;
    const pairs = calls.flatMap((a, index) => calls.slice(index + 1).map((b) => [a, b] as const));
    for (const [first, second] of sample(pairs, this.options.pairFaults ?? 6, this.seed)) {
      await this.checkPairOfFaults(first, second);
      if (this.differences.length > 0) return;
    }
  }

  /** Where two calls of one batch fail, the first one's error surfaces; otherwise it may be either. */
  private async checkPairOfFaults(first: CallRecord, second: CallRecord): Promise<void> {
    const when = `${first.key} and ${second.key} fail`;
    const pair = await this.run({ failing: new Set([first.key, second.key]) });
    const bothReached = pair.original.calls.filter(({ failed }) => failed).length === 2;
    const alone = await this.run({ failing: new Set([first.key]) }, runWithOrigins);
    const other = await this.run({ failing: new Set([second.key]) }, runWithOrigins);
    // Where the first failure is handled, the program goes on with other arguments.
    this.references = [this.success, alone, other];
    const result = (trace: Trace): string => JSON.stringify([describe(trace.outcome), trace.visible]);
    const isAsIn = ({ original }: Pair): boolean => result(pair.rewritten) === result(original);
    const isEither =
      bothReached || this.startTogether(first, second)
        ? (isAsIn(alone) || isAsIn(other)) && (await this.areRacing(first, second, pair.failing))
        : isAsIn(other);
    if (isEither) await this.checkWhateverHappens(when, pair);
    else await this.checkRun(when, pair);
  }

  /** In functions that run beside each other, and in no batch of both: which of the two fails first is for their latencies to say. */
  private async areRacing(first: CallRecord, second: CallRecord, failing: Pair["failing"]): Promise<boolean> {
    const batchesOf = (call: CallRecord): readonly number[] =>
      this.success.rewritten.calls
        .find(({ key }) => key === call.key)
        ?.origin?.members.map(({ batch }) => batch) ?? [];
    const others = batchesOf(second);
    if (batchesOf(first).some((batch) => others.includes(batch))) return false;
    return overlap(first, second) || (await this.neverWaitsFor(first, second, failing));
  }

  private startTogether(first: CallRecord, second: CallRecord): boolean {
    const start = (call: CallRecord): number | undefined =>
      this.success.rewritten.calls.find(({ key }) => key === call.key)?.start;
    return start(first) === start(second);
  }
}

function describe(outcome: Trace["outcome"]): string {
  return `${outcome.kind} ${outcome.text}`;
}

function endedWell(trace: Trace): boolean {
  return trace.outcome.kind === "returned";
}

/** No error, not even one that the program itself throws and handles. */
function undisturbed(trace: Trace): boolean {
  return endedWell(trace) && trace.handled === 0;
}

function anyFailed(pair: Pair): boolean {
  return pair.original.calls.some(({ failed }) => failed);
}

/** Calls of one tool with the same arguments are the same call, made several times. */
function counted(calls: readonly CallRecord[]): Map<string, { call: CallRecord; count: number }> {
  const counts = new Map<string, { call: CallRecord; count: number }>();
  for (const call of calls) {
    const signature = call.key.replace(/#\d+$/, "");
    counts.set(signature, { call, count: (counts.get(signature)?.count ?? 0) + 1 });
  }
  return counts;
}

function overlap(first: CallRecord, second: CallRecord): boolean {
  return first.end === undefined || first.end > second.start;
}

function surplus(has: readonly string[], mayHave: readonly string[]): string[] {
  const left = [...mayHave];
  return has.filter((item) => {
    const index = left.indexOf(item);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function same(first: readonly string[], second: readonly string[]): boolean {
  return first.length === second.length && first.every((item, index) => item === second[index]);
}

/** At most `most` of the items, always the same ones for a seed, in their order. */
function sample<T>(items: readonly T[], most: number, seed: number): readonly T[] {
  if (items.length <= most) return items;
  return items
    .map((item, index) => ({ item, index, rank: hashOf(String(index), seed) }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most)
    .toSorted((a, b) => a.index - b.index)
    .map(({ item }) => item);
}

/** Whether a run was ended by an error of the program's own code, and by no call. */
function endsByOwnError({ outcome }: Trace): boolean {
  return outcome.kind === "threw" && outcome.failed === undefined;
}
