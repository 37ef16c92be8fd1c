import type ts from "typescript";
import type { Span } from "../model/span.js";
import type { UnusedNames } from "../model/steps.js";
import type { AnalysisContext } from "./context.js";

/**
 * A loop is cut in two, and each half binds what the head and the statements of the body bind: a name that the other half alone uses
 * would be an unused variable. `spans` is the text of the half, without the head; `gone` are stretches in it that go away: the calls.
 */
export function unusedIn(
  context: AnalysisContext,
  patterns: readonly ts.BindingName[],
  spans: readonly Span[],
  gone: readonly Span[],
): UnusedNames {
  const { parser, file, bindings } = context;
  const { ts } = parser;
  const isIn = (place: number, { start, end }: Span): boolean => place >= start && place < end;
  const names: string[] = [];
  const isUnused = (name: ts.Identifier): boolean => {
    const binding = bindings.of(name);
    if (!binding) return false;
    const places = binding.uses.map((use) => use.getStart(file));
    const isUsed = places.some(
      (place) => spans.some((span) => isIn(place, span)) && !gone.some((span) => isIn(place, span)),
    );
    // (What nobody uses is the program's own affair.)
    return !isUsed && places.length > 0;
  };
  const stretches: Span[] = [];
  /** Whether nothing of a pattern is used; else what is not goes away. */
  const visit = (name: ts.BindingName): boolean => {
    if (ts.isIdentifier(name)) {
      const isGone = isUnused(name);
      if (isGone) names.push(name.text);
      return isGone;
    }
    const elements = [...name.elements];
    // `{ id, ...others }`: without `id`, the others would be more.
    const isOpen = elements.some((element) => !ts.isOmittedExpression(element) && element.dotDotDotToken);
    const before = stretches.length;
    const isGone = elements.map(
      (element) => ts.isOmittedExpression(element) || (!isOpen && visit(element.name)),
    );
    if (isOpen) return false;
    if (isGone.every((one) => one)) {
      stretches.length = before;
      return elements.length > 0;
    }
    stretches.push(
      ...(ts.isArrayBindingPattern(name)
        ? holesOf(ts, file, elements, isGone)
        : partsOf(file, elements, isGone)),
    );
    return false;
  };
  for (const pattern of patterns) visit(pattern);
  return { names, stretches };
}

/** `[a, b, c]` without `a` and `c`: `[, b]`. */
function holesOf(
  typescript: typeof ts,
  file: ts.SourceFile,
  elements: readonly ts.ArrayBindingElement[],
  isGone: readonly boolean[],
): Span[] {
  const last = isGone.lastIndexOf(false);
  const found: Span[] = [];
  for (const [index, element] of elements.entries())
    if (index < last && isGone[index] && !typescript.isOmittedExpression(element))
      found.push({ start: element.getStart(file), end: element.end });
  if (last < elements.length - 1) found.push({ start: elements[last]!.end, end: elements.at(-1)!.end });
  return found;
}

/** `{ a, b, c }` without `a` and `c`: `{ b }`. */
function partsOf(file: ts.SourceFile, elements: readonly ts.Node[], isGone: readonly boolean[]): Span[] {
  const last = isGone.lastIndexOf(false);
  const found: Span[] = [];
  for (const [index, element] of elements.entries())
    if (index < last && isGone[index])
      found.push({ start: element.getStart(file), end: elements[index + 1]!.getStart(file) });
  if (last < elements.length - 1) found.push({ start: elements[last]!.end, end: elements.at(-1)!.end });
  return found;
}
