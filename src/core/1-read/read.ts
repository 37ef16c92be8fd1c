import type ts from "typescript";
import { defaultFileName, type ConventionOption } from "../model/options.js";
import type { Span } from "../model/span.js";
import type {
  DeclaredTool,
  ImportedName,
  Region,
  Target,
  ToolCall,
  ToolSource,
  Workflow,
} from "../model/workflow.js";
import { constantValue, functionSource, type CalleeContext } from "./callee.js";
import { findBatch, findCall } from "./calls.js";
import { commentsIn, pragmaOf } from "./comments.js";
import { readDeclaredTool, signatureOf } from "./declared-tool.js";
import { expectedType } from "./expected-type.js";
import { isStatementList, readStatements, regionName } from "./regions.js";
import { Narrowing } from "./narrowing.js";
import { readStyle } from "./style.js";
import { typeParameterIn } from "./type-parameters.js";
import { readBindings } from "../syntax/bindings.js";
import { languageOf, ownerOf, unwrapExpression, type Parser } from "../syntax/parser.js";
import type { CalleeSource, FoundBatch, FoundCall, StatementList, SyntaxView } from "../syntax/view.js";

export interface ReadResult {
  readonly workflow: Workflow;
  readonly view: SyntaxView;
}

interface PlacedCall {
  readonly found: FoundCall;
  readonly list: StatementList | undefined;
  readonly statement: ts.Statement | undefined;
  readonly batch: FoundBatch | undefined;
}

/** Reads a parsed text: its tool calls, the regions that they stand in, and how the file is written. */
export function readWorkflow(
  parser: Parser,
  file: ts.SourceFile,
  conventions: readonly ConventionOption[],
): ReadResult {
  const bindings = readBindings(parser, file);
  const context: CalleeContext = { parser, bindings, conventions };
  const { placed, names, fixedText, hasTypes } = collect(context, file);
  const lists = [...new Set(placed.map((call) => call.list))]
    .filter((list) => list !== undefined)
    .sort((a, b) => a.pos - b.pos);
  const source = primarySource(placed);
  const declaredTool = readDeclaredTool(parser, file, source);
  const regionNumber = new Map(lists.map((list, index) => [list, index + 1]));
  const statementIndex = new Map<ts.Node, number>();
  for (const list of lists)
    for (const [index, node] of list.statements.entries()) statementIndex.set(node, index);
  const narrowing = languageOf(file.fileName).startsWith("ts") ? new Narrowing(parser, bindings) : undefined;
  const labels = new Map<string, number>();
  const calls: ToolCall[] = [];
  const callAt = new Map<ts.Node, ToolCall>();
  const foundById = new Map<string, FoundCall>();
  const idsByBatch = new Map<ts.Node, string[]>();
  for (const entry of placed) {
    const region = entry.list ? `r${regionNumber.get(entry.list)!}` : "r0";
    const call = readCall(
      context,
      file,
      entry,
      `c${calls.length + 1}`,
      region,
      labels,
      source,
      statementIndex,
      narrowing,
      declaredTool,
    );
    calls.push(call);
    callAt.set(entry.found.node, call);
    if (!entry.batch) callAt.set(entry.found.whole, call);
    foundById.set(call.id, entry.found);
    if (entry.batch)
      idsByBatch.set(entry.batch.whole, [...(idsByBatch.get(entry.batch.whole) ?? []), call.id]);
  }
  const idsByRegion = new Map<string, string[]>();
  for (const call of calls) {
    const ids = idsByRegion.get(call.region);
    if (ids) ids.push(call.id);
    else idsByRegion.set(call.region, [call.id]);
  }
  const regions = lists.map((list, index): Region => ({
    id: `r${index + 1}`,
    name: regionName(parser, list),
    span: { start: list.getStart(file), end: list.end },
    statements: readStatements(parser, file, list),
    calls: idsByRegion.get(`r${index + 1}`) ?? [],
    inLoop: isLoopBody(parser, list),
  }));
  const workflow: Workflow = {
    fileName: file.fileName,
    // Without a name and without types, a text may well be plain JavaScript.
    typed: languageOf(file.fileName).startsWith("ts") && (hasTypes || file.fileName !== defaultFileName),
    calls,
    regions,
    toolSource: toolSource(file, source, declaredTool),
    imports: readImports(context, file),
    batchName: batchName(context),
    isBatchList: isBatchList(context, file),
    ...moduleShape(context, file),
    names,
    fixedText,
    ignoredFile: ignoredFile(file),
    style: readStyle(parser, file),
  };
  return { workflow, view: { parser, file, bindings, lists, callAt, found: foundById, batchAt: idsByBatch } };
}

