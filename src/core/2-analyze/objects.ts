import type ts from "typescript";
import type { ToolCall } from "../model/workflow.js";
import type { Binding } from "../syntax/bindings.js";
import type { AnalysisContext } from "./context.js";
import type { LocalFunction } from "../syntax/functions.js";
import { definitelyNoFunction } from "./value-facts.js";

/** A class of objects that cannot be told apart; 0 stands for values that are no objects. */
export type ObjectClass = number;

/** A place at which an object is changed. */
export interface Mutation {
  /** The function that changes it. */
  readonly by: ts.Node;
  /** Unknown code is given the object there, and may change it. */
  readonly isGuess: boolean;
  /** The object is named by a variable of the function's own. */
  readonly isOwn: boolean;
}

export const noObject: ObjectClass = 0;

/**
 * Which objects a value may be: unification-based points-to analysis with one field per object
 * (B. Steensgaard, "Points-to Analysis in Almost Linear Time", POPL 1996). Each class has one class of contents, so that
 * `result.user = user` changes `result` and not `user`. Everything from outside the file is one class, `outside`.
 */
export class Objects {
  readonly outside: ObjectClass;
  readonly #context: AnalysisContext;
  readonly #parent: number[] = [0];
  readonly #content: number[] = [0];
  /** Reachable by code that the analysis does not see. */
  readonly #escaped: boolean[] = [false];
  /** Where objects of the class are changed. */
  readonly #mutations: (Mutation[] | undefined)[] = [undefined];
  /** Handed to code that may keep it and go on while the program waits. */
  readonly #handed: boolean[] = [false];
  /** Holds, beside its content, things from outside; and whether anything has been taken out of it. */
  readonly #holdsOutside: boolean[] = [false];
  readonly #loaded: boolean[] = [false];
  #mutationsOfEscaped: readonly Mutation[] | undefined;
  readonly #ofBinding = new Map<Binding, ObjectClass>();
  readonly #ofExpression = new Map<ts.Node, ObjectClass>();
  /** Worked out when all of the file has been seen. */
  readonly #reach = new Map<ObjectClass, readonly ObjectClass[]>();
  readonly #returns = new Map<ts.Node, ObjectClass>();

  constructor(context: AnalysisContext) {
    this.#context = context;
    this.outside = this.#fresh();
    this.#content[this.outside] = this.outside;
    this.#escaped[this.outside] = true;
    this.#statement(context.file);
  }

  /** The class of an expression that was visited; `outside` where the analysis does not know it. */
  of(node: ts.Node): ObjectClass {
    const known = this.#ofExpression.get(node);
    return known === undefined ? this.find(this.outside) : this.find(known);
  }

  find(object: ObjectClass): ObjectClass {
    let root = object;
    while (this.#parent[root] !== root) root = this.#parent[root]!;
    for (let at = object; at !== root;) {
      const next = this.#parent[at]!;
      this.#parent[at] = root;
      at = next;
    }
    return root;
  }

  /** The class itself and all that can be reached from it. */
  reach(object: ObjectClass): readonly ObjectClass[] {
    const root = this.find(object);
    const known = this.#reach.get(root);
    if (known) return known;
    const reached = new Set<ObjectClass>();
    for (let at = root; at !== noObject && !reached.has(at); at = this.find(this.#content[at]!)) {
      reached.add(at);
      if (this.#holdsOutside[at]) reached.add(this.find(this.outside));
    }
    const list = [...reached];
    this.#reach.set(root, list);
    return list;
  }

  /** The class under which accesses are compared: what has escaped may be the same object as anything from outside. */
  location(object: ObjectClass): ObjectClass {
    const root = this.find(object);
    return this.#escaped[root] ? this.find(this.outside) : root;
  }

  isOutside(object: ObjectClass): boolean {
    return this.location(object) === this.find(this.outside);
  }

  mutationsOf(object: ObjectClass): readonly Mutation[] {
    return this.#mutations[this.find(object)] ?? [];
  }

  /** Where objects are changed that unknown code, or code that is not seen through, can reach. */
  mutationsOfEscaped(): readonly Mutation[] {
    this.#mutationsOfEscaped ??= this.#mutations.flatMap((mutations, object) =>
      this.#parent[object] === object && this.#escaped[object] ? (mutations ?? []) : [],
    );
    return this.#mutationsOfEscaped;
  }

  isHandedOver(object: ObjectClass): boolean {
    return this.#handed[this.find(object)]!;
  }

  ofBinding(binding: Binding): ObjectClass {
    const known = this.#ofBinding.get(binding);
    if (known !== undefined) return this.find(known);
    const isOutside =
      binding.kind === "import" ||
      binding.kind === "function" ||
      binding.kind === "class" ||
      binding.kind === "other";
    const object = isOutside ? this.outside : this.#fresh();
    this.#ofBinding.set(binding, object);
    if (binding.exported) this.#escape(object);
    return object;
  }

  #fresh(): ObjectClass {
    const object = this.#parent.length;
    this.#parent.push(object);
    this.#content.push(noObject);
    this.#escaped.push(false);
    this.#mutations.push(undefined);
    this.#handed.push(false);
    this.#holdsOutside.push(false);
    this.#loaded.push(false);
    return object;
  }

  /** A value all of whose parts are of the same class: the answer of a tool. */
  #freshTree(): ObjectClass {
    const object = this.#fresh();
    this.#content[object] = object;
    return object;
  }

