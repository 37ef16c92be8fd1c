import type { ReportCall } from "../../src/core/model/report.js";
import type { Trace } from "../../src/testing/execute.js";
import { generatedEffects } from "../../src/testing/program-writer.js";
import { changesSomething, conflict, type TrueEffect } from "../../src/testing/true-effects.js";
import {
  hasTag,
  nullVariant,
  tagsOf,
  variantNumbers,
  withoutCalls,
  type Laboratory,
  type Run,
} from "./environments.js";
import type { Probes } from "./probes.js";
import { findWorlds, orderOfCalls, type World } from "./worlds.js";

/** A call as parcall reports it, and the tag that its runs carry. */
export interface TaggedCall {
  readonly call: ReportCall;
  readonly tag: string;
  /** It stands in a branch of an expression: that it is not made says nothing of the code around. */
  readonly isConditional: boolean;
  /** Nothing is done with its answer. */
  readonly isUnused: boolean;
  /** Names of tools, where a choice in its arguments says which is called: `ask(user.ok ? "get_user" : "send_email", …)`. */
  readonly choosesOf: readonly string[];
}

/** docs/performance.md says what each of them is, and which experiment shows it. */
export type TrueDependence =
  | "asked"
  | "effect"
  | "write"
  | "data"
  | "control"
  | "shared"
  | "started"
  | "state"
  | "throws"
  | "anti"
  | "by way of others";

/** Finds by experiment what the calls of one program depend on. */
export class Truth {
  readonly #known = new Map<string, TrueDependence | undefined>();

  private constructor(
    private readonly laboratory: Laboratory,
    private readonly probes: Probes,
    private readonly worlds: readonly World[],
    private readonly runs: readonly Run[],
    private readonly tags: readonly string[],
    private readonly unused: ReadonlySet<string>,
  ) {}

  /** The calls are in the order of the source. */
  static async of(laboratory: Laboratory, probes: Probes, calls: readonly TaggedCall[]): Promise<Truth> {
    const tags = [...new Set(calls.map(({ tag }) => tag))];
    const unused = new Set(calls.filter(({ isUnused }) => isUnused).map(({ tag }) => tag));
    const worlds = await findWorlds(laboratory, tags);
    const runs: Run[] = [];
    for (const world of worlds) runs.push(await laboratory.run(world));
    return new Truth(laboratory, probes, worlds, runs, tags, unused);
  }

  /** The tags of the calls that are made in any world, in their order. */
  get order(): readonly string[] {
    return orderOfCalls(this.runs, this.tags);
  }

  /** Whether the call is made in the usual run. */
  isUsual(tag: string): boolean {
    return this.runs[0]!.isMade(tag);
  }