function collect(context: CalleeContext, file: ts.SourceFile) {
  const { ts } = context.parser;
  const placed: PlacedCall[] = [];
  const names = new Set<string>();
  const fixedText: Span[] = [];
  let hasTypes = false;
  const inBatch = new Set<ts.Node>();
  const visit = (
    node: ts.Node,
    list: StatementList | undefined,
    statement: ts.Statement | undefined,
  ): void => {
    hasTypes ||= ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if (ts.isIdentifier(node) && !isPropertyName(context.parser, node)) names.add(node.text);
    if (isMultiLineText(context.parser, file, node))
      fixedText.push({ start: node.getStart(file), end: node.end });
    if (ts.isAwaitExpression(node)) {
      const batch = findBatch(context, node);
      for (const found of batch?.members ?? []) {
        inBatch.add(found.node);
        placed.push({ found, list, statement, batch });
      }
    } else if (ts.isCallExpression(node) && !inBatch.has(node)) {
      const found = findCall(context, node);
      if (found) placed.push({ found, list, statement, batch: undefined });
    }
    if (isStatementList(context.parser, node)) {
      if (ts.isCaseClause(node)) visit(node.expression, list, statement);
      for (const child of node.statements) visit(child, node, child);
    } else if (ts.isFunctionLike(node) || ts.isPropertyDeclaration(node)) {
      // The body of an arrow without braces belongs to no list of statements.
      ts.forEachChild(node, (child) => visit(child, undefined, undefined));
    } else {
      ts.forEachChild(node, (child) => visit(child, list, statement));
    }
  };
  visit(file, undefined, undefined);
  placed.sort((a, b) => a.found.node.getStart(file) - b.found.node.getStart(file));
  return { placed, names: [...names], fixedText, hasTypes };
}

/** The name of a property is no variable. */
function isPropertyName({ ts }: Parser, node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isAccessor(parent) ||
      ts.isEnumMember(parent)) &&
    parent.name === node
  );
}

function isMultiLineText({ ts }: Parser, file: ts.SourceFile, node: ts.Node): boolean {
  if (!ts.isTemplateExpression(node) && !ts.isNoSubstitutionTemplateLiteral(node) && !ts.isJsxText(node))
    return false;
  return /[\r\n]/.test(file.text.slice(node.pos, node.end));
}

function isLoopBody({ ts }: Parser, list: StatementList): boolean {
  return ts.isBlock(list) && ts.isIterationStatement(list.parent, false);
}

/** The source of `callTool` that tuples are written for: the first that a batch can be written with. */
function primarySource(placed: readonly PlacedCall[]): CalleeSource | undefined {
  const sources = placed
    .filter((call) => !call.batch && call.found.recognised.isPlain)
    .map((call) => call.found.recognised.source);
  return sources.find((source) => source.kind !== "other") ?? sources[0];
}

function isSameSource(a: CalleeSource, b: CalleeSource | undefined): boolean {
  if (!b || a.kind !== b.kind || a.kind === "other") return false;
  return a.kind === "global" || (b.kind !== "global" && b.kind !== "other" && a.binding === b.binding);
}

