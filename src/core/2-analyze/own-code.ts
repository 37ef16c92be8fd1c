import type ts from "typescript";
import { isAsync } from "../syntax/parser.js";
import type { AnalysisContext } from "./context.js";
import type { ObjectClass } from "./object-graph.js";
import type { Objects } from "./objects.js";

/** A function of the file that the language itself calls, for objects of some classes. */
interface Hook {
  /** The class or literal that it stands in; undefined where any object may have it. */
  readonly owner: ts.Node | undefined;
  /** Undefined where its code is not to be seen. */
  readonly code: ts.AccessorDeclaration | ts.MethodDeclaration | undefined;
}

interface Accessor extends Hook {
  readonly name: string | undefined;
}

/** What runs where nothing looks like a call; `unknown` where that cannot be seen. */
export type Hooks = readonly NonNullable<Hook["code"]>[] | "unknown";

const conversions = /^(?:toString|valueOf|toJSON|then)$/;

/**
 * Accessors, conversions and iterators of the file: code that runs where a property is read, a text is made of an object, or one is gone
 * through. Only objects that a class or literal of the file makes can have them, so that a getter says nothing of any other object.
 */
export class OwnCode {
  readonly #context: AnalysisContext;
  readonly #objects: Objects;
  readonly #accessors: Accessor[] = [];
  readonly #conversions: Hook[] = [];
  readonly #iterators: Hook[] = [];
  /** Something may make any property of any object an accessor: `Proxy`, `defineProperty`. */
  hasProxies = false;
  /** Functions of literals and fields can be copied: `{ ...row }` of a row with a `toString` of its own. */
  #copies = false;

  constructor(context: AnalysisContext, objects: Objects) {
    this.#context = context;
    this.#objects = objects;
    this.#scan(context.file);
  }

