import type { Invoke, Tools } from "./types.js";

/** One function that reaches every tool, from either form of the option `invoke`; throws a TypeError for anything else. */
export function readTools(invoke: Invoke | Tools): Invoke {
  if (typeof invoke === "function") return invoke;
  if (typeof invoke !== "object" || invoke === null) {
    throw new TypeError(
      "invoke must be a function (tool, prompt, kwargs, context) or a table of functions by tool name.",
    );
  }
  return (tool, prompt, kwargs, context) => {
    // Own properties only: a program that calls the tool "toString" must not reach Object.prototype.
    if (!Object.hasOwn(invoke, tool) || typeof invoke[tool] !== "function") {
      throw new Error(`There is no tool "${tool}".`);
    }
    return invoke[tool](prompt, kwargs, context);
  };
}
