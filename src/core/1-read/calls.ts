import type ts from "typescript";
import {
  constantText,
  functionSource,
  moduleSource,
  propertyValue,
  recogniseCall,
  type CalleeContext,
} from "./callee.js";
import { findBranchGuard, findGuard } from "./guards.js";
import { isAsync, unwrapExpression } from "../syntax/parser.js";
import type { FoundBatch, FoundCall, RecognisedCall } from "../syntax/view.js";

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
function isReturnedToCaller({ parser }: CalleeContext, operand: ts.Expression): boolean {
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

function isWrapper({ parser: { ts } }: CalleeContext, node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node)
  );
}

/** Reads `await callToolsParallel([…])` and its like; undefined where a member is not a tool call that can be seen. */
export function findBatch(context: CalleeContext, whole: ts.AwaitExpression): FoundBatch | undefined {
  const { ts } = context.parser;
  const call = unwrapExpression(context.parser, whole.expression);
  if (!ts.isCallExpression(call) || call.arguments.length !== 1) return undefined;
  const list = unwrapExpression(context.parser, call.arguments[0]!);
  if (!ts.isArrayLiteralExpression(list)) return undefined;
  const isOwn = isBatchFunction(context, call.expression);
  if (!isOwn && !isPromiseAll(context, call.expression)) return undefined;
  const members: FoundCall[] = [];
  for (const element of list.elements) {
    const member = isOwn ? batchMember(context, element) : directMember(context, element);
    if (!member) return undefined;
    members.push(member);
  }
  return { whole, members };
}

function isBatchFunction(context: CalleeContext, callee: ts.Expression): boolean {
  const { ts } = context.parser;
  for (const name of ["callToolsParallel", "callToolsSettled"]) {
    if (ts.isIdentifier(callee) && functionSource(context, callee, name)) return true;
    if (
      ts.isPropertyAccessExpression(callee) &&
      callee.name.text === name &&
      ts.isIdentifier(callee.expression)
    ) {
      if (moduleSource(context, callee.expression)) return true;
    }
  }
  return false;
}

function isPromiseAll({ parser: { ts }, bindings }: CalleeContext, callee: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return false;
  const isAll = callee.name.text === "all" || callee.name.text === "allSettled";
  return isAll && callee.expression.text === "Promise" && !bindings.of(callee.expression);
}

function directMember(context: CalleeContext, element: ts.Expression): FoundCall | undefined {
  const call = unwrapExpression(context.parser, element);
  if (!context.parser.ts.isCallExpression(call)) return undefined;
  const recognised = recogniseCall(context, call);
  return recognised && { node: call, recognised, place: "batch-member", whole: element, operand: element };
}

/** A tuple, an object, or a branch: `() => callTool(…)`, `() => premium ? callTool(…) : undefined`. */
function batchMember(context: CalleeContext, element: ts.Expression): FoundCall | undefined {
  const { ts } = context.parser;
  if (ts.isArrayLiteralExpression(element)) {
    const [name, ...payload] = element.elements;
    return name && tupleMember(context, element, name, payload);
  }
  if (ts.isObjectLiteralExpression(element)) {
    const name = propertyValue(context.parser, element, "tool");
    const payload = ["prompt", "kwargs"]
      .map((key) => propertyValue(context.parser, element, key))
      .filter((part) => part !== undefined);
    return name && tupleMember(context, element, name, payload);
  }
  if (!ts.isArrowFunction(element) || element.parameters.length > 0 || ts.isBlock(element.body))
    return undefined;
  const body = unwrapExpression(context.parser, element.body);
  const call = ts.isAwaitExpression(body) ? unwrapExpression(context.parser, body.expression) : body;
  return directMember(context, call) ?? guardedMember(context, element.body);
}

function guardedMember(context: CalleeContext, body: ts.Expression): FoundCall | undefined {
  const { parser } = context;
  const found = findBranchGuard(parser, body, (node) => directMember(context, node) !== undefined);
  if (!found) return undefined;
  const { guard, arm } = found;
  const operand = parser.ts.isAwaitExpression(arm) ? unwrapExpression(parser, arm.expression) : arm;
  const member = directMember(context, operand);
  return member && { ...member, whole: arm, guard };
}

function tupleMember(
  context: CalleeContext,
  node: ts.Expression,
  name: ts.Expression,
  payload: readonly ts.Expression[],
): FoundCall {
  const tool = constantText(context, name);
  const recognised: RecognisedCall = {
    convention: "callTool",
    source: { kind: "other" },
    tool,
    payload,
    isPlain: true,
    throws: true,
  };
  return { node, recognised, place: "batch-member", whole: node, operand: node };
}
