import { hashOf } from "./plain-data.js";

/**
 * The clock, random numbers and ids. Each reading answers the next value of one sequence, so that readings in another order are seen.
 * The values say nothing of the time that a run takes: a rewrite is there to change it.
 */
export class HiddenState {
  /** How often something of it was read. */
  readings = 0;

  /** `steady`: every reading answers the same, so that readings that a failure leaves out change nothing behind it. */
  constructor(private readonly steady: boolean) {}

  /** What a program finds under this global name; undefined for names of others. */
  global(name: string): unknown {
    switch (name) {
      case "Date":
        return this.#date();
      case "Math":
        return Object.create(Math, { random: { value: () => this.#random() } });
      case "crypto":
        return { randomUUID: () => this.#id() };
      case "performance":
        return { now: () => this.#next() };
      default:
        return undefined;
    }
  }

  /** `node:crypto`, as far as workflows need it. */
  member(specifier: string, name: string): unknown {
    return /^(node:)?crypto$/.test(specifier) && name === "randomUUID" ? () => this.#id() : undefined;
  }

  #next(): number {
    const reading = ++this.readings;
    return this.steady ? 0 : reading;
  }

  #now(): number {
    return Date.UTC(2026, 0, 1) + this.#next() * 1000;
  }

  #random(): number {
    return hashOf(`random ${this.#next()}`) / 4294967296;
  }

  #id(): string {
    const hex = hashOf(`id ${this.#next()}`).toString(16).padStart(8, "0");
    return `${hex}-0000-4000-8000-${hex}0000`;
  }

  #date(): unknown {
    const now = (): number => this.#now();
    return new Proxy(Date, {
      get: (target, name) => (name === "now" ? now : (Reflect.get(target, name) as unknown)),
      construct: (target, args) => Reflect.construct(target, args.length === 0 ? [now()] : args) as Date,
      apply: () => new Date(now()).toString(),
    });
  }
}
