import type { Branch, Kwargs } from "./types.js";

/** A call of one tool, whichever way it was written. */
export interface ToolCall {
  readonly tool: string;
  readonly prompt: unknown;
  readonly kwargs: Kwargs | undefined;
}

/**
 * Reads a whole batch before any of it starts: a malformed member must not leave others running, and a branch that changes
 * the array must not change the batch.
 */
export function readCalls(calls: unknown): (ToolCall | Branch)[] {
  if (!Array.isArray(calls)) throw new TypeError(`Expected an array of calls, not ${kindOf(calls)}.`);
  return Array.from(calls, readCall);
}

/** Checks a tool's name, which programs that are not type-checked may get wrong. */
export function readToolName(tool: unknown): string {
  if (typeof tool !== "string") throw new TypeError(`A tool's name is a string, not ${kindOf(tool)}.`);
  return tool;
}

function readCall(call: unknown, index: number): ToolCall | Branch {
  if (typeof call === "function") return call as Branch;
  if (Array.isArray(call)) {
    if (call.length <= 3 && typeof call[0] === "string") {
      return { tool: call[0], prompt: call[1], kwargs: call[2] };
    }
  } else if (typeof call === "object" && call !== null) {
    const { tool, prompt, kwargs } = call as Partial<ToolCall>;
    if (typeof tool === "string") return { tool, prompt, kwargs };
  }
  throw new TypeError(
    `Call ${index} is ${kindOf(call)}; expected [tool, prompt?, kwargs?], { tool, prompt?, kwargs? } or a function.`,
  );
}

/** Names the kind of a value and does not print it: prompts are often long, and often private. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length} beginning with ${typeof value[0]}`;
  if (value instanceof Promise) return "a promise, which has started already";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
