import type { CallRecord } from "./execute.js";

/** Two calls of a rewritten program, of which the later one is the first in the original. */
export type Swapped = readonly [early: CallRecord, late: CallRecord];

/**
 * Where a batch does not start its calls in source order, so that a host that replays calls would see another order. The calls of the
 * rewritten program must know their origins.
 *
 * Two things can be asked exactly: the members of one batch stand in source order, however they come to their calls (a branch may wait
 * for something before it); and calls that are started in one turn, by whatever starts them, are started in source order.
 */
export function swappedCalls(
  original: readonly CallRecord[],
  rewritten: readonly CallRecord[],
): readonly Swapped[] {
  const places = new Map(original.map(({ key }, index) => [key, index]));
  const swapped = new Map<string, Swapped>();
  for (const groups of [...membersOf(rewritten), ...turnsOf(rewritten)])
    for (const [early, late] of swappedAmong(groups, places))
      swapped.set(`${early.key} ${late.key}`, [early, late]);
  return [...swapped.values()];
}

/** For each batch, the calls of each of its members, by their places in the batch. */
function membersOf(calls: readonly CallRecord[]): readonly (readonly (readonly CallRecord[])[])[] {
  const batches = new Map<number, (readonly CallRecord[])[]>();
  for (const call of calls) {
    for (const { batch, index } of call.origin?.members ?? []) {
      const members = batches.get(batch) ?? [];
      members[index] = [...(members[index] ?? []), call];
      batches.set(batch, members);
    }
  }
  // A member that makes no call leaves a hole.
  return [...batches.values()].map((members) => members.filter(() => true));
}

function turnsOf(calls: readonly CallRecord[]): readonly (readonly (readonly CallRecord[])[])[] {
  const turns = new Map<number, (readonly CallRecord[])[]>();
  for (const call of calls) {
    if (call.origin === undefined) continue;
    turns.set(call.origin.turn, [...(turns.get(call.origin.turn) ?? []), [call]]);
  }
  return [...turns.values()];
}

function swappedAmong(
  groups: readonly (readonly CallRecord[])[],
  places: ReadonlyMap<string, number>,
): Swapped[] {
  const swapped: Swapped[] = [];
  let latest: { call: CallRecord; place: number } | undefined;
  for (const calls of groups) {
    // Where ordinary code throws, a batch may hold calls that the original never came to.
    const [first] = calls
      .map((call) => ({ call, place: places.get(call.key) ?? Number.POSITIVE_INFINITY }))
      .toSorted((a, b) => a.place - b.place);
    if (first === undefined || first.place === Number.POSITIVE_INFINITY) continue;
    if (latest !== undefined && first.place < latest.place) swapped.push([latest.call, first.call]);
    else latest = first;
  }
  return swapped;
}
