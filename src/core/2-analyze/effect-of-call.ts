import type { ToolEffect } from "../model/effects.js";
import type { Options } from "../model/options.js";
import type { ToolCall } from "../model/workflow.js";
import type { AnalysisContext } from "./context.js";
import { resultIsUsed } from "./result-use.js";
import { toolEffect } from "./tools/tool-effect.js";

/** The effect of a call, by what is said of its tool and by how it is made. */
export function effectOfCall(context: AnalysisContext, call: ToolCall, options: Options): ToolEffect {
  const { tool, pragma, constants } = call;
  const effect = pragma === "keep" ? undefined : pragma;
  const use = { tool, resultUsed: resultIsUsed(context, call), pragma: effect, constants };
  return { ...toolEffect(use, options.tools, options.effects), tools: tool === undefined ? [] : [tool] };
}

/** The effect of a tool of which the name alone is known, if that. */
export function effectOfTool(tool: string | undefined, options: Options): ToolEffect {
  return {
    ...toolEffect({ tool, resultUsed: true, constants: {} }, options.tools, options.effects),
    tools: tool === undefined ? [] : [tool],
  };
}
