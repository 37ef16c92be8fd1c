/** The candidate that somebody who wrote `name` most likely meant; undefined where none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(name);
  // A third of the letters may be wrong: `efects` is `effects`, but `x` is not `pure`.
  let best = Math.floor(Math.min(wanted.length, longest) / 3) + 1;
  let found: string | undefined;
  for (const candidate of candidates) {
    const away = distance(wanted, plain(candidate), best);
    if (away < best) [best, found] = [away, candidate];
  }
  return found;
}

/** Names longer than this are nobody's slip of the finger, and are not compared letter by letter. */
const longest = 60;

/** `dataOnly`, `data_only` and `data-only` are the same slip. */
function plain(name: string): string {
  return name
    .slice(0, longest + 1)
    .toLowerCase()
    .replace(/[-_\s]/g, "");
}

/** Letters to add, drop, change or swap with their neighbour; `limit` or more is all the same. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length]!;
}
