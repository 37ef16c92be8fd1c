import type { Piece } from "../model/edit.js";
import type { Span } from "../model/span.js";

/** Other text for a stretch of a copy. */
export interface Change {
  readonly span: Span;
  readonly pieces: readonly Piece[];
}

/** A copy of a stretch, with changes that its old place does not see. */
export function copyOf(whole: Span, changes: readonly Change[]): Piece[] {
  const pieces: Piece[] = [];
  let at = whole.start;
  const sorted = changes
    .filter(({ span }) => span.start >= whole.start && span.end <= whole.end)
    .toSorted((a, b) => a.span.start - b.span.start);
  for (const { span, pieces: changed } of sorted) {
    if (span.start < at) continue;
    if (span.start > at) pieces.push({ from: { start: at, end: span.start }, isCopy: true });
    pieces.push(...changed);
    at = span.end;
  }
  if (at < whole.end)
    pieces.push({
      from: { start: at, end: whole.end },
      isCopy: true,
      ...(at === whole.start && { inside: true }),
    });
  return pieces;
}

/**
 * A copy that stood on several lines on one; undefined where that would change what it means, or would tear apart what is edited as a
 * whole (`fixed`).
 */
export function onOneLine(
  pieces: readonly Piece[],
  source: string,
  fixed: readonly Span[],
): Piece[] | undefined {
  const line: Piece[] = [];
  for (const piece of pieces) {
    if ("text" in piece) {
      line.push(piece);
      continue;
    }
    const { start, end } = piece.from;
    const text = source.slice(start, end);
    if (!/[\r\n]/.test(text)) {
      line.push(piece);
      continue;
    }
    // Comments, functions and templates keep their lines.
    if (/\/[/*]|=>\s*\{|\bfunction\b|`|\\\r?\n|;/.test(text)) return undefined;
    let at = start;
    for (const match of text.matchAll(/,?[ \t]*(?:\r\n|\r|\n)\s*/g)) {
      const from = start + match.index;
      const to = from + match[0].length;
      if (fixed.some((span) => span.start < to && from < span.end)) return undefined;
      const before = source.charAt(from - 1);
      const next = source.charAt(to);
      if (at < from) line.push({ ...piece, from: { start: at, end: from } });
      const hasComma = match[0].startsWith(",");
      if (/[)\]}]/.test(next)) line.push({ text: next === "}" ? " " : "" });
      else if (/[([]/.test(before) || (/[.?]/.test(next) && !hasComma && source.slice(to, to + 2) !== "? "))
        line.push({ text: hasComma ? ", " : "" });
      else line.push({ text: hasComma ? ", " : " " });
      at = to;
    }
    if (at < end) line.push({ ...piece, from: { start: at, end } });
  }
  return line;
}
