import type { Options } from "./options.js";
import type { Workflow } from "./workflow.js";

/** Whether a module is the runtime that parcall brings, or the one that the options name. */
export function isRuntimeModule(specifier: string, options: Options): boolean {
  return specifier === options.runtime || specifier === "parcall/runtime";
}

/** Whether `callToolsSettled` and `unwrap` can be reached from a file: of a host that has only `callToolsParallel` nothing is known. */
export function canSettle({ toolSource, moduleForm }: Workflow, options: Options): boolean {
  if (options.emit === "promise-all") return false;
  if (toolSource.kind === "global") return false;
  if (toolSource.kind === "named" || toolSource.kind === "namespace") {
    const { specifier } = toolSource;
    if (isRuntimeModule(specifier, options)) return true;
    const exports = options.exportsOf(specifier);
    // A module that could not be looked at is trusted with one function, and with no more.
    if (exports === undefined) return false;
    const isAll = ["callToolsParallel", "callToolsSettled", "unwrap"].every((name) => exports.includes(name));
    if (exports.includes("callToolsParallel")) return isAll;
  }
  return moduleForm !== "none";
}
