import type ts from "typescript";
import type { ToolCall } from "../model/workflow.js";
import type { Binding } from "../syntax/bindings.js";
import type { AnalysisContext } from "./context.js";
import { Instances } from "./instances.js";
import { OwnCode } from "./own-code.js";
import type { LocalFunction } from "../syntax/functions.js";
import { noObject, ObjectGraph, type Mutation, type ObjectClass } from "./object-graph.js";
import { definitelyMakesPrimitive, definitelyNoFunction } from "./value-facts.js";

/** Which objects a value may be, worked out in one walk over the file; see `ObjectGraph`. */
export class Objects {
  readonly outside: ObjectClass;
  readonly #context: AnalysisContext;
  readonly #isImported: boolean;
  readonly #graph = new ObjectGraph();
  /** What the functions of an imported file are given. */
  readonly #parameters = new Map<ts.Node, ObjectClass[]>();
  readonly #ofBinding = new Map<Binding, ObjectClass>();
  readonly #ofExpression = new Map<ts.Node, ObjectClass>();
  /** The answers of batches whose list nobody has. */
  readonly #answers = new Map<ObjectClass, readonly ObjectClass[]>();
  /** Variables that hold no object. */
  readonly #primitives = new Set<Binding>();
  readonly #returns = new Map<ts.Node, ObjectClass>();
  readonly #instances: Instances;
  #ownCode: OwnCode | undefined;
  /** The whole file has been seen: what nothing was seen to be put into holds nothing. */
  readonly #isComplete: boolean = false;

  /** With `isImported`, functions are called by other files, and what they are given is a class of its own. */
  constructor(context: AnalysisContext, isImported = false) {
    this.#context = context;
    this.#isImported = isImported;
    this.outside = this.#graph.outside;
    this.#instances = new Instances(context, this.#graph);
    this.#statement(context.file);
    this.#instances.complete();
    this.#isComplete = true;
  }

