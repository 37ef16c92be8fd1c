import ts from "typescript";

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Which of these calls stand in a branch of an expression, or are all that a branch of an `if` does: they may not be made. */
export function callsInBranches<T extends Span>(source: string, calls: readonly T[]): ReadonlySet<T> {
  const tree = ts.createSourceFile("program.ts", source, ts.ScriptTarget.ESNext, true);
  const found = new Set<T>();
  const within = ({ start, end }: Span, node: ts.Node): boolean =>
    node.getStart() <= start && end <= node.end;
  const visit = (node: ts.Node): void => {
    const branches = branchesOf(node);
    for (const call of calls) if (branches.some((branch) => within(call, branch))) found.add(call);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
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
