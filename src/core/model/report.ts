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
  /** What would change it; absent where nothing would, or nothing should. */
  readonly help?: string;
  /**
   * Rounds of the file that following the help would save, on its own: found by analysing and planning again as if it were done. 0 says
   * that something else is in the way as well. Absent without help, and in blocks so large that it is not worked out.
   */
  readonly saves?: number;
  /** Rounds that it would save for each element of a loop whose calls could then leave it, or for each time that the loop goes round. */
  readonly savesPerElement?: number;
}

/** One dependence on the way from a call back to another: this code comes after that because of something. */
export interface ReportLink {
  readonly kind: DependenceKind;
  readonly code: Code;
  readonly message: string;
  readonly because: Span & Position;
  /** The call or statement that must come first. */
  readonly from: Span & Position;
  /** The call or statement that comes after it. */
  readonly to: Span & Position;
}

/** A dependence between two calls of a region, as shown to people. */
export interface ReportWait extends ReportReason {
  /** The call that must come first. */
  readonly on: string;
  readonly kind: DependenceKind;
  /** How it comes about, from this call back to the other: one link for each statement between them. */
  readonly links: readonly ReportLink[];
}

export interface ReportCall extends Span, Position {
  /** `c1`, `c2`, … in source order. */
  readonly id: string;
  /** The name of the variable that the answer is bound to, or the tool. */
  readonly label: string;
  /** The tool's name; `null` where it is not a constant, and for a helper. */
  readonly tool: string | null;
  /** The function of the program that is called and makes the calls of tools. */
  readonly helper?: string;
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
  /** The calls that it waits for, and why; first the one that its round comes from. */
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
  /** A loop whose calls leave it counts with as many rounds as literals say that it makes, else with one. */
  readonly roundsBefore: number;
  readonly roundsAfter: number;
  /** Calls, each counted as one unit of time; those of a loop as `roundsBefore` says. */
  readonly work: number;
  /** The longest chain of calls that must follow one another, in the same unit. */
  readonly span: number;
  /** Of `roundsBefore` and `work` what comes again for each element of a loop of which nobody can say here how long it is. */
  readonly perElement?: PerElement;
  /** The block is the body of a loop, or stands in one that is not split: what is said of it holds for each time round. */
  readonly inLoop?: true;
}

export interface PerElement {
  readonly roundsBefore: number;
  readonly work: number;
}

/** Something that a person could change so that fewer calls wait, with what it would bring. */
export interface ReportChange extends Span, Position {
  /** A manifest entry, a mark on a function, a comment beside a call, or code that is moved or written otherwise. */
  readonly kind: "manifest" | "pure" | "comment" | "code";
  /** What it is about: the tool, the function. Changes of kind manifest and pure with the same subject are one change for all files. */
  readonly subject: string;
  /** The code of the reason that it would do away with. */
  readonly code: Code;
  /** What to do, and under which condition: "if it only reads, declare …". */
  readonly message: string;
  /** Rounds of the file that it would save. */
  readonly saves: number;
  /** Rounds that it would save for each time that a loop goes round. One of the two is more than 0. */
  readonly savesPerElement?: number;
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
  readonly perElement?: PerElement;
}

/** What `explain --format json` prints for a file; `schemas/report.schema.json` describes it. */
export interface Report {
  readonly version: 1;
  readonly fileName: string;
  readonly changed: boolean;
  readonly summary: ReportSummary;
  readonly regions: readonly ReportRegion[];
  readonly calls: readonly ReportCall[];
  /** What would save rounds, the most first. */
  readonly changes: readonly ReportChange[];
  readonly diagnostics: readonly Diagnostic[];
}
