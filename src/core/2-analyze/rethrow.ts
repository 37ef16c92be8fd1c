import type ts from "typescript";
import type { AnalysisContext } from "./context.js";

/**
 * The `try` whose error a `throw` throws again. Such code decides nothing: what it throws is the failure of what stands in the `try`.
 * Undefined where it may throw anything else.
 */
export function rethrown(context: AnalysisContext, node: ts.ThrowStatement): ts.TryStatement | undefined {
  const { ts } = context.parser;
  const inner = context.unwrap(node.expression);
  if (!ts.isIdentifier(inner)) return undefined;
  return caughtAs(context, inner) ?? lastCaught(context, node, inner);
}

/** `catch (error) { throw error; }` */
function caughtAs(context: AnalysisContext, name: ts.Identifier): ts.TryStatement | undefined {
  const { ts } = context.parser;
  const binding = context.bindings.of(name);
  const clause = binding?.declarations[0]?.parent.parent;
  if (!binding || binding.writes.length > 0 || !clause || !ts.isCatchClause(clause)) return undefined;
  return clause.variableDeclaration?.name === binding.declarations[0] ? clause.parent : undefined;
}

/**
 * `let last; for (let i = 0; i < 3; i++) { try { return await run(); } catch (error) { last = error; } } throw last;`: nobody comes
 * to the end but behind a failure. Where the loop may run not at all, or an attempt may end without one, `last` holds nothing, and to throw
 * it is a decision.
 */
function lastCaught(
  context: AnalysisContext,
  node: ts.ThrowStatement,
  name: ts.Identifier,
): ts.TryStatement | undefined {
  const { ts } = context.parser;
  const { parent: list } = node;
  if (!ts.isBlock(list)) return undefined;
  const loop = list.statements[list.statements.indexOf(node) - 1];
  if (!loop || !ts.isForStatement(loop) || !runsAtLeastOnce(context, loop)) return undefined;
  const body = ts.isBlock(loop.statement) ? loop.statement.statements : [loop.statement];
  const [attempt] = body;
  if (body.length !== 1 || !attempt || !ts.isTryStatement(attempt) || attempt.finallyBlock) return undefined;
  const { tryBlock, catchClause } = attempt;
  if (!catchClause || !tryBlock.statements.at(-1) || !ts.isReturnStatement(tryBlock.statements.at(-1)!))
    return undefined;
  // (A `continue` or `break` would leave the attempt without a failure, or the handler before it has kept the error.)
  if (jumps(ts, tryBlock) || jumps(ts, catchClause.block)) return undefined;
  const isKept = (statement: ts.Statement): boolean => {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return false;
    const { left, operatorToken, right } = statement.expression;
    return (
      operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(left) &&
      context.bindings.of(left) === context.bindings.of(name) &&
      ts.isIdentifier(right) &&
      caughtAs(context, right) === attempt
    );
  };
  const kept = catchClause.block.statements.filter(isKept);
  const binding = context.bindings.of(name);
  return binding?.kind === "let" && kept.length === 1 && binding.writes.length === 1 ? attempt : undefined;
}

/** `for (let i = 0; i < 3; i++)` */
function runsAtLeastOnce(
  { parser: { ts } }: AnalysisContext,
  { initializer, condition }: ts.ForStatement,
): boolean {
  if (!initializer || !ts.isVariableDeclarationList(initializer) || !condition) return false;
  const [first] = initializer.declarations;
  if (!first?.initializer || !ts.isNumericLiteral(first.initializer) || !ts.isIdentifier(first.name))
    return false;
  if (!ts.isBinaryExpression(condition) || !ts.isNumericLiteral(condition.right)) return false;
  const { left, operatorToken } = condition;
  if (!ts.isIdentifier(left) || left.text !== first.name.text) return false;
  const [from, to] = [Number(first.initializer.text), Number(condition.right.text)];
  const { SyntaxKind: K } = ts;
  if (operatorToken.kind === K.LessThanToken) return from < to;
  return operatorToken.kind === K.LessThanEqualsToken && from <= to;
}

function jumps(typescript: typeof ts, node: ts.Node): boolean {
  if (typescript.isFunctionLike(node)) return false;
  if (typescript.isBreakOrContinueStatement(node) || typescript.isThrowStatement(node)) return true;
  return typescript.forEachChild(node, (child) => jumps(typescript, child)) ?? false;
}
