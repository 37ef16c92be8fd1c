import type { EffectSource } from "../model/effects.js";
import type { Code } from "./codes.js";

/** What a message speaks of. */
export interface Subject {
  /** The call that is kept or ordered. */
  readonly call: string;
  readonly tool: string;
  /** The variable, object, resource or function concerned. */
  readonly name: string | undefined;
  /** The call that must come first, or come after, where the reason is about a pair. */
  readonly other: string | undefined;
  /** The tools whose declaration would help. */
  readonly tools: readonly string[];
  /** Where the effect of the tool that is named comes from. */
  readonly source: EffectSource | undefined;
  /** The tool's name says for certain that it changes something. */
  readonly isChange?: boolean | undefined;
  /** The cause stands behind the call in the body of a loop. */
  readonly isBehind?: boolean | undefined;
  readonly line: number;
}

/** The sentence for a reason, and what to do about it. */
export function explainReason(
  code: Code,
  subject: Subject,
): { readonly message: string; readonly help?: string } {
  const name = named(subject.name);
  const at = `(line ${subject.line})`;
  switch (code) {
    case "data-dependence":
      return {
        message:
          subject.name !== undefined && subject.name === subject.other
            ? `${subject.call} needs the answer ${name} ${at}`
            : `${subject.call} needs ${name} ${at}, which comes from ${subject.other ?? "earlier code"}`,
      };
    case "anti-dependence":
      return {
        message: `${name} is changed ${at} after ${subject.other ?? "an earlier call"} has read it`,
        help: "Give the new value a variable of its own.",
      };
    case "output-dependence":
      return {
        message: `${name} is written twice, and the order decides what it holds ${at}`,
        help: "Give each value a variable of its own.",
      };
    case "declared-write":
      return {
        message:
          subject.source === "annotations"
            ? `the server does not say that ${name} only reads, so it must run in its place ${at}`
            : `${name} is declared to write, and must run in its place ${at}`,
        help: ownThing(subject),
      };
    case "resource-conflict":
      return { message: `both calls use ${name}, and one of them writes it ${at}` };
    case "unknown-resource":
      return {
        message: `both calls may use ${name}, and one of them writes it ${at}: which one it is can only be told when the program runs`,
        help: "If they are different things, make the arguments that name them constants.",
      };
    case "control-dependence":
      return {
        message: subject.isBehind
          ? `${name} ${at} decides whether the loop goes on to the next call`
          : `${name} ${at} decides whether ${subject.call} runs`,
        help: subject.isBehind
          ? "If all of these calls may be made, go through their answers in a loop behind this one."
          : "Move the call above it if it may always run.",
      };
    case "state-outlives-failure":
      return {
        message: `${name} ${at} can be seen after a failure, so it must change neither earlier nor later`,
        help: "Collect the answers first and change it after the last call.",
      };
    case "may-throw-first":
      return {
        message: `the code ${at} may throw: the calls before it come first, and a write behind it must then not happen`,
        help: "Move it above the first call or below the last one.",
      };
    case "approval":
      return { message: `${name} may ask a person, and nothing runs beside it ${at}` };
    case "inferred-write":
      return {
        message:
          subject.source === "helper"
            ? `${name} calls tools that look as if they changed something ${at}, and must run in its place`
            : `${name} looks like a tool that changes something ${at}, and must run in its place`,
        help: subject.isChange
          ? ownThing(subject)
          : `If ${subject.tools.length > 1 ? "they only read" : "it only reads"}, declare ${quoted(subject)}: "reads" in parcall.tools.json (or put /* parcall: reads */ before the call); if it changes a thing of its own, name that: { "writes": ["…"] }.`,
      };
    case "undeclared-tool":
      return {
        message: `${name} is not declared, and the strict profile moves only declared tools ${at}`,
        help: `Declare ${quoted(subject)} in parcall.tools.json: "pure", "reads", or { "writes": ["…"] } with the resource that it changes.`,
      };
    case "unknown-tool":
      return {
        message: `the tool's name is not a constant ${at}, so its effect is unknown`,
        help: "Write the name as a constant, or put /* parcall: reads */ before the call.",
      };
    case "unknown-function":
      return {
        message: `${name} ${at} may do anything, so no call crosses it`,
        help: "If it does nothing observable, mark the call /*#__PURE__*/ or list the function under `pure` in the configuration; else move it above or below the calls.",
      };
    case "other-await":
      return {
        message: `the program waits for ${name} ${at}, which is no call of a tool that parcall knows`,
        help: "Move it above or below the calls, or configure a convention for it.",
      };
    case "unsupported-syntax":
      return {
        message: `parcall does not see through ${name} ${at}`,
        help:
          subject.name === "a function among the arguments"
            ? "Hand over data: work out before the call what the function would."
            : "Write the call in a statement of its own, and move this code above or below the calls.",
      };
    case "conditional-call":
      return {
        message: `only one branch of the statement reaches ${subject.call} ${at}`,
        help: "Make the call in a statement of its own if it may always run.",
      };
    case "helper-effects":
      return {
        message: `${subject.call} calls a function that does more than call tools: it changes ${name} ${at}`,
        help: "Let the function return what it found, and change things where it is called.",
      };
    case "evaluation-order":
      return {
        message: `code in the same statement must run before ${subject.call} ${at}`,
        help: "Make the call in a statement of its own.",
      };
    case "in-loop":
      return {
        message: `nothing tells beforehand how often the loop around ${subject.call} goes round ${at}`,
      };
    case "carried-dependence":
      return {
        message: `each round uses ${name}, which an earlier round has changed ${at}`,
        help: "If the call does not need it, leave it out of the arguments.",
      };
    case "changed-collection":
      return {
        message: `the loop changes ${name}, which decides what it goes through ${at}`,
        help: "If what is added or taken away need not count for the rounds to come, go through a copy.",
      };
    case "shared-variable":
      return {
        message: `a closure may change ${name} while the program waits ${at}`,
        help: "Copy the value into a const before the calls.",
      };
    case "clock-order":
      return {
        message: `${name} ${at} measures the time, so no call crosses it`,
        help: "Measure around all the calls, or leave the measuring to the runtime.",
      };
    case "keep-pragma":
      return { message: `a comment keeps ${subject.call} in its place ${at}`, help: dropComment };
    case "ignored-by-pragma":
      return { message: `a comment makes the statement a barrier ${at}`, help: dropComment };
    case "ignored-file":
      return { message: `a comment keeps parcall out of this file ${at}`, help: dropComment };
    case "only-call":
      return { message: `there is no other call to run ${subject.call} with` };
    case "internal-fault":
      return {
        message: "the rewrite failed its own check, so the file stays as it was",
        help: "Please report it, with this file.",
      };
    case "can-run-together":
    case "parse-error":
    case "invalid-option":
    case "unused-pragma":
    case "unchecked-module":
    case "too-complex":
      return { message: subject.name ?? code };
  }
}

/** Names stand in quotes; what is no name (`the console`, `a function without braces`) is said as it is. */
function named(name: string | undefined): string {
  if (name === undefined) return "a value";
  return /^(?:the|an?) /.test(name) ? name : `\`${name.replace(/\s+/g, " ")}\``;
}

/** The other half of the help for unknown functions, for those that no mark would help. */
export const moveHelp = "Move it above or below the calls.";

const dropComment = "Take the comment away when its reason is gone.";

function quoted({ tools, name, tool }: Subject): string {
  return (tools.length > 0 ? tools : [name ?? tool]).map((one) => JSON.stringify(one)).join(" and ");
}

function ownThing(subject: Subject): string {
  return `If it changes one thing and not the world, name that in parcall.tools.json: ${quoted(subject)}: { "writes": ["…"] }; if an earlier failure need not keep it from running, add "failures": "relaxed".`;
}
