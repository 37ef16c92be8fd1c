import type { Choices } from "./choices.js";
import type { Names } from "./names.js";
import type { Writer } from "./writer.js";

/** A statement to be: what it is and, as the digits of a number, every choice within it. Zero is the plainest choice. */
export interface StatementSeed {
  readonly kind: number;
  readonly choices: number;
  readonly body: readonly StatementSeed[];
  readonly other: readonly StatementSeed[];
}

export interface ProgramSeed {
  /** Form of the program, result, and how it refers to the runtime. */
  readonly choices: number;
  readonly statements: readonly StatementSeed[];
}

/** Writes a statement of one kind, and answers the names that are there behind it. */
export type StatementWriter = (writer: Writer, choices: Choices, names: Names, seed: StatementSeed) => Names;

/** A kind of statement, and how many of all statements are of it. */
export type WeightedKind = readonly [weight: number, write: StatementWriter];

/** The kinds to choose from, each as often as it is to come. */
export interface StatementTables {
  readonly outside: readonly StatementWriter[];
  /** Within loops. */
  readonly inLoops: readonly StatementWriter[];
}
