import type { Piece } from "../model/edit.js";
import type { Span } from "../model/span.js";
import type { BatchList } from "../model/workflow.js";

/** A member of a batch of the program, with the comments that stand beside it. */
export interface FlatElement {
  readonly lead: readonly Span[];
  readonly element: Span;
  readonly trail: Span | undefined;
}

/** The members of a batch of the program, as they are put into a larger one. */
export function flatElements({ elements, inner }: BatchList, source: string): readonly FlatElement[] {
  const leads: Span[][] = elements.map(() => []);
  const trails: (Span | undefined)[] = elements.map(() => undefined);
  for (let index = 0; index <= elements.length; index++) {
    const start = elements[index - 1]?.end ?? inner.start;
    const end = elements[index]?.start ?? inner.end;
    for (const comment of commentsBetween(source, start, end)) {
      const isBehind = index > 0 && !/[\r\n]/.test(source.slice(start, comment.start));
      if (isBehind || index === elements.length) trails[index - 1] = comment;
      else leads[index]!.push(comment);
    }
  }
  return elements.map((element, index) => ({ element, lead: leads[index]!, trail: trails[index] }));
}

function commentsBetween(source: string, start: number, end: number): Span[] {
  const found = source.slice(start, end).matchAll(/\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g);
  return [...found].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}

/** The text of a member whose line begins with `inner`: it may have stood there already. */
export function flatPiece({ start, end }: Span, source: string, indent: string, inner: string): Piece {
  const line = /(?:^|[\r\n])([ \t]*)$/.exec(source.slice(0, start))?.[1];
  if (line === undefined) return { from: { start, end }, shift: indent };
  return { from: { start, end }, shift: inner.startsWith(line) ? inner.slice(line.length) : "" };
}
