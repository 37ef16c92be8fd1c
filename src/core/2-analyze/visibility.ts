import type ts from "typescript";
import type { Binding } from "../syntax/bindings.js";
import type { StatementList } from "../syntax/view.js";
import type { AnalysisContext } from "./context.js";
import type { Mutation, ObjectClass } from "./object-graph.js";
import type { Objects } from "./objects.js";

/**
 * What can be seen of a region's state from elsewhere: after a failure (by a handler, a caller, a closure that stays), and while
 * the program waits (by closures that run then).
 */
export class Visibility {
  readonly #context: AnalysisContext;
  readonly #objects: Objects;
  readonly #function: ts.Node;
  /** The block that a failure leaves for a handler in the same function; undefined where it leaves the function. */
  readonly #guarded: ts.Node | undefined;
  readonly #shared = new Map<ObjectClass, boolean>();
  readonly #sharedVariables = new Map<Binding, boolean>();
  #holders: Map<ObjectClass, Binding[]> | undefined;

  constructor(context: AnalysisContext, objects: Objects, list: StatementList) {
    this.#context = context;
    this.#objects = objects;
    this.#function = context.functionAround(list.parent ? firstInside(list) : list);
    this.#guarded = guardedBlock(context, list);
  }

  get isStarted(): boolean {
    return this.#context.liveFunctions.isStarted(this.#function);
  }

  get isCaught(): boolean {
    return this.#guarded !== undefined;
  }

