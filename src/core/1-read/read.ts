import type ts from "typescript";
import { defaultFileName, type ConventionOption } from "../model/options.js";
import type { Span } from "../model/span.js";
import type { DeclaredTool, Region, ToolCall, Workflow } from "../model/workflow.js";
import { readConstants, readPragma } from "./arguments.js";
import type { CalleeContext } from "./callee.js";
import { findBatch } from "./batches.js";
import { findCall } from "./calls.js";
import { batchCall } from "./batch-call.js";
import { findCondition, readCondition } from "./conditions.js";
import { guardOf, readGuard } from "./read-guard.js";
import { commentsIn, pragmaOf } from "./comments.js";
import { readDeclaredTool } from "./declared-tool.js";
import { expectedType } from "./expected-type.js";
import { batchName, isBatchList, moduleShape, readImports, toolSource } from "./modules.js";
import { isStatementList, isUnbraced, readStatements, regionName } from "./regions.js";
import { Narrowing } from "./narrowing.js";
import { readPragmas } from "./pragmas.js";
import { mayBeNullish } from "./nullish.js";
import { Helpers } from "./helpers.js";
import { loopAround, readLoops, regionLoop, unbracedBody } from "./loops.js";
import { readStyle } from "./style.js";
import { labelOf, readTarget } from "./targets.js";
import { typeParameterIn } from "./type-parameters.js";
import type { Project } from "../syntax/project.js";
import { readBindings } from "../syntax/bindings.js";
import { LocalFunctions } from "../syntax/functions.js";
import { isAsync, isForLoop, languageOf, ownerOf, type Parser } from "../syntax/parser.js";
import type {
  CalleeSource,
  FoundBatch,
  FoundCall,
  RecognisedCall,
  StatementList,
  SyntaxView,
} from "../syntax/view.js";

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

interface PlacedBatch extends PlacedCall {
  readonly batch: FoundBatch;
}

/** Reads a parsed text: its tool calls, the regions that they stand in, and how the file is written. */
export function readWorkflow(
  parser: Parser,
  file: ts.SourceFile,
  conventions: readonly ConventionOption[],
  project?: Project,
): ReadResult {
  const bindings = readBindings(parser, file);
  const functions = new LocalFunctions(parser, bindings, file, project);
  const helpers = new Helpers({ parser, bindings, conventions }, functions, project);
  const context: CalleeContext = { parser, bindings, conventions, helpers };
  const { placed, batchEntries, names, fixedText, hasTypes, listOf } = collect(context, file);
  const lists = withListsOfLoops(parser, placed, listOf).sort((a, b) => a.pos - b.pos || b.end - a.end);
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
  const guardAt = new Map<ts.Node, ToolCall>();
  const conditionOf = new Map<string, ts.Expression>();
  const foundById = new Map<string, FoundCall>();
  const idsByBatch = new Map<FoundBatch, string[]>();
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
    const condition = call.condition && findCondition(context, entry.found, entry.statement);
    if (condition) conditionOf.set(call.id, condition.expression);
    calls.push(call);
    callAt.set(entry.found.node, call);
    if (!entry.batch || entry.found.guard) callAt.set(entry.found.whole, call);
    if (call.guard && !entry.batch) guardAt.set(entry.found.guard!.expression, call);
    foundById.set(call.id, entry.found);
    if (entry.batch) idsByBatch.set(entry.batch, [...(idsByBatch.get(entry.batch) ?? []), call.id]);
  }
  const batches = batchEntries.map((entry, index): ToolCall => {
    const { found, batch, list, statement } = entry;
    const id = `b${calls.length + index + 1}`;
    const region = list ? `r${regionNumber.get(list)!}` : "r0";
    const call = readCall(
      context,
      file,
      { found, list, statement, batch: undefined },
      id,
      region,
      new Map(),
      source,
      statementIndex,
      narrowing,
      declaredTool,
    );
    foundById.set(id, found);
    const ids = idsByBatch.get(batch)!;
    return batchCall(context, file, call, batch, ids, narrowing !== undefined);
  });
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
    loop: regionLoop(parser, list),
    isBraced: !isUnbraced(list),
    inBatch: batchEntries.some(({ batch }) => isCodeOf(batch, list)),
  }));
  const { loops, loopAt } = readLoops(parser, file, lists, narrowing, bindings);
  const workflow: Workflow = {
    fileName: file.fileName,
    // Without a name and without types, a text may well be plain JavaScript.
    typed: languageOf(file.fileName).startsWith("ts") && (hasTypes || file.fileName !== defaultFileName),
    calls,
    batches,
    regions,
    loops,
    toolSource: toolSource(file, source, declaredTool),
    imports: readImports(context, file),
    batchName: batchName(context),
    isBatchList: isBatchList(context, file),
    ...moduleShape(context, file),
    names,
    fixedText,
    ignoredFile: ignoredFile(file),
    pragmas: readPragmas(parser, file),
    style: readStyle(parser, file),
  };
  const view = {
    parser,
    file,
    bindings,
    functions,
    project,
    lists,
    ignored: ignoredStatements(lists, regions),
    callAt,
    found: foundById,
    guardAt,
    loopAt,
    conditionOf,
    batchAt: new Map(batches.map((call, index) => [batchEntries[index]!.batch.awaited, call])),
    batches: new Map(
      batchEntries.flatMap(({ batch }) => [batch, ...batch.nested].map((one) => [one.call, one] as const)),
    ),
    rows: new Map(batchEntries.flatMap(({ batch }) => batch.rows)),
    branches: new Set(batchEntries.flatMap(({ batch }) => batch.branches)),
  };
  return { workflow, view };
}

