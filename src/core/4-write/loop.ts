import type { Edit, Piece } from "../model/edit.js";
import type { Span } from "../model/span.js";
import type { LoopSplit, LoopStage, Step } from "../model/steps.js";
import type { Loop, Region, ToolCall, Workflow } from "../model/workflow.js";
import type { Helper } from "./imports.js";
import { indentAt } from "./layout.js";
import { answerOfEach, plural } from "./loop-names.js";
import { chooseForms, memberPieces, type BatchMember } from "./members.js";
import type { Names } from "./names.js";

export interface LoopInput {
  readonly source: string;
  readonly workflow: Workflow;
  readonly loops: Readonly<Record<string, LoopSplit>>;
  readonly callOf: (id: string) => ToolCall;
  readonly mayWrite: (call: ToolCall) => boolean;
  readonly helper: Helper;
  readonly names: Names;
}

/** What is chosen once for a loop: names, and how its rows are gone through. */
interface Chosen {
  readonly loop: Loop;
  readonly split: LoopSplit;
  readonly body: Region;
  /** The answers of a stage, as an expression that is valid where the loop stands. */
  readonly answers: readonly string[];
  /** The variable that counts the rows. */
  readonly index: string;
  /** What stays goes through the answers alone: the variable, or pattern, that takes each. */
  readonly answer: readonly Piece[] | undefined;
  /** The name of the rows, where they are written twice. */
  readonly rows: string | undefined;
  /** What a row is bound to. */
  readonly pattern: readonly Piece[];
}

/** Text for a place, and statements that must stand before it. */
interface Value {
  readonly before: readonly Piece[];
  readonly pieces: readonly Piece[];
}

/** Writes the batches of split loops, and edits what stays of them. */
export class LoopWriter {
  readonly edits: Edit[] = [];
  tuples = 0;
  hasBranches = false;
  readonly #chosen = new Map<string, Chosen>();

  constructor(readonly input: LoopInput) {}

  /** The names that the batches of a loop have in the block around it. */
  nameOf(step: Step): string {
    return this.#choose(step.loop!.loop, undefined).answers[step.loop!.stage]!;
  }

  /** Whether anything takes the answers of a batch. */
  isDiscarded(step: Step): boolean {
    const { split } = this.#choose(step.loop!.loop, undefined);
    const { stage } = step.loop!;
    if (split.stages.some(({ earlier }) => earlier.includes(stage))) return false;
    return split.kept.length === 0;
  }

  /** The batch of a loop as a statement of its own, without `const answers = await `, and the rows before it. */
  alone(step: Step, indent: string): Value {
    const chosen = this.#choose(step.loop!.loop, undefined);
    const head = this.isDiscarded(step) ? "await ;" : `const ${this.nameOf(step)} = await ;`;
    return this.#batch(chosen, step.loop!.stage, indent, indent, indent.length + head.length, "");
  }

  /** The batch as a branch of a larger one; the rows stand in the block around that, at `outer`. */
  branch(step: Step, indent: string, outer: string): Value {
    const chosen = this.#choose(step.loop!.loop, undefined);
    return this.#batch(chosen, step.loop!.stage, indent, outer, indent.length + 6, "() => ");
  }

