import type ts from "typescript";
import type { Cause } from "../model/change.js";
import type { ToolEffect } from "../model/effects.js";
import type { Options } from "../model/options.js";
import { canSettle } from "../model/settling.js";
import type { Analysis, LoopSplit, Refusal, RegionAnalysis, Step } from "../model/steps.js";
import type { Loop, Region, ToolCall, Workflow } from "../model/workflow.js";
import type { ForLoop } from "../syntax/parser.js";
import type { StatementList, SyntaxView } from "../syntax/view.js";
import { AnalysisContext } from "./context.js";
import { DependenceBuilder, type StepFacts } from "./dependences.js";
import { effectOfCall, effectOfTool } from "./effect-of-call.js";
import { ImportedFunctions } from "./imported-functions.js";
import { bodySteps, type BodyRegion } from "./loop-body.js";
import { LeftOfLoops } from "./loop-left.js";
import { LoopSplitter, type SplitFacts } from "./loops.js";
import { Objects } from "./objects.js";
import { consoleLocation, Throws, type Sink } from "./sink.js";
import { joinedEffect } from "./tools/joined-effect.js";
import { Visibility } from "./visibility.js";
import { StatementWalker } from "./walk-statements.js";
import { withoutCause, withoutRenamed } from "./without.js";

/**
 * Works out, for every region, its steps and the dependences between them. `without` leaves a cause out, to find what would be so if
 * somebody moved or changed that code.
 */
export function analyze(workflow: Workflow, view: SyntaxView, options: Options, without?: Cause): Analysis {
  return new Analyzer(workflow, view, options, without).analyze();
}

/** A region before its dependences are worked out. */
interface RegionFacts {
  readonly steps: Step[];
  readonly facts: StepFacts[];
  /** Why calls of the region stay inside of their statements. */
  readonly refused: Map<string, Refusal>;
  readonly walker: StatementWalker;
  readonly visibility: Visibility;
}

class Analyzer {
  readonly #context: AnalysisContext;
  readonly #objects: Objects;
  readonly #effects = new Map<string, ToolEffect>();
  readonly #aside = new Map<string, Refusal>();
  readonly #looped = new Map<string, Refusal>();
  readonly #splits = new Map<string, LoopSplit>();
  readonly #found = new Map<string, SplitFacts>();
  readonly #facts = new Map<number, RegionFacts>();
  readonly #regionNumber: ReadonlyMap<string, number>;
  readonly #regionNumberOf: ReadonlyMap<ts.Node, number>;

  constructor(
    readonly workflow: Workflow,
    readonly view: SyntaxView,
    readonly options: Options,
    readonly without: Cause | undefined,
  ) {
    const imported = new ImportedFunctions(view.project, options);
    this.#context = new AnalysisContext(view, options.pure, imported);
    for (const call of workflow.calls)
      this.#effects.set(
        call.id,
        call.helper !== undefined && (call.pragma === undefined || call.pragma === "keep")
          ? joinedEffect(call.helper, [])
          : effectOfCall(this.#context, call, options),
      );
    for (const batch of workflow.batches) this.#effects.set(batch.id, joinedEffect(batch.label, []));
    this.#objects = new Objects(this.#context);
    this.#regionNumber = new Map(workflow.regions.map(({ id }, index) => [id, index]));
    this.#regionNumberOf = new Map(view.lists.map((list, index) => [list, index]));
  }

