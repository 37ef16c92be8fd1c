import type { Code } from "../diagnostics/codes.js";
import type { Span } from "./span.js";

export type DependenceKind = "data" | "anti" | "output" | "effect" | "control" | "throws";

/**
 * A reason why step `to` comes after step `from`. Steps are numbered in source order within their region.
 * A weak dependence between two calls lets them share a batch (which starts its calls in source order) but not swap.
 */
export interface Dependence {
  readonly from: number;
  readonly to: number;
  readonly kind: DependenceKind;
  readonly weak: boolean;
  readonly code: Code;
  /** The code that causes it. */
  readonly because: Span;
  /** The variable, object, resource or function concerned, as a person would name it. */
  readonly subject?: string;
}
