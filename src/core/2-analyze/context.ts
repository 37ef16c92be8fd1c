import type ts from "typescript";
import type { ToolCall } from "../model/workflow.js";
import { isWriteTarget, type Binding, type Bindings } from "../syntax/bindings.js";
import type { SyntaxView } from "../syntax/view.js";
import type { ImportedFunctions } from "./imported-functions.js";
import { LiveFunctions } from "./live-functions.js";
import { PromiseValues } from "./promise-values.js";
import type { LocalFunction, LocalFunctions } from "../syntax/functions.js";
import { isAsync, ownerOf, returnedBy, unwrapExpression, type Parser } from "../syntax/parser.js";
import {
  callbackIndex,
  consoleMethods,
  functionFacts,
  methodFacts,
  pathFunctionFacts,
  pathFunctions,
  type FunctionFacts,
  type MethodFacts,
} from "./built-ins.js";

/** How much is known of the kind of a value: data of the language, an argument of unknown kind, or anything. */
export type Origin = "data" | "parameter" | "unknown";

/** Facts about the syntax that several parts of the analysis ask for; each is worked out once. */
export class AnalysisContext {
  readonly parser: Parser;
  readonly bindings: Bindings;
  readonly file: ts.SourceFile;
  /** Names of methods and function properties that the file defines: they are not the language's own. */
  readonly ownMethodNames = new Set<string>();
  /** Names of properties that are read as values, and not called: `bus.on("x", this.handle)`, `const { handle } = this`. */
  readonly readNames = new Set<string>();
  /** Some object of the file has a `length` of its own making. */
  hasOwnLength = false;
  /** Division may be of whole numbers without limit, which refuse a zero. */
  readonly mayUseBigInt: boolean;
  /** `with` or a direct `eval`: no name can be told for sure. */
  hasDynamicScope = false;
  readonly localFunctions: LocalFunctions;
  readonly promises = new PromiseValues(this);
  readonly liveFunctions: LiveFunctions;
  readonly #origins = new Map<Binding, Origin>();
  readonly #originsOfReturns = new Map<ts.Node, Origin>();
  #batchWith: ReadonlyMap<string, ToolCall> | undefined;
  readonly #effective = new Map<ts.Node, ts.Node>();
  readonly #globals = new Map<string, number>();
  #captured: readonly Binding[] | undefined;
  #ofClosures: readonly Binding[] | undefined;
  #startsImported: boolean | undefined;
  readonly #isPure: (path: string) => boolean;

  constructor(
    readonly view: SyntaxView,
    purePatterns: readonly string[],
    readonly imported: ImportedFunctions,
  ) {
    this.parser = view.parser;
    this.bindings = view.bindings;
    this.file = view.file;
    this.liveFunctions = new LiveFunctions(this);
    this.localFunctions = view.functions;
    const patterns = purePatterns.map(
      (pattern) =>
        new RegExp(
          `^${pattern
            .split("*")
            .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
            .join(".+")}$`,
        ),
    );
    this.#isPure = (path) => patterns.some((pattern) => pattern.test(path));
    this.mayUseBigInt = /\bBigInt\b|\bbigint\b|\b\d+n\b/.test(view.file.text);
    this.#scan(view.file);
  }

  #scan(file: ts.SourceFile): void {
    const { ts } = this.parser;
    const visit = (node: ts.Node): void => {
      if (
        (ts.isPropertyAssignment(node) ||
          ts.isShorthandPropertyAssignment(node) ||
          ts.isPropertyDeclaration(node) ||
          ts.isAccessor(node)) &&
        "text" in node.name &&
        node.name.text === "length"
      )
        this.hasOwnLength = true;
      if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
        const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
        const name = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
        if (!isCalled && "text" in name) this.readNames.add(name.text as string);
      } else if (ts.isBindingElement(node)) {
        const name = node.propertyName ?? node.name;
        if ("text" in name) this.readNames.add(name.text);
      } else if (
        ts.isShorthandPropertyAssignment(node) ||
        (ts.isPropertyAssignment(node) && isWriteTarget(this.parser, node.initializer))
      ) {
        // `({ handle } = this)`
        if ("text" in node.name) this.readNames.add(node.name.text);
      }
      if (
        ts.isMethodDeclaration(node) ||
        ts.isShorthandPropertyAssignment(node) ||
        (ts.isPropertyAssignment(node) && this.mayBeFunction(node.initializer)) ||
        (ts.isPropertyDeclaration(node) && node.initializer && this.mayBeFunction(node.initializer))
      ) {
        if (ts.isIdentifier(node.name) || ts.isStringLiteralLike(node.name))
          this.ownMethodNames.add(node.name.text);
      } else if (ts.isParameter(node) && node.modifiers?.length && ts.isIdentifier(node.name)) {
        this.ownMethodNames.add(node.name.text);
      } else if (
        ts.isBinaryExpression(node) &&
        node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
        node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
      ) {
        this.#noteMethod(node);
      } else if (
        ts.isWithStatement(node) ||
        (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "eval")
      ) {
        this.hasDynamicScope = true;
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }

