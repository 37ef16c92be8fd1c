import { textOf } from "./plain-data.js";

/** Code that nobody can look into: the functions of modules whose name says `unknown`. */
export class UnknownCode {
  readonly #kept: unknown[] = [];
  #calls = 0;
  #isRunning = false;

  constructor(private readonly print: (text: string) => void) {}

  member(specifier: string, name: string): unknown {
    if (!/\bunknown\b/.test(specifier)) return undefined;
    return (...args: unknown[]) => {
      this.print(`${specifier} ${name}(${textOf(args).slice(1, -1)})`);
      // What it calls may call it again.
      if (!this.#isRunning) this.#use(args);
      const [first] = args;
      return typeof first === "object" ? first : undefined;
    };
  }

  /** It keeps all that it is given, changes it now and whenever it is called again, and calls the functions among it. */
  #use(args: readonly unknown[]): void {
    this.#isRunning = true;
    this.#kept.push(...args);
    this.#calls++;
    for (const value of this.#kept) {
      try {
        this.#change(value);
      } catch {
        // It is content with what it could do.
      }
    }
    this.#isRunning = false;
  }

  #change(value: unknown): void {
    if (typeof value === "function") {
      const result: unknown = (value as (...args: unknown[]) => unknown)(`unknown ${this.#calls}`);
      if (result instanceof Promise) result.catch(() => undefined);
    } else if (Array.isArray(value)) {
      if (value.length < mostItems) value.push(`unknown ${this.#calls}`);
    } else if (typeof value === "object" && value !== null) {
      const target = value as Record<string, unknown>;
      target.unknown = this.#calls;
      if (typeof target.prefix === "string") target.prefix += "?";
    }
  }
}

const mostItems = 12;
