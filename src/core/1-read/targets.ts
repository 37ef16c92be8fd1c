import type ts from "typescript";
import type { Span } from "../model/span.js";
import type { Target } from "../model/workflow.js";
import type { Parser } from "../syntax/parser.js";
import type { CalleeContext } from "./callee.js";

export function readTarget(
  context: CalleeContext,
  file: ts.SourceFile,
  whole: ts.Expression,
  statement: ts.Statement | undefined,
): Target {
  const { ts } = context.parser;
  if (!statement) return { kind: "inner", property: undefined, hint: undefined };
  const inner: Target = {
    kind: "inner",
    property: undefined,
    hint: hintOf(context.parser, whole, statement),
  };
  const span = (part: ts.Node): Span => ({ start: part.getStart(file), end: part.end });
  if (ts.isExpressionStatement(statement)) {
    if (statement.expression === whole) return { kind: "unused" };
    const { expression } = statement;
    const isAssignment =
      ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (isAssignment && expression.right === whole && ts.isIdentifier(expression.left))
      return { kind: "assign", name: span(expression.left) };
  }
  // A call that all of an `if` without an `else` is about, and whose answer is thrown away.
  if (ts.isIfStatement(statement) && !statement.elseStatement) {
    const { thenStatement: then } = statement;
    if (ts.isExpressionStatement(then) && then.expression === whole) return { kind: "unused" };
  }
  let value: ts.Expression = whole;
  let cast: ts.TypeNode | undefined;
  if (
    ts.isAsExpression(value.parent) &&
    value.parent.expression === value &&
    !ts.isConstTypeReference(value.parent.type)
  ) {
    cast = value.parent.type;
    value = value.parent;
  }
  const declaration = value.parent;
  if (
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer === value &&
    ts.isVariableStatement(statement) &&
    declaration.parent === statement.declarationList &&
    !statement.modifiers?.length &&
    !(cast && declaration.type) &&
    isPlainPattern(context.parser, declaration.name)
  ) {
    const keyword = declarationKeyword(context.parser, statement.declarationList);
    const type = declaration.type ?? cast;
    if (keyword) {
      return {
        kind: "declare",
        keyword,
        pattern: span(declaration.name),
        isName: ts.isIdentifier(declaration.name),
        type: type && span(type),
        isCast: cast !== undefined,
      };
    }
  }
  const property = whole.parent;
  if (ts.isPropertyAssignment(property) && property.initializer === whole && ts.isIdentifier(property.name)) {
    return {
      kind: "inner",
      property: { ...span(property), name: property.name.text },
      hint: property.name.text,
    };
  }
  return inner;
}

/** What the statement calls the answer, or what it makes of it: `const config = JSON.parse(await …)`, `report.summary = await …`. */
function hintOf({ ts }: Parser, whole: ts.Node, statement: ts.Statement): string | undefined {
  for (let node = whole; node !== statement && node.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isIdentifier(parent.name))
      return `${parent.name.text}Answer`;
    if (ts.isPropertyAssignment(parent) && parent.initializer === node && ts.isIdentifier(parent.name))
      return parent.name.text;
    if (
      !ts.isBinaryExpression(parent) ||
      parent.right !== node ||
      parent.operatorToken.kind < ts.SyntaxKind.FirstAssignment
    )
      continue;
    if (ts.isPropertyAccessExpression(parent.left) && ts.isIdentifier(parent.left.name))
      return parent.left.name.text;
    if (ts.isIdentifier(parent.left)) return `${parent.left.text}Answer`;
  }
  return undefined;
}

function declarationKeyword(
  { ts }: Parser,
  list: ts.VariableDeclarationList,
): "const" | "let" | "var" | undefined {
  const scope = list.flags & ts.NodeFlags.BlockScoped;
  if (scope === ts.NodeFlags.Const) return "const";
  if (scope === ts.NodeFlags.Let) return "let";
  return scope === 0 ? "var" : undefined;
}

/** A pattern that runs no code of its own: no defaults, no computed keys. */
function isPlainPattern(parser: Parser, name: ts.BindingName): boolean {
  const { ts } = parser;
  if (ts.isIdentifier(name)) return true;
  return name.elements.every(
    (element) =>
      ts.isOmittedExpression(element) ||
      (isPlainDefault(parser, element.initializer) &&
        !(element.propertyName && ts.isComputedPropertyName(element.propertyName)) &&
        isPlainPattern(parser, element.name)),
  );
}

/** A default that is a literal cannot be told apart wherever it is evaluated; `{}` and `[]` are fresh each time. */
function isPlainDefault({ ts }: Parser, node: ts.Expression | undefined): boolean {
  if (!node) return true;
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0;
  const { kind } = node;
  return (
    ts.isLiteralExpression(node) ||
    kind === ts.SyntaxKind.TrueKeyword ||
    kind === ts.SyntaxKind.FalseKeyword ||
    kind === ts.SyntaxKind.NullKeyword
  );
}

export function labelOf(
  { ts }: Parser,
  file: ts.SourceFile,
  whole: ts.Node,
  target: Target,
  tool: string,
): string {
  if (target.kind === "declare" && target.isName)
    return file.text.slice(target.pattern.start, target.pattern.end);
  if (target.kind === "assign") return file.text.slice(target.name.start, target.name.end);
  if (ts.isVariableDeclaration(whole.parent) && ts.isIdentifier(whole.parent.name))
    return whole.parent.name.text;
  return tool;
}
