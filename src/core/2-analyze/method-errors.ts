import type ts from "typescript";
import type { AnalysisContext } from "./context.js";
import { Throws } from "./sink.js";
import { definitelyPattern } from "./value-facts.js";

/** Methods that throw a RangeError or TypeError for some of their arguments, whatever they are called on. */
const choosy = /^(repeat|toFixed|toPrecision|toString|normalize|localeCompare|toLocale\w*|with)$/;

/** How a method of the language may fail by design, its receiver being what the method is for. */
export function methodErrors(context: AnalysisContext, call: ts.CallExpression): Throws {
  const { ts } = context.parser;
  const callee = context.unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return Throws.Never;
  const name = callee.name.text;
  // An empty list has no first element to begin with.
  if (/^reduce(Right)?$/.test(name)) return call.arguments.length < 2 ? Throws.Missing : Throws.Never;
  // A text is made a pattern of, and may be none: `text.match(query)`.
  if (/^(match|matchAll|search)$/.test(name))
    return call.arguments.every((part) => isConstant(context, part) || definitelyPattern(context, part))
      ? Throws.Never
      : Throws.ByDesign;
  if (name === "toISOString")
    return definitelyValidDate(context, callee.expression) ? Throws.Never : Throws.ByDesign;
  // A text is no date: `dates.format(new Date(text))`.
  if (/^(format|formatToParts|formatRange|select|compare|of)$/.test(name))
    return constructorOf(context, callee.expression) === "Intl.NumberFormat" ? Throws.Never : Throws.ByDesign;
  if (!choosy.test(name)) return Throws.Never;
  // `a.localeCompare(b)`: the text to compare with may be any.
  const chosen = name === "localeCompare" ? call.arguments.slice(1) : call.arguments;
  return chosen.every((argument) => isConstant(context, argument)) ? Throws.Never : Throws.ByDesign;
}

/** `structuredClone` refuses functions. */
export function cloneErrors(context: AnalysisContext, value: ts.Expression | undefined): Throws {
  return value && definitelyData(context, value, 0) ? Throws.Never : Throws.ByDesign;
}

/** A value that holds no function: (a part of) an answer, or a structure of such values and of what is declared as text or number. */
function definitelyData(context: AnalysisContext, node: ts.Expression, depth: number): boolean {
  const { ts } = context.parser;
  const inner = context.unwrap(node);
  if (depth > 8) return false;
  if (context.isAnswer(inner) || isConstant(context, inner) || ts.isTemplateExpression(inner)) return true;
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner))
    return definitelyData(context, inner.expression, depth + 1);
  if (ts.isSpreadElement(inner)) return definitelyData(context, inner.expression, depth + 1);
  if (ts.isArrayLiteralExpression(inner))
    return inner.elements.every((element) => definitelyData(context, element, depth + 1));
  if (ts.isObjectLiteralExpression(inner))
    return inner.properties.every(
      (property) =>
        (ts.isPropertyAssignment(property) && definitelyData(context, property.initializer, depth + 1)) ||
        (ts.isShorthandPropertyAssignment(property) && definitelyData(context, property.name, depth + 1)),
    );
  const binding = ts.isIdentifier(inner) ? context.bindings.of(inner) : undefined;
  const declared = binding?.declarations[0]?.parent;
  if (!declared || binding.writes.length > 0) return false;
  if (ts.isParameter(declared)) return declared.type !== undefined && isDataType(ts, declared.type);
  return (
    ts.isVariableDeclaration(declared) &&
    declared.initializer !== undefined &&
    definitelyData(context, declared.initializer, depth + 1)
  );
}

function isDataType(typescript: typeof ts, type: ts.TypeNode): boolean {
  if (typescript.isArrayTypeNode(type)) return isDataType(typescript, type.elementType);
  const { SyntaxKind: K } = typescript;
  return type.kind === K.StringKeyword || type.kind === K.NumberKeyword || type.kind === K.BooleanKeyword;
}

/** The present moment is a valid date; a text need not be one. */
function definitelyValidDate(context: AnalysisContext, node: ts.Expression): boolean {
  const { ts } = context.parser;
  const inner = context.unwrap(node);
  if (ts.isNewExpression(inner)) {
    const [first] = inner.arguments ?? [];
    if (context.globalPath(inner.expression) !== "Date") return false;
    return !first || (ts.isCallExpression(first) && context.globalPath(first.expression) === "Date.now");
  }
  const binding = ts.isIdentifier(inner) ? context.bindings.of(inner) : undefined;
  const declared = binding?.declarations[0]?.parent;
  // `now.setTime(NaN)`: a date that is only read stays valid.
  return (
    binding?.kind === "const" &&
    declared !== undefined &&
    ts.isVariableDeclaration(declared) &&
    declared.initializer !== undefined &&
    !ts.isIdentifier(context.unwrap(declared.initializer)) &&
    binding.uses.every(
      ({ parent }) => !ts.isPropertyAccessExpression(parent) || !/^set/.test(parent.name.text),
    ) &&
    definitelyValidDate(context, declared.initializer)
  );
}

/** The built-in constructor that a constant was made with. */
function constructorOf(context: AnalysisContext, node: ts.Expression): string | undefined {
  const { ts } = context.parser;
  const inner = context.unwrap(node);
  if (ts.isNewExpression(inner)) return context.globalPath(inner.expression);
  const binding = ts.isIdentifier(inner) ? context.bindings.of(inner) : undefined;
  const declared = binding?.kind === "const" ? binding.declarations[0]?.parent : undefined;
  const value = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
  return value && ts.isNewExpression(context.unwrap(value)) ? constructorOf(context, value) : undefined;
}

/** A literal, or a structure of literals: wrong ones would have been noticed at the first run. */
export function isConstant(context: AnalysisContext, node: ts.Expression): boolean {
  const { ts } = context.parser;
  const inner = context.unwrap(node);
  if (ts.isPrefixUnaryExpression(inner)) return isConstant(context, inner.operand);
  if (ts.isArrayLiteralExpression(inner))
    return inner.elements.every((element) => isConstant(context, element));
  if (ts.isObjectLiteralExpression(inner))
    return inner.properties.every(
      (property) => ts.isPropertyAssignment(property) && isConstant(context, property.initializer),
    );
  if (ts.isIdentifier(inner)) {
    if (inner.text === "undefined") return true;
    const binding = context.bindings.of(inner);
    const declared = binding?.kind === "const" ? binding.declarations[0]?.parent : undefined;
    const value = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
    return value !== undefined && ts.isLiteralExpression(context.unwrap(value));
  }
  return (
    ts.isLiteralExpression(inner) ||
    inner.kind === ts.SyntaxKind.TrueKeyword ||
    inner.kind === ts.SyntaxKind.FalseKeyword
  );
}
