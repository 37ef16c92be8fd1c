import type ts from "typescript";
import { constantGlobals } from "./built-ins.js";
import type { AnalysisContext } from "./context.js";

export function definitelyConstantGlobal(context: AnalysisContext, node: ts.Expression): boolean {
  const path = context.globalPath(node);
  return path !== undefined && constantGlobals.has(path) && path !== "globalThis";
}

/** A value that is an object whatever happens: reading a property of it cannot fail. */
export function definitelyObject(context: AnalysisContext, node: ts.Expression): boolean {
  const { ts } = context.parser;
  const inner = context.unwrap(node);
  if (inner.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (
    ts.isObjectLiteralExpression(inner) ||
    ts.isArrayLiteralExpression(inner) ||
    ts.isTemplateExpression(inner)
  )
    return true;
  if (ts.isLiteralExpression(inner) || ts.isNewExpression(inner)) return true;
  if (definitelyConstantGlobal(context, inner)) return true;
  if (!ts.isIdentifier(inner)) return false;
  const binding = context.bindings.of(inner);
  if (binding?.kind === "import") return true;
  const declaration = binding?.kind === "const" ? binding.declarations[0]?.parent : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const value = context.unwrap(declaration.initializer);
  return (
    ts.isObjectLiteralExpression(value) ||
    ts.isArrayLiteralExpression(value) ||
    ts.isTemplateExpression(value) ||
    ts.isStringLiteralLike(value) ||
    ts.isNewExpression(value)
  );
}

/** An element that a list, a map or a search need not have, as ordinary data goes. */
export function mayBeMissing(context: AnalysisContext, node: ts.Expression, depth = 0): boolean {
  const { ts } = context.parser;
  const inner = context.unwrap(node);
  if (ts.isElementAccessExpression(inner)) return true;
  if (ts.isCallExpression(inner)) {
    const callee = context.unwrap(inner.expression);
    return (
      ts.isPropertyAccessExpression(callee) &&
      /^(at|find|findLast|get|pop|shift|match|exec)$/.test(callee.name.text)
    );
  }
  if (ts.isPropertyAccessExpression(inner)) return inner.questionDotToken !== undefined;
  const declaration =
    ts.isIdentifier(inner) && depth < 3 ? context.bindings.of(inner)?.declarations[0]?.parent : undefined;
  if (!declaration) return false;
  if (ts.isBindingElement(declaration)) {
    const { parent } = declaration;
    if (!ts.isArrayBindingPattern(parent)) return false;
    // A batch answers as many values as it has members.
    const { initializer } = parent.parent;
    const batch = initializer && context.view.batchAt.get(context.unwrap(initializer));
    return !(batch && context.isPlainBatch(batch));
  }
  return (
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    mayBeMissing(context, declaration.initializer, depth + 1)
  );
}

export function mayBeIterator(context: AnalysisContext, node: ts.Expression, depth = 0): boolean {
  const { ts } = context.parser;
  const inner = context.unwrap(node);
  if (ts.isCallExpression(inner)) {
    const callee = context.unwrap(inner.expression);
    const isStatic = context.globalPath(callee) !== undefined;
    return (
      !isStatic &&
      ts.isPropertyAccessExpression(callee) &&
      /^(keys|values|entries|matchAll)$/.test(callee.name.text)
    );
  }
  if (!ts.isIdentifier(inner) || depth > 3) return false;
  const declaration = context.bindings.of(inner)?.declarations[0]?.parent;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    mayBeIterator(context, declaration.initializer, depth + 1)
  );
}

/** A regular expression: it remembers where its last match ended. */
export function definitelyPattern(context: AnalysisContext, node: ts.Expression): boolean {
  const { ts } = context.parser;
  const inner = context.unwrap(node);
  if (ts.isNewExpression(inner)) return context.globalPath(inner.expression) === "RegExp";
  const declared = ts.isIdentifier(inner) ? context.bindings.of(inner)?.declarations[0]?.parent : undefined;
  if (declared && ts.isParameter(declared)) return declared.type?.getText(context.file) === "RegExp";
  const value = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
  return value !== undefined && (ts.isRegularExpressionLiteral(value) || definitelyPattern(context, value));
}

/** One of the language's own functions that makes a text, a number or a truth value, and keeps nothing: `items.filter(Boolean)`. */
export function definitelyMakesPrimitive(context: AnalysisContext, node: ts.Expression): boolean {
  const path = context.globalPath(node);
  return path !== undefined && /^(?:Boolean|String|Number|parseInt|parseFloat)$/.test(path);
}

/** A value that is no regular expression, whatever happens. */
export function definitelyNoPattern(context: AnalysisContext, node: ts.Expression): boolean {
  return definitelyNoFunction(context, node) && !definitelyPattern(context, node);
}

/** A value that cannot be called, whatever happens: a literal, (a part of) an answer, what the language's own functions make. */
export function definitelyNoFunction(context: AnalysisContext, node: ts.Expression, depth = 0): boolean {
  const { ts } = context.parser;
  const inner = context.unwrap(node);
  if (ts.isLiteralExpression(inner) || ts.isTemplateExpression(inner) || ts.isArrayLiteralExpression(inner))
    return true;
  if (ts.isObjectLiteralExpression(inner) || ts.isPrefixUnaryExpression(inner)) return true;
  if (context.isAnswer(inner)) return true;
  if (ts.isBinaryExpression(inner)) return inner.operatorToken.kind === ts.SyntaxKind.PlusToken;
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner))
    return isPartOfAnswer(context, inner.expression, depth);
  if (ts.isCallExpression(inner)) {
    const result = (context.builtInFunction(inner) ?? context.builtInMethod(inner))?.result;
    return result === "primitive" || result === "copy" || result === "fresh";
  }
  if (!ts.isIdentifier(inner) || depth > 4) return false;
  const declared = context.bindings.of(inner)?.declarations[0]?.parent;
  if (!declared || (context.bindings.of(inner)?.writes.length ?? 0) > 0) return false;
  if (ts.isParameter(declared)) {
    const kind = declared.type?.kind;
    return kind === ts.SyntaxKind.StringKeyword || kind === ts.SyntaxKind.NumberKeyword;
  }
  if (ts.isVariableDeclaration(declared))
    return (
      declared.initializer !== undefined && definitelyNoFunction(context, declared.initializer, depth + 1)
    );
  return isPartOfAnswer(context, inner, depth);
}

function isPartOfAnswer(context: AnalysisContext, node: ts.Expression, depth: number): boolean {
  const { ts } = context.parser;
  const inner = context.unwrap(node);
  if (context.isAnswer(inner)) return true;
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner))
    return isPartOfAnswer(context, inner.expression, depth);
  const binding = ts.isIdentifier(inner) && depth < 5 ? context.bindings.of(inner) : undefined;
  if (!binding || binding.writes.length > 0) return false;
  let declared: ts.Node | undefined = binding.declarations[0]?.parent;
  while (
    declared &&
    (ts.isBindingElement(declared) ||
      ts.isObjectBindingPattern(declared) ||
      ts.isArrayBindingPattern(declared))
  )
    declared = declared.parent;
  return (
    declared !== undefined &&
    ts.isVariableDeclaration(declared) &&
    declared.initializer !== undefined &&
    isPartOfAnswer(context, declared.initializer, depth + 1)
  );
}
