import type ts from "typescript";
import { recogniseCall, type CalleeContext } from "./callee.js";
import { findGuard } from "./guards.js";
import { isAsync } from "../syntax/parser.js";
import type { FoundCall } from "../syntax/view.js";

/** What an awaited or unawaited call is, if a convention knows it. */
export function findCall(context: CalleeContext, call: ts.CallExpression): FoundCall | undefined {
  const recognised = recogniseCall(context, call);
  if (!recognised) return undefined;
  const { ts } = context.parser;
  let operand: ts.Expression = call;
  while (isWrapper(context, operand.parent)) operand = operand.parent as ts.Expression;
  if (ts.isAwaitExpression(operand.parent)) {
    let whole: ts.Expression = operand.parent;
    while (ts.isParenthesizedExpression(whole.parent)) whole = whole.parent;
    const guard = findGuard(context.parser, whole);
    return { node: call, recognised, place: "awaited", whole, operand, ...(guard && { guard }) };
  }
  if (isReturnedToCaller(context, operand))
    return { node: call, recognised, place: "awaited", whole: operand, operand };
  return { node: call, recognised, place: "started", whole: operand, operand };
}

/** `return callTool(…)` of an async function waits as `return await` does, but inside `try` its failure is not caught. */
export function isReturnedToCaller({ parser }: CalleeContext, operand: ts.Expression): boolean {
  const { ts } = parser;
  const { parent } = operand;
  const isArrowBody = ts.isArrowFunction(parent) && parent.body === operand;
  if (!isArrowBody && !ts.isReturnStatement(parent)) return false;
  let up: ts.Node = parent;
  while (up && !ts.isFunctionLike(up)) {
    if (ts.isTryStatement(up) || ts.isSourceFile(up)) return false;
    up = up.parent;
  }
  const isGenerator = "asteriskToken" in up && up.asteriskToken !== undefined;
  return !isGenerator && isAsync(parser, up);
}

export function isWrapper({ parser: { ts } }: CalleeContext, node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node)
  );
}
