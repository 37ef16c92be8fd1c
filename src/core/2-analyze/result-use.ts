import type ts from "typescript";
import type { ToolCall } from "../model/workflow.js";
import type { BatchPart, FoundCall } from "../syntax/view.js";
import type { AnalysisContext } from "./context.js";

/** Whether the program does anything with the answer of a call: a call made for nothing but its effect has one. */
export function resultIsUsed(context: AnalysisContext, call: ToolCall): boolean {
  const { ts } = context.parser;
  if (call.target.kind === "unused") return false;
  const found = context.view.found.get(call.id);
  if (!found) return true;
  const { whole } = found;
  if (call.place === "batch-member") return memberIsUsed(context, call, found);
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

/** Whether the program takes the answer of a batch's member out of the list: `const [a, , b] = await callToolsParallel([…])`. */
function memberIsUsed(context: AnalysisContext, { id }: ToolCall, member: FoundCall): boolean {
  const { ts } = context.parser;
  const batch = context.batchWith(id);
  if (!batch) return true;
  if (batch.target.kind === "unused") return false;
  const { node, whole } = context.view.found.get(batch.id)!;
  if (isDropped(context, whole)) return false;
  const { parent } = whole;
  if (!ts.isVariableDeclaration(parent)) return true;
  return partIsUsed(context, context.view.batches.get(node)!.part, member, parent.name) ?? true;
}

/** The same, where `name` is what all answers of a part are bound to; undefined where the member is no part of it. */
function partIsUsed(
  context: AnalysisContext,
  part: BatchPart,
  member: FoundCall,
  name: ts.BindingName,
): boolean | undefined {
  const { ts } = context.parser;
  const bound = boundAnew(context, name);
  if (part.kind === "call") return part.found.node === member.node ? nameIsUsed(context, bound) : undefined;
  if (part.kind === "each") {
    const inner: BatchPart = part.value?.part ?? { kind: "call", found: part.found };
    const isOf = partIsUsed(context, inner, member, bound) !== undefined;
    return isOf ? nameIsUsed(context, bound) : undefined;
  }
  for (const [index, one] of part.parts.entries()) {
    const isOf = partIsUsed(context, one, member, bound) !== undefined;
    if (!isOf) continue;
    // Behind a list of unknown length no place is known.
    const isPlaced = part.parts.slice(0, index + 1).every(isPlace);
    if (!ts.isArrayBindingPattern(bound) || !isPlaced) return nameIsUsed(context, bound);
    const slot = bound.elements[index];
    if (!slot)
      return bound.elements.some((other) => ts.isBindingElement(other) && other.dotDotDotToken !== undefined);
    if (ts.isOmittedExpression(slot)) return false;
    return slot.dotDotDotToken ? nameIsUsed(context, slot.name) : partIsUsed(context, one, member, slot.name);
  }
  return undefined;
}

/** Whether a part has one answer. */
function isPlace(part: BatchPart): boolean {
  return part.kind !== "each" || !part.isSpread;
}

/** `const answers = await …; let [a] = answers;`: the pattern that takes apart what has a name for nothing else. */
function boundAnew(context: AnalysisContext, name: ts.BindingName): ts.BindingName {
  const { ts } = context.parser;
  const binding = ts.isIdentifier(name) ? context.bindings.of(name) : undefined;
  const [use, ...others] = binding?.uses ?? [];
  if (!use || others.length > 0 || binding!.exported || binding!.writes.length > 0) return name;
  const { parent } = use;
  return ts.isVariableDeclaration(parent) && parent.initializer === use ? parent.name : name;
}

function nameIsUsed(context: AnalysisContext, name: ts.BindingName): boolean {
  const { ts } = context.parser;
  if (!ts.isIdentifier(name)) return true;
  const binding = context.bindings.of(name);
  if (!binding || binding.exported) return true;
  // `const a = answer;` uses the answer only if something uses a.
  return binding.uses.some((use) => {
    // `void checked;` uses it no more than `void (await check(id))` does.
    if (binding.writes.includes(use) || isDropped(context, use)) return false;
    const { parent } = use;
    return (
      !ts.isVariableDeclaration(parent) || parent.initializer !== use || nameIsUsed(context, parent.name)
    );
  });
}
