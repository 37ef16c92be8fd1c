import type ts from "typescript";
import type { Span } from "../model/span.js";
import { unwrapExpression, type Parser } from "../syntax/parser.js";
import type { FoundCall } from "../syntax/view.js";
import { constantValue, type CalleeContext } from "./callee.js";
import { commentsIn, pragmaOf } from "./comments.js";

/** The constants in the arguments of a call: those of its argument objects, and a constant prompt as `prompt`. */
export function readConstants(
  context: CalleeContext,
  payload: readonly ts.Expression[],
): Record<string, string | number | boolean> {
  const { ts } = context.parser;
  const constants: Record<string, string | number | boolean> = Object.create(null) as Record<
    string,
    string | number | boolean
  >;
  for (const [index, part] of payload.entries()) {
    const object = unwrapExpression(context.parser, part);
    if (ts.isObjectLiteralExpression(object)) {
      for (const property of object.properties) {
        const key =
          property.name && (ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name))
            ? property.name.text
            : undefined;
        // What a spread or a computed key brings may replace any constant before it.
        if (key === undefined) for (const known of Object.keys(constants)) delete constants[known];
        else {
          const value = ts.isPropertyAssignment(property)
            ? property.initializer
            : ts.isShorthandPropertyAssignment(property)
              ? property.name
              : undefined;
          const constant = value && constantValue(context, value);
          if (constant === undefined) delete constants[key];
          else constants[key] = constant;
        }
      }
    } else if (index === 0) {
      const constant = constantValue(context, part);
      if (constant !== undefined) constants.prompt = constant;
    }
  }
  return constants;
}

export function readPragma(
  context: CalleeContext,
  file: ts.SourceFile,
  { node, whole, guard }: FoundCall,
  statement: ts.Statement | undefined,
) {
  const places: Span[] = [];
  for (let part: ts.Node = node; ; part = part.parent) {
    places.push({ start: part.pos, end: part.getStart(file) });
    if (part === (guard?.whole ?? whole) || !part.parent) break;
  }
  if (statement && isSimple(context.parser, statement)) {
    const { start, end } = readLead(file, statement);
    places.push({ start, end });
    const lineEnd = file.text.slice(statement.end).search(/[\r\n]|$/) + statement.end;
    places.push({ start: statement.end, end: lineEnd });
  }
  for (const place of places) {
    for (const comment of commentsIn(file.text, place.start, place.end)) {
      const kind = pragmaOf(comment);
      if (kind && kind !== "ignore-next" && kind !== "ignore-file")
        return { kind, span: { start: comment.start, end: comment.end } };
    }
  }
  return undefined;
}

/** The comments directly above a statement, or before it on its line. A comment behind the statement before is not one. */
function readLead(file: ts.SourceFile, statement: ts.Statement): Span {
  const start = statement.getStart(file);
  const trivia = file.text.slice(statement.pos, start);
  const firstBreak = trivia.search(/[\r\n]/);
  return { start: statement.pos + (statement.pos > 0 && firstBreak >= 0 ? firstBreak : 0), end: start };
}

function isSimple({ ts }: Parser, statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) ||
    ts.isExpressionStatement(statement) ||
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement)
  );
}
