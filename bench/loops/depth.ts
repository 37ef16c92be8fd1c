import type { EffectOf } from "../../src/testing/true-effects.js";
import { changesSomething, conflict } from "../../src/testing/true-effects.js";
import { withoutCalls } from "../precision/environments.js";
import type { Guard } from "./guards.js";
import type { NamedCall, NamedRun, Runs } from "./runs.js";
import { variants } from "./variants.js";

/** What a call of a run waits for, of the calls before it. */
export interface TrueGraph {
  readonly calls: readonly NamedCall[];
  /** For each call, the calls that must have ended before it starts. */
  readonly after: readonly ReadonlySet<number>[];
  /** For each call, the calls that must have started before it, or with it: its failure must not keep a write from being made. */
  readonly notBefore: readonly ReadonlySet<number>[];
}

/** The calls of the usual run, and by experiment, which of them need which; `guards`: where the program might have left. */
export async function trueGraph(
  runs: Runs,
  usual: NamedRun,
  effectOf: EffectOf,
  guards: readonly Guard[],
): Promise<TrueGraph> {
  const { calls } = usual;
  const after = calls.map(() => new Set<number>());
  const notBefore = calls.map(() => new Set<number>());
  const changes = calls.map(({ record }) => changesSomething(effectOf(record)));
  for (const [first, { name, record }] of calls.entries()) {
    const failed = await runs.run({ name, answer: undefined });
    const others: NamedRun[] = [];
    for (const answer of variants) others.push(await runs.run({ name, answer }));
    for (let second = first + 1; second < calls.length; second++) {
      const call = calls[second]!;
      // What the program itself runs together does not wait.
      if ((record.end ?? Infinity) > call.record.start) continue;
      const effect = effectOf(call.record);
      const isStopped = changes[second]! && effect.relaxed !== true && !failed.byName.has(call.name);
      if (
        guards.some(({ from, to }) => first < from && from <= second && second < to) ||
        conflict(effectOf(record), effect) ||
        isStopped ||
        isOther(call, failed, record.key) ||
        others.some((run) => isOther(call, run) || isDropped(call, run))
      )
        after[second]!.add(first);
      else if (changes[first]!) notBefore[second]!.add(first);
    }
  }
  return { calls, after, notBefore };
}

/** The call is made with other arguments: it needs the answer, or what a handler makes of the failure. */
function isOther({ name, given }: NamedCall, run: NamedRun, failed?: string): boolean {
  const now = run.byName.get(name)?.given;
  if (now === undefined) return false;
  return failed === undefined ? now !== given : withoutCalls(now, [failed]) !== withoutCalls(given, [failed]);
}

/** The program decided by the answer not to make the call. That some code failed on its way decides nothing. */
function isDropped({ name }: NamedCall, { byName, trace }: NamedRun): boolean {
  if (byName.has(name)) return false;
  const { outcome } = trace;
  return outcome.kind === "returned" || /\bstop\b/.test(outcome.text);
}

/** The round of each call, if each starts as early as it may: the deepest is what no rewrite can do without. */
export function earliestRounds({ calls, after, notBefore }: TrueGraph): number[] {
  const rounds: number[] = [];
  for (const index of calls.keys()) {
    const behind = [...after[index]!].map((first) => rounds[first]! + 1);
    const beside = [...notBefore[index]!].map((first) => rounds[first]!);
    rounds.push(Math.max(1, ...behind, ...beside));
  }
  return rounds;
}
