import type ts from "typescript";
import type { Rows } from "../model/steps.js";
import type { ForLoop } from "../syntax/parser.js";
import type { AnalysisContext } from "./context.js";
import { mayBeIterator } from "./value-facts.js";

/** How the rows of a loop can be written. */
export function rowsOf(context: AnalysisContext, node: ForLoop, isFiltered: boolean): Rows {
  const { ts } = context.parser;
  if (ts.isForInStatement(node)) return { kind: "gathered", type: "string[]" };
  if (ts.isForStatement(node)) {
    const count = isFiltered ? undefined : countOf(context, node);
    return count ?? { kind: "gathered", type: countedType(context, node) };
  }
  if (!definitelyArray(context, node.expression)) return { kind: "spread" };
  const inner = context.unwrap(node.expression);
  const binding = ts.isIdentifier(inner) ? context.bindings.of(inner) : undefined;
  const isStable = binding !== undefined && ts.isIdentifier(node.expression);
  const isPrimary =
    ts.isIdentifier(node.expression) ||
    ts.isPropertyAccessExpression(node.expression) ||
    ts.isElementAccessExpression(node.expression) ||
    ts.isCallExpression(node.expression) ||
    ts.isArrayLiteralExpression(node.expression) ||
    ts.isParenthesizedExpression(node.expression);
  return { kind: "array", isStable, needsParentheses: !isPrimary };
}

/** `for (let i = 0; i < n; i++)`, where `n` is a number of elements and nothing else changes `i`. */
function countOf(context: AnalysisContext, node: ts.ForStatement): Rows | undefined {
  const { ts } = context.parser;
  const { SyntaxKind: K } = ts;
  const { initializer, condition, incrementor } = node;
  if (!initializer || !ts.isVariableDeclarationList(initializer) || initializer.declarations.length !== 1)
    return undefined;
  const [{ name, initializer: start }] = initializer.declarations as unknown as [ts.VariableDeclaration];
  if (!ts.isIdentifier(name) || !start || !ts.isNumericLiteral(start) || start.text !== "0") return undefined;
  const binding = context.bindings.of(name);
  const isName = (part: ts.Expression): boolean =>
    ts.isIdentifier(part) && context.bindings.of(part) === binding;
  if (!condition || !ts.isBinaryExpression(condition) || condition.operatorToken.kind !== K.LessThanToken)
    return undefined;
  if (!isName(condition.left) || !definitelyCount(context, condition.right)) return undefined;
  const isStep =
    incrementor !== undefined &&
    (((ts.isPostfixUnaryExpression(incrementor) || ts.isPrefixUnaryExpression(incrementor)) &&
      incrementor.operator === K.PlusPlusToken &&
      isName(incrementor.operand)) ||
      (ts.isBinaryExpression(incrementor) &&
        incrementor.operatorToken.kind === K.PlusEqualsToken &&
        isName(incrementor.left) &&
        ts.isNumericLiteral(incrementor.right) &&
        incrementor.right.text === "1"));
  if (!isStep || binding?.writes.length !== 1) return undefined;
  const length = { start: condition.right.getStart(context.file), end: condition.right.end };
  return { kind: "count", name: name.text, length };
}

/** A whole number that is not negative. Of `{ length: 2.5 }` an array gets two elements, and a loop three rounds. */
function definitelyCount(context: AnalysisContext, node: ts.Expression): boolean {
  const { ts } = context.parser;
  const inner = context.unwrap(node);
  if (ts.isNumericLiteral(inner)) return /^\d+$/.test(inner.text);
  if (ts.isIdentifier(inner)) {
    const value = constantValue(context, inner);
    return value !== undefined && definitelyCount(context, value);
  }
  return (
    ts.isPropertyAccessExpression(inner) &&
    !inner.questionDotToken &&
    inner.name.text === "length" &&
    definitelyArray(context, inner.expression)
  );
}

function constantValue(context: AnalysisContext, node: ts.Identifier): ts.Expression | undefined {
  const { ts } = context.parser;
  const binding = context.bindings.of(node);
  const declared = binding?.kind === "const" ? binding.declarations[0]?.parent : undefined;
  return declared && ts.isVariableDeclaration(declared) && declared.name === binding?.declarations[0]
    ? declared.initializer
    : undefined;
}

/** The type of a list of what `for (let low = 0, high = list.length - 1; …)` declares; undefined where it is not known. */
function countedType(context: AnalysisContext, node: ts.ForStatement): string | undefined {
  const { ts } = context.parser;
  if (!node.initializer || !ts.isVariableDeclarationList(node.initializer)) return undefined;
  const types: string[] = [];
  for (const { name, type, initializer } of node.initializer.declarations) {
    const isNumeric = initializer !== undefined && definitelyNumber(context, initializer);
    if (!ts.isIdentifier(name) || (!type && !isNumeric)) return undefined;
    types.push(`${name.text}: ${type?.getText(context.file) ?? "number"}`);
  }
  const [only] = types;
  if (types.length !== 1) return `{ ${types.join("; ")} }[]`;
  const text = only!.replace(/^[^:]*: /, "");
  return /^\w+$/.test(text) ? `${text}[]` : `(${text})[]`;
}

