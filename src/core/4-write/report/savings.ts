import type { Amount } from "../../model/amount.js";
import { type Change, changeKey } from "../../model/change.js";

/** More than this is not tried in one file, and less in a large one: each try analyses the whole file again. */
const mostTries = 24;
const mostWork = 1000;

/** What a change saves: rounds, and of a loop rounds for each of its elements. */
export interface Saves {
  readonly saves: number;
  readonly savesPerElement?: number;
}

interface Saving extends Saves {
  readonly change: Change;
}

/** What comes again for each element counts more than any number of rounds. */
export function byGain(a: Saves, b: Saves): number {
  return (b.savesPerElement ?? 0) - (a.savesPerElement ?? 0) || b.saves - a.saves;
}

/**
 * The rounds that each change would save on its own. Those that most calls name are tried first; a file of more than `mostWork` steps is
 * not tried at all, so that the time for a file stays in proportion to its size.
 */
export class Savings {
  readonly #rounds = new Map<string, Amount>();

  constructor(
    changes: readonly Change[],
    size: number,
    now: Amount,
    roundsWith: ((change: Change) => Amount) | undefined,
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
    for (const [key, { change }] of first) {
      const { total, perElement } = roundsWith(change);
      this.#rounds.set(key, {
        total: Math.max(0, now.total - total),
        perElement: Math.max(0, now.perElement - perElement),
      });
    }
  }

  /** Undefined where it was not worked out. */
  of(change: Change): Amount | undefined {
    return this.#rounds.get(changeKey(change));
  }

  /** The change that saves most; of equals the first. */
  best(changes: readonly Change[]): Saving | undefined {
    let best: Saving | undefined;
    for (const change of changes) {
      const saved = this.of(change);
      if (!saved) continue;
      const { total: saves, perElement } = saved;
      const saving = { change, saves, ...(perElement > 0 && { savesPerElement: perElement }) };
      if (!best || byGain(saving, best) < 0) best = saving;
    }
    return best;
  }
}
