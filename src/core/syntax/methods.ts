import type ts from "typescript";
import { isWriteTarget, type Binding, type Bindings } from "./bindings.js";
import type { LocalFunction } from "./functions.js";
import { HandedOut } from "./handed-out.js";
import { returnedBy, unwrapExpression, type Parser } from "./parser.js";

/**
 * Which method of the file a call such as `this.fetch(id)`, `service.fetch(id)`, `Service.fetch(id)` or `api.fetch(id)` runs. It is known
 * where no other code can put another method in its place: a private method, one of a class that nobody else can extend, one of an
 * object that is nothing but called.
 */
export class Methods {
  readonly #parser: Parser;
  readonly #bindings: Bindings;
  readonly #file: ts.SourceFile;
  readonly #handedOut: HandedOut;
  readonly #objects = new Map<Binding, boolean>();
  readonly #sealed = new Map<ts.ClassDeclaration, boolean>();
  readonly #functions: Functions;
  /** Expressions whose class is being looked for: one that leads back to itself leads nowhere. */
  readonly #entered = new Set<ts.Node>();
  #replaced: ReplacedNames | undefined;

  constructor(parser: Parser, bindings: Bindings, file: ts.SourceFile, functions: Functions) {
    this.#functions = functions;
    this.#parser = parser;
    this.#bindings = bindings;
    this.#file = file;
    this.#handedOut = new HandedOut(parser, bindings);
  }

