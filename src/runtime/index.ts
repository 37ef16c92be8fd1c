/** The runtime that rewritten workflows import: `parcall/runtime`. It imports nothing, and needs nothing but the language. */
import { defaultRuntime } from "./default-runtime.js";
import type { CallTool, Kwargs, Runtime } from "./types.js";

export { createRuntime } from "./create-runtime.js";
export { configureRuntime } from "./default-runtime.js";
export { unwrap } from "./unwrap.js";
export type * from "./types.js";

/**
 * Calls one tool of the default runtime (see `configureRuntime`).
 *
 * @param tool The tool's name.
 * @param prompt Its main argument, handed on as it is.
 * @param kwargs Named arguments, handed on as they are.
 * @returns The tool's answer. Rejects with the tool's own error, unwrapped; with an Error where no runtime is configured or there is
 * no such tool; with a TypeError where `tool` is no string. Never throws synchronously.
 */
export const callTool: CallTool = (tool: string, prompt?: unknown, kwargs?: Kwargs) =>
  defaultRuntime().callTool(tool, prompt, kwargs);

/**
 * Makes calls together on the default runtime. They start in the order of the array, at once as far as `maxConcurrency` permits.
 *
 * @param calls Tuples `[tool, prompt?, kwargs?]`, objects `{ tool, prompt?, kwargs? }` and branches `() => …`, in any mixture.
 * @returns The answers in the order of the calls; `[]` for none. Once all calls have ended, rejects with the error of the lowest
 * index, as it was thrown. Rejects with a TypeError, and starts nothing, where a member of `calls` is not a call.
 */
export const callToolsParallel: Runtime["callToolsParallel"] = (calls) =>
  defaultRuntime().callToolsParallel(calls);

/**
 * Makes calls together on the default runtime, and keeps every error beside its call.
 *
 * @param calls As for `callToolsParallel`.
 * @returns For each call `{ status: "fulfilled", value }` or `{ status: "rejected", reason }`, for `unwrap`. Rejects only with a
 * TypeError, and starts nothing, where a member of `calls` is not a call.
 */
export const callToolsSettled: Runtime["callToolsSettled"] = (calls) =>
  defaultRuntime().callToolsSettled(calls);
