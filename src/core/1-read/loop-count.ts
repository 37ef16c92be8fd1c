import type ts from "typescript";
import type { Bindings } from "../syntax/bindings.js";
import { type ForLoop, type Parser, unwrapExpression } from "../syntax/parser.js";

interface Context {
  readonly parser: Parser;
  readonly bindings: Bindings;
}

/** How often a loop goes round, where literals in the program say so: for the figures of the report, and for nothing else. */
export function countToldBy(context: Context, node: ForLoop): number | undefined {
  const { ts } = context.parser;
  if (ts.isForInStatement(node)) return undefined;
  return ts.isForOfStatement(node) ? lengthOf(context, node.expression) : countOf(context, node);
}

/** `for (let i = 0; i < 10; i++)`, `for (let i = 1; i <= names.length; i += 2)` */
function countOf(context: Context, { initializer, condition, incrementor }: ts.ForStatement) {
  const { ts } = context.parser;
  const { SyntaxKind: K } = ts;
  if (!initializer || !ts.isVariableDeclarationList(initializer) || initializer.declarations.length !== 1)
    return undefined;
  const [{ name, initializer: first }] = initializer.declarations as unknown as [ts.VariableDeclaration];
  if (!ts.isIdentifier(name) || !first || !condition || !ts.isBinaryExpression(condition)) return undefined;
  const binding = context.bindings.of(name);
  const isCounter = (part: ts.Node): boolean =>
    ts.isIdentifier(part) && context.bindings.of(part) === binding;
  // (Where the body assigns to it as well, how far it gets is not to be told.)
  if (!isCounter(condition.left) || binding?.writes.length !== 1 || !incrementor) return undefined;
  const isOne =
    (ts.isPostfixUnaryExpression(incrementor) || ts.isPrefixUnaryExpression(incrementor)) &&
    incrementor.operator === K.PlusPlusToken &&
    isCounter(incrementor.operand);
  const isSum =
    ts.isBinaryExpression(incrementor) &&
    incrementor.operatorToken.kind === K.PlusEqualsToken &&
    isCounter(incrementor.left);
  const step = isOne ? 1 : isSum ? numberOf(context, incrementor.right) : undefined;
  const from = numberOf(context, first);
  const to = numberOf(context, condition.right);
  if (!step || from === undefined || to === undefined) return undefined;
  const operator = condition.operatorToken.kind;
  if (operator === K.LessThanToken) return Math.max(0, Math.ceil((to - from) / step));
  return operator === K.LessThanEqualsToken ? Math.max(0, Math.floor((to - from) / step) + 1) : undefined;
}

/** `3`, a constant that is `3`, the length of a list that is written out. */
function numberOf(context: Context, node: ts.Expression): number | undefined {
  const { ts } = context.parser;
  const inner = unwrapExpression(context.parser, node);
  if (ts.isNumericLiteral(inner)) return Number(inner.text);
  if (ts.isPropertyAccessExpression(inner) && inner.name.text === "length")
    return lengthOf(context, inner.expression);
  const value = ts.isIdentifier(inner) ? constantValue(context, inner) : undefined;
  return value && ts.isNumericLiteral(value) ? Number(value.text) : undefined;
}

/** The length of a list that is written out, and of a constant that holds one and is only read. */
function lengthOf(context: Context, node: ts.Expression): number | undefined {
  const { ts } = context.parser;
  const inner = unwrapExpression(context.parser, node);
  if (ts.isArrayLiteralExpression(inner))
    return inner.elements.some((element) => ts.isSpreadElement(element)) ? undefined : inner.elements.length;
  if (ts.isCallExpression(inner) && ts.isPropertyAccessExpression(inner.expression)) {
    const { expression, name } = inner.expression;
    return ["entries", "keys", "values"].includes(name.text) ? lengthOf(context, expression) : undefined;
  }
  const value = ts.isIdentifier(inner) ? constantValue(context, inner) : undefined;
  if (!value || !ts.isArrayLiteralExpression(value)) return undefined;
  const uses = context.bindings.of(inner)?.uses ?? [];
  return uses.every((use) => isReading(context, use)) ? lengthOf(context, value) : undefined;
}

function constantValue({ parser, bindings }: Context, node: ts.Identifier): ts.Expression | undefined {
  const { ts } = parser;
  const binding = bindings.of(node);
  const [declared] = binding?.declarations ?? [];
  if (binding?.kind !== "const" || binding.exported || !declared) return undefined;
  const { parent } = declared;
  if (!ts.isVariableDeclaration(parent) || parent.name !== declared || !parent.initializer) return undefined;
  return unwrapExpression(parser, parent.initializer);
}

const readingMethods: ReadonlySet<string> = new Set([
  ...["at", "entries", "every", "filter", "find", "findIndex", "flatMap", "forEach", "includes", "indexOf"],
  ...["join", "keys", "map", "slice", "some", "values"],
]);

/** A use that leaves a list as long as it was: `for (const x of list)`, `list.length`, `list[i]`, `list.join()`, `[...list]`. */
function isReading({ parser: { ts } }: Context, use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isForOfStatement(parent)) return parent.expression === use;
  if (ts.isSpreadElement(parent)) return true;
  const { parent: around } = parent;
  const isAssigned = ts.isBinaryExpression(around) && around.left === parent;
  if (ts.isElementAccessExpression(parent))
    return parent.expression === use ? !isAssigned && !ts.isArrayLiteralExpression(around) : true;
  if (!ts.isPropertyAccessExpression(parent)) return false;
  if (parent.name.text === "length") return !isAssigned;
  return ts.isCallExpression(around) && around.expression === parent && readingMethods.has(parent.name.text);
}