  calledOn(callee: ts.PropertyAccessExpression): LocalFunction | undefined {
    const { ts } = this.#parser;
    const receiver = unwrapExpression(this.#parser, callee.expression);
    const name = callee.name.text;
    if (receiver.kind === ts.SyntaxKind.ThisKeyword) return this.#onThis(receiver, name);
    // `{ load }.load(id)`: nobody has the object but this call.
    if (ts.isObjectLiteralExpression(receiver))
      return this.#handedOut.namesThis(receiver) ? undefined : this.#propertyOf(receiver, name);
    if (!ts.isIdentifier(receiver)) return this.#methodOf(this.#newInstance(receiver), name);
    const binding = this.#bindings.of(receiver);
    const declared = binding?.declarations[0]?.parent;
    if (!binding || !declared || binding.declarations.length !== 1 || binding.writes.length > 0)
      return undefined;
    if (ts.isClassDeclaration(declared))
      return this.#mayBeChanged(declared) ? undefined : this.#memberOf(declared, name, true);
    if (!ts.isVariableDeclaration(declared) || !declared.initializer || binding.kind !== "const")
      return undefined;
    const value = unwrapExpression(this.#parser, declared.initializer);
    if (ts.isNewExpression(value) || ts.isCallExpression(value)) {
      const made = ts.isNewExpression(value) ? this.classOf(value.expression) : this.#newInstance(value);
      // Whoever is handed an instance may put another method in it: `instrument(service)`.
      return this.#handedOut.isValueHandedOut(value) ? undefined : this.#methodOf(made, name);
    }
    return ts.isObjectLiteralExpression(value) && this.#isOnlyCalled(binding, value)
      ? this.#propertyOf(value, name)
      : undefined;
  }

  #methodOf(made: ts.ClassDeclaration | undefined, name: string): LocalFunction | undefined {
    if (!made || this.#mayBeChanged(made) || this.#makesAnother(made)) return undefined;
    return this.#memberOf(made, name, false);
  }

  /**
   * The class of an instance that nobody else has: `new Money(5)`, `Money.of(5)` where that returns `new Money(…)`, and either with
   * methods called on it that return `this`.
   */
  #newInstance(node: ts.Expression): ts.ClassDeclaration | undefined {
    const { ts } = this.#parser;
    const inner = unwrapExpression(this.#parser, node);
    if (ts.isNewExpression(inner)) {
      const made = this.classOf(inner.expression);
      return made && this.#keepsToItself(made) ? made : undefined;
    }
    if (!ts.isCallExpression(inner) || this.#entered.has(inner)) return undefined;
    this.#entered.add(inner);
    const reached = this.#functions.reachedBy(inner);
    const callee = unwrapExpression(this.#parser, inner.expression);
    const receiver = ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
    let found: ts.ClassDeclaration | undefined;
    if (reached && !this.#functions.isAsync(reached) && !this.#functions.isImported(reached)) {
      const classes = returnedBy(ts, reached).map((value) =>
        value.kind === ts.SyntaxKind.ThisKeyword && !ts.isArrowFunction(reached)
          ? receiver && this.#newInstance(receiver)
          : this.#newInstance(value),
      );
      found = classes.every((one) => one === classes[0]) ? classes[0] : undefined;
    }
    this.#entered.delete(inner);
    return found;
  }

  /** Its code gives an instance to nobody but who calls its methods: no `register(this)`. */
  #keepsToItself(made: ts.ClassDeclaration): boolean {
    const { ts } = this.#parser;
    const hands = (node: ts.Node): boolean =>
      node.kind === ts.SyntaxKind.ThisKeyword
        ? !ts.isPropertyAccessExpression(node.parent) &&
          !ts.isElementAccessExpression(node.parent) &&
          !ts.isReturnStatement(node.parent)
        : (ts.forEachChild(node, hands) ?? false);
    if (hands(made)) return false;
    const heritage = made.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
      ?.types[0];
    const above = heritage && this.classOf(heritage.expression);
    return !heritage || (above !== undefined && this.#keepsToItself(above));
  }

  /** Other code holds the class or instances of it, and some code of the file puts things into objects by computed names. */
  #mayBeChanged(owner: ts.ClassDeclaration): boolean {
    return this.#replacedNames().throughParameters && this.#handedOut.isClassHandedOut(owner);
  }

  /** A constructor that returns an object gives that for the new one. */
  #makesAnother(made: ts.ClassDeclaration): boolean {
    const { ts } = this.#parser;
    const returns = (node: ts.Node): boolean =>
      (ts.isReturnStatement(node) && node.expression !== undefined) ||
      (!ts.isFunctionLike(node) && (ts.forEachChild(node, returns) ?? false));
    const constructor = made.members.find((member) => ts.isConstructorDeclaration(member));
    if (constructor && ts.forEachChild(constructor, returns)) return true;
    const heritage = made.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
      ?.types[0];
    const above = heritage && this.classOf(heritage.expression);
    return above !== undefined && this.#makesAnother(above);
  }

  #onThis(receiver: ts.Node, name: string): LocalFunction | undefined {
    const { ts } = this.#parser;
    let member: ts.Node = receiver;
    while (
      member.parent &&
      (!ts.isFunctionLike(member) || ts.isArrowFunction(member)) &&
      !ts.isPropertyDeclaration(member) &&
      !ts.isClassStaticBlockDeclaration(member)
    )
      member = member.parent;
    const owner = member.parent;
    if (!owner || !ts.isClassDeclaration(owner) || ts.isClassStaticBlockDeclaration(member)) return undefined;
    // `service.run.call(other)`: the `this` of a method that is read as a value may be anything.
    if (!("name" in member) || !this.#isOnlyEverCalled(member as ts.ClassElement)) return undefined;
    const isStatic = this.#isStatic(member as ts.ClassElement);
    const found = this.#memberOf(owner, name, isStatic);
    if (!found) return undefined;
    if (name.startsWith("#")) return found;
    // What instances are handed to may change them: `target[key] = …`.
    if (this.#mayBeChanged(owner)) return undefined;
    return this.#isPrivate(found) || this.#isSealed(owner) ? found : undefined;
  }

  classOf(node: ts.Expression): ts.ClassDeclaration | undefined {
    const { ts } = this.#parser;
    const inner = unwrapExpression(this.#parser, node);
    const binding = ts.isIdentifier(inner) ? this.#bindings.of(inner) : undefined;
    const declared = binding?.declarations[0]?.parent;
    return binding?.declarations.length === 1 &&
      binding.writes.length === 0 &&
      declared &&
      ts.isClassDeclaration(declared) &&
      // `declare class Agent { … }`: its code is elsewhere.
      !declared.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
      ? declared
      : undefined;
  }

  /** The method of that name, or the function that a field of that name holds. Inherited ones are not looked for. */
  #memberOf(owner: ts.ClassDeclaration, name: string, isStatic: boolean): LocalFunction | undefined {
    const { ts } = this.#parser;
    if (ts.getDecorators(owner)?.length || this.#isReplaced(name)) return undefined;
    const named = owner.members.filter(
      (member) => member.name && "text" in member.name && member.name.text === name,
    );
    if (!name.startsWith("#") && !this.#hasOnlyOwnFields(owner, name)) return undefined;
    const withBody = named.filter((member) => !ts.isMethodDeclaration(member) || member.body);
    const [member] = withBody;
    if (!member || withBody.length !== 1 || this.#isStatic(member) !== isStatic) return undefined;
    if (ts.canHaveDecorators(member) && ts.getDecorators(member)?.length) return undefined;
    if (ts.isMethodDeclaration(member)) return member;
    const value = ts.isPropertyDeclaration(member) ? member.initializer : undefined;
    return value && ts.isArrowFunction(value) ? value : undefined;
  }

  /** A field of a class above is a property of the object, and comes before a method. */
  #hasOnlyOwnFields({ heritageClauses }: ts.ClassDeclaration, name: string): boolean {
    const { ts } = this.#parser;
    const heritage = heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
    if (!heritage) return true;
    const above = unwrapExpression(this.#parser, heritage.expression);
    if (ts.isIdentifier(above) && !this.#bindings.of(above))
      return /^(|Type|Range|Syntax)Error$/.test(above.text);
    const owner = this.classOf(above);
    return (
      owner !== undefined &&
      !owner.members.some(
        (member) => ts.isPropertyDeclaration(member) && "text" in member.name && member.name.text === name,
      ) &&
      this.#hasOnlyOwnFields(owner, name)
    );
  }

  #propertyOf(literal: ts.ObjectLiteralExpression, name: string): LocalFunction | undefined {
    const { ts } = this.#parser;
    let found: LocalFunction | undefined;
    for (const property of literal.properties) {
      if (ts.isSpreadAssignment(property) || ts.isComputedPropertyName(property.name)) return undefined;
      if (!("text" in property.name) || property.name.text !== name) continue;
      const value = ts.isPropertyAssignment(property)
        ? unwrapExpression(this.#parser, property.initializer)
        : ts.isShorthandPropertyAssignment(property)
          ? property.name
          : undefined;
      if (found || ts.isAccessor(property)) return undefined;
      if (ts.isMethodDeclaration(property)) found = property;
      else if (value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))) found = value;
      else found = value && ts.isIdentifier(value) ? this.#functions.namedFunction(value) : undefined;
      if (!found) return undefined;
    }
    return found && !this.#isReplaced(name) ? found : undefined;
  }

  #isStatic(member: ts.Node): boolean {
    const { ts } = this.#parser;
    return (
      ts.canHaveModifiers(member) &&
      (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
    );
  }

  /** A class that extends this one cannot have a member of the same name. */
  #isPrivate(found: LocalFunction): boolean {
    const { ts } = this.#parser;
    const member = ts.isMethodDeclaration(found) ? found : found.parent;
    return (
      ts.canHaveModifiers(member) &&
      (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
    );
  }

  /** Every use of the class makes an instance of it or asks for one: nobody can extend it. */
  #isSealed(owner: ts.ClassDeclaration): boolean {
    const known = this.#sealed.get(owner);
    if (known !== undefined) return known;
    const { ts } = this.#parser;
    const binding = owner.name && this.#bindings.of(owner.name);
    const isSealed =
      binding !== undefined &&
      !binding.exported &&
      binding.uses.every((use) => {
        const { parent } = use;
        // `class B extends A` is no mere mention of a type.
        if (ts.isExpressionWithTypeArguments(parent)) return false;
        if (ts.isTypeNode(parent)) return true;
        if (ts.isNewExpression(parent)) return parent.expression === use;
        if (ts.isPropertyAccessExpression(parent)) return parent.name.text !== "prototype";
        return ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
      });
    this.#sealed.set(owner, isSealed);
    return isSealed;
  }

  /** Every use of the variable calls a method of it, so that nobody can change the object. */
  #isOnlyCalled(binding: Binding, literal: ts.ObjectLiteralExpression): boolean {
    const known = this.#objects.get(binding);
    if (known !== undefined) return known;
    const { ts } = this.#parser;
    const isOnlyCalled =
      !binding.exported &&
      !this.#handedOut.namesThis(literal) &&
      binding.uses.every(({ parent }) => {
        if (ts.isTypeQueryNode(parent)) return true;
        if (!ts.isPropertyAccessExpression(parent) || ts.isPrivateIdentifier(parent.name)) return false;
        return ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
      });
    this.#objects.set(binding, isOnlyCalled);
    return isOnlyCalled;
  }

  /** `this`, `Service.prototype`, or a variable that holds an instance of a class. */
  #mayHoldMethods(node: ts.Expression): boolean {
    const { ts } = this.#parser;
    const inner = unwrapExpression(this.#parser, node);
    if (inner.kind === ts.SyntaxKind.ThisKeyword) return true;
    if (ts.isPropertyAccessExpression(inner)) return inner.name.text === "prototype";
    const declared = ts.isIdentifier(inner) ? this.#bindings.of(inner)?.declarations[0]?.parent : undefined;
    if (declared && ts.isClassDeclaration(declared)) return true;
    return (
      declared !== undefined &&
      ts.isVariableDeclaration(declared) &&
      declared.initializer !== undefined &&
      ts.isNewExpression(unwrapExpression(this.#parser, declared.initializer))
    );
  }

  /** A variable that holds a literal of the file, or a new object of the language's own. */
  #isLocalData(node: ts.Expression): boolean {
    const { ts } = this.#parser;
    const inner = unwrapExpression(this.#parser, node);
    if (ts.isObjectLiteralExpression(inner) || ts.isArrayLiteralExpression(inner)) return true;
    const declared = ts.isIdentifier(inner) ? this.#bindings.of(inner)?.declarations[0]?.parent : undefined;
    const value = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
    return (
      value !== undefined &&
      (ts.isObjectLiteralExpression(unwrapExpression(this.#parser, value)) ||
        ts.isArrayLiteralExpression(unwrapExpression(this.#parser, value)))
    );
  }

  #isOnlyEverCalled({ name }: ts.ClassElement): boolean {
    // The constructor has no name to be read by.
    if (!name) return true;
    return "text" in name && !this.#replacedNames().read.has(name.text);
  }

  #replacedNames(): ReplacedNames {
    this.#replaced ??= replacedNames(
      this.#parser,
      this.#file,
      (node) => this.#mayHoldMethods(node),
      (node) => this.#isLocalData(node),
    );
    return this.#replaced;
  }

  #isReplaced(name: string): boolean {
    const { any, names } = this.#replacedNames();
    return any || names.has(name);
  }
}

/** What is known of functions of the file: see `LocalFunctions`. */
export interface Functions {
  reachedBy(call: ts.CallExpression): LocalFunction | undefined;
  namedFunction(name: ts.Identifier): LocalFunction | undefined;
  isAsync(node: LocalFunction): boolean;
  isImported(node: ts.Node): boolean;
}

interface ReplacedNames {
  /** Names of members that something is assigned to. */
  readonly names: ReadonlySet<string>;
  /** Names of members that are read and not called: `bus.on("x", this.handle)`, `const { handle } = this`. */
  readonly read: ReadonlySet<string>;
  /** Something may put a method of any name in the place of another: `Object.assign(this, options)`, `this[name] = …`. */
  readonly any: boolean;
  /** The same for objects that come from elsewhere: `target[name] = …`. */
  readonly throughParameters: boolean;
}

function replacedNames(
  parser: Parser,
  file: ts.SourceFile,
  mayHoldMethods: (node: ts.Expression) => boolean,
  isLocalData: (node: ts.Expression) => boolean,
): ReplacedNames {
  const { ts } = parser;
  const names = new Set<string>();
  const read = new Set<string>();
  let any = false;
  let throughParameters = false;
  const { SyntaxKind: K } = ts;
  const changeAnyOf = (node: ts.Expression): void => {
    any ||= mayHoldMethods(node);
    // `results[key] = answer` is about data.
    throughParameters ||= !isLocalData(node);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const { parent } = node;
      if (isWriteTarget(parser, node) || ts.isDeleteExpression(parent)) names.add(node.name.text);
      if (!(ts.isCallExpression(parent) && parent.expression === node)) read.add(node.name.text);
    } else if (ts.isElementAccessExpression(node)) {
      const isWrite = isWriteTarget(parser, node) || ts.isDeleteExpression(node.parent);
      const key = ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined;
      if (key !== undefined) (isWrite ? names : read).add(key);
      else if (isWrite) changeAnyOf(node.expression);
      else any ||= node.expression.kind === K.ThisKeyword;
    } else if (ts.isBindingElement(node)) {
      const key = node.propertyName ?? node.name;
      if ("text" in key) read.add(key.text);
    } else if (ts.isCallExpression(node)) {
      const { expression, arguments: values } = node;
      const changesObject =
        ts.isPropertyAccessExpression(expression) &&
        /^(assign|defineProperty|defineProperties|setPrototypeOf|set)$/.test(expression.name.text) &&
        ts.isIdentifier(expression.expression) &&
        /^(Object|Reflect)$/.test(expression.expression.text);
      if (changesObject && expression.name.text === "assign" && values[0]) changeAnyOf(values[0]);
      else any ||= changesObject;
    } else if (ts.isIdentifier(node)) any ||= node.text === "__proto__" || node.text === "Proxy";
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { names, read, any, throughParameters };
}
