import type { Piece } from "../model/edit.js";
import type { Step } from "../model/steps.js";
import type { ToolCall, Workflow } from "../model/workflow.js";
import type { Helper } from "./imports.js";

/** How a call is written as a member of a batch. */
export type Form = "tuple" | "branch" | "promise";

export interface BatchMember {
  readonly call: ToolCall;
  readonly step: Step;
  readonly form: Form;
  /** Starting it cannot throw before the call is made, unless it is the first. */
  readonly isSafe: boolean;
}

/** Chooses how each member of a batch is written, so that failures stay as they were. */
export function chooseForms(
  calls: readonly (readonly [Step, ToolCall])[],
  helper: Helper,
  mayWrite: (call: ToolCall) => boolean,
  source: string,
): BatchMember[] {
  let hasWrite = false;
  const receivers = new Set<string>();
  return calls.map(([step, call], index) => {
    // What an earlier member of the batch was called on is there.
    const receiver = source
      .slice(call.call.start, call.args.start)
      .replace(/\??\.\s*[\w$]+\s*(<[^()]*>)?\s*\(\s*$/, "");
    const isKnown = receivers.has(receiver) || step.receiverThrows === "never";
    receivers.add(receiver);
    const isSafe = index === 0 || (isKnown && step.argThrows === "never");
    // The arguments of tuples are evaluated before any call starts. Where that can throw by design, or could keep a write before it
    // from happening, a branch evaluates them when its turn comes: `JSON.parse(text)` must not win over the failure of an earlier call.
    const isLate = index > 0 && (step.argThrows === "by-design" || (hasWrite && step.argThrows !== "never"));
    hasWrite ||= mayWrite(call);
    const isTuple = call.form === "tuple" && helper.takesTuples && !isLate;
    return {
      call,
      step,
      isSafe,
      form: helper.callee === undefined ? "promise" : isTuple ? "tuple" : "branch",
    };
  });
}

/** The text of a member. `shift` is what its further lines are moved to the right by. */
export function memberPieces(
  member: BatchMember,
  workflow: Workflow,
  source: string,
  shift: string,
  column: number,
): Piece[] {
  const { call, form } = member;
  if (form === "tuple") {
    const inline = oneLine(call, workflow, source, column);
    if (inline) return [{ text: "[", at: call.call.start }, ...inline, { text: "]" }];
    return [{ text: "[", at: call.call.start }, { from: call.args, shift }, { text: "]" }];
  }
  if (form === "branch")
    return [
      { text: "() => ", at: call.call.start },
      { from: call.call, shift, inside: true },
    ];
  // A promise that is started must be in the list before anything else can throw.
  if (!member.isSafe)
    return [
      { text: "(async () => ", at: call.call.start },
      { from: call.call, shift, inside: true },
      { text: ")()" },
    ];
  return [{ from: call.call, shift, inside: true }];
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
