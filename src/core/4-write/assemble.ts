import { addSegment, GenMapping, setSourceContent, toEncodedMap } from "@jridgewell/gen-mapping";
import type { Edit, Piece } from "../model/edit.js";
import type { SourceMap } from "../model/result.js";
import type { Span } from "../model/span.js";

/** A stretch of the new text that was copied from the old one. */
interface Copy {
  readonly to: number;
  readonly from: number;
  readonly length: number;
}

/** How the further lines of a stretch are indented anew. */
interface Shift {
  readonly drop: string;
  readonly add: string;
}

export interface Assembled {
  readonly code: string;
  /** Where a place of the old text stands in the new one; undefined where it is gone. Of several copies that within a stretch is meant. */
  placeOf(offset: number, within?: Span): number | undefined;
  /** The source map, worked out when it is asked for. */
  map(fileName: string): SourceMap;
}

/** Carries out edits. Every stretch of the old text is copied at most once. */
export function assemble(source: string, edits: readonly Edit[], fixedText: readonly Span[]): Assembled {
  // What is put in at a place comes before what replaces the text there; of nested edits the outer comes first.
  const isInsertion = (edit: Edit): number => (edit.span.start === edit.span.end ? 0 : 1);
  const sorted = [...edits].sort(
    (a, b) => a.span.start - b.span.start || isInsertion(a) - isInsertion(b) || b.span.end - a.span.end,
  );
  const active = new Set<Edit>();
  const copies: Copy[] = [];
  const parts: string[] = [];
  let length = 0;

  const write = (text: string): void => {
    parts.push(text);
    length += text.length;
  };
  const copy = (start: number, end: number, shift: Shift): void => {
    if (start >= end) return;
    if (!shift.add && !shift.drop) {
      copies.push({ to: length, from: start, length: end - start });
      return write(source.slice(start, end));
    }
    let at = start;
    const lineBreak = /\r\n|\r|\n/g;
    lineBreak.lastIndex = start;
    for (
      let match = lineBreak.exec(source);
      match && match.index + match[0].length <= end;
      match = lineBreak.exec(source)
    ) {
      const next = match.index + match[0].length;
      const isFixed = fixedText.some((span) => span.start < next && next < span.end);
      const isBlank = /[\r\n]/.test(source.charAt(next));
      if (isFixed || isBlank) continue;
      copies.push({ to: length, from: at, length: next - at });
      write(source.slice(at, next));
      // (A line that is indented less stands where it stood.)
      const isMoved = source.startsWith(shift.drop, next);
      if (isMoved) write(shift.add);
      at = isMoved ? next + shift.drop.length : next;
    }
    if (at >= end) return;
    copies.push({ to: length, from: at, length: end - at });
    write(source.slice(at, end));
  };
  const emit = (start: number, end: number, shift: Shift, inside = false, isCopy = false): void => {
    let at = start;
    for (let index = firstAt(sorted, start); index < sorted.length; index++) {
      const edit = sorted[index]!;
      if (
        edit.span.start >= end &&
        !(edit.span.start === end && edit.span.end === end && end === source.length)
      )
        break;
      if (inside && edit.span.start === start && edit.span.end === end) continue;
      if (isCopy && edit.isInPlace) continue;
      if (edit.span.start < at || edit.span.end > end || active.has(edit)) continue;
      copy(at, edit.span.start, shift);
      active.add(edit);
      for (const piece of edit.pieces) emitPiece(piece, shift, isCopy);
      active.delete(edit);
      at = edit.span.end;
    }
    copy(at, end, shift);
  };
  const emitPiece = (piece: Piece, shift: Shift, isCopy: boolean): void => {
    if ("text" in piece)
      write(shift.add ? piece.text.replace(/(\r\n|\r|\n)(?=[^\r\n])/g, `$1${shift.add}`) : piece.text);
    else
      emit(
        piece.from.start,
        piece.from.end,
        shiftOf(piece, shift),
        piece.inside,
        isCopy || piece.isCopy === true,
      );
  };
  emit(0, source.length, { drop: "", add: "" });
  const code = parts.join("");
  const byOrigin = [...copies].sort((a, b) => a.from - b.from);
  return {
    code,
    placeOf: (offset, within) => placeOf(byOrigin, offset, within),
    map: (fileName) => sourceMap(source, code, copies, fileName),
  };
}

function shiftOf({ shift, reindent }: Extract<Piece, { readonly from: Span }>, around: Shift): Shift {
  const add = shift ?? "";
  if (!reindent) return { drop: around.drop, add: around.add + add };
  const [old, now] = reindent;
  if (now.startsWith(old)) return { drop: around.drop, add: around.add + add + now.slice(old.length) };
  if (old.startsWith(now)) return { drop: old.slice(now.length), add: around.add + add };
  return { drop: old, add: around.add + add + now };
}

function firstAt(edits: readonly Edit[], start: number): number {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edits[middle]!.span.start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placeOf(copies: readonly Copy[], offset: number, within: Span | undefined): number | undefined {
  let low = 0;
  let high = copies.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const copy = copies[middle]!;
    if (copy.from + copy.length <= offset) low = middle + 1;
    else high = middle;
  }
  const first = placeIn(copies[low], offset);
  if (!within || (first !== undefined && isWithin(first, within))) return first;
  // What a loop works out for its calls and needs again stands in the text twice.
  for (const copy of copies) {
    const place = placeIn(copy, offset);
    if (place !== undefined && isWithin(place, within)) return place;
  }
  return undefined;
}

function placeIn(copy: Copy | undefined, offset: number): number | undefined {
  if (!copy || copy.from > offset || copy.from + copy.length <= offset) return undefined;
  return copy.to + (offset - copy.from);
}

function isWithin(place: number, { start, end }: Span): boolean {
  return place >= start && place < end;
}

/** Maps every word that was copied to where it stood. */
function sourceMap(source: string, code: string, copies: readonly Copy[], fileName: string): SourceMap {
  const map = new GenMapping({ file: fileName });
  setSourceContent(map, fileName, source);
  const oldLines = lineStarts(source);
  const newLines = lineStarts(code);
  for (const { to, from, length } of copies) {
    const word = /[\w$]+|[^\s\w$]/g;
    const text = source.slice(from, from + length);
    for (let match = word.exec(text); match; match = word.exec(text)) {
      const [newLine, newColumn] = locate(newLines, to + match.index);
      const [oldLine, oldColumn] = locate(oldLines, from + match.index);
      addSegment(map, newLine, newColumn, fileName, oldLine, oldColumn);
    }
  }
  return toEncodedMap(map) as SourceMap;
}

/** The offsets at which the lines of a text begin. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  const lineBreak = /\r\n|\r|\n|\u2028|\u2029/g;
  for (let match = lineBreak.exec(text); match; match = lineBreak.exec(text))
    starts.push(match.index + match[0].length);
  return starts;
}

/** Line and column of an offset, both from 0. */
export function locate(starts: readonly number[], offset: number): [line: number, column: number] {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return [low, offset - starts[low]!];
}
