import type ts from "typescript";
import type { AnalysisContext } from "./context.js";

/**
 * Functions that may run while another one waits: those that are handed on as values (a listener, a timer's callback), async ones
 * that nobody waits for, and whatever these call. A function that is only ever called runs when its caller says so.
 */
export class LiveFunctions {
  readonly #context: AnalysisContext;
  readonly #liveBeside = new Map<ts.Node, ReadonlySet<ts.Node>>();
  #functions: readonly ts.Node[] | undefined;
  #seeds: readonly ts.Node[] | undefined;

  constructor(context: AnalysisContext) {
    this.#context = context;
  }

  /** Whether `candidate` may run while `waiting` waits. */
  isLiveBeside(candidate: ts.Node, waiting: ts.Node): boolean {
    let live = this.#liveBeside.get(waiting);
    if (!live) {
      live = this.#reach(waiting);
      this.#liveBeside.set(waiting, live);
    }
    return candidate !== waiting && live.has(candidate);
  }

  #all(): readonly ts.Node[] {
    if (this.#functions) return this.#functions;
    const { ts } = this.#context.parser;
    const found: ts.Node[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && "body" in node && node.body && !this.#context.isInlineCallback(node))
        found.push(node);
      ts.forEachChild(node, visit);
    };
    visit(this.#context.file);
    return (this.#functions = found);
  }

  #reach(waiting: ts.Node): ReadonlySet<ts.Node> {
    this.#seeds ??= this.#all().filter((node) => this.#isSeed(node));
    const live = new Set<ts.Node>();
    const pending = this.#seeds.filter((node) => node !== waiting);
    for (let node = pending.pop(); node; node = pending.pop()) {
      if (live.has(node)) continue;
      live.add(node);
      pending.push(...this.#calledIn(node).filter((called) => called !== waiting && !live.has(called)));
    }
    return live;
  }

  #isSeed(node: ts.Node): boolean {
    const { ts } = this.#context.parser;
    // Methods run when something calls them by name.
    if (ts.isMethodDeclaration(node) || ts.isAccessor(node) || ts.isConstructorDeclaration(node))
      return false;
    const name = ts.isFunctionDeclaration(node)
      ? node.name
      : ts.isVariableDeclaration(node.parent)
        ? node.parent.name
        : undefined;
    const binding = name && this.#context.bindings.of(name);
    if (!binding) return !(ts.isCallExpression(node.parent) && node.parent.expression === node);
    const isAsync =
      ts.canHaveModifiers(node) &&
      ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
    return binding.uses.some((use) => {
      const { parent } = use;
      if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) return false;
      if (!ts.isCallExpression(parent) || parent.expression !== use) return true;
      return isAsync === true && !ts.isAwaitExpression(parent.parent);
    });
  }

  #calledIn(node: ts.Node): ts.Node[] {
    const { ts } = this.#context.parser;
    const called: ts.Node[] = [];
    const visit = (child: ts.Node): void => {
      if (child !== node && ts.isFunctionLike(child) && !this.#context.isInlineCallback(child)) return;
      if (ts.isCallExpression(child)) {
        const callee = this.#context.unwrap(child.expression);
        if (ts.isIdentifier(callee)) called.push(...this.#declared(callee));
        else if (ts.isPropertyAccessExpression(callee)) called.push(...this.#methodsNamed(callee.name.text));
      }
      ts.forEachChild(child, visit);
    };
    visit(node);
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

  #methodsNamed(name: string): ts.Node[] {
    if (!this.#context.ownMethodNames.has(name)) return [];
    const { ts } = this.#context.parser;
    return this.#all().filter((node) => {
      const named = ts.isMethodDeclaration(node) ? node : node.parent;
      return (
        (ts.isMethodDeclaration(named) ||
          ts.isPropertyAssignment(named) ||
          ts.isPropertyDeclaration(named)) &&
        named.name.getText() === name
      );
    });
  }
}
