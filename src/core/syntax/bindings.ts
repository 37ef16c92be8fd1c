import type ts from "typescript";
import { ownerOf, type Parser } from "./parser.js";

export type BindingKind =
  "const" | "let" | "var" | "parameter" | "function" | "class" | "import" | "catch" | "other";

/** A variable of the program: every place that declares, reads or writes it. */
export interface Binding {
  readonly index: number;
  readonly name: string;
  readonly kind: BindingKind;
  /** The identifiers that declare it. */
  readonly declarations: readonly ts.Identifier[];
  /** The identifiers that read or write it, declarations left out. */
  readonly uses: readonly ts.Identifier[];
  /** Those uses that assign to it. */
  readonly writes: readonly ts.Identifier[];
  /** The function, or the file, that it belongs to. */
  readonly owner: ts.Node;
  readonly exported: boolean;
}

export interface Bindings {
  readonly all: readonly Binding[];
  /** The binding that an identifier names; undefined for a global. */
  of(identifier: ts.Node): Binding | undefined;
}

/** Resolves every identifier of a file by the scope rules of the language (ts-api-utils' variable usage). */
export function readBindings(parser: Parser, file: ts.SourceFile): Bindings {
  const all: Binding[] = [];
  const byIdentifier = new Map<ts.Node, Binding>();
  for (const [identifier, usage] of parser.collectVariableUsage(file)) {
    if (byIdentifier.has(identifier) || identifier.kind !== parser.ts.SyntaxKind.Identifier) continue;
    // A type and a value may share a name; only the value is a variable.
    const isValue = (usage.domain & 4) !== 0;
    if (!isValue) continue;
    const declarations = usage.declarations.filter((node): node is ts.Identifier =>
      parser.ts.isIdentifier(node),
    );
    const uses = usage.uses
      .map((use) => use.location)
      .filter((node): node is ts.Identifier => parser.ts.isIdentifier(node));
    const binding: Binding = {
      index: all.length,
      name: identifier.text,
      kind: kindOf(parser, declarations[0] ?? (identifier as ts.Identifier)),
      declarations,
      uses,
      writes: uses.filter((use) => isWriteTarget(parser, use)),
      owner: ownerOfDeclaration(parser, declarations[0] ?? (identifier as ts.Identifier)),
      exported: usage.exported,
    };
    all.push(binding);
    for (const node of [...declarations, ...uses]) byIdentifier.set(node, binding);
  }
  return { all, of: (identifier) => byIdentifier.get(identifier) };
}

function kindOf({ ts }: Parser, identifier: ts.Identifier): BindingKind {
  let node: ts.Node = identifier.parent;
  while (ts.isBindingElement(node) || ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node))
    node = node.parent;
  if (ts.isParameter(node)) return "parameter";
  if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) return "function";
  if (ts.isClassLike(node)) return "class";
  if (
    ts.isImportClause(node) ||
    ts.isImportSpecifier(node) ||
    ts.isNamespaceImport(node) ||
    ts.isImportEqualsDeclaration(node)
  ) {
    return "import";
  }
  if (ts.isVariableDeclaration(node)) {
    if (ts.isCatchClause(node.parent)) return "catch";
    const { flags } = node.parent;
    if ((flags & ts.NodeFlags.BlockScoped) === 0) return "var";
    return (flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Let ? "let" : "const";
  }
  return "other";
}

function ownerOfDeclaration(parser: Parser, identifier: ts.Identifier): ts.Node {
  const { ts } = parser;
  const declared = identifier.parent;
  // The name of a function declaration belongs to the scope around the function, not to the function.
  if (ts.isFunctionDeclaration(declared) || ts.isClassDeclaration(declared)) return ownerOf(parser, declared);
  return ownerOf(parser, identifier);
}

/** Whether an identifier is assigned to where it stands: `x = 1`, `x++`, `[x] = …`, `({ x } = …)`, `for (x of …)`. */
export function isWriteTarget({ ts }: Parser, identifier: ts.Node): boolean {
  let node = identifier;
  for (;;) {
    const parent = node.parent;
    if (!parent) return false;
    if (ts.isBinaryExpression(parent)) {
      const operator = parent.operatorToken.kind;
      const assigns = operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
      if (parent.left !== node || !assigns) return false;
      return true;
    }
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
      return (
        parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
      );
    }
    if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node;
    const isPatternPart =
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isSatisfiesExpression(parent) ||
      ts.isArrayLiteralExpression(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isSpreadElement(parent) ||
      ts.isSpreadAssignment(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      (ts.isPropertyAssignment(parent) && parent.initializer === node);
    if (!isPatternPart) return false;
    node = parent;
  }
}
