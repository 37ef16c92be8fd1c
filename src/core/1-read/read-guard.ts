import type ts from "typescript";
import type { Span } from "../model/span.js";
import type { DeclaredTool, Guard } from "../model/workflow.js";
import type { CalleeSource, FoundCall, FoundGuard } from "../syntax/view.js";
import type { CalleeContext } from "./callee.js";
import { gapsOf, keywordOf } from "./guards.js";
import type { Narrowing } from "./narrowing.js";
import { readTarget } from "./targets.js";

/** The choice that a call can travel with; undefined also where its type would not be the same in a branch. */
export function readGuard(
  context: CalleeContext,
  file: ts.SourceFile,
  { guard, whole, recognised, node, operand }: FoundCall,
  statement: ts.Statement | undefined,
  narrowing: Narrowing | undefined,
  declaredTool: DeclaredTool | undefined,
): Guard | undefined {
  if (!guard || !statement) return undefined;
  const { ts } = context.parser;
  if (narrowing) {
    // (One `any` makes `any` of the whole.)
    const isAny =
      recognised.isPlain &&
      operand === node &&
      definitelyAnswersAny(recognised.source) &&
      !(ts.isCallExpression(node) && node.typeArguments) &&
      declaredTool?.answersAny !== false;
    const target = readTarget(context, file, guard.whole, statement);
    const isFixed = target.kind === "declare" && (target.keyword === "const" || target.type !== undefined);
    if (guard.others === "mixed" && !isAny && !isFixed) return undefined;
    if (narrowing.holdsBack(guard)) return undefined;
    // A bare expression may have no batch function at all, and a started promise keeps no `await`.
    const isBare = file.statements.length === 1 && ts.isExpressionStatement(file.statements[0]!);
    if (isBare && !isAny && (guard.isCast || guard.others === "values" || guard.others === "mixed"))
      return undefined;
  }
  return guardOf(context, file, guard, whole);
}

/** A choice as spans. */
export function guardOf(
  { parser }: CalleeContext,
  file: ts.SourceFile,
  { expression, isCast, others }: FoundGuard,
  awaited: ts.Expression,
): Guard {
  const span = (part: ts.Node): Span => ({ start: part.getStart(file), end: part.end });
  return {
    expression: span(expression),
    awaited: span(awaited),
    keyword: keywordOf(parser, file, awaited),
    gaps: gapsOf(parser, file, expression),
    isConditional: parser.ts.isConditionalExpression(expression),
    isCast,
    others,
  };
}

/** Whether a `callTool` is that of the runtime, or one of the host. */
export function definitelyAnswersAny(source: CalleeSource): boolean {
  if (source.kind === "global") return true;
  return source.kind !== "other" && source.specifier === "parcall/runtime";
}
