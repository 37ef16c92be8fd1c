import type ts from "typescript";
import {
  constantText,
  functionSource,
  moduleSource,
  propertyValue,
  recogniseCall,
  type CalleeContext,
} from "./callee.js";
import { isReturnedToCaller, isWrapper } from "./calls.js";
import { findBranchGuard } from "./guards.js";
import type { LocalFunction } from "../syntax/functions.js";
import { isAsync, unwrapExpression } from "../syntax/parser.js";
import type { BatchContent, BatchPart, FoundBatch, FoundCall, RecognisedCall } from "../syntax/view.js";

/** A function of the runtime, whose members are tuples, objects and branches, or one of `Promise`, whose members are promises. */
type Kind = "own" | "promise";

/**
 * Reads a batch that the program has already: `callToolsParallel([…])`, `Promise.all(items.map((item) => callTool(…)))`, and their
 * settled forms; undefined where a member is no call of a tool, and no code that makes one.
 */
export function findBatch(context: CalleeContext, call: ts.CallExpression): FoundBatch | undefined {
  const read = readContent(context, call, false);
  if (!read) return undefined;
  const { ts } = context.parser;
  let operand: ts.Expression = call;
  while (isWrapper(context, operand.parent)) operand = operand.parent as ts.Expression;
  let whole = operand;
  const isAwaited = ts.isAwaitExpression(operand.parent);
  if (isAwaited) {
    whole = operand.parent as ts.Expression;
    while (ts.isParenthesizedExpression(whole.parent)) whole = whole.parent;
  }
  const awaited = isAwaited ? (operand.parent as ts.Expression) : call;
  return { ...read, whole, awaited, operand, isWaitedFor: isAwaited || isReturnedToCaller(context, operand) };
}

function readContent(
  context: CalleeContext,
  call: ts.CallExpression,
  isRepeated: boolean,
): BatchContent | undefined {
  const [argument, ...others] = call.arguments;
  const kind = argument && others.length === 0 ? kindOf(context, call) : undefined;
  if (!argument || !kind) return undefined;
  const reader = new BatchReader(context, kind, isRepeated);
  const part = reader.list(argument);
  if (!part || reader.members.length === 0) return undefined;
  const list = unwrapExpression(context.parser, argument);
  const isLiteral = context.parser.ts.isArrayLiteralExpression(list);
  const { members, branches, rows, nested } = reader;
  return {
    call,
    part,
    members,
    branches,
    rows,
    nested,
    isOwn: kind === "own",
    literal: isLiteral ? list : undefined,
    isPlain: isLiteral && part.kind === "list" && part.parts.every((one) => one.kind === "call"),
  };
}

function kindOf(context: CalleeContext, call: ts.CallExpression): Kind | undefined {
  if (call.questionDotToken) return undefined;
  if (isBatchFunction(context, call.expression)) return "own";
  return isPromiseAll(context, call.expression) ? "promise" : undefined;
}

function isBatchFunction(context: CalleeContext, callee: ts.Expression): boolean {
  const { ts } = context.parser;
  for (const name of ["callToolsParallel", "callToolsSettled"]) {
    if (ts.isIdentifier(callee) && functionSource(context, callee, name)) return true;
    if (
      ts.isPropertyAccessExpression(callee) &&
      callee.name.text === name &&
      ts.isIdentifier(callee.expression)
    ) {
      if (moduleSource(context, callee.expression)) return true;
    }
  }
  return false;
}

function isPromiseAll({ parser: { ts }, bindings }: CalleeContext, callee: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return false;
  const isAll = callee.name.text === "all" || callee.name.text === "allSettled";
  return isAll && callee.expression.text === "Promise" && !bindings.of(callee.expression);
}

function isArrayFrom(
  { parser: { ts }, bindings }: CalleeContext,
  callee: ts.PropertyAccessExpression,
): boolean {
  const { expression, name } = callee;
  return (
    name.text === "from" &&
    ts.isIdentifier(expression) &&
    expression.text === "Array" &&
    !bindings.of(expression)
  );
}

/** Reads what a batch is given. */
class BatchReader {
  readonly members: FoundCall[] = [];
  readonly branches: ts.Node[] = [];
  readonly rows: (readonly [ts.Expression, BatchPart])[] = [];
  readonly nested: BatchContent[] = [];

