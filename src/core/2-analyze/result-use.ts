import type ts from "typescript";
import type { ToolCall } from "../model/workflow.js";
import type { AnalysisContext } from "./context.js";

/** Whether the program does anything with the answer of a call: a call made for nothing but its effect has one. */
export function resultIsUsed(context: AnalysisContext, call: ToolCall): boolean {
  const { ts } = context.parser;
  if (call.target.kind === "unused") return false;
  const whole = context.view.found.get(call.id)?.whole;
  if (!whole) return true;
  if (call.place === "batch-member") return memberIsUsed(context, whole);
  if (isDropped(context, whole)) return false;
  const { parent } = call.guard ? context.view.found.get(call.id)!.guard!.whole : whole;
  return !ts.isVariableDeclaration(parent) || nameIsUsed(context, parent.name);
}

/** `void (await check(id));`, `await check(id), await other();`: the value goes nowhere. */
function isDropped(context: AnalysisContext, whole: ts.Node): boolean {
  const { ts } = context.parser;
  for (let node = whole; node.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return true;
    const isChoice =
      (ts.isBinaryExpression(parent) && parent.right === node && isSelecting(ts, parent)) ||
      (ts.isConditionalExpression(parent) && parent.condition !== node);
    const isComma = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.CommaToken;
    if (isComma && parent.left === node) return true;
    const isWrapper =
      ts.isExpression(parent) && context.unwrap(parent) === context.unwrap(node as ts.Expression);
    if (!isChoice && !isWrapper) return false;
  }
  return false;
}

/** Operators whose value may be that of their right side. */
function isSelecting(typescript: typeof ts, { operatorToken }: ts.BinaryExpression): boolean {
  const { SyntaxKind: K } = typescript;
  return [K.CommaToken, K.AmpersandAmpersandToken, K.BarBarToken, K.QuestionQuestionToken].includes(
    operatorToken.kind,
  );
}

/** The place of a batch's member in the pattern that takes the answers: `const [a, , b] = await callToolsParallel([…])`. */
function memberIsUsed(context: AnalysisContext, member: ts.Expression): boolean {
  const { ts } = context.parser;
  let list: ts.Node = member;
  while (list.parent && !ts.isArrayLiteralExpression(list.parent)) list = list.parent;
  const element = list;
  if (!element.parent || !ts.isArrayLiteralExpression(element.parent)) return true;
  const index = element.parent.elements.indexOf(element as ts.Expression);
  let holder: ts.Node = element.parent;
  while (holder.parent && (ts.isExpression(holder.parent) || ts.isParenthesizedExpression(holder.parent)))
    holder = holder.parent;
  if (ts.isExpressionStatement(holder.parent)) return !ts.isAwaitExpression(holder);
  if (!ts.isVariableDeclaration(holder.parent) || !ts.isArrayBindingPattern(holder.parent.name)) return true;
  const { elements } = holder.parent.name;
  const slot = elements[index];
  if (!slot) return elements.some((part) => ts.isBindingElement(part) && part.dotDotDotToken !== undefined);
  if (ts.isOmittedExpression(slot)) return false;
  return nameIsUsed(context, slot.name);
}

function nameIsUsed(context: AnalysisContext, name: ts.BindingName): boolean {
  const { ts } = context.parser;
  if (!ts.isIdentifier(name)) return true;
  const binding = context.bindings.of(name);
  if (!binding || binding.exported) return true;
  // `const a = answer;` uses the answer only if something uses a.
  return binding.uses.some((use) => {
    if (binding.writes.includes(use)) return false;
    const { parent } = use;
    return (
      !ts.isVariableDeclaration(parent) || parent.initializer !== use || nameIsUsed(context, parent.name)
    );
  });
}
