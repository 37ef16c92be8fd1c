import type ts from "typescript";
import type { Code } from "../diagnostics/codes.js";
import type { ToolEffect } from "../model/effects.js";
import type { Span } from "../model/span.js";
import type { Refusal } from "../model/steps.js";
import type { ToolCall } from "../model/workflow.js";
import type { Binding } from "../syntax/bindings.js";
import { languageOf } from "../syntax/parser.js";
import { constantGlobals, constructorFacts } from "./built-ins.js";
import type { AnalysisContext } from "./context.js";
import {
  definitelyNoPattern,
  definitelyConstantGlobal,
  definitelyNoFunction,
  definitelyMakesPrimitive,
  definitelyObject,
  mayBeIterator,
  mayBeMissing,
} from "./value-facts.js";
import type { LocalFunction } from "../syntax/functions.js";
import type { BatchPart } from "../syntax/view.js";
import { resultIsUsed } from "./result-use.js";
import { cloneErrors, isConstant, methodErrors } from "./method-errors.js";
import { Summaries } from "./summaries.js";
import type { ImportedSummary } from "./imported-functions.js";
import { helperCall, type HelperCall } from "./helper-call.js";
import type { ObjectClass } from "./object-graph.js";
import type { Objects } from "./objects.js";
import type { Hooks } from "./own-code.js";
import {
  answerLocation,
  globalLocation,
  clockLocation,
  consoleLocation,
  objectLocation,
  Sink,
  Throws,
  type Callback,
  type Mark,
  type ToolUse,
  variableLocation,
} from "./sink.js";
import type { Visibility } from "./visibility.js";

/** A call that may run apart from the rest of its statement, with what the evaluation of its arguments does. */
export interface ExtractedCall {
  readonly call: ToolCall;
  readonly sink: Sink;
  /** How the evaluation of the arguments, and that of what stands before them, may fail. */
  readonly argThrows: Throws;
  readonly receiverThrows: Throws;
}

export interface WalkRegion {
  readonly id: string;
  readonly effectOf: (call: ToolCall) => ToolEffect;
  /** The effect of a tool of that name; undefined where it is not known. */
  readonly effectOfTool: (tool: string | undefined) => ToolEffect;
  /** A batch becomes a list of started promises. */
  readonly startsPromises?: boolean;
  /** False where the new text has no function that starts calls together. */
  readonly hasBatches?: boolean;
  /** Told what the tools behind a call of a helper do. */
  readonly noteHelper: (call: ToolCall, uses: readonly ToolUse[]) => void;
  /** Told of a function that does more than a helper. */
  readonly noMoreThanCode: (call: ToolCall, because: Refusal) => void;
  /** Calls that stay where they are, and why. */
  readonly refused: Map<string, { readonly code: Code; readonly span: Span; readonly name: string }>;
}

/**
 * Walks code in the order in which it is evaluated and gathers what it does. A tool call that nothing before it in its statement
 * depends on is set apart (`extracted`); every other one counts as a part of the code around it.
 */
