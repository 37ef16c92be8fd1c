import type ts from "typescript";
import type { Loop, RegionLoop } from "../model/workflow.js";
import type { Span } from "../model/span.js";
import type { Narrowing } from "./narrowing.js";
import { type ForLoop, isForLoop, type Parser } from "../syntax/parser.js";
import type { Bindings } from "../syntax/bindings.js";
import { countToldBy } from "./loop-count.js";
import type { StatementList } from "../syntax/view.js";

/** The one statement of a loop without braces, as a list of statements. */
export function unbracedBody({ ts }: Parser, statement: ts.Statement): StatementList {
  const list = ts.setTextRange(ts.factory.createNodeArray([statement]), statement);
  const block = ts.setTextRange(ts.factory.createBlock(list), statement);
  // Whoever asks where the list stands is told the loop; the statement's own parent stays what it is.
  return Object.assign(block, { parent: statement.parent });
}

/** The loop that a list is the body of. */
export function loopAround(parser: Parser, list: StatementList): ForLoop | undefined {
  const { parent } = list;
  return parent && isForLoop(parser, parent) ? parent : undefined;
}

/** The loop that a list stands in, within its function. */
export function regionLoop({ ts }: Parser, list: StatementList): RegionLoop | undefined {
  for (let node: ts.Node | undefined = list.parent; node && !ts.isFunctionLike(node); node = node.parent) {
    if (!ts.isIterationStatement(node, false)) continue;
    const isOpen = ts.isForStatement(node)
      ? !node.condition
      : !ts.isForInStatement(node) && !(ts.isForOfStatement(node) && !node.awaitModifier);
    return { isOpen, isBody: list.parent === node };
  }
  return undefined;
}

/** Reads the loops whose bodies are among the lists, and which are statements of one themselves. */
export function readLoops(
  parser: Parser,
  file: ts.SourceFile,
  lists: readonly StatementList[],
  narrowing: Narrowing | undefined,
  bindings: Bindings,
): { readonly loops: readonly Loop[]; readonly loopAt: ReadonlyMap<ts.Node, Loop> } {
  const placeOf = new Map<ts.Node, { readonly region: number; readonly statement: number }>();
  for (const [region, list] of lists.entries())
    for (const [statement, node] of list.statements.entries()) placeOf.set(node, { region, statement });
  const loops: Loop[] = [];
  const loopAt = new Map<ts.Node, Loop>();
  for (const [index, list] of lists.entries()) {
    const node = loopAround(parser, list);
    const place = node && placeOf.get(node);
    // (`for await` waits for what it goes through.)
    if (!node || !place || (parser.ts.isForOfStatement(node) && node.awaitModifier)) continue;
    const loop: Loop = {
      id: `l${loops.length + 1}`,
      region: `r${place.region + 1}`,
      statement: place.statement,
      body: `r${index + 1}`,
      isBraced: list.statements[0]?.parent === list,
      ...readHead(parser, file, node),
      count: countToldBy({ parser, bindings }, node),
      narrowed: narrowing?.of(file, node) ?? [],
    };
    loops.push(loop);
    loopAt.set(node, loop);
  }
  return { loops, loopAt };
}

function readHead({ ts }: Parser, file: ts.SourceFile, node: ForLoop) {
  const span = (part: ts.Node): Span => ({ start: part.getStart(file), end: part.end });
  const list =
    node.initializer && ts.isVariableDeclarationList(node.initializer) ? node.initializer : undefined;
  const scope = (list?.flags ?? 0) & ts.NodeFlags.BlockScoped;
  const isIndex = ts.isForStatement(node);
  const bound = isIndex ? undefined : list?.declarations[0]?.name;
  const parts = isIndex ? [node.initializer, node.condition, node.incrementor] : [node.expression];
  const last = Math.max(node.getStart(file), ...parts.map((part) => part?.end ?? 0));
  const head = file.text.indexOf(")", last) + 1;
  return {
    kind: isIndex ? "index" : ts.isForOfStatement(node) ? "of" : "in",
    head: { start: node.getStart(file), end: head },
    keyword: !list
      ? undefined
      : scope === ts.NodeFlags.Const
        ? "const"
        : scope === ts.NodeFlags.Let
          ? "let"
          : "var",
    pattern: bound && span(bound),
    isName: bound !== undefined && ts.isIdentifier(bound),
    names: (list?.declarations ?? []).flatMap(({ name }) => namesIn(ts, name)),
    iterated: isIndex ? undefined : span(node.expression),
  } as const satisfies Partial<Loop>;
}

function namesIn(typescript: typeof ts, name: ts.BindingName): string[] {
  if (typescript.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    typescript.isOmittedExpression(element) ? [] : namesIn(typescript, element.name),
  );
}
