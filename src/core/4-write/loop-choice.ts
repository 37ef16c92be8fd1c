import type { Piece } from "../model/edit.js";
import type { LoopMember, LoopSplit, LoopStage, StatementAt, Step } from "../model/steps.js";
import type { Loop, Statement, ToolCall, Workflow } from "../model/workflow.js";
import { copyOf } from "./copies.js";
import type { Helper } from "./imports.js";
import { answerOfEach, listNames } from "./loop-names.js";
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

/** An expression, and its type where that has to be named. */
export interface Typed {
  readonly text: string;
  readonly type: string;
}

/** How what stays of a loop gets at the answers. */
export type Way =
  /** It goes through the rows again, and counts them. */
  | "rows"
  /** It goes through the answers of this stage, and needs nothing else. */
  | { readonly stage: number }
  /** It counts the answers. */
  | "index";

/** What is chosen once for a loop: names, and how its rows are gone through. */
export interface Chosen {
  readonly loop: Loop;
  readonly split: LoopSplit;
  readonly depth: number;
  /** The answers of a stage, where the loop stands. */
  readonly answers: readonly Typed[];
  /** The variable that counts the rows. */
  readonly index: string;
  readonly way: Way;
  /** Where what stays goes through answers: the variable, or pattern, that takes each. */
  readonly answer: readonly Piece[];
  /** The name of the rows, where they are written twice. */
  readonly rows: string | undefined;
  /** Loops in the body that leave with it. */
  readonly inner: ReadonlyMap<string, Chosen>;
}

/** A call of a loop's body in its stage. */
export interface PlacedMember {
  readonly stage: number;
  readonly index: number;
  readonly member: LoopMember;
}

/** Chooses names and ways, once for each loop. */
export class LoopChoices {
  readonly #chosen = new Map<string, Chosen>();

  constructor(readonly input: LoopInput) {}

  of(id: string): Chosen {
    const known = this.#chosen.get(id);
    if (known) return known;
    const { loops, names, source } = this.input;
    const answers = loops[id]!.stages.map((stage) => {
      const name = answerOfEach(this.#soleCall(stage), source);
      const text = names.first(
        listNames(name, ["answers", name === "answer" ? "results" : `${name}Answers`]),
      );
      return { text, type: `(typeof ${text})` };
    });
    return this.#choose(id, answers, []);
  }

  #choose(id: string, answers: readonly Typed[], outer: readonly string[]): Chosen {
    const { workflow, loops, names } = this.input;
    const loop = workflow.loops.find((one) => one.id === id)!;
    const split = loops[id]!;
    const letters = ["i", "j", "k", "m", "n"].filter((letter) => !outer.includes(letter));
    const index = split.rows.kind === "count" ? split.rows.name : names.local(letters);
    const way = this.#wayOf(split);
    const isGathered = split.rows.kind === "gathered";
    const needsRows =
      (way === "rows" && split.kept.length > 0) ||
      split.stages.filter((_, stage) => this.goesThroughRows(split, stage)).length > 1 ||
      isGathered;
    const isPlain = split.filters.length === 0 && split.rows.kind === "array" && split.rows.isStable;
    const rows =
      isGathered || (needsRows && !isPlain && split.rows.kind !== "count")
        ? names.first(this.#rowsNames(loop))
        : undefined;
    const inner = new Map<string, Chosen>();
    const chosen: Chosen = {
      loop,
      split,
      depth: outer.length,
      answers,
      index,
      way,
      answer: typeof way === "object" ? this.#answerOf(split, way.stage) : [],
      rows,
      inner,
    };
    this.#chosen.set(id, chosen);
    for (const { members } of split.stages)
      for (const { step } of members)
        if (step.loop && !inner.has(step.loop.loop))
          inner.set(
            step.loop.loop,
            this.#choose(step.loop.loop, this.#innerAnswers(chosen, step.loop.loop), [...outer, index]),
          );
    return chosen;
  }

  /** The answers of an inner loop, which are parts of those of the outer one. */
  #innerAnswers(chosen: Chosen, loop: string): readonly Typed[] {
    const answers: Typed[] = [];
    for (const [stage, { members }] of chosen.split.stages.entries())
      for (const [index, { step }] of members.entries())
        if (step.loop?.loop === loop) answers[step.loop.stage] = this.answerIn(chosen, stage, index);
    return answers;
  }