  #noteMethod({ left, right }: ts.BinaryExpression): void {
    const { ts } = this.parser;
    if (!this.mayBeFunction(right)) return;
    if (ts.isPropertyAccessExpression(left)) this.ownMethodNames.add(left.name.text);
    else if (ts.isElementAccessExpression(left) && ts.isStringLiteralLike(left.argumentExpression))
      this.ownMethodNames.add(left.argumentExpression.text);
  }

  /** A property of such a value may be called as a method: `{ push: say }`. Whatever is not seen to be data may. */
  mayBeFunction(node: ts.Expression): boolean {
    const { ts } = this.parser;
    const inner = this.unwrap(node);
    const { kind } = inner;
    if (
      kind === ts.SyntaxKind.TrueKeyword ||
      kind === ts.SyntaxKind.FalseKeyword ||
      kind === ts.SyntaxKind.NullKeyword
    )
      return false;
    if (ts.isLiteralExpression(inner) || ts.isTemplateExpression(inner) || ts.isArrayLiteralExpression(inner))
      return false;
    if (
      ts.isObjectLiteralExpression(inner) ||
      ts.isPrefixUnaryExpression(inner) ||
      ts.isAwaitExpression(inner)
    )
      return false;
    return !ts.isBinaryExpression(inner) || inner.operatorToken.kind !== ts.SyntaxKind.PlusToken;
  }

  /** An asynchronous function of another file is called and not waited for: it may change what is of its file. */
  get startsImported(): boolean {
    this.#startsImported ??= this.#findsStart(this.file);
    return this.#startsImported;
  }

  #findsStart(node: ts.Node): boolean {
    const { ts } = this.parser;
    if (ts.isCallExpression(node) && !ts.isAwaitExpression(node.parent)) {
      const reached = this.localFunctions.reachedBy(node);
      if (reached && this.localFunctions.isImported(reached) && this.localFunctions.isAsync(reached))
        return true;
    }
    return ts.forEachChild(node, (child) => this.#findsStart(child)) ?? false;
  }

  /** Variables that change and that some closure reads: what a call of a function may depend on. */
  get capturedVariables(): readonly Binding[] {
    this.#captured ??= this.variablesOfClosures.filter(({ writes }) => writes.length > 0);
    return this.#captured;
  }

  /** Every variable that a function uses within the one that it belongs to. */
  get variablesOfClosures(): readonly Binding[] {
    this.#ofClosures ??= this.bindings.all.filter((binding) =>
      binding.uses.some((use) => this.functionAround(use) !== this.effectiveFunction(binding.owner)),
    );
    return this.#ofClosures;
  }

  /** A number for the name of a global. */
  globalNumber(name: string): number {
    const known = this.#globals.get(name);
    if (known !== undefined) return known;
    this.#globals.set(name, this.#globals.size);
    return this.#globals.size - 1;
  }

  unwrap(node: ts.Expression): ts.Expression {
    return unwrapExpression(this.parser, node);
  }

  /** Whether an expression is assigned to where it stands. */
  isAssigned(node: ts.Expression): boolean {
    return isWriteTarget(this.parser, node);
  }

  /** A dotted path of names (`Math.max`), `this` included; undefined for anything else. */
  pathOf(node: ts.Expression): string | undefined {
    const { ts } = this.parser;
    const inner = this.unwrap(node);
    if (ts.isIdentifier(inner)) return inner.text;
    if (inner.kind === ts.SyntaxKind.ThisKeyword) return "this";
    if (!ts.isPropertyAccessExpression(inner) || !ts.isIdentifier(inner.name)) return undefined;
    const holder = this.pathOf(inner.expression);
    return holder && `${holder}.${inner.name.text}`;
  }

  /** The path of a global (nothing in the file declares its first name). */
  globalPath(node: ts.Expression): string | undefined {
    const { ts } = this.parser;
    let root = this.unwrap(node);
    while (ts.isPropertyAccessExpression(root)) root = this.unwrap(root.expression);
    return ts.isIdentifier(root) && !this.bindings.of(root) ? this.pathOf(node) : undefined;
  }

  /** A call that was said to do nothing observable: by `#__PURE__` before it, or by the configuration. */
  isDeclaredPure(call: ts.CallExpression | ts.NewExpression): boolean {
    const trivia = this.file.text.slice(call.pos, call.getStart(this.file));
    if (/[#@]__PURE__/.test(trivia)) return true;
    const path = this.pathOf(call.expression);
    if (path && this.#isPure(path)) return true;
    return this.#hasNoSideEffectsMark(call.expression);
  }

  // A `@__NO_SIDE_EFFECTS__` comment before the function that is called.
  #hasNoSideEffectsMark(callee: ts.Expression): boolean {
    const { ts } = this.parser;
    const inner = this.unwrap(callee);
    const declared = ts.isIdentifier(inner) ? this.bindings.of(inner)?.declarations[0]?.parent : undefined;
    if (!declared || !(ts.isFunctionDeclaration(declared) || ts.isVariableDeclaration(declared)))
      return false;
    const holder = ts.isVariableDeclaration(declared) ? declared.parent.parent : declared;
    const until = ts.isVariableDeclaration(declared)
      ? (declared.initializer?.getStart(this.file) ?? holder.getStart(this.file))
      : holder.getStart(this.file);
    return /[#@]__NO_SIDE_EFFECTS__/.test(this.file.text.slice(holder.pos, until));
  }

  /** `console.log(…)` and its like. */
  isConsole(node: ts.CallExpression): boolean {
    const path = this.globalPath(node.expression);
    const method = path === undefined ? undefined : /^console\.(\w+)$/.exec(path)?.[1];
    return method !== undefined && consoleMethods.has(method);
  }

  /** The facts of a global function that a call reaches. */
  builtInFunction(call: ts.CallExpression): FunctionFacts | undefined {
    const path = this.globalPath(this.#takenFromLiteral(call.expression));
    if (path !== undefined) return functionFacts(path);
    return this.#isPathFunction(call.expression) ? pathFunctionFacts : undefined;
  }

  /** `{ run: String }.run` is `String`. */
  #takenFromLiteral(callee: ts.Expression): ts.Expression {
    const { ts } = this.parser;
    const inner = this.unwrap(callee);
    const literal = ts.isPropertyAccessExpression(inner) ? this.unwrap(inner.expression) : undefined;
    if (!literal || !ts.isObjectLiteralExpression(literal)) return callee;
    const { text } = (inner as ts.PropertyAccessExpression).name;
    const isPlain = (one: ts.ObjectLiteralElementLike): one is ts.PropertyAssignment =>
      ts.isPropertyAssignment(one) && !ts.isComputedPropertyName(one.name);
    if (!literal.properties.every(isPlain)) return callee;
    const named = literal.properties.filter(
      (one) => isPlain(one) && "text" in one.name && one.name.text === text,
    );
    return named.length === 1 ? (named[0] as ts.PropertyAssignment).initializer : callee;
  }

  /** A function of Node's path module: text in, text out. */
  #isPathFunction(callee: ts.Expression): boolean {
    const { ts } = this.parser;
    const inner = this.unwrap(callee);
    const name = ts.isPropertyAccessExpression(inner) ? inner.name.text : undefined;
    const root = ts.isPropertyAccessExpression(inner) ? this.unwrap(inner.expression) : inner;
    const declared = ts.isIdentifier(root) ? this.bindings.of(root)?.declarations[0]?.parent : undefined;
    if (!declared) return false;
    if (ts.isImportSpecifier(declared))
      return (
        name === undefined &&
        isPathModule(declared.parent.parent.parent) &&
        pathFunctions.has((declared.propertyName ?? declared.name).text)
      );
    const declaration = ts.isNamespaceImport(declared)
      ? declared.parent.parent
      : ts.isImportClause(declared)
        ? declared.parent
        : undefined;
    return (
      declaration !== undefined &&
      ts.isImportDeclaration(declaration) &&
      isPathModule(declaration) &&
      name !== undefined &&
      pathFunctions.has(name)
    );
  }

  /** The facts of the method that a call reaches, where its name and receiver are known well enough. */
  builtInMethod(call: ts.CallExpression): MethodFacts | undefined {
    const { ts } = this.parser;
    const callee = this.unwrap(call.expression);
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    const facts = methodFacts(callee.name.text);
    if (!facts || this.ownMethodNames.has(callee.name.text)) return undefined;
    const origin = this.originOf(callee.expression);
    if (origin === "data") return facts;
    // `router.push(path)` and `db.find(query)` are no array methods; `items.find((item) => …)` on an argument is.
    if (origin === "unknown") return facts.common || facts.mutates ? undefined : facts;
    if (!facts.common) return facts;
    const [first] = call.arguments;
    return facts.callsBack && first && (ts.isArrowFunction(first) || ts.isFunctionExpression(first))
      ? facts
      : undefined;
  }

  /** What is known of the value of an expression. */
  originOf(node: ts.Expression): Origin {
    const { ts } = this.parser;
    const inner = this.unwrap(node);
    const call = this.view.callAt.get(inner);
    if (call?.helper !== undefined)
      return this.originOfReturns(this.view.found.get(call.id)!.recognised.helper!);
    if ((call && call.place !== "started") || this.isAnswer(inner)) return "data";
    const batch = this.view.batchAt.get(inner);
    if (batch) return this.#originOfBatch(batch.members);
    if (ts.isIdentifier(inner)) {
      const binding = this.bindings.of(inner);
      return binding ? this.#originOfBinding(binding) : "unknown";
    }
    if (ts.isLiteralExpression(inner) || ts.isTemplateExpression(inner) || ts.isArrayLiteralExpression(inner))
      return "data";
    if (ts.isObjectLiteralExpression(inner)) return "data";
    if (inner.kind === ts.SyntaxKind.ThisKeyword) return "parameter";
    if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner))
      return this.originOf(inner.expression);
    if (ts.isNewExpression(inner)) {
      const path = this.globalPath(inner.expression);
      return path === "Map" ||
        path === "Set" ||
        path === "Date" ||
        path === "Array" ||
        path === "RegExp" ||
        path === "URL" ||
        path?.startsWith("Intl.") ||
        path === "URLSearchParams"
        ? "data"
        : "unknown";
    }
    if (ts.isCallExpression(inner)) {
      const method = this.builtInMethod(inner);
      if (method) {
        const receiver = this.unwrap(inner.expression) as ts.PropertyAccessExpression;
        return method.result === "element" || method.result === "receiver"
          ? this.originOf(receiver.expression)
          : "data";
      }
      if (this.builtInFunction(inner)) return "data";
      const local = this.localFunctions.calledBy(inner);
      return local ? this.originOfReturns(local) : "unknown";
    }
    if (ts.isBinaryExpression(inner)) {
      const { kind } = inner.operatorToken;
      const isChoice =
        kind === ts.SyntaxKind.BarBarToken ||
        kind === ts.SyntaxKind.QuestionQuestionToken ||
        kind === ts.SyntaxKind.AmpersandAmpersandToken;
      return isChoice
        ? worse(this.originOf(inner.left), this.originOf(inner.right))
        : kind === ts.SyntaxKind.PlusToken
          ? "data"
          : "unknown";
    }
    if (ts.isConditionalExpression(inner))
      return worse(this.originOf(inner.whenTrue), this.originOf(inner.whenFalse));
    return "unknown";
  }

  /** The answer of a tool, or a part of what such an answer is made of: no helper stands between. */
  isAnswer(node: ts.Node): boolean {
    const call = this.view.callAt.get(node);
    if (call?.place === "awaited") return call.helper === undefined;
    const batch = this.view.batchAt.get(node);
    // A branch may return something else than the answer: `() => cached ?? callTool("get_user", id)`.
    return batch?.members.every((id) => !this.#isBeside(id)) ?? false;
  }

  #isBeside(id: string): boolean {
    const { recognised, guard } = this.view.found.get(id)!;
    return recognised.helper !== undefined || guard !== undefined;
  }

  #originOfBatch(ids: readonly string[]): Origin {
    return ids
      .map((id): Origin => {
        const { recognised, guard } = this.view.found.get(id)!;
        if (recognised.helper) return this.originOfReturns(recognised.helper);
        return guard ? this.originOf(guard.expression) : "data";
      })
      .reduce(worse, "data");
  }

  /** The arguments of a call as they are written; those behind a spread have no place of their own. */
  argumentsOf(call: ToolCall): readonly ts.Expression[] {
    const { node } = this.view.found.get(call.id)!;
    const { ts } = this.parser;
    if (!ts.isCallExpression(node)) return [];
    const spread = node.arguments.findIndex((argument) => ts.isSpreadElement(argument));
    return spread < 0 ? node.arguments : node.arguments.slice(0, spread);
  }

  /** The text of a string constant: a literal, or a `const` that is one. */
  constantText(node: ts.Expression): string | undefined {
    const { ts } = this.parser;
    const inner = this.unwrap(node);
    if (ts.isStringLiteralLike(inner)) return inner.text;
    const binding = ts.isIdentifier(inner) ? this.bindings.of(inner) : undefined;
    const declared = binding?.kind === "const" ? binding.declarations[0]?.parent : undefined;
    const value = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
    const unwrapped = value && this.unwrap(value);
    return unwrapped && ts.isStringLiteralLike(unwrapped) ? unwrapped.text : undefined;
  }

  /** How much is known of the kind of what a function returns. */
  originOfReturns(local: LocalFunction): Origin {
    if (this.localFunctions.isImported(local)) return this.imported.originOfResult(local);
    const known = this.#originsOfReturns.get(local);
    if (known) return known;
    // What a function gets from itself adds nothing to what else it returns.
    this.#originsOfReturns.set(local, "data");
    let origin: Origin = "data";
    for (const value of returnedBy(this.parser.ts, local)) {
      // A promise that is handed on: the caller waits for it.
      const call = this.view.callAt.get(this.unwrap(value));
      if (!call || call.helper !== undefined) origin = worse(origin, this.originOf(value));
    }
    this.#originsOfReturns.set(local, origin);
    return origin;
  }

  #originOfBinding(binding: Binding): Origin {
    const known = this.#origins.get(binding);
    if (known) return known;
    // A variable that is defined by itself (`x = x.next`) adds nothing to its other definitions.
    this.#origins.set(binding, "data");
    const origin = this.#workOutOrigin(binding);
    this.#origins.set(binding, origin);
    return origin;
  }

  #workOutOrigin(binding: Binding): Origin {
    const { ts } = this.parser;
    if (binding.kind === "catch") return "parameter";
    if (
      binding.kind !== "const" &&
      binding.kind !== "let" &&
      binding.kind !== "var" &&
      binding.kind !== "parameter"
    )
      return "unknown";
    let origin: Origin = "data";
    for (const declared of binding.declarations) {
      let node: ts.Node = declared.parent;
      while (ts.isBindingElement(node) || ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node))
        node = node.parent;
      if (ts.isParameter(node)) origin = worse(origin, this.#originOfParameter(node, declared));
      else if (!ts.isVariableDeclaration(node)) return "unknown";
      else if (node.initializer) origin = worse(origin, this.originOf(node.initializer));
      else if (ts.isForOfStatement(node.parent.parent))
        origin = worse(origin, this.originOf(node.parent.parent.expression));
      else if (ts.isVariableStatement(node.parent.parent) && node.parent.parent.modifiers?.length)
        return "unknown";
    }
    for (const write of binding.writes) {
      const { parent } = write;
      if (ts.isBinaryExpression(parent) && parent.left === write)
        origin = worse(origin, this.originOf(parent.right));
      else if (!ts.isPrefixUnaryExpression(parent) && !ts.isPostfixUnaryExpression(parent)) return "unknown";
    }
    return origin;
  }

  #originOfParameter(node: ts.ParameterDeclaration, declared: ts.Identifier): Origin {
    const { ts } = this.parser;
    const call = node.parent.parent;
    if (this.isInlineCallback(node.parent) && ts.isCallExpression(call)) {
      const callee = this.unwrap(call.expression);
      return ts.isPropertyAccessExpression(callee) && this.builtInMethod(call)
        ? this.originOf(callee.expression)
        : "parameter";
    }
    const { type } = node;
    const isWhole = node.name === declared;
    if (!isWhole || !type) return "parameter";
    const isPlainType =
      ts.isArrayTypeNode(type) ||
      ts.isTupleTypeNode(type) ||
      type.kind === ts.SyntaxKind.StringKeyword ||
      (ts.isTypeReferenceNode(type) &&
        ts.isIdentifier(type.typeName) &&
        /^(Array|ReadonlyArray|Map|ReadonlyMap|Set|ReadonlySet|Record)$/.test(type.typeName.text));
    return isPlainType ? "data" : "parameter";
  }

  /** Whether a built-in takes a function at the place of this argument. */
  isCallbackPlace(call: ts.CallExpression, argument: ts.Expression): boolean {
    const { ts } = this.parser;
    const callee = this.unwrap(call.expression);
    return (
      ts.isPropertyAccessExpression(callee) && call.arguments[callbackIndex(callee.name.text)] === argument
    );
  }

  /** A function that a built-in calls, if at all, before it returns: `items.map((item) => …)`. Its code is code of the function around it. */
  isInlineCallback(node: ts.Node): boolean {
    const { ts } = this.parser;
    if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
    if (node.asteriskToken || isAsync(this.parser, node)) return false;
    if (this.isBranch(node)) return true;
    if (ts.isFunctionExpression(node) && namesArguments(ts, node.body)) return false;
    const call = node.parent;
    if (!ts.isCallExpression(call) || !this.isCallbackPlace(call, node)) return false;
    return (this.builtInFunction(call) ?? this.builtInMethod(call))?.callsBack ?? false;
  }

  /** A member `() => callTool(…)` of a batch that the program has already: it runs while the function waits there. */
  isBranch(node: ts.Node): boolean {
    return this.view.branches.has(node);
  }

  /** The calls of the batch that a call starts and that is waited for, itself or as a member of another one. */
  batchOf(node: ts.Node): readonly ToolCall[] | undefined {
    return this.view.batches.get(node)?.members.map((member) => this.view.callAt.get(member.node)!);
  }

  /** The batch that a call is a member of. */
  batchWith(member: string): ToolCall | undefined {
    this.#batchWith ??= new Map(
      [...this.view.batchAt.values()].flatMap((batch) => batch.members.map((id) => [id, batch] as const)),
    );
    return this.#batchWith.get(member);
  }

  /** Whether each answer of a batch stands in the place of its member. */
  isPlainBatch({ id }: ToolCall): boolean {
    return this.view.batches.get(this.view.found.get(id)!.node)?.isPlain ?? false;
  }

  /** The function whose run a piece of code is part of: callbacks that run inline count to the function around them. */
  effectiveFunction(functionNode: ts.Node): ts.Node {
    const known = this.#effective.get(functionNode);
    if (known) return known;
    const effective = this.isInlineCallback(functionNode)
      ? this.effectiveFunction(ownerOf(this.parser, functionNode))
      : functionNode;
    this.#effective.set(functionNode, effective);
    return effective;
  }

  functionAround(node: ts.Node): ts.Node {
    return this.effectiveFunction(ownerOf(this.parser, node));
  }
}

function namesArguments(typescript: typeof ts, node: ts.Node): boolean {
  if (typescript.isIdentifier(node) && node.text === "arguments") return true;
  return typescript.forEachChild(node, (child) => namesArguments(typescript, child)) ?? false;
}

function isPathModule({ moduleSpecifier }: { readonly moduleSpecifier: ts.Expression }): boolean {
  return (
    "text" in moduleSpecifier && (moduleSpecifier.text === "node:path" || moduleSpecifier.text === "path")
  );
}

function worse(a: Origin, b: Origin): Origin {
  if (a === "unknown" || b === "unknown") return "unknown";
  return a === "parameter" || b === "parameter" ? "parameter" : "data";
}
