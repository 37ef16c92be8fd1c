import type { Piece } from "../model/edit.js";
import type { Span } from "../model/span.js";
import type { Step } from "../model/steps.js";
import type { ToolCall, Workflow } from "../model/workflow.js";
import { conditionedPieces } from "./conditioned-member.js";
import { guardPieces } from "./guarded-member.js";
import type { Helper } from "./imports.js";

/** How a call is written as a member of a batch; `flat` is a batch of the program whose own members become members of the larger one. */
export type Form = "tuple" | "branch" | "promise" | "flat";

export interface BatchMember {
  readonly call: ToolCall;
  readonly step: Step;
  readonly form: Form;
  /** Starting it cannot throw before the call is made, unless it is the first. */
  readonly isSafe: boolean;
  /** What its type must be told, where it would come from its place in the program. */
  readonly expected: string | undefined;
  /** It is a choice that has to wait for its answer itself: `async () => (premium ? ((await callTool("rush", id)) as Order) : [])`. */
  readonly isAsync: boolean;
  /** A literal that it may be instead of its answer is widened in a declaration with `let`, and keeps its type in a pattern. */
  readonly isWidened: boolean;
}

/** Chooses how each member of a batch is written, so that failures stay as they were. */
export function chooseForms(
  calls: readonly (readonly [Step, ToolCall])[],
  helper: Helper,
  mayWrite: (call: ToolCall) => boolean,
  {
    source,
    typed,
    takesMembers,
  }: {
    readonly source: string;
    readonly typed: boolean;
    /** Members of a batch that the program has already may stand in it themselves. */
    readonly takesMembers: boolean;
  },
): readonly BatchMember[] {
  let hasWrite = false;
  const keywords = new Set(
    calls.flatMap(([{ isWhole, loop }, { target }]) =>
      loop ? ["const"] : isWhole && target.kind === "declare" ? [target.keyword] : [],
    ),
  );
  const receivers = new Set<string>();
  const members = calls.map(([step, call], index): BatchMember => {
    if (step.loop) return batchOfLoop(step, call);
    // What an earlier member of the batch was called on is there.
    const receiver = source
      .slice(call.call.start, call.args.start)
      .replace(/\??\.\s*[\w$]+\s*(<[^()]*>)?\s*\(\s*$/, "");
    const isKnown = receivers.has(receiver) || step.receiverThrows === "never";
    // (Under a condition it may never be looked at.)
    if (!call.guard && !call.condition) receivers.add(receiver);
    const isSafe = index === 0 || (isKnown && step.argThrows === "never" && !call.mayThrowAtOnce);
    // The arguments of tuples are evaluated before any call starts. Where that can throw by design, or could keep a write before it
    // from happening, a branch evaluates them when its turn comes: `JSON.parse(text)` must not win over the failure of an earlier call.
    const isLate = index > 0 && (step.argThrows === "by-design" || (hasWrite && step.argThrows !== "never"));
    hasWrite ||= mayWrite(call);
    const isTuple = call.form === "tuple" && helper.takesTuples && !isLate && !call.guard && !call.condition;
    // One pattern declares all answers in one way.
    const isFlat =
      takesMembers &&
      !step.loop &&
      call.list?.callee === helper.callee &&
      step.isWhole &&
      !isLate &&
      keywords.size <= 1;
    return {
      call,
      step,
      isSafe,
      // (A text that may be JavaScript gets no types.)
      expected: !typed || (call.form === "tuple" && helper.isAnswerAny) ? undefined : call.expected,
      form: helper.callee === undefined ? "promise" : isFlat ? "flat" : isTuple ? "tuple" : "branch",
      ...typesOf(call, helper, typed),
    };
  });
  return inTurn(keepTypeArguments(members, helper, source));
}

/** Tuples are evaluated before the first branch runs: `Math.random()` in one must not take the number of a branch above it. */
function inTurn(members: readonly BatchMember[]): readonly BatchMember[] {
  let isBehindBranch = false;
  return members.map((member) => {
    if (!member.step.takesTurn || member.form === "promise") return member;
    isBehindBranch ||= member.form === "branch" || (member.form === "flat" && member.call.list!.hasBranches);
    return isBehindBranch && member.form === "tuple" ? { ...member, form: "branch" } : member;
  });
}

/** Whether the type of a whole batch can be written down: each answer is `any` where nothing else is said. */
export function isListed({ call, form }: BatchMember, { isAnswerAny }: Helper): boolean {
  return form === "tuple" || (form === "flat" && isAnswerAny && !call.list!.hasBranches);
}

/** All rows of a loop as one member. */
function batchOfLoop(step: Step, call: ToolCall): BatchMember {
  return { call, step, form: "branch", isSafe: true, expected: undefined, isAsync: false, isWidened: false };
}

/**
 * Of `id ? await callTool<string[]>("list_tags", id) : []` the type checker makes `string[]`; of a choice between a promise of that and
 * `[]` it makes `string[] | never[]`. What is `any` swallows the rest, and null, undefined and literals are never merged.
 */
function typesOf(
  { guard, form, typeArgument, target }: ToolCall,
  helper: Helper,
  typed: boolean,
): Pick<BatchMember, "isAsync" | "isWidened"> {
  if (!guard) return { isAsync: false, isWidened: false };
  const isAny = form === "tuple" && helper.isAnswerAny && !typeArgument;
  const isMerged = guard.others === "values" || guard.others === "mixed";
  return {
    isAsync: guard.isCast || (typed && isMerged && !isAny),
    isWidened:
      typed &&
      guard.others === "literals" &&
      !isAny &&
      target.kind === "declare" &&
      target.keyword !== "const",
  };
}

/**
 * A tuple has no place for its type argument but an annotation of the whole batch, which only tuples allow, and which needs some answer
 * that is used. In a branch `callTool<User>(…)` stays as it is.
 */
function keepTypeArguments(
  members: readonly BatchMember[],
  helper: Helper,
  source: string,
): readonly BatchMember[] {
  const hasAnnotation = members.every((member) => isListed(member, helper)) && !members.every(isDiscarded);
  if (hasAnnotation) return members;
  return members.map((member) => {
    const { call, step, form } = member;
    // A branch would make `Awaited<T>` of it; the declaration names it.
    const isNamed = call.typeParameter === "bound" && call.target.kind === "declare" && step.isWhole;
    return form === "tuple" && !isNamed && keptTypeArgument(member, source)
      ? { ...member, form: "branch" }
      : member;
  });
}

/** Whether nothing takes the answer of a call; for the batches of loops their writer knows. */
export function isDiscarded({ call, step }: BatchMember): boolean {
  return call.target.kind === "unused" && step.isWhole;
}

/** The type argument of a member; of an answer that is thrown away only one that names a type, which may be imported for it alone. */
export function keptTypeArgument(member: BatchMember, source: string): Span | undefined {
  const { typeArgument } = member.call;
  if (!typeArgument || !isDiscarded(member)) return typeArgument;
  const words = source.slice(typeArgument.start, typeArgument.end).match(/[A-Za-z_$][\w$]*/g) ?? [];
  const isNamed = words.some(
    (word) => !/^(void|string|number|boolean|unknown|any|null|undefined|never|object)$/.test(word),
  );
  return isNamed ? typeArgument : undefined;
}

/** The text of a member. `shift` is what its further lines are moved to the right by, `inner` is the indent of its first one. */
export function memberPieces(
  member: BatchMember,
  workflow: Workflow,
  source: string,
  shift: string,
  inner: string,
): Piece[] {
  const { call, form } = member;
  if (call.guard) return guardPieces({ ...member, guard: call.guard }, workflow.style, source, shift, inner);
  if (form === "tuple") {
    const inline = oneLine(call, workflow, source, inner.length);
    if (inline) return [{ text: "[", at: call.call.start }, ...inline, { text: "]" }];
    return [{ text: "[", at: call.call.start }, { from: call.args, shift }, { text: "]" }];
  }
  const body: Piece[] = [{ from: call.call, shift, inside: true }];
  if (member.expected !== undefined) body.push({ text: ` satisfies PromiseLike<${member.expected}>` });
  if (call.condition)
    return conditionedPieces({ ...call, condition: call.condition }, body, form === "promise", source);
  if (form === "branch") return [{ text: "() => ", at: call.call.start }, ...body];
  // A promise that is started must be in the list before anything else can throw.
  if (!member.isSafe) return [{ text: "(async () => ", at: call.call.start }, ...body, { text: ")()" }];
  return body;
}

/** Arguments that stood on lines of their own, on one line where they fit. */
function oneLine(call: ToolCall, { style }: Workflow, source: string, column: number): Piece[] | undefined {
  const text = source.slice(call.args.start, call.args.end);
  if (!/^\s*[\r\n]/.test(text)) return undefined;
  const parts = call.argSpans.map(({ start, end }) => source.slice(start, end));
  const length = parts.reduce((sum, part) => sum + part.length + 2, 0);
  let between = "";
  let at = call.args.start;
  for (const { start, end } of call.argSpans) {
    between += source.slice(at, start);
    at = end;
  }
  between += source.slice(at, call.args.end);
  const hasComment = between.includes("/");
  if (hasComment || parts.some((part) => /[\r\n]/.test(part)) || column + length + 2 > style.width)
    return undefined;
  return call.argSpans.flatMap((span, index): Piece[] =>
    index === 0 ? [{ from: span }] : [{ text: ", " }, { from: span }],
  );
}