  /** Why the second call has to wait for the first one by itself, if it does. The first one is made before the second. */
  async between(first: TaggedCall, second: TaggedCall): Promise<TrueDependence | undefined> {
    const key = `${first.tag} ${second.tag}`;
    if (!this.#known.has(key)) this.#known.set(key, await this.#find(first, second));
    return this.#known.get(key);
  }

  async #find(first: TaggedCall, second: TaggedCall): Promise<TrueDependence | undefined> {
    if ([first, second].some(({ call }) => call.reason?.code === "keep-pragma")) return "asked";
    if (this.#conflict(first, second)) return "effect";
    for (const world of this.worlds) {
      const found = await this.#inWorld(first, second, world);
      if (found !== undefined) return found;
    }
    if (await this.#standsBetween(first, second)) return "started";
    if (first.call.region !== second.call.region) return undefined;
    for (const name of this.probes.parsedBetween(first.call.end, second.call.start)) {
      const { usual, other } = await this.probes.tagsWithOther(name, second.tag);
      if (usual !== other) return "throws";
    }
    if (await this.#isGiven(first, second)) return "data";
    return (await this.#overwritten(first, second)) ? "anti" : undefined;
  }

  async #inWorld(first: TaggedCall, second: TaggedCall, world: World): Promise<TrueDependence | undefined> {
    const usual = await this.laboratory.run(world);
    if (!usual.isMade(first.tag)) return undefined;
    const failed = await this.laboratory.run({ ...world, failing: [first.tag] });
    const stops = usual.isMade(second.tag) && !failed.isMade(second.tag);
    if (stops && this.#effects(second).some((effect) => changesSomething(effect) && effect.relaxed !== true))
      return "write";
    const flow = await this.#flow(first, second, world, usual);
    if (flow !== undefined) return flow;
    if (await this.#leaves(first, second, world, usual)) return "control";
    if (!usual.isMade(second.tag)) return undefined;
    const slow = await this.laboratory.run({ ...world, slow: first.tag });
    if (slow.argumentsOf(second.tag) !== usual.argumentsOf(second.tag)) return "shared";
    return stops && (await this.#changesState(first, second, world)) ? "state" : undefined;
  }

  /**
   * A call that the program starts and goes on keeps its place (semantics.md, section 5). It was started when the first had been answered,
   * and is still under way when the second is made: together with the first, the second would be made before it, and it would be later.
   */
  async #standsBetween(first: TaggedCall, second: TaggedCall): Promise<boolean> {
    // (A call that is started is no call of the report.)
    for (const tag of new Set(
      this.runs.flatMap(({ trace }) => trace.calls.flatMap((call) => tagsOf(call))),
    )) {
      if (tag === first.tag || tag === second.tag) continue;
      const run = await this.laboratory.run({ slow: tag });
      const [started, later] = [tag, second.tag].map((name) =>
        run.trace.calls.find((call) => hasTag(call, name)),
      );
      const before = run.trace.calls.find((call) => hasTag(call, first.tag));
      if (!started || !later || !before || hasTag(started, second.tag)) continue;
      const isBetween = (before.end ?? Infinity) <= started.start && started.start <= later.start;
      const isBefore = run.trace.calls.indexOf(started) < run.trace.calls.indexOf(later);
      if (isBetween && isBefore && (started.end ?? Infinity) > later.start) return true;
    }
    return false;
  }

  /** Whether one of them is made within the other: a helper, and the call that it makes. */
  isWithin(one: TaggedCall, other: TaggedCall): boolean {
    return this.runs.some(({ trace }) =>
      trace.calls.some((call) => hasTag(call, one.tag) && hasTag(call, other.tag)),
    );
  }

  writes(call: TaggedCall): boolean {
    return this.#effects(call).some(changesSomething);
  }

  /**
   * What the tools do, as far as parcall was told. A tool whose name says that it writes is one that writes: how well names are judged
   * is another question, which docs/passes/tool-effects.md answers.
   */
  #effects({ call, tag, choosesOf }: TaggedCall): TrueEffect[] {
    const found = this.runs.flatMap(({ trace }) =>
      trace.calls.filter((one) => hasTag(one, tag)).map(generatedEffects),
    );
    // What no world chooses may be chosen.
    found.push(...choosesOf.map((tool) => generatedEffects({ tool, args: [] })));
    // The body of a wrapper does not know what it calls; the run does.
    const isJudged = call.effect.source === "inferred" && call.effect.kind !== "unknown";
    return isJudged ? [...found, { kind: call.effect.kind }] : found;
  }

  #conflict(first: TaggedCall, second: TaggedCall): boolean {
    const others = this.#effects(second);
    return this.#effects(first).some((effect) => others.some((other) => conflict(effect, other)));
  }

  /** Another answer of the first makes another second call, or none. */
  async #flow(
    first: TaggedCall,
    second: TaggedCall,
    world: World,
    usual: Run,
  ): Promise<TrueDependence | undefined> {
    for (const variant of variantNumbers) {
      const run = await this.laboratory.run({ ...world, changed: { tag: first.tag, variant } });
      const [before, now] = [usual.argumentsOf(second.tag), run.argumentsOf(second.tag)];
      if (now !== undefined && before !== undefined && now !== before) return "data";
      if (
        now === undefined &&
        before !== undefined &&
        this.#isDecided(run, usual, variant, false, this.unused.has(first.tag))
      )
        return "control";
      if (now !== undefined && before === undefined) return "control";
    }
    return undefined;
  }

  /** The first call is made, and the program then leaves before the second, because of what another call answers or how it fails. */
  async #leaves(first: TaggedCall, second: TaggedCall, world: World, usual: Run): Promise<boolean> {
    const isConditional = second.isConditional || first.call.region !== second.call.region;
    const leaves = (run: Run, variant: number, isGuard = false): boolean =>
      run.isMade(first.tag) &&
      !run.isMade(second.tag) &&
      this.#isDecided(run, usual, variant, isConditional, isGuard);
    if (leaves(usual, 0)) return true;
    for (const tag of this.tags) {
      for (const variant of variantNumbers)
        if (
          leaves(
            await this.laboratory.run({ ...world, changed: { tag, variant } }),
            variant,
            this.unused.has(tag),
          )
        )
          return true;
      if (tag === first.tag || tag === second.tag) continue;
      const run = await this.laboratory.run({ ...world, failing: [tag] });
      const { outcome, handled } = run.trace;
      if (outcome.kind === "returned" && handled > 0 && outcome.text.includes("failed:") && leaves(run, 0))
        return true;
    }
    return false;
  }

  /**
   * The call was not made because the program decided so, and not because some code met null. A helper that throws decides where nobody
   * uses its value (`isGuard`): else it is code that may throw (semantics, section 5).
   */
  #isDecided({ trace }: Run, usual: Run, variant: number, isConditional: boolean, isGuard: boolean): boolean {
    const { outcome, handled } = trace;
    if (outcome.kind === "threw")
      return (
        /\b(?:stop|not ok|denied)\b/.test(outcome.text) || (isGuard && /\brejected\b/.test(outcome.text))
      );
    if (handled > usual.trace.handled) return variant !== nullVariant && !isConditional;
    return !isConditional || outcome.text.includes("early:");
  }

