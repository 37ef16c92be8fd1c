import type { Code } from "../diagnostics/codes.js";
import type { Position, Span } from "./span.js";

export type Severity = "error" | "warning" | "info" | "hint";

/** Another place that a diagnostic concerns. */
export interface Related extends Span, Position {
  readonly message: string;
}

export interface Diagnostic extends Span, Position {
  /** Stable, in words; each has a page in docs/codes/. */
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  /** What to do about it. */
  readonly help?: string;
  readonly related?: readonly Related[];
  /** Rounds that following the help would save. */
  readonly saves?: number;
  /** The same for each time that a loop goes round. */
  readonly savesPerElement?: number;
}
