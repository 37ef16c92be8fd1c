import type ts from "typescript";
import type { Span } from "../model/span.js";
import type { BatchList, ToolCall } from "../model/workflow.js";
import type { FoundBatch } from "../syntax/view.js";
import type { CalleeContext } from "./callee.js";
import { askedBy } from "./expected-type.js";

/** A batch that the program has already as one call: what its members are, and whether they can be put into a larger batch. */
export function batchCall(
  context: CalleeContext,
  file: ts.SourceFile,
  call: ToolCall,
  batch: FoundBatch,
  members: readonly string[],
  isTyped: boolean,
): ToolCall {
  return {
    ...call,
    label: labelOfBatch(file, batch, call),
    mayThrowAtOnce: true,
    members,
    list: listOf(context, file, batch),
    expected: isTyped ? expectedOf(context, file, batch) : undefined,
    // What is said of its members holds for it.
    pragma: undefined,
    pragmaSpan: undefined,
  };
}

/** Code in a message: a batch has the name of its answers, or of its function. */
function labelOfBatch(file: ts.SourceFile, { call }: FoundBatch, { target, label }: ToolCall): string {
  return target.kind === "declare" && !target.isName ? call.expression.getText(file) : label;
}

/** `const [a, b] = await callToolsParallel([["x", 1], ["y", 2]]);` */
function listOf(
  { parser: { ts } }: CalleeContext,
  file: ts.SourceFile,
  { call, whole, operand, literal, isOwn }: FoundBatch,
): BatchList | undefined {
  const isUsual = isOwn && /callToolsParallel$/.test(call.expression.getText(file)) && !call.typeArguments;
  if (!literal || !isUsual || !ts.isAwaitExpression(whole)) return undefined;
  if (call.arguments[0] !== literal || operand !== call) return undefined;
  const { elements } = literal;
  if (elements.some((element) => ts.isSpreadElement(element) || ts.isOmittedExpression(element)))
    return undefined;
  // A comment on lines of its own below the last member belongs to none.
  if (/[\r\n][^]*\/[/*]/.test(file.text.slice(elements.at(-1)!.end, literal.end))) return undefined;
  const slots = slotsOf(ts, file, whole);
  if (!slots || slots.length > elements.length) return undefined;
  const span = (node: ts.Node): Span => ({ start: node.getStart(file), end: node.end });
  return {
    callee: call.expression.getText(file),
    elements: elements.map(span),
    inner: { start: elements.pos, end: literal.end - 1 },
    hasBranches: elements.some((element) => ts.isArrowFunction(element)),
    slots,
  };
}

/** Where the answers go: the places of the pattern that takes them, none where nobody does; undefined where they stay together. */
function slotsOf(
  typescript: typeof ts,
  file: ts.SourceFile,
  whole: ts.Expression,
): (Span | undefined)[] | undefined {
  const { parent } = whole;
  if (typescript.isExpressionStatement(parent)) return [];
  if (!typescript.isVariableDeclaration(parent) || parent.type) return undefined;
  if (!typescript.isArrayBindingPattern(parent.name)) return undefined;
  const slots: (Span | undefined)[] = [];
  for (const element of parent.name.elements) {
    if (typescript.isOmittedExpression(element)) slots.push(undefined);
    else if (element.dotDotDotToken) return undefined;
    else slots.push({ start: element.getStart(file), end: element.end });
  }
  return slots;
}

/**
 * The type that the place asks of the answers, which code of the program may need: a `{ ok: true }` that a callback returns. (What a
 * generic client answers does not come through `Promise.all`.)
 */
function expectedOf(
  context: CalleeContext,
  file: ts.SourceFile,
  { call, whole, members }: FoundBatch,
): string | undefined {
  const hasCode = members.some(({ recognised }) => recognised.convention === "callback");
  return hasCode && !call.typeArguments ? askedBy(context, file, whole, undefined) : undefined;
}
