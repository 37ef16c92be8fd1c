import type ts from "typescript";
import type { Options } from "../model/options.js";
import type { LocalFunction } from "../syntax/functions.js";
import type { Project } from "../syntax/project.js";
import { AnalysisContext, type Origin } from "./context.js";
import { effectOfCall, effectOfTool } from "./effect-of-call.js";
import { noObject, type ObjectClass } from "./object-graph.js";
import { Objects } from "./objects.js";
import { Sink, useAt } from "./sink.js";
import { Visibility } from "./visibility.js";
import { StatementWalker } from "./walk-statements.js";

interface Unit {
  readonly context: AnalysisContext;
  readonly objects: Objects;
  readonly walker: StatementWalker;
  /** What variables of the module hold. */
  readonly kept: ReadonlySet<ObjectClass>;
}

/** What happens to an object that a function of another file is given. */
export interface ParameterFacts {
  /** It is kept, returned, or handed to code that is not seen: from then on it may be anything from outside. */
  readonly escapes: boolean;
  readonly changes: boolean;
}

/** What a function of another file does, as far as that can be told without a call of it. */
export interface ImportedSummary {
  /** Everything but what it does to variables and objects. */
  readonly sink: Sink;
  readonly prints: boolean;
  readonly readsClock: boolean;
  /** It reads, or changes, something that is neither its own nor an argument: the state of its module, or what that shares with others. */
  readonly readsState: boolean;
  readonly changesState: string | undefined;
  /** Something that it reads may change while the program waits. */
  readonly isShared: boolean;
}

/**
 * What functions that a file imports from its project do. Each of their files is analysed for itself, as if every function of it were called by nobody
 * but itself and the importer: an object that is handed over is a class of its own, so that it can be told what becomes of it.
 */
export class ImportedFunctions {
  readonly #project: Project | undefined;
  readonly #options: Options;
  /** Undefined while a file is being gone through, and where nothing is to be known of it. */
  readonly #units = new Map<ts.SourceFile, Unit | undefined>();
  readonly #facts = new Map<LocalFunction, ParameterFacts[]>();
  readonly #underWay = new Set<LocalFunction>();

  constructor(project: Project | undefined, options: Options) {
    this.#project = project;
    this.#options = options;
  }

  /** Undefined where the function is being gone through already: modules may call each other in a circle. */
  summaryOf(local: LocalFunction, isWaitedFor: boolean): ImportedSummary | undefined {
    const unit = this.#underWay.has(local) ? undefined : this.#unitOf(local);
    if (!unit) return undefined;
    this.#underWay.add(local);
    const found = unit.walker.summaryOfFunction(local, isWaitedFor);
    this.#underWay.delete(local);
    return translated(unit, local, found);
  }

  parameterFacts(local: LocalFunction, index: number): ParameterFacts {
    const unit = this.#unitOf(local);
    // A file that is being gone through may be known later.
    if (!unit) return { escapes: true, changes: true };
    const known = this.#facts.get(local) ?? [];
    this.#facts.set(local, known);
    return (known[index] ??= this.#parameterFacts(unit, local, index));
  }

  #parameterFacts(unit: Unit, local: LocalFunction, index: number): ParameterFacts {
    const given = unit.objects.parameterOf(local, index);
    // An argument too many goes nowhere.
    if (given === noObject) return { escapes: false, changes: false };
    if (given === undefined) return { escapes: true, changes: true };
    const { objects } = unit;
    const reached = objects.reach(given);
    // What goes into another argument, or comes back, the importer has by another name.
    const elsewhere = new Set(objects.reach(objects.returnsOf(local)));
    for (const [other] of local.parameters.entries()) {
      if (other === index) continue;
      for (const object of objects.reach(objects.parameterOf(local, other) ?? noObject))
        elsewhere.add(object);
    }
    return {
      escapes: reached.some((object) => isKept(unit, object) || elsewhere.has(object)),
      changes: reached.some((object) => objects.mutationsOf(object).length > 0),
    };
  }

