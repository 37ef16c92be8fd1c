import type ts from "typescript";
import type { NarrowedReference } from "../model/workflow.js";
import { isWriteTarget, type Bindings } from "../syntax/bindings.js";
import type { Parser } from "../syntax/parser.js";
import type { FoundGuard } from "../syntax/view.js";

/** The places at which each path is tested. */
type Tests = ReadonlyMap<string, readonly number[]>;

/**
 * Finds the references of a call that cannot be moved into a closure as they are: after `if (!this.client) throw …`, the checker knows
 * that `this.client` is there, but not in `() => this.client.callTool(…)`. Narrowing holds in closures for names that are never
 * assigned again, and never for properties and elements (TypeScript 5.4 and later).
 */
export class Narrowing {
  readonly #parser: Parser;
  readonly #bindings: Bindings;
  readonly #tested = new Map<ts.Node, Tests>();

  constructor(parser: Parser, bindings: Bindings) {
    this.#parser = parser;
    this.#bindings = bindings;
  }

  /** The narrowed references of a call, in source order. */
  of(file: ts.SourceFile, call: ts.Node): NarrowedReference[] {
    const { ts } = this.#parser;
    return this.#narrowedIn(call).map(({ node, path }) => ({
      path,
      name: this.#nameOf(node),
      isShorthand: ts.isShorthandPropertyAssignment(node.parent),
      start: node.getStart(file),
      end: node.end,
    }));
  }

  /**
   * Whether a choice cannot be moved into a closure: a constant before the batch would be evaluated whatever is chosen. In
   * `job && (await callTool("run", job.mode))` with a test of `job.mode` above, `const mode = job.mode;` would throw where there is no job.
   */
  holdsBack({ expression }: FoundGuard): boolean {
    const { ts } = this.#parser;
    const always = new Set<string>();
    this.#addAlways(expression, always);
    return this.#narrowedIn(expression).some(({ node, path }) => {
      const isSafe =
        ts.isIdentifier(node) ||
        (this.#isAccess(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword) ||
        always.has(path);
      return !isSafe;
    });
  }

  /** The paths that are evaluated whatever is chosen. */
  #addAlways(node: ts.Node, always: Set<string>): void {
    const { ts } = this.#parser;
    if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return;
    if (ts.isConditionalExpression(node)) return this.#addAlways(node.condition, always);
    if (ts.isBinaryExpression(node) && isLogical(ts, node.operatorToken.kind))
      return this.#addAlways(node.left, always);
    const path = this.#isReference(node) ? this.#pathOf(node) : undefined;
    if (path !== undefined) always.add(path);
    if (ts.isOptionalChain(node)) return this.#addAlways(node.expression, always);
    ts.forEachChild(node, (child) => this.#addAlways(child, always));
  }

  #narrowedIn(root: ts.Node): { readonly node: ts.Node; readonly path: string }[] {
    const { ts } = this.#parser;
    const tests = this.#testsAround(root);
    if (tests.size === 0) return [];
    // What a choice tests itself it tests in the closure, too.
    const isChoice =
      ts.isConditionalExpression(root) ||
      ts.isIfStatement(root) ||
      (ts.isBinaryExpression(root) && isLogical(ts, root.operatorToken.kind));
    const isTested = (path: string): boolean =>
      tests.get(path)?.some((at) => !isChoice || at < root.pos || at >= root.end) ?? false;
    const found: { readonly node: ts.Node; readonly path: string }[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return;
      const path = this.#isReference(node) ? this.#pathOf(node) : undefined;
      const isTarget =
        path !== undefined &&
        isTested(path) &&
        !this.#isOfAny(node) &&
        !isWriteTarget(this.#parser, node) &&
        !(ts.isCallExpression(node.parent) && node.parent.expression === node);
      if (isTarget) found.push({ node, path });
      else ts.forEachChild(node, visit);
    };
    visit(root);
    return found;
  }

  /** The paths that some condition or assignment of the functions around a node speaks of. */
  #testsAround(node: ts.Node): Tests {
    const { ts } = this.#parser;
    let root: ts.Node = node;
    // All but the class: a test may stand in any function that the call is nested in.
    for (let up = node.parent; up && !ts.isClassLike(up); up = up.parent)
      if (ts.isFunctionLike(up) || ts.isSourceFile(up)) root = up;
    const known = this.#tested.get(root);
    if (known) return known;
    const tests = new Map<string, number[]>();
    const visit = (child: ts.Node): void => {
      if (this.#isTest(child)) this.#addTested(child, tests);
      ts.forEachChild(child, visit);
    };
    visit(root);
    this.#tested.set(root, tests);
    return tests;
  }

  /** A test of `job.mode.kind` may tell `job.mode` apart, and one of `session?.root` says that `session` is there. */
  #addTested(node: ts.Node, tested: Map<string, number[]>): void {
    const { ts } = this.#parser;
    if (ts.isCallExpression(node)) {
      // `isReady(this.client)`: a predicate or an assertion may narrow what it is given; `this.client?.isOpen()` narrows its receiver.
      for (const argument of node.arguments) this.#addTested(this.#bare(argument), tested);
      if (this.#isAccess(node.expression)) this.#addTested(node.expression.expression, tested);
      return;
    }
    if (!ts.isExpression(node)) return;
    for (let part: ts.Expression = node; ;) {
      part = this.#bare(part);
      const path = this.#pathOf(part);
      if (path !== undefined && this.#isReference(part)) tested.set(path, addTo(tested.get(path), part.pos));
      if (!this.#isAccess(part)) return;
      part = part.expression;
    }
  }

  /** `input.name` of an `input: any` is `any`, in a closure as well. */
  #isOfAny(node: ts.Node): boolean {
    const { ts } = this.#parser;
    let root = node;
    while (this.#isAccess(root) || ts.isNonNullExpression(root) || ts.isParenthesizedExpression(root))
      root = root.expression;
    const declared = root !== node && ts.isIdentifier(root) && this.#bindings.of(root)?.declarations;
    return (
      (declared &&
        declared.length === 1 &&
        (ts.isParameter(declared[0]!.parent) || ts.isVariableDeclaration(declared[0]!.parent)) &&
        declared[0]!.parent.name === declared[0] &&
        declared[0]!.parent.type?.kind === ts.SyntaxKind.AnyKeyword) ||
      false
    );
  }

  /** Without parentheses and `!`, which the checker looks through as well. */
  #bare(node: ts.Expression): ts.Expression {
    const { ts } = this.#parser;
    let inner = node;
    while (ts.isParenthesizedExpression(inner) || ts.isNonNullExpression(inner)) inner = inner.expression;
    return inner;
  }

  #isAccess(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
    const { ts } = this.#parser;
    return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  }

  /** What narrowing speaks of, and a closure forgets. */
  #isReference(node: ts.Node): boolean {
    const { ts } = this.#parser;
    if (!ts.isIdentifier(node)) return this.#isAccess(node);
    const { parent } = node;
    const isKey =
      (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === node;
    return !isKey && (this.#bindings.of(node)?.writes.length ?? 0) > 0;
  }

  /** One text for all spellings of a reference: `hosts["files"]` and `hosts?.files!` are `hosts.files`. */
  #pathOf(node: ts.Node): string | undefined {
    const { ts } = this.#parser;
    if (node.kind === ts.SyntaxKind.ThisKeyword) return "this";
    // Two functions may each have a variable of that name.
    if (ts.isIdentifier(node)) return `${node.text}@${this.#bindings.of(node)?.index ?? ""}`;
    if (!this.#isAccess(node)) return undefined;
    const base = this.#pathOf(this.#bare(node.expression));
    if (base === undefined) return undefined;
    if (ts.isPropertyAccessExpression(node)) return `${base}.${node.name.text}`;
    const key = node.argumentExpression;
    if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) return `${base}.${key.text}`;
    return ts.isIdentifier(key) ? `${base}[${this.#pathOf(key)!}]` : undefined;
  }

  /** What a constant for the reference is called: `client` for `this.#client`, `path` for `paths[0]`. */
  #nameOf(node: ts.Node): string {
    const { ts } = this.#parser;
    if (ts.isIdentifier(node)) return node.text;
    if (ts.isPropertyAccessExpression(node)) return node.name.text.replace("#", "");
    if (!ts.isElementAccessExpression(node)) return "value";
    const key = node.argumentExpression;
    if (ts.isStringLiteralLike(key) && /^[A-Za-z_$][\w$]*$/.test(key.text)) return key.text;
    const list = this.#nameOf(this.#bare(node.expression));
    return /[^s]s$/.test(list) ? list.slice(0, -1) : `${list}Item`;
  }

  #isTest(node: ts.Node): boolean {
    const { ts } = this.#parser;
    let operand = node;
    while (operand.parent && ts.isParenthesizedExpression(operand.parent)) operand = operand.parent;
    const { parent } = operand;
    if (!parent) return false;
    if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
    if (
      ts.isIfStatement(parent) ||
      ts.isWhileStatement(parent) ||
      ts.isDoStatement(parent) ||
      ts.isCaseClause(parent)
    )
      return parent.expression === operand;
    if (ts.isConditionalExpression(parent) || ts.isForStatement(parent)) return parent.condition === operand;
    if (ts.isTypeOfExpression(parent) || ts.isSwitchStatement(parent)) return true;
    if (ts.isBinaryExpression(parent) && this.#mayNarrow(parent.operatorToken.kind)) return true;
    if (ts.isCallExpression(node)) {
      if (ts.isExpressionStatement(parent)) return true;
      // `const isReady = isThere(host.client); if (isReady) …`
      if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
      const uses = this.#bindings.of(parent.name)?.uses ?? [];
      return uses.some((use) => this.#isTest(use));
    }
    // `let client: Client | undefined = new Client()`
    if (ts.isVariableDeclaration(parent))
      return parent.name === node && parent.type !== undefined && parent.initializer !== undefined;
    if (ts.isPostfixUnaryExpression(parent)) return false;
    return (ts.isIdentifier(node) || this.#isAccess(node)) && isWriteTarget(this.#parser, node);
  }

  #mayNarrow(operator: ts.SyntaxKind): boolean {
    const { SyntaxKind } = this.#parser.ts;
    return [
      SyntaxKind.EqualsEqualsToken,
      SyntaxKind.EqualsEqualsEqualsToken,
      SyntaxKind.ExclamationEqualsToken,
      SyntaxKind.ExclamationEqualsEqualsToken,
      SyntaxKind.AmpersandAmpersandToken,
      SyntaxKind.BarBarToken,
      SyntaxKind.QuestionQuestionToken,
      SyntaxKind.InKeyword,
      SyntaxKind.InstanceOfKeyword,
    ].includes(operator);
  }
}

function isLogical(typescript: typeof ts, operator: ts.SyntaxKind): boolean {
  const { SyntaxKind: K } = typescript;
  return (
    operator === K.AmpersandAmpersandToken ||
    operator === K.BarBarToken ||
    operator === K.QuestionQuestionToken ||
    operator === K.AmpersandAmpersandEqualsToken ||
    operator === K.BarBarEqualsToken ||
    operator === K.QuestionQuestionEqualsToken
  );
}

function addTo(known: number[] | undefined, place: number): number[] {
  if (!known) return [place];
  known.push(place);
  return known;
}