export class ExpressionWalker {
  protected readonly ts: typeof ts;
  /** The sinks of the code around the present place, outermost first: the statement, then each call whose arguments are walked. */
  protected sinks: Sink[] = [new Sink()];
  protected extracted: ExtractedCall[] = [];
  /** How many conditions, loops and handlers stand between the statement and the present place. */
  protected conditional = 0;
  /** Functions of the file whose code is being walked for a call of them. */
  protected readonly gathering: ts.Node[] = [];
  /** How many things have been met whose order can be told from outside, and whether the code before the present place waits. */
  protected orderedCount = 0;
  #hasWaited = false;
  /** The call whose choice is being walked with it, and what its arguments do. */
  #guarded: { readonly id: string; readonly args: Sink } | undefined;
  readonly #summaries = {
    called: new Summaries<LocalFunction, Sink>(() => new Sink(), givesOthers),
    waitedFor: new Summaries<LocalFunction, Sink>(() => new Sink(), givesOthers),
    made: new Summaries<ts.ClassDeclaration, Sink>(() => new Sink(), givesOthers),
    hooks: new Summaries<ts.Node, Sink>(() => new Sink(), givesOthers),
  };

  /** The class whose constructor is being walked: its `this` is nobody else's yet. */
  #constructed: ts.ClassDeclaration | undefined;
  /** For each function whose code is being walked, whether its caller waits for what it returns. */
  readonly #isWaitedFor: boolean[] = [];

  constructor(
    protected readonly context: AnalysisContext,
    protected readonly objects: Objects,
    protected readonly visibility: Visibility,
    protected readonly region: WalkRegion,
  ) {
    this.ts = context.parser.ts;
  }

  /**
   * The function whose code is being walked for a call of it. Only its own variables are left out of what it does: those of a function around it
   * are its callers' business, who may be in the midst of another run.
   */
  protected get current(): ts.Node | undefined {
    return this.gathering.at(-1);
  }

  protected get sink(): Sink {
    return this.sinks.at(-1)!;
  }

  protected span(node: ts.Node): Span {
    return { start: node.getStart(this.context.file), end: node.end };
  }

  protected fence(node: ts.Node, code: Code, name: string): void {
    this.sink.fence ??= { code, span: this.span(node), name };
  }

  protected whenever(walk: () => void): void {
    this.conditional++;
    walk();
    this.conditional--;
  }

  /** Evaluates an expression for its value. */
  expression(node: ts.Expression): void {
    const { ts } = this;
    const { SyntaxKind: K } = ts;
    const guarded = this.context.view.guardAt.get(node);
    if (guarded && !this.#guarded && this.#guardedCall(node, guarded)) return;
    const call = this.context.view.callAt.get(node);
    if (call && call.id === this.#guarded?.id) return this.#argumentsBehindGuard(call);
    if (call?.place === "awaited") return this.#toolCall(node, call);
    const batch = this.context.view.batchAt.get(node);
    if (batch) return this.#existingBatch(node, batch);
    if (ts.isIdentifier(node)) return this.#readName(node);
    if (ts.isLiteralExpression(node) || ts.isOmittedExpression(node)) return;
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
      return this.expression(node.expression);
    if (ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node))
      return this.expression(node.expression);
    if (ts.isPropertyAccessExpression(node)) return this.#readProperty(node, node.name.text);
    if (ts.isElementAccessExpression(node)) return this.#readElement(node);
    if (ts.isCallExpression(node)) return this.#call(node);
    if (ts.isNewExpression(node)) return this.#new(node);
    if (ts.isTemplateExpression(node)) {
      for (const part of node.templateSpans) {
        this.expression(part.expression);
        this.#convert(part.expression);
      }
      return;
    }
    if (ts.isBinaryExpression(node)) return this.#binary(node);
    if (ts.isConditionalExpression(node)) {
      this.expression(node.condition);
      return this.whenever(() => {
        this.expression(node.whenTrue);
        this.expression(node.whenFalse);
      });
    }
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return this.#unary(node);
    if (ts.isTypeOfExpression(node) || ts.isVoidExpression(node)) return this.expression(node.expression);
    if (ts.isObjectLiteralExpression(node)) return this.#objectLiteral(node);
    if (ts.isArrayLiteralExpression(node)) {
      for (const element of node.elements) this.#element(element);
      return;
    }
    if (ts.isSpreadElement(node)) return this.#element(node);
    if (ts.isDeleteExpression(node)) return this.#delete(node);
    // A closure does nothing until it is called, and whoever calls it is a barrier or runs it in place.
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return;
    if (ts.isAwaitExpression(node)) {
      if (this.#callsBack(node.expression, true)) return;
      this.expression(node.expression);
      this.#hasWaited = true;
      return this.fence(node, "other-await", node.getText(this.context.file).slice(0, 60));
    }
    if (
      node.kind === K.ThisKeyword ||
      node.kind === K.TrueKeyword ||
      node.kind === K.FalseKeyword ||
      node.kind === K.NullKeyword
    )
      return;
    if (ts.isMetaProperty(node)) return;
    this.unknownSyntax(node);
  }

  /** The default of every switch over syntax: nothing crosses what no rule knows, and its calls stay inside. */
  protected unknownSyntax(node: ts.Node): void {
    this.fence(node, "unsupported-syntax", this.ts.SyntaxKind[node.kind] ?? "syntax");
    this.whenever(() => this.ts.forEachChild(node, (child) => this.#unknownChild(child)));
  }

  #unknownChild(node: ts.Node): void {
    const { ts } = this;
    if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return;
    if (this.context.view.callAt.get(node)?.place === "awaited" || this.context.view.batchAt.has(node))
      return this.expression(node as ts.Expression);
    ts.forEachChild(node, (child) => this.#unknownChild(child));
  }

  #toolCall(node: ts.Expression, call: ToolCall): void {
    const found = this.context.view.found.get(call.id)!;
    const helper = this.#helperOf(call);
    const uses = helper?.tools ?? [this.#useOf(call)];
    const refusal = this.#refuse(call, uses);
    const sink = new Sink();
    this.sinks.push(sink);
    const throws = this.#callArguments(found.node);
    this.sinks.pop();
    const changing = this.#refuseArguments(node, sink);
    if (helper) sink.absorb(helper.anywhere);
    const decided = refusal ? undefined : this.#decides(call, sink);
    const reason =
      helper?.more ?? refusal ?? changing ?? decided ?? this.#refuseReads(call, sink) ?? helper?.refusal;
    if (reason) {
      this.#keep(call, reason);
      // (Inside of a function that is walked for a call of it, a circle may not have been gone round yet.)
      if (helper?.more && this.gathering.length === 0) this.region.noMoreThanCode(call, helper.more);
      else if (!this.region.refused.has(call.id)) this.region.refused.set(call.id, reason);
      this.#absorbSummary(sink);
      return this.#wait(uses, helper?.inPlace);
    }
    // (Under a condition, what stands before the arguments may not be looked at, either.)
    if (call.condition) this.#setApart(call, uses, sink, sink.throws, Throws.Never);
    else this.#setApart(call, uses, sink, throws.argThrows, throws.receiverThrows);
  }

  /**
   * Lets a copy of its condition travel with a call. The statement asks again when the answer is there, so that the condition must do
   * nothing but read what nobody changes meanwhile. Returns why it may not; `sink` is that of the call.
   */
  #decides(call: ToolCall, sink: Sink) {
    const expression = this.context.view.conditionOf.get(call.id);
    if (!expression) return undefined;
    const choice = new Sink();
    this.sinks.push(choice);
    this.expression(expression);
    this.sinks.pop();
    const isQuiet =
      !choice.fence &&
      !choice.changes &&
      !choice.clock &&
      !choice.shared &&
      choice.tools.length === 0 &&
      choice.throws !== Throws.ByDesign;
    // Where it is there, the batch gets what need not be asked for; of a promise it would wait for what that comes to.
    const isValue = call.condition!.isAssigned || call.condition!.makes === "missing";
    if (!isQuiet || (isValue && this.context.promises.mayBePromise(expression)))
      return { code: "conditional-call" as const, span: call.whole, name: call.label };
    sink.absorb(choice);
    return undefined;
  }

  #setApart(
    call: ToolCall,
    uses: readonly ToolUse[],
    sink: Sink,
    argThrows: Throws,
    receiverThrows: Throws,
  ): void {
    sink.tools.push(...uses);
    const location = answerLocation(Number(call.id.slice(1)));
    sink.add(location, true, call.whole, call.label);
    this.extracted.push({ call, sink, argThrows, receiverThrows });
    this.sink.add(location, false, call.whole, call.label);
  }

  /**
   * `premium ? await callTool("rush", id) : undefined` as one call: what decides travels with it. Returns false where the choice does more
   * than read: then the call stays under its condition.
   */
  #guardedCall(node: ts.Expression, call: ToolCall): boolean {
    const helper = this.#helperOf(call);
    const uses = helper?.tools ?? [this.#useOf(call)];
    if (this.#refuse(call, uses) || helper?.refusal || this.#needsAwait(call)) return false;
    const { orderedCount } = this;
    const { choice, args } = this.#walkGuard(node, call);
    // A condition that throws by design, or reads the clock, is code that keeps its place.
    const isPure =
      !choice.fence &&
      !choice.changes &&
      !choice.clock &&
      choice.tools.length === 0 &&
      choice.throws !== Throws.ByDesign &&
      !this.#mayChoosePromise(node, call);
    const isQuiet = isPure && !this.#refuseArguments(node, args);
    choice.absorb(args);
    if (helper) choice.absorb(helper.anywhere);
    if (!isQuiet || this.#refuseReads(call, choice)) {
      this.orderedCount = orderedCount;
      return false;
    }
    this.#setApart(call, uses, choice, choice.throws, Throws.Never);
    return true;
  }

  /** A choice whose type may depend on its `await` can be a branch, and no started promise. */
  #needsAwait({ guard }: ToolCall): boolean {
    if (!this.region.startsPromises || !guard) return false;
    const mayMerge = guard.others === "values" || guard.others === "mixed";
    return guard.isCast || (mayMerge && languageOf(this.context.file.fileName).startsWith("ts"));
  }

  /** What a choice does around the call in it, and what the evaluation of the call's arguments does. */
  #walkGuard(node: ts.Expression, { id }: ToolCall): { readonly choice: Sink; readonly args: Sink } {
    const [choice, args] = [new Sink(), new Sink()];
    this.sinks.push(choice);
    this.#guarded = { id, args };
    this.expression(node);
    this.#guarded = undefined;
    this.sinks.pop();
    return { choice, args };
  }

  #argumentsBehindGuard(call: ToolCall): void {
    this.sinks.push(this.#guarded!.args);
    this.#callArguments(this.context.view.found.get(call.id)!.node);
    this.sinks.pop();
  }

  /** Whether one of the other values of a choice may be a promise, which a branch would wait for. */
  #mayChoosePromise(node: ts.Expression, call: ToolCall): boolean {
    const { ts } = this;
    const inner = this.context.unwrap(node);
    if (this.context.view.callAt.get(inner) === call) return false;
    if (ts.isConditionalExpression(inner))
      return this.#mayChoosePromise(inner.whenTrue, call) || this.#mayChoosePromise(inner.whenFalse, call);
    if (!ts.isBinaryExpression(inner)) return this.context.promises.mayBePromise(inner);
    // (What is left of `&&` is its value where it is false, and a promise is not.)
    const isAnd = inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    return (
      (!isAnd && this.context.promises.mayBePromise(inner.left)) || this.#mayChoosePromise(inner.right, call)
    );
  }

  #useOf(call: ToolCall): ToolUse {
    const name = this.context.view.found.get(call.id)!.recognised.toolName;
    const namedBy = call.tool === undefined && name ? this.#parameterIndex(name) : undefined;
    const use = { call: call.id, name: call.label, effect: this.region.effectOf(call) };
    return namedBy === undefined ? use : { ...use, namedBy };
  }

  #helperOf(call: ToolCall): HelperCall | undefined {
    const { node, recognised } = this.context.view.found.get(call.id)!;
    const local = recognised.helper;
    const args = this.context.argumentsOf(call);
    const summary =
      local &&
      (recognised.convention === "callback"
        ? this.#summaryOfCallback(local, node)
        : this.#summaryAt(node, local, true));
    const helper =
      summary &&
      helperCall(call, summary, resultIsUsed(this.context, call), (index) => {
        const argument = args[index];
        const namedBy = argument && this.#parameterIndex(argument);
        const effect = this.region.effectOfTool(argument && this.context.constantText(argument));
        return namedBy === undefined ? { effect } : { effect, namedBy };
      });
    if (!helper) return undefined;
    const isDeclared = call.pragma !== undefined && call.pragma !== "keep";
    const tools = isDeclared
      ? [{ call: call.id, name: call.label, effect: this.region.effectOf(call) }]
      : helper.tools;
    if (this.gathering.length === 0 && !isDeclared) this.region.noteHelper(call, tools);
    return { ...helper, tools };
  }

  /** The place among the parameters of the function that is being walked, where an expression is one that nobody assigns. */
  #parameterIndex(node: ts.Expression): number | undefined {
    const { ts } = this;
    const inner = this.context.unwrap(node);
    const binding = ts.isIdentifier(inner) ? this.context.bindings.of(inner) : undefined;
    const declared = binding?.declarations[0]?.parent;
    if (!declared || !ts.isParameter(declared) || declared.initializer || declared.dotDotDotToken)
      return undefined;
    if (declared.name !== binding.declarations[0] || binding.writes.length > 0) return undefined;
    if (declared.parent !== this.current) return undefined;
    return declared.parent.parameters.indexOf(declared);
  }

  /** A call that a comment keeps in its place keeps the function around it there. */
  #keep({ pragma }: ToolCall, { span, name }: Mark): void {
    if (this.gathering.length > 0 && pragma === "keep") this.sink.kept ??= { span, name };
  }

  /** Waits for tools in the midst of other code. */
  #wait(uses: readonly ToolUse[], beside: Sink | undefined): void {
    if (beside) this.#absorbSummary(beside);
    this.sink.tools.push(...uses);
    this.#hasWaited = true;
  }

  #callArguments(node: ts.Expression): { readonly argThrows: Throws; readonly receiverThrows: Throws } {
    const { ts } = this;
    if (!ts.isCallExpression(node)) {
      this.expression(node);
      // A tuple or object is handed over with all that it holds.
      this.#readDeep(node);
      return { argThrows: this.sink.throws, receiverThrows: Throws.Never };
    }
    const callee = this.context.unwrap(node.expression);
    if (ts.isPropertyAccessExpression(callee)) this.expression(callee.expression);
    else if (ts.isIdentifier(callee)) this.#readName(callee);
    else this.expression(callee);
    const receiverThrows = this.sink.throws;
    this.sink.throws = Throws.Never;
    const isOptional = ts.isOptionalChain(node);
    if (isOptional) this.conditional++;
    for (const argument of node.arguments) {
      this.#element(argument);
      this.#readDeep(argument);
      // A tool sees what the getters of its arguments give. (What comes from outside is taken for data.)
      const objects = this.objects.reach(this.objects.of(argument));
      const own = objects.filter((object) => !this.objects.isOutside(object));
      this.#access(argument, own, undefined, "get");
      if (containsFunction(this.ts, argument) && !this.#isCalledBack(node, argument))
        this.fence(argument, "unsupported-syntax", "a function among the arguments");
    }
    if (isOptional) this.conditional--;
    const argThrows = this.sink.throws;
    this.sink.raise(receiverThrows);
    return { argThrows, receiverThrows };
  }

  /** A function that a helper is given to call while it is waited for. */
  #isCalledBack(call: ts.CallExpression, argument: ts.Expression): boolean {
    const tool = this.context.view.callAt.get(call);
    const helper = tool && this.context.view.found.get(tool.id)!.recognised.helper;
    return (
      helper !== undefined &&
      this.context.localFunctions.givenBy(argument) !== undefined &&
      this.#summaryOf(helper, true, call).callbacks.has(call.arguments.indexOf(argument))
    );
  }

  /** Why the call cannot run before the code that stands before it in its own statement. */
  #refuse(call: ToolCall, uses: readonly ToolUse[]) {
    const reason = (code: Code, span: Span = call.whole, name = call.label) => ({ code, span, name });
    if (call.pragma === "keep") return reason("keep-pragma", call.pragmaSpan);
    if (call.region !== this.region.id) return reason("control-dependence");
    const fence = this.sinks.find((before) => before.fence)?.fence;
    if (fence) return reason(fence.code, fence.span, fence.name);
    // (In a function that is walked for a call of it, a call of its own region has come back to itself.)
    const travels = call.condition !== undefined && this.gathering.length === 0;
    if (this.conditional > 0 && !travels) return reason("conditional-call");
    const mayChange = uses.some(({ effect }) => effect.kind !== "pure" && effect.kind !== "reads");
    for (const before of this.sinks) {
      if (before.tools.length > 0) return reason("evaluation-order");
      if (before.shared) return reason("shared-variable", before.shared.span, before.shared.name);
      if (before.changes) return reason("evaluation-order");
      if (mayChange && before.throws !== Throws.Never) return reason("evaluation-order");
    }
    return undefined;
  }

  #refuseArguments(node: ts.Expression, sink: Sink) {
    if (sink.fence) return { code: sink.fence.code, span: sink.fence.span, name: sink.fence.name };
    // `callTool("a", n++)`: the arguments of a batch are evaluated at once.
    // (Reading the clock is no such change: the members of a batch do it in their order.)
    if (sink.changesBeside(clockLocation) || sink.tools.length > 0)
      return {
        code: "evaluation-order" as const,
        span: this.span(node),
        name: "an argument that changes something",
      };
    return undefined;
  }

  /** `const a = 1, b = await callTool("x", a)`: the call reads what its own statement has just declared. */
  #refuseReads(call: ToolCall, sink: Sink) {
    const isLocal = this.sinks.some((before) => sink.reads(before.declared));
    return isLocal ? { code: "evaluation-order" as const, span: call.whole, name: call.label } : undefined;
  }

  /** A batch that the program has already: one call with several members. */
  #existingBatch(node: ts.Expression, batch: ToolCall): void {
    const { part, call } = this.context.view.batches.get(this.context.view.found.get(batch.id)!.node)!;
    const { anywhere, inPlace, uses, refusal } = this.#walkBatch(part);
    this.#readCopied(call, anywhere);
    if (this.gathering.length === 0) this.region.noteHelper(batch, uses);
    const reason =
      this.#refuse(batch, uses) ??
      this.#refuseArguments(node, anywhere) ??
      this.#refuseReads(batch, anywhere) ??
      refusal ??
      // A list of started promises has no place for code that waits itself.
      (this.region.hasBatches === false
        ? { code: "unsupported-syntax", span: batch.whole, name: "a batch" }
        : undefined);
    if (!reason) return this.#setApart(batch, uses, anywhere, anywhere.throws, Throws.Never);
    for (const id of batch.members) if (!this.region.refused.has(id)) this.region.refused.set(id, reason);
    this.#absorbSummary(anywhere);
    this.#wait(uses, inPlace);
  }

  /**
   * `const total2 = total; const [a] = await callToolsParallel([() => check(total2), …]); total = 5;`: a constant that copies what only the
   * batch reads is a part of it. Else the next rewrite would take the batch below the assignment, which this one could not.
   */
  #readCopied(batch: ts.CallExpression, sink: Sink): void {
    const { ts } = this;
    const copied = new Set<ts.Expression>();
    const visit = (node: ts.Node): void => {
      const binding = ts.isIdentifier(node) ? this.context.bindings.of(node) : undefined;
      const declared = binding?.kind === "const" ? binding.declarations[0]?.parent : undefined;
      const value = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
      const isCopy =
        value !== undefined &&
        (ts.isIdentifier(value) ||
          ts.isPropertyAccessExpression(value) ||
          ts.isElementAccessExpression(value));
      if (isCopy && binding!.uses.every(({ pos }) => batch.pos <= pos && pos < batch.end)) copied.add(value);
      ts.forEachChild(node, visit);
    };
    visit(batch);
    const copies = new Sink();
    this.sinks.push(copies);
    for (const value of copied) this.expression(value);
    this.sinks.pop();
    copies.throws = Throws.Never;
    sink.absorb(copies);
  }

  #walkBatch(part: BatchPart): WalkedBatch {
    const walked: WalkedBatch = { anywhere: new Sink(), inPlace: new Sink(), uses: [], refusal: undefined };
    this.sinks.push(walked.anywhere);
    this.#batchPart(part, walked);
    this.sinks.pop();
    return walked;
  }

  #batchPart(part: BatchPart, walked: WalkedBatch): void {
    if (part.kind === "list") for (const member of part.parts) this.#batchPart(member, walked);
    else if (part.kind === "call") this.#batchMember(this.context.view.callAt.get(part.found.node)!, walked);
    else this.#eachOfBatch(part, walked);
  }

  #batchMember(call: ToolCall, walked: WalkedBatch): void {
    this.#memberArguments(call);
    if (call.pragma === "keep")
      walked.refusal ??= { code: "keep-pragma", span: call.pragmaSpan!, name: call.label };
    this.#keep(call, { span: call.pragmaSpan ?? call.whole, name: call.label });
    const helper = this.#helperOf(call);
    if (helper) this.#addMember(call, helper, walked);
    walked.uses.push(...(helper?.tools ?? [this.#useOf(call)]));
  }

  #addMember(call: ToolCall, { anywhere, inPlace, refusal, more }: HelperCall, walked: WalkedBatch): void {
    this.#absorbSummary(anywhere);
    walked.inPlace.absorb(inPlace);
    walked.refusal ??= refusal;
    // Code without a name that does more than make calls is code, and no call to anybody.
    const isCode = this.context.view.found.get(call.id)!.recognised.convention === "callback";
    if (more && isCode && this.gathering.length === 0) this.region.noMoreThanCode(call, more);
  }

  /** `items.map((item) => callTool("get_item", item))`: what is gone through, and what the callback does. */
  #eachOfBatch(part: BatchPart & { kind: "each" }, walked: WalkedBatch): void {
    // `Array.from({ length: count }, …)` or `items.map(…)`
    const isFrom = part.call.arguments.length === 2;
    const { expression } = part.call.expression as ts.PropertyAccessExpression;
    const list = isFrom ? part.call.arguments[0]! : expression;
    this.expression(list);
    this.#readDeep(list);
    this.#dereference(list);
    const isKnown = isFrom
      ? this.context.builtInFunction(part.call) !== undefined && !mayBeIterator(this.context, list)
      : this.context.builtInMethod(part.call) !== undefined;
    if (!isKnown || this.objects.ownCode.iterates([this.objects.of(list)]))
      this.fence(part.call, "unknown-function", nameOf(this.context, part.call.expression));
    const summary = this.#summaryOfCallback(part.callback, part.call);
    // A callback that is over when it returns throws before anything is waited for.
    if (!this.context.localFunctions.isAsync(part.callback)) this.sink.raise(summary.throws);
    const call = this.context.view.callAt.get(part.found.node)!;
    if (!part.value) {
      const helper = this.#helperOf(call)!;
      this.#addMember(call, helper, walked);
      return void walked.uses.push(...helper.tools);
    }
    const unknown = { effect: this.region.effectOfTool(undefined) };
    const helper = helperCall(call, summary, resultIsUsed(this.context, call), () => unknown);
    this.#addMember(call, helper, walked);
    walked.uses.push(...summary.tools);
  }

  /** What a callback does that the language's own functions call: with what it calls itself, and which names of tools, is not known. */
  #summaryOfCallback(local: LocalFunction, at: ts.Node): Sink {
    const summary = new Sink();
    summary.absorb(this.#summaryOf(local, true, at));
    withoutNames(summary);
    for (const { span } of summary.callbacks.values())
      summary.fence ??= { code: "unknown-function", span, name: "a function that it was given" };
    summary.callbacks.clear();
    return summary;
  }

  /** A call that stays where it is, and that the program waits for there. */
  #heldCall(call: ToolCall): void {
    this.#memberArguments(call);
    const helper = this.#helperOf(call);
    if (helper) this.#absorbSummary(helper.anywhere);
    this.#keep(call, { span: call.pragmaSpan ?? call.whole, name: call.label });
    this.#wait(helper?.tools ?? [this.#useOf(call)], helper?.inPlace);
  }

  #memberArguments(call: ToolCall): void {
    const { node, guard, recognised } = this.context.view.found.get(call.id)!;
    if (recognised.convention === "callback") return;
    if (!guard) return void this.#callArguments(node);
    const { choice, args } = this.#walkGuard(guard.expression, call);
    this.#absorbSummary(choice);
    this.#absorbSummary(args);
  }

  /** Takes over what a function does that is called here. */
  #absorbSummary(summary: Sink): void {
    this.sink.absorb(summary);
    if (summary.hasOrdered) this.noteOrdered();
  }

  /** Something whose order can be told from outside, such as a line on the console, happens here. */
  protected noteOrdered(): void {
    this.orderedCount++;
    if (this.#hasWaited) this.sink.late = true;
  }

  /** The value of `return`: in a function that is waited for, a promise is waited for there. */
  protected returned(node: ts.Expression): void {
    const { ts } = this;
    const inner = this.context.unwrap(node);
    const call = this.context.view.callAt.get(inner);
    const row = this.context.view.rows.get(node);
    if (row) {
      const { anywhere, inPlace, uses } = this.#walkBatch(row);
      this.#absorbSummary(anywhere);
      return this.#wait(uses, inPlace);
    }
    if (call?.place === "started" && this.#isWaitedFor.at(-1)) return this.#heldCall(call);
    if (this.#isWaitedFor.at(-1) && this.#callsBack(inner, true)) return;
    if (!ts.isConditionalExpression(inner)) return this.expression(node);
    this.expression(inner.condition);
    this.whenever(() => {
      this.returned(inner.whenTrue);
      this.returned(inner.whenFalse);
    });
  }

  #readName(node: ts.Identifier): void {
    const binding = this.context.bindings.of(node);
    if (!binding) {
      if (constantGlobals.has(node.text) || node.text === "callTool") return;
      // A name that nothing declares may be missing altogether.
      this.sink.raise(Throws.Nullish);
      this.sink.add(globalLocation(this.context.globalNumber(node.text)), false, this.span(node), node.text);
      return;
    }
    this.sink.add(variableLocation(binding.index), false, this.span(node), binding.name);
    if (!this.isOfInlined(binding) && this.visibility.variableIsShared(binding))
      this.sink.share(variableLocation(binding.index), { span: this.span(node), name: binding.name });
  }

  /** A variable of a function whose code is walked for a call of it: each run has its own. */
  protected isOfInlined(binding: Binding): boolean {
    const current = this.current;
    return current !== undefined && current === this.context.effectiveFunction(binding.owner);
  }

  protected writeName(node: ts.Identifier, isDeclaration = false): void {
    const binding = this.context.bindings.of(node);
    if (!binding) {
      this.sink.add(globalLocation(this.context.globalNumber(node.text)), true, this.span(node), node.text);
      const location = globalLocation(this.context.globalNumber(node.text));
      this.sink.outlive(location, { span: this.span(node), name: node.text });
      return this.sink.raise(Throws.Nullish);
    }
    const span = this.span(node);
    this.sink.add(variableLocation(binding.index), true, span, binding.name);
    if ((isDeclaration && binding.kind !== "var") || this.isOfInlined(binding))
      this.sink.declared.add(variableLocation(binding.index));
    if (!isDeclaration && binding.kind === "const") this.sink.raise(Throws.ByDesign);
    // Nobody can read a constant whose declaration was never reached, exported or not.
    const isFresh =
      (isDeclaration && binding.kind !== "var" && binding.writes.length === 0) || this.isOfInlined(binding);
    if (!isFresh && this.visibility.variableOutlives(binding))
      this.sink.outlive(variableLocation(binding.index), { span, name: binding.name });
    if (!isDeclaration && !this.isOfInlined(binding) && this.visibility.variableIsShared(binding))
      this.sink.share(variableLocation(binding.index), { span, name: binding.name });
  }

  protected readObject(object: ObjectClass, node: ts.Node): void {
    if (object === 0) return;
    this.sink.add(
      objectLocation(this.objects.location(object)),
      false,
      this.span(node),
      nameOf(this.context, node),
    );
    if (this.visibility.objectIsShared(object))
      this.sink.share(objectLocation(object), { span: this.span(node), name: nameOf(this.context, node) });
  }

  protected writeObject(object: ObjectClass, node: ts.Node): void {
    if (object === 0) return;
    if (this.#isFreshInRun(node)) return;
    const mark = { span: this.span(node), name: nameOf(this.context, node) };
    this.sink.add(objectLocation(this.objects.location(object)), true, mark.span, mark.name);
    if (this.visibility.objectOutlives(object)) this.sink.outlive(objectLocation(object), mark);
    if (this.visibility.objectIsShared(object)) this.sink.share(objectLocation(object), mark);
  }

  /** A literal that a callback or an inlined function has made in this very run: nobody else has it before the run is over. */
  #isFreshInRun(node: ts.Node): boolean {
    const { ts } = this;
    const inner = ts.isExpression(node) ? this.context.unwrap(node) : node;
    if (inner.kind === ts.SyntaxKind.ThisKeyword) return this.#constructed !== undefined;
    const binding = ts.isIdentifier(inner) ? this.context.bindings.of(inner) : undefined;
    if (
      binding?.kind !== "const" ||
      (binding.owner === this.context.effectiveFunction(binding.owner) && this.current !== binding.owner)
    )
      return false;
    const declaration = binding.declarations[0]?.parent;
    if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
    const value = this.context.unwrap(declaration.initializer);
    return ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value);
  }

  /** Reads a value with all that it holds. */
  #readDeep(node: ts.Expression): void {
    for (const object of this.objects.reach(this.objects.of(node))) this.readObject(object, node);
  }

  /** Turning an object into text reads all of it, and runs its own conversions where the file defines some. */
  #convert(node: ts.Expression): void {
    this.#readDeep(node);
    const objects = this.objects.reach(this.objects.of(node));
    this.#runHooks(node, this.objects.ownCode.conversions(objects), "a conversion of this file's own");
  }

  #readProperty(node: ts.PropertyAccessExpression, name: string): void {
    if (node.questionDotToken) {
      this.expression(node.expression);
    } else {
      this.expression(node.expression);
      this.#dereference(node.expression);
    }
    if (definitelyConstantGlobal(this.context, node.expression)) return;
    this.readObject(this.objects.of(node.expression), node.expression);
    this.#access(node, [this.objects.of(node.expression)], name, "get");
  }

  #readElement(node: ts.ElementAccessExpression): void {
    const { ts } = this;
    this.expression(node.expression);
    if (ts.isOptionalChain(node)) this.whenever(() => this.expression(node.argumentExpression));
    else {
      this.expression(node.argumentExpression);
      this.#dereference(node.expression);
    }
    this.readObject(this.objects.of(node.expression), node.expression);
    this.#convert(node.argumentExpression);
    const key = this.ts.isStringLiteralLike(node.argumentExpression)
      ? node.argumentExpression.text
      : undefined;
    const isIndex = this.ts.isNumericLiteral(node.argumentExpression);
    if (!isIndex) this.#access(node, [this.objects.of(node.expression)], key, "get");
  }

  /** Uses a value as an object. */
  #dereference(node: ts.Expression): void {
    if (definitelyObject(this.context, node)) return;
    this.sink.raise(mayBeMissing(this.context, node) ? Throws.Missing : Throws.Nullish);
  }

  #element(node: ts.Expression): void {
    if (!this.ts.isSpreadElement(node)) return this.expression(node);
    this.expression(node.expression);
    this.iterate(node.expression);
  }

  /** Iterating a value of unknown kind runs no code that anyone can notice (an assumption of the contract). */
  protected iterate(node: ts.Expression): void {
    // What `keys()` and `matchAll()` return can be gone through once.
    if (mayBeIterator(this.context, node)) {
      // (One that is made right here nobody else goes through.)
      if (!this.ts.isCallExpression(this.context.unwrap(node))) this.writeObject(this.objects.of(node), node);
      this.#readDeep(node);
    }
    this.readObject(this.objects.of(node), node);
    this.sink.raise(Throws.Nullish);
    if (this.objects.ownCode.iterates([this.objects.of(node)]))
      this.fence(node, "unknown-function", "an iterator of this file's own");
  }

  /** What the next element of something depends on: `map.keys()` goes on in the map as it is by then. */
  protected nextElement(node: ts.Expression): void {
    if (mayBeIterator(this.context, node)) this.#readDeep(node);
    this.readObject(this.objects.of(node), node);
    // A generator goes on with its code when it is asked.
    if (this.objects.ownCode.iterates([this.objects.of(node)]))
      this.fence(node, "unknown-function", "an iterator of this file's own");
  }

  #objectLiteral(node: ts.ObjectLiteralExpression): void {
    const { ts } = this;
    for (const property of node.properties) {
      if (property.name && ts.isComputedPropertyName(property.name)) {
        this.expression(property.name.expression);
        this.#convert(property.name.expression);
      }
      if (ts.isPropertyAssignment(property)) this.expression(property.initializer);
      else if (ts.isShorthandPropertyAssignment(property)) this.expression(property.name);
      else if (ts.isSpreadAssignment(property)) {
        this.expression(property.expression);
        this.readObject(this.objects.of(property.expression), property.expression);
        this.#access(property, [this.objects.of(property.expression)], undefined, "get");
      }
    }
  }

  #unary(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): void {
    const { SyntaxKind: K } = this.ts;
    this.expression(node.operand);
    if (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken) this.assign(node.operand);
    else if (node.operator !== K.ExclamationToken) this.#convert(node.operand);
  }

  #binary(node: ts.BinaryExpression): void {
    const { SyntaxKind: K } = this.ts;
    const { kind } = node.operatorToken;
    if (kind >= K.FirstAssignment && kind <= K.LastAssignment) return this.#assignment(node, kind);
    this.expression(node.left);
    if (kind === K.AmpersandAmpersandToken || kind === K.BarBarToken || kind === K.QuestionQuestionToken) {
      return this.whenever(() => this.expression(node.right));
    }
    this.expression(node.right);
    if (kind === K.InKeyword || kind === K.InstanceOfKeyword) {
      this.#readDeep(node.right);
      this.#convert(node.left);
      if (this.objects.ownCode.hasTests) this.fence(node, "unknown-function", "a test of this file's own");
      return this.sink.raise(Throws.Nullish);
    }
    const isPlain =
      kind === K.CommaToken || kind === K.EqualsEqualsEqualsToken || kind === K.ExclamationEqualsEqualsToken;
    if (isPlain) return;
    this.#convert(node.left);
    this.#convert(node.right);
    const divides = kind === K.SlashToken || kind === K.PercentToken || kind === K.AsteriskAsteriskToken;
    if (divides && this.context.mayUseBigInt && !this.ts.isNumericLiteral(node.right))
      this.sink.raise(Throws.ByDesign);
  }

  #assignment(node: ts.BinaryExpression, kind: ts.SyntaxKind): void {
    const { ts } = this;
    const { SyntaxKind: K } = ts;
    const isLogical =
      kind === K.BarBarEqualsToken ||
      kind === K.AmpersandAmpersandEqualsToken ||
      kind === K.QuestionQuestionEqualsToken;
    if (kind === K.EqualsToken) this.#evaluateTarget(node.left);
    else this.expression(node.left);
    if (isLogical) {
      return this.whenever(() => {
        this.expression(node.right);
        this.assign(node.left);
      });
    }
    this.expression(node.right);
    if (kind !== K.EqualsToken) {
      this.#convert(node.left);
      this.#convert(node.right);
    } else if (ts.isObjectLiteralExpression(node.left) || ts.isArrayLiteralExpression(node.left)) {
      this.readObject(this.objects.of(node.right), node.right);
      this.#access(node.left, [this.objects.of(node.right)], undefined, "get");
      this.sink.raise(Throws.Nullish);
    }
    this.assign(node.left);
  }

  /** What is evaluated of an assignment's left side before its right side: `holder().x = …`. */
  #evaluateTarget(target: ts.Expression): void {
    const { ts } = this;
    const inner = this.context.unwrap(target);
    if (ts.isPropertyAccessExpression(inner)) this.expression(inner.expression);
    else if (ts.isElementAccessExpression(inner)) {
      this.expression(inner.expression);
      this.expression(inner.argumentExpression);
      this.#convert(inner.argumentExpression);
    }
  }

  /** Writes to a target whose parts have been evaluated. */
  protected assign(target: ts.Expression): void {
    const { ts } = this;
    const inner = this.context.unwrap(target);
    if (ts.isIdentifier(inner)) return this.writeName(inner);
    if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
      this.writeObject(this.objects.of(inner.expression), inner.expression);
      this.#dereference(inner.expression);
      const name = ts.isPropertyAccessExpression(inner)
        ? inner.name.text
        : ts.isStringLiteralLike(inner.argumentExpression)
          ? inner.argumentExpression.text
          : undefined;
      const isIndex =
        ts.isElementAccessExpression(inner) &&
        ts.isNumericLiteral(this.context.unwrap(inner.argumentExpression));
      if (!isIndex) this.#access(inner, [this.objects.of(inner.expression)], name, "set");
      return;
    }
    if (ts.isArrayLiteralExpression(inner)) {
      for (const element of inner.elements)
        if (!ts.isOmittedExpression(element))
          this.#assignPart(ts.isSpreadElement(element) ? element.expression : element);
      return;
    }
    if (ts.isObjectLiteralExpression(inner)) {
      for (const property of inner.properties) {
        if (ts.isShorthandPropertyAssignment(property)) {
          if (property.objectAssignmentInitializer)
            this.whenever(() => this.expression(property.objectAssignmentInitializer!));
          this.writeName(property.name);
        } else if (ts.isPropertyAssignment(property)) {
          if (ts.isComputedPropertyName(property.name)) this.expression(property.name.expression);
          this.#assignPart(property.initializer);
        } else if (ts.isSpreadAssignment(property)) this.#assignPart(property.expression);
        else this.unknownSyntax(property);
      }
      return;
    }
    this.unknownSyntax(inner);
  }

  #assignPart(part: ts.Expression): void {
    const { ts } = this;
    if (ts.isBinaryExpression(part) && part.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      this.whenever(() => this.expression(part.right));
      return this.#assignPart(part.left);
    }
    this.#evaluateTarget(part);
    this.sink.raise(Throws.Nullish);
    this.assign(part);
  }

  #delete(node: ts.DeleteExpression): void {
    const { ts } = this;
    const inner = this.context.unwrap(node.expression);
    if (!ts.isPropertyAccessExpression(inner) && !ts.isElementAccessExpression(inner))
      return this.unknownSyntax(node);
    this.#evaluateTarget(inner);
    this.writeObject(this.objects.of(inner.expression), inner.expression);
    this.sink.raise(Throws.Nullish);
    if (this.objects.ownCode.hasProxies)
      this.fence(node, "unknown-function", "delete on what may be a proxy");
  }

  #new(node: ts.NewExpression): void {
    const path = this.context.globalPath(node.expression);
    const facts = path === undefined ? undefined : constructorFacts(path);
    for (const argument of node.arguments ?? []) this.#element(argument);
    if (facts) {
      for (const argument of node.arguments ?? []) this.#convert(argument);
      if (facts.clock && !node.arguments?.length) this.#readClock(node);
      const isKnown =
        path?.startsWith("Intl.") && (node.arguments ?? []).every((part) => isConstant(this.context, part));
      return this.sink.raise(facts.throws === "may" && !isKnown ? Throws.ByDesign : Throws.Nullish);
    }
    if (this.context.isDeclaredPure(node)) return this.#pureCall(node, node.arguments ?? []);
    this.expression(node.expression);
    const made = this.context.localFunctions.constructedBy(node);
    const summary = made && this.#summaryOfClass(made);
    if (summary && summary.tools.length === 0) return this.#absorbSummary(summary);
    this.fence(node, "unknown-function", `new ${node.expression.getText(this.context.file)}`);
  }

  /** What making an instance of a class does: its fields in their order, then its constructor. */
  #summaryOfClass(made: ts.ClassDeclaration): Sink {
    const { ts } = this;
    return this.#gathered(this.#summaries.made, made, false, () => {
      this.#constructed = made;
      const constructor = made.members.find(
        (member): member is ts.ConstructorDeclaration => ts.isConstructorDeclaration(member) && !!member.body,
      );
      const heritage = made.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
      if (heritage && !constructor) this.#super(heritage);
      for (const member of made.members) {
        const isOwn = ts.isPropertyDeclaration(member) && !isStatic(ts, member);
        if (isOwn && member.initializer) this.expression(member.initializer);
        if (ts.canHaveDecorators(member) && ts.getDecorators(member)?.length)
          this.fence(member, "unknown-function", "a decorator");
      }
      if (ts.getDecorators(made)?.length) this.fence(made, "unknown-function", "a decorator");
      if (constructor) this.inlineFunction(constructor);
    });
  }

  /** The constructor of the class above: one of the language's errors, or one of the file. */
  #super({ types }: ts.HeritageClause): void {
    const [above] = types;
    if (!above) return;
    const path = this.context.globalPath(above.expression);
    if (path !== undefined && constructorFacts(path) && /Error$/.test(path)) return;
    const made = this.context.localFunctions.classNamed(above.expression);
    const summary = made && this.#summaryOfClass(made);
    if (summary) return this.#absorbSummary(summary);
    this.fence(above, "unknown-function", `new ${above.getText(this.context.file)}`);
  }

  #call(node: ts.CallExpression): void {
    const { ts } = this;
    if (this.context.isConsole(node)) return this.#console(node);
    const facts = this.context.builtInFunction(node);
    const method = facts ? undefined : this.context.builtInMethod(node);
    if (facts || method) {
      const callee = this.context.unwrap(node.expression);
      if (method && ts.isPropertyAccessExpression(callee)) {
        this.expression(callee.expression);
        this.#readDeep(callee.expression);
        if (!callee.questionDotToken) this.#dereference(callee.expression);
      } else if (ts.isPropertyAccessExpression(callee) && this.context.globalPath(callee) === undefined)
        // `{ run: String, n: n++ }.run()`
        this.expression(callee.expression);
      const isOptional = ts.isOptionalChain(node);
      if (isOptional) this.conditional++;
      for (const argument of node.arguments) this.#argument(node, argument);
      if (isOptional) this.conditional--;
      if (method) this.sink.raise(methodErrors(this.context, node));
      // `text.replace(pattern, …)` moves the place where the pattern's next match begins.
      const [pattern] = node.arguments;
      if (method?.takesPattern && pattern && !definitelyNoPattern(this.context, pattern))
        this.writeObject(this.objects.of(pattern), pattern);
      if (method?.mutates && ts.isPropertyAccessExpression(callee)) {
        this.writeObject(this.objects.of(callee.expression), callee.expression);
        // What is called `push` on an argument is a list in all likelihood; should it print, its lines stay where they are.
        if (this.context.originOf(callee.expression) !== "data") {
          this.sink.add(consoleLocation, true, this.span(node), "the console");
          this.noteOrdered();
        }
      }
      if (!this.context.isConsole(node)) this.#runOwnCode(node, facts?.readsAll ?? false);
      if (facts) {
        const [first] = node.arguments;
        if (facts.mutatesFirst && first) this.writeObject(this.objects.of(first), first);
        if (facts.clock) this.#readClock(node);
        if (facts.clones) this.sink.raise(cloneErrors(this.context, first));
        this.sink.raise(
          facts.throws === "may"
            ? Throws.ByDesign
            : facts.throws === "nullish"
              ? Throws.Nullish
              : Throws.Never,
        );
      }
      return;
    }
    const callee = this.context.unwrap(node.expression);
    if (callee.kind === ts.SyntaxKind.SuperKeyword && this.#constructed) {
      for (const argument of node.arguments) this.#element(argument);
      for (const clause of this.#constructed.heritageClauses ?? [])
        if (clause.token === ts.SyntaxKind.ExtendsKeyword) this.#super(clause);
      return;
    }
    if (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee))
      this.expression(callee);
    else if (
      callee.kind !== ts.SyntaxKind.SuperKeyword &&
      callee.kind !== ts.SyntaxKind.ImportKeyword &&
      !ts.isFunctionExpression(callee) &&
      !ts.isArrowFunction(callee)
    ) {
      this.expression(callee);
    }
    const started = this.context.view.callAt.get(node);
    // What stands behind `?.` is not evaluated where there is nothing before it.
    if (ts.isOptionalChain(node)) this.conditional++;
    for (const argument of node.arguments) this.#element(argument);
    if (ts.isOptionalChain(node)) this.conditional--;
    if (!started && this.context.isDeclaredPure(node)) return this.#pureCall(node, node.arguments);
    const local = started ? undefined : this.context.localFunctions.calledBy(node);
    const summary = local && this.#summaryAt(node, local, false);
    if (summary && summary.tools.length === 0) return this.#absorbSummary(summary);
    if (this.#callsBack(node, false)) return;
    const name = node.expression.getText(this.context.file);
    this.fence(
      node,
      started ? "other-await" : "unknown-function",
      name.length > 60 ? `${name.slice(0, 57)}…` : name,
    );
  }

  /** A built-in turns objects into text, goes through them, or reads all that they hold. */
  #runOwnCode(node: ts.CallExpression, readsAll: boolean): void {
    const { ownCode } = this.objects;
    const callee = this.context.unwrap(node.expression);
    const receiver = this.ts.isPropertyAccessExpression(callee) ? [callee.expression] : [];
    const objects = [...receiver, ...node.arguments].flatMap((part) =>
      this.objects.reach(this.objects.of(this.ts.isSpreadElement(part) ? part.expression : part)),
    );
    this.#runHooks(node, ownCode.conversions(objects), "a conversion of this file's own");
    if (readsAll) this.#access(node, objects, undefined, "get");
    if (ownCode.iterates(objects)) this.fence(node, "unknown-function", "an iterator of this file's own");
  }

  /** Reads or writes a property of an object; without a name, some property. */
  #access(
    node: ts.Node,
    objects: readonly ObjectClass[],
    name: string | undefined,
    access: "get" | "set",
  ): void {
    const hooks = this.objects.ownCode.accessors(objects, name, access);
    this.#runHooks(
      node,
      hooks,
      name === undefined ? "a property that may be an accessor" : `the accessor ${name}`,
    );
  }

  /**
   * Runs what the file has put in the place of something that the language does by itself. It does what its code does; but where it
   * throws by design (`set port(value) { if (value < 0) throw … }`), it is a guard that no statement shows.
   */
  #runHooks(node: ts.Node, hooks: Hooks, name: string): void {
    if (hooks === "unknown") return this.fence(node, "unknown-function", name);
    for (const hook of hooks) {
      const summary = this.#gathered(this.#summaries.hooks, hook, false, () => this.inlineFunction(hook));
      const { fence, tools, callbacks, throws } = summary;
      const isSeen = !fence && tools.length === 0 && callbacks.size === 0 && throws !== Throws.ByDesign;
      if (isSeen) this.#absorbSummary(summary);
      else this.fence(node, "unknown-function", name);
    }
  }

  #argument(call: ts.CallExpression, argument: ts.Expression): void {
    const { ts } = this;
    if (this.context.isInlineCallback(argument)) {
      // A promise that a callback returns is nothing to the method that calls it: `pages.forEach((page) => callTool("open", page))`.
      this.#isWaitedFor.push(false);
      this.whenever(() => this.inlineFunction(argument as ts.ArrowFunction | ts.FunctionExpression));
      return void this.#isWaitedFor.pop();
    }
    this.#element(argument);
    if (definitelyMakesPrimitive(this.context, argument)) return;
    this.#readDeep(argument);
    const inner = this.context.unwrap(argument);
    const isFunction = ts.isArrowFunction(inner) || ts.isFunctionExpression(inner);
    const takesFunction =
      this.context.isCallbackPlace(call, argument) &&
      (this.context.builtInFunction(call) ?? this.context.builtInMethod(call))?.callsBack;
    if (!isFunction && (!takesFunction || this.#isHarmlessArgument(argument))) return;
    const local = takesFunction ? this.context.localFunctions.namedBy(inner) : undefined;
    const summary = local && this.#summaryOf(local, false, argument);
    if (summary && summary.tools.length === 0) return this.#absorbSummary(summary);
    // A function that is handed to a built-in by name may do anything.
    this.fence(argument, "unknown-function", nameOf(this.context, argument));
  }

  /** Not a function, or one of the language's own: `items.filter(Boolean)`, `text.replace("a", "b")`. */
  #isHarmlessArgument(argument: ts.Expression): boolean {
    const { ts } = this;
    const inner = this.context.unwrap(argument);
    if (
      ts.isLiteralExpression(inner) ||
      ts.isTemplateExpression(inner) ||
      ts.isArrayLiteralExpression(inner) ||
      ts.isObjectLiteralExpression(inner)
    )
      return true;
    if (inner.kind === ts.SyntaxKind.NullKeyword || ts.isPrefixUnaryExpression(inner)) return true;
    if (this.context.globalPath(inner) === "undefined") return true;
    if (definitelyMakesPrimitive(this.context, inner)) return true;
    if (this.context.globalPath(inner) !== undefined) return false;
    // `text.replace(pattern, name)`: an answer, a literal and what is made of them is no function.
    return definitelyNoFunction(this.context, inner);
  }

  /** The code of a callback that a built-in runs in place. */
  protected inlineFunction(node: LocalFunction | ts.ConstructorDeclaration | ts.AccessorDeclaration): void {
    for (const { name, initializer } of node.parameters) {
      if (initializer) this.expression(initializer);
      this.bindPattern(name);
    }
    if (!node.body) return;
    if (this.ts.isBlock(node.body)) this.block(node.body);
    else this.returned(node.body);
  }

  /** The statements of a callback; `return` leaves the callback and nothing else. */
  protected block(node: ts.Block): void {
    this.unknownSyntax(node);
  }

  /** What a function of the file does whenever it is called, with what the functions do that it calls; waited for or not. */
  #summaryOf(local: LocalFunction, isWaitedFor: boolean, at: ts.Node): Sink {
    if (this.context.localFunctions.isImported(local)) return this.#importedSummary(local, isWaitedFor, at);
    return this.summaryOfFunction(local, isWaitedFor);
  }

  /** The same of a function of this file. */
  summaryOfFunction(local: LocalFunction, isWaitedFor: boolean): Sink {
    const summaries = this.#summaries[isWaitedFor ? "waitedFor" : "called"];
    return this.#gathered(summaries, local, isWaitedFor, () => this.inlineFunction(local));
  }

  /** The same for one call, where the function calls functions that it is given. */
  #summaryAt(call: ts.Node, local: LocalFunction, isWaitedFor: boolean): Sink {
    const summary = this.#summaryOf(local, isWaitedFor, call);
    if (summary.callbacks.size === 0) return summary;
    const merged = new Sink();
    merged.absorb(summary);
    merged.callbacks.clear();
    for (const [index, callback] of summary.callbacks) {
      const given = this.#given(call, index, callback, merged);
      if (!given) continue;
      const own = new Sink();
      own.absorb(given);
      // The name of a tool that the function hands on is not known here.
      withoutNames(own);
      merged.absorb(own);
      // It is not known whether the function has waited before it calls back.
      merged.late ||= given.hasOrdered;
    }
    return merged;
  }

  /** What a function does that is handed over as the argument at an index. */
  #given(call: ts.Node, index: number, callback: Callback, merged: Sink): Sink | undefined {
    const { ts } = this;
    const { isAwaited } = callback;
    const argument = ts.isCallExpression(call) ? call.arguments[index] : undefined;
    const isSpread = ts.isCallExpression(call) && call.arguments.some((other) => ts.isSpreadElement(other));
    if (!argument && !isSpread) return undefined;
    const outer = argument && this.#parameterIndex(argument);
    if (outer !== undefined) {
      merged.callBack(outer, callback);
      return undefined;
    }
    const local = argument && !isSpread ? this.context.localFunctions.givenBy(argument) : undefined;
    const summary = local && this.#summaryOf(local, isAwaited, argument ?? call);
    const isOver =
      local &&
      summary &&
      (isAwaited || (summary.tools.length === 0 && !this.context.localFunctions.isAsync(local)));
    if (isOver && summary.callbacks.size === 0) return summary;
    merged.fence ??= {
      code: "unknown-function",
      span: this.span(argument ?? call),
      name: nameOf(this.context, argument ?? call),
    };
    return undefined;
  }

  /** A call of a function that the function around it was given: what it does is known where that is called. */
  #callsBack(node: ts.Expression, isAwaited: boolean): boolean {
    const inner = this.context.unwrap(node);
    if (!this.ts.isCallExpression(inner)) return false;
    const index = this.#parameterIndex(inner.expression);
    if (index === undefined) return false;
    for (const argument of inner.arguments) this.#element(argument);
    this.sink.callBack(index, { span: this.span(inner), isAwaited });
    if (isAwaited) this.#hasWaited = true;
    return true;
  }

  /** What a function of another file does, as far as this file is concerned; `at` is the call of it, or where it is handed over. */
  #importedSummary(local: LocalFunction, isWaitedFor: boolean, at: ts.Node): Sink {
    const span = this.span(at);
    const name = nameOf(this.context, this.ts.isCallExpression(at) ? at.expression : at);
    const found = this.context.imported.summaryOf(local, isWaitedFor);
    this.sinks.push(new Sink());
    const { sink } = this;
    if (found) {
      sink.absorb(found.sink);
      for (const [index, { isAwaited }] of sink.callbacks) sink.callbacks.set(index, { span, isAwaited });
      if (sink.fence) sink.fence = { code: sink.fence.code, span, name: `${name} (${sink.fence.name})` };
      if (sink.clock) sink.clock = { span, name };
      if (sink.kept) sink.kept = { span, name };
      if (found.prints) this.#print(span);
      if (found.readsClock) sink.add(clockLocation, true, span, name);
      if (found.readsState || found.changesState !== undefined) this.#useOutside(name, span, found);
      this.#changeArguments(local, at);
    } else sink.fence = { code: "unknown-function", span, name };
    this.sinks.pop();
    return sink;
  }

  #useOutside(name: string, span: Span, { changesState, isShared }: ImportedSummary): void {
    const location = objectLocation(this.objects.location(this.objects.outside));
    this.sink.add(location, false, span, name);
    if (isShared || this.visibility.isStarted || this.context.startsImported)
      this.sink.share(location, { span, name });
    if (changesState === undefined) return;
    this.sink.add(location, true, span, changesState);
    this.sink.outlive(location, { span, name: changesState });
  }

  #changeArguments(local: LocalFunction, at: ts.Node): void {
    const { ts } = this;
    const { imported } = this.context;
    const args =
      ts.isCallExpression(at) && this.context.localFunctions.reachedBy(at) === local ? at.arguments : [];
    const changes = local.parameters.some((_, index) => imported.parameterFacts(local, index).changes);
    if (changes && args.length === 0) this.fence(at, "unknown-function", nameOf(this.context, at));
    for (const [index, argument] of args.entries()) {
      this.#readDeep(argument);
      if (!imported.parameterFacts(local, index).changes) continue;
      for (const object of this.objects.reach(this.objects.of(argument))) this.writeObject(object, argument);
    }
  }

  /** Walks the code of a function or class apart from the code that it is called in. */
  #gathered<Key extends ts.Node>(
    summaries: Summaries<Key, Sink>,
    key: Key,
    isWaitedFor: boolean,
    walk: () => void,
  ): Sink {
    return summaries.of(key, () => {
      const outer = { sinks: this.sinks, orderedCount: this.orderedCount };
      const [hadWaited, constructed] = [this.#hasWaited, this.#constructed];
      this.sinks = [new Sink()];
      this.#hasWaited = false;
      this.#constructed = undefined;
      this.gathering.push(key);
      this.#isWaitedFor.push(isWaitedFor);
      this.whenever(walk);
      this.#isWaitedFor.pop();
      this.gathering.pop();
      const summary = this.sink.withoutOwn();
      this.sinks = outer.sinks;
      this.orderedCount = outer.orderedCount;
      this.#hasWaited = hadWaited;
      this.#constructed = constructed;
      return summary;
    });
  }

  /** Declares the variables of a pattern, and runs its defaults. */
  protected bindPattern(name: ts.BindingName, of = this.objects.all): void {
    const { ts } = this;
    if (ts.isIdentifier(name)) return this.writeName(name, true);
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      if (ts.isObjectBindingPattern(name)) {
        const key = element.propertyName ?? element.name;
        const isNamed = !element.dotDotDotToken && "text" in key;
        this.#access(element, of, isNamed ? key.text : undefined, "get");
      }
      if (element.propertyName && ts.isComputedPropertyName(element.propertyName))
        this.expression(element.propertyName.expression);
      if (element.initializer) this.whenever(() => this.expression(element.initializer!));
      this.bindPattern(element.name);
    }
  }

  #console(node: ts.CallExpression): void {
    for (const argument of node.arguments) {
      this.#element(argument);
      this.#convert(argument);
    }
    const span = this.span(node);
    this.#print(span);
    if (/^time/.test(this.context.pathOf(node.expression)?.split(".")[1] ?? ""))
      this.sink.clock ??= { span, name: "the console's timer" };
  }

  #print(span: Span): void {
    this.sink.add(consoleLocation, true, span, "the console");
    this.noteOrdered();
    // Where the failure is caught in the function, not one line may differ.
    if (this.visibility.isCaught) this.sink.outlive(consoleLocation, { span, name: "the console" });
  }

  #readClock(node: ts.Node): void {
    const name = nameOf(this.context, node);
    this.sink.add(clockLocation, true, this.span(node), name);
    this.noteOrdered();
    // Ids and random numbers only keep their order among themselves.
    if (!/random/i.test(name)) this.sink.clock ??= { span: this.span(node), name };
  }

  /** A function that does nothing observable may still read what it is given and what closures can see. */
  #pureCall(node: ts.Node, args: readonly ts.Expression[]): void {
    for (const argument of args) this.#readDeep(argument);
    this.readObject(this.objects.outside, node);
    for (const binding of this.context.variablesOfClosures)
      for (const object of this.objects.reach(this.objects.ofBinding(binding))) this.readObject(object, node);
    for (const binding of this.context.capturedVariables) {
      this.sink.add(variableLocation(binding.index), false, this.span(node), binding.name);
      if (this.visibility.variableIsShared(binding))
        this.sink.share(variableLocation(binding.index), { span: this.span(node), name: binding.name });
    }
    this.sink.raise(Throws.ByDesign);
  }
}

