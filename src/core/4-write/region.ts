import type { Edit, Piece } from "../model/edit.js";
import type { Item, RegionSchedule } from "../model/schedule.js";
import type { RegionAnalysis, Step } from "../model/steps.js";
import type { Span } from "../model/span.js";
import type { Region, Statement, ToolCall, Workflow } from "../model/workflow.js";
import type { Helper } from "./imports.js";
import { aroundCall } from "./conditioned-member.js";
import type { LoopWriter } from "./loop.js";
import { bodyOf, keptOf } from "./guarded-member.js";
import { flatElements, flatPiece, type FlatElement } from "./flat-member.js";
import { indentAt } from "./layout.js";
import {
  chooseForms,
  isDiscarded,
  isListed,
  keptTypeArgument,
  memberPieces,
  type BatchMember,
} from "./members.js";
import { answerName, type Names } from "./names.js";

/** A stretch of the new region: an old statement, or calls that were taken out of theirs. */
type Unit =
  | { readonly kind: "statement"; readonly index: number }
  | { readonly kind: "calls"; readonly members: readonly BatchMember[] };

export interface RegionInput {
  readonly source: string;
  readonly workflow: Workflow;
  readonly region: Region;
  readonly analysis: RegionAnalysis;
  readonly schedule: RegionSchedule;
  readonly callOf: (id: string) => ToolCall;
  readonly mayWrite: (call: ToolCall) => boolean;
  readonly helper: Helper;
  readonly names: Names;
  readonly loops: LoopWriter;
  /** New text for the top of the region, where the region begins with what is rewritten: an import. */
  readonly prelude: { readonly text: string } | undefined;
}

export interface RegionOutput {
  readonly edits: readonly Edit[];
  /** Calls that are written as tuples: they no longer use the name `callTool`. */
  readonly tuples: number;
  readonly hasBranches: boolean;
  readonly hasBatches: boolean;
  readonly usedPrelude: boolean;
}

/** Writes a region in the order of its schedule. */
export function writeRegion(input: RegionInput): RegionOutput {
  const units = unitsOf(input);
  const { region, source, workflow } = input;
  const isSame = (unit: Unit | undefined, index: number): boolean =>
    unit?.kind === "statement" && unit.index === index;
  let first = 0;
  while (first < units.length && isSame(units[first], first)) first++;
  let last = region.statements.length - 1;
  let lastUnit = units.length - 1;
  while (lastUnit >= first && last >= first && isSame(units[lastUnit], last)) {
    last--;
    lastUnit--;
  }
  // Calls alone were put in: the statement behind them is written anew with them.
  if (last < first) {
    last++;
    lastUnit++;
  }
  const writer = new UnitWriter(input);
  const pieces: Piece[] = [];
  const usedPrelude = first === 0 && input.prelude !== undefined;
  const top = region.statements[first]!;
  const topStart = bodyStart(source, top);
  if (first === 0) {
    // What stands at the top of a file or block, apart from the first statement, stays there.
    pieces.push({ from: { start: top.chunk.start, end: topStart } });
    if (top.leadStart > topStart) pieces.push({ from: { start: topStart, end: top.leadStart } });
    if (input.prelude) pieces.push(input.prelude, { text: indentAt(source, top.span.start) });
  }
  let end = first > 0 ? endOfUnit(input, units[first - 1]!) : ";";
  for (const [index, unit] of units.slice(first, lastUnit + 1).entries()) {
    const isTop = first === 0 && index === 0;
    const text = writer.unit(unit, isTop, first);
    if (!isTop && needsSemicolon(input, end, unit, text[0])) {
      const [separator, ...rest] = text;
      // Without semicolons, the one that a line needs stands before it.
      if (!workflow.style.semicolons && unit.kind === "statement" && hasLineBreak(separator))
        pieces.push(separator!, { text: ";" }, ...rest);
      else pieces.push({ text: ";" }, ...text);
    } else pieces.push(...text);
    end = endOfUnit(input, unit);
  }
  const after = units[lastUnit + 1];
  if (
    after &&
    needsSemicolon(input, end, after, {
      text: region.statements[last + 1]!.ownLine ? workflow.style.newline : " ",
    })
  ) {
    // The semicolon at the start of its line (`;[a, b].sort()`) went with the statement before.
    const next = region.statements[last + 1]!;
    const isBroken = next.ownLine && !/[\r\n]/.test(source.slice(next.chunk.start, next.span.start));
    pieces.push({ text: isBroken ? `${workflow.style.newline}${indentAt(source, next.span.start)};` : ";" });
  }
  const edits: Edit[] = [
    { span: { start: top.chunk.start, end: region.statements[last]!.chunk.end }, pieces },
  ];
  const { nameEdits, tuples, hasBranches, hasBatches } = writer;
  return { edits: [...edits, ...nameEdits], tuples, hasBranches, hasBatches, usedPrelude };
}

