import type ts from "typescript";
import type { Statement } from "../model/workflow.js";
import type { Span } from "../model/span.js";
import { commentsIn, isLineBreak, pragmaOf, type Comment } from "./comments.js";
import type { Parser } from "../syntax/parser.js";
import type { StatementList } from "../syntax/view.js";

export function isStatementList({ ts }: Parser, node: ts.Node): node is StatementList {
  return (
    ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node)
  );
}

/** Whether a list is the one statement of a loop without braces. */
export function isUnbraced(list: StatementList): boolean {
  return list.statements.length === 1 && list.statements[0]!.parent !== list;
}

/** Reads the statements of a list with the text that moves with each. */
export function readStatements(parser: Parser, file: ts.SourceFile, list: StatementList): Statement[] {
  const source = file.text;
  const statements: Statement[] = [];
  const listEnd = parser.ts.isSourceFile(list)
    ? source.length
    : (parser.ts.isBlock(list) && !isUnbraced(list)) || parser.ts.isModuleBlock(list)
      ? list.end - 1
      : list.end;
  let chunkStart = list.statements.pos;
  for (const node of list.statements) {
    const start = node.getStart(file);
    const comments = commentsIn(source, chunkStart, start);
    const chunkEnd = endOfLine(source, node.end, listEnd);
    const between = source.slice(chunkStart, start);
    statements.push({
      span: { start, end: node.end },
      chunk: { start: chunkStart, end: chunkEnd },
      leadStart: attachedStart(source, comments, start),
      ownLine:
        /[\r\n]/.test(between) ||
        chunkStart === 0 ||
        /(^|[\r\n])[ \t]*;[ \t]*$/.test(source.slice(Math.max(0, start - 40), start)),
      ignored: ignoreComment(comments),
      pinned: comments.find(({ text }) => /^[\s*]*@ts-(expect-error|ignore)\b/.test(text)),
    });
    chunkStart = chunkEnd;
  }
  return statements;
}

/** The end of a statement with the comments behind it, where nothing else follows on its line; else the end of the statement. */
function endOfLine(source: string, end: number, limit: number): number {
  let at = end;
  while (at < limit) {
    const character = source.charCodeAt(at);
    if (isLineBreak(character)) return at;
    if (source.startsWith("//", at)) {
      while (at < limit && !isLineBreak(source.charCodeAt(at))) at++;
      return at;
    }
    if (source.startsWith("/*", at)) {
      const close = source.indexOf("*/", at);
      if (close < 0 || close + 2 > limit || /[\r\n]/.test(source.slice(at, close))) return end;
      at = close + 2;
    } else if (character === 32 || character === 9) at++;
    else return end;
  }
  return trimEnd(source, end, at);
}

function trimEnd(source: string, from: number, to: number): number {
  let at = to;
  while (at > from && /[ \t]/.test(source.charAt(at - 1))) at--;
  return at;
}

/** Where the comments begin that stand directly above a statement; a blank line detaches those before it. */
function attachedStart(source: string, comments: readonly Comment[], start: number): number {
  let at = start;
  for (const comment of [...comments].reverse()) {
    if ((source.slice(comment.end, at).match(/\r\n|\r|\n/g) ?? []).length > 1) break;
    at = comment.start;
  }
  return at;
}

function ignoreComment(comments: readonly Comment[]): Span | undefined {
  const comment = comments.find((candidate) => pragmaOf(candidate) === "ignore-next");
  return comment && { start: comment.start, end: comment.end };
}

/** The name of the function that a list belongs to, as a person would say it. */
export function regionName({ ts }: Parser, list: ts.Node): string {
  for (let node = list; node; node = node.parent) {
    if (ts.isSourceFile(node)) return "module";
    if (!ts.isFunctionLike(node)) continue;
    if (node.name && ts.isIdentifier(node.name)) return node.name.text;
    if (node.name) return node.name.getText();
    const { parent } = node;
    if (
      (ts.isVariableDeclaration(parent) ||
        ts.isPropertyAssignment(parent) ||
        ts.isPropertyDeclaration(parent)) &&
      ts.isIdentifier(parent.name)
    ) {
      return parent.name.text;
    }
    if (ts.isConstructorDeclaration(node)) return "constructor";
    return "function";
  }
  return "module";
}