/** The lists that calls stand in, and those that hold the loops around these. */
function withListsOfLoops(
  parser: Parser,
  placed: readonly PlacedCall[],
  listOf: (statement: ts.Node) => StatementList | undefined,
): StatementList[] {
  const lists = new Set(placed.flatMap(({ list }) => list ?? []));
  // A set can grow while it is gone through: a loop may stand in a loop.
  for (const list of lists) {
    const loop = loopAround(parser, list);
    const around = loop ? listOf(loop) : conditionalAround(parser, list, listOf);
    if (around) lists.add(around);
  }
  return [...lists];
}

/** The list around `if (…) { … }`, where that is the body of a loop, or a block behind a condition of such a body itself. */
function conditionalAround(
  parser: Parser,
  list: StatementList,
  listOf: (statement: ts.Node) => StatementList | undefined,
): StatementList | undefined {
  // (A file has no parent.)
  const { parent } = list as { readonly parent?: ts.Node };
  const around = parent && parser.ts.isIfStatement(parent) ? listOf(parent) : undefined;
  if (!around) return undefined;
  return loopAround(parser, around) || conditionalAround(parser, around, listOf) ? around : undefined;
}

function ignoredStatements(lists: readonly StatementList[], regions: readonly Region[]): Map<ts.Node, Span> {
  const found = new Map<ts.Node, Span>();
  for (const [index, { statements }] of regions.entries())
    for (const [at, { ignored }] of statements.entries())
      if (ignored) found.set(lists[index]!.statements[at]!, ignored);
  return found;
}

function collect(context: CalleeContext, file: ts.SourceFile) {
  const { ts } = context.parser;
  const placed: PlacedCall[] = [];
  const batchEntries: PlacedBatch[] = [];
  const names = new Set<string>();
  const fixedText: Span[] = [];
  let hasTypes = false;
  const inBatch = new Set<ts.Node>();
  const unbraced = new Map<ts.Node, StatementList>();
  const visit = (
    node: ts.Node,
    list: StatementList | undefined,
    statement: ts.Statement | undefined,
  ): void => {
    hasTypes ||= ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if (ts.isIdentifier(node) && !isPropertyName(context.parser, node)) names.add(node.text);
    if (isMultiLineText(context.parser, file, node))
      fixedText.push({ start: node.getStart(file), end: node.end });
    if (ts.isCallExpression(node) && !inBatch.has(node)) {
      const batch = findBatch(context, node);
      for (const { call } of batch?.nested ?? []) inBatch.add(call);
      for (const found of batch?.members ?? []) {
        if (batch!.isWaitedFor) {
          inBatch.add(found.node);
          placed.push({ found, list, statement, batch });
        } else if (!ts.isCallExpression(found.node) && !found.recognised.helper)
          placed.push({ found: { ...found, place: "started" }, list, statement, batch: undefined });
      }
      if (batch?.isWaitedFor) batchEntries.push(placedBatch(batch, list, statement));
      const found = batch ? undefined : findCall(context, node);
      if (found) placed.push({ found, list, statement, batch: undefined });
    }
    if (isStatementList(context.parser, node)) {
      if (ts.isCaseClause(node)) visit(node.expression, list, statement);
      for (const child of node.statements) visit(child, node, child);
    } else if (ts.isFunctionLike(node) || ts.isPropertyDeclaration(node)) {
      // The body of an arrow without braces belongs to no list of statements.
      ts.forEachChild(node, (child) => visit(child, undefined, undefined));
    } else if (isForLoop(context.parser, node) && list && !ts.isBlock(node.statement)) {
      const body = unbracedBody(context.parser, node.statement);
      unbraced.set(node.statement, body);
      ts.forEachChild(node, (child) =>
        child === node.statement ? visit(child, body, node.statement) : visit(child, list, statement),
      );
    } else {
      ts.forEachChild(node, (child) => visit(child, list, statement));
    }
  };
  visit(file, undefined, undefined);
  placed.sort((a, b) => a.found.node.getStart(file) - b.found.node.getStart(file));
  const listOf = (node: ts.Node): StatementList | undefined =>
    unbraced.get(node) ?? (isStatementList(context.parser, node.parent) ? node.parent : undefined);
  return { placed, batchEntries, names: [...names], fixedText, hasTypes, listOf };
}

