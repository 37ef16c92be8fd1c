import type ts from "typescript";
import type { Span } from "../model/span.js";
import { unwrapExpression, type Parser } from "../syntax/parser.js";
import type { FoundGuard } from "../syntax/view.js";

/**
 * The condition that an awaited call stands under, where both can become one branch: `premium ? await callTool("rush", id) : undefined`.
 * The call is the only thing in it that is waited for; whether the rest does anything but read is for the analysis to say.
 */
export function findGuard(parser: Parser, whole: ts.Expression): FoundGuard | undefined {
  const { ts } = parser;
  let expression: ts.Expression | undefined;
  let outer = withWrappers(parser, whole);
  const isCast = unwrapParentheses(parser, outer) !== unwrapParentheses(parser, whole);
  while (outer.parent && isArm(parser, outer)) {
    expression = outer.parent as ts.Expression;
    outer = expression;
    while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  }
  if (!expression || waitsIn(parser, expression, 1)) return undefined;
  return { expression, whole: outer, isCast, others: othersOf(parser, expression, whole) };
}

/** The same for the body of a branch that the program has already; `isCall` says which expression is the call. */
export function findBranchGuard(
  parser: Parser,
  body: ts.Expression,
  isCall: (node: ts.Expression) => boolean,
): { readonly guard: FoundGuard; readonly arm: ts.Expression } | undefined {
  const { ts } = parser;
  const found: ts.Expression[] = [];
  const visit = (node: ts.Expression): void => {
    const inner = unwrapExpression(parser, node);
    const arms = armsOf(parser, inner);
    for (const arm of arms) visit(arm);
    const value = ts.isAwaitExpression(inner) ? unwrapExpression(parser, inner.expression) : inner;
    if (arms.length === 0 && isCall(value)) found.push(inner);
  };
  visit(body);
  const [arm] = found;
  const expression = unwrapParentheses(parser, body);
  if (!arm || found.length > 1 || armsOf(parser, expression).length === 0) return undefined;
  const waits = ts.isAwaitExpression(arm) ? 1 : 0;
  if (waitsIn(parser, expression, waits)) return undefined;
  const guard = { expression, whole: body, isCast: false, others: othersOf(parser, expression, arm) };
  return { guard, arm };
}

/** The parts of a choice that may be its value and can be a promise: what stands on the left of an operator is tested first. */
function armsOf({ ts }: Parser, node: ts.Expression): readonly ts.Expression[] {
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  return ts.isBinaryExpression(node) && isChoice(ts, node) ? [node.right] : [];
}

function isArm(parser: Parser, node: ts.Expression): boolean {
  const { parent } = node;
  return armsOf(parser, parent as ts.Expression).includes(node);
}

function isChoice(typescript: typeof ts, { operatorToken }: ts.BinaryExpression): boolean {
  const { SyntaxKind: K } = typescript;
  return [K.AmpersandAmpersandToken, K.BarBarToken, K.QuestionQuestionToken].includes(operatorToken.kind);
}

/** An expression with the parentheses and casts around it. */
function withWrappers({ ts }: Parser, node: ts.Expression): ts.Expression {
  let outer: ts.Expression = node;
  while (
    ts.isParenthesizedExpression(outer.parent) ||
    ts.isAsExpression(outer.parent) ||
    ts.isNonNullExpression(outer.parent) ||
    ts.isSatisfiesExpression(outer.parent)
  )
    outer = outer.parent;
  return outer;
}

function unwrapParentheses({ ts }: Parser, node: ts.Expression): ts.Expression {
  let inner = node;
  while (ts.isParenthesizedExpression(inner)) inner = inner.expression;
  return inner;
}

/** Whether code waits, or hands over, more often than `expected`. */
export function waitsIn({ ts }: Parser, root: ts.Node, expected: number): boolean {
  let count = 0;
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return false;
    if (ts.isYieldExpression(node) || (ts.isAwaitExpression(node) && ++count > expected)) return true;
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(root);
}

/** The word `await` with the white space behind it; nothing where a branch hands a promise on. */
export function keywordOf(parser: Parser, file: ts.SourceFile, awaited: ts.Expression): Span {
  const inner = unwrapParentheses(parser, awaited);
  const start = inner.getStart(file);
  if (!parser.ts.isAwaitExpression(inner)) return { start, end: start };
  const word = /^await\s*/.exec(file.text.slice(start))!;
  return { start, end: start + word[0].length };
}

/** What stands between the operands of a choice, and of the choices that it holds. */
export function gapsOf(parser: Parser, file: ts.SourceFile, expression: ts.Expression): Span[] {
  const { ts } = parser;
  const inner = unwrapParentheses(parser, expression);
  const operands = ts.isConditionalExpression(inner)
    ? [inner.condition, inner.whenTrue, inner.whenFalse]
    : ts.isBinaryExpression(inner) && isChoice(ts, inner)
      ? [inner.left, inner.right]
      : [];
  return operands.flatMap((operand, index) => {
    const before = operands[index - 1];
    const gap = before ? [{ start: before.end, end: operand.getStart(file) }] : [];
    return [...gap, ...gapsOf(parser, file, operand)];
  });
}

/**
 * What the other values of a choice are, as far as the type checker tells them apart: nothing at all, literals whose types are widened
 * where they are bound to a `let`, values whose types may be merged with that of the answer, or both of these.
 */
function othersOf(parser: Parser, expression: ts.Expression, call: ts.Expression): FoundGuard["others"] {
  const { ts } = parser;
  let [hasLiteral, hasValue] = [false, false];
  const visit = (node: ts.Expression): void => {
    const inner = unwrapParentheses(parser, node);
    if (unwrapExpression(parser, inner) === unwrapExpression(parser, call)) return;
    if (ts.isConditionalExpression(inner)) {
      visit(inner.whenTrue);
      visit(inner.whenFalse);
    } else if (ts.isBinaryExpression(inner) && isChoice(ts, inner)) {
      // What is false is left of `&&`: its type is what the condition's type leaves over.
      if (inner.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken) visit(inner.left);
      visit(inner.right);
    } else if (!isNothing(ts, inner)) {
      const isLiteral =
        ts.isStringLiteralLike(inner) ||
        ts.isNumericLiteral(inner) ||
        ts.isPrefixUnaryExpression(inner) ||
        inner.kind === ts.SyntaxKind.TrueKeyword ||
        inner.kind === ts.SyntaxKind.FalseKeyword;
      if (isLiteral) hasLiteral = true;
      else hasValue = true;
    }
  };
  visit(expression);
  if (hasLiteral) return hasValue ? "mixed" : "literals";
  return hasValue ? "values" : "none";
}

function isNothing(typescript: typeof ts, node: ts.Expression): boolean {
  return (
    node.kind === typescript.SyntaxKind.NullKeyword ||
    (typescript.isIdentifier(node) && node.text === "undefined") ||
    typescript.isVoidExpression(node)
  );
}
