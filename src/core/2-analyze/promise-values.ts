import type ts from "typescript";
import type { Binding } from "../syntax/bindings.js";
import type { AnalysisContext } from "./context.js";

/**
 * Whether a value may be a promise, or hold one. A branch is waited for, and so would be what it returns: with `const pending =
 * callTool("get_user", id)`, `fresh ? await callTool("refresh", id) : pending` is a promise, and the answer of a branch is none.
 * What comes from outside without a type is taken for data.
 */
export class PromiseValues {
  readonly #context: AnalysisContext;
  readonly #known = new Map<Binding | string, boolean>();

  constructor(context: AnalysisContext) {
    this.#context = context;
  }

  mayBePromise(node: ts.Expression): boolean {
    const { ts } = this.#context.parser;
    const { SyntaxKind: K } = ts;
    const inner = this.#context.unwrap(node);
    if (ts.isAwaitExpression(inner) || this.#context.view.callAt.get(inner)?.place === "awaited")
      return false;
    if (ts.isLiteralExpression(inner) || ts.isTemplateExpression(inner)) return false;
    if (ts.isPrefixUnaryExpression(inner) || ts.isPostfixUnaryExpression(inner)) return false;
    if (ts.isTypeOfExpression(inner) || ts.isVoidExpression(inner) || ts.isDeleteExpression(inner))
      return false;
    if ([K.TrueKeyword, K.FalseKeyword, K.NullKeyword, K.ThisKeyword].includes(inner.kind)) return false;
    if (ts.isIdentifier(inner)) return this.#mayNamePromise(inner);
    if (ts.isConditionalExpression(inner))
      return this.mayBePromise(inner.whenTrue) || this.mayBePromise(inner.whenFalse);
    if (ts.isBinaryExpression(inner)) {
      const { kind } = inner.operatorToken;
      if (kind === K.AmpersandAmpersandToken || kind === K.CommaToken || kind === K.EqualsToken)
        return this.mayBePromise(inner.right);
      const isChoice = kind === K.BarBarToken || kind === K.QuestionQuestionToken;
      return isChoice && (this.mayBePromise(inner.left) || this.mayBePromise(inner.right));
    }
    if (ts.isArrayLiteralExpression(inner))
      return inner.elements.some((element) =>
        this.mayBePromise(ts.isSpreadElement(element) ? element.expression : element),
      );
    if (ts.isOmittedExpression(inner)) return false;
    if (ts.isObjectLiteralExpression(inner))
      return inner.properties.some((part) => this.#mayHoldPromise(part));
    if (ts.isPropertyAccessExpression(inner)) {
      if (inner.expression.kind === K.ThisKeyword) return this.#mayFieldHoldPromise(inner);
      return this.mayBePromise(inner.expression);
    }
    if (ts.isElementAccessExpression(inner)) return this.mayBePromise(inner.expression);
    if (ts.isNewExpression(inner)) {
      const isCollection = /^(Map|Set|Array)$/.test(this.#context.globalPath(inner.expression) ?? "");
      const isData = /^(Date|RegExp|URL|URLSearchParams|Error)$/.test(
        this.#context.globalPath(inner.expression) ?? "",
      );
      return !isData && !(isCollection && !this.#anyOf(inner.arguments ?? []));
    }
    if (ts.isCallExpression(inner)) return this.#mayReturnPromise(inner);
    // Functions are no promises; anything else may be one.
    return !ts.isArrowFunction(inner) && !ts.isFunctionExpression(inner);
  }

  #anyOf(nodes: readonly ts.Expression[]): boolean {
    const { ts } = this.#context.parser;
    return nodes.some((node) => this.mayBePromise(ts.isSpreadElement(node) ? node.expression : node));
  }

  #mayHoldPromise(part: ts.ObjectLiteralElementLike): boolean {
    const { ts } = this.#context.parser;
    // An object with a method `then` is waited for like a promise.
    if (part.name && (!("text" in part.name) || part.name.text === "then")) return true;
    if (ts.isPropertyAssignment(part)) return this.mayBePromise(part.initializer);
    if (ts.isShorthandPropertyAssignment(part)) return this.mayBePromise(part.name);
    return ts.isSpreadAssignment(part) && this.mayBePromise(part.expression);
  }

  /** What the language's own functions make of data is data. */
  #mayReturnPromise(call: ts.CallExpression): boolean {
    const { ts } = this.#context.parser;
    const facts = this.#context.builtInFunction(call) ?? this.#context.builtInMethod(call);
    if (!facts) return this.#mayLocalReturn(call);
    if (facts.result === "primitive") return false;
    const callee = this.#context.unwrap(call.expression);
    if (ts.isPropertyAccessExpression(callee) && !this.#context.builtInFunction(call)) {
      if (this.mayBePromise(callee.expression)) return true;
    }
    return (
      this.#anyOf(call.arguments) || call.arguments.some((argument) => this.#mayCallbackReturn(argument))
    );
  }

  /** A function of the file: what it returns, and what it is given to return. */
  #mayLocalReturn(call: ts.CallExpression): boolean {
    const { ts } = this.#context.parser;
    const local = this.#context.localFunctions.calledBy(call);
    if (!local?.body || this.#context.localFunctions.isAsync(local) || this.#anyOf(call.arguments))
      return true;
    const { body } = local;
    const visit = (node: ts.Node): boolean => {
      if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
      if (ts.isReturnStatement(node))
        return node.expression !== undefined && this.mayBePromise(node.expression);
      return ts.forEachChild(node, visit) ?? false;
    };
    return this.#once(`returns ${body.pos}`, () =>
      ts.isBlock(body) ? visit(body) : this.mayBePromise(body),
    );
  }

