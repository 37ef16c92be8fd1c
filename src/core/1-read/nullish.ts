import type ts from "typescript";
import type { LocalFunction } from "../syntax/functions.js";
import type { CalleeContext } from "./callee.js";

/**
 * Whether the answer of a call may be null or undefined, as far as its text tells: by its type argument, or by what a helper declares to
 * return. Of a client's answer nothing is known, and an object is what clients answer.
 */
export function mayBeNullish(
  { parser: { ts } }: CalleeContext,
  file: ts.SourceFile,
  helper: LocalFunction | undefined,
  node: ts.Expression,
): boolean {
  if (ts.isCallExpression(node) && node.typeArguments)
    return node.typeArguments.some((type) => isOpen(ts, file, type));
  if (!helper) return false;
  const { type } = helper;
  const isPromise = type && ts.isTypeReferenceNode(type) && type.typeName.getText() === "Promise";
  const answer = isPromise ? type.typeArguments?.[0] : undefined;
  return answer === undefined || isOpen(ts, answer.getSourceFile(), answer);
}

/** Anything but what is declared to be an object, a list or a primitive other than null and undefined. */
function isOpen(typescript: typeof ts, file: ts.SourceFile, type: ts.TypeNode): boolean {
  const { SyntaxKind: K } = typescript;
  if (typescript.isArrayTypeNode(type) || typescript.isTupleTypeNode(type)) return false;
  if (typescript.isTypeLiteralNode(type)) return false;
  if (typescript.isTypeReferenceNode(type)) {
    const name = type.typeName.getText();
    if (/^(Array|ReadonlyArray|Record|Map|Set|Promise|Date)$/.test(name)) return false;
    return !file.statements.some(
      (statement) =>
        (typescript.isInterfaceDeclaration(statement) || typescript.isClassDeclaration(statement)) &&
        statement.name?.text === name,
    );
  }
  if (typescript.isUnionTypeNode(type)) return type.types.some((part) => isOpen(typescript, file, part));
  if (typescript.isLiteralTypeNode(type)) return type.literal.kind === K.NullKeyword;
  return ![
    K.StringKeyword,
    K.NumberKeyword,
    K.BooleanKeyword,
    K.AnyKeyword,
    K.BigIntKeyword,
    K.ObjectKeyword,
  ].includes(type.kind);
}
