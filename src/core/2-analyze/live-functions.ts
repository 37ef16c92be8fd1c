import type ts from "typescript";
import { isAsync, outerExpression, ownerOf } from "../syntax/parser.js";
import type { AnalysisContext } from "./context.js";
import { exportedFunctions } from "./exported-functions.js";
import { HandedOut, isModuleExports } from "../syntax/handed-out.js";

/**
 * Functions that may run while another one waits: those that are handed on as values (a listener, a timer's callback), async ones
 * that nobody waits for, and whatever these call. A function that is only ever called runs when its caller says so.
 */
export class LiveFunctions {
  readonly #context: AnalysisContext;
  readonly #calledIn = new Map<ts.Node, readonly ts.Node[]>();
  readonly #liveWithin = new Map<ts.Node, ReadonlySet<ts.Node>>();
  readonly #liveBeside = new Map<ts.Node, ReadonlySet<ts.Node>>();
  #methods: ReadonlyMap<string, readonly ts.Node[]> | undefined;
  #seeds: ReadonlySet<ts.Node> | undefined;
  #live: ReadonlySet<ts.Node> | undefined;
  /** The one function that the code of the file starts without waiting for it, once: `main().catch(report)`. */
  #entry: ts.Node | undefined;
  #fromEntry: ReadonlySet<ts.Node> | undefined;
  #fromFile: ReadonlySet<ts.Node> | undefined;
  /** Functions that the language calls by itself: accessors, conversions, iterators. */
  readonly #hooks: ts.Node[] = [];
  /** Functions that are started without being waited for, by any code. */
  readonly #loose = new Set<ts.Node>();
  #startedFunctions: ReadonlySet<ts.Node> | undefined;
  #exportedFunctions: readonly ts.Node[] | undefined;
  readonly #fromExported = new Map<ts.Node, ReadonlySet<ts.Node>>();

  constructor(context: AnalysisContext) {
    this.#context = context;
  }