  /** What can be seen after a failure is not the same for the two calls: something between them changes it. */
  async #changesState(first: TaggedCall, second: TaggedCall, world: World): Promise<boolean> {
    const usual = await this.laboratory.run(world);
    const [start, end] = [usual.placeOf(first.tag)!, usual.placeOf(second.tag)!];
    const between = this.tags.filter((tag) => {
      const place = usual.placeOf(tag);
      return place !== undefined && start < place && place < end;
    });
    for (const others of [[], ...between.map((tag) => [tag])]) {
      const one = await this.laboratory.run({ ...world, failing: [first.tag, ...others] });
      const two = await this.laboratory.run({ ...world, failing: [second.tag, ...others] });
      // Where the failure between them ends the run, or a helper handles its own, it says nothing.
      const isHandled = one.trace.outcome.kind === "threw" && two.trace.outcome.kind === "returned";
      if (two.isMade(second.tag) && !isHandled && isOther(one.trace, two.trace)) return true;
    }
    return false;
  }

  /**
   * A helper is handed what the first call answers, though its own calls do not show it: `withFallback(() => load(id), first)`. The call of
   * the helper is the call that is scheduled, and it reads what it is handed (semantics, section 1).
   */
  async #isGiven(first: TaggedCall, second: TaggedCall): Promise<boolean> {
    if (!this.runs[0]!.isWithinOther(second.tag)) return false;
    const usual = await this.probes.given(second.call, {});
    if (usual === undefined) return false;
    for (const variant of variantNumbers) {
      const other = await this.probes.given(second.call, { changed: { tag: first.tag, variant } });
      if (other !== undefined && other !== usual) return true;
    }
    return false;
  }

  /** What the first call reads is overwritten before the second, which needs what is computed between them. */
  async #overwritten(first: TaggedCall, second: TaggedCall): Promise<boolean> {
    const ofFirst = await this.probes.argumentsAt(first.call, first.call, second.call);
    if (ofFirst === undefined || ofFirst.first === ofFirst.second) return false;
    const ofSecond = await this.probes.argumentsAt(second.call, first.call, second.call);
    return ofSecond !== undefined && ofSecond.first !== ofSecond.second;
  }
}

/** Whether what can be seen after one failure is not what can be seen after the other, whichever calls failed. */
function isOther(one: Trace, two: Trace): boolean {
  // Where a failure leaves the function, log lines may be missing.
  const leaves = [one, two].some(({ outcome }) => outcome.kind === "threw" && outcome.failed !== undefined);
  return leftBehind(one, !leaves) !== leftBehind(two, !leaves);
}

function leftBehind({ calls, outcome, visible, console }: Trace, withLines: boolean): string {
  const lines = withLines ? console.map((line) => line.text) : [];
  const text = JSON.stringify([outcome.kind, outcome.text, visible, lines]);
  return withoutCalls(
    text,
    calls.filter(({ failed }) => failed).map(({ key }) => key),
  );
}