  constructor(
    readonly context: CalleeContext,
    readonly kind: Kind,
    readonly isRepeated: boolean,
  ) {}

  /** A literal list, or one that is made of another one: `items.map((item) => …)`. */
  list(node: ts.Expression): BatchPart | undefined {
    const { ts } = this.context.parser;
    const inner = unwrapExpression(this.context.parser, node);
    if (ts.isCallExpression(inner)) return this.#each(inner, false);
    if (!ts.isArrayLiteralExpression(inner)) return undefined;
    const parts: BatchPart[] = [];
    for (const element of inner.elements) {
      const spread = ts.isSpreadElement(element)
        ? unwrapExpression(this.context.parser, element.expression)
        : undefined;
      const part = !spread
        ? this.#member(element)
        : ts.isCallExpression(spread)
          ? this.#each(spread, true)
          : undefined;
      if (!part) return undefined;
      parts.push(part);
    }
    return { kind: "list", parts };
  }

  #each(call: ts.CallExpression, isSpread: boolean): BatchPart | undefined {
    const { ts } = this.context.parser;
    const callee = call.expression;
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    // `Array.from({ length: 3 }, (_, i) => …)` is a map of what it makes.
    const isFrom = isArrayFrom(this.context, callee) && call.arguments.length === 2;
    const [argument, ...others] = isFrom ? call.arguments.slice(1) : call.arguments;
    if (!argument || others.length > 0) return undefined;
    const text = isFrom ? "map" : callee.name.text;
    if (text !== "map" && text !== "flatMap") return undefined;
    const callback = this.context.helpers.givenBy(argument);
    if (!callback?.body) return undefined;
    const node = callback === unwrapExpression(this.context.parser, argument) && this.#valueOf(callback);
    if (node) {
      const inner = new BatchReader(this.context, this.kind, true);
      const value = this.#withoutAwait(node, callback);
      const part = text === "map" ? inner.#member(value) : inner.list(value);
      if (part) {
        this.#take(inner);
        this.rows.push([node, part]);
        return { kind: "each", isSpread, call, callback, value: { node, part }, found: inner.members[0]! };
      }
    }
    // `Promise.all` waits for an asynchronous callback; one that is not may have started more than what it returns.
    if (this.kind === "own" || text !== "map" || !isAsync(this.context.parser, callback)) return undefined;
    const found = this.#code(call, callback, true);
    return found && { kind: "each", isSpread, call, callback, value: undefined, found };
  }

  /** The one value of a callback that is over when it returns it; of an asynchronous one only where it is nothing else. */
  #valueOf(callback: LocalFunction): ts.Expression | undefined {
    const { parser } = this.context;
    const { ts } = parser;
    const { body } = callback;
    if (!body) return undefined;
    if (ts.isBlock(body)) {
      const last = body.statements.at(-1);
      const isOnly = last && ts.isReturnStatement(last) && countReturns(ts, body) === 1;
      return isOnly && !isAsync(parser, callback) ? last.expression : undefined;
    }
    if (!isAsync(parser, callback)) return body;
    // The runtime's own functions take no promises.
    return this.kind === "own" ? undefined : body;
  }

  /** What an asynchronous function returns is waited for, with `await` or without. */
  #withoutAwait(node: ts.Expression, callback: LocalFunction): ts.Expression {
    const { parser } = this.context;
    const inner = unwrapExpression(parser, node);
    return isAsync(parser, callback) && parser.ts.isAwaitExpression(inner) ? inner.expression : node;
  }

  #member(node: ts.Expression): BatchPart | undefined {
    const { parser } = this.context;
    const { ts } = parser;
    if (this.kind === "promise") return this.#promise(node);
    const element = unwrapExpression(parser, node);
    if (ts.isArrayLiteralExpression(element)) {
      const [name, ...payload] = element.elements;
      return name && this.#add(tupleMember(this.context, element, name, payload));
    }
    if (ts.isObjectLiteralExpression(element)) {
      const name = propertyValue(parser, element, "tool");
      const payload = ["prompt", "kwargs"]
        .map((key) => propertyValue(parser, element, key))
        .filter((part) => part !== undefined);
      return name && this.#add(tupleMember(this.context, element, name, payload));
    }
    return ts.isArrowFunction(element) && element.parameters.length === 0 ? this.#branch(element) : undefined;
  }

  /** `() => callTool(…)`, `() => premium ? callTool(…) : undefined`, `() => callToolsParallel([…])`, or a function with more code. */
  #branch(element: ts.ArrowFunction): BatchPart | undefined {
    const { parser } = this.context;
    const { ts } = parser;
    if (!ts.isBlock(element.body)) {
      const body = unwrapExpression(parser, element.body);
      const value = ts.isAwaitExpression(body) ? unwrapExpression(parser, body.expression) : body;
      const guarded = guardedMember(this.context, element.body);
      const part = this.#promise(value) ?? (guarded && this.#add(guarded));
      if (part) {
        this.branches.push(element);
        return part;
      }
    }
    const found = this.#code(element, element, this.isRepeated);
    return found && { kind: "call", found };
  }

  #promise(element: ts.Expression): BatchPart | undefined {
    const inner = unwrapExpression(this.context.parser, element);
    if (!this.context.parser.ts.isCallExpression(inner)) return undefined;
    const nested = readContent(this.context, inner, this.isRepeated);
    if (nested) {
      this.nested.push(nested);
      this.#take(nested);
      return nested.part;
    }
    const direct = directMember(this.context, element);
    return direct && this.#add(direct);
  }

  #take({
    members,
    branches,
    rows,
    nested,
  }: Omit<BatchContent, "call" | "part" | "isOwn" | "literal" | "isPlain">): void {
    this.members.push(...members);
    this.branches.push(...branches);
    this.rows.push(...rows);
    this.nested.push(...nested);
  }

  #add(found: FoundCall): BatchPart {
    const member = this.isRepeated ? { ...found, isRepeated: true } : found;
    this.members.push(member);
    return { kind: "call", found: member };
  }

  /** Code that makes calls of tools, as one member: what more it does is for the analysis to say. */
  #code(node: ts.Expression, callback: LocalFunction, isRepeated: boolean): FoundCall | undefined {
    if (!this.context.helpers.makesCalls(callback)) return undefined;
    const recognised: RecognisedCall = {
      convention: "callback",
      source: { kind: "other" },
      tool: undefined,
      payload: [],
      isPlain: false,
      throws: true,
      helper: callback,
    };
    const found: FoundCall = {
      node,
      recognised,
      place: "batch-member",
      whole: node,
      operand: node,
      ...(isRepeated && { isRepeated }),
    };
    this.members.push(found);
    return found;
  }
}