  /** What reading, or writing, a property of such an object runs; without a name, any property. */
  accessors(objects: readonly ObjectClass[], name: string | undefined, access: "get" | "set"): Hooks {
    if (this.hasProxies) return objects.some((object) => object !== 0) ? "unknown" : [];
    const { ts } = this.#context.parser;
    const found = this.#accessors.filter(
      (one) =>
        (name === undefined || one.name === undefined || one.name === name) && this.#isOf(one, objects),
    );
    // A property that can only be read refuses to be written.
    const isRefused = ({ owner, name: own }: Accessor): boolean =>
      !found.some((one) => one.owner === owner && one.name === own && one.code && ts.isSetAccessor(one.code));
    if (access === "set" && found.some(isRefused)) return "unknown";
    const isMeant = ({ code }: Hook): boolean =>
      !code || (access === "get" ? ts.isGetAccessor(code) : ts.isSetAccessor(code));
    return this.#code(found.filter(isMeant));
  }

  /** What making a text, a number or JSON of one of these objects runs. */
  conversions(objects: readonly ObjectClass[]): Hooks {
    return this.#code(this.#conversions.filter((one) => this.#isOf(one, objects)));
  }

  /** Whether going through such an object runs code of the file. */
  iterates(objects: readonly ObjectClass[]): boolean {
    return this.#iterators.some((one) => this.#isOf(one, objects));
  }

  get hasTests(): boolean {
    return this.#conversions.some(({ owner, code }) => !owner && !code);
  }

  #isOf({ owner }: Hook, objects: readonly ObjectClass[]): boolean {
    const { ts } = this.#context.parser;
    if (!owner) return objects.some((object) => object !== 0);
    const isLiteral = ts.isObjectLiteralExpression(owner);
    const own = ts.isClassDeclaration(owner)
      ? this.#objects.instancesOf(owner)
      : isLiteral
        ? this.#objects.of(owner)
        : this.#objects.outside;
    const place = this.#objects.location(own);
    return objects.some((object) => object !== 0 && this.#objects.location(object) === place);
  }

  #code(hooks: readonly Hook[]): Hooks {
    const found = new Set<NonNullable<Hook["code"]>>();
    for (const { owner, code } of hooks) {
      if (!owner || !code?.body || !this.#isSeen(owner, code)) return "unknown";
      found.add(code);
    }
    return [...found];
  }

  /** In a literal, `this` is no object of its own here. */
  #isSeen(owner: ts.Node, code: NonNullable<Hook["code"]>): boolean {
    const { ts } = this.#context.parser;
    const isOfInstance = ts.isClassDeclaration(owner);
    const isUnseen = (node: ts.Node): boolean =>
      node.kind === ts.SyntaxKind.SuperKeyword ||
      (!isOfInstance && node.kind === ts.SyntaxKind.ThisKeyword) ||
      (ts.isIdentifier(node) && node.text === "arguments") ||
      (ts.forEachChild(node, isUnseen) ?? false);
    const isPlain =
      !ts.isMethodDeclaration(code) || (!code.asteriskToken && !isAsync(this.#context.parser, code));
    return isPlain && !isUnseen(code);
  }

  #scan(node: ts.Node): void {
    const { ts } = this.#context.parser;
    if (ts.isAccessor(node)) {
      const name = "text" in node.name ? node.name.text : undefined;
      this.#accessors.push({ owner: this.#ownerOf(node), code: node, name });
    } else if (ts.isAutoAccessorPropertyDeclaration(node)) {
      const name = "text" in node.name ? node.name.text : undefined;
      this.#accessors.push({ owner: this.#ownerOf(node), code: undefined, name });
    } else if (isGenerator(ts, node)) {
      // What a generator of the file yields, its own code makes.
      const isIterator = ts.isMethodDeclaration(node) && this.#isSymbol(node.name, "iterator");
      if (!isAsync(this.#context.parser, node))
        this.#iterators.push({ owner: isIterator ? this.#ownerOf(node) : node, code: undefined });
      if (ts.isMethodDeclaration(node)) this.#member(node, node.name);
    } else if (ts.isMethodDeclaration(node)) this.#member(node, node.name);
    else if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) {
      if (node.initializer && this.#context.mayBeFunction(node.initializer)) this.#member(node, node.name);
    } else if (ts.isShorthandPropertyAssignment(node)) this.#member(node, node.name);
    else if (ts.isElementAccessExpression(node)) {
      // `list[Symbol.iterator]()`, `row[Symbol.toPrimitive] = …`
      if (this.#isSymbol(node.argumentExpression, "\\w+")) {
        this.#iterators.push({ owner: undefined, code: undefined });
        this.#conversions.push({ owner: undefined, code: undefined });
      } else if (ts.isStringLiteralLike(node.argumentExpression))
        this.#assigned(node, node.argumentExpression.text);
    } else if (ts.isPropertyAccessExpression(node)) this.#assigned(node, node.name.text);
    else if (ts.isSpreadAssignment(node)) this.#copies = true;
    if (ts.isIdentifier(node)) {
      if (/^(?:assign|entries|values|fromEntries)$/.test(node.text)) this.#copies = true;
      this.hasProxies ||=
        /^(?:Proxy|defineProperty|defineProperties|__defineGetter__|__defineSetter__|setPrototypeOf|__proto__)$/.test(
          node.text,
        );
    }
    ts.forEachChild(node, (child) => this.#scan(child));
    if (ts.isSourceFile(node)) this.#spreadCopies();
  }

  #member(
    node: ts.MethodDeclaration | ts.PropertyDeclaration | ts.ObjectLiteralElementLike,
    name: ts.PropertyName,
  ): void {
    const { ts } = this.#context.parser;
    const owner = this.#ownerOf(node);
    if (this.#isSymbol(name, "iterator")) {
      this.#iterators.push({ owner, code: undefined });
    } else if (ts.isComputedPropertyName(name)) {
      this.#iterators.push({ owner, code: undefined });
      this.#conversions.push({ owner: undefined, code: undefined });
    } else if ("text" in name && conversions.test(name.text)) {
      const isAny = name.text === "then";
      this.#conversions.push({
        owner: isAny ? undefined : owner,
        code: ts.isMethodDeclaration(node) && !isAny ? node : undefined,
      });
    }
  }

  /** `row.toString = …` */
  #assigned(node: ts.Expression, name: string): void {
    if (conversions.test(name) && this.#context.isAssigned(node))
      this.#conversions.push({ owner: undefined, code: undefined });
  }

  /** A conversion of a literal, or of a field, is a property like others, which a copy has as well. */
  #spreadCopies(): void {
    const { ts } = this.#context.parser;
    if (!this.#copies) return;
    const isCopied = ({ owner, code }: Hook): boolean =>
      owner !== undefined && (ts.isObjectLiteralExpression(owner) || !code);
    if (this.#conversions.some(isCopied)) this.#conversions.push({ owner: undefined, code: undefined });
    if (this.#iterators.some((one) => one.owner && ts.isObjectLiteralExpression(one.owner)))
      this.#iterators.push({ owner: undefined, code: undefined });
  }

  /** The class or literal whose objects have a member; something from outside stands for those of others. */
  #ownerOf(node: ts.Node): ts.Node {
    const { ts } = this.#context.parser;
    const isStatic =
      ts.canHaveModifiers(node) &&
      (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
    return isStatic ? node : node.parent;
  }

  #isSymbol(name: ts.Node, which: string): boolean {
    const { ts } = this.#context.parser;
    const inner = ts.isComputedPropertyName(name) ? name.expression : name;
    return (
      ts.isPropertyAccessExpression(inner) &&
      new RegExp(`^Symbol\\.(?:${which})$`).test(this.#context.globalPath(inner) ?? "")
    );
  }
}

function isGenerator(
  typescript: typeof ts,
  node: ts.Node,
): node is ts.FunctionDeclaration | ts.FunctionExpression | ts.MethodDeclaration {
  return (
    (typescript.isFunctionDeclaration(node) ||
      typescript.isFunctionExpression(node) ||
      typescript.isMethodDeclaration(node)) &&
    node.asteriskToken !== undefined
  );
}
