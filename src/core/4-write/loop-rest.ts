import type { Edit, Piece } from "../model/edit.js";
import type { Span } from "../model/span.js";
import type { StatementAt } from "../model/steps.js";
import type { Statement } from "../model/workflow.js";
import { indentAt } from "./layout.js";
import type { Chosen, LoopChoices, PlacedMember } from "./loop-choice.js";
import { commentsOf, isGone, pragmaEdits } from "./loop-comments.js";
import { areBoundTogether, copiedStatements } from "./loop-parts.js";
import { rowsAgain, rowsStatement } from "./loop-rows.js";

/** Edits a loop into what stays of it. */
export function restEdits(choices: LoopChoices, chosen: Chosen): Edit[] {
  const { split } = chosen;
  const { workflow } = choices.input;
  const gone = new Set<Statement>();
  for (const region of workflow.regions) {
    if (!split.regions.includes(region.id)) continue;
    for (const [statement, node] of region.statements.entries())
      if (!choices.isKept(split, { region: region.id, statement })) gone.add(node);
  }
  const edits: Edit[] = [];
  for (const [stage, { members }] of split.stages.entries()) {
    const isTogether = isBoundTogether(choices, chosen, stage);
    for (const [index, member] of members.entries()) {
      const placed = { stage, index, member };
      edits.push(
        ...(member.step.loop
          ? innerEdits(choices, chosen, placed)
          : answerEdits(choices, chosen, placed, isTogether, gone)),
      );
    }
  }
  if (split.kept.length === 0) return edits;
  for (const { chunk } of gone) edits.push({ span: chunk, pieces: [], isInPlace: true });
  for (const span of split.unused.stretches)
    if (span.start >= chosen.loop.head.end) edits.push({ span, pieces: [], isInPlace: true });
  edits.push(...headEdits(choices, chosen), ...innerRows(choices, chosen));
  return edits;
}

/** Several answers of a row in one statement, at the place of the first: comments beside the others would have none. */
function isBoundTogether(choices: LoopChoices, chosen: Chosen, stage: number): boolean {
  const { split, way } = chosen;
  const isTaken = (at: StatementAt): boolean => choices.isKept(split, at);
  if (typeof way === "object" || !areBoundTogether(choices, chosen, stage, isTaken)) return false;
  const taken = split.stages[stage]!.members.filter(({ step }) => isTaken(choices.placeOf(step)));
  return taken
    .slice(1)
    .every(
      ({ step }) => commentsOf(choices.statementOf(choices.placeOf(step)), choices.input.source).length === 0,
    );
}

/** What takes the answer of a call, in its place. */
function answerEdits(
  choices: LoopChoices,
  chosen: Chosen,
  { stage, index, member: { step } }: PlacedMember,
  isTogether: boolean,
  gone: Set<Statement>,
): Edit[] {
  const { split, way, answer } = chosen;
  const { callOf, source, workflow, helper } = choices.input;
  const call = callOf(step.call!);
  const place = choices.placeOf(step);
  const statement = choices.statementOf(place);
  const edits = choices.isKept(split, place) ? pragmaEdits(call, statement, source) : [];
  if (isGone(choices, chosen, statement)) {
    gone.add(statement);
    return edits;
  }
  if (isTogether && choices.isKept(split, place)) {
    const taken = split.stages[stage]!.members.filter((one) =>
      choices.isKept(split, choices.placeOf(one.step)),
    );
    if (taken[0]!.step !== step) {
      gone.add(statement);
      return edits;
    }
    const pieces: Piece[] = [
      { text: "const " },
      ...choices.answerPattern(split, stage, split.unused.stretches),
      { text: ` = ${choices.rowIn(chosen, stage).text}${workflow.style.semicolons ? ";" : ""}` },
    ];
    return [...edits, { span: statement.span, pieces, isInPlace: true }];
  }
  const isEach = typeof way === "object" && way.stage === stage;
  const name = isEach && "text" in answer[0]! ? answer[0].text : "";
  const text = !isEach
    ? choices.answerIn(chosen, stage, index).text
    : split.isSettled
      ? `${helper.settled!.unwrap}(${name})`
      : name;
  // `(answers[i] as …)` needs no parentheses where it is all there is.
  const bare = step.isWhole && /^\(.* as .*\)$/.test(text) ? text.slice(1, -1) : text;
  return [...edits, { span: widened(call.whole, source), pieces: [{ text: bare, at: call.call.start }] }];
}

/** With the line breaks of parentheses around it that what is short does not need. */
function widened({ start, end }: Span, source: string): Span {
  const before = /\(([ \t]*[\r\n]\s*)$/.exec(source.slice(0, start));
  const after = /^,?\s*[\r\n]\s*(?=\))/.exec(source.slice(end));
  return before && after ? { start: start - before[1]!.length, end: end + after[0].length } : { start, end };
}

