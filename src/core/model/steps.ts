import type { Code } from "../diagnostics/codes.js";
import type { Dependence } from "./dependence.js";
import type { ToolEffect } from "./effects.js";
import type { Span } from "./span.js";

/** A piece of a region that is scheduled as one: a call that may run apart from its statement, or (the rest of) a statement. */
export interface Step {
  /** Position in source order within the region. */
  readonly index: number;
  readonly kind: "call" | "code";
  /** The call of a step of kind `call`. */
  readonly call: string | undefined;
  /** The statement that it belongs to. */
  readonly statement: number;
  /** A call of the form `const x = await …` or `await …`: nothing of its statement is left when it is batched. */
  readonly isWhole: boolean;
  /** Calls that stay inside the code. */
  readonly inside: readonly string[];
  /** How the evaluation of the call's arguments may fail: by a use of null or undefined, or by design, as `JSON.parse` does. */
  readonly argThrows: "never" | "nullish" | "by-design";
  /** The same of what stands before its arguments: `this.client.callTool`. */
  readonly receiverThrows: "never" | "nullish" | "by-design";
}

/** Why a call stays where it is. */
export interface Refusal {
  readonly code: Code;
  readonly span: Span;
  readonly name: string;
}

/** One step would better come after another, if that costs no round. */
export interface Preference {
  readonly from: number;
  readonly to: number;
}

/** A region, analysed: its steps, and every reason why one must come after another. */
export interface RegionAnalysis {
  readonly region: string;
  readonly steps: readonly Step[];
  readonly dependences: readonly Dependence[];
  readonly preferences: readonly Preference[];
}

export interface Analysis {
  readonly regions: readonly RegionAnalysis[];
  readonly effects: Readonly<Record<string, ToolEffect>>;
  readonly refused: Readonly<Record<string, Refusal>>;
  /** Calls of functions that do more than a helper, and what more: they are code that waits, and no calls of tools. */
  readonly aside: Readonly<Record<string, Refusal>>;
}