/** What is known of an existing batch: what its arguments and members do wherever it runs, and what they do beside. */
interface WalkedBatch {
  readonly anywhere: Sink;
  readonly inPlace: Sink;
  readonly uses: ToolUse[];
  refusal: Refusal | undefined;
}

/** A function that calls itself may give itself another name of a tool, or another function to call, than it was given. */
function givesOthers(summary: Sink): void {
  withoutNames(summary);
  // In the second round, its first line comes after what the first round waited for.
  summary.late ||= summary.hasOrdered;
  for (const { span } of summary.callbacks.values())
    summary.fence ??= { code: "unknown-function", span, name: "a function that it was given" };
  summary.callbacks.clear();
}

function withoutNames({ tools }: Sink): void {
  for (const [index, { call, name, effect }] of tools.entries()) tools[index] = { call, name, effect };
}

function isStatic(typescript: typeof ts, node: ts.PropertyDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.StaticKeyword) ?? false;
}

function containsFunction(typescript: typeof ts, node: ts.Node): boolean {
  if (typescript.isArrowFunction(node) || typescript.isFunctionExpression(node))
    return !typescript.isCallExpression(node.parent);
  if (typescript.isTypeNode(node)) return false;
  return typescript.forEachChild(node, (child) => containsFunction(typescript, child)) ?? false;
}

function nameOf(context: AnalysisContext, node: ts.Node): string {
  const text = node.getText(context.file);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