function countReturns(typescript: typeof ts, node: ts.Node): number {
  if (typescript.isReturnStatement(node)) return 1;
  if (typescript.isFunctionLike(node)) return 0;
  let count = 0;
  typescript.forEachChild(node, (child) => void (count += countReturns(typescript, child)));
  return count;
}

function directMember(context: CalleeContext, element: ts.Expression): FoundCall | undefined {
  const call = unwrapExpression(context.parser, element);
  if (!context.parser.ts.isCallExpression(call)) return undefined;
  const recognised = recogniseCall(context, call);
  return recognised && { node: call, recognised, place: "batch-member", whole: element, operand: element };
}

function guardedMember(context: CalleeContext, body: ts.Expression): FoundCall | undefined {
  const { parser } = context;
  const found = findBranchGuard(parser, body, (node) => directMember(context, node) !== undefined);
  if (!found) return undefined;
  const { guard, arm } = found;
  const operand = parser.ts.isAwaitExpression(arm) ? unwrapExpression(parser, arm.expression) : arm;
  const member = directMember(context, operand);
  return member && { ...member, whole: arm, guard };
}

function tupleMember(
  context: CalleeContext,
  node: ts.Expression,
  name: ts.Expression,
  payload: readonly ts.Expression[],
): FoundCall {
  const tool = constantText(context, name);
  const recognised: RecognisedCall = {
    convention: "callTool",
    source: { kind: "other" },
    tool,
    payload,
    isPlain: true,
    throws: true,
  };
  return { node, recognised, place: "batch-member", whole: node, operand: node };
}
