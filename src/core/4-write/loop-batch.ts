import type { Piece } from "../model/edit.js";
import type { Span } from "../model/span.js";
import type { LoopMember, LoopPart, LoopSplit, StatementAt, Step } from "../model/steps.js";
import type { ToolCall } from "../model/workflow.js";
import { copyOf, onOneLine } from "./copies.js";
import { type Doc, listOf } from "./doc.js";
import { type Chosen, isGuarded, isSame, type LoopChoices, type LoopInput } from "./loop-choice.js";
import { commentsOf, pragmaBefore } from "./loop-comments.js";
import { allOf, testOf } from "./loop-conditions.js";
import { answersBoundBy, areBoundTogether, partsLeft } from "./loop-parts.js";
import { rowsDoc, rowsStatement } from "./loop-rows.js";
import { chooseForms, memberPieces, type BatchMember } from "./members.js";

/** What a row comes to: a list or a block, which begins on the line of its arrow, or something that may go to the next line. */
type Row =
  | { readonly kind: "hug"; readonly arrow: string; readonly value: readonly Doc[] }
  | { readonly kind: "chain"; readonly value: readonly Doc[] };

/** Writes the batches of a loop, and of those in its body. */
export class LoopBatches {
  /** Calls that are written as tuples: they no longer use the name `callTool`. */
  readonly tuples = new Set<string>();
  hasBranches = false;
  hasBatches = false;
  hasSettled = false;
  readonly #commented = new Set<Span>();

  constructor(readonly choices: LoopChoices) {}

