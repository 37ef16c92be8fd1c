import type { Piece } from "../model/edit.js";
import type { Span } from "../model/span.js";
import type { Guard, Style, ToolCall } from "../model/workflow.js";
import type { BatchMember } from "./members.js";

/** A choice as a member of a batch: its text without the `await`, or with it in an async function. */
export function guardPieces(
  member: BatchMember & { readonly guard: Guard },
  style: Style,
  source: string,
  shift: string,
  inner: string,
): Piece[] {
  const { guard, form, isAsync, isSafe } = member;
  const { expression, isConditional } = guard;
  const parts = partsOf(member, source);
  const text = source.slice(expression.start, expression.end);
  // A promise must be in the list before anything else can throw.
  if (form === "promise" && isSafe && !isAsync) return shifted(parts, shift);
  const isStarted = form === "promise";
  const head = `${isStarted ? "(" : ""}${isAsync || isStarted ? "async " : ""}() =>`;
  const tail: Piece[] = isStarted ? [{ text: ")()" }] : [];
  // An object at the beginning would be taken for the function's block.
  const [open, close] = isConditional || text.startsWith("{") ? ["(", ")"] : ["", ""];
  const onOneLine = /[\r\n]/.test(text) ? joined(parts, guard, source) : parts;
  const width = inner.length + head.length + lengthOf(onOneLine) + open.length + close.length + 2;
  if (onOneLine === parts || width <= style.width || (open === "(" && !isConditional))
    return [
      { text: `${head} ${open}`, at: expression.start },
      ...shifted(onOneLine ?? parts, shift),
      { text: close },
      ...tail,
    ];
  // A further line of the choice is one step to the right of its first one, unless that begins a line itself.
  const startsLine = /[\r\n][ \t]*$/.test(source.slice(0, expression.start));
  return [
    { text: head + style.newline + inner + style.indent, at: expression.start },
    ...shifted(parts, startsLine ? shift : shift + style.indent),
    ...tail,
  ];
}

/** The text of the choice in its order, with what the type of the call has to be told. */
function partsOf(
  { call, guard, isAsync, expected }: BatchMember & { readonly guard: Guard },
  source: string,
): Piece[] {
  const { expression, awaited } = guard;
  const from = (start: number, end: number): Piece => ({ from: { start, end } });
  if (!isAsync) {
    const [before, called, after] = keptOf(call, isAsync, source);
    const type: Piece[] = expected === undefined ? [] : [{ text: ` satisfies PromiseLike<${expected}>` }];
    return [{ from: before! }, { from: called! }, ...type, { from: after! }];
  }
  if (expected === undefined) return [{ from: expression }];
  const isBracketed = source.charAt(awaited.start) === "(";
  return [
    from(expression.start, awaited.start),
    { text: isBracketed ? "" : "(" },
    { from: awaited },
    { text: `${isBracketed ? "" : ")"} satisfies ${expected}` },
    from(awaited.end, expression.end),
  ];
}

function shifted(parts: readonly Piece[], shift: string): Piece[] {
  return parts.map((part) => ("from" in part ? { ...part, shift, inside: true } : part));
}

/** The same on one line, where only its operators stand on lines of their own; undefined where more than that is broken. */
function joined(parts: readonly Piece[], { gaps }: Guard, source: string): Piece[] | undefined {
  const line: Piece[] = [];
  const add = (start: number, end: number): boolean => {
    if (start < end) line.push({ from: { start, end } });
    return !/[\r\n]/.test(source.slice(start, end));
  };
  for (const part of parts) {
    if ("text" in part) {
      line.push(part);
      continue;
    }
    let at = part.from.start;
    for (const gap of gaps) {
      if (gap.start < at || gap.end > part.from.end) continue;
      const text = source.slice(gap.start, gap.end);
      if (/\/[/*]/.test(text) || !add(at, gap.start)) return undefined;
      line.push({ text: ` ${text.trim()} `, at: gap.start });
      at = gap.end;
    }
    if (!add(at, part.from.end)) return undefined;
  }
  return line;
}

function lengthOf(parts: readonly Piece[] | undefined): number {
  const length = (span: Span): number => span.end - span.start;
  if (!parts) return Infinity;
  return parts.reduce((sum, part) => sum + ("text" in part ? part.text.length : length(part.from)), 0);
}

/** The stretches of the program that a branch is made of: of a choice, all but the `await` and the parentheses around that. */
export function keptOf({ call, guard, condition }: ToolCall, isAsync: boolean, source: string): Span[] {
  if (!guard) return condition ? [condition.span, call] : [call];
  const { expression, awaited, keyword } = guard;
  if (isAsync) return [expression];
  const around = source.slice(awaited.start, call.start) + source.slice(call.end, awaited.end);
  // A comment beside the call stays there, and so do the parentheses.
  const isBare = !/\/[/*]/.test(around);
  return isBare
    ? [{ start: expression.start, end: awaited.start }, call, { start: awaited.end, end: expression.end }]
    : [
        { start: expression.start, end: keyword.start },
        { start: keyword.end, end: call.end },
        { start: call.end, end: expression.end },
      ];
}

/** The whole text that the answer of a call comes from, where it is not awaited in its place. */
export function bodyOf(call: ToolCall): Span {
  return call.guard?.expression ?? call.call;
}