function definitelyNumber(context: AnalysisContext, node: ts.Expression): boolean {
  const { ts: typescript } = context.parser;
  const { SyntaxKind: K } = typescript;
  if (typescript.isNumericLiteral(node)) return true;
  if (typescript.isParenthesizedExpression(node)) return definitelyNumber(context, node.expression);
  if (typescript.isPrefixUnaryExpression(node)) return definitelyNumber(context, node.operand);
  if (typescript.isPropertyAccessExpression(node)) return node.name.text === "length";
  if (typescript.isIdentifier(node)) {
    const declared = context.bindings.of(node)?.declarations[0]?.parent;
    if (!declared || !typescript.isVariableDeclaration(declared) || declared.type) return false;
    // (`let i = i` declares nothing.)
    const value = declared.initializer;
    return value !== undefined && !typescript.isIdentifier(value) && definitelyNumber(context, value);
  }
  if (typescript.isCallExpression(node)) return /^Math\.\w+$/.test(node.expression.getText());
  if (!typescript.isBinaryExpression(node)) return false;
  const { left, right, operatorToken } = node;
  if (operatorToken.kind === K.PlusToken)
    return definitelyNumber(context, left) && definitelyNumber(context, right);
  // (Numbers and big ones are not mixed.)
  const isArithmetic = [K.MinusToken, K.AsteriskToken, K.SlashToken, K.PercentToken].includes(
    operatorToken.kind,
  );
  return isArithmetic && (definitelyNumber(context, left) || definitelyNumber(context, right));
}

const arrayMethods: ReadonlySet<string> = new Set([
  "filter",
  "flat",
  "flatMap",
  "map",
  "reverse",
  "slice",
  "sort",
  "concat",
  "splice",
  "toReversed",
  "toSorted",
  "toSpliced",
  "with",
]);

const arrayFunctions: ReadonlySet<string> = new Set([
  "Object.keys",
  "Object.values",
  "Object.entries",
  "Array.from",
  "Array.of",
]);

/**
 * An array without holes: `map` leaves out holes, which `for…of` goes through. What the program declares to be an array is taken for
 * one without holes; a variable that is given elements by index, or a length, is not.
 */
export function definitelyArray(context: AnalysisContext, node: ts.Expression, depth = 0): boolean {
  const { ts } = context.parser;
  if (depth > 8) return false;
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node))
    return definitelyArray(context, node.expression, depth + 1);
  if (ts.isAsExpression(node))
    return (
      (ts.isConstTypeReference(node.type) && definitelyArray(context, node.expression, depth + 1)) ||
      (!ts.isConstTypeReference(node.type) && isArrayType(context, node.type))
    );
  if (ts.isArrayLiteralExpression(node))
    return !node.elements.some((element) => ts.isOmittedExpression(element));
  if (ts.isCallExpression(node)) {
    const path = context.globalPath(node.expression);
    if (path !== undefined && arrayFunctions.has(path)) return true;
    const callee = context.unwrap(node.expression);
    if (!ts.isPropertyAccessExpression(callee) || callee.questionDotToken) return false;
    if (!context.builtInMethod(node)) return false;
    const { text } = callee.name;
    if (text === "split") return true;
    return (
      arrayMethods.has(text) &&
      !mayBeIterator(context, callee.expression) &&
      definitelyArray(context, callee.expression, depth + 1)
    );
  }
  if (!ts.isIdentifier(node)) return false;
  const binding = context.bindings.of(node);
  if (!binding || binding.writes.length > 0) return false;
  const declared = binding.declarations.length === 1 ? binding.declarations[0]!.parent : undefined;
  if (!declared || hasHoles(context, binding.uses)) return false;
  if (ts.isParameter(declared) && declared.name === binding.declarations[0])
    return (
      declared.dotDotDotToken !== undefined ||
      (declared.type !== undefined && isArrayType(context, declared.type))
    );
  if (!ts.isVariableDeclaration(declared) || declared.name !== binding.declarations[0]) return false;
  if (declared.type) return isArrayType(context, declared.type);
  return declared.initializer !== undefined && definitelyArray(context, declared.initializer, depth + 1);
}

function isArrayType({ parser: { ts } }: AnalysisContext, type: ts.TypeNode): boolean {
  if (ts.isParenthesizedTypeNode(type)) return false;
  if (ts.isTypeOperatorNode(type) && type.operator === ts.SyntaxKind.ReadonlyKeyword)
    return ts.isArrayTypeNode(type.type) || ts.isTupleTypeNode(type.type);
  if (ts.isArrayTypeNode(type) || ts.isTupleTypeNode(type)) return true;
  return (
    ts.isTypeReferenceNode(type) &&
    ts.isIdentifier(type.typeName) &&
    (type.typeName.text === "Array" || type.typeName.text === "ReadonlyArray")
  );
}

/** `list[5] = "x"`, `list.length = 3`, `delete list[0]` */
function hasHoles({ parser: { ts } }: AnalysisContext, uses: readonly ts.Identifier[]): boolean {
  return uses.some((use) => {
    const { parent } = use;
    const isPart =
      (ts.isElementAccessExpression(parent) ||
        (ts.isPropertyAccessExpression(parent) && parent.name.text === "length")) &&
      parent.expression === use;
    if (!isPart) return false;
    const { parent: around } = parent;
    return (
      ts.isDeleteExpression(around) ||
      ts.isPostfixUnaryExpression(around) ||
      (ts.isBinaryExpression(around) &&
        around.left === parent &&
        around.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
        around.operatorToken.kind <= ts.SyntaxKind.LastAssignment)
    );
  });
}