  analyze(): Analysis {
    const refused: Record<string, Refusal> = {};
    const all = this.workflow.regions.map((region, index) => {
      const facts = this.#factsOf(index);
      for (const [id, refusal] of facts.refused) if (region.calls.includes(id)) refused[id] = refusal;
      return facts;
    });
    const left = new LeftOfLoops([...this.#splits.values()]);
    const regions = this.workflow.regions.map(({ id }, index): RegionAnalysis => {
      const { steps, facts } = left.of(id, all[index]!);
      const { dependences, preferences } = new DependenceBuilder(withoutCause(facts, this.without)).build();
      return {
        region: id,
        steps,
        dependences: withoutRenamed(dependences, this.without),
        preferences,
      };
    });
    return {
      regions,
      effects: Object.fromEntries(this.#effects),
      refused,
      loops: Object.fromEntries(this.#splits),
      looped: Object.fromEntries(this.#looped),
      aside: Object.fromEntries(this.#aside),
    };
  }

  #factsOf(index: number): RegionFacts {
    const known = this.#facts.get(index);
    if (known) return known;
    const found = this.#workOut(this.workflow.regions[index]!, this.view.lists[index]!);
    withoutCause(found.facts, this.without);
    this.#facts.set(index, found);
    return found;
  }

  #workOut(region: Region, list: StatementList): RegionFacts {
    const visibility = new Visibility(this.#context, this.#objects, list);
    const refused = new Map<string, Refusal>();
    const walker = this.#walkerOf(region, visibility, refused);
    const steps: Step[] = [];
    const facts: StepFacts[] = [];
    const addCall = (step: Omit<Step, "index" | "kind" | "inside" | "takesTurn">, found: StepFacts): void => {
      const takesTurn = found.sink.readsClock;
      steps.push({ index: steps.length, kind: "call", inside: [], takesTurn, ...step });
      facts.push(found);
    };
    const addCode = (statement: number, sink: Sink): void => {
      steps.push({
        index: steps.length,
        kind: "code",
        call: undefined,
        statement,
        isWhole: false,
        inside: [...new Set(sink.tools.flatMap(({ call }) => call ?? []))],
        argThrows: "never",
        receiverThrows: "never",
        takesTurn: false,
      });
      // A line that is printed after code that may throw is not printed when it does.
      const { span } = region.statements[statement]!;
      if (sink.throws !== Throws.Never) sink.add(consoleLocation, false, span, "the console");
      facts.push({ isCall: false, span, sink });
    };
    for (const [statement, node] of list.statements.entries()) {
      const { ignored, pinned } = region.statements[statement]!;
      const unsupported = pinned ?? (region.isBraced || region.calls.length < 2 ? undefined : region.span);
      const held = ignored ?? unsupported;
      const loop = held ? undefined : this.view.loopAt.get(node);
      if (loop && this.#split(loop, node as ForLoop, statement, walker, addCall, addCode)) continue;
      const { calls, rest } = walker.walk(node);
      if (ignored) rest.fence = { code: "ignored-by-pragma", span: ignored, name: "parcall-ignore-next" };
      const extracted = held ? [] : calls;
      for (const { call, sink } of held ? calls : []) {
        rest.absorb(sink);
        refused.set(
          call.id,
          ignored
            ? { code: "ignored-by-pragma", span: ignored, name: "parcall-ignore-next" }
            : {
                code: "unsupported-syntax",
                span: unsupported!,
                name: pinned ? "a comment for the type checker" : "a loop without braces",
              },
        );
      }
      for (const { call, sink, argThrows, receiverThrows } of extracted) {
        const isWhole = call.target.kind === "declare" || call.target.kind === "unused";
        const alone = isWhole && onlyCall(this.#context, call, node);
        // What the declaration of the answer does belongs to the call.
        if (alone) sink.absorb(rest);
        addCall(
          {
            call: call.id,
            members: call.members,
            statement,
            isWhole: alone,
            argThrows: throwsWord[argThrows],
            receiverThrows: throwsWord[receiverThrows],
          },
          { isCall: true, span: call.whole, sink },
        );
      }
      if (extracted.length > 0 && steps.at(-1)!.isWhole) continue;
      addCode(statement, rest);
    }
    return { steps, facts, refused, walker, visibility };
  }

  /** Whether the block around a loop makes other calls. */
  #hasOthers({ id, region }: Loop): boolean {
    const { calls } = this.workflow.regions[this.#regionNumber.get(region)!]!;
    return (
      calls.length > 0 || this.workflow.loops.some((other) => other.region === region && other.id !== id)
    );
  }

  #bodyRegion(index: number): BodyRegion {
    const { steps, facts, walker } = this.#factsOf(index);
    return { id: this.workflow.regions[index]!.id, list: this.view.lists[index]!, steps, facts, walker };
  }

  #walkerOf(region: Region, visibility: Visibility, refused: Map<string, Refusal>): StatementWalker {
    return new StatementWalker(this.#context, this.#objects, visibility, {
      id: region.id,
      effectOf: (call) => this.#effects.get(call.id)!,
      effectOfTool: (tool) => effectOfTool(tool, this.options),
      startsPromises: this.options.emit === "promise-all",
      hasBatches: this.options.emit !== "promise-all" && isBatchReached(this.workflow),
      noteHelper: (call, uses) =>
        this.#effects.set(
          call.id,
          joinedEffect(
            call.helper ?? call.label,
            uses.map(({ effect }) => effect),
          ),
        ),
      noMoreThanCode: (call, because) => void this.#aside.set(call.id, because),
      refused,
    });
  }

  /** Adds the batches of a loop and what is left of it; returns false where its calls stay in it. */
  #split(
    loop: Loop,
    node: ForLoop,
    statement: number,
    walker: StatementWalker,
    addCall: (step: Omit<Step, "index" | "kind" | "inside" | "takesTurn">, found: StepFacts) => void,
    addCode: (statement: number, sink: Sink) => void,
  ): boolean {
    if (this.options.emit === "promise-all") return false;
    const index = this.#regionNumber.get(loop.body)!;
    const body = bodySteps(this.#context, this.#bodyRegion(index), (block) => {
      const at = this.#regionNumberOf.get(block);
      return at === undefined ? undefined : this.#bodyRegion(at);
    });
    if (!body.some(({ step }) => step.kind === "call")) return false;
    const head = walker.loopHead(node);
    // Code that may do anything runs where the head does; beside other calls the rows would need a place of their own.
    const { fence } = head.once;
    if (fence && this.#hasOthers(loop)) {
      for (const { step } of body) if (step.call !== undefined) this.#looped.set(step.call, fence);
      return false;
    }
    const splitter = new LoopSplitter({
      context: this.#context,
      objects: this.#objects,
      visibility: this.#factsOf(index).visibility,
      loop,
      node,
      head,
      body,
      canSettle: canSettle(this.workflow, this.options),
      isTyped: this.workflow.typed,
      innerOf: (inner) => this.#found.get(inner)!,
    });
    const found = splitter.split();
    if (!("split" in found)) {
      for (const { step } of body) if (step.call !== undefined) this.#looped.set(step.call, found);
      return false;
    }
    const { split, stages, rest, stays } = found;
    for (const [call, refusal] of stays) this.#looped.set(call, refusal);
    for (const { call, sink, argThrows, receiverThrows } of head.calls)
      addCall(
        {
          call: call.id,
          statement,
          isWhole: false,
          argThrows: throwsWord[argThrows],
          receiverThrows: throwsWord[receiverThrows],
        },
        { isCall: true, span: call.whole, sink },
      );
    for (const [stage, { sink, argThrows, span }] of stages.entries())
      addCall(
        {
          call: split.stages[stage]!.members[0]!.step.call,
          loop: { loop: loop.id, stage },
          statement,
          isWhole: rest === undefined,
          argThrows: throwsWord[argThrows],
          receiverThrows: "never",
        },
        { isCall: true, span, sink },
      );
    if (rest) addCode(statement, rest);
    this.#splits.set(loop.id, split);
    this.#found.set(loop.id, found);
    return true;
  }
}

/** A bare expression cannot import a function that starts calls together, and has it where its host has. */
function isBatchReached({ moduleForm, toolSource, batchName }: Workflow): boolean {
  return moduleForm !== "none" || (toolSource.kind === "global" && batchName !== "own");
}

const throwsWord = {
  [Throws.Never]: "never",
  [Throws.Nullish]: "nullish",
  [Throws.Missing]: "nullish",
  [Throws.ByDesign]: "by-design",
} as const;

/** Whether nothing of a statement is left without the call: `const a = await x(), b = 2;` keeps its second part. */
function onlyCall({ parser: { ts } }: AnalysisContext, call: ToolCall, node: ts.Statement): boolean {
  if (call.target.kind === "unused") return true;
  return ts.isVariableStatement(node) && node.declarationList.declarations.length === 1;
}
