import type { ToolCall } from "../model/workflow.js";
import type { AnalysisContext } from "./context.js";

/** Whether the program does anything with the answer of a call: a call made for nothing but its effect has one. */
export function resultIsUsed(context: AnalysisContext, call: ToolCall): boolean {
  const { ts } = context.parser;
  if (call.target.kind === "unused") return false;
  const whole = context.view.found.get(call.id)?.whole;
  if (!whole) return true;
  const { parent } = whole;
  if (ts.isVoidExpression(parent)) return false;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return true;
  const binding = context.bindings.of(parent.name);
  return !binding || binding.exported || binding.uses.length > binding.writes.length;
}
