import type { Edit, Piece } from "../model/edit.js";
import type { Span } from "../model/span.js";
import type { Statement, ToolCall } from "../model/workflow.js";
import type { Chosen, LoopChoices } from "./loop-choice.js";
import { copiedStatements } from "./loop-parts.js";

/** Comments above a statement and behind it. */
export function commentsOf({ leadStart, span, chunk }: Statement, source: string): readonly Span[] {
  return [...commentsIn(source, leadStart, span.start), ...commentsIn(source, span.end, chunk.end)];
}

function commentsIn(source: string, start: number, end: number): Span[] {
  return [...source.slice(start, end).matchAll(/\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}

/** Comments of statements of which nothing is left, and which no batch takes with it: they stand above the first batch. */
export function orphansOf(choices: LoopChoices, chosen: Chosen): readonly Span[] {
  const { source, workflow } = choices.input;
  const { split } = chosen;
  const copied = copiedStatements(choices, chosen);
  const orphans: Span[] = [];
  for (const { id, statements } of workflow.regions) {
    if (!split.regions.includes(id)) continue;
    for (const [index, statement] of statements.entries()) {
      const isLeft =
        choices.isKept(split, { region: id, statement: index }) && !isGone(choices, chosen, statement);
      if (isLeft || copied.has(statement)) continue;
      orphans.push(...commentsOf(statement, source).filter((comment) => !isPragma(choices, chosen, comment)));
    }
  }
  return orphans;
}

/** A statement that is bound by the head of what stays: `for (const price of prices)`. */
export function isGone(choices: LoopChoices, { split, way }: Chosen, statement: Statement): boolean {
  if (typeof way !== "object" || split.isSettled) return false;
  return split.stages[way.stage]!.members.some(
    ({ step }) => choices.isConstant(step) && choices.statementOf(choices.placeOf(step)) === statement,
  );
}

function isPragma(choices: LoopChoices, { split }: Chosen, { start }: Span): boolean {
  return split.stages.some(({ members }) =>
    members.some(({ step }) => !step.loop && choices.input.callOf(step.call!).pragmaSpan?.start === start),
  );
}

/** A comment that says what a tool does goes with its call. */
export function pragmaBefore(call: ToolCall, kept: Span, source: string): Piece[] {
  const { pragmaSpan: span } = call;
  if (!span || (span.start >= kept.start && span.end <= kept.end)) return [];
  const text = source.slice(span.start, span.end);
  if (text.startsWith("/*")) return [{ from: span, isCopy: true }, { text: " " }];
  return [{ text: `/* ${text.replace(/^\/\/\s*/, "").trimEnd()} */ ` }];
}

/** Where it stood beside a statement of which something is left, it is gone. */
export function pragmaEdits(call: ToolCall, statement: Statement, source: string): Edit[] {
  const { pragmaSpan: span } = call;
  const isBeside =
    span &&
    span.start >= statement.chunk.start &&
    span.end <= statement.chunk.end &&
    (span.end <= statement.span.start || span.start >= statement.span.end);
  if (!isBeside) return [];
  let { start, end } = span;
  if (start >= statement.span.end) while (/[ \t]/.test(source.charAt(start - 1))) start--;
  else while (end < statement.span.start && /\s/.test(source.charAt(end))) end++;
  return [{ span: { start, end }, pieces: [], isInPlace: true }];
}