  #choose(id: string, outer: readonly string[] | undefined, depth = 0): Chosen {
    const known = this.#chosen.get(id);
    if (known) return known;
    const { workflow, loops, names, source } = this.input;
    const loop = workflow.loops.find((one) => one.id === id)!;
    const split = loops[id]!;
    const body = workflow.regions.find((region) => region.id === loop.body)!;
    const answers =
      outer ?? split.stages.map((stage) => names.fresh(plural(answerOfEach(this.#soleCall(stage), source))));
    const index =
      split.rows.kind === "count" ? split.rows.name : names.local(["i", "j", "k", "m", "n"].slice(depth));
    const isEach =
      !split.usesRow &&
      !split.isSettled &&
      split.stages.length === 1 &&
      split.kept.length > 0 &&
      split.stages[0]!.members.length === 1 &&
      split.stages[0]!.members[0]!.loop === undefined;
    const answer = isEach ? this.#answerOf(split) : undefined;
    const needsRows =
      (answer === undefined && split.usesRow && split.kept.length > 0) ||
      split.stages.filter(({ usesRow }) => usesRow).length > 1 ||
      split.rows.kind === "gathered";
    const isPlain = split.filters.length === 0 && split.rows.kind === "array" && split.rows.isStable;
    const isGathered = this.#isGathered(split);
    const rows =
      (needsRows && !isPlain && split.rows.kind !== "count") || isGathered
        ? names.fresh(this.#rowsName(loop))
        : undefined;
    const pattern: readonly Piece[] =
      isGathered && !loop.isName
        ? [{ text: loop.names.length === 1 ? loop.names[0]! : `{ ${loop.names.join(", ")} }` }]
        : loop.pattern
          ? [{ from: loop.pattern, inside: true }]
          : [{ text: loop.names[0] ?? "_" }];
    const chosen: Chosen = { loop, split, body, answers, index, answer, rows, pattern };
    this.#chosen.set(id, chosen);
    this.#editRest(chosen, depth);
    return chosen;
  }

  #soleCall({ members }: LoopStage): ToolCall | undefined {
    const [only] = members;
    return members.length === 1 && only && !only.loop ? this.input.callOf(only.call!) : undefined;
  }

  #rowsName(loop: Loop): string {
    const { source } = this.input;
    if (loop.pattern && loop.isName) return plural(source.slice(loop.pattern.start, loop.pattern.end));
    return loop.kind === "in" && loop.names.length === 1 ? plural(loop.names[0]!) : "rows";
  }

  /** The rows are gathered by a loop of their own: what leaves some out needs more than the row, or types depend on it. */
  #isGathered({ rows, filters, filterSlice }: LoopSplit): boolean {
    if (rows.kind === "gathered") return true;
    if (filters.length === 0) return false;
    return (
      filterSlice.length > 0 || (this.input.workflow.typed && filters.some(({ mayNarrow }) => mayNarrow))
    );
  }

  /** What takes an answer where what stays goes through the answers alone: the variable that took it before, or a new one. */
  #answerOf(split: LoopSplit): readonly Piece[] {
    const call = this.#soleCall(split.stages[0]!)!;
    const { target } = call;
    if (this.#isMoved(split, split.stages[0]!.members[0]!) && target.kind === "declare")
      return [{ from: target.pattern }];
    return [{ text: this.input.names.local([answerOfEach(call, this.input.source)]) }];
  }

  /** `const price = await callTool(…);` whose name the loop itself can bind. */
  #isMoved(split: LoopSplit, step: Step): boolean {
    const { target } = this.input.callOf(step.call!);
    const isConstant = target.kind === "declare" && target.keyword === "const" && !target.type;
    return step.isWhole && isConstant && split.kept.includes(step.statement);
  }

