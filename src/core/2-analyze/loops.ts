import type ts from "typescript";
import type { Dependence } from "../model/dependence.js";
import type { Span } from "../model/span.js";
import type { Filter, LoopSplit, LoopStage, Refusal, Step } from "../model/steps.js";
import type { Loop } from "../model/workflow.js";
import { type ForLoop } from "../syntax/parser.js";
import type { StatementList } from "../syntax/view.js";
import type { AnalysisContext } from "./context.js";
import type { StepFacts } from "./dependences.js";
import { type LoopDependences, loopDependences } from "./loop-dependences.js";
import { readFilter } from "./loop-filters.js";
import { OwnOfLoop } from "./loop-own.js";
import { rowsOf } from "./loop-rows.js";
import type { Objects } from "./objects.js";
import { answerLocation, Sink, Throws } from "./sink.js";
import type { Visibility } from "./visibility.js";
import type { LoopHead, StatementWalker } from "./walk-statements.js";

/** The body of a loop, as its own region would be analysed. */
export interface BodyFacts {
  readonly steps: readonly Step[];
  readonly facts: readonly StepFacts[];
}

/** What a split loop is in the region around it: its batches, and the rest. */
export interface SplitFacts {
  readonly split: LoopSplit;
  readonly stages: readonly { readonly sink: Sink; readonly argThrows: Throws; readonly span: Span }[];
  /** Undefined where nothing of the loop is left. */
  readonly rest: Sink | undefined;
  /** Calls that stay in the loop, and why. */
  readonly stays: ReadonlyMap<string, Refusal>;
}

interface Hoisted {
  /** The stage of each step that leaves the loop, by position in the body; of code, how many stages are over when it runs. */
  readonly stageOf: ReadonlyMap<number, number>;
  readonly stays: ReadonlyMap<string, Refusal>;
}

/**
 * Splits a loop into what the arguments of its calls need, the calls, and the rest: all rows go through the first, then the calls of all
 * rows start together, then all rows go through the rest, in their old order. A call stays in the loop where anything that stays must come
 * before it, in its own round or in an earlier one.
 */
export class LoopSplitter {
  readonly #own: OwnOfLoop;
  readonly #head: LoopHead;
  /** The head of the loop, and the steps of its body. */
  readonly #facts: readonly StepFacts[];
  readonly #filters = new Map<number, Filter>();

  constructor(
    readonly context: AnalysisContext,
    readonly objects: Objects,
    visibility: Visibility,
    readonly walker: StatementWalker,
    readonly loop: Loop,
    readonly node: ForLoop,
    readonly list: StatementList,
    readonly body: BodyFacts,
    readonly canSettle: boolean,
    head: LoopHead,
  ) {
    this.#own = new OwnOfLoop(context, objects, visibility, node);
    this.#head = head;
    const facts = body.facts.map((step, index): StepFacts => {
      const { kind, statement } = body.steps[index]!;
      const found = kind === "code" ? readFilter(context, list.statements[statement]!, statement) : undefined;
      if (!found) return step;
      this.#filters.set(index + 1, found.filter);
      return { ...step, sink: walker.condition(found.condition) };
    });
    this.#facts = [{ isCall: false, span: loop.head, sink: head.each }, ...facts];
  }

  /** The split, or why no call can leave the loop. */
  split(): SplitFacts | Refusal {
    const refusal = this.#refuse();
    if (refusal) return refusal;
    const plain = this.#hoist(this.#facts, false);
    // The settled form costs a line a row: it is for what would stay otherwise.
    const settled =
      plain.stays.size > 0 && this.canSettle ? this.#hoist(this.#facts.map(withoutOutliving), true) : plain;
    const isSettled = settled.stageOf.size > plain.stageOf.size;
    const { stageOf, stays } = isSettled ? settled : plain;
    if (stageOf.size === 0) return [...stays.values()][0] ?? this.#refusal(this.node, "a loop");
    const unsupported = this.#refuseSplit(stageOf);
    if (unsupported) return unsupported;
    return this.#describe(stageOf, stays, isSettled);
  }

