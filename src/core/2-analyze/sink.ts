import type { Code } from "../diagnostics/codes.js";
import type { ToolEffect } from "../model/effects.js";
import type { Span } from "../model/span.js";

/** A variable, a class of objects, or another piece of shared state, as a number. */
export type Location = number;

/** Locations that are neither variables nor objects. */
export const consoleLocation: Location = 2;
export const clockLocation: Location = 5;
/** A variable that nothing in the file declares. */
export const globalLocation = (number: number): Location => -(number * 3 + 3);
export const variableLocation = (index: number): Location => index * 3;
export const objectLocation = (object: number): Location => object * 3 + 1;
/** The answer of a call before it is put where it belongs. */
export const answerLocation = (callNumber: number): Location => (callNumber + 10) * 3 + 2;

/** What a location stands for. */
export type LocationUse =
  | { readonly kind: "console" | "clock" | "answer" | "global" }
  | { readonly kind: "variable"; readonly index: number }
  | { readonly kind: "object"; readonly object: number };

export function useAt(location: Location): LocationUse {
  if (location === consoleLocation) return { kind: "console" };
  if (location === clockLocation) return { kind: "clock" };
  if (location < 0) return { kind: "global" };
  if (location % 3 === 0) return { kind: "variable", index: location / 3 };
  return location % 3 === 1 ? { kind: "object", object: (location - 1) / 3 } : { kind: "answer" };
}

export interface Access {
  readonly location: Location;
  readonly write: boolean;
  readonly span: Span;
  readonly name: string;
}

/**
 * How a piece of code may fail, apart from the tools that it calls: not at all; by reading a property of null or undefined where the
 * program means an object (a defect that typed programs rule out); by using an element that a list need not have (`items[0].name`);
 * by design, as `JSON.parse` does.
 */
export enum Throws {
  Never,
  Nullish,
  Missing,
  ByDesign,
}

export interface Mark {
  readonly span: Span;
  readonly name: string;
}

export interface Fence extends Mark {
  readonly code: Code;
}

export interface ToolUse {
  /** Undefined where no call of the workflow stands for it: a function that does more than a helper. */
  readonly call: string | undefined;
  readonly name: string;
  readonly effect: ToolEffect;
  /** The tool is named by the argument at this index of the function around it. */
  readonly namedBy?: number;
}

export interface Callback {
  readonly span: Span;
  /** Each call of it is waited for. */
  readonly isAwaited: boolean;
}

/** What a piece of code does, gathered in the order in which it does it. */
export class Sink {
  readonly accesses = new Map<number, Access>();
  readonly tools: ToolUse[] = [];
  /** Variables that it declares. */
  readonly declared = new Set<Location>();
  /** Functions that it calls and was given, by their places among the parameters. */
  readonly callbacks = new Map<number, Callback>();
  throws: Throws = Throws.Never;
  /** No step crosses it. */
  fence: Fence | undefined;
  /** What it changes that can be seen after a failure. */
  readonly outliving = new Map<Location, Mark>();
  /** The variables and objects that it uses, and that a closure may change while the program waits. */
  readonly sharing = new Map<Location, Mark>();
  /** Prints, or takes a number that counts up, after it has waited. */
  late = false;
  /** How the own code of a helper may fail that is called. */
  helperThrows: Throws = Throws.Never;
  /** A helper that is called for nothing but its throw: what comes after waits for it, what comes before need not be over. */
  guard: Mark | undefined;
  /** A comment keeps one of its calls in its place. */
  kept: Mark | undefined;
  /** Reads the clock: what it finds depends on how long the calls before it took. */
  clock: Mark | undefined;

  add(location: Location, write: boolean, span: Span, name: string): void {
    const key = location * 2 + (write ? 1 : 0);
    if (!this.accesses.has(key)) this.accesses.set(key, { location, write, span, name });
  }

  callBack(index: number, { span, isAwaited }: Callback): void {
    const known = this.callbacks.get(index);
    this.callbacks.set(index, {
      span: known?.span ?? span,
      isAwaited: isAwaited && (known?.isAwaited ?? true),
    });
  }

  outlive(location: Location, mark: Mark): void {
    if (!this.outliving.has(location)) this.outliving.set(location, mark);
  }

  share(location: Location, mark: Mark): void {
    if (!this.sharing.has(location)) this.sharing.set(location, mark);
  }

  get outlives(): Mark | undefined {
    return this.outliving.values().next().value;
  }

  get shared(): Mark | undefined {
    return this.sharing.values().next().value;
  }

  raise(throws: Throws): void {
    if (throws > this.throws) this.throws = throws;
  }

  /** Leaves out what its own variables did: each run of a function has new ones. */
  withoutOwn(): Sink {
    for (const [key, access] of this.accesses)
      if (this.declared.has(access.location)) this.accesses.delete(key);
    for (const location of this.declared) {
      this.outliving.delete(location);
      this.sharing.delete(location);
    }
    this.declared.clear();
    return this;
  }

  absorb(other: Sink): void {
    for (const [key, access] of other.accesses) if (!this.accesses.has(key)) this.accesses.set(key, access);
    for (const location of other.declared) this.declared.add(location);
    this.tools.push(...other.tools);
    for (const [index, callback] of other.callbacks) this.callBack(index, callback);
    this.raise(other.throws);
    this.fence ??= other.fence;
    for (const [location, mark] of other.outliving) this.outlive(location, mark);
    for (const [location, mark] of other.sharing) this.share(location, mark);
    this.clock ??= other.clock;
    this.late ||= other.late;
    this.kept ??= other.kept;
    this.guard ??= other.guard;
    if (other.helperThrows > this.helperThrows) this.helperThrows = other.helperThrows;
  }

  get prints(): boolean {
    return this.accesses.has(consoleLocation * 2 + 1);
  }

  get readsClock(): boolean {
    return this.accesses.has(clockLocation * 2 + 1);
  }

  /** Whether it prints or reads the clock, so that its place among others that do can be told. */
  get hasOrdered(): boolean {
    return this.prints || this.readsClock;
  }

  /** Whether it changes anything that was there before: its own new variables do not count. */
  get changes(): boolean {
    return this.changesBeside(undefined);
  }

  changesBeside(location: Location | undefined): boolean {
    for (const access of this.accesses.values())
      if (access.write && access.location !== location && !this.declared.has(access.location)) return true;
    return false;
  }

  reads(locations: ReadonlySet<Location>): boolean {
    for (const access of this.accesses.values())
      if (!access.write && locations.has(access.location)) return true;
    return false;
  }
}
