import type ts from "typescript";
import { isWriteTarget } from "../syntax/bindings.js";
import { unwrapExpression, type Parser } from "../syntax/parser.js";
import type { FoundCall } from "../syntax/view.js";
import type { DeclaredTool } from "../model/workflow.js";
import type { CalleeContext } from "./callee.js";

/**
 * The type that the place of a call asks of its answer: `User` in `const user: User = await client.callTool(…)`. A `callTool<T>` takes
 * its `T` from there, and would answer `unknown` inside a branch. `any` is a type that cannot be named at the place of the batch.
 */
export function expectedType(
  context: CalleeContext,
  file: ts.SourceFile,
  found: FoundCall,
  declaredTool: DeclaredTool | undefined,
): string | undefined {
  const { parser } = context;
  const { ts } = parser;
  const { node, operand, whole, recognised } = found;
  if (!ts.isCallExpression(node) || operand !== node || node.typeArguments) return undefined;
  if (recognised.helper && !recognised.helper.typeParameters) return undefined;
  return isNotGeneric(context, node, recognised.source.kind === "global" ? declaredTool : undefined)
    ? undefined
    : askedBy(context, file, whole, node);
}

/** The type that the place of a value asks of it; `any` where it cannot be named at the place of a batch. */
export function askedBy(
  context: CalleeContext,
  file: ts.SourceFile,
  whole: ts.Expression,
  call: ts.CallExpression | undefined,
): string | undefined {
  const { ts } = context.parser;
  let isDirect = true;
  for (let node: ts.Node = whole; node.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) continue;
    if (ts.isConditionalExpression(parent) && parent.condition !== node) continue;
    if (
      ts.isPropertyAssignment(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isArrayLiteralExpression(parent)
    ) {
      isDirect = false;
      continue;
    }
    if (ts.isSatisfiesExpression(parent)) return isDirect ? parent.type.getText(file) : "any";
    if (ts.isVariableDeclaration(parent))
      return parent.type && (isDirect ? parent.type.getText(file) : "any");
    if (ts.isBinaryExpression(parent)) {
      const { kind } = parent.operatorToken;
      if (kind === ts.SyntaxKind.EqualsToken && parent.right === node)
        return isDirect ? assignedType(context, file, parent.left) : "any";
      const isValue =
        kind === ts.SyntaxKind.QuestionQuestionToken ||
        kind === ts.SyntaxKind.BarBarToken ||
        (kind === ts.SyntaxKind.AmpersandAmpersandToken && parent.right === node);
      if (isValue) continue;
      return isWriteTarget(context.parser, parent.left) && isLogical(context.parser, kind)
        ? "any"
        : undefined;
    }
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
      return hasReturnType(context, file, parent) ? "any" : undefined;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      return parent.expression === node || (call && isProtocolRequest(context.parser, call))
        ? undefined
        : "any";
    return undefined;
  }
  return undefined;
}

function isLogical({ ts }: Parser, operator: ts.SyntaxKind): boolean {
  return (
    operator === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    operator === ts.SyntaxKind.BarBarEqualsToken ||
    operator === ts.SyntaxKind.AmpersandAmpersandEqualsToken
  );
}

/** `client.callTool({ name, arguments })`: the answers of the protocol are seldom generic; handed on at once they are left as they are. */
function isProtocolRequest({ ts }: Parser, call: ts.CallExpression): boolean {
  const [request] = call.arguments;
  return request !== undefined && ts.isObjectLiteralExpression(request);
}

function assignedType(context: CalleeContext, file: ts.SourceFile, left: ts.Expression): string | undefined {
  const { ts } = context.parser;
  const declared = ts.isIdentifier(left) ? context.bindings.of(left)?.declarations[0]?.parent : undefined;
  if (!declared) return "any";
  if (ts.isParameter(declared) && declared.type) return declared.type.getText(file);
  if (!ts.isVariableDeclaration(declared)) return "any";
  if (declared.type) return declared.type.getText(file);
  const { initializer } = declared;
  // `let user;`, `let user = null;`: the type grows with what is assigned, and asks for nothing.
  const isOpen =
    !initializer ||
    initializer.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(initializer) && initializer.text === "undefined") ||
    (ts.isArrayLiteralExpression(initializer) && initializer.elements.length === 0);
  return isOpen ? undefined : `typeof ${left.getText(file)}`;
}

