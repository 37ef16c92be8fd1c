import type { Outcome } from "../model/report.js";

/**
 * Every message that the pass can give, once: the typed code, the page in docs/codes/ and the tests come from this table.
 * `outcome` is what a call with this reason is called; codes without one are about the file or the configuration.
 */
export const codes = {
  // A dependence was proven.
  "data-dependence": { outcome: "ordered", title: "the call needs an earlier answer" },
  "anti-dependence": { outcome: "ordered", title: "the call reads what later code overwrites" },
  "output-dependence": { outcome: "ordered", title: "both steps write the same variable or object" },
  "declared-write": { outcome: "ordered", title: "a tool that is declared to write keeps its place" },
  "resource-conflict": { outcome: "ordered", title: "both tools use a resource that one of them writes" },
  "control-dependence": { outcome: "ordered", title: "earlier code decides whether the call runs" },
  "state-outlives-failure": {
    outcome: "ordered",
    title: "code between the calls changes what outlives a failure",
  },
  "may-throw-first": {
    outcome: "ordered",
    title: "code before the call may throw, and the call must then not happen",
  },
  "carried-dependence": {
    outcome: "ordered",
    title: "a round of the loop needs what an earlier round has changed",
  },
  "changed-collection": { outcome: "ordered", title: "the loop changes what it goes through" },
  "clock-order": { outcome: "ordered", title: "the clock is read between the calls" },
  approval: { outcome: "ordered", title: "a tool that may ask a person is a barrier" },
  // Independence could not be proven.
  "inferred-write": { outcome: "kept", title: "the tool's name or use says that it changes something" },
  "undeclared-tool": { outcome: "kept", title: "the strict profile moves only declared tools" },
  "unknown-resource": { outcome: "kept", title: "the resource that both tools use is not known for certain" },
  "unknown-tool": { outcome: "kept", title: "the tool's name is not a constant" },
  "unknown-function": { outcome: "kept", title: "code between the calls does something unknown" },
  "other-await": { outcome: "kept", title: "the program waits for something else between the calls" },
  "unsupported-syntax": {
    outcome: "kept",
    title: "the call stands in syntax that the pass does not rewrite",
  },
  "conditional-call": { outcome: "kept", title: "only one branch of the expression reaches the call" },
  "evaluation-order": { outcome: "kept", title: "code in the same statement must run before the call" },
  "in-loop": { outcome: "kept", title: "nothing tells beforehand how often the loop goes round" },
  "helper-effects": { outcome: "kept", title: "the function that makes the calls does more than that" },
  "shared-variable": { outcome: "kept", title: "a closure may change the variable while the program waits" },
  "keep-pragma": { outcome: "kept", title: "a comment keeps the call in its place" },
  "ignored-by-pragma": { outcome: "kept", title: "a comment makes the statement a barrier" },
  "ignored-file": { outcome: "kept", title: "a comment keeps parcall out of the file" },
  "only-call": { outcome: "kept", title: "there is no other call to run it with" },
  // Files and configuration.
  "can-run-together": { outcome: undefined, title: "calls that can run together" },
  "parse-error": { outcome: undefined, title: "the file does not parse" },
  "invalid-option": { outcome: undefined, title: "an option is unknown or has a wrong value" },
  "unused-pragma": { outcome: undefined, title: "a comment for parcall changes nothing" },
  "unchecked-module": {
    outcome: undefined,
    title: "callToolsParallel is taken from a module that was not looked at",
  },
  "too-complex": { outcome: undefined, title: "the file is nested too deeply or is not text" },
  "internal-fault": { outcome: undefined, title: "the rewrite failed its own check" },
} as const satisfies Record<string, { outcome: Outcome | undefined; title: string }>;

export type Code = keyof typeof codes;

/** The outcome of a call whose reason has this code. */
export function outcomeOf(code: Code): Outcome {
  return codes[code].outcome ?? "kept";
}