/** The character that a unit ends with. */
function endOfUnit({ region, source, workflow }: RegionInput, unit: Unit): string {
  if (unit.kind === "calls") return workflow.style.semicolons ? ";" : ")";
  return source.charAt(region.statements[unit.index]!.span.end - 1);
}

/** Whether a unit would run into the one before it: `a` above `[b] = c`, or beside another on one line. */
function needsSemicolon(
  { region, source }: RegionInput,
  end: string,
  unit: Unit,
  separator: Piece | undefined,
): boolean {
  if (end === ";" || unit.kind === "calls") return end !== ";" && end !== "}" && !hasLineBreak(separator);
  const continues = /[([`+\-/]/.test(source.charAt(region.statements[unit.index]!.span.start));
  return continues || (end !== "}" && !hasLineBreak(separator));
}

function hasLineBreak(piece: Piece | undefined): boolean {
  return piece !== undefined && "text" in piece && /[\r\n]/.test(piece.text);
}

/** The order of statements and batches; a single call stays in its statement where that stands right behind it. */
function unitsOf({ analysis, schedule, callOf, helper, mayWrite, source, workflow }: RegionInput): Unit[] {
  const { steps } = analysis;
  const { items } = schedule;
  const lastStepOf = new Map<number, Step>();
  for (const step of steps) lastStepOf.set(step.statement, step);
  const membersOf = (item: Item & { kind: "calls" }): readonly BatchMember[] =>
    chooseForms(
      item.steps.map((step) => [steps[step]!, callOf(steps[step]!.call!)] as const),
      helper,
      mayWrite,
      { source, typed: workflow.typed, takesMembers: true },
    );
  const units: Unit[] = [];
  for (const [index, item] of items.entries()) {
    if (item.kind === "code") {
      units.push({ kind: "statement", index: steps[item.step]!.statement });
      continue;
    }
    const [only] = item.steps;
    const step = steps[only!]!;
    if (item.steps.length > 1 || step.loop) units.push({ kind: "calls", members: membersOf(item) });
    else if (step.isWhole) units.push({ kind: "statement", index: step.statement });
    else if (!staysInside(items, index, steps, lastStepOf.get(step.statement)!))
      units.push({ kind: "calls", members: membersOf(item) });
  }
  return units;
}

/** Whether nothing stands between a single call and the rest of its statement but other single calls of the statement. */
function staysInside(items: readonly Item[], index: number, steps: readonly Step[], end: Step): boolean {
  for (const item of items.slice(index + 1)) {
    if (item.kind === "code") return item.step === end.index;
    const [only, ...others] = item.steps;
    const next = steps[only!]!;
    // (A loop goes through what a call in its head answers: that has a name.)
    if (others.length > 0 || next.statement !== end.statement || next.loop) return false;
    if (only === end.index) return true;
  }
  return false;
}

/** The calls of a schedule that are taken out of their statements: batched, or single ones that cannot stay inside. */
class UnitWriter {
  readonly nameEdits: Edit[] = [];
  tuples = 0;
  hasBranches = false;
  hasBatches = false;

  constructor(readonly input: RegionInput) {}

  unit(unit: Unit, isTop: boolean, first: number): Piece[] {
    const { region, source } = this.input;
    if (unit.kind === "statement") {
      const statement = region.statements[unit.index]!;
      const start = unit.index === first && first === 0 ? statement.leadStart : bodyStart(source, statement);
      return [
        ...(isTop ? [] : this.#separator(unit.index, first)),
        { from: { start, end: statement.chunk.end } },
      ];
    }
    const [member] = unit.members;
    const index = member!.step.statement;
    return [...(isTop ? [] : this.#separator(index, first)), ...this.#calls(unit.members, first)];
  }

  /** The white space before a statement that is moved: its own, but where it stood first. */
  #separator(index: number, first: number): Piece[] {
    const { region, source, workflow } = this.input;
    const statement = region.statements[index]!;
    const start = bodyStart(source, statement);
    const own = source.slice(statement.chunk.start, start);
    if (index === 0 && first === 0)
      return [
        { text: statement.ownLine ? workflow.style.newline + indentAt(source, statement.span.start) : " " },
      ];
    // A semicolon at the start of a line (`;[a, b].sort()`) belongs to the statement before.
    const isBroken = statement.ownLine && !/[\r\n]/.test(own);
    return [
      {
        text: isBroken
          ? workflow.style.newline + indentAt(source, statement.span.start)
          : own === ""
            ? " "
            : own,
      },
    ];
  }

  #calls(members: readonly BatchMember[], first: number): Piece[] {
    const { source, workflow, region, helper } = this.input;
    const { style } = workflow;
    const statements = members.map((member) => region.statements[member.step.statement]!);
    const indent = indentAt(source, statements[0]!.span.start);
    const end = style.semicolons ? ";" : "";
    const { pattern, type, after } = this.#pattern(members);
    const detached = members.flatMap((member, index): Piece[] =>
      this.#detached(member, statements[index]!, first, indent),
    );
    const isCast = type.length > 0 && workflow.isBatchList;
    const annotation: Piece[] = type.length > 0 && !isCast ? [{ text: ": " }, ...type] : [];
    const head: Piece[] = pattern
      ? [{ text: `${pattern.keyword} ` }, ...pattern.pieces, ...annotation, { text: " = " }]
      : [];
    const [only] = members;
    if (members.length === 1 && only?.step.loop)
      return this.#loop(only, statements[0]!, detached, head, indent);
    if (members.length === 1 && only) {
      const { condition } = only.call;
      const [beforeCall, afterCall] = condition ? aroundCall(condition, source) : ["", ""];
      return [
        ...detached,
        ...head,
        { text: `${beforeCall}${only.call.guard ? "" : "await "}`, at: bodyOf(only.call).start },
        { from: bodyOf(only.call), inside: true },
        { text: `${afterCall}${end}` },
        ...after,
      ];
    }
    this.hasBatches = true;
    const comments = members.map((member, index) => this.#comments(member, statements[index]!));
    // A comment above the first call alone speaks of them all, unless it is for parcall.
    const isHeading =
      comments.slice(1).every(({ lead }) => !lead) &&
      comments[0]!.lead !== undefined &&
      !/parcall/.test(source.slice(comments[0]!.lead.start, comments[0]!.lead.end));
    const heading: Piece[] = isHeading
      ? [{ from: comments[0]!.lead! }, { text: style.newline + indent }]
      : [];
    const isBare = comments.every(({ lead, trail, strays }) => !lead && !trail && strays.length === 0);
    const isOneLine =
      isBare &&
      statements.every((statement, index) => index === 0 || !statement.ownLine) &&
      !this.#hasLineBreak(members);
    const inner = indent + style.indent;
    const list: Piece[] = [];
    const rows: Piece[] = [];
    for (const [index, member] of members.entries()) {
      const { lead, trail, strays } = comments[index]!;
      if (!isOneLine) list.push({ text: style.newline + inner });
      else if (index > 0) list.push({ text: ", " });
      if (lead && !(isHeading && index === 0))
        list.push({ from: lead, shift: style.indent }, { text: isOneLine ? " " : style.newline + inner });
      for (const stray of strays)
        list.push(
          { from: stray, shift: style.indent },
          { text: source.startsWith("//", stray.start) ? style.newline + inner : " " },
        );
      if (member.form === "flat") {
        const elements = flatElements(member.call.list!, source);
        list.push(...this.#flat(elements, inner, isOneLine));
        const last = elements.at(-1)!.trail;
        if (!isOneLine && (style.trailingCommas || index < members.length - 1)) list.push({ text: "," });
        for (const comment of [last, trail]) if (comment) list.push({ text: " " }, { from: comment });
        this.hasBranches ||= member.call.list!.hasBranches;
        continue;
      }
      if (member.step.loop) {
        const { comments: own, before, pieces } = this.input.loops.branch(member.step, inner, indent);
        rows.push(...before);
        for (const from of own) list.push({ from, isCopy: true }, { text: style.newline + inner });
        list.push(...pieces);
      } else list.push(...memberPieces(member, workflow, source, style.indent, inner));
      if (!isOneLine && (style.trailingCommas || index < members.length - 1)) list.push({ text: "," });
      if (trail) list.push({ text: " " }, { from: trail });
      if (member.form === "tuple") this.tuples++;
      else this.hasBranches = true;
    }
    if (!isOneLine) list.push({ text: style.newline + indent });
    const hoisted = this.#hoist(members, indent);
    const body =
      helper.callee === undefined
        ? this.#promises(list, head, indent)
        : [
            ...head,
            { text: `${isCast ? "(" : ""}await ${helper.callee}([` },
            ...list,
            { text: "])" },
            ...(isCast ? [{ text: ") as " }, ...type] : []),
            { text: end },
          ];
    return [...detached, ...hoisted, ...rows, ...heading, ...body, ...after];
  }

  /** The calls of a loop, alone. */
  #loop(
    member: BatchMember,
    statement: Statement,
    detached: Piece[],
    head: Piece[],
    indent: string,
  ): Piece[] {
    const { workflow } = this.input;
    const { style } = workflow;
    const { lead, trail } = this.#comments(member, statement);
    const { comments, before, pieces } = this.input.loops.alone(member.step, indent);
    const hoisted = this.#hoist([member], indent);
    return [
      ...detached,
      ...(lead ? [{ from: lead }, { text: style.newline + indent }] : []),
      ...comments.flatMap((from): Piece[] => [{ from, isCopy: true }, { text: style.newline + indent }]),
      ...hoisted,
      ...before,
      ...head,
      { text: "await " },
      ...pieces,
      { text: style.semicolons ? ";" : "" },
      ...(trail ? [{ text: " " }, { from: trail }] : []),
    ];
  }

  /** The members of a batch of the program, all but the comma behind the last one and the comment there. */
  #flat(elements: readonly FlatElement[], inner: string, isOneLine: boolean): Piece[] {
    const { source, workflow } = this.input;
    const { style } = workflow;
    const newLine = { text: isOneLine ? " " : style.newline + inner };
    return elements.flatMap(({ lead, element, trail }, index): Piece[] => [
      ...(index > 0 ? [newLine] : []),
      ...lead.flatMap((comment): Piece[] => [{ from: comment, shift: style.indent }, newLine]),
      flatPiece(element, source, style.indent, inner),
      ...(index < elements.length - 1 ? [{ text: "," }] : []),
      ...(trail && index < elements.length - 1 ? [{ text: " " }, { from: trail }] : []),
    ]);
  }

  /** Constants for what the branches of a batch could not refer to with the type that it has here. */
  #hoist(members: readonly BatchMember[], indent: string): Piece[] {
    const { names, workflow, source } = this.input;
    const { style } = workflow;
    const byPath = new Map<string, string>();
    const pieces: Piece[] = [];
    for (const { call, form, isSafe, step } of members) {
      if (form === "tuple" || (form === "promise" && isSafe)) continue;
      const narrowed = step.loop ? this.input.loops.narrowedIn(step) : call.narrowed;
      for (const { path, name: base, isShorthand, start, end } of narrowed) {
        let name = byPath.get(path);
        if (name === undefined) {
          name = names.fresh(base);
          byPath.set(path, name);
          pieces.push({
            text: `const ${name} = ${source.slice(start, end)}${style.semicolons ? ";" : ""}${style.newline}${indent}`,
            at: start,
          });
        }
        const text = isShorthand ? `${source.slice(start, end)}: ${name}` : name;
        this.nameEdits.push({ span: { start, end }, pieces: [{ text, at: start }] });
      }
    }
    return pieces;
  }

  /** Without a batch function: all are waited for, then the error of the lowest index is thrown, as `Promise.all` finds it. */
  #promises(list: readonly Piece[], head: readonly Piece[], indent: string): Piece[] {
    const { names, workflow } = this.input;
    const { style } = workflow;
    const end = style.semicolons ? ";" : "";
    const pending = names.fresh("pending");
    const between = `${end}${style.newline}${indent}`;
    const tuple = workflow.typed ? " as const" : "";
    return [
      { text: `const ${pending} = [` },
      ...list,
      { text: `]${tuple}${between}await Promise.allSettled(${pending})${between}` },
      ...head,
      { text: `await Promise.all(${pending})${end}` },
    ];
  }

  /** What the answers are bound to, its type where one is written, and the statements that take what the pattern could not. */
  #pattern(members: readonly BatchMember[]) {
    const { workflow, source, helper } = this.input;
    const { style } = workflow;
    const end = style.semicolons ? ";" : "";
    const declared = members.filter(
      ({ step, call }) => step.isWhole && !step.loop && call.target.kind === "declare",
    );
    const keywords = new Set(
      declared
        .filter(({ isWidened }) => !isWidened)
        .map(({ call }) => (call.target.kind === "declare" ? call.target.keyword : "const")),
    );
    const isMixed =
      keywords.size > 1 ||
      declared.length <
        members.filter(({ call, step }) => !(step.isWhole && call.target.kind === "unused")).length;
    const keyword =
      keywords.size === 1 && !(isMixed && !keywords.has("const") && declared.length === 0)
        ? [...keywords][0]!
        : "const";
    const typeOf = (member: BatchMember): Span | undefined =>
      keptTypeArgument(member, source) ?? annotationOf(member);
    const hasTypes = workflow.typed && members.some((member) => typeOf(member) !== undefined);
    // A type for the whole list needs one for each member, and only a tuple's is known to be `any`.
    const isTyped = hasTypes && members.every((member) => isListed(member, helper));
    const slots: Piece[][] = [];
    const types: Piece[][] = [];
    const after: Piece[] = [];
    const indent = indentAt(source, this.input.region.statements[members[0]!.step.statement]!.span.start);
    for (const member of members) {
      const { call, step } = member;
      const { target } = call;
      if (member.step.loop) {
        types.push([{ text: "any" }]);
        slots.push(
          this.input.loops.isDiscarded(member.step) ? [] : [{ text: this.input.loops.nameOf(member.step) }],
        );
        continue;
      }
      const type = typeOf(member);
      if (member.form === "flat") {
        const { elements, slots: places } = call.list!;
        for (const index of elements.keys()) {
          const place = places[index];
          slots.push(place ? [{ from: place }] : []);
          types.push([{ text: place ? "any" : "unknown" }]);
        }
        continue;
      }
      if (isDiscarded(member)) {
        slots.push([]);
        types.push(type ? [{ from: type }] : [{ text: "unknown" }]);
        continue;
      }
      types.push(
        !type
          ? [{ text: "any" }]
          : type === call.typeArgument && call.typeParameter === "free"
            ? [{ text: "Awaited<" }, { from: type }, { text: ">" }]
            : [{ from: type }],
      );
      if (target.kind === "declare" && step.isWhole) {
        const isCastKept = target.isCast && !helper.isKnown;
        // An annotation that is wider than the answer, as in `const user: User | null = await callTool<User>(…)`, is narrowed by it.
        const isOwnType =
          target.type !== undefined && type !== undefined && !isSameText(source, target.type, type);
        // Beside a branch, a tuple with a type of its own is declared with it.
        const ownType = target.type ?? (member.form === "tuple" && !isTyped ? type : undefined);
        const needsOwn =
          target.keyword !== keyword ||
          member.isWidened ||
          isOwnType ||
          (ownType !== undefined && (!isTyped || isCastKept));
        if (!needsOwn) {
          slots.push([{ from: target.pattern }]);
          continue;
        }
        const name = this.input.names.fresh(
          target.isName
            ? `${source.slice(target.pattern.start, target.pattern.end)}Answer`
            : call.members.length > 0
              ? "answers"
              : answerName(call.tool),
        );
        slots.push([{ text: name }]);
        after.push({ text: `${style.newline}${indent}${target.keyword} ` }, { from: target.pattern });
        if (ownType && !target.isCast) after.push({ text: ": " }, { from: ownType });
        after.push({ text: ` = ${name}` });
        if (target.type && target.isCast) after.push({ text: " as " }, { from: target.type });
        after.push({ text: end });
        continue;
      }
      slots.push([{ text: this.#nameFor(call) }]);
    }
    while (slots.length > 0 && slots.at(-1)!.length === 0) {
      slots.pop();
      if (!isTyped) types.pop();
    }
    if (slots.length === 0) return { pattern: undefined, type: [], after };
    const single = members.length === 1;
    const pieces = single ? slots[0]! : [{ text: "[" }, ...joined(slots), { text: "]" }];
    const typePieces = isTyped && !single ? [{ text: "[" }, ...joined(types), { text: "]" }] : [];
    return { pattern: { keyword, pieces }, type: typePieces, after };
  }

  /** A name that the statement suggests speaks of its only call, or of a property of its own. */
  #hintOf(call: ToolCall, hint: string | undefined): string | undefined {
    const { steps } = this.input.analysis;
    const isShared = steps.some((step) => {
      const other =
        step.call === undefined || step.call === call.id || step.statement !== call.statement
          ? undefined
          : this.input.callOf(step.call);
      return other?.target.kind === "inner" && other.target.hint === hint;
    });
    return isShared ? undefined : hint;
  }

  /** Gives the answer of a call a name, and puts the name where the call stood. */
  #nameFor(call: ToolCall): string {
    const { names, source } = this.input;
    const { target } = call;
    if (target.kind === "inner" && target.property) {
      const name = names.fresh(target.property.name);
      const { start, end } = target.property;
      this.nameEdits.push({
        span: { start, end },
        pieces: [
          {
            text:
              name === target.property.name && name !== "__proto__"
                ? name
                : `${target.property.name}: ${name}`,
            at: start,
          },
        ],
      });
      return name;
    }
    const assigned = target.kind === "assign" ? source.slice(target.name.start, target.name.end) : undefined;
    const declared =
      target.kind === "declare" && target.isName
        ? source.slice(target.pattern.start, target.pattern.end)
        : undefined;
    const base = assigned
      ? `latest${assigned.charAt(0).toUpperCase()}${assigned.slice(1)}`
      : declared
        ? `${declared}Answer`
        : (target.kind === "inner" && this.#hintOf(call, target.hint)) ||
          (call.members.length > 0 ? "answers" : answerName(call.tool));
    const name = names.fresh(base);
    this.nameEdits.push({ span: call.whole, pieces: [{ text: name, at: call.call.start }] });
    return name;
  }

  /** The comments of a statement that is dissolved: those above it, and those behind it. */
  #comments(
    member: BatchMember,
    statement: Statement,
  ): { lead: Span | undefined; trail: Span | undefined; strays: readonly Span[] } {
    const strays = this.#strays(member, statement);
    if (!member.step.isWhole) return { lead: undefined, trail: undefined, strays };
    const { source } = this.input;
    const lead =
      statement.leadStart < statement.span.start
        ? trimSpan(source, statement.leadStart, statement.span.start)
        : undefined;
    const trail = trimSpan(source, statement.span.end, statement.chunk.end);
    return { lead, trail: trail && trail.end > trail.start ? trail : undefined, strays };
  }

  /** Comments in those parts of a statement that the new text leaves out: `const a = // why`, a pragma between `await` and the call. */
  #strays({ call, step, form, isAsync }: BatchMember, statement: Statement): Span[] {
    const { source } = this.input;
    if (step.loop) return [];
    const inner = (call.target.kind === "inner" && call.target.property) || call.whole;
    const { start, end } = step.isWhole ? statement.span : inner;
    const kept =
      form === "tuple" ? [call.args] : form === "flat" ? [call.list!.inner] : keptOf(call, isAsync, source);
    if (step.isWhole && call.target.kind === "declare") {
      kept.push(call.target.pattern);
      if (call.target.type) kept.push(call.target.type);
    }
    kept.sort((a, b) => a.start - b.start);
    const strays: Span[] = [];
    let at = start;
    for (const next of [...kept, { start: end, end }]) {
      const gap = source.slice(at, next.start);
      const comment = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g;
      for (let match = comment.exec(gap); match; match = comment.exec(gap))
        strays.push({ start: at + match.index, end: at + match.index + match[0].length });
      at = Math.max(at, next.end);
    }
    return strays;
  }

  /** Comments above a dissolved statement that a blank line sets apart from it. */
  #detached({ step }: BatchMember, statement: Statement, first: number, indent: string): Piece[] {
    if (!step.isWhole || (first === 0 && step.statement === 0)) return [];
    const { source, workflow } = this.input;
    const span = trimSpan(source, bodyStart(source, statement), statement.leadStart);
    return span && span.end > span.start
      ? [{ from: span }, { text: workflow.style.newline + workflow.style.newline + indent }]
      : [];
  }

  #hasLineBreak(members: readonly BatchMember[]): boolean {
    return members.some(({ call, step }) => {
      if (step.loop) return true;
      const { start, end } = bodyOf(call);
      return call.list !== undefined || /[\r\n]/.test(this.input.source.slice(start, end));
    });
  }
}

function annotationOf({ step, call: { target } }: BatchMember): Span | undefined {
  return target.kind === "declare" && step.isWhole ? target.type : undefined;
}

function isSameText(source: string, a: Span, b: Span): boolean {
  return source.slice(a.start, a.end) === source.slice(b.start, b.end);
}

function joined(parts: readonly (readonly Piece[])[]): Piece[] {
  // A hole before another element is an empty place between two commas.
  return parts.flatMap((part, index): Piece[] => (index === 0 ? [...part] : [{ text: ", " }, ...part]));
}

/** Where the text of a statement begins, its comments included. */
function bodyStart(source: string, { chunk, leadStart }: Statement): number {
  let at = chunk.start;
  while (at < leadStart && /[\s\uFEFF]/.test(source.charAt(at))) at++;
  return at;
}

function trimSpan(source: string, start: number, end: number): Span | undefined {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(source.charAt(from))) from++;
  while (to > from && /\s/.test(source.charAt(to - 1))) to--;
  return from < to ? { start: from, end: to } : undefined;
}
