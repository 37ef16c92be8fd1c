import type ts from "typescript";
import type { Condition, DeclaredTool } from "../model/workflow.js";
import type { Parser } from "../syntax/parser.js";
import type { FoundCall } from "../syntax/view.js";
import type { CalleeContext } from "./callee.js";
import { waitsIn } from "./guards.js";
import type { Narrowing } from "./narrowing.js";
import { definitelyAnswersAny } from "./read-guard.js";

export interface FoundCondition {
  readonly expression: ts.Expression;
  readonly makes: Condition["makes"];
}

/**
 * The one condition of its statement that decides whether a call is made, where the call cannot travel with the whole of the choice: in
 * `vip ? (await callTool("get_perks", id)).items : []` the answer is worked on before it is chosen, `cached ??= await callTool(…)` assigns.
 * A copy of the condition travels with the call, and the statement asks again. Whether both come to the same is for the analysis to say.
 */
export function findCondition(
  { parser }: CalleeContext,
  { whole, place, guard }: FoundCall,
  statement: ts.Statement | undefined,
): FoundCondition | undefined {
  // A second call under the same condition, or under its opposite, would be a batch of calls of which one is made.
  if (!statement || guard || place !== "awaited" || waitsIn(parser, statement, 1)) return undefined;
  if (isInLoop(parser, statement)) return undefined;
  const { ts } = parser;
  let found: FoundCondition | undefined;
  for (let node: ts.Node = whole; node !== statement; node = node.parent) {
    const parent: ts.Node = node.parent;
    const condition = conditionOf(parser, node, statement);
    if (condition && found) return undefined;
    found ??= condition;
    // The default of a pattern that is assigned: `[size = vip ? (await …).size : 1] = sizes`.
    if (ts.isBinaryExpression(parent) && parent.left === node && isAssignment(parser, parent))
      return undefined;
    const isEvaluatedOnce =
      condition !== undefined ||
      (ts.isExpression(parent) &&
        !ts.isFunctionLike(parent) &&
        !ts.isClassLike(parent) &&
        !ts.isYieldExpression(parent) &&
        !ts.isOptionalChain(parent)) ||
      parent === statement ||
      ts.isPropertyAssignment(parent) ||
      ts.isSpreadAssignment(parent) ||
      ts.isTemplateSpan(parent) ||
      (ts.isVariableDeclaration(parent) && parent.initializer === node) ||
      ts.isVariableDeclarationList(parent) ||
      // (The branch of an `if` that is the statement.)
      (ts.isIfStatement(statement) && parent === statement.thenStatement);
    if (!isEvaluatedOnce) return undefined;
  }
  return isSimple(parser, statement) ? found : undefined;
}

/** There the condition says for which rows the call is made. */
function isInLoop({ ts }: Parser, statement: ts.Statement): boolean {
  for (let up = statement.parent; up && !ts.isFunctionLike(up); up = up.parent)
    if (ts.isIterationStatement(up, false)) return true;
  return false;
}

function isAssignment({ ts }: Parser, { operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isSimple({ ts }: Parser, statement: ts.Statement): boolean {
  return (
    ts.isExpressionStatement(statement) ||
    ts.isVariableStatement(statement) ||
    ts.isReturnStatement(statement) ||
    (ts.isIfStatement(statement) &&
      (ts.isExpressionStatement(statement.thenStatement) || ts.isReturnStatement(statement.thenStatement)))
  );
}

function conditionOf({ ts }: Parser, node: ts.Node, statement: ts.Statement): FoundCondition | undefined {
  const { SyntaxKind: K } = ts;
  const { parent } = node;
  if (ts.isConditionalExpression(parent) && parent.condition !== node)
    return { expression: parent.condition, makes: parent.whenTrue === node ? "true" : "false" };
  if (ts.isIfStatement(parent) && parent === statement && parent.thenStatement === node)
    return parent.elseStatement ? undefined : { expression: parent.expression, makes: "true" };
  if (!ts.isBinaryExpression(parent) || parent.right !== node) return undefined;
  const expression = parent.left;
  const { kind } = parent.operatorToken;
  if (kind === K.AmpersandAmpersandToken || kind === K.AmpersandAmpersandEqualsToken)
    return { expression, makes: "true" };
  if (kind === K.BarBarToken || kind === K.BarBarEqualsToken) return { expression, makes: "false" };
  const isMissing = kind === K.QuestionQuestionToken || kind === K.QuestionQuestionEqualsToken;
  return isMissing ? { expression, makes: "missing" } : undefined;
}

/** The condition as the model knows it; undefined where the text with the copy would have another type, or none. */
export function readCondition(
  { parser }: CalleeContext,
  file: ts.SourceFile,
  found: FoundCall,
  { expression, makes }: FoundCondition,
  narrowing: Narrowing | undefined,
  declaredTool: DeclaredTool | undefined,
): Condition | undefined {
  const { ts } = parser;
  const choice = expression.parent;
  const isAssigned =
    ts.isBinaryExpression(choice) && isAssignment(parser, choice) && choice.right === found.whole;
  const isDropped = ts.isIfStatement(choice) && ts.isExpressionStatement(found.whole.parent);
  if (narrowing) {
    // What the statement asks twice the type checker takes for two questions: the answer may be missing where it is used.
    if (!isAssigned && !isDropped && !definitelyAny(found, declaredTool)) return undefined;
    if (narrowing.of(file, choice).length > 0) return undefined;
  }
  const { SyntaxKind: K } = ts;
  const isBare =
    !ts.isBinaryExpression(expression) ||
    (expression.operatorToken.kind !== K.CommaToken && expression.operatorToken.kind < K.FirstAssignment);
  const isLoose =
    ts.isConditionalExpression(expression) ||
    ts.isArrowFunction(expression) ||
    ts.isYieldExpression(expression);
  return {
    span: { start: expression.getStart(file), end: expression.end },
    makes,
    isAssigned,
    isBracketed: !isBare || isLoose,
  };
}

function definitelyAny(
  { recognised, operand, node }: FoundCall,
  declaredTool: DeclaredTool | undefined,
): boolean {
  return (
    recognised.isPlain &&
    operand === node &&
    definitelyAnswersAny(recognised.source) &&
    !("typeArguments" in node && node.typeArguments) &&
    declaredTool?.answersAny !== false
  );
}