  #refusal(node: ts.Node, name: string): Refusal {
    const span = { start: node.getStart(this.context.file), end: node.end };
    return { code: "unsupported-syntax", span, name };
  }

  /** What is not rewritten whatever it does. */
  #refuse(): Refusal | undefined {
    const { ts } = this.context.parser;
    const { loop, node } = this;
    if (loop.keyword !== "const" && loop.keyword !== "let")
      return this.#refusal(node.initializer ?? node, "a loop that declares no variable of its own");
    if (ts.isForStatement(node) && !node.condition) return { code: "in-loop", span: loop.head, name: "for" };
    const declared = this.list.statements.find(
      (statement) =>
        ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isEnumDeclaration(statement),
    );
    if (declared) return this.#refusal(declared, "a declaration in a loop");
    const { fence } = this.#head.each;
    if (fence) return fence;
    if (!this.#isGatherable(0)) {
      const mark = [...this.#head.each.accesses.values()].find(({ write }) => write);
      return {
        code: "evaluation-order",
        span: mark?.span ?? loop.head,
        name: mark?.name ?? "the head of the loop",
      };
    }
    return undefined;
  }

  /** Code that may run for all rows before any call: it changes nothing that was there before. */
  #isGatherable(index: number): boolean {
    const { sink, isCall } = this.#facts[index]!;
    if (isCall || sink.fence || sink.tools.length > 0 || sink.clock || sink.kept) return false;
    if (sink.callbacks.size > 0 || sink.outliving.size > 0) return false;
    for (const { write, location } of sink.accesses.values())
      if (write && !this.#own.has(location)) return false;
    return true;
  }

  /** Finds the steps that can leave the loop: calls, and the code that they need. */
  #hoist(facts: readonly StepFacts[], isSettled: boolean): Hoisted {
    const dependences = loopDependences(facts, (location) => this.#own.has(location));
    const hoisted = new Set<number>();
    for (const [index, { isCall }] of facts.entries())
      if (isCall || (facts[index] && this.#isGatherable(index))) hoisted.add(index);
    const stays = new Map<string, Refusal>();
    const into = intoOf(dependences, facts.length);
    this.#filterFirst(into);
    const drop = (index: number, edge: Dependence, isCarried: boolean): void => {
      hoisted.delete(index);
      const { call, loop } = this.body.steps[index - 1] ?? {};
      if (call !== undefined && !loop) stays.set(call, reasonOf(edge, isCarried));
      else if (call !== undefined) stays.set(call, reasonOf(edge, isCarried));
    };
    for (let isChanged = true; isChanged;) {
      isChanged = false;
      for (const index of [...hoisted]) {
        const blocking = into[index]!.find(({ edge }) => {
          const isHeld = hoisted.has(edge.from);
          if (isHeld) return false;
          // A failure surfaces behind what must have been done by then.
          return !(isSettled && edge.weak);
        });
        if (!blocking) continue;
        drop(index, blocking.edge, blocking.isCarried);
        isChanged = true;
      }
      if (isChanged) continue;
      const { stageOf, late } = this.#stages(hoisted, into, isSettled);
      if (!late) {
        const calls = [...stageOf.keys()].some((index) => facts[index]!.isCall);
        return { stageOf: calls ? stageOf : new Map(), stays };
      }
      drop(late.index, late.edge, late.isCarried);
      isChanged = true;
    }
    return { stageOf: new Map(), stays };
  }

  /** Whatever stands behind a filter waits for it. */
  #filterFirst(into: readonly Edge[][]): void {
    for (const [filter, { condition }] of this.#filters)
      for (let index = filter + 1; index < into.length; index++)
        into[index]!.push({
          edge: {
            from: filter,
            to: index,
            kind: "control",
            weak: false,
            code: "control-dependence",
            because: condition,
            subject: "continue",
          },
          isCarried: false,
        });
  }

  /** The stage of each step; `late` is one that would have to run behind itself. */
  #stages(hoisted: ReadonlySet<number>, into: readonly (readonly Edge[])[], isSettled: boolean) {
    const stageOf = new Map<number, number>([...hoisted].map((index) => [index, 0]));
    const limit = this.#facts.length;
    for (let isChanged = true; isChanged;) {
      isChanged = false;
      for (const index of hoisted) {
        for (const { edge, isCarried } of into[index]!) {
          const before = stageOf.get(edge.from);
          if (before === undefined) continue;
          const isAfterCall = this.#facts[edge.from]!.isCall;
          const distance = isAfterCall && !(edge.weak && this.#facts[index]!.isCall) ? 1 : 0;
          const stage = before + distance;
          if (stage <= stageOf.get(index)!) continue;
          // What is settled has no later stage: its arguments would have to be made of answers that may not be there.
          const isOver = stage > limit || (isSettled && stage > 0 && this.#facts[index]!.isCall);
          if (isOver) return { stageOf, late: { index, edge, isCarried } };
          stageOf.set(index, stage);
          isChanged = true;
        }
      }
    }
    return { stageOf, late: undefined };
  }

  /** What could be split and is not written. */
  #refuseSplit(stageOf: ReadonlyMap<number, number>): Refusal | undefined {
    for (const [index, { kind, loop, statement }] of this.body.steps.entries())
      if (kind === "call" && loop && !stageOf.has(index + 1))
        return this.#refusal(this.list.statements[statement]!, "a loop in a loop");
    return undefined;
  }

  #describe(
    stageOf: ReadonlyMap<number, number>,
    stays: ReadonlyMap<string, Refusal>,
    isSettled: boolean,
  ): SplitFacts | Refusal {
    const { steps } = this.body;
    const { within } = loopDependences(this.#facts, (location) => this.#own.has(location));
    const into = intoOf({ within, carried: [] }, this.#facts.length);
    const isCall = (index: number): boolean => this.#facts[index]!.isCall;
    const calls = [...stageOf.keys()].filter(isCall);
    // (One behind all calls that leave the loop is part of the rest.)
    const filters = [...this.#filters].filter(([index]) => calls.some((at) => at > index));
    // Steps that leave rows out must come before all that stays.
    const lastFilter = Math.max(0, ...filters.map(([index]) => index));
    const active = new Set(filters.map(([index]) => index));
    const keptSteps = this.#kept(stageOf, into, active);
    const isEarly = (index: number): boolean => index < lastFilter && !active.has(index);
    const isMixed =
      calls.some(isEarly) ||
      filters.some(([index]) => stageOf.get(index) !== 0) ||
      [...keptSteps].some((index) => isEarly(index) && !stageOf.has(index));
    if (isMixed) return { code: "conditional-call", span: filters[0]![1].condition, name: "continue" };
    const lastStage = Math.max(...calls.map((index) => stageOf.get(index)!));
    const stages: LoopStage[] = [];
    const sinks: SplitFacts["stages"][number][] = [];
    const rowUses = this.#own.headUses();
    for (let stage = 0; stage <= lastStage; stage++) {
      const members = [...stageOf]
        .filter(([index, at]) => at === stage && isCall(index))
        .map(([index]) => index)
        .sort((a, b) => a - b);
      if (members.length === 0) continue;
      const slice = this.#slice(members, into, stageOf);
      const sink = new Sink();
      let argThrows = Throws.Never;
      const take = (other: Sink): void => {
        sink.absorb(other);
        if (other.throws > argThrows) argThrows = other.throws;
      };
      take(this.#head.once);
      take(this.#head.each);
      for (const [index] of filters) {
        take(this.#facts[index]!.sink);
        for (const at of this.#slice([index], into, stageOf).code) take(this.#facts[at]!.sink);
      }
      for (const index of slice.code) take(this.#facts[index]!.sink);
      for (const index of members) take(this.#facts[index]!.sink);
      const isLate =
        slice.code.some((index) => this.#facts[index]!.sink.throws === Throws.ByDesign) ||
        members.some((index) => steps[index - 1]!.argThrows === "by-design");
      const spans = [
        ...slice.statements.map((at) => this.#spanOf(at)),
        ...members.map((index) => this.#facts[index]!.span),
      ];
      stages.push({
        members: members.map((index) => steps[index - 1]!),
        slice: slice.statements,
        inlined: [],
        earlier: slice.earlier,
        usesRow: rowUses.some((use) => spans.some((span) => use >= span.start && use < span.end)),
        isLate,
      });
      sinks.push({ sink, argThrows, span: this.#facts[members[0]!]!.span });
    }
    const kept = [...new Set([...keptSteps].map((index) => steps[index - 1]!.statement))]
      .filter((statement) => !filters.some(([, filter]) => filter.statement === statement))
      .sort((a, b) => a - b);
    const gone = [...stageOf.keys()].filter(isCall).map((index) => this.#facts[index]!.span);
    const usesRow = rowUses.some((use) => {
      const isIn = (span: Span): boolean => use >= span.start && use < span.end;
      return kept.some((at) => isIn(this.#spanOf(at))) && !gone.some(isIn);
    });
    const filterSlice = new Set<number>();
    for (const [index] of filters)
      for (const at of this.#slice([index], into, stageOf).statements) filterSlice.add(at);
    const split: LoopSplit = {
      loop: this.loop.id,
      rows: rowsOf(this.context, this.node, filters.length > 0),
      stages,
      isSettled,
      filters: filters.map(([, filter]) => filter),
      filterSlice: [...filterSlice].sort((a, b) => a - b),
      kept,
      usesRow,
    };
    return {
      split,
      stages: sinks,
      rest: kept.length > 0 ? this.#rest(keptSteps, stageOf) : undefined,
      stays,
    };
  }

  /** The steps whose text stays in the loop: all that does not leave it, and what these need of the rest. */
  #kept(
    stageOf: ReadonlyMap<number, number>,
    into: readonly (readonly Edge[])[],
    filters: ReadonlySet<number>,
  ): Set<number> {
    const kept = new Set<number>();
    const waiting: number[] = [];
    const calls = [...stageOf.keys()].filter((index) => this.#facts[index]!.isCall);
    // Gathered code that no call needs is there for something all the same.
    const needed = new Set([
      ...calls,
      ...filters,
      ...this.#slice([...calls, ...filters], into, stageOf).code,
    ]);
    for (let index = this.#facts.length - 1; index > 0; index--)
      if (!stageOf.has(index) || !needed.has(index)) waiting.push(index);
    while (waiting.length > 0) {
      const index = waiting.pop()!;
      if (kept.has(index)) continue;
      kept.add(index);
      for (const { edge } of into[index]!) {
        const isValue = edge.kind === "data" || edge.kind === "output";
        if (edge.from > 0 && isValue && !kept.has(edge.from)) {
          const step = this.body.steps[edge.from - 1]!;
          // The answer of a call inside of a statement is put in its place there.
          if (step.kind === "call" && !step.isWhole) continue;
          waiting.push(edge.from);
        }
      }
    }
    return kept;
  }

  /** What some steps need: code, the statements that it stands in, and the earlier stages whose answers are used. */
  #slice(from: readonly number[], into: readonly (readonly Edge[])[], stageOf: ReadonlyMap<number, number>) {
    const code = new Set<number>();
    const statements = new Set<number>();
    const earlier = new Set<number>();
    const waiting = [...from];
    const seen = new Set<number>(from);
    while (waiting.length > 0) {
      for (const { edge } of into[waiting.pop()!]!) {
        const { from: before, kind } = edge;
        if (before === 0 || !stageOf.has(before)) continue;
        const step = this.body.steps[before - 1]!;
        if (this.#facts[before]!.isCall) {
          if (kind !== "data" || from.includes(before)) continue;
          earlier.add(stageOf.get(before)!);
          if (step.isWhole) statements.add(step.statement);
          continue;
        }
        if (seen.has(before) || this.#filters.has(before)) continue;
        seen.add(before);
        code.add(before);
        statements.add(step.statement);
        waiting.push(before);
      }
    }
    const inOrder = (set: ReadonlySet<number>): number[] => [...set].sort((a, b) => a - b);
    return { code: inOrder(code), statements: inOrder(statements), earlier: inOrder(earlier) };
  }

  #rest(kept: ReadonlySet<number>, stageOf: ReadonlyMap<number, number>): Sink {
    const rest = new Sink();
    rest.absorb(this.#head.once);
    rest.absorb(this.#head.each);
    for (const index of [...kept].sort((a, b) => a - b)) {
      const { sink, isCall, span } = this.#facts[index]!;
      if (isCall && stageOf.has(index)) continue;
      rest.absorb(sink);
      // A call that stays has an answer of its own.
      if (isCall)
        rest.add(
          answerLocation(Number(this.body.steps[index - 1]!.call!.slice(1))),
          false,
          span,
          "the answer",
        );
    }
    // The rest goes through the same rows, which are gathered with the calls.
    for (const index of stageOf.keys()) {
      const call = this.body.steps[index - 1]?.call;
      if (call !== undefined)
        rest.add(answerLocation(Number(call.slice(1))), false, this.#facts[index]!.span, "the answers");
    }
    return rest;
  }

  #spanOf(statement: number): Span {
    const node = this.list.statements[statement]!;
    return { start: node.getStart(this.context.file), end: node.end };
  }
}

interface Edge {
  readonly edge: Dependence;
  readonly isCarried: boolean;
}

function intoOf({ within, carried }: LoopDependences, count: number): Edge[][] {
  const into: Edge[][] = Array.from({ length: count }, () => []);
  for (const edge of within) into[edge.to]!.push({ edge, isCarried: false });
  for (const edge of carried) into[edge.to]!.push({ edge, isCarried: true });
  return into;
}

function withoutOutliving(step: StepFacts): StepFacts {
  const sink = new Sink();
  sink.absorb(step.sink);
  sink.outliving.clear();
  return { ...step, sink };
}

function reasonOf({ kind, code, because, subject, to }: Dependence, isCarried: boolean): Refusal {
  const isValue = kind === "data" || kind === "anti" || kind === "output";
  if (isCarried && isValue)
    return {
      code: to === 0 ? "changed-collection" : "carried-dependence",
      span: because,
      name: subject ?? "a value",
    };
  return { code, span: because, name: subject ?? "" };
}