  #mayCallbackReturn(node: ts.Expression): boolean {
    const { ts } = this.#context.parser;
    const inner = this.#context.unwrap(node);
    if (!ts.isArrowFunction(inner)) return ts.isFunctionExpression(inner);
    return inner.modifiers !== undefined || ts.isBlock(inner.body) || this.mayBePromise(inner.body);
  }

  #mayNamePromise(node: ts.Identifier): boolean {
    const binding = this.#context.bindings.of(node);
    return binding !== undefined && this.#once(binding, () => this.#mayBind(binding));
  }

  #once(key: Binding | string, find: () => boolean): boolean {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    // A variable that is defined by itself adds nothing to its other definitions.
    this.#known.set(key, false);
    const found = find();
    this.#known.set(key, found);
    return found;
  }

  #mayBind(binding: Binding): boolean {
    const { ts } = this.#context.parser;
    if (binding.kind === "function" || binding.kind === "class") return false;
    // (From another file, or thrown: taken for data.)
    if (binding.kind === "import" || binding.kind === "catch") return false;
    for (const name of binding.declarations) {
      let node: ts.Node = name.parent;
      while (ts.isBindingElement(node) || ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)) {
        if (ts.isBindingElement(node) && node.initializer && this.mayBePromise(node.initializer)) return true;
        node = node.parent;
      }
      if (!ts.isParameter(node) && !ts.isVariableDeclaration(node)) return true;
      if (node.initializer && this.mayBePromise(node.initializer)) return true;
      // The parameter of a callback is whatever its list holds.
      const call = ts.isParameter(node) ? node.parent.parent : undefined;
      const list = call && ts.isCallExpression(call) ? this.#context.unwrap(call.expression) : undefined;
      if (list && ts.isPropertyAccessExpression(list) && this.mayBePromise(list.expression)) return true;
      if (node.type && this.#mayTypeBePromise(node.type)) return true;
      const loop = node.parent.parent;
      if (ts.isForOfStatement(loop) && this.mayBePromise(loop.expression)) return true;
    }
    return binding.uses.some((use) => this.#mayPutPromise(use));
  }

  /** `value = p`, `list.push(p)`, `holder.pending = p` */
  #mayPutPromise(use: ts.Expression): boolean {
    const { ts } = this.#context.parser;
    let node: ts.Node = use;
    while (
      (ts.isPropertyAccessExpression(node.parent) || ts.isElementAccessExpression(node.parent)) &&
      node.parent.expression === node
    )
      node = node.parent;
    const { parent } = node;
    if (ts.isCallExpression(parent) && parent.expression === node && node !== use)
      return this.#anyOf(parent.arguments);
    const isAssigned =
      ts.isBinaryExpression(parent) &&
      parent.left === node &&
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
    if (isAssigned) return this.mayBePromise(parent.right);
    // `[value] = …`, `for (value of …)`
    const isWritten = ts.isArrayLiteralExpression(parent) || ts.isForOfStatement(parent);
    return isWritten && (this.#context.bindings.of(use)?.writes.includes(use as ts.Identifier) ?? false);
  }

  /** A field of a class: how it is declared, and all that its methods put into it. */
  #mayFieldHoldPromise({ name, parent }: ts.PropertyAccessExpression): boolean {
    const { ts } = this.#context.parser;
    let owner: ts.Node = parent;
    while (owner && !ts.isClassLike(owner)) owner = owner.parent;
    if (!owner) return true;
    const around = owner;
    return this.#once(`${around.pos} ${name.text}`, () => {
      const visit = (node: ts.Node): boolean => {
        const isDeclared =
          (ts.isPropertyDeclaration(node) || ts.isParameter(node)) &&
          "text" in node.name &&
          node.name.text === name.text;
        if (isDeclared && node.type && this.#mayTypeBePromise(node.type)) return true;
        if (isDeclared && node.initializer && this.mayBePromise(node.initializer)) return true;
        const isUse =
          ts.isPropertyAccessExpression(node) &&
          node.expression.kind === ts.SyntaxKind.ThisKeyword &&
          node.name.text === name.text;
        if (isUse && this.#mayPutPromise(node)) return true;
        if ((ts.isAccessor(node) || ts.isMethodDeclaration(node)) && node.name.getText() === name.text)
          return true;
        return ts.forEachChild(node, visit) ?? false;
      };
      return visit(around);
    });
  }

  /** A type that speaks of a promise, itself or by the types of the file that it names; or one that a caller chooses. */
  #mayTypeBePromise(type: ts.Node): boolean {
    const { ts } = this.#context.parser;
    const seen = new Set<string>();
    const visit = (node: ts.Node): boolean => {
      if (ts.isIdentifier(node) && !seen.has(node.text)) {
        if (/promise|thenable|deferred/i.test(node.text)) return true;
        seen.add(node.text);
        if (this.#isTypeParameter(type, node.text)) return true;
        const declared = this.#context.file.statements.find(
          (statement) =>
            (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) &&
            statement.name.text === node.text,
        );
        if (declared && visit(declared)) return true;
      }
      // What a function of an object returns is no part of the object.
      if (ts.isFunctionTypeNode(node) || ts.isMethodSignature(node)) return false;
      return ts.forEachChild(node, visit) ?? false;
    };
    return visit(type);
  }

  #isTypeParameter(place: ts.Node, name: string): boolean {
    const { ts } = this.#context.parser;
    for (let up: ts.Node = place; up.parent; up = up.parent) {
      const owner = up.parent;
      const hasOwn = ts.isFunctionLike(owner) || ts.isClassLike(owner);
      if (hasOwn && owner.typeParameters?.some((parameter) => parameter.name.text === name)) return true;
    }
    return false;
  }
}
