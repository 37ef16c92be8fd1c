/** Reads one choice after another from a number. Zero is always the plainest choice. */
export class Choices {
  constructor(private rest: number) {}

  upTo(count: number): number {
    const choice = this.rest % count;
    this.rest = Math.floor(this.rest / count);
    return choice;
  }

  of<T>(items: readonly T[]): T {
    return items[this.upTo(items.length)]!;
  }

  /** True once in so many cases; never for the plainest choice. */
  rarely(oneIn: number): boolean {
    return this.upTo(oneIn) === oneIn - 1;
  }
}