function readCall(
  context: CalleeContext,
  file: ts.SourceFile,
  { found, statement, batch }: PlacedCall,
  id: string,
  region: string,
  labels: Map<string, number>,
  primary: CalleeSource | undefined,
  statementIndex: ReadonlyMap<ts.Node, number>,
  narrowing: Narrowing | undefined,
  declaredTool: DeclaredTool | undefined,
): ToolCall {
  const { ts } = context.parser;
  const { recognised, node, whole, operand } = found;
  const span = (part: ts.Node): Span => ({ start: part.getStart(file), end: part.end });
  const target = batch
    ? ({ kind: "inner", property: undefined, hint: undefined } as const)
    : readTarget(context, file, found, statement);
  const args = ts.isCallExpression(node)
    ? node.arguments
    : ts.isArrayLiteralExpression(node)
      ? node.elements
      : undefined;
  const isPlain =
    recognised.isPlain && !batch && operand === node && isSameSource(recognised.source, primary);
  const typeArguments = ts.isCallExpression(node) ? node.typeArguments : undefined;
  const pragma = readPragma(context, file, found, statement);
  const label = labelOf(
    context.parser,
    file,
    found.whole,
    target,
    recognised.tool ?? (ts.isCallExpression(node) ? node.expression.getText(file) : "tool"),
  );
  const seen = (labels.get(label) ?? 0) + 1;
  labels.set(label, seen);
  return {
    id,
    label: seen > 1 ? `${label}#${seen}` : label,
    tool: recognised.tool,
    convention: recognised.convention,
    call: span(operand),
    whole: span(whole),
    args: args ? argumentSpan(node, args) : span(node),
    argCount: args?.length ?? 0,
    argSpans: args?.map(span) ?? [],
    typeArgument: typeArguments?.length === 1 ? span(typeArguments[0]!) : undefined,
    typeParameter:
      typeArguments?.length === 1 ? typeParameterIn(context.parser, typeArguments[0]!) : undefined,
    expected: batch || !narrowing ? undefined : expectedType(context, file, found, declaredTool),
    // More than one type argument says nothing that a tuple could keep.
    form: isPlain && (typeArguments?.length ?? 0) < 2 ? "tuple" : "branch",
    target,
    throws: recognised.throws,
    place: found.place,
    region,
    statement: statement ? (statementIndex.get(statement) ?? -1) : -1 - ownerOf(context.parser, node).pos,
    narrowed: batch || !narrowing ? [] : narrowing.of(file, operand),
    constants: readConstants(context, recognised.payload),
    pragma: pragma?.kind,
    pragmaSpan: pragma?.span,
  };
}

/** The text between the parentheses or brackets, comments included. */
function argumentSpan(node: ts.Node, args: ts.NodeArray<ts.Expression>): Span {
  return { start: args.pos, end: Math.max(args.pos, node.end - 1) };
}

function readTarget(
  context: CalleeContext,
  file: ts.SourceFile,
  { whole }: FoundCall,
  statement: ts.Statement | undefined,
): Target {
  const { ts } = context.parser;
  if (!statement) return { kind: "inner", property: undefined, hint: undefined };
  const inner: Target = {
    kind: "inner",
    property: undefined,
    hint: hintOf(context.parser, whole, statement),
  };
  const span = (part: ts.Node): Span => ({ start: part.getStart(file), end: part.end });
  if (ts.isExpressionStatement(statement)) {
    if (statement.expression === whole) return { kind: "unused" };
    const { expression } = statement;
    const isAssignment =
      ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (isAssignment && expression.right === whole && ts.isIdentifier(expression.left))
      return { kind: "assign", name: span(expression.left) };
  }
  let value: ts.Expression = whole;
  let cast: ts.TypeNode | undefined;
  if (
    ts.isAsExpression(value.parent) &&
    value.parent.expression === value &&
    !ts.isConstTypeReference(value.parent.type)
  ) {
    cast = value.parent.type;
    value = value.parent;
  }
  const declaration = value.parent;
  if (
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer === value &&
    ts.isVariableStatement(statement) &&
    declaration.parent === statement.declarationList &&
    !statement.modifiers?.length &&
    !(cast && declaration.type) &&
    isPlainPattern(context.parser, declaration.name)
  ) {
    const keyword = declarationKeyword(context.parser, statement.declarationList);
    const type = declaration.type ?? cast;
    if (keyword) {
      return {
        kind: "declare",
        keyword,
        pattern: span(declaration.name),
        isName: ts.isIdentifier(declaration.name),
        type: type && span(type),
        isCast: cast !== undefined,
      };
    }
  }
  const property = whole.parent;
  if (ts.isPropertyAssignment(property) && property.initializer === whole && ts.isIdentifier(property.name)) {
    return {
      kind: "inner",
      property: { ...span(property), name: property.name.text },
      hint: property.name.text,
    };
  }
  return inner;
}

