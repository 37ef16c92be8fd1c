import { collectVariableUsage } from "ts-api-utils";
import ts from "typescript";

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Places<T> {
  /** Calls in a branch of an expression, and those that are all that a branch of an `if` does: they may not be made. */
  readonly conditional: ReadonlySet<T>;
  /** Calls whose answer is thrown away, or bound to a variable that nothing uses. */
  readonly unused: ReadonlySet<T>;
}

/** What the places of these calls in the program say of them. */
export function placesOf<T extends Span>(source: string, calls: readonly T[]): Places<T> {
  const tree = ts.createSourceFile("program.ts", source, ts.ScriptTarget.ESNext, true);
  const found = new Set<T>();
  const unused = new Set<T>();
  const usage = collectVariableUsage(tree);
  const within = ({ start, end }: Span, node: ts.Node): boolean =>
    node.getStart() <= start && end <= node.end;
  const visit = (node: ts.Node): void => {
    const branches = branchesOf(node);
    for (const call of calls) {
      if (branches.some((branch) => within(call, branch))) found.add(call);
      if (
        ts.isAwaitExpression(node) &&
        node.expression.getStart() === call.start &&
        node.expression.end === call.end
      )
        if (isUnused(node, usage)) unused.add(call);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { conditional: found, unused };
}

function isUnused({ parent }: ts.AwaitExpression, usage: ReturnType<typeof collectVariableUsage>): boolean {
  if (ts.isExpressionStatement(parent)) return true;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  return usage.get(parent.name)?.uses.length === 0;
}

const choices: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

function branchesOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  if (ts.isBinaryExpression(node) && isChoice(node.operatorToken.kind)) return [node.right];
  if (ts.isIfStatement(node))
    return [node.thenStatement, node.elseStatement].filter((one) => one !== undefined).filter(isSingle);
  return [];
}

function isSingle(branch: ts.Statement): boolean {
  return !ts.isBlock(branch) || branch.statements.length === 1;
}

function isChoice(operator: ts.SyntaxKind): boolean {
  return choices.has(operator);
}
