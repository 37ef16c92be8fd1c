import type { Code } from "../diagnostics/codes.js";
import type { Span } from "./span.js";

/** Something that a person could change in a program or its manifest, so that fewer calls wait. */
export type Change =
  /** Declares tools as readers in the manifest. */
  | { readonly kind: "declare"; readonly tools: readonly string[] }
  /** Declares all tools that nobody has declared, as what their names say. */
  | { readonly kind: "declare-all" }
  /** Gives a writing tool a resource of its own, and lets it start although an earlier call may still fail. */
  | { readonly kind: "own-resource"; readonly tool: string }
  /** Says that a function does nothing observable; the name as it is written where it is called. */
  | { readonly kind: "mark-pure"; readonly name: string }
  /** Says in a comment that this one call reads. */
  | { readonly kind: "mark-call"; readonly call: string }
  /** Makes the arguments that name the resources of these calls constant, each another. */
  | { readonly kind: "name-resource"; readonly calls: readonly string[] }
  /** Takes a comment away that keeps calls in their places. */
  | { readonly kind: "drop-comment"; readonly comment: Span }
  /** Makes a call in a statement of its own, without the code of its statement that was in the way. */
  | { readonly kind: "own-statement"; readonly call: string; readonly cause: Cause }
  /** Moves or rewrites the code that is the cause. */
  | { readonly kind: "move"; readonly cause: Cause };

/** A cause of dependences, as they name it. */
export interface Cause {
  readonly code: Code;
  readonly because: Span;
  /** The variable, where the cause is not one place but every use of it. */
  readonly name: string | undefined;
}

/** Equal for equal changes. */
export function changeKey(change: Change): string {
  return JSON.stringify(change);
}
