import type ts from "typescript";
import type { Bindings } from "./bindings.js";
import { isAsync, outerExpression, ownerOf, type Parser } from "./parser.js";

/**
 * Whether other code may get hold of an object whose methods the file defines, and call them whenever it likes:
 * `bus.subscribe({ next() { … } })`. It may not where all that happens to the object is that a member of it is named.
 */
export class HandedOut {
  readonly #parser: Parser;
  readonly #bindings: Bindings;
  readonly #known = new Map<ts.Node, boolean>();
  readonly #entered = new Set<ts.Node>();
  #members: MemberUses | undefined;

  constructor(parser: Parser, bindings: Bindings) {
    this.#parser = parser;
    this.#bindings = bindings;
  }

  /** `member` is a method, or a property that holds a function. */
  isHandedOut(member: ts.Node): boolean {
    const owner = member.parent;
    const known = this.#known.get(owner);
    if (known !== undefined) return known;
    const { ts } = this.#parser;
    const isHandedOut = ts.isClassLike(owner)
      ? this.isClassHandedOut(owner)
      : !ts.isObjectLiteralExpression(owner) || this.isValueHandedOut(owner);
    this.#known.set(owner, isHandedOut);
    return isHandedOut;
  }

  isClassHandedOut(node: ts.ClassLikeDeclaration): boolean {
    const { ts } = this.#parser;
    const binding = node.name && this.#bindings.of(node.name);
    if (!binding || !ts.isClassDeclaration(node)) return true;
    if (node.members.some((member) => this.#handsThis(member, member))) return true;
    return binding.uses.some((use) => {
      const { parent } = use;
      if (ts.isNewExpression(parent) && parent.expression === use) return this.isValueHandedOut(parent);
      if (ts.isExpressionWithTypeArguments(parent)) return true;
      if (ts.isTypeNode(parent) || ts.isExportSpecifier(parent) || ts.isExportAssignment(parent))
        return false;
      if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
        return false;
      return !ts.isPropertyAccessExpression(parent) || parent.name.text === "prototype";
    });
  }

  /** `register(this)` */
  namesThis(node: ts.Node): boolean {
    const { ts } = this.#parser;
    if (node.kind === ts.SyntaxKind.ThisKeyword)
      return !ts.isPropertyAccessExpression(node.parent) && !ts.isElementAccessExpression(node.parent);
    return ts.forEachChild(node, (child) => this.namesThis(child)) ?? false;
  }

  /** The same, but for `return this;`, which gives a method's caller what he has. */
  #handsThis(node: ts.Node, member: ts.ClassElement): boolean {
    const { ts } = this.#parser;
    if (node.kind !== ts.SyntaxKind.ThisKeyword)
      return ts.forEachChild(node, (child) => this.#handsThis(child, member)) ?? false;
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return false;
    const isReturned = ts.isReturnStatement(parent) && ownerOf(this.#parser, parent) === member;
    return !isReturned || this.#isResultHandedOut(member);
  }

  /** Whether what a function returns goes anywhere but on to another member of it: `query.where(x).limit(3)`, `Money.of(5).toText()`. */
  #isResultHandedOut(node: ts.Node): boolean {
    if (this.#entered.has(node)) return false;
    const calls = isAsync(this.#parser, node) ? undefined : this.#callsOf(node);
    if (!calls) return true;
    this.#entered.add(node);
    const isHandedOut = calls.some((call) => this.isValueHandedOut(call));
    this.#entered.delete(node);
    return isHandedOut;
  }

  /** The calls of a function, and maybe others; undefined where they are not known. */
  #callsOf(node: ts.Node): readonly ts.CallExpression[] | undefined {
    const { ts } = this.#parser;
    if (ts.isMethodDeclaration(node)) {
      if (!ts.isClassDeclaration(node.parent) || node.asteriskToken || !("text" in node.name))
        return undefined;
      const { calls, read, isAnyCalled } = (this.#members ??= memberUses(ts, node.getSourceFile()));
      return isAnyCalled || read.has(node.name.text) ? undefined : (calls.get(node.name.text) ?? []);
    }
    if (!ts.isFunctionDeclaration(node) || node.asteriskToken || !node.name) return undefined;
    const binding = this.#bindings.of(node.name);
    if (!binding || binding.exported || binding.writes.length > 0) return undefined;
    const calls = binding.uses.map(({ parent }) => parent).filter((parent) => ts.isCallExpression(parent));
    const areAll = binding.uses.every(
      (use) => ts.isCallExpression(use.parent) && use.parent.expression === use,
    );
    return areAll ? calls : undefined;
  }

  /** Whether an object goes anywhere but into a constant of which only members are named. */
  isValueHandedOut(node: ts.Expression): boolean {
    const { ts } = this.#parser;
    const outer = outerExpression(this.#parser, node);
    const { parent } = outer;
    if (ts.isPropertyAccessExpression(parent) || ts.isExpressionStatement(parent)) return false;
    if (ts.isExportAssignment(parent) || isModuleExports(ts, parent)) return false;
    if (ts.isReturnStatement(parent)) return this.#isResultHandedOut(ownerOf(this.#parser, parent));
    const binding =
      ts.isVariableDeclaration(parent) && parent.initializer === outer
        ? this.#bindings.of(parent.name)
        : undefined;
    if (!binding || binding.writes.length > 0) return true;
    return binding.uses.some(
      (use) =>
        !ts.isPropertyAccessExpression(use.parent) &&
        !ts.isTypeNode(use.parent) &&
        !ts.isExportSpecifier(use.parent) &&
        !ts.isExportAssignment(use.parent),
    );
  }
}

/** `module.exports = …`, `exports.name = …`: whoever requires the file calls it, as with an export. */
export function isModuleExports(typescript: typeof ts, node: ts.Node): boolean {
  return (
    typescript.isBinaryExpression(node) &&
    node.operatorToken.kind === typescript.SyntaxKind.EqualsToken &&
    /^(module\.exports|exports)\b/.test(node.left.getText())
  );
}

interface MemberUses {
  readonly calls: ReadonlyMap<string, readonly ts.CallExpression[]>;
  /** Names of members that are read and not called. */
  readonly read: ReadonlySet<string>;
  /** A member is called by a name that is not constant: `service[action](id)`. */
  readonly isAnyCalled: boolean;
}

function memberUses(typescript: typeof ts, file: ts.SourceFile): MemberUses {
  const calls = new Map<string, ts.CallExpression[]>();
  const read = new Set<string>();
  let isAnyCalled = false;
  const visit = (node: ts.Node): void => {
    if (typescript.isPropertyAccessExpression(node)) {
      const { parent, name } = node;
      if (!typescript.isCallExpression(parent) || parent.expression !== node) read.add(name.text);
      else calls.set(name.text, [...(calls.get(name.text) ?? []), parent]);
    } else if (typescript.isElementAccessExpression(node)) {
      if (typescript.isStringLiteralLike(node.argumentExpression)) read.add(node.argumentExpression.text);
      else isAnyCalled ||= typescript.isCallExpression(node.parent) && node.parent.expression === node;
    } else if (typescript.isBindingElement(node)) {
      const name = node.propertyName ?? node.name;
      if ("text" in name) read.add(name.text);
    } else if (typescript.isPropertyAssignment(node) || typescript.isShorthandPropertyAssignment(node)) {
      // `({ where } = query)`
      if ("text" in node.name) read.add(node.name.text);
    }
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return { calls, read, isAnyCalled };
}
