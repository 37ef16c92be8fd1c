import { readCalls, readToolName, type ToolCall } from "./calls.js";
import { createLimit } from "./limit.js";
import { neverAborted } from "./signal.js";
import { readTools } from "./tools.js";
import type { Answer, Runtime, RuntimeOptions } from "./types.js";
import { unwrap } from "./unwrap.js";

/**
 * A runtime on its own tools, with its own limit.
 *
 * @param options How tools are reached (`invoke`), how many may run at once (`maxConcurrency`), and what stops them (`signal`).
 * @returns `callTool`, `callToolsParallel`, `callToolsSettled` and `unwrap`.
 * @throws TypeError where `invoke` is neither a function nor a table of functions; RangeError where `maxConcurrency` is not a
 * number from 1 to Infinity.
 */
export function createRuntime(options: RuntimeOptions): Runtime {
  const { maxConcurrency = 16, signal = neverAborted() } = options;
  const invoke = readTools(options.invoke);
  const limit = createLimit(maxConcurrency);

  /** Every call of a tool, alone, in a batch or inside a branch, passes here. */
  function start({ tool, prompt, kwargs }: ToolCall, index: number): Promise<Answer> {
    return limit(() => {
      if (signal.aborted) throw signal.reason;
      return invoke(tool, prompt, kwargs, { signal, index, attempt: 1 });
    });
  }

  // A branch passes no limit: it would hold a slot while the calls inside it wait for one. The executor catches what it throws.
  async function settle(calls: unknown): Promise<PromiseSettledResult<Answer>[]> {
    const started = readCalls(calls).map((call, index) =>
      typeof call === "function" ? new Promise((resolve) => resolve(call())) : start(call, index),
    );
    return Promise.allSettled(started);
  }

  return {
    callTool: async (tool: string, prompt?: unknown, kwargs?: ToolCall["kwargs"]): Promise<Answer> =>
      start({ tool: readToolName(tool), prompt, kwargs }, 0),
    // In the order of the calls, so that the first to throw is the failure of the lowest index.
    callToolsParallel: async (calls): Promise<Answer> =>
      (await settle(calls)).map((settled) => unwrap(settled)),
    callToolsSettled: async (calls): Promise<Answer> => settle(calls),
    unwrap,
  };
}