  #rowsNames(loop: Loop): readonly string[] {
    const { source } = this.input;
    const [name] = loop.names;
    if (loop.pattern && loop.isName)
      return listNames(source.slice(loop.pattern.start, loop.pattern.end), ["rows", `${name!}List`]);
    return loop.kind === "in" && loop.names.length === 1 ? listNames(name!, ["rows"]) : ["rows"];
  }

  #soleCall({ members }: LoopStage): ToolCall | undefined {
    const [only] = members;
    if (members.length !== 1 || !only) return undefined;
    const { loop, call } = only.step;
    return loop ? this.#soleCall(this.input.loops[loop.loop]!.stages[loop.stage]!) : this.input.callOf(call!);
  }

  /** Whether the batch of a stage goes through the rows, and not through the answers of the stage before it. */
  goesThroughRows(split: LoopSplit, stage: number): boolean {
    return split.stages[stage]!.usesRow || this.linkBefore(split, stage) === undefined;
  }

  /** Of a stage that needs nothing but the answers of an earlier one: that one. */
  linkBefore(split: LoopSplit, stage: number): PlacedMember | undefined {
    const { members, earlier, usesRow } = split.stages[stage]!;
    const [before] = earlier;
    if (usesRow || before === undefined || earlier.length > 1 || split.isSettled) return undefined;
    if (split.stages[before]!.members.length > 1 || members.some(({ step }) => step.loop)) return undefined;
    const index = split.stages[before]!.members.findIndex(({ step }) => this.isConstant(step));
    const member = split.stages[before]!.members[index];
    if (!member || isGuarded(member)) return undefined;
    const at = this.placeOf(member.step);
    const isUsedSo = members.every(({ parts }) => {
      const [first] = parts;
      return first && "statement" in first && isSame(first.statement, at);
    });
    return isUsedSo ? { stage: before, index, member } : undefined;
  }

  /** `const price = await callTool(…);` whose name something else can bind. */
  isConstant(step: Step): boolean {
    if (step.loop) return false;
    const { target } = this.input.callOf(step.call!);
    return step.isWhole && target.kind === "declare" && target.keyword === "const" && !target.type;
  }

  /** The calls whose answers stay in the loop. */
  keptMembers(split: LoopSplit): PlacedMember[] {
    return split.stages.flatMap(({ members }, stage) =>
      members.flatMap((member, index) =>
        this.isKept(split, this.placeOf(member.step)) ? [{ stage, index, member }] : [],
      ),
    );
  }

  #wayOf(split: LoopSplit): Way {
    if (split.usesRow) return "rows";
    const kept = this.keptMembers(split);
    const [first] = kept;
    const stages = new Set(kept.map(({ stage }) => stage));
    if (!first || stages.size > 1 || kept.some(({ member }) => member.step.loop || isGuarded(member)))
      return "index";
    // One answer of each row, or several that are taken as they are.
    const isOne = split.stages[first.stage]!.members.length === 1;
    const areTaken = !split.isSettled && kept.every(({ member }) => this.isConstant(member.step));
    return isOne || areTaken ? { stage: first.stage } : "index";
  }

  /** What takes an answer where what stays goes through the answers alone: the variable that took it before, or a new one. */
  #answerOf(split: LoopSplit, stage: number): readonly Piece[] {
    const { source, names } = this.input;
    const { members } = split.stages[stage]!;
    const kept = this.keptMembers(split);
    if (members.length > 1) return this.answerPattern(split, stage, split.unused.stretches);
    const [{ member }] = kept as [PlacedMember];
    const call = this.input.callOf(member.step.call!);
    if (!split.isSettled && this.isConstant(member.step))
      return this.#patternOf(call, split.unused.stretches);
    const name = answerOfEach(call, source);
    return [{ text: names.local(split.isSettled ? ["settled", "result"] : [name, "answer", "result"]) }];
  }

  #patternOf({ target }: ToolCall, unused: LoopSplit["unused"]["stretches"]): readonly Piece[] {
    return target.kind === "declare"
      ? copyOf(
          target.pattern,
          unused.map((span) => ({ span, pieces: [] })),
        )
      : [];
  }

  /** `[price, stock]`: what takes several answers of a row, with holes for those that this part of the loop does not use. */
  answerPattern(
    split: LoopSplit,
    stage: number,
    unused: LoopSplit["unused"]["stretches"],
    isUsed = (at: StatementAt): boolean => this.isKept(split, at),
  ): readonly Piece[] {
    const { members } = split.stages[stage]!;
    const slots = members.map(({ step }) =>
      isUsed(this.placeOf(step)) ? this.#patternOf(this.input.callOf(step.call!), unused) : [],
    );
    while (slots.at(-1)?.length === 0) slots.pop();
    return [
      { text: "[" },
      ...slots.flatMap((slot, index): Piece[] => [{ text: index === 0 ? "" : ", " }, ...slot]),
      { text: "]" },
    ];
  }

  isKept({ kept }: LoopSplit, at: StatementAt): boolean {
    return kept.some((one) => isSame(one, at));
  }

  /** The statement of a member, in the text. */
  placeOf({ call, loop }: Step): StatementAt {
    const { workflow } = this.input;
    if (loop) return workflow.loops.find(({ id }) => id === loop.loop)!;
    const { start } = this.input.callOf(call!).call;
    for (const { id, statements } of workflow.regions.toReversed()) {
      const statement = statements.findIndex(({ span }) => span.start <= start && start < span.end);
      if (statement >= 0) return { region: id, statement };
    }
    return { region: "", statement: -1 };
  }

  statementOf({ region, statement }: StatementAt): Statement {
    return this.input.workflow.regions.find(({ id }) => id === region)!.statements[statement]!;
  }

  /** The answers of a row; of a stage with several members a list. */
  rowIn({ split, answers, index }: Chosen, stage: number): Typed {
    const { text, type } = answers[stage]!;
    // (Some type checkers are told to take any element for one that may be missing.)
    const isSure = this.input.workflow.typed && (split.isSettled || this.#hasTypes(split.stages[stage]!));
    return { text: `${text}[${index}]${isSure ? "!" : ""}`, type: `${type}[number]` };
  }

  /** The answer of a member within a row, in what stays; of an inner loop that is settled itself all of its answers. */
  answerIn(chosen: Chosen, stage: number, index: number): Typed {
    const { split } = chosen;
    const { members } = split.stages[stage]!;
    const { step } = members[index]!;
    const row = this.rowIn(chosen, stage);
    const part = members.length > 1 ? { text: `${row.text}[${index}]`, type: `${row.type}[${index}]` } : row;
    if (this.isUnwrapped(split, stage, step))
      return { ...part, text: `${this.input.helper.settled!.unwrap}(${part.text})` };
    // (A call that its condition left out is not asked for its answer.)
    if (members.length > 1 && this.input.workflow.typed && isGuarded(members[index]!))
      return { ...part, text: `${part.text}!` };
    // What is sure to be there may still be null: `!` would say more of it than the program knows.
    if (members.length === 1 && part.text.endsWith("!") && this.#mayBeNullish(members[index]!))
      return { ...part, text: `(${part.text.slice(0, -1)} as ${part.type})` };
    return part;
  }

  /** Whether the answer of a member settles. An inner loop that is settled itself does not fail; beside others of its row it is one of them. */
  isUnwrapped({ isSettled, stages }: LoopSplit, stage: number, { loop }: Step): boolean {
    const isAlone = stages[stage]!.members.length === 1;
    return isSettled && !(isAlone && loop && this.input.loops[loop.loop]!.isSettled);
  }

  #mayBeNullish({ step, parts }: LoopMember): boolean {
    if (step.loop || parts.some((part) => "guard" in part)) return false;
    return this.input.callOf(step.call!).mayBeNullish;
  }

  /** Whether the answers are more than `any`. */
  #hasTypes({ members, isLate }: LoopStage): boolean {
    if (members.length > 1 || isLate) return true;
    return members.some((member) => {
      if (member.step.loop || isGuarded(member)) return true;
      const { form, typeArgument } = this.input.callOf(member.step.call!);
      return form === "branch" || typeArgument !== undefined;
    });
  }

  /** What a row is bound to, without what a part of the loop does not use of it. */
  patternOf({ loop, split }: Chosen, unused: LoopSplit["unused"]): readonly Piece[] {
    const names = loop.names.filter((name) => !unused.names.includes(name));
    if (split.rows.kind === "gathered" && !loop.isName)
      return [{ text: loop.names.length === 1 ? loop.names[0]! : `{ ${names.join(", ")} }` }];
    if (!loop.pattern) return [{ text: loop.names[0] ?? "_" }];
    return copyOf(
      loop.pattern,
      unused.stretches.map((span) => ({ span, pieces: [] })),
    );
  }
}

export function isSame(one: StatementAt, other: StatementAt): boolean {
  return one.region === other.region && one.statement === other.statement;
}

export function isGuarded({ parts }: LoopMember): boolean {
  return parts.some((part) => "guard" in part);
}
