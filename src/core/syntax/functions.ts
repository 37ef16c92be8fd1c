import type ts from "typescript";
import type { Binding, Bindings } from "./bindings.js";
import { Methods } from "./methods.js";
import { isAsync, outerExpression, unwrapExpression, type Parser } from "./parser.js";
import type { Project } from "./project.js";

export type LocalFunction =
  ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

/**
 * Functions of the file whose code can stand for a call of them: named once and never assigned. A generator goes on later, and a
 * function that uses `arguments`, or a `this` that its caller chooses, depends on how it is called.
 */
export class LocalFunctions {
  readonly #parser: Parser;
  readonly #bindings: Bindings;
  readonly #methods: Methods;
  readonly #file: ts.SourceFile;
  readonly #project: Project | undefined;
  readonly #known = new Map<Binding, LocalFunction | undefined>();
  readonly #transparent = new Map<ts.Node, boolean>();
  readonly #closed = new Map<ts.Node, boolean>();

  /** With a project, what is imported from it is seen, too. */
  constructor(parser: Parser, bindings: Bindings, file: ts.SourceFile, project?: Project) {
    this.#parser = parser;
    this.#file = file;
    this.#project = project;
    this.#bindings = bindings;
    this.#methods = new Methods(parser, bindings, file, this);
  }

