import type ts from "typescript";
import type { PragmaComment } from "../model/workflow.js";
import type { Parser } from "../syntax/parser.js";
import { commentsIn, pragmaOf } from "./comments.js";

/** A comment that begins with parcall's name, as text: it may also stand in a string. */
const candidate = /\/[/*][*\s]*@?parcall\b/gi;

/** Whether a text may hold a comment that speaks to parcall. */
export function mentionsPragma(source: string): boolean {
  return source.search(candidate) >= 0;
}

/** Every comment that begins with parcall's name, wherever it stands. */
export function readPragmas(parser: Parser, file: ts.SourceFile): PragmaComment[] {
  const found: PragmaComment[] = [];
  for (const { index } of file.text.matchAll(candidate)) {
    const comment = isInComment(parser, file, index)
      ? commentsIn(file.text, index, file.text.length)[0]
      : undefined;
    if (!comment || (found.at(-1)?.end ?? 0) > index) continue;
    found.push({
      start: comment.start,
      end: comment.end,
      text: comment.text.trim(),
      kind: pragmaOf(comment),
    });
  }
  return found;
}

/** Whether a comment begins at a place that looks like it, and not inside a string, a template, a pattern or another comment. */
function isInComment({ ts }: Parser, file: ts.SourceFile, at: number): boolean {
  let node: ts.Node = file;
  for (;;) {
    const inside: ts.Node | undefined = node
      .getChildren(file)
      .find((child) => child.pos <= at && at < child.end);
    if (!inside) break;
    node = inside;
    if (node.kind === ts.SyntaxKind.JSDoc) return node.pos === at;
  }
  if (node.kind === ts.SyntaxKind.JsxText || at >= node.getStart(file)) return false;
  const trivia = commentsIn(file.text, node.pos, node.getStart(file));
  return trivia.some((comment) => comment.start === at);
}
