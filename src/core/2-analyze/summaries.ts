/**
 * What functions do, each worked out once. Functions that call each other in a circle all do what any of them does, so that the summary
 * of the one that was entered first counts for all (strongly connected components: R. Tarjan, "Depth-First Search and Linear Graph
 * Algorithms", SIAM J. Comput. 1972). While a function is being walked, a call of it adds nothing: what it does is being gathered.
 */
export class Summaries<Key, Summary> {
  readonly #empty: () => Summary;
  readonly #ofCircle: (summary: Summary) => void;
  readonly #known = new Map<Key, Summary>();
  readonly #entered: { readonly key: Key; low: number; isCircle: boolean }[] = [];
  /** Functions that were walked as part of a circle whose first function is still being walked. */
  readonly #open = new Map<Key, { readonly summary: Summary; readonly low: number }>();

  /** `ofCircle` is told of what functions do that call themselves or each other, when all of it is gathered. */
  constructor(empty: () => Summary, ofCircle: (summary: Summary) => void) {
    this.#empty = empty;
    this.#ofCircle = ofCircle;
  }

  of(key: Key, walk: () => Summary): Summary {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const entered = this.#entered.findIndex((frame) => frame.key === key);
    const open = this.#open.get(key);
    if (entered >= 0 || open) {
      this.#lower(open?.low ?? entered);
      this.#entered[open?.low ?? entered]!.isCircle = true;
      return open?.summary ?? this.#empty();
    }
    const depth = this.#entered.length;
    this.#entered.push({ key, low: depth, isCircle: false });
    const openBefore = this.#open.size;
    const summary = walk();
    const { low, isCircle } = this.#entered.pop()!;
    if (low < depth) {
      this.#open.set(key, { summary, low });
      this.#lower(low);
      return summary;
    }
    if (isCircle) this.#ofCircle(summary);
    for (const member of [...this.#open.keys()].slice(openBefore)) {
      this.#known.set(member, summary);
      this.#open.delete(member);
    }
    this.#known.set(key, summary);
    return summary;
  }

  #lower(low: number): void {
    const top = this.#entered.at(-1);
    if (top && low < top.low) top.low = low;
  }
}