  /** Code of the file that runs where nothing looks like a call. */
  get ownCode(): OwnCode {
    return (this.#ownCode ??= new OwnCode(this.#context, this));
  }

  /** Every class of objects: for a place of which nothing is known. */
  get all(): readonly ObjectClass[] {
    return this.#graph.all;
  }

  instancesOf(made: ts.ClassDeclaration): ObjectClass {
    return this.find(this.#instances.of(made));
  }

  /** The class of an expression that was visited; `outside` where the analysis does not know it. */
  of(node: ts.Node): ObjectClass {
    const known = this.#ofExpression.get(node);
    if (known === undefined) return this.find(this.#instances.ofThis(node) ?? this.outside);
    return this.#isComplete && this.#graph.isVacant(known) ? noObject : this.find(known);
  }

  find(object: ObjectClass): ObjectClass {
    return this.#graph.find(object);
  }

  /** The class itself and all that can be reached from it. */
  reach(object: ObjectClass): readonly ObjectClass[] {
    return this.#graph.reach(object);
  }

  /** The class under which accesses are compared: what has escaped may be the same object as anything from outside. */
  location(object: ObjectClass): ObjectClass {
    const root = this.find(object);
    return this.#graph.isEscaped(root) ? this.find(this.outside) : root;
  }

  isOutside(object: ObjectClass): boolean {
    return this.location(object) === this.find(this.outside);
  }

  mutationsOf(object: ObjectClass): readonly Mutation[] {
    return this.#graph.mutationsOf(object);
  }

  /** Where objects are changed that unknown code, or code that is not seen through, can reach. */
  mutationsOfEscaped(): readonly Mutation[] {
    return this.#graph.mutationsOfEscaped();
  }

  /** The object that a method, or a function within one, is called on; undefined elsewhere. */
  instanceAround(functionNode: ts.Node): ObjectClass | undefined {
    return this.#instances.around(functionNode);
  }

  isInstance(object: ObjectClass): boolean {
    return this.#instances.has(object);
  }

  isHandedOver(object: ObjectClass): boolean {
    return this.#graph.isHandedOver(object);
  }

  ofBinding(binding: Binding): ObjectClass {
    const known = this.#ofBinding.get(binding);
    if (known !== undefined) return this.find(known);
    const isOutside =
      binding.kind === "import" ||
      binding.kind === "function" ||
      binding.kind === "class" ||
      binding.kind === "other";
    const object = isOutside ? this.outside : this.#graph.vacancy();
    this.#ofBinding.set(binding, object);
    if (binding.exported) this.#graph.escape(object);
    return object;
  }

  #statement(node: ts.Node): void {
    const { ts } = this.#context.parser;
    if (ts.isVariableDeclaration(node)) {
      const value = node.initializer
        ? this.#value(node.initializer)
        : this.#isGivenElsewhere(node)
          ? this.outside
          : noObject;
      this.#bind(node.name, value);
    } else if (
      ts.isFunctionDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isConstructorDeclaration(node) ||
      ts.isAccessor(node)
    ) {
      this.#function(node);
    } else if (ts.isPropertyDeclaration(node)) {
      if (ts.isComputedPropertyName(node.name)) this.#value(node.name.expression);
      const value = node.initializer ? this.#value(node.initializer) : noObject;
      this.#instances.store(node, value);
    } else if (ts.isForOfStatement(node)) {
      const element = this.#graph.elementsOf(this.#value(node.expression));
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
      this.#graph.escape(this.#value(node.expression));
    } else if (ts.isClassLike(node)) {
      if (ts.isClassDeclaration(node)) this.#instances.of(node);
      ts.forEachChild(node, (child) => this.#statement(child));
    } else if (ts.isExpression(node) && !ts.isTypeNode(node)) {
      this.#value(node);
    } else {
      ts.forEachChild(node, (child) => this.#statement(child));
    }
  }

  /** `declare const settings: Settings;`, or a variable of a script that the script itself never gives anything. */
  #isGivenElsewhere({ name, parent }: ts.VariableDeclaration): boolean {
    const { ts } = this.#context.parser;
    if (ts.isForInStatement(parent.parent) || !ts.isIdentifier(name)) return false;
    const binding = this.#context.bindings.of(name);
    return binding !== undefined && binding.writes.length === 0;
  }

  /** What a function returns is its caller's only when it is over: nothing escapes while it runs. */
  #return(node: ts.Node, value: ObjectClass): void {
    const { ts } = this.#context.parser;
    let up: ts.Node = node;
    while (up.parent && !ts.isFunctionLike(up)) up = up.parent;
    if (this.#isSeenThrough(up)) this.#graph.unify(this.returnsOf(up), value);
    // What an accessor gives is met wherever a property is read.
    else if (ts.isAccessor(up)) this.#graph.escape(value);
    // `return cached;`: what `new` gives is that object.
    else if (ts.isConstructorDeclaration(up))
      this.#graph.unify(this.#instances.around(up) ?? noObject, value);
    else this.#instances.give(value);
  }

  #isSeenThrough(node: ts.Node): boolean {
    return this.#context.isInlineCallback(node) || this.#isClosed(node) || this.#instances.isMember(node);
  }

  /** The object that a function of an imported file is given; `outside` where it may be given others by its own file. */
  parameterOf(local: LocalFunction, index: number): ObjectClass | undefined {
    const given = this.#parameters.get(local);
    if (!given) return undefined;
    const isRest = local.parameters.at(-1)?.dotDotDotToken !== undefined;
    return index < given.length || isRest ? given[index] : noObject;
  }

  #isClosed(node: ts.Node): boolean {
    const { localFunctions } = this.#context;
    return this.#isImported ? localFunctions.isClosedWithin(node) : localFunctions.isClosed(node);
  }

  returnsOf(functionNode: ts.Node): ObjectClass {
    const known = this.#returns.get(functionNode);
    if (known !== undefined) return known;
    const returns = this.#graph.vacancy();
    this.#returns.set(functionNode, returns);
    return returns;
  }

  /** A function that may be called from anywhere: its parameters come from outside. */
  #function(node: ts.SignatureDeclaration, given?: (index: number) => ObjectClass): void {
    // What a function is only ever called with by this file is known at its calls.
    const usual = this.#isClosed(node) ? noObject : this.outside;
    const { ts } = this.#context.parser;
    for (const [index, { name, initializer, dotDotDotToken }] of node.parameters.entries()) {
      if (given && dotDotDotToken) {
        const list = this.#graph.fresh();
        for (let at = index; at < 4; at++) this.#graph.storeElement(list, given(at));
        this.#bind(name, list);
        continue;
      }
      const parameter = given ? given(index) : this.#usualParameter(node, index, usual);
      this.#bind(name, initializer ? this.#graph.unify(parameter, this.#value(initializer)) : parameter);
    }
    const { body } = node as ts.FunctionLikeDeclaration;
    if (!body) return;
    if (ts.isBlock(body)) return this.#statement(body);
    const value = this.#value(body);
    if (this.#isSeenThrough(node)) this.#graph.unify(this.returnsOf(node), value);
    else this.#instances.give(value);
  }

  /** What stands in an object under a name; undefined for a name or place that is not known. */
  #partOf(object: ObjectClass, name: string | undefined): ObjectClass {
    return name === undefined ? this.#graph.elementsOf(object) : this.#graph.fieldOf(object, name);
  }

