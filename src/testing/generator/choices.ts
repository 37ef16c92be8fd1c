import { hashOf } from "../plain-data.js";

/** Reads one choice after another from a number. Zero is always the plainest choice. */
export class Choices {
  /** What more digits are made of. */
  #source = 0;
  #refills = 0;

  constructor(private rest: number) {}

  /** The same for long statements: the digits of a large number do not run out. Small numbers stay plain, so that programs shrink. */
  static endless(number: number): Choices {
    const choices = new Choices(number);
    if (number > smallest) choices.#source = number;
    return choices;
  }

  upTo(count: number): number {
    if (this.#source > 0 && this.rest < smallest)
      this.rest = hashOf(`${this.#source}`, ++this.#refills) * 2 ** 20;
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

const smallest = 2 ** 24;
