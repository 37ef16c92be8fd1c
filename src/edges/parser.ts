import { createRequire } from "node:module";
import type { Parser } from "../core/syntax/parser.js";

/** Loads the TypeScript compiler, which takes longer than most files take to rewrite: only for a file that needs it. */
export function loadParser(): Parser {
  const require = createRequire(import.meta.url);
  const ts = require("typescript") as Parser["ts"];
  const { collectVariableUsage } = require("ts-api-utils") as Pick<Parser, "collectVariableUsage">;
  return { ts, collectVariableUsage };
}
