import type { Step } from "./steps.js";

/** What stands where in a rewritten region. */
export type Item =
  /** Calls that start together, by step, in source order; a single one stays a call. */
  | { readonly kind: "calls"; readonly round: number; readonly steps: readonly number[] }
  | { readonly kind: "code"; readonly step: number };

/** The schedule of a region: an order of its steps in which every dependence holds. */
export interface RegionSchedule {
  readonly region: string;
  readonly items: readonly Item[];
  /** The round of each call step, counted from 1; 0 for code. */
  readonly rounds: readonly number[];
  readonly roundsBefore: number;
  readonly roundsAfter: number;
}

/** Whether more than one call starts at a time: several steps, or the rows of a loop. */
export function startsTogether(round: readonly number[], steps: readonly Step[]): boolean {
  return round.length > 1 || steps[round[0]!]?.loop !== undefined;
}
