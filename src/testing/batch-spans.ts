import type { Trace } from "./execute.js";

/** How many calls the original had started before the first and before the last call of a batch. */
export type BatchSpan = readonly [first: number, last: number];

/** Both programs in one world; the calls of the rewritten one know their origins. */
export interface WatchedRuns {
  readonly original: Trace;
  readonly rewritten: Trace;
}

/**
 * Of each batch of the rewritten program, where its calls stand in the original: lines of output between them may move.
 * With a key, only of the batches that this call is a member of.
 */
export function spansOf(runs: WatchedRuns, member?: string): BatchSpan[] {
  const { original, rewritten } = runs;
  const places = placesOf(original);
  // Where something throws, the original never comes to the later calls of the batch.
  const placeOf = (key: string): number => places.get(key) ?? original.calls.length;
  const starts = new Map<number, string[]>();
  for (const { key, start } of rewritten.calls) starts.set(start, [...(starts.get(start) ?? []), key]);
  const together = [...starts.values()].flatMap((keys): BatchSpan[] => {
    if (member !== undefined && !keys.includes(member)) return [];
    const found = keys.map(placeOf);
    return [[Math.min(...found), Math.max(...found)]];
  });
  return [...together, ...spansOfBatches(rewritten, placeOf, member)];
}

/** When the original made its calls, by their keys. */
export function placesOf({ calls }: Trace): ReadonlyMap<string, number> {
  return new Map(calls.map(({ key }, index) => [key, index]));
}

/**
 * A branch whose condition does not hold makes no call, and no run tells where it stands: `() => (ok ? callTool("a") : undefined)`.
 * If it is the first member, it is somewhere behind the call before the batch; if it is the last, before whatever the rewritten program
 * starts later: calls that the batch stands behind may be between its own (`a(); try { await b(); } …; ok && (await c());`).
 */
function spansOfBatches(
  { calls, batches }: Trace,
  placeOf: (key: string) => number,
  only: string | undefined,
): BatchSpan[] {
  return batches.flatMap((size, batch) => {
    const made = calls.flatMap(({ key, origin }) => {
      const member = origin?.members.find((one) => one.batch === batch);
      return member === undefined ? [] : { key, place: placeOf(key), index: member.index };
    });
    if (made.length === 0 || (only !== undefined && made.every(({ key }) => key !== only))) return [];
    const [places, indexes] = [made.map(({ place }) => place), made.map(({ index }) => index)];
    const early = Math.min(...indexes) > 0 ? 1 : 0;
    const most = Math.max(...places);
    const later = calls
      .filter(({ start, key }) => start > startOf(batch, calls) && placeOf(key) > most)
      .map(({ key }) => placeOf(key));
    const last = Math.max(...indexes) < size - 1 ? Math.min(...later, calls.length) : most;
    return [[Math.min(...places) - early, last] as const];
  });
}

/** When the last call of a batch starts. */
function startOf(batch: number, calls: Trace["calls"]): number {
  return Math.max(
    ...calls
      .filter(({ origin }) => origin?.members.some((member) => member.batch === batch))
      .map(({ start }) => start),
  );
}
