import { type Change, changeKey } from "../../model/change.js";

/** More than this is not tried in one file, and less in a large one: each try analyses the whole file again. */
const mostTries = 24;
const mostWork = 1000;

/**
 * The rounds that each change would save on its own. Those that most calls name are tried first; a file of more than `mostWork` steps is
 * not tried at all, so that the time for a file stays in proportion to its size.
 */
export class Savings {
  readonly #rounds = new Map<string, number>();

  constructor(
    changes: readonly Change[],
    size: number,
    now: number,
    roundsWith: ((change: Change) => number) | undefined,
  ) {
    if (!roundsWith || changes.length === 0) return;
    const wanted = new Map<string, { readonly change: Change; times: number }>();
    for (const change of changes) {
      const key = changeKey(change);
      const known = wanted.get(key);
      if (known) known.times++;
      else wanted.set(key, { change, times: 1 });
    }
    const tries = Math.min(mostTries, Math.floor(mostWork / Math.max(1, size)));
    const first = [...wanted].sort((a, b) => b[1].times - a[1].times).slice(0, tries);
    for (const [key, { change }] of first) this.#rounds.set(key, Math.max(0, now - roundsWith(change)));
  }

  /** Undefined where it was not worked out. */
  of(change: Change): number | undefined {
    return this.#rounds.get(changeKey(change));
  }

  /** The change that saves most; of equals the first. */
  best(changes: readonly Change[]): { readonly change: Change; readonly saves: number } | undefined {
    let best: { readonly change: Change; readonly saves: number } | undefined;
    for (const change of changes) {
      const saves = this.of(change);
      if (saves !== undefined && saves > (best?.saves ?? -1)) best = { change, saves };
    }
    return best;
  }
}
