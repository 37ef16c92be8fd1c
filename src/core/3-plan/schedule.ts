import type { Dependence } from "../model/dependence.js";
import type { Item, RegionSchedule } from "../model/schedule.js";
import type { RegionAnalysis, Step } from "../model/steps.js";
import type { DependenceGraph } from "./graph.js";

/**
 * Chooses the schedule of a region: the fewest rounds that its dependences allow, which is their longest chain; among those the
 * one in which calls keep their source order from round to round, so that the first error in the source is the first to surface.
 * Steps are numbered in source order, which is an order in which every dependence holds: two sweeps over it do.
 */
export function scheduleRegion(
  analysis: RegionAnalysis,
  graph: DependenceGraph,
  toolOf: (step: Step) => string | undefined,
): RegionSchedule {
  const { steps } = analysis;
  const into = steps.map((step) => graph.into(step.index));
  const earliest = earliestLevels(steps, into);
  let total = 0;
  for (const step of steps) if (step.kind === "call") total = Math.max(total, earliest[step.index]!);
  const latest = latestLevels(steps, into, total);
  const preferred = preferencesInto(analysis);
  const levels = chooseLevels(steps, into, preferred, latest);
  keepEqualToolsTogether(steps, into, levels, latest, toolOf);
  return {
    region: analysis.region,
    items: arrange(steps, into, preferred, levels),
    rounds: steps.map((step) => (step.kind === "call" ? levels[step.index]! : 0)),
    roundsBefore: steps.filter((step) => step.kind === "call").length,
    roundsAfter: total,
  };
}

/**
 * The level of a call is its round; the level of code is the number of rounds that are over when it runs.
 * A dependence asks that `to` is at least this many levels above `from`.
 */
function distance(steps: readonly Step[], { from, to, weak }: Dependence): number {
  if (steps[to]!.kind === "code") return 0;
  if (steps[from]!.kind === "code") return 1;
  return weak ? 0 : 1;
}

function lowest(
  step: Step,
  steps: readonly Step[],
  into: readonly (readonly Dependence[])[],
  levels: readonly number[],
): number {
  let level = step.kind === "call" ? 1 : 0;
  for (const dependence of into[step.index]!)
    level = Math.max(level, levels[dependence.from]! + distance(steps, dependence));
  return level;
}

function earliestLevels(steps: readonly Step[], into: readonly (readonly Dependence[])[]): number[] {
  const levels: number[] = [];
  for (const step of steps) levels.push(lowest(step, steps, into, levels));
  return levels;
}

function latestLevels(
  steps: readonly Step[],
  into: readonly (readonly Dependence[])[],
  total: number,
): number[] {
  const levels = steps.map(() => total);
  for (const step of steps.toReversed()) {
    for (const dependence of into[step.index]!) {
      const bound = levels[step.index]! - distance(steps, dependence);
      if (bound < levels[dependence.from]!) levels[dependence.from] = bound;
    }
  }
  return levels;
}

function preferencesInto({ steps, preferences }: RegionAnalysis): number[][] {
  const into: number[][] = steps.map(() => []);
  for (const { from, to } of preferences) into[to]!.push(from);
  return into;
}

/** Each call goes into the round of the call before it or a later one, unless that would cost a round. */
function chooseLevels(
  steps: readonly Step[],
  into: readonly (readonly Dependence[])[],
  preferred: readonly (readonly number[])[],
  latest: readonly number[],
): number[] {
  const levels: number[] = [];
  let current = 1;
  for (const step of steps) {
    const low = lowest(step, steps, into, levels);
    if (step.kind === "code") {
      const wanted = preferred[step.index]!.reduce((most, before) => Math.max(most, levels[before]!), low);
      levels.push(Math.max(low, Math.min(wanted, latest[step.index]!)));
      continue;
    }
    const level = Math.min(latest[step.index]!, Math.max(low, current));
    current = Math.max(current, level);
    levels.push(level);
  }
  return levels;
}

