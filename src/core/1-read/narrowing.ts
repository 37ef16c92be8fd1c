import type ts from "typescript";
import type { Span } from "../model/span.js";
import type { Bindings } from "../syntax/bindings.js";
import type { Parser } from "../syntax/parser.js";

/** A reference whose type a test before it has narrowed, in a way that the type checker forgets inside a closure. */
export interface NarrowedReference extends Span {
  readonly path: string;
}

/**
 * Finds the references of a call that cannot be moved into a closure as they are: after `if (!this.client) throw …`, the checker knows
 * that `this.client` is there, but not in `() => this.client.callTool(…)`. Narrowing holds in closures for names that are never
 * assigned again, and never for properties (TypeScript 5.4 and later).
 */
export class Narrowing {
  readonly #parser: Parser;
  readonly #bindings: Bindings;
  readonly #tested = new Map<ts.Node, ReadonlySet<string>>();

  constructor(parser: Parser, bindings: Bindings) {
    this.#parser = parser;
    this.#bindings = bindings;
  }

  /** The narrowed references of a call, in source order. */
  of(file: ts.SourceFile, call: ts.Node): NarrowedReference[] {
    const { ts } = this.#parser;
    const tested = this.#testedAround(call);
    if (tested.size === 0) return [];
    const found: NarrowedReference[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return;
      const path = this.#pathOf(node);
      const isTarget =
        path !== undefined &&
        tested.has(path) &&
        !(ts.isCallExpression(node.parent) && node.parent.expression === node);
      if (isTarget) found.push({ path, start: node.getStart(file), end: node.end });
      else ts.forEachChild(node, visit);
    };
    visit(call);
    return found;
  }

  /** The paths that some condition or assignment of the functions around a node speaks of. */
  #testedAround(node: ts.Node): ReadonlySet<string> {
    const { ts } = this.#parser;
    let root: ts.Node = node;
    // The outermost function but the class: a test may stand in any function that the call is nested in.
    for (let up = node.parent; up && !ts.isClassLike(up); up = up.parent)
      if (ts.isFunctionLike(up) || ts.isSourceFile(up)) root = up;
    const known = this.#tested.get(root);
    if (known) return known;
    const tested = new Set<string>();
    const visit = (child: ts.Node): void => {
      const path = this.#pathOf(child);
      if (path !== undefined && this.#isTest(child)) tested.add(path);
      ts.forEachChild(child, visit);
    };
    visit(root);
    this.#tested.set(root, tested);
    return tested;
  }

  #pathOf(node: ts.Node): string | undefined {
    const { ts } = this.#parser;
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      if (ts.isPropertyAccessExpression(parent) && parent.name === node) return undefined;
      const binding = this.#bindings.of(node);
      return binding && binding.writes.length > 0 ? node.text : undefined;
    }
    if (!ts.isPropertyAccessExpression(node) || node.questionDotToken) return undefined;
    const text = node.getText();
    return /^[\w$]+(\.[\w$]+)+$/.test(text) ? text : undefined;
  }

  #isTest(node: ts.Node): boolean {
    const { ts } = this.#parser;
    const { parent } = node;
    if (!parent) return false;
    if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
    if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent))
      return parent.expression === node;
    if (ts.isConditionalExpression(parent)) return parent.condition === node;
    if (ts.isTypeOfExpression(parent) || ts.isSwitchStatement(parent)) return true;
    if (ts.isBinaryExpression(parent)) {
      const { kind } = parent.operatorToken;
      const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
      return isAssignment
        ? parent.left === node
        : kind !== ts.SyntaxKind.PlusToken && kind !== ts.SyntaxKind.CommaToken;
    }
    // `assertConnected(this.client)`, `if (isReady(this.client))`: a predicate or an assertion may narrow what it is given.
    if (!ts.isCallExpression(parent) || parent.expression === node) return false;
    const { parent: user } = parent;
    return ts.isExpressionStatement(user) || ts.isIfStatement(user) || ts.isPrefixUnaryExpression(user);
  }
}