  /** Whether nobody else has what a function returns. */
  returnsFresh(local: LocalFunction): boolean {
    const unit = this.#unitOf(local);
    if (!unit) return false;
    const { objects } = unit;
    const returned = objects.reach(objects.returnsOf(local));
    const given = local.parameters.flatMap((_, index) =>
      objects.reach(objects.parameterOf(local, index) ?? noObject),
    );
    return !returned.some((object) => isKept(unit, object) || given.includes(object));
  }

  /** How much is known of the kind of what a function returns. */
  originOfResult(local: LocalFunction): Origin {
    const context = this.#unitOf(local)?.context;
    // An object with a method `at` of its own is no list.
    return context && context.ownMethodNames.size === 0 ? context.originOfReturns(local) : "unknown";
  }

  #unitOf(local: LocalFunction): Unit | undefined {
    const file = local.getSourceFile();
    if (this.#units.has(file)) return this.#units.get(file);
    const module = this.#project?.moduleOf(file);
    if (!module || !this.#project) return undefined;
    this.#units.set(file, undefined);
    const context = new AnalysisContext(this.#project.viewOf(module), this.#options.pure, this);
    // What a module has running may change anything of it, whenever the program waits: nothing is known of its functions.
    if (!context.liveFunctions.isQuiet) return undefined;
    const objects = new Objects(context, true);
    const walker = new StatementWalker(context, objects, new Visibility(context, objects, file), {
      id: "imported",
      effectOf: (call) => effectOfCall(context, call, this.#options),
      effectOfTool: (tool) => effectOfTool(tool, this.#options),
      noteHelper: () => undefined,
      noMoreThanCode: () => undefined,
      refused: new Map(),
    });
    const unit = { context, objects, walker, kept: keptObjects(context, objects) };
    this.#units.set(file, unit);
    return unit;
  }
}

function keptObjects(context: AnalysisContext, objects: Objects): ReadonlySet<ObjectClass> {
  const ofModule = context.bindings.all.filter(({ owner }) => owner === context.file);
  return new Set(ofModule.flatMap((binding) => objects.reach(objects.ofBinding(binding))));
}

/** Held by a variable of the module, or by code that is not seen. */
function isKept({ objects, kept }: Unit, object: ObjectClass): boolean {
  return objects.isOutside(object) || objects.isHandedOver(object) || kept.has(object);
}

/** Objects of arguments are known where the function is called; of everything else it is only told whether it is used or changed. */
function translated({ context, objects }: Unit, local: LocalFunction, found: Sink): ImportedSummary {
  const given = new Set(
    local.parameters.flatMap((_, index) => objects.reach(objects.parameterOf(local, index) ?? noObject)),
  );
  const sink = new Sink();
  sink.tools.push(...found.tools);
  for (const [index, callback] of found.callbacks) sink.callBack(index, callback);
  sink.raise(found.throws);
  sink.fence = found.fence;
  sink.late = found.late;
  sink.kept = found.kept;
  sink.clock = found.clock;
  let readsState = false;
  let isShared = found.shared !== undefined;
  let changesState: string | undefined;
  for (const { location, write, name } of found.accesses.values()) {
    const use = useAt(location);
    if (use.kind === "console" || use.kind === "clock" || use.kind === "answer") continue;
    if (use.kind === "object" && given.has(objects.find(use.object))) continue;
    // What is set once, when the module is loaded, is no state.
    if (use.kind === "variable" && !write && context.bindings.all[use.index]?.writes.length === 0) continue;
    if (write) changesState ??= name;
    else readsState = true;
    // Whoever imports the module may have it changed while the program waits.
    isShared ||=
      use.kind === "variable" || (use.kind === "object" && objects.mutationsOf(use.object).length > 0);
  }
  const { prints, readsClock } = found;
  return { sink, prints, readsClock, readsState, changesState, isShared };
}