function placedBatch(
  batch: FoundBatch,
  list: StatementList | undefined,
  statement: ts.Statement | undefined,
): PlacedBatch {
  const recognised: RecognisedCall = {
    convention: "batch",
    source: { kind: "other" },
    tool: undefined,
    payload: [],
    isPlain: false,
    throws: true,
  };
  const { call, whole, operand } = batch;
  const found: FoundCall = { node: call, recognised, place: "awaited", whole, operand };
  return { found, batch, list, statement };
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

function isCodeOf({ call, members }: FoundBatch, { parent }: StatementList): boolean {
  const isInside = parent !== undefined && call.pos <= parent.pos && parent.end <= call.end;
  return isInside && members.some(({ recognised }) => recognised.helper === parent);
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
  const inner = { kind: "inner", property: undefined, hint: undefined } as const;
  const guard = batch ? undefined : readGuard(context, file, found, statement, narrowing, declaredTool);
  const under = batch || guard ? undefined : findCondition(context, found, statement);
  const condition = under && readCondition(context, file, found, under, narrowing, declaredTool);
  const target = batch ? inner : readTarget(context, file, guard ? found.guard!.whole : whole, statement);
  const args = ts.isCallExpression(node)
    ? node.arguments
    : ts.isArrayLiteralExpression(node)
      ? node.elements
      : undefined;
  const isPlain =
    recognised.isPlain && !batch && operand === node && isSameSource(recognised.source, primary);
  const typeArguments = ts.isCallExpression(node) ? node.typeArguments : undefined;
  const pragma = readPragma(context, file, found, statement);
  const label =
    batch && recognised.convention === "callback"
      ? labelOfCode(context, file, batch, statement)
      : labelOf(
          context.parser,
          file,
          guard ? found.guard!.whole : whole,
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
    helper: recognised.helper && helperName(context, file, node, batch),
    mayBeNullish: mayBeNullish(context, file, recognised.helper, node),
    mayThrowAtOnce: recognised.helper !== undefined && !isAsync(context.parser, recognised.helper),
    call: span(operand),
    whole: span(guard ? found.guard!.whole : whole),
    guard: guard ?? (batch && found.guard ? guardOf(context, file, found.guard, whole) : undefined),
    condition,
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
    isRepeated: found.isRepeated === true,
    members: [],
    list: undefined,
    region,
    statement: statement ? (statementIndex.get(statement) ?? -1) : -1 - ownerOf(context.parser, node).pos,
    // (A condition that speaks of one stays with its call where that is.)
    narrowed:
      batch || !narrowing || condition ? [] : narrowing.of(file, guard ? found.guard!.expression : operand),
    constants: readConstants(context, recognised.payload),
    pragma: pragma?.kind,
    pragmaSpan: pragma?.span,
  };
}

/** A function as it is written where it is called; one that is a member of a batch has no name. */
function helperName(
  { parser: { ts } }: CalleeContext,
  file: ts.SourceFile,
  node: ts.Expression,
  batch: FoundBatch | undefined,
): string {
  const isCalled = ts.isCallExpression(node) && node !== batch?.call;
  return isCalled ? node.expression.getText(file) : "a function without a name";
}

/** Code that is the only member of a batch is known by what the answers are called. */
function labelOfCode(
  context: CalleeContext,
  file: ts.SourceFile,
  { call, whole, members }: FoundBatch,
  statement: ts.Statement | undefined,
): string {
  const callee = call.expression.getText(file);
  if (members.length > 1) return callee;
  return labelOf(context.parser, file, whole, readTarget(context, file, whole, statement), callee);
}

/** The text between the parentheses or brackets, comments included. */
function argumentSpan(node: ts.Node, args: ts.NodeArray<ts.Expression>): Span {
  return { start: args.pos, end: Math.max(args.pos, node.end - 1) };
}

function ignoredFile(file: ts.SourceFile): Span | undefined {
  if (!file.text.includes("parcall-ignore-file")) return undefined;
  const first = file.statements[0]?.getStart(file) ?? file.end;
  const comment = commentsIn(file.text, 0, first).find((candidate) => pragmaOf(candidate) === "ignore-file");
  return comment && { start: comment.start, end: comment.end };
}