function innerEdits(choices: LoopChoices, chosen: Chosen, placed: PlacedMember): Edit[] {
  const { split } = chosen;
  const { step } = placed.member;
  const { workflow, loops } = choices.input;
  const edits: Edit[] = [];
  const inner = loops[step.loop!.loop]!;
  // Nothing is left of the inner loop but that it may have failed.
  if (choices.isUnwrapped(split, placed.stage, step) && inner.kept.length === 0 && step.loop!.stage === 0) {
    const { text } = choices.answerIn(chosen, placed.stage, placed.index);
    edits.push({
      span: choices.statementOf(choices.placeOf(step)).span,
      pieces: [{ text: text + (workflow.style.semicolons ? ";" : "") }],
    });
  }
  if (step.loop!.stage > 0) return edits;
  const rest = restEdits(choices, chosen.inner.get(step.loop!.loop)!);
  // What is left of the inner loop may stand in a later batch of the outer one, too.
  const isCopied = copiedStatements(choices, chosen).has(choices.statementOf(choices.placeOf(step)));
  return [...edits, ...(isCopied ? rest.map((edit) => ({ ...edit, isInPlace: false })) : rest)];
}

function headEdits(choices: LoopChoices, chosen: Chosen): Edit[] {
  const { loop, split, answers, answer, index, way } = chosen;
  const { names } = choices.input;
  const isCounted = split.rows.kind === "count";
  const hasAnswers = choices.keptMembers(split).length > 0;
  if (isCounted && typeof way !== "object" && (way === "rows" || hasAnswers)) return [];
  const keyword = way === "rows" && loop.kind === "of" && loop.keyword === "let" ? "let" : "const";
  const first = answers.find((one) => one !== undefined)!;
  const pattern = choices.patternOf(chosen, split.unused);
  const [bound, rows]: [readonly Piece[], readonly Piece[]] =
    typeof way === "object"
      ? [answer, [{ text: answers[way.stage]!.text }]]
      : way === "index"
        ? hasAnswers
          ? [[{ text: index }], [{ text: `${first.text}.keys()` }]]
          : [[{ text: names.local(["_", "_answer"]) }], [{ text: first.text }]]
        : hasAnswers
          ? [
              [{ text: `[${index}, ` }, ...pattern, { text: "]" }],
              [...rowsAgain(chosen), { text: ".entries()" }],
            ]
          : [pattern, rowsAgain(chosen)];
  const isSame = loop.kind === "of" && loop.pattern && loop.iterated && loop.keyword === keyword;
  const edits: Edit[] = isSame
    ? [
        { span: loop.pattern!, pieces: bound, isInPlace: true },
        { span: loop.iterated!, pieces: rows, isInPlace: true },
      ]
    : [
        {
          span: loop.head,
          pieces: [{ text: `for (${keyword} ` }, ...bound, { text: " of " }, ...rows, { text: ")" }],
          isInPlace: true,
        },
      ];
  return [...edits, ...bodyLine(choices, chosen, [...bound, ...rows])];
}

/** `for (const answer of answers) summaries.push(answer);` on one line, where it fits now. */
function bodyLine(
  choices: LoopChoices,
  { loop, split, way, answer }: Chosen,
  head: readonly Piece[],
): Edit[] {
  const { workflow, source, callOf } = choices.input;
  const [statement] = workflow.regions.find(({ id }) => id === loop.body)!.statements;
  if (loop.isBraced || typeof way !== "object" || !statement) return [];
  const gap = { start: statement.chunk.start, end: statement.span.start };
  const body = source.slice(statement.span.start, statement.span.end);
  if (/\S/.test(source.slice(gap.start, gap.end)) || /[\r\n]/.test(body)) return [];
  const call = callOf(split.stages[way.stage]!.members[0]!.step.call!);
  const width =
    indentAt(source, loop.head.start).length +
    "for (const  of ) ".length +
    lengthOf(head) +
    body.length -
    (call.whole.end - call.whole.start) +
    lengthOf(answer);
  return width <= workflow.style.width ? [{ span: gap, pieces: [{ text: " " }], isInPlace: true }] : [];
}

/** The rows of an inner loop, above what stays of it. */
function innerRows(choices: LoopChoices, chosen: Chosen): Edit[] {
  const { loop, depth, rows, way, split } = chosen;
  const { workflow, source } = choices.input;
  if (depth === 0 || rows === undefined || way !== "rows" || !split.usesRow) return [];
  const indent = indentAt(source, loop.head.start);
  const at = choices.statementOf(loop).chunk.start;
  return [
    {
      span: { start: at, end: at },
      pieces: [{ text: workflow.style.newline + indent }, ...rowsStatement(choices, chosen, indent)],
    },
  ];
}

export function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce(
    (sum, piece) => sum + ("text" in piece ? piece.text.length : piece.from.end - piece.from.start),
    0,
  );
}
