import ts from "typescript";
import type { ConsoleLine } from "../../src/testing/execute.js";

/** A place of a run where the program might have left what it was doing, and the place up to which that would have kept calls away. */
export interface Guard {
  /** How many calls were made before. */
  readonly from: number;
  /** How many were made before the end of what it leaves. */
  readonly to: number;
}

/**
 * The same program, which prints when it passes a test before a `break`, `return` or `throw`, and when it comes to the end of what that would
 * leave: a loop, a function, a `try`. No call moves above such a test, also where no answer decides it. `continue` is a filter, and none.
 */
export function withGuards(source: string): string {
  const tree = ts.createSourceFile("program.ts", source, ts.ScriptTarget.ESNext, true);
  const marks = new Marks(functionsThatThrow(tree));
  marks.visit(tree);
  return marks.applyTo(source);
}

/** What the lines of such a run say. */
export function guardsIn(console: readonly ConsoleLine[], calls: number): Guard[] {
  const open: { scope: string; from: number }[] = [];
  const guards: Guard[] = [];
  for (const { text, callsBefore } of console) {
    const [, kind, scope] = /^debug: @(guard|end) (\S+)$/.exec(text) ?? [];
    if (scope === undefined) continue;
    if (kind === "guard") open.push({ scope, from: callsBefore });
    else for (const { from } of take(open, scope)) guards.push({ from, to: callsBefore });
  }
  return [...guards, ...open.map(({ from }) => ({ from, to: calls }))];
}

function take(open: { scope: string; from: number }[], scope: string): { from: number }[] {
  const taken = open.filter((guard) => guard.scope === scope);
  for (const guard of taken) open.splice(open.indexOf(guard), 1);
  return taken;
}

class Marks {
  readonly #inserts: { readonly at: number; readonly text: string }[] = [];
  /** What a statement would leave, from the outside in. */
  readonly #scopes: { readonly kind: "loop" | "switch" | "function" | "try"; readonly node: ts.Node }[] = [];

  constructor(private readonly throwing: ReadonlySet<string>) {}

  visit(node: ts.Node): void {
    const kind = scopeOf(node);
    if (kind !== undefined) this.#scopes.push({ kind, node });
    if (ts.isIfStatement(node)) this.#mark(node);
    if (ts.isExpressionStatement(node)) this.#markRequirement(node);
    ts.forEachChild(node, (child) => this.visit(child));
    if (kind === undefined) return;
    this.#scopes.pop();
    this.#close(node, kind);
  }

  applyTo(source: string): string {
    let text = source;
    // Of those at one place, the first comes first: it belongs to what is further inside.
    for (const { at, text: added } of this.#inserts.toReversed().toSorted((a, b) => b.at - a.at))
      text = text.slice(0, at) + added + text.slice(at);
    return text;
  }

  #mark({ expression, thenStatement, elseStatement }: ts.IfStatement): void {
    const left = [thenStatement, elseStatement].flatMap((branch) => (branch ? leavesIn(branch) : []));
    const scopes = new Set(left.map((kind) => this.#left(kind)));
    for (const scope of scopes) this.#insert(expression.getStart(), `console.debug("@guard ${scope}"), `);
  }

  /** `requireAccess(user);` is called for its throw alone: it is a guard of the code around it. */
  #markRequirement(node: ts.ExpressionStatement): void {
    const called = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression;
    if (!ts.isCallExpression(called) || !this.throwing.has(called.expression.getText())) return;
    this.#insert(node.getStart(), `{ console.debug("@guard ${this.#left("throw")}"); `);
    this.#insert(node.end, " }");
  }

  /** The name of what is left. An error of a function whose result is used is one of ordinary code, and no decision. */
  #left(kind: Leave): string {
    const isLeft = {
      break: ["loop", "switch"],
      return: ["function"],
      throw: ["try", "function"],
    }[kind];
    const found = this.#scopes.findLast((scope) => isLeft.includes(scope.kind));
    return found === undefined ? "program" : nameOf(found.node);
  }

  #close(node: ts.Node, kind: "loop" | "switch" | "function" | "try"): void {
    const end = `console.debug("@end ${nameOf(node)}");`;
    if (kind === "loop" || kind === "switch") {
      const outer = ts.isLabeledStatement(node.parent) ? node.parent : node;
      this.#insert(outer.getStart(), "{ ");
      this.#insert(outer.end, ` ${end} }`);
    } else if (ts.isBlock(node)) {
      this.#insert(node.getStart() + 1, " try {");
      this.#insert(node.end - 1, `} finally { ${end} } `);
    }
  }

  #insert(at: number, text: string): void {
    this.#inserts.push({ at, text });
  }
}

function functionsThatThrow(tree: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isFunctionLike(node) &&
      "body" in node &&
      node.body !== undefined &&
      throws(node.body as ts.Node)
    ) {
      const { parent } = node;
      const name = node.name ?? (ts.isVariableDeclaration(parent) ? parent.name : undefined);
      if (name !== undefined) names.add(name.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

function throws(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return ts.isThrowStatement(node) || ts.forEachChild(node, throws) === true;
}

type Leave = "break" | "return" | "throw";

/** How these statements may leave what stands around them. */
function leavesIn(node: ts.Node): Leave[] {
  if (ts.isFunctionLike(node)) return [];
  if (ts.isReturnStatement(node)) return ["return"];
  if (ts.isThrowStatement(node)) return ["throw"];
  if (ts.isBreakStatement(node) || (ts.isContinueStatement(node) && node.label)) return ["break"];
  // What leaves a loop within the branch leaves nothing around it.
  const isInner = ts.isIterationStatement(node, false) || ts.isSwitchStatement(node);
  const found: Leave[] = [];
  ts.forEachChild(node, (child) => void found.push(...leavesIn(child)));
  return isInner ? found.filter((kind) => kind !== "break") : found;
}

function scopeOf(node: ts.Node): "loop" | "switch" | "function" | "try" | undefined {
  if (ts.isIterationStatement(node, false)) return "loop";
  if (ts.isSwitchStatement(node)) return "switch";
  if (ts.isBlock(node) && ts.isFunctionLike(node.parent)) return "function";
  return ts.isBlock(node) && ts.isTryStatement(node.parent) && node.parent.tryBlock === node
    ? "try"
    : undefined;
}

function nameOf(node: ts.Node): string {
  return `${ts.SyntaxKind[node.kind]}${node.pos}`;
}
