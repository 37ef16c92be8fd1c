import type { Piece } from "../model/edit.js";
import { onOneLine } from "./copies.js";
import { type Doc, layOut } from "./doc.js";
import type { Chosen, LoopChoices } from "./loop-choice.js";
import { testOf } from "./loop-conditions.js";

/** The rows where they have a name. */
export function rowsAgain({ rows, loop }: Chosen): readonly Piece[] {
  return rows === undefined ? [{ from: loop.iterated!, inside: true, isCopy: true }] : [{ text: rows }];
}

/** The rows as an expression, each element one. */
function rowsExpression(choices: LoopChoices, { split, loop }: Chosen, isAlone: boolean): Doc[] {
  const { rows } = split;
  const { source, workflow } = choices.input;
  const copy: Piece[] = [{ from: loop.iterated!, inside: true, isCopy: true }];
  const fixed = [...workflow.calls.map(({ whole }) => whole), ...workflow.fixedText];
  const line = onOneLine(copy, source, fixed);
  const iterated: Doc = line && line.length > 1 ? { either: [line, copy] } : copy[0]!;
  if (rows.kind === "spread") {
    const text = source.slice(loop.iterated!.start, loop.iterated!.end);
    // What stands in parentheses of its own there would have needed them.
    const isLoose = /\?\?|\|\||&&/.test(text) && !/^[([]/.test(text);
    const [open, close] = isLoose ? ["[...(", ")]"] : ["[...", "]"];
    return [{ text: open }, iterated, { text: close }];
  }
  const [open, close] = rows.kind === "array" && rows.needsParentheses && !isAlone ? ["(", ")"] : ["", ""];
  return [{ text: open }, iterated, { text: close }];
}

/** The rows, without those that a condition leaves out; each method on a line of its own where they do not fit on one. */
export function rowsDoc(choices: LoopChoices, chosen: Chosen, methods: readonly (readonly Doc[])[]): Doc[] {
  const { split, loop } = chosen;
  const { source } = choices.input;
  const filters = split.filters.map(({ guard }): Doc[] => {
    // (What the condition does not use, the rest does: the whole pattern is bound.)
    const pattern = choices.patternOf(chosen, { names: [], stretches: [] });
    const [only] = pattern;
    const isName = loop.isName || (pattern.length === 1 && "text" in only!);
    return [
      { text: ".filter((" },
      ...(isName ? pattern : usedIn(choices, chosen)),
      { text: ") => " },
      ...testOf(guard, source),
      { text: ")" },
    ];
  });
  const calls = [...filters, ...methods];
  const rows = rowsExpression(choices, chosen, calls.length === 0);
  if (calls.length < 2) return [...rows, ...calls.flat()];
  return [{ group: [...rows, { indent: calls.flatMap((call): Doc[] => [{ line: "" }, ...call]) }] }];
}

function usedIn(choices: LoopChoices, chosen: Chosen): readonly Piece[] {
  return choices.patternOf(chosen, chosen.split.filterUnused);
}

/** `const rows = …;`, with a loop that gathers them where there is no other way. */
export function rowsStatement(choices: LoopChoices, chosen: Chosen, indent: string): Piece[] {
  const { source, workflow } = choices.input;
  const { style } = workflow;
  const { loop, split, rows } = chosen;
  const end = style.semicolons ? ";" : "";
  const page = { source, newline: style.newline, width: style.width, step: style.indent };
  if (split.rows.kind !== "gathered")
    return layOut(
      [{ text: `const ${rows!} = ` }, ...rowsDoc(choices, chosen, []), { text: end }],
      page,
      indent,
      indent.length,
      0,
    );
  const inner = style.newline + indent + style.indent;
  const value = loop.names.length === 1 ? loop.names[0]! : `{ ${loop.names.join(", ")} }`;
  const type = workflow.typed && split.rows.type !== undefined ? `: ${split.rows.type}` : "";
  return [
    { text: `const ${rows!}${type} = []${end}${style.newline}${indent}` },
    { from: loop.head, inside: true, isCopy: true },
    { text: ` {${inner}${rows!}.push(${value})${end}${style.newline}${indent}}` },
  ];
}
