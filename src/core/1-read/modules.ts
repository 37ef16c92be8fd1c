import type ts from "typescript";
import type { Span } from "../model/span.js";
import type { DeclaredTool, ImportedName, ToolSource, Workflow } from "../model/workflow.js";
import { unwrapExpression } from "../syntax/parser.js";
import type { CalleeSource } from "../syntax/view.js";
import { functionSource, type CalleeContext } from "./callee.js";
import { signatureOf } from "./declared-tool.js";
import { readStatements } from "./regions.js";

export function toolSource(
  file: ts.SourceFile,
  source: CalleeSource | undefined,
  declared: DeclaredTool | undefined,
): ToolSource {
  if (!source || source.kind === "other") return { kind: "other" };
  if (source.kind === "global") return { kind: "global", declared };
  const { binding, specifier } = source;
  if (source.kind === "namespace") return { kind: "namespace", specifier, local: binding.name };
  const span = (part: ts.Node): Span => ({ start: part.getStart(file), end: part.end });
  const list = source.list as ts.NamedImports | ts.ObjectBindingPattern;
  let statement: ts.Node = list;
  while (statement.parent && statement.parent !== file && !("statements" in statement.parent))
    statement = statement.parent;
  return {
    kind: "named",
    specifier,
    local: binding.name,
    element: span(source.element),
    elementWithComma: elementWithComma(file, list, source.element),
    isRequire: source.isRequire,
    uses: binding.uses.length + (isReexported(file, binding.name) ? 1 : 0),
    only: list.elements.length === 1 && !(list.parent as ts.ImportClause).name,
    statement: span(statement),
  };
}

export function batchName(context: CalleeContext): Workflow["batchName"] {
  const { ts } = context.parser;
  const bindings = context.bindings.all.filter((binding) => binding.name === "callToolsParallel");
  if (bindings.length === 0) return "free";
  const isForeign = (node: ts.Identifier): boolean => {
    const source = functionSource(context, node, "callToolsParallel");
    return source !== undefined && source.kind !== "other";
  };
  return bindings.every((binding) =>
    binding.declarations.every((node) => ts.isIdentifier(node) && isForeign(node)),
  )
    ? "ambient"
    : "own";
}

export function isBatchList(context: CalleeContext, file: ts.SourceFile): boolean {
  return context.bindings.all
    .filter((binding) => binding.name === "callToolsParallel")
    .some((binding) =>
      binding.declarations.some((name) =>
        /\[\]\s*>$|Array\s*<[^<>]*>\s*>$/.test(
          signatureOf(context.parser, name.parent)?.type?.getText(file) ?? "",
        ),
      ),
    );
}

function elementWithComma(
  file: ts.SourceFile,
  list: ts.NamedImports | ts.ObjectBindingPattern,
  element: ts.Node,
): Span {
  const elements: readonly ts.Node[] = list.elements;
  const index = elements.indexOf(element);
  const next = elements[index + 1];
  if (next) return { start: element.getStart(file), end: next.getStart(file) };
  return { start: elements[index - 1]?.end ?? element.getStart(file), end: element.end };
}

/** `export { callTool }` needs the import as well. */
function isReexported(file: ts.SourceFile, name: string): boolean {
  return file.statements.some((statement) => {
    if (!("exportClause" in statement) || ("moduleSpecifier" in statement && statement.moduleSpecifier))
      return false;
    const clause = statement.exportClause as ts.NamedExportBindings | undefined;
    return (
      clause !== undefined &&
      "elements" in clause &&
      clause.elements.some((element) => (element.propertyName ?? element.name).text === name)
    );
  });
}

export function readImports(context: CalleeContext, file: ts.SourceFile): ImportedName[] {
  const { ts } = context.parser;
  const imported: ImportedName[] = [];
  const isUnique = (name: string): boolean =>
    context.bindings.all.filter((binding) => binding.name === name).length === 1;
  for (const binding of context.bindings.all) {
    const parent = binding.declarations[0]?.parent;
    if (!parent) continue;
    if (ts.isImportSpecifier(parent)) {
      const declaration = parent.parent.parent.parent;
      if (
        !ts.isImportDeclaration(declaration) ||
        !ts.isStringLiteral(declaration.moduleSpecifier) ||
        parent.isTypeOnly ||
        declaration.importClause?.isTypeOnly
      )
        continue;
      imported.push({
        isUnique: isUnique(binding.name),
        imported: (parent.propertyName ?? parent.name).text,
        local: binding.name,
        specifier: declaration.moduleSpecifier.text,
      });
    } else if (
      ts.isBindingElement(parent) &&
      binding.owner === file &&
      ts.isVariableDeclaration(parent.parent.parent)
    ) {
      const { initializer } = parent.parent.parent;
      const key = parent.propertyName ?? parent.name;
      const specifier =
        initializer && /^require\(\s*["'`]([^"'`]+)["'`]\s*\)$/.exec(initializer.getText(file))?.[1];
      if (specifier && ts.isIdentifier(key))
        imported.push({
          isUnique: isUnique(binding.name),
          imported: key.text,
          local: binding.name,
          specifier,
        });
    }
  }
  return imported;
}

export function moduleShape(
  context: CalleeContext,
  file: ts.SourceFile,
): Pick<Workflow, "moduleForm" | "importAt" | "importAfter"> {
  const { ts } = context.parser;
  const { statements } = file;
  const [only] = statements;
  if (statements.length === 1 && only && ts.isExpressionStatement(only)) {
    const expression = unwrapExpression(context.parser, only.expression);
    if (ts.isArrowFunction(expression) || ts.isFunctionExpression(expression))
      return { moduleForm: "none", importAt: 0, importAfter: false };
  }
  const isEsm = statements.some(
    (node) =>
      ts.isImportDeclaration(node) ||
      ts.isExportDeclaration(node) ||
      ts.isExportAssignment(node) ||
      (ts.canHaveModifiers(node) &&
        ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)),
  );
  const isCjs =
    /\.cjs$/i.test(file.fileName) ||
    (!isEsm &&
      !/\.[cm]?tsx?$|\.mjs$/i.test(file.fileName) &&
      /\brequire\s*\(|\bmodule\.exports\b|\bexports\.\w/.test(file.text));
  return { moduleForm: isCjs ? "require" : "import", ...importPlace(context, file, isCjs) };
}

/** After the last import (or require); else before the first statement that is no directive, below a header comment. */
function importPlace(
  context: CalleeContext,
  file: ts.SourceFile,
  isCjs: boolean,
): Pick<Workflow, "importAt" | "importAfter"> {
  const { ts } = context.parser;
  const statements = readStatements(context.parser, file, file);
  let at = -1;
  let hasCode = false;
  for (const [index, node] of file.statements.entries()) {
    const isImport =
      ts.isImportDeclaration(node) ||
      (isCjs && ts.isVariableStatement(node) && /=\s*require\(/.test(node.getText(file)));
    const isDirective = !hasCode && ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);
    if (isImport || isDirective) at = statements[index]!.chunk.end;
    else hasCode = true;
  }
  if (at >= 0) return { importAt: at, importAfter: true };
  return { importAt: statements[0]?.leadStart ?? 0, importAfter: false };
}