/** Whether the function that returns here says what it returns, itself or by the variable that it is put in. */
function hasReturnType(context: CalleeContext, file: ts.SourceFile, node: ts.Node): boolean {
  const { ts } = context.parser;
  let owner: ts.Node = node;
  while (!ts.isFunctionLike(owner)) {
    if (!owner.parent) return false;
    owner = owner.parent;
  }
  if (owner.type) return true;
  if (!ts.isArrowFunction(owner) && !ts.isFunctionExpression(owner)) return false;
  // As an argument it may well decide what the call around it answers: `items.map(async (item) => …)`.
  let place: ts.Node = owner.parent;
  while (ts.isParenthesizedExpression(place)) place = place.parent;
  return (
    !ts.isCallExpression(place) &&
    !ts.isNewExpression(place) &&
    askedBy(context, file, owner, undefined) !== undefined
  );
}

/** Whether the file shows that a function that is called has no type parameter. */
function isNotGeneric(
  context: CalleeContext,
  call: ts.CallExpression,
  declaredTool: DeclaredTool | undefined,
): boolean {
  const { parser, bindings } = context;
  const { ts } = parser;
  if (ts.isIdentifier(call.expression)) return declaredTool?.isGeneric === false;
  if (!ts.isPropertyAccessExpression(call.expression)) return false;
  const receiver = unwrapExpression(parser, call.expression.expression);
  const declared = ts.isIdentifier(receiver)
    ? bindings.of(receiver)?.declarations[0]?.parent
    : ts.isPropertyAccessExpression(receiver) && receiver.expression.kind === ts.SyntaxKind.ThisKeyword
      ? memberOf(parser, receiver, receiver.name.text)
      : undefined;
  if (
    !declared ||
    !(ts.isParameter(declared) || ts.isVariableDeclaration(declared) || ts.isPropertyDeclaration(declared))
  )
    return false;
  const { type, initializer } = declared;
  if (type) return isPlainType(context, type);
  return (
    initializer !== undefined &&
    ts.isNewExpression(initializer) &&
    isProtocolClient(context, initializer.expression)
  );
}

/** The declaration of a property of the class around a node: among its members, or a parameter of its constructor. */
function memberOf({ ts }: Parser, node: ts.Node, name: string): ts.Node | undefined {
  let up = node.parent;
  while (up && !ts.isClassLike(up)) up = up.parent;
  if (!up) return undefined;
  for (const member of up.members) {
    if (ts.isPropertyDeclaration(member) && member.name.getText() === name) return member;
    const parameter =
      ts.isConstructorDeclaration(member) &&
      member.parameters.find((candidate) => candidate.modifiers && candidate.name.getText() === name);
    if (parameter) return parameter;
  }
  return undefined;
}

function isPlainType(context: CalleeContext, type: ts.TypeNode): boolean {
  const { ts } = context.parser;
  if (ts.isParenthesizedTypeNode(type)) return isPlainType(context, type.type);
  if (ts.isUnionTypeNode(type)) return type.types.every((part) => isPlainType(context, part));
  if (type.kind === ts.SyntaxKind.AnyKeyword || type.kind === ts.SyntaxKind.UndefinedKeyword) return true;
  if (ts.isLiteralTypeNode(type)) return type.literal.kind === ts.SyntaxKind.NullKeyword;
  if (ts.isTypeLiteralNode(type))
    return type.members.every(
      (member) =>
        (ts.isMethodSignature(member) && !member.typeParameters) ||
        (ts.isPropertySignature(member) &&
          member.type !== undefined &&
          ts.isFunctionTypeNode(member.type) &&
          !member.type.typeParameters),
    );
  return ts.isTypeReferenceNode(type) && isProtocolClient(context, type.typeName);
}

/** `Client` of the protocol's own SDK. */
function isProtocolClient({ parser: { ts }, bindings }: CalleeContext, name: ts.Node): boolean {
  const imported = bindings.of(name)?.declarations[0]?.parent;
  if (!imported || !ts.isImportSpecifier(imported)) return false;
  const declaration = imported.parent.parent.parent;
  return (
    ts.isImportDeclaration(declaration) &&
    ts.isStringLiteral(declaration.moduleSpecifier) &&
    declaration.moduleSpecifier.text.startsWith("@modelcontextprotocol/")
  );
}
