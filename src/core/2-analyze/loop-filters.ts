import type ts from "typescript";
import type { Filter } from "../model/steps.js";
import type { Span } from "../model/span.js";
import type { AnalysisContext } from "./context.js";

/** `if (…) continue;`: a statement that leaves out the rest of a round, and does nothing else. */
export function readFilter(
  { parser: { ts }, file }: AnalysisContext,
  node: ts.Statement,
  statement: number,
): { readonly filter: Filter; readonly condition: ts.Expression } | undefined {
  if (!ts.isIfStatement(node) || node.elseStatement) return undefined;
  const then = ts.isBlock(node.thenStatement) ? node.thenStatement.statements : [node.thenStatement];
  const [only] = then;
  if (then.length !== 1 || !only || !ts.isContinueStatement(only) || only.label) return undefined;
  const span = (part: ts.Node): Span => ({ start: part.getStart(file), end: part.end });
  const { expression } = node;
  const filter: Filter = {
    statement,
    condition: span(expression),
    mayNarrow: mayNarrow(ts, expression),
    flipped: flipped(ts, expression, span),
  };
  return { filter, condition: expression };
}

function flipped(
  typescript: typeof ts,
  node: ts.Expression,
  span: (part: ts.Node) => Span,
): Filter["flipped"] {
  const { SyntaxKind: K } = typescript;
  if (typescript.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken)
    return { operand: span(node.operand) };
  if (!typescript.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  const text =
    kind === K.EqualsEqualsEqualsToken
      ? "!=="
      : kind === K.ExclamationEqualsEqualsToken
        ? "==="
        : kind === K.EqualsEqualsToken
          ? "!="
          : kind === K.ExclamationEqualsToken
            ? "=="
            : undefined;
  return text === undefined ? undefined : { operator: span(node.operatorToken), text };
}

/** Whether the checker may know more of a value behind the test: `item.kind === "text"`, `!item.parent`. */
function mayNarrow(typescript: typeof ts, node: ts.Expression): boolean {
  const { SyntaxKind: K } = typescript;
  if (typescript.isParenthesizedExpression(node)) return mayNarrow(typescript, node.expression);
  if (!typescript.isBinaryExpression(node)) return true;
  const { left, right, operatorToken } = node;
  if (operatorToken.kind === K.LessThanToken || operatorToken.kind === K.GreaterThanToken) return false;
  if (operatorToken.kind === K.LessThanEqualsToken || operatorToken.kind === K.GreaterThanEqualsToken)
    return false;
  // Two variables that are compared share what is known of them only where one is of a literal type.
  const isOpen = (side: ts.Expression): boolean =>
    typescript.isIdentifier(side) || typescript.isPropertyAccessExpression(side);
  return !(isOpen(left) && isOpen(right)) || /^(undefined|NaN)$/.test(right.getText());
}
