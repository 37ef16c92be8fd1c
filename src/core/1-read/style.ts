import type ts from "typescript";
import type { Style } from "../model/workflow.js";
import type { Parser } from "../syntax/parser.js";

/** How the file is written: what most of it does decides, prettier's defaults where it says nothing. */
export function readStyle({ ts }: Parser, file: ts.SourceFile): Style {
  const source = file.text;
  const count = {
    double: 0,
    single: 0,
    withSemicolon: 0,
    without: 0,
    trailing: 0,
    noTrailing: 0,
    spaced: 0,
    tight: 0,
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) {
      if (source.charAt(node.getStart(file)) === "'") count.single++;
      else count.double++;
    } else if (
      ts.isVariableStatement(node) ||
      ts.isExpressionStatement(node) ||
      ts.isReturnStatement(node) ||
      ts.isImportDeclaration(node)
    ) {
      if (source.charAt(node.end - 1) === ";") count.withSemicolon++;
      else count.without++;
    } else if (
      (ts.isArrayLiteralExpression(node) && node.elements.length > 0) ||
      (ts.isObjectLiteralExpression(node) && node.properties.length > 0)
    ) {
      const list = ts.isArrayLiteralExpression(node) ? node.elements : node.properties;
      if (/[\r\n]\s*$/.test(source.slice(list.end, node.end - 1))) {
        if (list.hasTrailingComma) count.trailing++;
        else count.noTrailing++;
      }
    }
    if (ts.isObjectLiteralExpression(node) || ts.isNamedImports(node) || ts.isObjectBindingPattern(node)) {
      if (source.charAt(node.getStart(file) + 1) === " ") count.spaced++;
      else if (/\S/.test(source.charAt(node.getStart(file) + 1)) && node.end - node.getStart(file) > 2)
        count.tight++;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return {
    newline: source.includes("\r\n") ? "\r\n" : "\n",
    indent: indentOf(source),
    quote: count.single > count.double ? "'" : '"',
    semicolons: count.withSemicolon >= count.without,
    trailingCommas: count.trailing >= count.noTrailing,
    width: 80,
    bracketSpacing: count.spaced >= count.tight,
  };
}

/** The step by which lines are indented: the commonest difference between a line and a deeper one after it. */
function indentOf(source: string): string {
  const steps = new Map<string, number>();
  let before = "";
  for (const line of source.split(/\r\n?|\n/)) {
    const indent = /^[ \t]*/.exec(line)![0];
    // A line of a block comment is indented by one more blank.
    if (indent.length === line.length || line.charAt(indent.length) === "*") continue;
    if (indent.length > before.length && indent.startsWith(before)) {
      const step = indent.slice(before.length);
      steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    before = indent;
  }
  const [commonest] = [...steps].sort((a, b) => b[1] - a[1]);
  return commonest?.[0] ?? "  ";
}
