import type { Span } from "./span.js";

/** New text, or a stretch of the old one (in which the edits inside it take place). `shift` indents its further lines by that much. */
export type Piece =
  | { readonly text: string; readonly at?: number }
  /** `inside`: an edit of this very stretch puts something in its old place, and does not concern the copy. */
  | { readonly from: Span; readonly shift?: string; readonly inside?: boolean };

/** Puts pieces in the place of a stretch of text. Edits are disjoint, or one lies within a stretch that another keeps. */
export interface Edit {
  readonly span: Span;
  readonly pieces: readonly Piece[];
}
