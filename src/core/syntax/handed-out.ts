import type ts from "typescript";
import type { Bindings } from "./bindings.js";
import { outerExpression, type Parser } from "./parser.js";

/**
 * Whether other code may get hold of an object whose methods the file defines, and call them whenever it likes:
 * `bus.subscribe({ next() { … } })`. It may not where all that happens to the object is that a member of it is named.
 */
export class HandedOut {
  readonly #parser: Parser;
  readonly #bindings: Bindings;
  readonly #known = new Map<ts.Node, boolean>();

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
    if (node.members.some((member) => this.namesThis(member))) return true;
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

  /** Whether an object goes anywhere but into a constant of which only members are named. */
  isValueHandedOut(node: ts.Expression): boolean {
    const { ts } = this.#parser;
    const outer = outerExpression(this.#parser, node);
    const { parent } = outer;
    if (ts.isPropertyAccessExpression(parent) || ts.isExpressionStatement(parent)) return false;
    if (ts.isExportAssignment(parent) || isModuleExports(ts, parent)) return false;
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