  get #input(): LoopInput {
    return this.choices.input;
  }

  /** `callToolsParallel(rows.map((row) => member))` */
  batch(chosen: Chosen, stage: number): Doc[] {
    const { style } = this.#input.workflow;
    return [
      {
        group: [
          { text: `${this.#calleeOf(chosen.split, stage)}(` },
          { indent: [{ line: "" }, ...this.#each(chosen, stage)] },
          { broken: style.trailingCommas ? "," : "", flat: "" },
          { line: "" },
          { text: ")" },
        ],
      },
    ];
  }

  /** The function for all rows: where several answers of a row settle one by one, or an inner loop's do, no row fails. */
  #calleeOf(split: LoopSplit, stage: number): string {
    const { members } = split.stages[stage]!;
    return this.#callee(
      split.isSettled && members.length === 1 && this.choices.isUnwrapped(split, stage, members[0]!.step),
    );
  }

  #callee(isSettled: boolean): string {
    const { helper } = this.#input;
    if (isSettled) this.hasSettled = true;
    else this.hasBatches = true;
    return isSettled ? helper.settled!.callee : helper.callee!;
  }

  /** `rows.map((row) => member)` */
  #each(chosen: Chosen, stage: number): Doc[] {
    const { split, rows, index, answers } = chosen;
    const { usesRow, earlier, unused } = split.stages[stage]!;
    const { names, source } = this.#input;
    const link = this.choices.linkBefore(split, stage);
    const { rows: kind } = split;
    const isCount = kind.kind === "count" && link === undefined;
    const needsIndex = link === undefined && (earlier.length > 0 || (isCount && usesRow));
    const target = link && this.#input.callOf(link.member.step.call!).target;
    const row: readonly Piece[] =
      target?.kind === "declare"
        ? copyOf(target.pattern, without(unused.stretches))
        : usesRow && !isCount
          ? this.choices.patternOf(chosen, unused)
          : needsIndex
            ? [{ text: names.local(["_", "_row"]) }]
            : [];
    const parameters: Doc[] = [{ text: "(" }, ...row, { text: needsIndex ? `, ${index})` : ")" }];
    const member = this.#row(chosen, stage);
    const callee = (open: string): Doc[] =>
      this.#mapping(open, isCount ? kind.length : undefined, parameters, member);
    if (link) return [{ text: answers[link.stage]!.text }, ...callee(".map(")];
    if (rows !== undefined) return [{ text: rows }, ...callee(".map(")];
    if (isCount) {
      void source;
      return callee("Array.from(");
    }
    return rowsDoc(this.choices, chosen, [callee(".map(")]);
  }

  /** `.map((row) => …)`, or `Array.from({ length: 3 }, (_, i) => …)`. */
  #mapping(open: string, length: Span | undefined, parameters: readonly Doc[], row: Row): Doc[] {
    const { style } = this.#input.workflow;
    const [start, end] = style.bracketSpacing ? ["{ ", " }"] : ["{", "}"];
    const first: Doc[] =
      length === undefined
        ? []
        : [{ text: `${start}length: ` }, { from: length, isCopy: true }, { text: `${end},` }];
    if (row.kind === "hug")
      return [
        { text: open },
        ...first,
        { text: length === undefined ? "" : " " },
        ...parameters,
        { text: row.arrow },
        ...row.value,
        { text: ")" },
      ];
    return [
      {
        group: [
          { text: open },
          {
            indent: [
              { line: "" },
              ...first,
              ...(length === undefined ? [] : [{ line: " " }]),
              ...parameters,
              { text: " => () =>" },
              { group: [{ indent: [{ line: " " }, ...row.value] }] },
            ],
          },
          { broken: style.trailingCommas ? "," : "", flat: "" },
          { line: "" },
          { text: ")" },
        ],
      },
    ];
  }

  /** What a row comes to, after what it needs. */
  #row(chosen: Chosen, stage: number): Row {
    const { split } = chosen;
    const { members, isLate } = split.stages[stage]!;
    const isApart = members.some(isGuarded) || (isLate && members.length > 1);
    // What no condition stands before all members of a row share.
    const shared = isApart ? [] : partsLeft(this.choices, chosen, stage, sharedParts(members));
    const rows = isApart ? [] : members.flatMap(({ step }) => this.#rowsInside(chosen, step));
    const values = this.#values(chosen, stage, isApart);
    const [only] = values;
    const isSingle = values.length === 1;
    this.hasBranches ||= !isSingle || only!.kind !== "list";
    const value: Value = isSingle ? only! : { kind: "branch", body: this.#list(split, values) };
    const before = [...this.#parts(chosen, stage, shared), ...rows];
    if (before.length === 0) {
      if (value.kind === "list") return { kind: "hug", arrow: " => ", value: value.value };
      return value.kind === "block"
        ? { kind: "hug", arrow: " => () => ", value: value.body }
        : { kind: "chain", value: value.body };
    }
    const isLateBlock = isLate && isSingle && !isApart && value.kind === "branch";
    const last: Doc[] = isLateBlock ? [...value.body] : valueDoc(value);
    return {
      kind: "hug",
      arrow: isLateBlock ? " => () => " : " => ",
      value: this.#block([...before, [{ text: "return " }, ...last]]),
    };
  }

  /** Several calls of a row; all of them lists, each stands on a line of its own, as formatters have it. */
  #list(split: LoopSplit, values: readonly Value[]): Doc[] {
    const { style } = this.#input.workflow;
    const areLists = values.every((value) => value.kind === "list");
    return [
      { text: `${this.#callee(split.isSettled)}(` },
      listOf("[", values.map(valueDoc), "]", style.trailingCommas, areLists),
      { text: ")" },
    ];
  }

  /** The rows of an inner loop, where they need a statement of their own. */
  #rowsInside(chosen: Chosen, { loop }: Step): Doc[][] {
    const inner = loop && chosen.inner.get(loop.loop)!;
    if (!inner || inner.rows === undefined) return [];
    return [splitLines(rowsStatement(this.choices, inner, ""), this.#input.workflow.style.newline)];
  }

  /** The members of a row; `isApart`: each evaluates what it needs itself. */
  #values(chosen: Chosen, stage: number, isApart: boolean): Value[] {
    const { workflow, source, callOf, helper, mayWrite } = this.#input;
    const { members, isLate } = chosen.split.stages[stage]!;
    const forms = chooseForms(
      members.flatMap(({ step }) => (step.loop ? [] : [[step, callOf(step.call!)] as const])),
      helper,
      mayWrite,
      { source, typed: workflow.typed, takesMembers: false },
    );
    return members.map((member): Value => {
      const { step } = member;
      const parts = isApart ? partsLeft(this.choices, chosen, stage, member.parts) : [];
      if (step.loop) {
        const body = this.batch(chosen.inner.get(step.loop.loop)!, step.loop.stage);
        this.hasBranches = true;
        return isApart
          ? this.#guarded(chosen, stage, parts, body, this.#rowsInside(chosen, step))
          : { kind: "branch", body };
      }
      const form = forms.find((one) => one.step === step)!;
      const isTyped = workflow.typed && form.call.typeArgument !== undefined;
      const isBranch = (isApart && member.parts.length > 0) || isTyped || (isLate && members.length === 1);
      const one: BatchMember = form.form === "tuple" && isBranch ? { ...form, form: "branch" } : form;
      const changes = inlinedIn(chosen.split, stage);
      if (one.form === "tuple") {
        this.tuples.add(step.call!);
        return { kind: "list", value: this.#tuple(one.call, changes) };
      }
      this.hasBranches = true;
      const body = this.#branch(one, changes);
      return isApart && member.parts.length > 0
        ? this.#guarded(chosen, stage, parts, body, [])
        : { kind: "branch", body };
    });
  }

  /** `["summarize", text]` */
  #tuple(call: ToolCall, changes: ReturnType<typeof without>): Doc[] {
    const { source, workflow } = this.#input;
    const pragma = pragmaBefore(call, call.args, source);
    let between = "";
    let at = call.args.start;
    for (const { start, end } of call.argSpans) {
      between += source.slice(at, start);
      at = end;
    }
    between += source.slice(at, call.args.end);
    // Comments beside the arguments keep these as they are.
    if (between.includes("/"))
      return [...pragma, { text: "[" }, ...copyOf(call.args, changes), { text: "]" }];
    const parts = call.argSpans.map((span) => this.#argument(copyOf(span, changes)));
    return [...pragma, listOf("[", parts, "]", workflow.style.trailingCommas)];
  }

  #argument(pieces: readonly Piece[]): Doc[] {
    const { source } = this.#input;
    const line = onOneLine(pieces, source, this.#fixed());
    const isBroken = pieces.some(
      (piece) => "from" in piece && /[\r\n]/.test(source.slice(piece.from.start, piece.from.end)),
    );
    return isBroken && line ? [{ either: [line, pieces] }] : [...pieces];
  }

  /** Stretches that are edited as a whole. */
  #fixed(): Span[] {
    const { calls, loops, fixedText } = this.#input.workflow;
    return [...calls.map(({ whole }) => whole), ...loops.flatMap(({ narrowed }) => narrowed), ...fixedText];
  }

  /** What a branch waits for. */
  #branch(member: BatchMember, changes: ReturnType<typeof without>): Doc[] {
    const { source, workflow } = this.#input;
    const { call } = member;
    const pragma = pragmaBefore(call, call.call, source);
    if (
      call.guard ||
      member.expected !== undefined ||
      (changes.length === 0 && call.form !== "branch" && call.members.length > 0)
    ) {
      const pieces = memberPieces(member, workflow, source, "", "");
      const [first, ...rest] = pieces;
      const text = first && "text" in first ? first.text : "";
      // A choice stands in parentheses only on one line.
      const isChoice = /^\(\) => \($/.test(text) && pieces.length > 2;
      if (isChoice)
        return [
          ...pragma,
          { broken: "", flat: "(" },
          ...rest.slice(0, -1).map((piece): Piece => ("from" in piece ? { ...piece, isCopy: true } : piece)),
          { broken: "", flat: ")" },
        ];
      return [...pragma, { text: text.replace(/^\(?(async )?\(\) => /, "") }, ...rest];
    }
    // (`callTool(…)` itself is no stretch that is edited, but the `await` around it.)
    const pieces = copyOf(call.call, changes);
    // (A batch of the program is laid out already.)
    if (call.members.length > 0) return [...pragma, ...pieces];
    const fixed = this.#fixed().filter(({ start, end }) => start >= call.call.start && end <= call.call.end);
    const line = onOneLine(pieces, source, fixed);
    return [...pragma, ...(line && line.length > 1 ? [{ either: [line, pieces] as const }] : pieces)];
  }

  /** A branch that asks whether its call is to be made. */
  #guarded(
    chosen: Chosen,
    stage: number,
    parts: readonly LoopPart[],
    value: readonly Doc[],
    rows: readonly (readonly Doc[])[],
  ): Value {
    const { source } = this.#input;
    const guards = parts.flatMap((part) => ("guard" in part ? [part.guard] : []));
    if (guards.length === parts.length && rows.length === 0 && guards.length > 0)
      return {
        kind: "branch",
        body: [
          // A choice stands in parentheses only behind its arrow.
          { broken: "", flat: "(" },
          {
            group: [
              ...allOf(guards, source),
              { indent: [{ line: " " }, { text: "? " }, ...value, { line: " " }, { text: ": undefined" }] },
            ],
          },
          { broken: "", flat: ")" },
        ],
      };
    if (parts.length === 0 && rows.length === 0) return { kind: "branch", body: value };
    return {
      kind: "block",
      body: this.#block([...this.#parts(chosen, stage, parts), ...rows, [{ text: "return " }, ...value]]),
    };
  }

  /** The statements that stand before a member. */
  #parts(chosen: Chosen, stage: number, parts: readonly LoopPart[]): Doc[][] {
    const { source, workflow } = this.#input;
    const { split } = chosen;
    const end = workflow.style.semicolons ? ";" : "";
    const { unused } = split.stages[stage]!;
    const taken = (at: StatementAt): boolean =>
      parts.some((part) => "statement" in part && isSame(part.statement, at));
    const lines: Doc[][] = [];
    const together = new Set<number>();
    for (const part of parts) {
      if ("guard" in part) {
        lines.push([
          { text: "if (" },
          ...testOf({ ...part.guard, isNegated: !part.guard.isNegated }, source),
          { text: `) return undefined${end}` },
        ]);
        continue;
      }
      const bound = answersBoundBy(this.choices, chosen, part.statement);
      if (!bound) {
        lines.push(...this.#statement(chosen, part.statement, without(unused.stretches)));
        continue;
      }
      if (together.has(bound.stage)) continue;
      const isTogether = areBoundTogether(this.choices, chosen, bound.stage, taken);
      if (isTogether) together.add(bound.stage);
      const { target } = this.#input.callOf(bound.member.step.call!);
      const pattern = isTogether
        ? this.choices.answerPattern(split, bound.stage, unused.stretches, taken)
        : target.kind === "declare"
          ? copyOf(target.pattern, without(unused.stretches))
          : [];
      const value = isTogether
        ? this.choices.rowIn(chosen, bound.stage).text
        : this.choices.answerIn(chosen, bound.stage, bound.index).text.replace(/^\((.* as .*)\)$/, "$1");
      lines.push([{ text: "const " }, ...pattern, { text: ` = ${value}${end}` }]);
    }
    return lines;
  }

  /** A copy of a statement, with its comments where nothing else is left of it. */
  #statement(chosen: Chosen, at: StatementAt, changes: ReturnType<typeof without>): Doc[][] {
    const statement = this.choices.statementOf(at);
    const copy = copyOf(statement.span, changes);
    const { source } = this.#input;
    if (this.choices.isKept(chosen.split, at) || this.#commented.has(statement.span)) return [copy];
    this.#commented.add(statement.span);
    const comments = commentsOf(statement, source);
    const lead = comments.filter(({ start }) => start < statement.span.start);
    const trail = comments.filter(({ start }) => start > statement.span.start);
    return [
      ...lead.map((from): Doc[] => [{ from, isCopy: true }]),
      [...copy, ...trail.flatMap((from): Doc[] => [{ text: " " }, { from, isCopy: true }])],
    ];
  }

  #block(lines: readonly (readonly Doc[])[]): Doc[] {
    const end = this.#input.workflow.style.semicolons ? ";" : "";
    return [
      { text: "{" },
      { indent: lines.flatMap((line): Doc[] => [{ hard: true }, ...line]) },
      { text: end },
      { hard: true },
      { text: "}" },
    ];
  }
}

