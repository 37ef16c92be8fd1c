import type { Trace } from "./execute.js";

/** How many calls the original had started before the first and before the last call of a batch. */
export type BatchSpan = readonly [first: number, last: number];

/** Of each batch of the rewritten program, where its calls stand in the original: lines of output between them may move. */
export function spansOf(runs: { readonly original: Trace; readonly rewritten: Trace }): BatchSpan[] {
  const { original, rewritten } = runs;
  const places = new Map(original.calls.map(({ key }, index) => [key, index]));
  // Where ordinary code throws, the original never comes to the later calls of the batch.
  const placeOf = (key: string): number => places.get(key) ?? original.calls.length;
  const spans = new Map<number, BatchSpan>();
  for (const { key, start } of rewritten.calls) {
    const place = placeOf(key);
    const [first, last] = spans.get(start) ?? [place, place];
    spans.set(start, [Math.min(first, place), Math.max(last, place)]);
  }
  return [...spans.values(), ...spansWithoutCalls(rewritten, placeOf)];
}

/**
 * A branch whose condition does not hold makes no call, and no run tells where it stands: `() => (ok ? callTool("a") : undefined)`.
 * If it is the first member, it is somewhere behind the call before the batch; if it is the last, before the call behind it.
 */
function spansWithoutCalls({ calls, batches }: Trace, placeOf: (key: string) => number): BatchSpan[] {
  return batches.flatMap((size, batch) => {
    const made = calls.flatMap(({ key, origin }) => {
      const member = origin?.members.find((one) => one.batch === batch);
      return member === undefined ? [] : { place: placeOf(key), index: member.index };
    });
    if (made.length === 0) return [];
    const [places, indexes] = [made.map(({ place }) => place), made.map(({ index }) => index)];
    const early = Math.min(...indexes) > 0 ? 1 : 0;
    const late = Math.max(...indexes) < size - 1 ? 1 : 0;
    return [[Math.min(...places) - early, Math.max(...places) + late] as const];
  });
}
