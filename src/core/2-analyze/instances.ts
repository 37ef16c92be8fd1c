import type ts from "typescript";
import type { LocalFunction } from "../syntax/functions.js";
import type { AnalysisContext } from "./context.js";
import type { ObjectClass, ObjectGraph } from "./object-graph.js";

/**
 * The instances of each class of the file, as one class of objects: what `new` gives, and what `this` is in its methods. They are apart
 * from what comes from outside, so that `this.done++` in a class says nothing of an argument.
 */
export class Instances {
  readonly #context: AnalysisContext;
  readonly #graph: ObjectGraph;
  readonly #known = new Map<ts.ClassDeclaration, ObjectClass>();
  /** What functions return that are called by code which is not seen, and so is something from outside to it. */
  readonly #returned: ObjectClass[] = [];
  #parts: ReadonlySet<ObjectClass> | undefined;

  constructor(context: AnalysisContext, graph: ObjectGraph) {
    this.#context = context;
    this.#graph = graph;
  }

  of(made: ts.ClassDeclaration): ObjectClass {
    const known = this.#known.get(made);
    if (known !== undefined) return this.#graph.find(known);
    const { ts } = this.#context.parser;
    const object = this.#graph.fresh();
    this.#known.set(made, object);
    // A method that is inherited has instances of both.
    const above = this.#above(made);
    if (above === "unknown") this.#graph.unify(object, this.#graph.outside);
    else if (above) this.#graph.unify(object, this.of(above));
    for (const member of made.members) {
      // What is put into an accessor, or comes from one, its code says.
      if (ts.isAccessor(member) || ts.isAutoAccessorPropertyDeclaration(member))
        this.store(member, this.#graph.outside);
      else if (ts.isConstructorDeclaration(member))
        for (const parameter of member.parameters)
          if (parameter.modifiers?.length) this.store(parameter, this.#graph.outside, made);
    }
    return this.#graph.find(object);
  }

  /** What a field begins as. */
  store(
    { name, parent }: ts.PropertyDeclaration | ts.AccessorDeclaration | ts.ParameterDeclaration,
    value: ObjectClass,
    owner: ts.Node = parent,
  ): void {
    const { ts } = this.#context.parser;
    const isStatic = this.#isStatic(parent === owner ? name.parent : owner);
    if (!ts.isClassDeclaration(owner) || isStatic) return this.#graph.escape(value);
    const object = this.of(owner);
    if ("text" in name) this.#graph.storeField(object, name.text, value);
    else this.#graph.storeElement(object, value);
  }

  /** The object that `this` is, where it stands in a member of a class. */
  ofThis(node: ts.Node): ObjectClass | undefined {
    return node.kind === this.#context.parser.ts.SyntaxKind.ThisKeyword ? this.around(node) : undefined;
  }

  around(node: ts.Node): ObjectClass | undefined {
    const { ts } = this.#context.parser;
    let up = node;
    while (up.parent && !ts.isClassLike(up.parent)) {
      const hasOwnThis = ts.isFunctionLike(up) && !ts.isArrowFunction(up);
      if (hasOwnThis || ts.isComputedPropertyName(up) || ts.isDecorator(up)) return undefined;
      up = up.parent;
    }
    const isMember = ts.isClassElement(up) && !this.#isStatic(up) && !ts.isClassStaticBlockDeclaration(up);
    return isMember && ts.isClassDeclaration(up.parent) ? this.of(up.parent) : undefined;
  }

  /** A method of a class, or an arrow that a field of it holds. */
  isMember(node: ts.Node): node is LocalFunction {
    const { ts } = this.#context.parser;
    const member = ts.isArrowFunction(node) ? node.parent : node;
    const isKind = ts.isMethodDeclaration(member) || (member !== node && ts.isPropertyDeclaration(member));
    return isKind && ts.isClassDeclaration(member.parent);
  }

  /** Whether an object is an instance, or a part of one. */
  has(object: ObjectClass): boolean {
    this.#parts ??= new Set([...this.#known.values()].flatMap((known) => this.#graph.reach(known)));
    return this.#parts.has(this.#graph.find(object));
  }

  /** A value that a function returns to callers of which nothing is known. */
  give(value: ObjectClass): void {
    this.#returned.push(value);
  }

  /** `this` where it is used: a closure that keeps it can do with it what it likes, whenever it is called. */
  use(node: ts.Node): ObjectClass | undefined {
    const { ts } = this.#context.parser;
    const object = this.around(node);
    if (object === undefined) return undefined;
    const by = this.#context.functionAround(node);
    if (ts.isArrowFunction(by) && !ts.isPropertyDeclaration(by.parent)) this.#graph.escape(object);
    return object;
  }

  /** When the whole file has been seen: instances that code may meet which is not seen to. */
  complete(): void {
    const { ts } = this.#context.parser;
    const makesUnseen =
      /\.\s*constructor\b|\bnew\s*\.\s*target\b|\bnew\s+this\b|["'`]constructor["'`]|\bprototype\b/.test(
        this.#context.file.text,
      );
    const given = new Set(this.#returned.flatMap((value) => this.#graph.reachNow(value)));
    for (const [made, object] of [...this.#known]) {
      const isGiven = given.has(this.#graph.find(object));
      if (makesUnseen || isGiven || this.#isKnownElsewhere(made)) this.#graph.escape(object);
      // `service.run.call(other)`, `service[name]`: a method may have any `this`.
      const isBorrowed = made.members.some(
        (member) =>
          ts.isMethodDeclaration(member) &&
          "text" in member.name &&
          this.#context.readNames.has(member.name.text),
      );
      if (isBorrowed || !this.#graph.hasFields(object)) this.#graph.unify(this.#graph.outside, object);
    }
  }

  /** Whether other code may make instances of the class. */
  #isKnownElsewhere(made: ts.ClassDeclaration): boolean {
    const { ts } = this.#context.parser;
    const binding = made.name && this.#context.bindings.of(made.name);
    if (!binding || binding.exported || binding.writes.length > 0) return true;
    return !binding.uses.every(({ parent }) => {
      if (ts.isNewExpression(parent)) return this.#context.localFunctions.constructedBy(parent) === made;
      if (ts.isExpressionWithTypeArguments(parent))
        return ts.isClassDeclaration(parent.parent.parent) && this.#above(parent.parent.parent) === made;
      if (ts.isPropertyAccessExpression(parent)) return parent.name.text !== "prototype";
      if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
      return ts.isTypeNode(parent);
    });
  }

  /** The class of the file above this one; `unknown` where there is another, but for the language's own errors. */
  #above(made: ts.ClassDeclaration): ts.ClassDeclaration | "unknown" | undefined {
    const { ts } = this.#context.parser;
    if (ts.getDecorators(made)?.length) return "unknown";
    const heritage = made.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
      ?.types[0];
    if (!heritage) return undefined;
    const path = this.#context.globalPath(heritage.expression);
    if (path !== undefined && /^(?:Type|Range|Syntax)?Error$/.test(path)) return undefined;
    return this.#context.localFunctions.classNamed(heritage.expression) ?? "unknown";
  }

  #isStatic(member: ts.Node): boolean {
    const { ts } = this.#context.parser;
    return (
      ts.canHaveModifiers(member) &&
      (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
    );
  }
}
