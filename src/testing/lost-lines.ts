import { placesOf, spansOf, type BatchSpan, type WatchedRuns } from "./batch-spans.js";
import type { ConsoleLine, Trace } from "./execute.js";

/** What is needed to judge lines that one program printed and the other did not. */
export interface LostLines {
  /** The runs that differ. */
  readonly runs: WatchedRuns;
  /** Runs with fewer failures: what they print, a batch may have printed early. */
  readonly references: readonly WatchedRuns[];
  /** The calls whose failure left a function; undefined where the program's own code threw, which is no call. */
  readonly failed: readonly string[] | undefined;
  /** Where the program's own code throws whatever happens, no run shows what it would have printed. */
  readonly neverEndsWell: boolean;
}

/**
 * A failure that leaves the function may take along lines between the first call of its batch and the call that failed, or find lines
 * printed already that stand between this one and the batch's last: the two outputs then differ by one run of lines. All others are
 * demanded, those of other batches too: a failure that was handled before takes nothing along.
 */
export function areOnlyLostInBatches(lost: LostLines): boolean {
  const [before, after] = [textsOf(lost.runs.original), textsOf(lost.runs.rewritten)];
  return alignments(before, after).some(({ start, missing, early }) => {
    const lines = lost.runs.original.console.slice(start, start + missing);
    const areTaken = within(lines, spansBehind(lost));
    return areTaken && arePrintedEarly(lost, start, after.slice(start, start + early), missing === 0);
  });
}

/** Where the original stands between the first call of a batch and the call of it that failed. */
function spansBehind({ runs, failed }: LostLines): BatchSpan[] {
  if (failed === undefined) return spansOf(runs);
  const places = placesOf(runs.original);
  return failed.flatMap((key) => {
    const place = places.get(key);
    return place === undefined ? [] : spansOf(runs, key).map(([first]) => [first, place] as const);
  });
}

function arePrintedEarly(
  { references, failed, neverEndsWell }: LostLines,
  start: number,
  early: readonly string[],
  nothingIsMissing: boolean,
): boolean {
  if (early.length === 0 || (neverEndsWell && nothingIsMissing)) return true;
  return references.some((reference) => {
    const expected = reference.original.console.slice(start, start + early.length);
    return same(early, textsOf({ console: expected })) && within(expected, spansAhead(reference, failed));
  });
}

/** Where a run in which these calls succeed stands between them and the last call of their batch. */
function spansAhead(reference: WatchedRuns, failed: LostLines["failed"]): BatchSpan[] {
  if (failed === undefined) return spansOf(reference);
  const places = placesOf(reference.original);
  return failed.flatMap((key) => {
    const place = places.get(key);
    return place === undefined ? [] : spansOf(reference, key).map(([, last]) => [place, last] as const);
  });
}

function within(lines: readonly ConsoleLine[], spans: readonly BatchSpan[]): boolean {
  return lines.every(({ callsBefore }) =>
    spans.some(([first, last]) => first < callsBefore && callsBefore <= last),
  );
}

interface Alignment {
  /** Where the two begin to differ, and how many lines only the one and only the other has there. */
  readonly start: number;
  readonly missing: number;
  readonly early: number;
}

/** Of `a a b` and `a b`, either `a` may be the one that is missing: the iterations of a loop often print the same. */
function alignments(before: readonly string[], after: readonly string[]): Alignment[] {
  const most = Math.min(before.length, after.length);
  let [start, end] = [0, 0];
  while (start < most && before[start] === after[start]) start++;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (start + end <= most)
    return [{ start, missing: before.length - start - end, early: after.length - start - end }];
  const starts = Array.from({ length: start + end - most + 1 }, (_, index) => start - index);
  return starts.map((from) => ({ start: from, missing: before.length - most, early: after.length - most }));
}

function textsOf({ console }: Pick<Trace, "console">): string[] {
  return console.map(({ text }) => text);
}

function same(first: readonly string[], second: readonly string[]): boolean {
  return first.length === second.length && first.every((item, index) => item === second[index]);
}
