import type { Edit, Piece } from "../model/edit.js";
import type { Span } from "../model/span.js";
import type { LoopGuard, LoopMember, LoopPart, LoopSplit, LoopStage, Step } from "../model/steps.js";
import type { Loop, NarrowedReference, Statement, ToolCall, Workflow } from "../model/workflow.js";
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
  readonly #tuples = new Set<string>();
  hasBranches = false;
  hasBatches = false;
  hasSettled = false;
  readonly #chosen = new Map<string, Chosen>();

  constructor(readonly input: LoopInput) {}

  /** Calls that are written as tuples: they no longer use the name `callTool`. */
  get tuples(): number {
    return this.#tuples.size;
  }

  /** The names that the batches of a loop have in the block around it. */
  nameOf(step: Step): string {
    return this.#choose(step.loop!.loop, undefined).answers[step.loop!.stage]!;
  }

  /** References that need a constant before the batch. */
  narrowedIn(step: Step): readonly NarrowedReference[] {
    return this.input.loops[step.loop!.loop]!.stages[step.loop!.stage]!.narrowed;
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
    const answers =
      outer ?? split.stages.map((stage) => names.fresh(plural(answerOfEach(this.#soleCall(stage), source))));
    const index =
      split.rows.kind === "count" ? split.rows.name : names.local(["i", "j", "k", "m", "n"].slice(depth));
    const isEach =
      !split.usesRow &&
      split.stages.length === 1 &&
      split.kept.length > 0 &&
      split.stages[0]!.members.length === 1 &&
      split.stages[0]!.members[0]!.parts.every((part) => "statement" in part) &&
      split.stages[0]!.members[0]!.step.loop === undefined;
    const answer = isEach ? this.#answerOf(split) : undefined;
    const needsRows =
      (answer === undefined && split.usesRow && split.kept.length > 0) ||
      split.stages.filter(({ usesRow }) => usesRow).length > 1 ||
      split.rows.kind === "gathered";
    const isPlain = split.filters.length === 0 && split.rows.kind === "array" && split.rows.isStable;
    const isGathered = split.rows.kind === "gathered";
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
    const chosen: Chosen = { loop, split, answers, index, answer, rows, pattern };
    this.#chosen.set(id, chosen);
    this.#editRest(chosen, depth);
    return chosen;
  }

  #soleCall({ members }: LoopStage): ToolCall | undefined {
    const [only] = members;
    return members.length === 1 && only && !only.step.loop ? this.input.callOf(only.step.call!) : undefined;
  }

  #rowsName(loop: Loop): string {
    const { source } = this.input;
    if (loop.pattern && loop.isName) return plural(source.slice(loop.pattern.start, loop.pattern.end));
    return loop.kind === "in" && loop.names.length === 1 ? plural(loop.names[0]!) : "rows";
  }

  /** What takes an answer where what stays goes through the answers alone: the variable that took it before, or a new one. */
  #answerOf(split: LoopSplit): readonly Piece[] {
    const call = this.#soleCall(split.stages[0]!)!;
    const { target } = call;
    if (
      !split.isSettled &&
      this.#isMoved(split, split.stages[0]!.members[0]!.step) &&
      target.kind === "declare"
    )
      return [{ from: target.pattern }];
    const name = split.isSettled ? "settled" : answerOfEach(call, this.input.source);
    return [{ text: this.input.names.local([name]) }];
  }

  /** `const price = await callTool(…);` whose name the loop itself can bind. */
  #isMoved(split: LoopSplit, step: Step): boolean {
    const { target } = this.input.callOf(step.call!);
    const isConstant = target.kind === "declare" && target.keyword === "const" && !target.type;
    const { region, statement } = this.#placeOf(step);
    return step.isWhole && isConstant && this.#isKept(split, region, statement);
  }

  #isKept({ kept }: LoopSplit, region: string, statement: number): boolean {
    return kept.some((one) => one.region === region && one.statement === statement);
  }

  /** The statement of a member, in the text. */
  #placeOf({ call, loop }: Step): { readonly region: string; readonly statement: number } {
    const { workflow } = this.input;
    if (loop) return workflow.loops.find(({ id }) => id === loop.loop)!;
    const { start } = this.input.callOf(call!).call;
    for (const { id, statements } of workflow.regions.toReversed()) {
      const statement = statements.findIndex(({ span }) => span.start <= start && start < span.end);
      if (statement >= 0) return { region: id, statement };
    }
    return { region: "", statement: -1 };
  }

  /** The answer of a member within a row, as an expression in what stays; of an inner loop that is settled itself all of its answers. */
  #answerExpression(chosen: Chosen, stage: number, member: number): string {
    const { split, answers, index } = chosen;
    const { members } = split.stages[stage]!;
    // (Some type checkers are told to take any element for one that may be missing.)
    const isSure = this.input.workflow.typed && (split.isSettled || this.#hasTypes(split.stages[stage]!));
    const row = `${answers[stage]!}[${index}]${isSure ? "!" : ""}`;
    const isChosen = members[member]!.parts.some((part) => "guard" in part);
    const part = members.length > 1 ? `${row}[${member}]${isSure && isChosen ? "!" : ""}` : row;
    return this.#isUnwrapped(split, members[member]!.step)
      ? `${this.input.helper.settled!.unwrap}(${part})`
      : part;
  }

  #isUnwrapped({ isSettled }: LoopSplit, { loop }: Step): boolean {
    return isSettled && !(loop && this.input.loops[loop.loop]!.isSettled);
  }

  /** Whether the answers are more than `any`. */
  #hasTypes({ members, isLate }: LoopStage): boolean {
    if (members.length > 1 || isLate) return true;
    return members.some(({ step: { call, loop }, parts }) => {
      if (loop || parts.some((part) => "guard" in part)) return true;
      const { form, typeArgument } = this.input.callOf(call!);
      return form === "branch" || typeArgument !== undefined;
    });
  }

  /** The function for all rows: where several answers of a row settle one by one, or an inner loop's do, no row fails. */
  #calleeOf(split: LoopSplit, stage: number): string {
    const { helper } = this.input;
    const { members } = split.stages[stage]!;
    const isSettled = split.isSettled && members.length === 1 && this.#isUnwrapped(split, members[0]!.step);
    if (isSettled) this.hasSettled = true;
    else this.hasBatches = true;
    return isSettled ? helper.settled!.callee : helper.callee!;
  }

  #statementOf({ region, statement }: { readonly region: string; readonly statement: number }): Statement {
    return this.input.workflow.regions.find(({ id }) => id === region)!.statements[statement]!;
  }

  /** Edits the loop into what stays of it. */
  #editRest(chosen: Chosen, depth: number): void {
    const { loop, split, answer } = chosen;
    const { source, workflow } = this.input;
    const gone = new Set<Statement>();
    for (const region of workflow.regions) {
      if (!split.regions.includes(region.id)) continue;
      for (const [index, statement] of region.statements.entries())
        if (!this.#isKept(split, region.id, index)) gone.add(statement);
    }
    for (const [stage, { members }] of split.stages.entries()) {
      for (const [member, { step }] of members.entries()) {
        const expression = this.#answerExpression(chosen, stage, member);
        if (step.loop) {
          const inner = this.input.loops[step.loop.loop]!;
          const { span } = this.#statementOf(this.#placeOf(step));
          // Nothing is left of the inner loop but that it may have failed.
          if (this.#isUnwrapped(split, step) && inner.kept.length === 0 && step.loop.stage === 0)
            this.edits.push({
              span,
              pieces: [{ text: expression + (workflow.style.semicolons ? ";" : "") }],
            });
          this.#choose(step.loop.loop, this.#innerAnswers(chosen, step.loop.loop), depth + 1);
          continue;
        }
        const call = this.input.callOf(step.call!);
        if (answer && !split.isSettled && this.#isMoved(split, step)) {
          gone.add(this.#statementOf(this.#placeOf(step)));
          continue;
        }
        const text = !answer
          ? expression
          : split.isSettled
            ? `${this.input.helper.settled!.unwrap}(${textOf(answer)})`
            : textOf(answer);
        this.edits.push({ span: call.whole, pieces: [{ text, at: call.call.start }] });
      }
    }
    if (split.kept.length === 0) return;
    for (const { chunk } of gone) this.edits.push({ span: chunk, pieces: [] });
    this.#editHead(chosen);
    if (depth > 0 && chosen.rows !== undefined && !answer && split.usesRow) {
      const indent = indentAt(source, loop.head.start);
      const region = workflow.regions.find(({ id }) => id === loop.region)!;
      const at = region.statements[loop.statement]!.chunk.start;
      this.edits.push({
        span: { start: at, end: at },
        pieces: [{ text: workflow.style.newline + indent }, ...this.#rowsStatement(chosen, indent)],
      });
    }
  }

  /** The answers of an inner loop, which are parts of those of the outer one. */
  #innerAnswers(chosen: Chosen, loop: string): readonly string[] {
    const answers: string[] = [];
    for (const [stage, { members }] of chosen.split.stages.entries())
      for (const [member, { step }] of members.entries())
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
    // What the head of `for (let i = …)` declares nobody assigns any more.
    const keyword = loop.kind === "of" && loop.keyword === "let" ? "let" : "const";
    const isNew = answer !== undefined || !split.usesRow;
    const head = (bound: readonly Piece[], rows: readonly Piece[]): void => {
      if (loop.kind === "of" && loop.pattern && loop.iterated && !(isNew && keyword === "let")) {
        edit(loop.pattern, bound);
        edit(loop.iterated, rows);
      } else
        edit(loop.head, [
          { text: `for (${isNew ? "const" : keyword} ` },
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
    for (const { guard } of chosen.split.filters)
      pieces.push({ text: ".filter((" }, ...chosen.pattern, { text: ") => " }, ...testOf(guard), {
        text: ")",
      });
    return pieces;
  }

  /** `const rows = …;` */
  #rowsStatement(chosen: Chosen, indent: string): Piece[] {
    const { style } = this.input.workflow;
    const { loop, split, rows } = chosen;
    const end = style.semicolons ? ";" : "";
    if (split.rows.kind !== "gathered")
      return [{ text: `const ${rows!} = ` }, ...this.#filtered(chosen), { text: end }];
    const inner = style.newline + indent + style.indent;
    const value = loop.names.length === 1 ? loop.names[0]! : `{ ${loop.names.join(", ")} }`;
    return [
      { text: `const ${rows!} = []${end}${style.newline}${indent}` },
      ...this.#headOf(chosen),
      { text: ` {${inner}${rows!}.push(${value})${end}${style.newline}${indent}}` },
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
    const { workflow } = this.input;
    const { split, rows } = chosen;
    const { style } = workflow;
    const isFirst = stage === split.stages.findIndex((one) => one !== undefined);
    const before: Piece[] =
      rows !== undefined && (isFirst || isInner)
        ? [...this.#rowsStatement(chosen, outer), { text: style.newline + outer }]
        : [];
    const callee = this.#calleeOf(split, stage);
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

  /** The function for the calls of one row. */
  #calleeOfRow({ isSettled }: LoopSplit): string {
    const { helper } = this.input;
    if (isSettled) this.hasSettled = true;
    else this.hasBatches = true;
    return isSettled ? helper.settled!.callee : helper.callee!;
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
    const member = this.#row(chosen, stage, indent);
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
  #row(chosen: Chosen, stage: number, indent: string): Piece[] {
    const { style } = this.input.workflow;
    const { split } = chosen;
    const { members, isLate } = split.stages[stage]!;
    const isGuarded = members.some(({ parts }) => parts.some((part) => "guard" in part));
    const isApart = isGuarded || (isLate && members.length > 1);
    // What no condition stands before all members of a row share.
    const shared = isApart ? [] : sharedParts(members);
    const inner = indent + style.indent;
    const rows: Piece[] = [];
    const isBlock = shared.length > 0 || members.some((member) => this.#rowsInside(member.step));
    const at = isBlock ? inner : indent;
    const values = this.#values(chosen, stage, at, isApart, rows, inner);
    const isSingle = values.length === 1;
    this.hasBranches ||= !isSingle;
    const value: readonly Piece[] = isSingle
      ? values[0]!
      : [{ text: `() => ${this.#calleeOfRow(split)}([` }, ...joined(values), { text: "])" }];
    if (!isBlock) return [...value];
    const isLateBlock = isLate && isSingle && !isApart;
    return this.#block(
      isLateBlock ? "() => {" : "{",
      shared,
      [...rows, { text: "return " }, ...(isLateBlock ? withoutArrow(value) : value)],
      indent,
    );
  }

  /** Whether the rows of an inner loop need a statement of their own. */
  #rowsInside({ loop }: Step): boolean {
    return loop !== undefined && this.#chosen.get(loop.loop)!.rows !== undefined;
  }

  /** The members of a row; `isApart`: each evaluates what it needs itself. */
  #values(
    chosen: Chosen,
    stage: number,
    indent: string,
    isApart: boolean,
    rows: Piece[],
    rowsIndent: string,
  ): (readonly Piece[])[] {
    const { workflow, source, callOf, helper, mayWrite } = this.input;
    const { members, isLate } = chosen.split.stages[stage]!;
    const forms = chooseForms(
      members.flatMap(({ step }) => (step.loop ? [] : [[step, callOf(step.call!)] as const])),
      helper,
      mayWrite,
      { source, typed: workflow.typed, takesMembers: false },
    );
    return members.map(({ step, parts }): readonly Piece[] => {
      const isGuarded = isApart && parts.length > 0;
      if (step.loop) {
        const inside = this.#batch(
          this.#chosen.get(step.loop.loop)!,
          step.loop.stage,
          indent,
          rowsIndent,
          // (What stands before it on its line is not known; where that makes it too long, it is.)
          indent.length + 24,
          "() => ",
          true,
        );
        this.hasBranches = true;
        if (isGuarded) return this.#guarded(parts, withoutArrow(inside.pieces), inside.before, indent);
        rows.push(...inside.before);
        return inside.pieces;
      }
      const form = forms.find((one) => one.step === step)!;
      const isTyped = workflow.typed && form.call.typeArgument !== undefined;
      const isBranch = isGuarded || isTyped || (isLate && members.length === 1);
      const member: BatchMember = form.form === "tuple" && isBranch ? { ...form, form: "branch" } : form;
      if (member.form === "tuple") this.#tuples.add(step.call!);
      else this.hasBranches = true;
      const pieces = memberPieces(member, workflow, source, "", indent);
      return isGuarded ? this.#guarded(parts, withoutArrow(pieces), [], indent) : pieces;
    });
  }

  /** A branch that asks whether its call is to be made. */
  #guarded(
    parts: readonly LoopPart[],
    value: readonly Piece[],
    rows: readonly Piece[],
    indent: string,
  ): Piece[] {
    const guards = parts.flatMap((part) => ("guard" in part ? [part.guard] : []));
    if (guards.length === parts.length && rows.length === 0)
      return [
        { text: "() => (" },
        ...allOf(guards, this.input.source),
        { text: " ? " },
        ...value,
        { text: " : undefined)" },
      ];
    return this.#block("() => {", parts, [...rows, { text: "return " }, ...value], indent);
  }

  #block(open: string, parts: readonly LoopPart[], last: readonly Piece[], indent: string): Piece[] {
    const { style } = this.input.workflow;
    const end = style.semicolons ? ";" : "";
    const line = { text: style.newline + indent + style.indent };
    return [
      { text: open },
      ...parts.flatMap((part): Piece[] =>
        "guard" in part
          ? [
              line,
              { text: "if (" },
              ...testOf({ ...part.guard, isNegated: !part.guard.isNegated }),
              { text: `) return undefined${end}` },
            ]
          : [line, { from: this.#statementOf(part.statement).span }],
      ),
      line,
      ...last,
      { text: `${end}${style.newline}${indent}}` },
    ];
  }
}

/** Statements that the members of a row need, once each, in order. */
function sharedParts(members: readonly LoopMember[]): readonly LoopPart[] {
  const shared = new Map<string, LoopPart>();
  for (const { parts } of members)
    for (const part of parts)
      if ("statement" in part) shared.set(`${part.statement.region} ${part.statement.statement}`, part);
  return [...shared.values()];
}

/** A condition, or its opposite. */
function testOf({ condition, isNegated, flipped }: LoopGuard): Piece[] {
  if (!isNegated) return [{ from: condition }];
  if (flipped === undefined) return [{ text: "!(" }, { from: condition }, { text: ")" }];
  if ("operand" in flipped) return [{ from: flipped.operand }];
  return [
    { from: { start: condition.start, end: flipped.operator.start } },
    { text: flipped.text },
    { from: { start: flipped.operator.end, end: condition.end } },
  ];
}

/** Conditions that must all hold. */
function allOf(guards: readonly LoopGuard[], source: string): Piece[] {
  const isLone = guards.length === 1;
  return guards.flatMap((guard, index): Piece[] => {
    const text = source.slice(guard.condition.start, guard.condition.end);
    // Operators that bind less than `&&`, or less than `?`, and whatever looks like one.
    const isLoose = isLone ? /\?|=>|[^=!<>]=[^=>]|,/.test(text) : /\||\?|=>|[^=!<>]=[^=>]|,/.test(text);
    const [open, close] = isLoose ? ["(", ")"] : ["", ""];
    return [{ text: (index === 0 ? "" : " && ") + open }, ...testOf(guard), { text: close }];
  });
}

function joined(values: readonly (readonly Piece[])[]): Piece[] {
  return values.flatMap((value, index): Piece[] => (index === 0 ? [...value] : [{ text: ", " }, ...value]));
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
