import type { Code } from "../diagnostics/codes.js";
import type { Diagnostic } from "./diagnostic.js";
import type { DependenceKind } from "./dependence.js";
import type { EffectKind, EffectSource } from "./effects.js";
import type { Plan } from "./plan.js";
import type { Position, Span } from "./span.js";

export type Outcome = "batched" | "ordered" | "kept";

/** Why one call waits for another step, or is not batched. */
export interface ReportReason {
  readonly code: Code;
  readonly message: string;
  /** The code that causes it. */
  readonly because: Span & Position;
  readonly help?: string;
  /** Rounds that following the help would save, where that was worked out. */
  readonly saves?: number;
}

/** A dependence between two calls of a region, as shown to people. */
export interface ReportWait extends ReportReason {
  /** The call that must come first. */
  readonly on: string;
  readonly kind: DependenceKind;
}

export interface ReportCall extends Span, Position {
  /** `c1`, `c2`, … in source order. */
  readonly id: string;
  /** The name of the variable that the answer is bound to, or the tool. */
  readonly label: string;
  /** The tool's name; `null` where it is not a constant. */
  readonly tool: string | null;
  readonly convention: string;
  readonly effect: { readonly kind: EffectKind; readonly source: EffectSource; readonly because: string };
  readonly region: string;
  /** The round of its region in which the call starts, counted from 1. */
  readonly round: number;
  readonly outcome: Outcome;
  /** The batch that it runs in, if any: calls of one region with the same batch start together. */
  readonly batch?: string;
  /** Absent for a batched call. */
  readonly reason?: ReportReason;
  /** The calls that it waits for, and why. */
  readonly waits: readonly ReportWait[];
}

/** A block of statements whose calls were scheduled together. */
export interface ReportRegion extends Span, Position {
  readonly id: string;
  /** The function's name, or "module". */
  readonly name: string;
  readonly calls: readonly string[];
  readonly plan: Plan;
  /** The plan as text: `(user | orders) ; summary`. */
  readonly planText: string;
  readonly roundsBefore: number;
  readonly roundsAfter: number;
  /** Calls, each counted as one unit of time. */
  readonly work: number;
  /** The longest chain of calls that must follow one another, in the same unit. */
  readonly span: number;
}

export interface ReportSummary {
  readonly found: number;
  readonly batched: number;
  readonly ordered: number;
  readonly kept: number;
  readonly roundsBefore: number;
  readonly roundsAfter: number;
  readonly work: number;
  readonly span: number;
}

/** What `explain --format json` prints for a file; `schemas/report.schema.json` describes it. */
export interface Report {
  readonly version: 1;
  readonly fileName: string;
  readonly changed: boolean;
  readonly summary: ReportSummary;
  readonly regions: readonly ReportRegion[];
  readonly calls: readonly ReportCall[];
  readonly diagnostics: readonly Diagnostic[];
}