/** A member of a row: a list, or what a function of no arguments answers; `block` is its whole body. */
type Value =
  | { readonly kind: "list"; readonly value: readonly Doc[] }
  | { readonly kind: "branch" | "block"; readonly body: readonly Doc[] };

function valueDoc(value: Value): Doc[] {
  if (value.kind === "list") return [...value.value];
  if (value.kind === "block") return [{ text: "() => " }, ...value.body];
  return [{ text: "() =>" }, { group: [{ indent: [{ line: " " }, ...value.body] }] }];
}

/** Stretches that are left out. */
function without(stretches: readonly Span[]): { readonly span: Span; readonly pieces: readonly Piece[] }[] {
  return stretches.map((span) => ({ span, pieces: [] }));
}

/** Constants that stand in the place of their only use. */
function inlinedIn(split: LoopSplit, stage: number): ReturnType<typeof without> {
  return split.stages[stage]!.inlined.map(({ use, value, needsParentheses, property }) => ({
    span: use,
    pieces: [
      { text: (property === undefined ? "" : `${property}: `) + (needsParentheses ? "(" : "") },
      { from: value, isCopy: true },
      { text: needsParentheses ? ")" : "" },
    ],
  }));
}

/** Statements that the members of a row need, once each, in order. */
function sharedParts(members: readonly LoopMember[]): readonly LoopPart[] {
  const shared = new Map<string, LoopPart>();
  for (const { parts } of members)
    for (const part of parts)
      if ("statement" in part) shared.set(`${part.statement.region} ${part.statement.statement}`, part);
  return [...shared.values()];
}

/** Lines that were written already. */
function splitLines(pieces: readonly Piece[], newline: string): Doc[] {
  return pieces.flatMap((piece): Doc[] => {
    if (!("text" in piece) || !piece.text.includes(newline)) return [piece];
    return piece.text
      .split(newline)
      .flatMap((text, index): Doc[] => (index === 0 ? [{ text }] : [{ hard: true }, { text }]));
  });
}
