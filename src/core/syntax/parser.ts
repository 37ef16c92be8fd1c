import type ts from "typescript";
import type { collectVariableUsage } from "ts-api-utils";

/** The parser, handed in so that the core loads nothing until a file needs it. */
export interface Parser {
  readonly ts: typeof ts;
  readonly collectVariableUsage: typeof collectVariableUsage;
}

export interface ParseFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type Language = "ts" | "tsx" | "js" | "jsx";

/** The language that a file's ending stands for; TypeScript where it says nothing. */
export function languageOf(fileName: string): Language {
  const ending = /\.[cm]?(tsx?|jsx?)$/i.exec(fileName)?.[1]?.toLowerCase();
  return ending === "tsx" || ending === "js" || ending === "jsx" ? ending : "ts";
}

/** Parses a text. JavaScript is read with JSX, which it allows everywhere. */
export function parse(parser: Parser, source: string, fileName: string): ts.SourceFile {
  const { ts } = parser;
  const kinds = {
    ts: ts.ScriptKind.TS,
    tsx: ts.ScriptKind.TSX,
    js: ts.ScriptKind.JSX,
    jsx: ts.ScriptKind.JSX,
  };
  return ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true, kinds[languageOf(fileName)]);
}

/** The syntax errors that the parser met, in source order. */
export function parseFaults(parser: Parser, file: ts.SourceFile): ParseFault[] {
  const { parseDiagnostics = [] } = file as unknown as {
    parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
  };
  return parseDiagnostics.map(({ messageText, start, length }) => ({
    message: parser.ts.flattenDiagnosticMessageText(messageText, " "),
    start,
    end: start + length,
  }));
}

/** The expression inside parentheses, casts and non-null marks. */
export function unwrapExpression(parser: Parser, node: ts.Expression): ts.Expression {
  const { ts } = parser;
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

/** An expression with the parentheses and casts around it. */
export function outerExpression(parser: Parser, node: ts.Expression): ts.Expression {
  let outer = node;
  while (
    outer.parent &&
    parser.ts.isExpression(outer.parent) &&
    unwrapExpression(parser, outer.parent) === node
  )
    outer = outer.parent;
  return outer;
}

export function isAsync({ ts }: Parser, node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
  );
}

/** The function, or the file, whose code `node` is part of; for a function node itself the one around it. */
export function ownerOf(parser: Parser, node: ts.Node): ts.Node {
  const { ts } = parser;
  let up = node.parent;
  while (
    up &&
    !ts.isFunctionLike(up) &&
    !ts.isSourceFile(up) &&
    !ts.isClassStaticBlockDeclaration(up) &&
    !ts.isPropertyDeclaration(up)
  ) {
    up = up.parent;
  }
  return up ?? node;
}

export type ForLoop = ts.ForOfStatement | ts.ForInStatement | ts.ForStatement;

/** Loops that go through something; `while` and `do` wait for something. */
export function isForLoop({ ts }: Parser, node: ts.Node): node is ForLoop {
  return ts.isForOfStatement(node) || ts.isForInStatement(node) || ts.isForStatement(node);
}

/** The expressions that a function returns. */
export function returnedBy(typescript: typeof ts, { body }: ts.FunctionLikeDeclaration): ts.Expression[] {
  if (!body) return [];
  if (!typescript.isBlock(body)) return [body];
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (typescript.isFunctionLike(node) || typescript.isClassLike(node)) return;
    if (typescript.isReturnStatement(node) && node.expression) values.push(node.expression);
    typescript.forEachChild(node, visit);
  };
  visit(body);
  return values;
}