  /** Whether `candidate` may run while `waiting` waits; another run of `waiting` itself may, where it was handed on. */
  isLiveBeside(candidate: ts.Node, waiting: ts.Node): boolean {
    const seeds = (this.#seeds ??= this.#findSeeds());
    if (candidate === waiting) return seeds.has(waiting);
    const live = this.#allLive();
    // Whoever has started a function goes on while it waits, and so do his callers.
    if (this.#started().has(waiting)) return true;
    if (this.#startedByFile().has(waiting) && this.#otherCodeOfFile().has(candidate)) return true;
    // And the other way round: `const p = step(); await callTool(…)` at the top level.
    if (this.#startedByFile().has(candidate) && this.#otherCodeOfFile().has(waiting)) return true;
    // Where the waiting function starts no other by itself, all see the same.
    if (!live.has(candidate)) return false;
    if (!live.has(waiting)) return true;
    let beside = this.#liveBeside.get(waiting);
    if (!beside) this.#liveBeside.set(waiting, (beside = this.#reach(seeds, waiting)));
    return beside.has(candidate);
  }

  /**
   * The same of code that assigns a variable. Whoever imports the file may call what it exports, too: all but the function that waits
   * and what is waiting for it. What was started or handed on runs beside anything.
   */
  mayAssignBeside(candidate: ts.Node, waiting: ts.Node): boolean {
    if (this.isLiveBeside(candidate, waiting) || this.#allLive().has(waiting)) return true;
    if (candidate === waiting) return false;
    return this.#exported().some((entry) => {
      const reached = this.#reachOf(entry);
      return reached.has(candidate) && !reached.has(waiting);
    });
  }

  /** Whether a function within `owner` may run, in one run of `owner`, but when that calls it and waits for it. */
  mayRunByItself(node: ts.Node, owner: ts.Node): boolean {
    let live = this.#liveWithin.get(owner);
    if (!live) {
      const isWithin = (seed: ts.Node): boolean =>
        seed !== owner && seed.pos >= owner.pos && seed.end <= owner.end;
      const seeds = [...(this.#seeds ??= this.#findSeeds())].filter(isWithin);
      this.#liveWithin.set(owner, (live = this.#reach(new Set(seeds), owner)));
    }
    return live.has(node);
  }

  #allLive(): ReadonlySet<ts.Node> {
    return (this.#live ??= this.#reach((this.#seeds ??= this.#findSeeds()), undefined));
  }

  /** No code of the file runs but when it is called, or goes on when its caller has what it waited for. */
  get isQuiet(): boolean {
    this.#seeds ??= this.#findSeeds();
    return this.#seeds.size === 0 && this.#entry === undefined;
  }

  /** Whether some code of the file goes on while the function waits. */
  isStarted(waiting: ts.Node): boolean {
    return this.#started().has(waiting) || this.#startedByFile().has(waiting);
  }

  /** All that runs in functions that some function has started without waiting for them. */
  #started(): ReadonlySet<ts.Node> {
    this.#seeds ??= this.#findSeeds();
    return (this.#startedFunctions ??= this.#reach(this.#loose, undefined));
  }

  #startedByFile(): ReadonlySet<ts.Node> {
    this.#seeds ??= this.#findSeeds();
    return (this.#fromEntry ??= this.#reach(new Set(this.#entry ? [this.#entry] : []), undefined));
  }

  /** The code of the file, and all that it calls beside the function that it starts. */
  #otherCodeOfFile(): ReadonlySet<ts.Node> {
    return (this.#fromFile ??= this.#reach(new Set([this.#context.file]), this.#entry));
  }

  #exported(): readonly ts.Node[] {
    return (this.#exportedFunctions ??= exportedFunctions(this.#context));
  }

  #reachOf(entry: ts.Node): ReadonlySet<ts.Node> {
    let reached = this.#fromExported.get(entry);
    if (!reached) this.#fromExported.set(entry, (reached = this.#reach(new Set([entry]), undefined)));
    return reached;
  }

  #reach(seeds: ReadonlySet<ts.Node>, waiting: ts.Node | undefined): ReadonlySet<ts.Node> {
    const live = new Set<ts.Node>();
    const pending = [...seeds].filter((node) => node !== waiting);
    for (let node = pending.pop(); node; node = pending.pop()) {
      if (live.has(node)) continue;
      live.add(node);
      for (const called of this.#callsOf(node))
        if (called !== waiting && !live.has(called)) pending.push(called);
      // Whatever runs may read a property, or make a text of an object.
      for (const hook of this.#hooks) if (hook !== waiting && !live.has(hook)) pending.push(hook);
    }
    return live;
  }

  #findSeeds(): ReadonlySet<ts.Node> {
    const { ts } = this.#context.parser;
    const methods = new Map<string, ts.Node[]>();
    const seeds = new Set<ts.Node>();
    const values = new Set<string>();
    const loose = new Set<string>();
    const entries: ts.Node[] = [];
    const handedOut = new HandedOut(this.#context.parser, this.#context.bindings);
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && "body" in node && node.body && !this.#context.isInlineCallback(node)) {
        const name = this.#methodName(node);
        if (
          ts.isAccessor(node) ||
          (name !== undefined && /^\[|^(?:toString|valueOf|toJSON|then)$/.test(name))
        )
          this.#hooks.push(node);
        if (name !== undefined) {
          methods.set(name, [...(methods.get(name) ?? []), node]);
          const member = ts.isMethodDeclaration(node) || ts.isAccessor(node) ? node : node.parent;
          if (!ts.isConstructorDeclaration(node) && handedOut.isHandedOut(member)) seeds.add(node);
        } else {
          const start = this.#startOf(node);
          if (start !== "waited for" && start !== "entry") seeds.add(node);
          if (start === "started") this.#loose.add(node);
          else if (start === "entry") entries.push(node);
        }
      } else if (ts.isPropertyAccessExpression(node)) {
        const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
        if (!isCalled) values.add(node.name.text);
        else if (!this.#isWaitedFor(node.parent)) loose.add(node.name.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(this.#context.file);
    this.#methods = methods;
    if (entries.length === 1) this.#entry = entries[0];
    else
      for (const entry of entries) {
        seeds.add(entry);
        this.#loose.add(entry);
      }
    // A method that is read and not called, or an async one that nobody waits for.
    for (const [name, found] of methods) {
      for (const node of found) {
        const isStarted = loose.has(name) && isAsync(this.#context.parser, node);
        if (values.has(name) || isStarted) seeds.add(node);
        if (isStarted) this.#loose.add(node);
      }
    }
    return seeds;
  }

  #methodName(node: ts.SignatureDeclaration): string | undefined {
    const { ts } = this.#context.parser;
    if (ts.isConstructorDeclaration(node) || ts.isAccessor(node)) return "";
    const named = ts.isMethodDeclaration(node) ? node : node.parent;
    const isMember =
      ts.isMethodDeclaration(named) || ts.isPropertyAssignment(named) || ts.isPropertyDeclaration(named);
    return isMember ? named.name.getText(this.#context.file) : undefined;
  }

  /** Whether a function may be running whenever another one waits; `entry` where the code of the file starts it, once. */
  #startOf(node: ts.SignatureDeclaration): "handed on" | "started" | "entry" | "waited for" {
    const { ts } = this.#context.parser;
    const name = ts.isFunctionDeclaration(node)
      ? node.name
      : ts.isVariableDeclaration(node.parent)
        ? node.parent.name
        : undefined;
    const binding = name && this.#context.bindings.of(name);
    if (!binding) {
      const call = this.#callInPlace(node);
      // A file that is nothing but a function gives it to its host, as an export does.
      if (!call) return isValueOfFile(ts, node) || this.#isCalledBack(node) ? "waited for" : "handed on";
      if (!isAsync(this.#context.parser, node) || this.#isWaitedFor(call)) return "waited for";
      return this.#isRunOnce(call) ? "entry" : "started";
    }
    const loose = binding.uses.filter((use) => {
      const { parent } = use;
      if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) return false;
      const holder = ts.isShorthandPropertyAssignment(parent) ? parent.parent.parent : parent;
      if (isModuleExports(ts, holder) || this.#isCalledBack(use, node)) return false;
      if (!ts.isCallExpression(parent) || parent.expression !== use) return true;
      return isAsync(this.#context.parser, node) && !this.#isWaitedFor(parent);
    });
    const [only] = loose;
    if (!only) return "waited for";
    const isStarted = loose.some((use) => ts.isCallExpression(use.parent) && use.parent.expression === use);
    if (loose.length === 1 && isStarted && this.#isRunOnce(only)) return "entry";
    return isStarted ? "started" : "handed on";
  }

  /** `(async () => { … })()` */
  #callInPlace(node: ts.SignatureDeclaration): ts.CallExpression | undefined {
    const { ts } = this.#context.parser;
    let outer: ts.Node = node;
    while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
    return ts.isCallExpression(outer.parent) && outer.parent.expression === outer ? outer.parent : undefined;
  }

  /**
   * Whether a function is handed to one of the file that does nothing with it but call it, and is over when that is:
   * `await withRetry(() => callTool("get_user", id))`. `given` is the function, `value` what stands for it.
   */
  #isCalledBack(value: ts.Node, given: ts.Node = value): boolean {
    const { ts } = this.#context.parser;
    if (!ts.isExpression(value)) return false;
    const argument = outerExpression(this.#context.parser, value);
    const call = argument.parent;
    if (!ts.isCallExpression(call) || call.expression === argument) return false;
    const local = this.#context.localFunctions.reachedBy(call);
    if (!local || this.#context.localFunctions.isImported(local)) return false;
    if (call.arguments.some((other) => ts.isSpreadElement(other))) return false;
    const parameter = local.parameters[call.arguments.indexOf(argument)];
    if (!parameter || parameter.dotDotDotToken || !ts.isIdentifier(parameter.name)) return false;
    const binding = this.#context.bindings.of(parameter.name);
    if (!binding || binding.writes.length > 0) return false;
    if (isAsync(this.#context.parser, local) && !this.#isWaitedFor(call)) return false;
    return binding.uses.every((use) => {
      const { parent } = use;
      if (!ts.isCallExpression(parent) || parent.expression !== use) return false;
      if (this.#context.functionAround(use) !== local) return false;
      return !isAsync(this.#context.parser, given) || this.#isWaitedFor(parent);
    });
  }

  /** Whether somebody waits for what a call returns: the code around it, or the caller that it is returned to. */
  #isWaitedFor(call: ts.Node, depth = 0): boolean {
    const { ts } = this.#context.parser;
    let node = call;
    while (
      ts.isParenthesizedExpression(node.parent) ||
      ts.isAsExpression(node.parent) ||
      ts.isNonNullExpression(node.parent) ||
      (ts.isConditionalExpression(node.parent) && node.parent.condition !== node)
    )
      node = node.parent;
    const { parent } = node;
    if (ts.isAwaitExpression(parent)) return true;
    const isBody = ts.isArrowFunction(parent) && parent.body === node;
    if (!isBody && !ts.isReturnStatement(parent)) return false;
    const around = isBody ? parent : ownerOf(this.#context.parser, node);
    if (this.#context.isBranch(around)) return true;
    if (!ts.isFunctionLike(around)) return false;
    // What an asynchronous function returns it is not done without; of any other its callers have the promise.
    if (isAsync(this.#context.parser, around)) return true;
    const name = ts.isVariableDeclaration(around.parent) ? around.parent.name : around.name;
    const binding = name && this.#context.bindings.of(name);
    // Whoever imports a function waits for what it returns, as he would for an asynchronous one.
    return (
      binding !== undefined &&
      depth < 5 &&
      (binding.exported || binding.uses.length > 0) &&
      binding.uses.every(
        ({ parent: use }) =>
          ts.isExportSpecifier(use) || (ts.isCallExpression(use) && this.#isWaitedFor(use, depth + 1)),
      )
    );
  }

  /** Code of the file itself, outside of loops. */
  #isRunOnce(use: ts.Node): boolean {
    const { ts } = this.#context.parser;
    for (let up = use.parent; up && !ts.isSourceFile(up); up = up.parent)
      if (ts.isFunctionLike(up) || ts.isClassLike(up) || ts.isIterationStatement(up, false)) return false;
    return true;
  }

  #callsOf(node: ts.Node): readonly ts.Node[] {
    const known = this.#calledIn.get(node);
    if (known) return known;
    const { ts } = this.#context.parser;
    const called: ts.Node[] = [];
    const visit = (child: ts.Node): void => {
      if (child !== node && ts.isFunctionLike(child) && !this.#context.isInlineCallback(child)) {
        // Whoever hands it over runs it, by way of another function.
        if (this.#isCalledBack(child)) called.push(child);
        return;
      }
      if (ts.isCallExpression(child)) {
        const callee = this.#context.unwrap(child.expression);
        if (ts.isIdentifier(callee)) called.push(...this.#declared(callee));
        else if (ts.isPropertyAccessExpression(callee))
          called.push(...(this.#methods?.get(callee.name.text) ?? []));
        for (const argument of child.arguments) {
          const given = this.#context.unwrap(argument);
          if (ts.isIdentifier(given)) called.push(...this.#declared(given));
        }
      }
      ts.forEachChild(child, visit);
    };
    visit(node);
    this.#calledIn.set(node, called);
    return called;
  }

  #declared(callee: ts.Identifier): ts.Node[] {
    const { ts } = this.#context.parser;
    const declared = this.#context.bindings.of(callee)?.declarations[0]?.parent;
    if (!declared) return [];
    if (ts.isFunctionDeclaration(declared)) return [declared];
    return ts.isVariableDeclaration(declared) && declared.initializer
      ? [this.#context.unwrap(declared.initializer)]
      : [];
  }
}

/** `async (input) => { … }` as a whole file. */
function isValueOfFile(typescript: typeof ts, node: ts.Node): boolean {
  let outer = node;
  while (typescript.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  return typescript.isExpressionStatement(outer.parent) && typescript.isSourceFile(outer.parent.parent);
}
