import type ts from "typescript";
import type { Dependence } from "../model/dependence.js";
import type { Span } from "../model/span.js";
import type {
  LoopGuard,
  LoopPart,
  LoopSplit,
  LoopStage,
  Refusal,
  StatementAt,
  UnusedNames,
} from "../model/steps.js";
import type { Loop, NarrowedReference } from "../model/workflow.js";
import { type ForLoop } from "../syntax/parser.js";
import type { AnalysisContext } from "./context.js";
import type { StepFacts } from "./dependences.js";
import { type LoopDependences, loopDependences } from "./loop-dependences.js";
import type { BodyStep } from "./loop-body.js";
import { guardOn, mayNarrow } from "./loop-filters.js";
import { OwnOfLoop } from "./loop-own.js";
import { rowsOf } from "./loop-rows.js";
import { unusedIn } from "./loop-unused.js";
import type { Objects } from "./objects.js";
import { answerLocation, consoleLocation, type Location, Sink, Throws } from "./sink.js";
import type { Visibility } from "./visibility.js";
import type { LoopHead } from "./walk-statements.js";

/** What a split loop is in the region around it: its batches, and the rest. */
export interface SplitFacts {
  readonly split: LoopSplit;
  readonly stages: readonly { readonly sink: Sink; readonly argThrows: Throws; readonly span: Span }[];
  /** Undefined where nothing of the loop is left. */
  readonly rest: Sink | undefined;
  /** Calls that stay in the loop, and why. */
  readonly stays: ReadonlyMap<string, Refusal>;
  /** Text of the loop that is no longer in what stays of it. */
  readonly gone: readonly Span[];
  /** The text that its batches take. */
  readonly taken: readonly Span[];
}

export interface LoopInput {
  readonly context: AnalysisContext;
  readonly objects: Objects;
  readonly visibility: Visibility;
  readonly loop: Loop;
  readonly node: ForLoop;
  readonly head: LoopHead;
  readonly body: readonly BodyStep[];
  readonly canSettle: boolean;
  readonly isTyped: boolean;
  /** What was found of the loops in the body. */
  readonly innerOf: (loop: string) => SplitFacts;
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
  /** The head of the loop, and the steps of its body. */
  readonly #facts: readonly StepFacts[];
  readonly #body: readonly BodyStep[];
  /** Steps that decide whether others run. */
  readonly #conditions: ReadonlySet<number>;

  constructor(readonly input: LoopInput) {
    const { context, objects, visibility, node, loop, head, body } = input;
    this.#own = new OwnOfLoop(context, objects, visibility, node);
    this.#body = body;
    this.#facts = [{ isCall: false, span: loop.head, sink: head.each }, ...body.map(({ facts }) => facts)];
    this.#conditions = new Set(body.flatMap(({ condition }, index) => (condition ? [index + 1] : [])));
  }

  /** The split, or why no call can leave the loop. */
  split(): SplitFacts | Refusal {
    const refusal = this.#refuse();
    if (refusal) return refusal;
    const plain = this.#hoist(this.#facts, false);
    // The settled form costs a line a row: it is for what would stay otherwise.
    const settled =
      plain.stays.size > 0 && this.input.canSettle
        ? this.#hoist(this.#facts.map(withoutOutliving), true)
        : plain;
    const isSettled = settled.stageOf.size > plain.stageOf.size;
    const { stageOf, stays } = isSettled ? settled : plain;
    if (stageOf.size === 0) return [...stays.values()][0] ?? this.#refusal(this.input.node, "a loop");
    return this.#describe(stageOf, stays, isSettled);
  }

  #refusal(node: ts.Node, name: string): Refusal {
    return { code: "unsupported-syntax", span: this.#span(node), name };
  }