/** What the statement calls the answer, or what it makes of it: `const config = JSON.parse(await …)`, `report.summary = await …`. */
function hintOf({ ts }: Parser, whole: ts.Node, statement: ts.Statement): string | undefined {
  for (let node = whole; node !== statement && node.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isIdentifier(parent.name))
      return `${parent.name.text}Answer`;
    if (ts.isPropertyAssignment(parent) && parent.initializer === node && ts.isIdentifier(parent.name))
      return parent.name.text;
    if (
      !ts.isBinaryExpression(parent) ||
      parent.right !== node ||
      parent.operatorToken.kind < ts.SyntaxKind.FirstAssignment
    )
      continue;
    if (ts.isPropertyAccessExpression(parent.left) && ts.isIdentifier(parent.left.name))
      return parent.left.name.text;
    if (ts.isIdentifier(parent.left)) return `${parent.left.text}Answer`;
  }
  return undefined;
}

function declarationKeyword(
  { ts }: Parser,
  list: ts.VariableDeclarationList,
): "const" | "let" | "var" | undefined {
  const scope = list.flags & ts.NodeFlags.BlockScoped;
  if (scope === ts.NodeFlags.Const) return "const";
  if (scope === ts.NodeFlags.Let) return "let";
  return scope === 0 ? "var" : undefined;
}

/** A pattern that runs no code of its own: no defaults, no computed keys. */
function isPlainPattern(parser: Parser, name: ts.BindingName): boolean {
  const { ts } = parser;
  if (ts.isIdentifier(name)) return true;
  return name.elements.every(
    (element) =>
      ts.isOmittedExpression(element) ||
      (isPlainDefault(parser, element.initializer) &&
        !(element.propertyName && ts.isComputedPropertyName(element.propertyName)) &&
        isPlainPattern(parser, element.name)),
  );
}

/** A default that is a literal cannot be told apart wherever it is evaluated; `{}` and `[]` are fresh each time. */
function isPlainDefault({ ts }: Parser, node: ts.Expression | undefined): boolean {
  if (!node) return true;
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0;
  const { kind } = node;
  return (
    ts.isLiteralExpression(node) ||
    kind === ts.SyntaxKind.TrueKeyword ||
    kind === ts.SyntaxKind.FalseKeyword ||
    kind === ts.SyntaxKind.NullKeyword
  );
}

function labelOf({ ts }: Parser, file: ts.SourceFile, whole: ts.Node, target: Target, tool: string): string {
  if (target.kind === "declare" && target.isName)
    return file.text.slice(target.pattern.start, target.pattern.end);
  if (target.kind === "assign") return file.text.slice(target.name.start, target.name.end);
  if (ts.isVariableDeclaration(whole.parent) && ts.isIdentifier(whole.parent.name))
    return whole.parent.name.text;
  return tool;
}

/** The constants in the arguments of a call: those of its argument objects, and a constant prompt as `prompt`. */
function readConstants(
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

function readPragma(
  context: CalleeContext,
  file: ts.SourceFile,
  { node, whole }: FoundCall,
  statement: ts.Statement | undefined,
) {
  const places: Span[] = [];
  for (let part: ts.Node = node; ; part = part.parent) {
    places.push({ start: part.pos, end: part.getStart(file) });
    if (part === whole || !part.parent) break;
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

function toolSource(
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

function batchName(context: CalleeContext): Workflow["batchName"] {
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

function isBatchList(context: CalleeContext, file: ts.SourceFile): boolean {
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

function readImports(context: CalleeContext, file: ts.SourceFile): ImportedName[] {
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

function moduleShape(
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

function ignoredFile(file: ts.SourceFile): Span | undefined {
  if (!file.text.includes("parcall-ignore-file")) return undefined;
  const first = file.statements[0]?.getStart(file) ?? file.end;
  const comment = commentsIn(file.text, 0, first).find((candidate) => pragmaOf(candidate) === "ignore-file");
  return comment && { start: comment.start, end: comment.end };
}
