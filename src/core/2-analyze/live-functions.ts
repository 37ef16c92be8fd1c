import type ts from "typescript";
import type { AnalysisContext } from "./context.js";
import { HandedOut, isModuleExports } from "./handed-out.js";

/**
 * Functions that may run while another one waits: those that are handed on as values (a listener, a timer's callback), async ones
 * that nobody waits for, and whatever these call. A function that is only ever called runs when its caller says so.
 */
export class LiveFunctions {
  readonly #context: AnalysisContext;
  readonly #calledIn = new Map<ts.Node, readonly ts.Node[]>();
  readonly #liveBeside = new Map<ts.Node, ReadonlySet<ts.Node>>();
  #methods: ReadonlyMap<string, readonly ts.Node[]> | undefined;
  #seeds: ReadonlySet<ts.Node> | undefined;
  #live: ReadonlySet<ts.Node> | undefined;
  /** The one function that the code of the file starts without waiting for it, once: `main().catch(report)`. */
  #entry: ts.Node | undefined;
  #started: ReadonlySet<ts.Node> | undefined;
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
    // Code of the file goes on while a function waits that it has started.
    if (candidate === this.#context.file) return live.has(waiting) || this.#startedByFile().has(waiting);
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

  #allLive(): ReadonlySet<ts.Node> {
    return (this.#live ??= this.#reach((this.#seeds ??= this.#findSeeds()), undefined));
  }

  #startedByFile(): ReadonlySet<ts.Node> {
    this.#seeds ??= this.#findSeeds();
    return (this.#started ??= this.#reach(new Set(this.#entry ? [this.#entry] : []), undefined));
  }

  #exported(): readonly ts.Node[] {
    if (this.#exportedFunctions) return this.#exportedFunctions;
    const { ts } = this.#context.parser;
    const found: ts.Node[] = [];
    for (const { exported, declarations } of this.#context.bindings.all) {
      if (!exported) continue;
      for (const { parent } of declarations) {
        const value = ts.isVariableDeclaration(parent) ? parent.initializer : parent;
        if (value && ts.isClassLike(value)) found.push(...value.members);
        else if (value) found.push(ts.isExpression(value) ? this.#context.unwrap(value) : value);
      }
    }
    return (this.#exportedFunctions = found);
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
    const handedOut = new HandedOut(this.#context);
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && "body" in node && node.body && !this.#context.isInlineCallback(node)) {
        const name = this.#methodName(node);
        if (name !== undefined) {
          methods.set(name, [...(methods.get(name) ?? []), node]);
          const member = ts.isMethodDeclaration(node) || ts.isAccessor(node) ? node : node.parent;
          if (!ts.isConstructorDeclaration(node) && handedOut.isHandedOut(member)) seeds.add(node);
        } else {
          const start = this.#startOf(node);
          if (start === "loose") seeds.add(node);
          else if (start === "entry") entries.push(node);
        }
      } else if (ts.isPropertyAccessExpression(node)) {
        const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
        if (!isCalled) values.add(node.name.text);
        else if (!ts.isAwaitExpression(node.parent.parent)) loose.add(node.name.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(this.#context.file);
    this.#methods = methods;
    if (entries.length === 1) this.#entry = entries[0];
    else for (const entry of entries) seeds.add(entry);
    // A method that is read and not called, or an async one that nobody waits for.
    for (const [name, found] of methods) {
      for (const node of found)
        if (values.has(name) || (loose.has(name) && this.#isAsync(node))) seeds.add(node);
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

  #isAsync(node: ts.Node): boolean {
    const { ts } = this.#context.parser;
    return (
      ts.canHaveModifiers(node) &&
      (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
    );
  }

  /** Whether a function may be running whenever another one waits; `entry` where the code of the file starts it, once. */
  #startOf(node: ts.SignatureDeclaration): "loose" | "entry" | "waited for" {
    const { ts } = this.#context.parser;
    const name = ts.isFunctionDeclaration(node)
      ? node.name
      : ts.isVariableDeclaration(node.parent)
        ? node.parent.name
        : undefined;
    const binding = name && this.#context.bindings.of(name);
    if (!binding)
      return ts.isCallExpression(node.parent) && node.parent.expression === node ? "waited for" : "loose";
    const loose = binding.uses.filter((use) => {
      const { parent } = use;
      if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) return false;
      const holder = ts.isShorthandPropertyAssignment(parent) ? parent.parent.parent : parent;
      if (isModuleExports(ts, holder)) return false;
      if (!ts.isCallExpression(parent) || parent.expression !== use) return true;
      return this.#isAsync(node) && !ts.isAwaitExpression(parent.parent);
    });
    if (loose.length === 0) return "waited for";
    const [only] = loose;
    return loose.length === 1 && ts.isCallExpression(only!.parent) && this.#isRunOnce(only!)
      ? "entry"
      : "loose";
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
      if (child !== node && ts.isFunctionLike(child) && !this.#context.isInlineCallback(child)) return;
      if (ts.isCallExpression(child)) {
        const callee = this.#context.unwrap(child.expression);
        if (ts.isIdentifier(callee)) called.push(...this.#declared(callee));
        else if (ts.isPropertyAccessExpression(callee))
          called.push(...(this.#methods?.get(callee.name.text) ?? []));
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