  /** What is not rewritten whatever it does. */
  #refuse(): Refusal | undefined {
    const { context, loop, node, head } = this.input;
    const { ts } = context.parser;
    if (loop.keyword !== "const" && loop.keyword !== "let")
      return this.#refusal(node.initializer ?? node, "a loop that declares no variable of its own");
    if (ts.isForStatement(node) && !node.condition) return { code: "in-loop", span: loop.head, name: "for" };
    const declared = this.#body.find(
      (one) =>
        ts.isFunctionDeclaration(one.node) ||
        ts.isClassDeclaration(one.node) ||
        ts.isEnumDeclaration(one.node),
    );
    if (declared) return this.#refusal(declared.node, "a declaration in a loop");
    const written = ts.isForStatement(node) ? this.#own.writtenInBody() : undefined;
    // A round that skips ahead decides which rounds there are.
    if (written) return { code: "carried-dependence", span: written.span, name: written.name };
    const { fence } = head.each;
    if (fence) return fence;
    if (!this.#isGatherable(0)) {
      const mark = [...head.each.accesses.values()].find(({ write }) => write);
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
      if (isCall || this.#isGatherable(index)) hoisted.add(index);
    const stays = new Map<string, Refusal>();
    const into = intoOf(dependences, facts.length);
    // Where working out the arguments throws, a branch does it when its turn comes: the failures of earlier rounds win all the same.
    for (const [index, edges] of into.entries())
      into[index] = edges.filter(
        ({ edge, isCarried }) =>
          !(
            isCarried &&
            edge.code === "may-throw-first" &&
            facts[edge.from]!.isCall &&
            !facts[index]!.isCall
          ),
      );
    this.#conditionsFirst(into);
    if (!isSettled) this.#linesFirst(into);
    const reasons = new Map<number, Refusal>();
    const drop = (index: number, edge: Dependence, isCarried: boolean): void => {
      hoisted.delete(index);
      // Of a chain the first link is what a person can do something about.
      const reason = reasons.get(edge.from) ?? reasonOf(edge, isCarried);
      reasons.set(index, reason);
      const call = this.#body[index - 1]?.step.call;
      if (call !== undefined) stays.set(call, reason);
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

  /** What decides whether a step runs comes before it. */
  #conditionsFirst(into: readonly Edge[][]): void {
    for (const [index, { controls }] of this.#body.entries())
      for (const { at, guard } of controls)
        into[index + 1]!.push({
          edge: {
            from: at + 1,
            to: index + 1,
            kind: "control",
            weak: false,
            code: "control-dependence",
            because: guard.condition,
            subject: this.input.context.file.text.slice(guard.condition.start, guard.condition.end),
          },
          isCarried: false,
        });
  }

  /**
   * A line that is printed before a call is there when the call fails. Only lines between two calls of one batch may be missing: in
   * `for (…) { console.log(id); await callTool("get_user", id); }` the first line stands before them all.
   */
  #linesFirst(into: readonly Edge[][]): void {
    for (const [line, { sink, isCall, span }] of this.#facts.entries()) {
      if (isCall || !sink.prints) continue;
      for (let index = line + 1; index < into.length; index++)
        if (this.#facts[index]!.isCall)
          into[index]!.push({
            edge: {
              from: line,
              to: index,
              kind: "throws",
              weak: false,
              code: "state-outlives-failure",
              because: span,
              subject: "the console",
            },
            isCarried: false,
          });
    }
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

  #describe(
    stageOf: ReadonlyMap<number, number>,
    stays: ReadonlyMap<string, Refusal>,
    isSettled: boolean,
  ): SplitFacts | Refusal {
    const { context, node, loop, head } = this.input;
    const { within } = loopDependences(this.#facts, (location) => this.#own.has(location));
    const into = intoOf({ within, carried: [] }, this.#facts.length);
    this.#conditionsFirst(into);
    const calls = [...stageOf.keys()].filter((index) => this.#facts[index]!.isCall).sort((a, b) => a - b);
    const keptSteps = this.#kept(stageOf, into, calls);
    // What is settled surfaces in its old place, also where nobody takes the answer.
    if (isSettled) for (const index of calls) this.#keep(index, keptSteps, into, stageOf);
    const filters = this.#filtersOfRows(calls, keptSteps, into, stageOf);
    const stages: LoopStage[] = [];
    const texts: Span[] = [];
    const sinks: SplitFacts["stages"][number][] = [];
    const rowUses = this.#own.headUses();
    const lastStage = Math.max(...calls.map((index) => stageOf.get(index)!));
    for (let stage = 0; stage <= lastStage; stage++) {
      const members = calls.filter((index) => stageOf.get(index) === stage);
      if (members.length === 0) continue;
      const needs = members.map((index) => this.#needs(index, into, stageOf));
      const sink = new Sink();
      const taken = new Set<number>([0, ...filters, ...needs.flatMap(({ steps }) => steps), ...members]);
      sink.absorb(head.once);
      let argThrows: Throws = head.once.throws;
      for (const index of taken) {
        sink.absorb(this.#facts[index]!.sink);
        const throws = this.#facts[index]!.sink.throws;
        if (throws > argThrows) argThrows = throws;
      }
      const isLate = members.some(
        (index, at) =>
          this.#body[index - 1]!.step.argThrows === "by-design" ||
          needs[at]!.steps.some((before) => this.#facts[before]!.sink.throws === Throws.ByDesign),
      );
      const spans = [...taken]
        .filter((index) => index > 0 && !filters.has(index))
        // (Of an earlier call only the answer is used.)
        .filter((index) => !this.#facts[index]!.isCall || members.includes(index))
        .flatMap((index) => this.#textOf(index));
      const others = calls
        .filter((index) => !members.includes(index))
        .flatMap((index) => this.#textOf(index))
        // (An inner loop goes through what a member in its head answers: that is no part of the member. Two batches of it share its text.)
        .filter(
          (other) =>
            spans.some(({ start, end }) => start <= other.start && other.end <= end) &&
            !spans.some(({ start, end }) => start === other.start && end === other.end),
        );
      texts.push(...spans);
      const narrowed = this.#narrowed([...taken].filter((index) => index > 0 && !filters.has(index)));
      if ("code" in narrowed) return narrowed;
      stages.push({
        members: members.map((index, at) => ({
          step: this.#body[index - 1]!.step,
          parts: this.#parts(needs[at]!, index, filters),
        })),
        inlined: [],
        unused: this.#unused(
          needs.flatMap(({ steps }) => steps),
          spans,
          others,
        ),
        earlier: [...new Set(needs.flatMap(({ earlier }) => earlier))].sort((a, b) => a - b),
        usesRow: rowUses.some(
          (use) =>
            spans.some((span) => use >= span.start && use < span.end) &&
            !others.some((span) => use >= span.start && use < span.end),
        ),
        narrowed: narrowed.references,
        isLate,
      });
      sinks.push({ sink, argThrows, span: this.#facts[members[0]!]!.span });
    }
    this.#dropUnused(keptSteps, filters, stageOf, calls, isSettled);
    const kept = this.#statements([...keptSteps].filter((index) => !filters.has(index)));
    const left = new Set(kept.map(({ region, statement }) => `${region} ${statement}`));
    const gone = [
      ...calls.flatMap((index) => this.#goneWith(index)),
      ...this.#body
        .filter(({ region, statement }) => !left.has(`${region} ${statement}`))
        .map(({ node: statement }) => this.#span(statement)),
    ];
    const usesRow = rowUses.some((use) => {
      const isIn = (span: Span): boolean => use >= span.start && use < span.end;
      return (
        [...keptSteps].some((index) => !filters.has(index) && isIn(this.#statementSpan(index))) &&
        !gone.some(isIn)
      );
    });
    const filterSpans = [...filters].map((index) => this.#facts[index]!.span);
    const keptIndexes = [...keptSteps].filter((index) => !filters.has(index));
    const rows = rowsOf(context, node, filters.size > 0);
    // (What stays goes through the answers, and not through the rows.)
    if (!usesRow && rows.kind !== "count") gone.push(loop.head);
    const split: LoopSplit = {
      loop: loop.id,
      unused: this.#unused(
        keptIndexes,
        keptIndexes.map((index) => this.#statementSpan(index)),
        gone,
      ),
      rows,
      stages,
      isSettled,
      filters: [...filters].map((index) => {
        const { region, statement, condition } = this.#body[index - 1]!;
        return { region, statement, guard: guardOn(context, condition!.node, true) };
      }),
      filterUnused: this.#unused([], filterSpans, []),
      kept,
      usesRow,
      regions: [...new Set([loop.body, ...this.#body.map(({ region }) => region)])],
    };
    const rest = kept.length > 0 ? this.#rest(keptSteps, stageOf) : undefined;
    const line = isSettled ? this.#lineBefore(keptSteps, calls) : undefined;
    // Where another call of the same batch fails, the lines before the first one must have been printed.
    if (line) rest?.outlive(consoleLocation, { span: line, name: "the console" });
    return {
      split,
      stages: sinks,
      rest,
      stays,
      gone,
      taken: [...texts, ...filterSpans, loop.iterated ?? loop.head],
    };
  }

  /** Text that a step takes with it. */
  #goneWith(index: number): readonly Span[] {
    const { loop } = this.#body[index - 1]!.step;
    return loop ? this.input.innerOf(loop.loop).gone : [this.#facts[index]!.span];
  }

  /**
   * The conditions that leave whole rows out, so that what stays need not ask them again: they stand before all else, and ask of the
   * row alone. The others travel with their calls, and stay in the loop too.
   */
  #filtersOfRows(
    calls: readonly number[],
    kept: ReadonlySet<number>,
    into: readonly (readonly Edge[])[],
    stageOf: ReadonlyMap<number, number>,
  ): ReadonlySet<number> {
    const { context, node, isTyped } = this.input;
    const { ts } = context.parser;
    const filters = new Set<number>();
    if (!ts.isForOfStatement(node)) return filters;
    for (const [at, { condition, step }] of this.#body.entries()) {
      const index = at + 1;
      const isFilter = condition?.isFilter && stageOf.get(index) === 0 && calls.some((call) => call > index);
      const isAlone = isFilter && this.#needs(index, into, stageOf).steps.every((one) => filters.has(one));
      const mayChangeTypes = condition !== undefined && isTyped && mayNarrow(ts, condition.node);
      if (isAlone && !mayChangeTypes) filters.add(index);
      // (What only prepares arguments is no obstacle.)
      else if (step.kind === "call" || kept.has(index)) break;
    }
    return filters;
  }

  /** Leaves out of what stays the constants that only text uses which does not stay: `const team = teams[i];` for the rows of an inner loop. */
  #dropUnused(
    kept: Set<number>,
    filters: ReadonlySet<number>,
    stageOf: ReadonlyMap<number, number>,
    calls: readonly number[],
    isSettled: boolean,
  ): void {
    const { ts } = this.input.context.parser;
    const gone = calls.flatMap((index) => this.#goneWith(index));
    for (const index of [...kept].sort((a, b) => b - a)) {
      const { node, step } = this.#body[index - 1]!;
      const mayGo = stageOf.has(index) && !filters.has(index) && ts.isVariableStatement(node);
      if (!mayGo || (step.kind === "call" && (isSettled || !step.isWhole))) continue;
      const others = [...kept].filter((one) => one !== index && !filters.has(one));
      const { names } = unusedIn(
        this.input.context,
        node.declarationList.declarations.map(({ name }) => name),
        others.map((one) => this.#statementSpan(one)),
        gone,
      );
      const declared = node.declarationList.declarations.flatMap(({ name }) => namesOf(ts, name));
      if (declared.length > 0 && declared.every((name) => names.includes(name))) kept.delete(index);
    }
  }

  /** What one half of the loop does not use of what the head, and the statements that it takes, bind. */
  #unused(steps: readonly number[], spans: readonly Span[], gone: readonly Span[]): UnusedNames {
    const { context, node } = this.input;
    const { ts } = context.parser;
    const patterns: ts.BindingName[] = [];
    const add = (list: ts.Node | undefined): void => {
      if (list && ts.isVariableDeclarationList(list))
        patterns.push(...list.declarations.map(({ name }) => name));
    };
    add(node.initializer);
    for (const index of steps) {
      const { node: statement } = this.#body[index - 1]!;
      if (ts.isVariableStatement(statement)) add(statement.declarationList);
    }
    return unusedIn(context, patterns, spans, gone);
  }

  /** References that the closures of a batch could not use with the type that they have; of an inner loop those of its own closures. */
  #narrowed(steps: readonly number[]): Refusal | { readonly references: LoopStage["narrowed"] } {
    const { loop, isTyped } = this.input;
    if (!isTyped) return { references: [] };
    const references: NarrowedReference[] = [];
    for (const index of steps) {
      const { step } = this.#body[index - 1]!;
      if (!step.loop) {
        const [{ start, end }] = this.#textOf(index) as readonly [Span];
        const inside = loop.narrowed.filter((one) => one.start >= start && one.end <= end);
        // What a test in the loop tells travels with it.
        references.push(...inside.filter((one) => !this.#own.isUsedWithin(one)));
        continue;
      }
      const inner = this.input.innerOf(step.loop.loop).split.stages[step.loop.stage]!.narrowed;
      const lost = inner.find((one) => this.#own.isUsedWithin(one));
      if (lost)
        return { code: "unsupported-syntax", span: lost, name: "a type that a test in the loop tells" };
      references.push(...inner);
    }
    return { references };
  }

  /** What stands before a member: statements, and what must hold, in their order. */
  #parts({ steps }: Needs, member: number, filters: ReadonlySet<number>): LoopPart[] {
    const controls = new Map<number, LoopGuard>();
    for (const { at, guard } of this.#body[member - 1]!.controls)
      if (!filters.has(at + 1)) controls.set(at + 1, guard);
    const parts: LoopPart[] = [];
    const seen = new Set<string>();
    for (const index of [...new Set([...steps, ...controls.keys()])].sort((a, b) => a - b)) {
      const guard = controls.get(index);
      if (guard) parts.push({ guard });
      if (this.#conditions.has(index)) continue;
      const { region, statement, step } = this.#body[index - 1]!;
      // The answer of a call inside of a statement is put in its place there.
      if (step.kind === "call" && !step.isWhole) continue;
      if (seen.has(`${region} ${statement}`)) continue;
      seen.add(`${region} ${statement}`);
      parts.push({ statement: { region, statement } });
    }
    return parts;
  }

  /** A line that is printed before a call of its round. */
  #lineBefore(kept: ReadonlySet<number>, calls: readonly number[]): Span | undefined {
    const last = Math.max(...calls);
    const line = [...kept].find(
      (index) => index < last && !this.#facts[index]!.isCall && this.#facts[index]!.sink.prints,
    );
    return line === undefined ? undefined : this.#facts[line]!.span;
  }

  /** The steps whose text stays in the loop: all that does not leave it, and what these need of the rest. */
  #kept(
    stageOf: ReadonlyMap<number, number>,
    into: readonly (readonly Edge[])[],
    calls: readonly number[],
  ): Set<number> {
    const kept = new Set<number>();
    // Gathered code that no call needs is there for something all the same.
    const needed = new Set([...calls, ...calls.flatMap((index) => this.#needs(index, into, stageOf).steps)]);
    for (let index = this.#facts.length - 1; index > 0; index--) {
      const isDecision = this.#conditions.has(index);
      if (!stageOf.has(index) || !(needed.has(index) || isDecision)) this.#keep(index, kept, into, stageOf);
    }
    return kept;
  }

  #keep(
    from: number,
    kept: Set<number>,
    into: readonly (readonly Edge[])[],
    stageOf: ReadonlyMap<number, number>,
  ): void {
    const waiting = [from];
    while (waiting.length > 0) {
      const index = waiting.pop()!;
      if (kept.has(index)) continue;
      kept.add(index);
      // Of a call that leaves the loop the answer is there, whatever it was asked with.
      const hasLeft = this.#facts[index]!.isCall && stageOf.has(index);
      for (const { edge } of into[index]!) {
        if (hasLeft && edge.kind !== "control") continue;
        const isValue = this.#flows(edge.from, index);
        const isControl = edge.kind === "control" && this.#conditions.has(edge.from);
        if (edge.from === 0 || kept.has(edge.from) || !(isValue || isControl)) continue;
        const { step } = this.#body[edge.from - 1]!;
        // The answer of a call inside of a statement is put in its place there.
        if (step.kind === "call" && !step.isWhole) continue;
        waiting.push(edge.from);
      }
    }
  }

  /** Whether a step uses what another has written (of several dependences of two steps only one is told). */
  #flows(from: number, to: number): boolean {
    const written = new Set<Location>();
    for (const { write, location } of this.#facts[from]!.sink.accesses.values())
      if (write && location !== consoleLocation) written.add(location);
    for (const { location } of this.#facts[to]!.sink.accesses.values())
      if (written.has(location)) return true;
    return false;
  }

  /** What a step needs: steps that come before it in its round, and the earlier stages whose answers are used. */
  #needs(from: number, into: readonly (readonly Edge[])[], stageOf: ReadonlyMap<number, number>): Needs {
    const steps = new Set<number>();
    const earlier = new Set<number>();
    const waiting = [from];
    while (waiting.length > 0) {
      const index = waiting.pop()!;
      for (const { edge } of into[index]!) {
        const { from: before } = edge;
        if (before === 0 || !stageOf.has(before) || steps.has(before)) continue;
        if (this.#facts[before]!.isCall) {
          if (!this.#flows(before, index)) continue;
          earlier.add(stageOf.get(before)!);
          steps.add(before);
          continue;
        }
        steps.add(before);
        waiting.push(before);
      }
    }
    return { steps: [...steps].sort((a, b) => a - b), earlier: [...earlier] };
  }

  #statements(indexes: readonly number[]): StatementAt[] {
    const found = new Map<string, StatementAt>();
    for (const index of [...indexes].sort((a, b) => a - b)) {
      const { region, statement } = this.#body[index - 1]!;
      found.set(`${region} ${statement}`, { region, statement });
    }
    return [...found.values()];
  }

  #rest(kept: ReadonlySet<number>, stageOf: ReadonlyMap<number, number>): Sink {
    const rest = new Sink();
    rest.absorb(this.input.head.once);
    rest.absorb(this.input.head.each);
    for (const index of [...kept].sort((a, b) => a - b)) {
      const { sink, isCall, span } = this.#facts[index]!;
      if (isCall && stageOf.has(index)) continue;
      rest.absorb(sink);
      // A call that stays has an answer of its own.
      if (isCall)
        rest.add(
          answerLocation(Number(this.#body[index - 1]!.step.call!.slice(1))),
          false,
          span,
          "the answer",
        );
    }
    // The rest goes through the same rows, which are gathered with the calls.
    for (const index of stageOf.keys()) {
      const call = this.#body[index - 1]?.step.call;
      if (call !== undefined)
        rest.add(answerLocation(Number(call.slice(1))), false, this.#facts[index]!.span, "the answers");
    }
    return rest;
  }

  #span(node: ts.Node): Span {
    return { start: node.getStart(this.input.context.file), end: node.end };
  }

  /** The text that a step is in a branch: of a call the call, of code its statement; of a batch of an inner loop what all its batches take. */
  #textOf(index: number): readonly Span[] {
    const { step } = this.#body[index - 1]!;
    if (step.loop) return this.input.innerOf(step.loop.loop).taken;
    return [step.kind === "call" ? this.#facts[index]!.span : this.#statementSpan(index)];
  }

  /** The statement of a step; of a condition that alone. */
  #statementSpan(index: number): Span {
    const { condition, node } = this.#body[index - 1]!;
    return this.#span(condition?.node ?? node);
  }
}

function namesOf(typescript: typeof ts, name: ts.BindingName): string[] {
  if (typescript.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    typescript.isOmittedExpression(element) ? [] : namesOf(typescript, element.name),
  );
}

interface Needs {
  readonly steps: readonly number[];
  readonly earlier: readonly number[];
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