  /** The function of the file that a call runs, if its code is to be seen, asynchronous or not. */
  reachedBy(call: ts.CallExpression): LocalFunction | undefined {
    if (call.questionDotToken) return undefined;
    const { ts } = this.#parser;
    const callee = unwrapExpression(this.#parser, call.expression);
    if (ts.isPropertyAccessExpression(callee) && !callee.questionDotToken) {
      const imported = this.#memberOfModule(callee);
      if (imported) return imported;
      const method = this.#methods.calledOn(callee);
      return method && this.#isTransparent(method) ? method : undefined;
    }
    // `(() => { … })()`; an asynchronous one goes on when the call has returned.
    if ((ts.isArrowFunction(callee) || ts.isFunctionExpression(callee)) && !this.isAsync(callee))
      return this.#isTransparent(callee) ? callee : undefined;
    const binding = ts.isIdentifier(callee) ? this.#bindings.of(callee) : undefined;
    return binding && this.#functionOf(binding);
  }

  /** The class of the file that `new` makes an instance of. */
  constructedBy(node: ts.NewExpression): ts.ClassDeclaration | undefined {
    return this.classNamed(node.expression);
  }

  classNamed(node: ts.Expression): ts.ClassDeclaration | undefined {
    return this.#methods.classOf(node);
  }

  /** The same, where the function is over when it returns. */
  calledBy(call: ts.CallExpression): LocalFunction | undefined {
    const found = this.reachedBy(call);
    return found && !this.isAsync(found) ? found : undefined;
  }

  /** The function of the file that an expression names, where it is over when it returns. */
  namedBy(node: ts.Expression): LocalFunction | undefined {
    const inner = unwrapExpression(this.#parser, node);
    const binding = this.#parser.ts.isIdentifier(inner) ? this.#bindings.of(inner) : undefined;
    const found = binding && this.#functionOf(binding);
    return found && !this.isAsync(found) ? found : undefined;
  }

  /** The function that an argument is or names, asynchronous or not. */
  givenBy(node: ts.Expression): LocalFunction | undefined {
    const { ts } = this.#parser;
    const inner = unwrapExpression(this.#parser, node);
    if (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner))
      return this.#isTransparent(inner) ? inner : undefined;
    const binding = ts.isIdentifier(inner) ? this.#bindings.of(inner) : undefined;
    return binding && this.#functionOf(binding);
  }

  /** The function of the file that a name declares or stands for. */
  namedFunction(name: ts.Identifier): LocalFunction | undefined {
    const binding = this.#bindings.of(name);
    return binding && this.#functionOf(binding);
  }

  /** `export default function (…) { … }` has no name to be found by. */
  declaredFunction(node: ts.FunctionDeclaration): LocalFunction | undefined {
    return node.name ? this.namedFunction(node.name) : this.#isTransparent(node) ? node : undefined;
  }

  /** Whether a function stands in another file than the one that calls it. */
  isImported(node: ts.Node): boolean {
    return node.getSourceFile() !== this.#file;
  }

  /** `helpers.translate(text)` with `import * as helpers from "./helpers.js"`. */
  #memberOfModule({ expression, name }: ts.PropertyAccessExpression): LocalFunction | undefined {
    const { ts } = this.#parser;
    const binding = ts.isIdentifier(expression) ? this.#bindings.of(expression) : undefined;
    const declared = binding?.declarations[0]?.parent;
    if (!this.#project || !declared || !ts.isNamespaceImport(declared)) return undefined;
    const { moduleSpecifier } = declared.parent.parent as ts.ImportDeclaration;
    return ts.isStringLiteral(moduleSpecifier)
      ? this.#project.functionOf(moduleSpecifier.text, name.text, this.#file.fileName)
      : undefined;
  }

  /** Whether an imported name comes from a file of the project. */
  isOfProject({ declarations }: Binding): boolean {
    const { ts } = this.#parser;
    let node: ts.Node | undefined = declarations[0];
    while (node && !ts.isImportDeclaration(node)) node = node.parent;
    return (
      node !== undefined &&
      ts.isStringLiteral(node.moduleSpecifier) &&
      (this.#project?.has(node.moduleSpecifier.text, this.#file.fileName) ?? false)
    );
  }

  #imported({ declarations }: Binding): LocalFunction | undefined {
    const { ts } = this.#parser;
    const declared = declarations[0]?.parent;
    if (!this.#project || !declared) return undefined;
    const isDefault = ts.isImportClause(declared);
    const clause = isDefault ? declared : ts.isImportSpecifier(declared) ? declared.parent.parent : undefined;
    const specifier = clause && (clause.parent as ts.ImportDeclaration).moduleSpecifier;
    if (!specifier || !ts.isStringLiteral(specifier)) return undefined;
    const name = ts.isImportSpecifier(declared) ? (declared.propertyName ?? declared.name).text : "default";
    return this.#project.functionOf(specifier.text, name, this.#file.fileName);
  }

  isAsync(node: LocalFunction): boolean {
    return isAsync(this.#parser, node);
  }

  /** Whether every use of a function is a call of it: then its parameters hold what these calls hand over, and nothing else. */
  isClosed(node: ts.Node): boolean {
    const binding = this.#bindingOf(node);
    if (!binding || binding.exported || !this.isClosedWithin(node)) return false;
    return binding.uses.every(({ parent }) => this.#parser.ts.isCallExpression(parent));
  }

  /** The same within its file: others may import it and call it as well. */
  isClosedWithin(node: ts.Node): boolean {
    const known = this.#closed.get(node);
    if (known !== undefined) return known;
    const { ts } = this.#parser;
    const binding = this.#bindingOf(node);
    const isClosed =
      binding !== undefined &&
      this.#functionOf(binding) === node &&
      binding.uses.every((use) => {
        const { parent } = use;
        if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) return true;
        if (!ts.isCallExpression(parent) || parent.expression !== use || parent.questionDotToken)
          return false;
        // Whoever does not wait for an asynchronous function goes on with what he gave it.
        return !this.isAsync(node as LocalFunction) || this.#isWaitedFor(parent);
      });
    this.#closed.set(node, isClosed);
    return isClosed;
  }

  #isWaitedFor(call: ts.CallExpression): boolean {
    const { ts } = this.#parser;
    let outer = outerExpression(this.#parser, call);
    // `return n > 0 ? next(n - 1) : answer`: the value of the choice is that of the call.
    while (ts.isConditionalExpression(outer.parent) && outer.parent.condition !== outer)
      outer = outerExpression(this.#parser, outer.parent);
    const { parent } = outer;
    return ts.isAwaitExpression(parent) || ts.isReturnStatement(parent) || ts.isArrowFunction(parent);
  }

  #bindingOf(node: ts.Node): Binding | undefined {
    const { ts } = this.#parser;
    if (ts.isFunctionDeclaration(node)) return node.name && this.#bindings.of(node.name);
    const { parent } = node as { readonly parent: ts.Node | undefined };
    return parent && ts.isVariableDeclaration(parent) && parent.initializer === node
      ? this.#bindings.of(parent.name)
      : undefined;
  }

  #functionOf(binding: Binding): LocalFunction | undefined {
    if (this.#known.has(binding)) return this.#known.get(binding);
    // While modules that import each other are gone through, a name that leads back to itself leads nowhere.
    this.#known.set(binding, undefined);
    const found = binding.kind === "import" ? this.#imported(binding) : this.#find(binding);
    this.#known.set(binding, found);
    return found;
  }

  #find(binding: Binding): LocalFunction | undefined {
    const { ts } = this.#parser;
    const declared = binding.declarations[0]?.parent;
    if (!declared || binding.declarations.length !== 1 || binding.writes.length > 0) return undefined;
    const isConstant = ts.isVariableDeclaration(declared) && binding.kind === "const";
    const node = ts.isFunctionDeclaration(declared)
      ? declared
      : isConstant
        ? declared.initializer
        : undefined;
    if (
      !node ||
      !(ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node))
    )
      return undefined;
    return this.#isTransparent(node) ? node : undefined;
  }

  #isTransparent(node: LocalFunction): boolean {
    const known = this.#transparent.get(node);
    if (known !== undefined) return known;
    const { ts } = this.#parser;
    const hasOwnThis = !ts.isArrowFunction(node) && !isMember(ts, node);
    const isTransparent =
      node.body !== undefined && !node.asteriskToken && !this.#dependsOnCaller(node.body, hasOwnThis);
    this.#transparent.set(node, isTransparent);
    return isTransparent;
  }

  /** A method's `this` is what it is called on, an arrow's that of the function around it. */
  #dependsOnCaller(node: ts.Node, hasOwnThis: boolean): boolean {
    const { ts } = this.#parser;
    if (node.kind === ts.SyntaxKind.ThisKeyword) return hasOwnThis;
    if (ts.isIdentifier(node) && node.text === "arguments") return !isPropertyName(ts, node);
    return ts.forEachChild(node, (child) => this.#dependsOnCaller(child, hasOwnThis)) ?? false;
  }
}

/** `{ name, arguments: { path } }` speaks of no variable. */
function isPropertyName(typescript: typeof ts, node: ts.Identifier): boolean {
  const { parent } = node;
  if (typescript.isPropertyAccessExpression(parent)) return parent.name === node;
  return typescript.isPropertyAssignment(parent) && parent.name === node;
}

/** A method, or a function that a property of a class or an object literal holds. */
function isMember(typescript: typeof ts, node: LocalFunction): boolean {
  return typescript.isMethodDeclaration(node) || typescript.isPropertyAssignment(node.parent);
}
