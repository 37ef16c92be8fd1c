import type { Piece } from "../model/edit.js";
import type { Span } from "../model/span.js";
import { indentAt } from "./layout.js";

/** Text that may be put on one line or on several, as in prettier's own document language. */
export type Doc =
  | Piece
  /** `flat` where its group stands on one line; else a line break. */
  | { readonly line: string }
  | { readonly hard: true }
  | { readonly group: readonly Doc[]; readonly isBroken?: boolean }
  | { readonly indent: readonly Doc[] }
  /** Text for a group that is broken, and for one that is not. */
  | { readonly broken: string; readonly flat: string }
  /** The first where it fits on one line, else the second. */
  | { readonly either: readonly [flat: readonly Doc[], broken: readonly Doc[]] };

export interface Page {
  readonly source: string;
  readonly newline: string;
  readonly width: number;
  /** By how much a deeper line is indented. */
  readonly step: string;
}

interface Command {
  readonly indent: string;
  readonly isFlat: boolean;
  readonly doc: Doc;
}

/** Lays a text out: a group that does not fit on its line is broken. `column` is where the text begins, `after` how much follows it. */
export function layOut(
  docs: readonly Doc[],
  page: Page,
  indent: string,
  column: number,
  after: number,
): Piece[] {
  const { source, newline, width, step } = page;
  const pieces: Piece[] = [];
  const waiting: Command[] = [];
  const push = (parts: readonly Doc[], inner: string, isFlat: boolean): void => {
    for (const doc of parts.toReversed()) waiting.push({ indent: inner, isFlat, doc });
  };
  push(docs, indent, false);
  let at = column;
  while (waiting.length > 0) {
    const { indent: inner, isFlat, doc } = waiting.pop()!;
    if ("text" in doc) {
      if (doc.text !== "" || doc.at !== undefined) pieces.push(doc);
      at += doc.text.length;
    } else if ("from" in doc) {
      const text = source.slice(doc.from.start, doc.from.end);
      const [first, ...rest] = text.split(/\r\n|\r|\n/);
      const isMoved = rest.length > 0 && doc.shift === undefined;
      pieces.push(isMoved ? { ...doc, reindent: [indentAt(source, doc.from.start), inner] } : doc);
      at = rest.length === 0 ? at + first!.length : rest.at(-1)!.length;
    } else if ("hard" in doc || ("line" in doc && !isFlat)) {
      pieces.push({ text: newline + inner });
      at = inner.length;
    } else if ("line" in doc) {
      pieces.push({ text: doc.line });
      at += doc.line.length;
    } else if ("indent" in doc) push(doc.indent, inner + step, isFlat);
    else if ("broken" in doc) push([{ text: isFlat ? doc.flat : doc.broken }], inner, isFlat);
    else if ("either" in doc) {
      const [flat, broken] = doc.either;
      const isFitting = fits([{ indent: inner, isFlat: true, doc: { group: flat } }], waiting, width - at);
      push(isFlat || isFitting ? flat : broken, inner, isFlat || isFitting);
    } else {
      const isForced = doc.isBroken || mustBreak(doc.group, source);
      const isFitting =
        !isForced && fits([{ indent: inner, isFlat: true, doc: { group: doc.group } }], waiting, width - at);
      push(doc.group, inner, isFlat || isFitting);
    }
  }
  return pieces;

  function fits(first: readonly Command[], following: readonly Command[], room: number): boolean {
    let left = room;
    const commands = [...first];
    let next = following.length;
    while (left >= 0) {
      const command = commands.pop() ?? following[--next];
      if (!command) return left - after >= 0;
      const { isFlat, doc } = command;
      const add = (parts: readonly Doc[], flat: boolean): void => {
        for (const part of parts.toReversed()) commands.push({ indent: "", isFlat: flat, doc: part });
      };
      if ("text" in doc) left -= doc.text.length;
      else if ("from" in doc) {
        const [line, ...rest] = source.slice(doc.from.start, doc.from.end).split(/\r\n|\r|\n/);
        left -= line!.length;
        if (rest.length > 0) return left >= 0;
      } else if ("hard" in doc) return true;
      else if ("line" in doc) {
        if (!isFlat) return true;
        left -= doc.line.length;
      } else if ("indent" in doc) add(doc.indent, isFlat);
      else if ("broken" in doc) left -= (isFlat ? doc.flat : doc.broken).length;
      else if ("either" in doc) add(doc.either[0], isFlat);
      else add(doc.group, isFlat && !doc.isBroken);
    }
    return false;
  }
}

/** Whether something in a group has a line break whatever the width. */
function mustBreak(docs: readonly Doc[], source: string): boolean {
  return docs.some((doc): boolean => {
    if ("hard" in doc) return true;
    if ("from" in doc) return hasLineBreak(source, doc.from);
    if ("indent" in doc) return mustBreak(doc.indent, source);
    if ("group" in doc) return doc.isBroken === true || mustBreak(doc.group, source);
    return false;
  });
}

function hasLineBreak(source: string, { start, end }: Span): boolean {
  return /[\r\n]/.test(source.slice(start, end));
}

/** `a, b, c`: the parts between brackets, each on a line of its own where they do not fit on one. */
export function listOf(
  open: string,
  parts: readonly (readonly Doc[])[],
  close: string,
  hasTrailingComma: boolean,
  isBroken = false,
): Doc {
  const inner = parts.flatMap((part, index): Doc[] =>
    index === 0 ? [...part] : [{ text: "," }, { line: " " }, ...part],
  );
  return {
    group: [
      { text: open },
      { indent: [{ line: "" }, ...inner] },
      { broken: hasTrailingComma ? "," : "", flat: "" },
      { line: "" },
      { text: close },
    ],
    isBroken,
  };
}
