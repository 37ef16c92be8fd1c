import type ts from "typescript";
import type { LoopGuard } from "../model/steps.js";
import type { Span } from "../model/span.js";
import type { AnalysisContext } from "./context.js";

/** `if (…) continue;`: a statement that leaves out the rest of a round, and does nothing else. Returns its condition. */
export function filterCondition(
  { parser: { ts } }: AnalysisContext,
  node: ts.Statement,
): ts.Expression | undefined {
  if (!ts.isIfStatement(node) || node.elseStatement) return undefined;
  const then = ts.isBlock(node.thenStatement) ? node.thenStatement.statements : [node.thenStatement];
  const [only] = then;
  if (then.length !== 1 || !only || !ts.isContinueStatement(only) || only.label) return undefined;
  return node.expression;
}

export function guardOn(
  { parser: { ts }, file }: AnalysisContext,
  node: ts.Expression,
  isNegated: boolean,
): LoopGuard {
  const span = (part: ts.Node): Span => ({ start: part.getStart(file), end: part.end });
  return { condition: span(node), isNegated, flipped: flipped(ts, node, span) };
}

function flipped(
  typescript: typeof ts,
  node: ts.Expression,
  span: (part: ts.Node) => Span,
): LoopGuard["flipped"] {
  const { SyntaxKind: K } = typescript;
  if (typescript.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken)
    return { operand: span(node.operand) };
  if (!typescript.isBinaryExpression(node)) return undefined;
  const opposites = new Map<ts.SyntaxKind, string>([
    [K.EqualsEqualsEqualsToken, "!=="],
    [K.ExclamationEqualsEqualsToken, "==="],
    [K.EqualsEqualsToken, "!="],
    [K.ExclamationEqualsToken, "=="],
  ]);
  const text = opposites.get(node.operatorToken.kind);
  return text === undefined ? undefined : { operator: span(node.operatorToken), text };
}

/** Whether the type checker may know more of a value behind the test: `item.kind === "text"`, `!item.parent`. */
export function mayNarrow(typescript: typeof ts, node: ts.Expression): boolean {
  const { SyntaxKind: K } = typescript;
  if (typescript.isParenthesizedExpression(node)) return mayNarrow(typescript, node.expression);
  if (!typescript.isBinaryExpression(node)) return true;
  const { left, right, operatorToken } = node;
  const isOrder = [
    K.LessThanToken,
    K.GreaterThanToken,
    K.LessThanEqualsToken,
    K.GreaterThanEqualsToken,
  ].includes(operatorToken.kind);
  if (isOrder) return false;
  // Two variables that are compared share what is known of them only where one is of a literal type.
  const isOpen = (side: ts.Expression): boolean =>
    typescript.isIdentifier(side) || typescript.isPropertyAccessExpression(side);
  return !(isOpen(left) && isOpen(right)) || /^(undefined|NaN)$/.test(right.getText());
}
