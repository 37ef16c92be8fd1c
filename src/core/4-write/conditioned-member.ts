import type { Piece } from "../model/edit.js";
import type { Condition, ToolCall } from "../model/workflow.js";

/** What stands before and behind a call that is made under a copy of its condition: `vip ? callTool("get_perks", id) : undefined`. */
export function aroundCall(
  { span, makes, isAssigned, isBracketed }: Condition,
  source: string,
): readonly [before: string, after: string] {
  const text = source.slice(span.start, span.end);
  const condition = isBracketed ? `(${text})` : text;
  // (What is assigned may as well be assigned again, and has a type that fits.)
  if (makes === "missing") return [`${condition} ?? `, ""];
  if (isAssigned) return [`${condition} ${makes === "true" ? "&&" : "||"} `, ""];
  return makes === "true" ? [`${condition} ? `, " : undefined"] : [`${condition} ? undefined : `, ""];
}

/** The call under its condition as a member of a batch. */
export function conditionedPieces(
  call: ToolCall & { readonly condition: Condition },
  called: readonly Piece[],
  isPromise: boolean,
  source: string,
): Piece[] {
  const [before, after] = aroundCall(call.condition, source);
  // Formatters put a choice in parentheses as the body of a branch.
  const isChoice = before.endsWith("? ") && !before.endsWith("?? ") ? true : before.endsWith(": ");
  const [open, close] = isChoice ? ["(", ")"] : ["", ""];
  const head = isPromise ? "(async () => " : "() => ";
  return [
    { text: `${head}${open}${before}`, at: call.call.start },
    ...called,
    { text: `${after}${close}${isPromise ? ")()" : ""}` },
  ];
}