/** Of the rounds that keep the source order, a call takes the one with the most calls of its own tool. */
function keepEqualToolsTogether(
  steps: readonly Step[],
  into: readonly (readonly Dependence[])[],
  levels: number[],
  latest: readonly number[],
  toolOf: (step: Step) => string | undefined,
): void {
  const calls = steps.filter((step) => step.kind === "call");
  const out: Dependence[][] = steps.map(() => []);
  for (const dependences of into)
    for (const dependence of dependences) out[dependence.from]!.push(dependence);
  const counts = new Map<string, number>();
  const key = (tool: string, level: number): string => `${level} ${tool}`;
  for (const call of calls) {
    const tool = toolOf(call);
    if (tool !== undefined)
      counts.set(key(tool, levels[call.index]!), (counts.get(key(tool, levels[call.index]!)) ?? 0) + 1);
  }
  for (let position = calls.length - 1; position >= 0; position--) {
    const call = calls[position]!;
    const tool = toolOf(call);
    const level = levels[call.index]!;
    const next = calls[position + 1];
    // Code after the call would have to move with it: only calls with nothing behind them but calls are moved.
    let bound = Math.min(latest[call.index]!, next ? levels[next.index]! : level);
    for (const dependence of out[call.index]!) {
      const limit =
        steps[dependence.to]!.kind === "code"
          ? levels[dependence.to]!
          : levels[dependence.to]! - distance(steps, dependence);
      bound = Math.min(bound, limit);
    }
    if (tool === undefined || bound <= level) continue;
    let best = level;
    // Far-off rounds are not looked at: the work stays in proportion to the number of calls.
    for (let candidate = level + 1; candidate <= Math.min(bound, level + 16); candidate++) {
      const there = counts.get(key(tool, candidate)) ?? 0;
      const here = (counts.get(key(tool, best)) ?? 0) - (best === level ? 1 : 0);
      if (there > here) best = candidate;
    }
    if (best === level) continue;
    counts.set(key(tool, level), counts.get(key(tool, level))! - 1);
    counts.set(key(tool, best), (counts.get(key(tool, best)) ?? 0) + 1);
    levels[call.index] = best;
  }
}

/**
 * Puts the steps into one order: of all that could stand next, the one that comes first in the source, where a batch counts as its
 * last call. So code between the calls of a batch stands before it if it can, and behind it if it needs one of the answers.
 */
function arrange(
  steps: readonly Step[],
  into: readonly (readonly Dependence[])[],
  preferred: readonly (readonly number[])[],
  levels: readonly number[],
): Item[] {
  const groups: { readonly key: number; readonly item: Item; waits: number; readonly before: Set<number> }[] =
    [];
  const groupOf: number[] = [];
  const byRound = new Map<number, number[]>();
  for (const step of steps) {
    if (step.kind === "code") continue;
    const level = levels[step.index]!;
    const members = byRound.get(level);
    if (members) members.push(step.index);
    else byRound.set(level, [step.index]);
  }
  for (const [round, members] of [...byRound].sort((a, b) => a[0] - b[0])) {
    for (const member of members) groupOf[member] = groups.length;
    groups.push({
      key: members.at(-1)!,
      item: { kind: "calls", round, steps: members },
      waits: 0,
      before: new Set(),
    });
    // Rounds follow one another.
    if (groups.length > 1) groups.at(-2)!.before.add(groups.length - 1);
  }
  for (const step of steps) {
    if (step.kind === "call") continue;
    groupOf[step.index] = groups.length;
    groups.push({ key: step.index, item: { kind: "code", step: step.index }, waits: 0, before: new Set() });
  }
  for (const dependences of into) {
    for (const { from, to } of dependences) {
      if (groupOf[from] !== groupOf[to]) groups[groupOf[from]!]!.before.add(groupOf[to]!);
    }
  }
  for (const step of steps) {
    for (const before of preferred[step.index]!) {
      if (levels[before]! <= levels[step.index]!) groups[groupOf[before]!]!.before.add(groupOf[step.index]!);
    }
  }
  for (const { before } of groups) for (const after of before) groups[after]!.waits++;
  const ready = new Heap((group: number) => groups[group]!.key);
  for (const [index, { waits }] of groups.entries()) if (waits === 0) ready.push(index);
  const items: Item[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    const { item, before } = groups[next]!;
    items.push(item);
    for (const after of before) if (--groups[after]!.waits === 0) ready.push(after);
  }
  if (items.length !== groups.length) throw new Error("the dependences of a region form a cycle");
  return items;
}

/** A binary heap of numbers, least key first. */
class Heap {
  readonly #entries: number[] = [];
  readonly #key: (entry: number) => number;

  constructor(key: (entry: number) => number) {
    this.#key = key;
  }

  push(entry: number): void {
    const entries = this.#entries;
    let at = entries.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#key(entries[parent]!) <= this.#key(entry)) break;
      entries[at] = entries[parent]!;
      at = parent;
    }
    entries[at] = entry;
  }

  pop(): number | undefined {
    const entries = this.#entries;
    const top = entries[0];
    const last = entries.pop();
    if (top === undefined || last === undefined || entries.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && this.#key(entries[child + 1]!) < this.#key(entries[child]!)) child++;
      if (this.#key(entries[child]!) >= this.#key(last)) break;
      entries[at] = entries[child]!;
      at = child;
    }
    entries[at] = last;
    return top;
  }
}
