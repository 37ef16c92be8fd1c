import { createRuntime } from "./create-runtime.js";
import type { Runtime, RuntimeOptions } from "./types.js";

/**
 * The one piece of module state in the project: a workflow imports `callTool` and says nothing about tools, so its host sets them here.
 * Until then it is a runtime all the same, since a batch of nothing but branches (`() => client.callTool(…)`) needs no tools of ours.
 */
let current: Runtime = createRuntime({
  invoke: (tool) => {
    throw new Error(
      `No tools are configured: call configureRuntime({ invoke }) from parcall/runtime before the first tool call ("${tool}").`,
    );
  },
});

/**
 * Sets the tools that the module's own functions call, from now on; calls under way end where they began.
 *
 * @param options As for `createRuntime`.
 * @throws TypeError and RangeError as `createRuntime` does; the runtime set before then stays.
 */
export function configureRuntime(options: RuntimeOptions): void {
  current = createRuntime(options);
}

/** The runtime that was configured last. */
export function defaultRuntime(): Runtime {
  return current;
}