  #usualParameter(node: ts.SignatureDeclaration, index: number, usual: ObjectClass): ObjectClass {
    if (!this.#isImported || usual !== noObject) return usual;
    const { name, dotDotDotToken } = node.parameters[index]!;
    const { ts } = this.#context.parser;
    const isPrimitive = ts.isIdentifier(name) && this.#isDeclaredPrimitive(name);
    const object = dotDotDotToken ? this.outside : isPrimitive ? noObject : this.#graph.fresh();
    const known = this.#parameters.get(node) ?? [];
    known[index] = object;
    this.#parameters.set(node, known);
    return object;
  }

  #bind(name: ts.BindingName, value: ObjectClass): void {
    const { ts } = this.#context.parser;
    if (ts.isIdentifier(name)) {
      const binding = this.#context.bindings.of(name);
      if (!binding) return;
      // A text, a number or a truth value is shared with nobody.
      if (this.#isPrimitive(binding, name, value)) this.#primitives.add(binding);
      else this.#graph.unify(this.ofBinding(binding), value);
      return;
    }
    const answers = this.#answers.get(value);
    for (const [index, element] of name.elements.entries()) {
      if (ts.isOmittedExpression(element)) continue;
      const key = ts.isObjectBindingPattern(name)
        ? nameOf(ts, element.propertyName ?? element.name)
        : undefined;
      const part = answers
        ? (answers[index] ?? noObject)
        : element.dotDotDotToken
          ? value
          : this.#partOf(value, key);
      this.#bind(
        element.name,
        element.initializer ? this.#graph.unify(part, this.#value(element.initializer)) : part,
      );
    }
  }

  #isPrimitive(binding: Binding, name: ts.Identifier, value: ObjectClass): boolean {
    if (binding.declarations.length !== 1) return false;
    if (this.#isDeclaredPrimitive(name)) return true;
    const { ts } = this.#context.parser;
    const { parent } = name;
    return (
      value === noObject &&
      binding.kind === "const" &&
      ts.isVariableDeclaration(parent) &&
      parent.initializer !== undefined
    );
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
      if (!binding) return this.#graph.escape(value);
      this.#captured(binding, inner);
      this.#graph.unify(this.ofBinding(binding), value);
    } else if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
      const holder = this.#value(inner.expression);
      if (ts.isElementAccessExpression(inner)) this.#value(inner.argumentExpression);
      this.#mutate(inner.expression, holder);
      const key = ts.isPropertyAccessExpression(inner)
        ? inner.name.text
        : keyOf(ts, inner.argumentExpression);
      if (key === undefined) this.#graph.storeElement(holder, value);
      else this.#graph.storeField(holder, key, value);
      this.#ofExpression.set(inner, value);
    } else if (ts.isArrayLiteralExpression(inner)) {
      for (const element of inner.elements) {
        this.#assign(
          ts.isSpreadElement(element) ? element.expression : element,
          ts.isSpreadElement(element) ? value : this.#graph.elementsOf(value),
        );
      }
    } else if (ts.isObjectLiteralExpression(inner)) {
      for (const property of inner.properties) {
        if (ts.isShorthandPropertyAssignment(property)) {
          const field = this.#graph.fieldOf(value, property.name.text);
          const { objectAssignmentInitializer: usual } = property;
          this.#assign(property.name, usual ? this.#graph.unify(field, this.#value(usual)) : field);
        } else if (ts.isPropertyAssignment(property))
          this.#assign(property.initializer, this.#partOf(value, nameOf(ts, property.name)));
        else if (ts.isSpreadAssignment(property)) this.#assign(property.expression, value);
      }
    } else if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      this.#assign(inner.left, this.#graph.unify(value, this.#value(inner.right)));
    } else {
      this.#graph.escape(value);
      ts.forEachChild(inner, (child) => this.#statement(child));
    }
  }

  /**
   * A closure that keeps an object can do with it what it likes, whenever it is called. What a function does of which every use is a
   * call that is waited for is seen where these calls are, and each run of the function around has an object of its own.
   */
  #captured(binding: Binding, use: ts.Node): void {
    const owner = this.#context.effectiveFunction(binding.owner);
    const { ts } = this.#context.parser;
    let by = this.#context.functionAround(use);
    while (by !== owner && ts.isFunctionLike(owner) && this.#isOnlyCalled(by, owner))
      by = this.#context.functionAround(by);
    if (by !== owner) this.#graph.escape(this.ofBinding(binding));
  }

  #isOnlyCalled(by: ts.Node, owner: ts.Node): boolean {
    const { localFunctions, liveFunctions } = this.#context;
    return localFunctions.isClosed(by) && !liveFunctions.mayRunByItself(by, owner);
  }

  #mutateProperty(target: ts.Expression): void {
    const { ts } = this.#context.parser;
    const inner = this.#context.unwrap(target);
    if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner))
      this.#mutate(inner.expression, this.of(inner.expression));
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
    const declared = binding?.declarations[0]?.parent;
    const value =
      declared && ts.isVariableDeclaration(declared) && declared.initializer
        ? this.#context.unwrap(declared.initializer)
        : undefined;
    const isMade =
      value !== undefined &&
      (ts.isObjectLiteralExpression(value) ||
        ts.isArrayLiteralExpression(value) ||
        ts.isNewExpression(value));
    this.#graph.mutate(object, { by: around, isOwn, isGuess, isMade });
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
      if (this.#primitives.has(binding)) return noObject;
      this.#captured(binding, node);
      return this.ofBinding(binding);
    }
    // It remembers where its last match ended.
    if (ts.isRegularExpressionLiteral(node)) return this.#graph.fresh();
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
      const isLength = node.name.text === "length" && !this.#context.hasOwnLength;
      return isLength ? noObject : this.#graph.fieldOf(object, node.name.text);
    }
    if (ts.isElementAccessExpression(node)) {
      const object = this.#value(node.expression);
      this.#value(node.argumentExpression);
      return this.#partOf(object, keyOf(ts, node.argumentExpression));
    }
    if (ts.isObjectLiteralExpression(node)) return this.#objectLiteral(node);
    if (ts.isArrayLiteralExpression(node)) {
      const list = this.#graph.freshLiteral();
      for (const element of node.elements) {
        if (ts.isSpreadElement(element))
          this.#graph.unify(
            this.#graph.elementsOf(list),
            this.#graph.elementsOf(this.#value(element.expression)),
          );
        else this.#graph.storeElement(list, this.#value(element));
      }
      return list;
    }
    if (node.kind === K.ThisKeyword) return this.#instances.use(node) ?? this.outside;
    if (node.kind === K.SuperKeyword) {
      // A method of the class above may hand out the object.
      this.#graph.escape(this.#instances.around(node) ?? noObject);
      return this.outside;
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
      return this.#graph.unify(this.#value(node.whenTrue), this.#value(node.whenFalse));
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
      if (ts.isExpression(child)) this.#graph.escape(this.#value(child));
      else this.#statement(child);
    });
    return this.outside;
  }

  #objectLiteral(node: ts.ObjectLiteralExpression): ObjectClass {
    const { ts } = this.#context.parser;
    const object = this.#graph.freshLiteral();
    for (const property of node.properties) {
      if (property.name && ts.isComputedPropertyName(property.name)) this.#value(property.name.expression);
      if (ts.isPropertyAssignment(property)) {
        const name = nameOf(ts, property.name);
        const value = this.#value(property.initializer);
        if (name === undefined) this.#graph.storeElement(object, value);
        else this.#graph.storeField(object, name, value);
      } else if (ts.isShorthandPropertyAssignment(property))
        this.#graph.storeField(object, property.name.text, this.#value(property.name));
      else if (ts.isSpreadAssignment(property))
        this.#graph.unify(
          this.#graph.elementsOf(object),
          this.#graph.elementsOf(this.#value(property.expression)),
        );
      else {
        this.#function(property);
        this.#graph.unify(this.#graph.elementsOf(object), this.outside);
      }
    }
    return object;
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
      return this.#graph.unify(this.#value(node.left), value);
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
      return this.#graph.unify(left, right);
    return noObject;
  }

  #new(node: ts.NewExpression): ObjectClass {
    const path = this.#context.globalPath(node.expression);
    const values = (node.arguments ?? []).map((argument) => this.#value(argument));
    this.#value(node.expression);
    if (
      path &&
      /^(Map|Set|WeakMap|WeakSet|Array|Error|TypeError|RangeError|SyntaxError|Date|URL|URLSearchParams|RegExp|Intl\.\w+)$/.test(
        path,
      )
    ) {
      // `url.searchParams` is the same state as the address.
      const object = path === "URL" ? this.#graph.freshTree() : this.#graph.fresh();
      for (const value of values) {
        this.#graph.unify(this.#graph.elementsOf(object), value);
        this.#graph.unify(this.#graph.elementsOf(object), this.#graph.elementsOf(value));
      }
      return object;
    }
    for (const value of values) {
      this.#graph.escape(value);
      this.#graph.hand(value);
    }
    const made = this.#context.localFunctions.constructedBy(node);
    return (made && this.#instances.of(made)) ?? this.outside;
  }

  #call(node: ts.CallExpression): ObjectClass {
    const { ts } = this.#context.parser;
    const tool = this.#context.view.callAt.get(node);
    if (tool && tool.helper === undefined) {
      // A tool neither keeps nor changes its arguments, and answers with fresh data.
      this.#value(node.expression);
      for (const argument of node.arguments) this.#value(argument);
      this.#giveAnything(node);
      return this.#graph.freshTree();
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
      else if (
        method?.callsBack &&
        this.#context.isCallbackPlace(node, argument) &&
        definitelyMakesPrimitive(this.#context, argument)
      )
        this.#value(argument);
      else if (ts.isSpreadElement(argument))
        others.push(this.#graph.elementsOf(this.#value(argument.expression)));
      else others.push(this.#value(argument));
    }
    if (
      method?.callsBack &&
      callbacks.length === 0 &&
      node.arguments.some(
        (argument) =>
          this.#context.isCallbackPlace(node, argument) &&
          !definitelyNoFunction(this.#context, argument) &&
          !definitelyMakesPrimitive(this.#context, argument),
      )
    ) {
      // A function that is handed over by name may keep and hand out what it gets: `items.map(same)`.
      this.#graph.hand(receiver);
      for (const other of others) this.#graph.hand(other);
      this.#graph.escape(receiver);
      for (const other of others) this.#graph.escape(other);
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
      for (const callback of callbacks)
        this.#function(callback as ts.ArrowFunction, () => this.#graph.elementsOf(first));
      if (facts.result === "primitive") return noObject;
      if (facts.result === "fresh" && node.arguments.length === 1) return this.#graph.freshTree();
      const firstArgument = node.arguments[0];
      if (facts.mutatesFirst && firstArgument) {
        this.#mutate(firstArgument, first);
        for (const other of others.slice(1))
          this.#graph.unify(this.#graph.elementsOf(first), this.#graph.elementsOf(other));
      }
      if (facts.result === "first") return first;
      const copy = this.#graph.fresh();
      if (facts.holdsArguments) for (const other of others) this.#graph.storeElement(copy, other);
      for (const other of others)
        this.#graph.unify(
          this.#graph.elementsOf(copy),
          facts.result === "callback" && callbacks.length > 0 ? noObject : this.#graph.elementsOf(other),
        );
      for (const callback of callbacks)
        this.#graph.unify(this.#graph.elementsOf(copy), this.returnsOf(callback));
      // `Object.entries` puts each value into a pair of its own.
      this.#graph.unify(this.#graph.elementsOf(copy), this.#graph.elementsOf(this.#graph.elementsOf(copy)));
      return copy;
    }
    const local = this.#context.localFunctions.reachedBy(node);
    const isOver =
      ts.isAwaitExpression(node.parent) || !local || !this.#context.localFunctions.isAsync(local);
    if (local && this.#context.localFunctions.isImported(local) && callbacks.length === 0 && isOver)
      return this.#importedCall(local, node, others);
    if (local && this.#isClosed(local) && callbacks.length === 0) return this.#localCall(local, node, others);
    const isMember = local !== undefined && isOver && this.#instances.isMember(local);
    if (isMember) this.#graph.unify(receiver, this.#instances.around(local) ?? noObject);
    else this.#graph.escape(receiver);
    for (const other of others) this.#graph.escape(other);
    // Unknown code may change what it is given: `setTimeout(() => Reflect.set(cart, "n", 5))`.
    for (const argument of node.arguments) {
      const given = this.of(argument);
      if (given !== this.find(this.outside)) this.#mutate(argument, given, true);
    }
    if (!ts.isAwaitExpression(node.parent)) {
      if (!isMember) this.#graph.hand(receiver);
      for (const other of others) this.#graph.hand(other);
    }
    if (isMember) return this.returnsOf(local);
    // A function that is said to be pure may still return a part of what it was given; an unknown one returns anything.
    return this.outside;
  }

  /** A list of answers; a pattern takes them out one by one: `const [user, orders] = await callToolsParallel([…])`. */
  #batch(node: ts.CallExpression, members: readonly ToolCall[]): ObjectClass {
    this.#value(node.expression);
    for (const argument of node.arguments) this.#value(argument);
    this.#giveAnything(node);
    const answers = members.map((member) => this.#answerOf(member));
    const list = this.#graph.fresh();
    if (this.#isTakenApart(node)) this.#answers.set(list, answers);
    else {
      // Each may be wrapped: `{ status, value }`.
      const answer = this.#graph.fresh();
      this.#graph.unify(this.#graph.elementsOf(answer), answer);
      for (const one of answers) this.#graph.unify(answer, one);
      this.#graph.storeElement(list, answer);
    }
    return list;
  }

  /** A function of the file that a convention takes for the tools' own: its parameters hold what it is called with. */
  #giveAnything(node: ts.CallExpression): void {
    for (const { name } of this.#context.localFunctions.reachedBy(node)?.parameters ?? [])
      this.#bind(name, this.outside);
  }

  #answerOf({ id, helper }: ToolCall): ObjectClass {
    if (helper === undefined) return this.#graph.freshTree();
    const local = this.#context.view.found.get(id)!.recognised.helper;
    return local && this.#isClosed(local) ? this.returnsOf(local) : this.outside;
  }

  #isTakenApart(node: ts.CallExpression): boolean {
    const { ts } = this.#context.parser;
    let outer: ts.Node = node;
    while (outer.parent && ts.isExpression(outer.parent)) outer = outer.parent;
    const { parent } = outer;
    const batch = this.#context.view.batchAt.get(this.#context.unwrap(outer as ts.Expression));
    return (
      ts.isVariableDeclaration(parent) &&
      ts.isArrayBindingPattern(parent.name) &&
      // (And no batch within another one.)
      batch !== undefined &&
      this.#context.view.found.get(batch.id)!.node === node &&
      this.#context.isPlainBatch(batch) &&
      !/Settled$/.test(node.expression.getText(this.#context.file)) &&
      parent.name.elements.every((element) => !ts.isBindingElement(element) || !element.dotDotDotToken)
    );
  }

  /** A function of another file: what becomes of its arguments is known from there. */
  #importedCall(local: LocalFunction, node: ts.CallExpression, values: readonly ObjectClass[]): ObjectClass {
    const { ts } = this.#context.parser;
    const { imported } = this.#context;
    const hasSpread = node.arguments.some((argument) => ts.isSpreadElement(argument));
    for (const [index, value] of values.entries()) {
      const { escapes, changes } = imported.parameterFacts(local, index);
      if (escapes || hasSpread) {
        this.#graph.escape(value);
        if (!ts.isAwaitExpression(node.parent)) this.#graph.hand(value);
      }
      const argument = node.arguments[index];
      if (!(changes || hasSpread) || !argument) continue;
      this.#mutate(argument, value, escapes);
      // It may have put any part of it in the place of another.
      if (value !== noObject) this.#graph.unify(this.#graph.elementsOf(value), value);
    }
    return imported.returnsFresh(local) ? this.#graph.freshTree() : this.outside;
  }

  #localCall(local: LocalFunction, node: ts.CallExpression, values: readonly ObjectClass[]): ObjectClass {
    const { ts } = this.#context.parser;
    const hasSpread = node.arguments.some((argument) => ts.isSpreadElement(argument));
    for (const [index, { name, dotDotDotToken }] of local.parameters.entries()) {
      if (!dotDotDotToken && !hasSpread) {
        this.#bind(name, values[index] ?? noObject);
        continue;
      }
      const list = this.#graph.fresh();
      for (const value of values)
        this.#graph.unify(dotDotDotToken ? this.#graph.elementsOf(list) : list, value);
      this.#bind(name, list);
    }
    return this.returnsOf(local);
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
      for (const other of others) this.#graph.storeElement(receiver, other);
    }
    // `list.push(item)` puts in and takes nothing out.
    if (callbacks.length === 0 && result === "primitive") return noObject;
    if (callbacks.length === 0 && result === "receiver") return receiver;
    const elements = this.#graph.elementsOf(receiver);
    for (const callback of callbacks) {
      if (callee.name.text.startsWith("reduce")) {
        // The accumulator begins as what was given for it, or as the first element.
        const accumulator = others[0] ?? this.#graph.fresh();
        const value = this.#graph.unify(accumulator, this.returnsOf(callback));
        if (others.length === 0) this.#graph.unify(value, elements);
        this.#function(callback as ts.ArrowFunction, (index) =>
          index === 0 ? value : index === 1 ? elements : index === 2 ? noObject : receiver,
        );
        continue;
      }
      const parameter = this.#graph.vacancy();
      this.#graph.unify(parameter, elements);
      const { parameters } = callback as ts.ArrowFunction;
      // The list itself is handed over last.
      const hasRest = parameters.some(({ dotDotDotToken }) => dotDotDotToken !== undefined);
      if (parameters.length > 2 || hasRest) this.#graph.unify(parameter, receiver);
      for (const other of others) this.#graph.unify(parameter, other);
      this.#function(callback as ts.ArrowFunction, () => parameter);
    }
    if (result === "primitive") return noObject;
    if (result === "element") return elements;
    if (result === "receiver") return receiver;
    if (callee.name.text.startsWith("reduce")) {
      let value = this.#graph.fresh();
      for (const callback of callbacks) value = this.#graph.unify(value, this.returnsOf(callback));
      for (const other of others) value = this.#graph.unify(value, other);
      return value;
    }
    const copy = this.#graph.fresh();
    if (result === "callback") {
      for (const callback of callbacks) {
        this.#graph.unify(this.#graph.elementsOf(copy), this.returnsOf(callback));
        if (callee.name.text === "flatMap")
          this.#graph.unify(this.#graph.elementsOf(copy), this.#graph.elementsOf(this.returnsOf(callback)));
      }
    } else {
      this.#graph.unify(this.#graph.elementsOf(copy), elements);
      for (const other of others) {
        this.#graph.unify(this.#graph.elementsOf(copy), other);
        this.#graph.unify(this.#graph.elementsOf(copy), this.#graph.elementsOf(other));
      }
      // An iterator reads what it goes through when it is gone through.
      if (/^(keys|values|entries)$/.test(callee.name.text)) this.#graph.link(copy, receiver);
      // `entries()` puts each element into a pair of its own, `flat()` takes one out.
      if (/^(entries|flat)$/.test(callee.name.text))
        this.#graph.unify(this.#graph.elementsOf(copy), this.#graph.elementsOf(this.#graph.elementsOf(copy)));
    }
    return copy;
  }
}

/** The name of a property, where it is constant. */
function nameOf(typescript: typeof ts, name: ts.PropertyName | ts.BindingName): string | undefined {
  return typescript.isIdentifier(name) || typescript.isStringLiteralLike(name) ? name.text : undefined;
}

/** `results["total"]` */
function keyOf(typescript: typeof ts, argument: ts.Expression): string | undefined {
  return typescript.isStringLiteralLike(argument) && !/^\d*$/.test(argument.text) ? argument.text : undefined;
}