  /** What the objects of a class hold, to be taken out of them. */
  #contentOf(object: ObjectClass): ObjectClass {
    if (object === noObject) return this.#fresh();
    const root = this.find(object);
    const slot = this.#slotOf(root);
    this.#loaded[root] = true;
    if (this.#holdsOutside[root]) this.#unify(slot, this.outside);
    return this.find(slot);
  }

  #slotOf(root: ObjectClass): ObjectClass {
    if (this.#content[root] === noObject) {
      const content = this.#fresh();
      this.#content[root] = content;
      if (this.#escaped[root]) this.#escaped[content] = true;
      if (this.#handed[root]) this.#handed[content] = true;
    }
    return this.find(this.#content[root]!);
  }

  /**
   * Puts a value into an object. That an object holds something from outside is only noted, so that `{ topic: input.topic, items }` does not make
   * `items` a thing from outside; whatever takes a value out again may get either.
   */
  #store(holder: ObjectClass, value: ObjectClass): void {
    if (holder === noObject || value === noObject) return;
    const root = this.find(holder);
    const isOutside = this.find(value) === this.find(this.outside) && root !== this.find(this.outside);
    if (isOutside && !this.#loaded[root]) this.#holdsOutside[root] = true;
    else this.#unify(this.#slotOf(root), value);
  }

  #unify(first: ObjectClass, second: ObjectClass): ObjectClass {
    if (first === noObject) return second;
    if (second === noObject) return first;
    const pending: [ObjectClass, ObjectClass][] = [[first, second]];
    for (let pair = pending.pop(); pair; pair = pending.pop()) {
      const a = this.find(pair[0]);
      const b = this.find(pair[1]);
      if (a === b) continue;
      this.#parent[b] = a;
      const [contentA, contentB] = [this.#content[a]!, this.#content[b]!];
      this.#content[a] = contentA === noObject ? contentB : contentA;
      if (contentA !== noObject && contentB !== noObject) pending.push([contentA, contentB]);
      this.#holdsOutside[a] ||= this.#holdsOutside[b]!;
      this.#loaded[a] ||= this.#loaded[b]!;
      if (this.#holdsOutside[a] && this.#loaded[a]) pending.push([this.#slotOf(a), this.outside]);
      const mutations = this.#mutations[b];
      if (mutations) this.#mutations[a] = [...(this.#mutations[a] ?? []), ...mutations];
      if (this.#handed[b] && !this.#handed[a]) this.#hand(a);
      else if (this.#handed[a]) this.#hand(contentB);
      if (this.#escaped[a] !== this.#escaped[b]) {
        this.#escaped[a] = false;
        this.#escape(a);
      }
    }
    return this.find(first);
  }

  /** Marks what unknown code can reach: the class and, now and later, all that it holds. */
  #escape(object: ObjectClass): void {
    for (
      let at = this.find(object);
      at !== noObject && !this.#escaped[at];
      at = this.find(this.#content[at]!)
    )
      this.#escaped[at] = true;
  }

  #statement(node: ts.Node): void {
    const { ts } = this.#context.parser;
    if (ts.isVariableDeclaration(node)) {
      const value = node.initializer ? this.#value(node.initializer) : noObject;
      this.#bind(node.name, value);
    } else if (
      ts.isFunctionDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isConstructorDeclaration(node) ||
      ts.isAccessor(node)
    ) {
      this.#function(node);
    } else if (ts.isForOfStatement(node)) {
      const element = this.#contentOf(this.#value(node.expression));
      if (ts.isVariableDeclarationList(node.initializer))
        for (const { name } of node.initializer.declarations) this.#bind(name, element);
      else this.#assign(node.initializer, element);
      this.#statement(node.statement);
    } else if (ts.isForInStatement(node) && !ts.isVariableDeclarationList(node.initializer)) {
      this.#value(node.expression);
      this.#assign(node.initializer, noObject);
      this.#statement(node.statement);
    } else if (ts.isCatchClause(node)) {
      if (node.variableDeclaration) this.#bind(node.variableDeclaration.name, this.outside);
      this.#statement(node.block);
    } else if (ts.isReturnStatement(node)) {
      if (node.expression) this.#return(node, this.#value(node.expression));
    } else if (ts.isThrowStatement(node)) {
      this.#escape(this.#value(node.expression));
    } else if (ts.isClassLike(node)) {
      ts.forEachChild(node, (child) => this.#statement(child));
    } else if (ts.isExpression(node) && !ts.isTypeNode(node)) {
      this.#value(node);
    } else {
      ts.forEachChild(node, (child) => this.#statement(child));
    }
  }

  /** What a function returns is its caller's only when it is over: nothing escapes while it runs. */
  #return(node: ts.Node, value: ObjectClass): void {
    const { ts } = this.#context.parser;
    let up: ts.Node = node;
    while (up.parent && !ts.isFunctionLike(up)) up = up.parent;
    if (this.#isSeenThrough(up)) this.#unify(this.#returnsOf(up), value);
  }

  #isSeenThrough(node: ts.Node): boolean {
    return this.#context.isInlineCallback(node) || this.#context.localFunctions.isClosed(node);
  }

  #returnsOf(functionNode: ts.Node): ObjectClass {
    const known = this.#returns.get(functionNode);
    if (known !== undefined) return known;
    const returns = this.#fresh();
    this.#returns.set(functionNode, returns);
    return returns;
  }

  /** A function that may be called from anywhere: its parameters come from outside. */
  #function(node: ts.SignatureDeclaration, given?: ObjectClass): void {
    // What a function is only ever called with by this file is known at its calls.
    const parameter = given ?? (this.#context.localFunctions.isClosed(node) ? noObject : this.outside);
    const { ts } = this.#context.parser;
    for (const { name, initializer } of node.parameters) {
      this.#bind(name, initializer ? this.#unify(parameter, this.#value(initializer)) : parameter);
    }
    const { body } = node as ts.FunctionLikeDeclaration;
    if (!body) return;
    if (ts.isBlock(body)) return this.#statement(body);
    const value = this.#value(body);
    if (this.#isSeenThrough(node)) this.#unify(this.#returnsOf(node), value);
  }

  #bind(name: ts.BindingName, value: ObjectClass): void {
    const { ts } = this.#context.parser;
    if (ts.isIdentifier(name)) {
      const binding = this.#context.bindings.of(name);
      // A text, a number or a truth value is shared with nobody.
      if (binding && !this.#isDeclaredPrimitive(name)) this.#unify(this.ofBinding(binding), value);
      return;
    }
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      const part = element.dotDotDotToken ? value : this.#contentOf(value);
      this.#bind(
        element.name,
        element.initializer ? this.#unify(part, this.#value(element.initializer)) : part,
      );
    }
  }

  #isDeclaredPrimitive({ parent }: ts.Identifier): boolean {
    const { ts } = this.#context.parser;
    const type = ts.isParameter(parent) || ts.isVariableDeclaration(parent) ? parent.type : undefined;
    const { SyntaxKind: K } = ts;
    return (
      type !== undefined &&
      (type.kind === K.StringKeyword || type.kind === K.NumberKeyword || type.kind === K.BooleanKeyword)
    );
  }

  #assign(target: ts.Expression, value: ObjectClass): void {
    const { ts } = this.#context.parser;
    const inner = this.#context.unwrap(target);
    if (ts.isIdentifier(inner)) {
      const binding = this.#context.bindings.of(inner);
      if (!binding) return this.#escape(value);
      this.#captured(binding, inner);
      this.#unify(this.ofBinding(binding), value);
    } else if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
      const holder = this.#value(inner.expression);
      if (ts.isElementAccessExpression(inner)) this.#value(inner.argumentExpression);
      this.#mutate(inner.expression, holder);
      this.#store(holder, value);
      this.#ofExpression.set(inner, value);
    } else if (ts.isArrayLiteralExpression(inner)) {
      for (const element of inner.elements) {
        this.#assign(
          ts.isSpreadElement(element) ? element.expression : element,
          ts.isSpreadElement(element) ? value : this.#contentOf(value),
        );
      }
    } else if (ts.isObjectLiteralExpression(inner)) {
      for (const property of inner.properties) {
        if (ts.isShorthandPropertyAssignment(property)) this.#assign(property.name, this.#contentOf(value));
        else if (ts.isPropertyAssignment(property))
          this.#assign(property.initializer, this.#contentOf(value));
        else if (ts.isSpreadAssignment(property)) this.#assign(property.expression, value);
      }
    } else if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      this.#assign(inner.left, this.#unify(value, this.#value(inner.right)));
    } else {
      this.#escape(value);
      ts.forEachChild(inner, (child) => this.#statement(child));
    }
  }

  /** A closure that keeps an object can do with it what it likes, whenever it is called. */
  #captured(binding: Binding, use: ts.Node): void {
    if (this.#context.effectiveFunction(binding.owner) !== this.#context.functionAround(use))
      this.#escape(this.ofBinding(binding));
  }

  #mutateProperty(target: ts.Expression): void {
    const { ts } = this.#context.parser;
    const inner = this.#context.unwrap(target);
    if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner))
      this.#mutate(inner.expression, this.of(inner.expression));
  }

  #hand(object: ObjectClass): void {
    for (
      let at = this.find(object);
      at !== noObject && !this.#handed[at];
      at = this.find(this.#content[at]!)
    ) {
      this.#handed[at] = true;
      if (this.#holdsOutside[at]) this.#handed[this.find(this.outside)] = true;
    }
  }

  #mutate(expression: ts.Expression, object: ObjectClass, isGuess = false): void {
    const { ts } = this.#context.parser;
    if (object === noObject) return;
    let root = this.#context.unwrap(expression);
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root))
      root = this.#context.unwrap(root.expression);
    const binding = ts.isIdentifier(root) ? this.#context.bindings.of(root) : undefined;
    const around = this.#context.functionAround(root);
    const isOwn = binding !== undefined && this.#context.effectiveFunction(binding.owner) === around;
    const at = this.find(object);
    (this.#mutations[at] ??= []).push({ by: around, isOwn, isGuess });
  }

  #value(node: ts.Expression): ObjectClass {
    const value = this.#work(node);
    this.#ofExpression.set(node, value);
    return value;
  }

  #work(node: ts.Expression): ObjectClass {
    const { ts } = this.#context.parser;
    const { SyntaxKind: K } = ts;
    if (ts.isIdentifier(node)) {
      const binding = this.#context.bindings.of(node);
      if (!binding) return node.text === "undefined" || node.text === "NaN" ? noObject : this.outside;
      this.#captured(binding, node);
      return this.ofBinding(binding);
    }
    if (ts.isLiteralExpression(node) || ts.isTypeNode(node)) return noObject;
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isSatisfiesExpression(node)
    ) {
      return this.#value(node.expression);
    }
    if (ts.isTypeAssertionExpression(node)) return this.#value(node.expression);
    if (ts.isAwaitExpression(node)) return this.#value(node.expression);
    if (ts.isPropertyAccessExpression(node)) {
      const object = this.#value(node.expression);
      return node.name.text === "length" ? noObject : this.#contentOf(object);
    }
    if (ts.isElementAccessExpression(node)) {
      const object = this.#value(node.expression);
      this.#value(node.argumentExpression);
      return this.#contentOf(object);
    }
    if (ts.isObjectLiteralExpression(node)) return this.#objectLiteral(node);
    if (ts.isArrayLiteralExpression(node)) {
      const list = this.#fresh();
      for (const element of node.elements) {
        if (ts.isSpreadElement(element))
          this.#unify(this.#contentOf(list), this.#contentOf(this.#value(element.expression)));
        else this.#store(list, this.#value(element));
      }
      return list;
    }
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
      if (this.#context.isBranch(node)) this.#value((node as ts.ArrowFunction).body as ts.Expression);
      else if (!this.#context.isInlineCallback(node)) this.#function(node);
      return this.outside;
    }
    if (ts.isCallExpression(node)) return this.#call(node);
    if (ts.isNewExpression(node)) return this.#new(node);
    if (ts.isConditionalExpression(node)) {
      this.#value(node.condition);
      return this.#unify(this.#value(node.whenTrue), this.#value(node.whenFalse));
    }
    if (ts.isBinaryExpression(node)) return this.#binary(node);
    if (ts.isTemplateExpression(node)) {
      for (const part of node.templateSpans) this.#value(part.expression);
      return noObject;
    }
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      this.#value(node.operand);
      if (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken)
        this.#mutateProperty(node.operand);
      return noObject;
    }
    if (ts.isTypeOfExpression(node) || ts.isVoidExpression(node) || ts.isDeleteExpression(node)) {
      this.#value(node.expression);
      if (ts.isDeleteExpression(node)) this.#mutateProperty(node.expression);
      return noObject;
    }
    if (
      node.kind === K.TrueKeyword ||
      node.kind === K.FalseKeyword ||
      node.kind === K.NullKeyword ||
      ts.isOmittedExpression(node)
    )
      return noObject;
    // Anything else (yield, classes, JSX, tagged templates, import(), …): assume that it keeps and hands out everything.
    ts.forEachChild(node, (child) => {
      if (ts.isExpression(child)) this.#escape(this.#value(child));
      else this.#statement(child);
    });
    return this.outside;
  }

  #objectLiteral(node: ts.ObjectLiteralExpression): ObjectClass {
    const { ts } = this.#context.parser;
    const object = this.#fresh();
    for (const property of node.properties) {
      if (property.name && ts.isComputedPropertyName(property.name)) this.#value(property.name.expression);
      if (ts.isPropertyAssignment(property)) this.#store(object, this.#value(property.initializer));
      else if (ts.isShorthandPropertyAssignment(property)) this.#store(object, this.#shorthand(property));
      else if (ts.isSpreadAssignment(property))
        this.#unify(this.#contentOf(object), this.#contentOf(this.#value(property.expression)));
      else {
        this.#function(property);
        this.#unify(this.#contentOf(object), this.outside);
      }
    }
    return object;
  }

  #shorthand(property: ts.ShorthandPropertyAssignment): ObjectClass {
    return this.#value(property.name);
  }

  #binary(node: ts.BinaryExpression): ObjectClass {
    const { SyntaxKind: K } = this.#context.parser.ts;
    const { kind } = node.operatorToken;
    if (kind === K.EqualsToken) {
      const value = this.#value(node.right);
      this.#assign(node.left, value);
      return value;
    }
    if (
      kind === K.BarBarEqualsToken ||
      kind === K.AmpersandAmpersandEqualsToken ||
      kind === K.QuestionQuestionEqualsToken
    ) {
      const value = this.#value(node.right);
      this.#assign(node.left, value);
      return this.#unify(this.#value(node.left), value);
    }
    if (kind >= K.FirstAssignment && kind <= K.LastAssignment) {
      this.#value(node.right);
      this.#assign(node.left, noObject);
      this.#value(node.left);
      return noObject;
    }
    const left = this.#value(node.left);
    const right = this.#value(node.right);
    if (kind === K.CommaToken) return right;
    if (kind === K.BarBarToken || kind === K.AmpersandAmpersandToken || kind === K.QuestionQuestionToken)
      return this.#unify(left, right);
    return noObject;
  }

  #new(node: ts.NewExpression): ObjectClass {
    const path = this.#context.globalPath(node.expression);
    const values = (node.arguments ?? []).map((argument) => this.#value(argument));
    this.#value(node.expression);
    if (
      path &&
      /^(Map|Set|WeakMap|WeakSet|Array|Error|TypeError|RangeError|SyntaxError|Date|URL|URLSearchParams|RegExp)$/.test(
        path,
      )
    ) {
      const object = this.#fresh();
      for (const value of values) {
        this.#unify(this.#contentOf(object), value);
        this.#unify(this.#contentOf(object), this.#contentOf(value));
      }
      return object;
    }
    for (const value of values) {
      this.#escape(value);
      this.#hand(value);
    }
    return this.outside;
  }

  #call(node: ts.CallExpression): ObjectClass {
    const { ts } = this.#context.parser;
    const tool = this.#context.view.callAt.get(node);
    if (tool && tool.helper === undefined) {
      // A tool neither keeps nor changes its arguments, and answers with fresh data.
      this.#value(node.expression);
      for (const argument of node.arguments) this.#value(argument);
      return this.#freshTree();
    }
    const batch = this.#context.batchOf(node);
    if (batch) return this.#batch(node, batch);
    if (this.#context.isConsole(node)) {
      // What is printed is neither kept nor changed.
      for (const argument of node.arguments)
        this.#value(ts.isSpreadElement(argument) ? argument.expression : argument);
      return noObject;
    }
    const facts = this.#context.builtInFunction(node);
    const method = facts ? undefined : this.#context.builtInMethod(node);
    const callee = this.#context.unwrap(node.expression);
    const receiver =
      ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)
        ? this.#value(callee.expression)
        : noObject;
    if (!method) this.#value(node.expression);
    const others: ObjectClass[] = [];
    const callbacks: ts.Node[] = [];
    for (const argument of node.arguments) {
      if (this.#context.isInlineCallback(argument)) callbacks.push(argument);
      else if (ts.isSpreadElement(argument)) others.push(this.#contentOf(this.#value(argument.expression)));
      else others.push(this.#value(argument));
    }
    if (
      method?.callsBack &&
      callbacks.length === 0 &&
      node.arguments.some(
        (argument) =>
          this.#context.isCallbackPlace(node, argument) && !definitelyNoFunction(this.#context, argument),
      )
    ) {
      // A function that is handed over by name may keep and hand out what it gets: `items.map(same)`.
      this.#hand(receiver);
      for (const other of others) this.#hand(other);
      this.#escape(receiver);
      for (const other of others) this.#escape(other);
      return this.outside;
    }
    if (method)
      return this.#method(
        method.result,
        method.mutates,
        callee as ts.PropertyAccessExpression,
        receiver,
        others,
        callbacks,
      );
    if (facts) {
      const first = others[0] ?? noObject;
      for (const callback of callbacks) this.#function(callback as ts.ArrowFunction, this.#contentOf(first));
      if (facts.result === "primitive") return noObject;
      if (facts.result === "fresh" && node.arguments.length === 1) return this.#freshTree();
      const firstArgument = node.arguments[0];
      if (facts.mutatesFirst && firstArgument) {
        this.#mutate(firstArgument, first);
        for (const other of others.slice(1)) this.#unify(this.#contentOf(first), this.#contentOf(other));
      }
      if (facts.result === "first") return first;
      const copy = this.#fresh();
      for (const other of others)
        this.#unify(
          this.#contentOf(copy),
          facts.result === "callback" && callbacks.length > 0 ? noObject : this.#contentOf(other),
        );
      for (const callback of callbacks) this.#unify(this.#contentOf(copy), this.#returnsOf(callback));
      // `Object.entries` puts each value into a pair of its own.
      this.#unify(this.#contentOf(copy), this.#contentOf(this.#contentOf(copy)));
      return copy;
    }
    const local = this.#context.localFunctions.reachedBy(node);
    if (local && this.#context.localFunctions.isClosed(local) && callbacks.length === 0)
      return this.#localCall(local, node, others);
    this.#escape(receiver);
    for (const other of others) this.#escape(other);
    // Unknown code may change what it is given: `setTimeout(() => Reflect.set(cart, "n", 5))`.
    for (const argument of node.arguments) {
      const given = this.of(argument);
      if (given !== this.find(this.outside)) this.#mutate(argument, given, true);
    }
    if (!ts.isAwaitExpression(node.parent)) {
      this.#hand(receiver);
      for (const other of others) this.#hand(other);
    }
    // A function that is said to be pure may still return a part of what it was given; an unknown one returns anything.
    return this.outside;
  }

  /** A list of answers, each of which may be wrapped: `{ status, value }`. */
  #batch(node: ts.CallExpression, members: readonly ToolCall[]): ObjectClass {
    this.#value(node.expression);
    for (const argument of node.arguments) this.#value(argument);
    const answer = this.#fresh();
    this.#unify(this.#contentOf(answer), answer);
    for (const { id, helper } of members) {
      const { recognised } = this.#context.view.found.get(id)!;
      const isSeen = recognised.helper && this.#context.localFunctions.isClosed(recognised.helper);
      if (isSeen) this.#unify(answer, this.#returnsOf(recognised.helper!));
      else if (helper !== undefined) this.#unify(answer, this.outside);
    }
    const list = this.#fresh();
    this.#store(list, answer);
    return list;
  }

  #localCall(local: LocalFunction, node: ts.CallExpression, values: readonly ObjectClass[]): ObjectClass {
    const { ts } = this.#context.parser;
    const hasSpread = node.arguments.some((argument) => ts.isSpreadElement(argument));
    for (const [index, { name, dotDotDotToken }] of local.parameters.entries()) {
      if (!dotDotDotToken && !hasSpread) {
        this.#bind(name, values[index] ?? noObject);
        continue;
      }
      const list = this.#fresh();
      for (const value of values) this.#unify(dotDotDotToken ? this.#contentOf(list) : list, value);
      this.#bind(name, list);
    }
    return this.#returnsOf(local);
  }

  #method(
    result: "primitive" | "element" | "copy" | "receiver" | "callback",
    mutates: boolean,
    callee: ts.PropertyAccessExpression,
    receiver: ObjectClass,
    others: readonly ObjectClass[],
    callbacks: readonly ts.Node[],
  ): ObjectClass {
    if (mutates) {
      this.#mutate(callee.expression, receiver);
      for (const other of others) this.#store(receiver, other);
    }
    // `list.push(item)` puts in and takes nothing out.
    if (callbacks.length === 0 && result === "primitive") return noObject;
    if (callbacks.length === 0 && result === "receiver") return receiver;
    const elements = this.#contentOf(receiver);
    for (const callback of callbacks) {
      const parameter = this.#fresh();
      this.#unify(parameter, elements);
      const { parameters } = callback as ts.ArrowFunction;
      // The list itself is handed over last; an accumulator first.
      if (parameters.length > 2 || result === "callback")
        this.#unify(parameter, parameters.length > 2 ? receiver : noObject);
      for (const other of others) this.#unify(parameter, other);
      this.#function(callback as ts.ArrowFunction, parameter);
      if (callee.name.text.startsWith("reduce")) this.#unify(parameter, this.#returnsOf(callback));
    }
    if (result === "primitive") return noObject;
    if (result === "element") return elements;
    if (result === "receiver") return receiver;
    if (callee.name.text.startsWith("reduce")) {
      let value = this.#fresh();
      for (const callback of callbacks) value = this.#unify(value, this.#returnsOf(callback));
      for (const other of others) value = this.#unify(value, other);
      return value;
    }
    const copy = this.#fresh();
    if (result === "callback") {
      for (const callback of callbacks) {
        this.#unify(this.#contentOf(copy), this.#returnsOf(callback));
        if (callee.name.text === "flatMap")
          this.#unify(this.#contentOf(copy), this.#contentOf(this.#returnsOf(callback)));
      }
      if (callbacks.length === 0) this.#unify(this.#contentOf(copy), this.outside);
    } else {
      this.#unify(this.#contentOf(copy), elements);
      for (const other of others) {
        this.#unify(this.#contentOf(copy), other);
        this.#unify(this.#contentOf(copy), this.#contentOf(other));
      }
      // `entries()` puts each element into a pair of its own, `flat()` takes one out.
      if (/^(entries|flat)$/.test(callee.name.text))
        this.#unify(this.#contentOf(copy), this.#contentOf(this.#contentOf(copy)));
    }
    return copy;
  }
}