  /** Whether a handler, a caller or a closure can read the variable after the region has failed. */
  variableOutlives(binding: Binding): boolean {
    if (this.#context.effectiveFunction(binding.owner) !== this.#function || binding.exported) return true;
    // A closure that is only called is over when its caller is.
    const isHeld = binding.uses.some((use) => {
      const by = this.#context.functionAround(use);
      return by !== this.#function && this.#context.liveFunctions.isLiveBeside(by, this.#function);
    });
    if (isHeld) return true;
    return this.#guarded !== undefined && !this.#isInsideGuarded(binding);
  }

  /** The same for an object: outside objects always, in a guarded block also those that a variable from outside the block holds. */
  objectOutlives(object: ObjectClass): boolean {
    if (this.#objects.isOutside(object)) return true;
    // So has whoever calls a method the object that it is called on.
    const own = this.#objects.instanceAround(this.#function);
    if (own !== undefined && this.#objects.reach(own).includes(this.#objects.find(object))) return true;
    const holders = this.holdersOf(this.#objects.find(object));
    // What the function was given, its caller has too, and so have the functions around it what it takes from them.
    if (holders.some(({ kind, owner }) => kind === "parameter" && owner === this.#function)) return true;
    if (holders.some(({ owner }) => this.#isAroundFunction(owner))) return true;
    return this.#guarded !== undefined && holders.some((binding) => !this.#isInsideGuarded(binding));
  }

  /** Whether a closure may assign the variable while the program waits. */
  variableIsShared(binding: Binding): boolean {
    // What a started function reads of other files, its starter may have changed there: `const p = run(); setLanguage("de");`
    if (binding.kind === "import") return this.isStarted && this.#context.localFunctions.isOfProject(binding);
    if (binding.writes.length === 0) return false;
    const known = this.#sharedVariables.get(binding);
    if (known !== undefined) return known;
    const { liveFunctions } = this.#context;
    // Another run of the same function has variables of its own.
    const isLocal = this.#context.effectiveFunction(binding.owner) === this.#function;
    const isShared = binding.writes.some((write) => {
      const by = this.#context.functionAround(write);
      if (!isLocal) return liveFunctions.mayAssignBeside(by, this.#function);
      return by !== this.#function && liveFunctions.isLiveBeside(by, this.#function);
    });
    this.#sharedVariables.set(binding, isShared);
    return isShared;
  }

  /** The same for an object. What functions of the file do to arguments from outside is no business of this one's. */
  objectIsShared(object: ObjectClass): boolean {
    const root = this.#objects.find(object);
    const known = this.#shared.get(root);
    if (known !== undefined) return known;
    const isShared = this.#mayChangeMeanwhile(root);
    this.#shared.set(root, isShared);
    return isShared;
  }

  #mayChangeMeanwhile(object: ObjectClass): boolean {
    const outside = this.#objects.find(this.#objects.outside);
    const isOutside = this.#objects.find(object) === outside;
    const { liveFunctions } = this.#context;
    // The object that a method is called on is an argument of it.
    const isGiven = isOutside || this.#objects.isInstance(object);
    const mayRun = (by: ts.Node): boolean =>
      isGiven
        ? liveFunctions.isLiveBeside(by, this.#function)
        : liveFunctions.mayAssignBeside(by, this.#function);
    if (
      this.#objects
        .mutationsOf(object)
        .some((mutation) => !this.#isOwnBusiness(object, isGiven, mutation) && mayRun(mutation.by))
    )
      return true;
    // What a started function is given, its starter has too: `const p = run(list); list.push(next);`
    if (isGiven && this.#context.liveFunctions.isStarted(this.#function))
      return this.#objects
        .mutationsOfEscaped()
        .some(({ by, isGuess }) => !isGuess && by !== this.#function && mayRun(by));
    if (!this.#objects.isHandedOver(object)) return false;
    return this.#objects.mutationsOf(outside).some(({ by, isGuess }) => !isGuess && mayRun(by));
  }

  /** What functions of the file do to arguments from outside, and this one to objects that its own variables alone hold. */
  #isOwnBusiness(object: ObjectClass, isGiven: boolean, { by, isOwn, isGuess, isMade }: Mutation): boolean {
    if (!isOwn && !isGuess) return false;
    // What another function has made and given to closures is no argument, though it cannot be told from one.
    if (isGiven) return !isMade || by === this.#function;
    if (by !== this.#function) return false;
    // `const mine = list; mine.push(page)`: two runs of the function share what a variable around it holds.
    return this.holdersOf(this.#objects.find(object)).every(({ owner }) => this.#isWithinFunction(owner));
  }

  #isAroundFunction(owner: ts.Node): boolean {
    const around = this.#context.effectiveFunction(owner);
    if (around === this.#function || !this.#context.parser.ts.isFunctionLike(around)) return false;
    for (let up = this.#function.parent; up; up = up.parent) if (up === around) return true;
    return false;
  }

  #isWithinFunction(owner: ts.Node): boolean {
    for (let up: ts.Node | undefined = owner; up; up = up.parent) if (up === this.#function) return true;
    return false;
  }

  #isInsideGuarded(binding: Binding): boolean {
    if (binding.kind === "var" || binding.kind === "function") return false;
    return binding.declarations.every(
      (declared) => declared.pos >= this.#guarded!.pos && declared.end <= this.#guarded!.end,
    );
  }

  /** The variables that an object can be reached from. */
  holdersOf(object: ObjectClass): readonly Binding[] {
    if (!this.#holders) {
      this.#holders = new Map();
      for (const binding of this.#context.bindings.all) {
        for (const held of this.#objects.reach(this.#objects.ofBinding(binding))) {
          const holders = this.#holders.get(held);
          if (holders) holders.push(binding);
          else this.#holders.set(held, [binding]);
        }
      }
    }
    return this.#holders.get(object) ?? [];
  }
}

function firstInside(list: StatementList): ts.Node {
  return list.statements[0] ?? list;
}

/** The innermost block around a list whose failure some code of the same function sees: a `try`, or a `catch` before a `finally`. */
function guardedBlock({ parser: { ts } }: AnalysisContext, list: StatementList): ts.Node | undefined {
  let node: ts.Node = list;
  while (node.parent && !ts.isFunctionLike(node) && !ts.isSourceFile(node)) {
    const { parent } = node;
    if (ts.isTryStatement(parent)) {
      if (parent.tryBlock === node) return node;
      if (parent.catchClause === node && parent.finallyBlock) return node;
    }
    node = parent;
  }
  return undefined;
}