  /** The answer of a member within a row, as an expression in what stays. */
  #answerExpression(chosen: Chosen, stage: number, member: number): string {
    const { split, answers, index } = chosen;
    const row = `${answers[stage]!}[${index}]`;
    const part = split.stages[stage]!.members.length > 1 ? `${row}[${member}]` : row;
    return split.isSettled ? `unwrap(${part})` : part;
  }

  /** Edits the loop into what stays of it. */
  #editRest(chosen: Chosen, depth: number): void {
    const { loop, split, body, answer } = chosen;
    const { source, workflow } = this.input;
    const gone = new Set<number>();
    for (const [index] of body.statements.entries()) if (!split.kept.includes(index)) gone.add(index);
    for (const [stage, { members }] of split.stages.entries()) {
      for (const [member, step] of members.entries()) {
        const expression = this.#answerExpression(chosen, stage, member);
        if (step.loop) {
          this.#choose(step.loop.loop, this.#innerAnswers(chosen, step.loop.loop), depth + 1);
          continue;
        }
        const call = this.input.callOf(step.call!);
        if (answer && this.#isMoved(split, step)) {
          gone.add(step.statement);
          continue;
        }
        const text = answer ? textOf(answer) : expression;
        this.edits.push({ span: call.whole, pieces: [{ text, at: call.call.start }] });
      }
    }
    if (split.kept.length === 0) return;
    for (const index of gone) {
      const { chunk } = body.statements[index]!;
      this.edits.push({ span: chunk, pieces: [] });
    }
    this.#editHead(chosen);
    if (depth > 0 && chosen.rows !== undefined) {
      const indent = indentAt(source, loop.head.start);
      const at = loop.head.start;
      this.edits.push({
        span: { start: at, end: at },
        pieces: [...this.#rowsStatement(chosen, indent), { text: workflow.style.newline + indent }],
      });
    }
  }

  /** The answers of an inner loop, which are parts of those of the outer one. */
  #innerAnswers(chosen: Chosen, loop: string): readonly string[] {
    const answers: string[] = [];
    for (const [stage, { members }] of chosen.split.stages.entries())
      for (const [member, step] of members.entries())
        if (step.loop?.loop === loop)
          answers[step.loop.stage] = this.#answerExpression(chosen, stage, member);
    return answers;
  }

  #editHead(chosen: Chosen): void {
    const { loop, split, answers, answer, index, pattern } = chosen;
    if (split.rows.kind === "count" && !answer) return;
    const edit = (span: Span, pieces: readonly Piece[]): void => {
      this.edits.push({ span, pieces: [...pieces] });
    };
    const keyword = loop.keyword ?? "const";
    const head = (bound: readonly Piece[], rows: readonly Piece[]): void => {
      if (loop.kind === "of" && loop.pattern && loop.iterated) {
        edit(loop.pattern, bound);
        edit(loop.iterated, rows);
      } else
        edit(loop.head, [
          { text: `for (${keyword === "var" ? "const" : keyword} ` },
          ...bound,
          { text: " of " },
          ...rows,
          { text: ")" },
        ]);
    };
    if (answer) return head(answer, [{ text: answers[0]! }]);
    if (!split.usesRow)
      return head([{ text: index }], [{ text: `${answers.find((one) => one !== undefined)!}.keys()` }]);
    head(
      [{ text: `[${index}, ` }, ...pattern, { text: "]" }],
      [...this.#rowsAgain(chosen), { text: ".entries()" }],
    );
  }

  /** The rows where they have a name. */
  #rowsAgain({ rows, loop }: Chosen): readonly Piece[] {
    return rows === undefined ? [{ from: loop.iterated!, inside: true }] : [{ text: rows }];
  }

  /** The rows as an expression, each element one. */
  #rowsExpression(chosen: Chosen): Piece[] {
    const { split, loop } = chosen;
    const rows = split.rows;
    if (rows.kind === "spread")
      return [{ text: "[..." }, { from: loop.iterated!, inside: true }, { text: "]" }];
    const [open, close] = rows.kind === "array" && rows.needsParentheses ? ["(", ")"] : ["", ""];
    return [{ text: open }, { from: loop.iterated!, inside: true }, { text: close }];
  }

  #filtered(chosen: Chosen): Piece[] {
    const pieces = this.#rowsExpression(chosen);
    for (const { condition, flipped } of chosen.split.filters) {
      const test: Piece[] =
        flipped === undefined
          ? [{ text: "!(" }, { from: condition }, { text: ")" }]
          : "operand" in flipped
            ? [{ from: flipped.operand }]
            : [
                { from: { start: condition.start, end: flipped.operator.start } },
                { text: flipped.text },
                { from: { start: flipped.operator.end, end: condition.end } },
              ];
      pieces.push({ text: ".filter((" }, ...chosen.pattern, { text: ") => " }, ...test, { text: ")" });
    }
    return pieces;
  }

  /** `const rows = …;` */
  #rowsStatement(chosen: Chosen, indent: string): Piece[] {
    const { workflow, source } = this.input;
    const { loop, split, body, rows } = chosen;
    const { style } = workflow;
    const end = style.semicolons ? ";" : "";
    if (!this.#isGathered(split))
      return [{ text: `const ${rows!} = ` }, ...this.#filtered(chosen), { text: end }];
    const inner = indent + style.indent;
    const line = style.newline + inner;
    const value = loop.names.length === 1 ? loop.names[0]! : `{ ${loop.names.join(", ")} }`;
    const before = [
      ...new Set([...split.filterSlice, ...split.filters.map(({ statement }) => statement)]),
    ].sort((a, b) => a - b);
    return [
      { text: `const ${rows!} = []${end}${style.newline}${indent}` },
      ...this.#headOf(chosen),
      { text: " {" },
      ...before.flatMap((index): Piece[] => [
        { text: line },
        { text: source.slice(body.statements[index]!.span.start, body.statements[index]!.span.end) },
      ]),
      { text: `${line}${rows!}.push(${value})${end}${style.newline}${indent}}` },
    ];
  }

  /** The head as it was. */
  #headOf({ loop }: Chosen): Piece[] {
    if (loop.kind !== "of" || !loop.pattern || !loop.iterated) return [{ from: loop.head, inside: true }];
    return [
      { text: `for (${loop.keyword ?? "const"} ` },
      { from: loop.pattern, inside: true },
      { text: " of " },
      { from: loop.iterated, inside: true },
      { text: ")" },
    ];
  }

  /** `column` is where the text begins if it stays on one line. */
  #batch(
    chosen: Chosen,
    stage: number,
    indent: string,
    outer: string,
    column: number,
    lead: string,
    isInner = false,
  ): Value {
    const { workflow, helper } = this.input;
    const { split, rows } = chosen;
    const { style } = workflow;
    const isFirst = stage === split.stages.findIndex((one) => one !== undefined);
    const before: Piece[] =
      rows !== undefined && (isFirst || isInner)
        ? [...this.#rowsStatement(chosen, outer), { text: style.newline + outer }]
        : [];
    const callee = (split.isSettled ? helper.settled?.callee : helper.callee)!;
    const line = this.#each(chosen, stage, indent);
    const width = column + callee.length + 2 + lengthOf(line.pieces) + 1;
    if (width <= style.width && !hasLineBreak(line.pieces, this.input.source))
      return { before, pieces: [{ text: `${lead}${callee}(` }, ...line.pieces, { text: ")" }] };
    // A branch has its body on a line of its own.
    const at = lead === "" ? indent : indent + style.indent;
    const inner = at + style.indent;
    return {
      before,
      pieces: [
        { text: lead === "" ? "" : `${lead.trimEnd()}${style.newline}${at}` },
        { text: `${callee}(${style.newline}${inner}` },
        ...this.#each(chosen, stage, inner).pieces,
        { text: `${style.trailingCommas ? "," : ""}${style.newline}${at})` },
      ],
    };
  }

  /** `rows.map((row) => member)` */
  #each(chosen: Chosen, stage: number, indent: string): Value {
    const { split, rows, index, pattern } = chosen;
    const { usesRow, earlier } = split.stages[stage]!;
    const isCount = split.rows.kind === "count";
    const needsIndex = earlier.length > 0 || (isCount && usesRow);
    const blank = "_";
    const row: readonly Piece[] = usesRow && !isCount ? pattern : needsIndex ? [{ text: blank }] : [];
    const parameters: Piece[] = [
      { text: "(" },
      ...row,
      { text: needsIndex ? `, ${index}` : "" },
      { text: ") => " },
    ];
    const member = this.#member(chosen, stage, indent);
    const source: readonly Piece[] =
      rows !== undefined
        ? [{ text: `${rows}.map(` }]
        : isCount && split.rows.kind === "count"
          ? [
              { text: "Array.from({ length: " },
              { text: this.input.source.slice(split.rows.length.start, split.rows.length.end) },
              { text: " }, " },
            ]
          : [...this.#filtered(chosen), { text: ".map(" }];
    return { before: [], pieces: [...source, ...parameters, ...member, { text: ")" }] };
  }

  /** What a row comes to: a tuple or a branch, after what it needs. */
  #member(chosen: Chosen, stage: number, indent: string): Piece[] {
    const { workflow, source, callOf, helper, mayWrite } = this.input;
    const { split, body } = chosen;
    const { members, slice, isLate } = split.stages[stage]!;
    const { style } = workflow;
    const end = style.semicolons ? ";" : "";
    const inner = indent + style.indent;
    const isBlock = slice.length > 0;
    const valueIndent = isBlock ? inner : indent;
    const before: Piece[] = [];
    const calls = members.filter(({ loop }) => !loop);
    const forms = chooseForms(
      calls.map((step) => [step, callOf(step.call!)] as const),
      helper,
      mayWrite,
      { source, typed: workflow.typed, takesMembers: false },
    );
    const parts = members.map((step): { readonly pieces: readonly Piece[]; readonly isBranch: boolean } => {
      if (step.loop) {
        const inside = this.#batch(
          this.#chosen.get(step.loop.loop)!,
          step.loop.stage,
          valueIndent,
          inner,
          // (What stands before it on its line is not known; where that makes it too long, it is.)
          valueIndent.length + 24,
          "() => ",
          true,
        );
        before.push(...inside.before);
        return { pieces: inside.pieces, isBranch: true };
      }
      const form = forms.find((one) => one.step === step)!;
      const typed = workflow.typed && form.call.typeArgument !== undefined;
      const member: BatchMember =
        form.form === "tuple" && (typed || (isLate && members.length === 1))
          ? { ...form, form: "branch" }
          : form;
      if (member.form === "tuple") this.tuples++;
      else this.hasBranches = true;
      return {
        pieces: memberPieces(member, workflow, source, "", valueIndent),
        isBranch: member.form === "branch",
      };
    });
    if (before.length > 0 || members.some(({ loop }) => loop)) this.hasBranches = true;
    const value: readonly Piece[] =
      parts.length === 1
        ? parts[0]!.pieces
        : [
            { text: `() => ${helper.callee!}([` },
            ...parts.flatMap(({ pieces }, index): Piece[] =>
              index === 0 ? [...pieces] : [{ text: ", " }, ...pieces],
            ),
            { text: "])" },
          ];
    if (parts.length > 1) this.hasBranches = true;
    if (!isBlock && before.length === 0) return [...value];
    const line = style.newline + inner;
    const statements = slice.flatMap((at): Piece[] => {
      const { span } = body.statements[at]!;
      return [{ text: line }, { from: span }];
    });
    const isLateBlock = isLate && isBlock;
    const open = isLateBlock ? "() => {" : "{";
    const result: readonly Piece[] = isLateBlock ? withoutArrow(value) : value;
    return [
      { text: open },
      ...statements,
      ...(before.length > 0
        ? [{ text: line }, ...before, { text: "return " }]
        : [{ text: `${line}return ` }]),
      ...result,
      { text: `${end}${style.newline}${indent}}` },
    ];
  }
}

/** A branch without its `() => `. */
function withoutArrow(value: readonly Piece[]): readonly Piece[] {
  const [first, ...rest] = value;
  if (!first || !("text" in first)) return value;
  return [{ ...first, text: first.text.replace(/^\(\) => /, "") }, ...rest];
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ("text" in piece ? piece.text : "")).join("");
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce(
    (sum, piece) => sum + ("text" in piece ? piece.text.length : piece.from.end - piece.from.start),
    0,
  );
}

function hasLineBreak(pieces: readonly Piece[], source: string): boolean {
  return pieces.some((piece) =>
    /[\r\n]/.test("text" in piece ? piece.text : source.slice(piece.from.start, piece.from.end)),
  );
}
