import type { Span } from "./span.js";

/** New text, or a stretch of the old one (in which the edits inside it take place). `shift` indents its further lines by that much. */
export type Piece =
  | { readonly text: string; readonly at?: number }
  /** `inside`: an edit of this very stretch puts something in its old place, and does not concern the copy. */
  | {
      readonly from: Span;
      readonly shift?: string;
      readonly inside?: boolean;
      /** Further lines that begin with the first indent begin with the second instead. */
      readonly reindent?: readonly [old: string, now: string];
      /** A copy beside the old place: what is edited only there stays as it was. */
      readonly isCopy?: boolean;
    };

/** Puts pieces in the place of a stretch of text. Edits are disjoint, or one lies within a stretch that another keeps. */
export interface Edit {
  readonly span: Span;
  readonly pieces: readonly Piece[];
  /** It does not concern copies of the stretch. */
  readonly isInPlace?: boolean;
}
