import { createOptimize } from "./core/optimize.js";
import { loadParser } from "./edges/parser.js";

/**
 * Rewrites the independent tool calls of a program into batches. Pure and synchronous; it never throws, whatever the text is.
 *
 * @param source the text of a module, a script with top-level await, or a bare async function, in TypeScript or JavaScript
 * @param options see `OptimizeOptions`; a wrong one is reported in `diagnostics`, and `code` is then the input
 * @returns the new text (the input where nothing is to be done or anything is in doubt), its source map, what was found, and messages
 */
export const optimize = createOptimize(loadParser);

export type { Diagnostic, Related, Severity } from "./core/model/diagnostic.js";
export type { EffectKind, EffectSource, ManifestEntry, ToolTable } from "./core/model/effects.js";
export type {
  ConventionOption,
  EffectsProfile,
  Emit,
  OptimizeOptions,
  ProjectModule,
  Schedule,
} from "./core/model/options.js";
export type { Plan } from "./core/model/plan.js";
export type {
  Outcome,
  Report,
  ReportCall,
  ReportReason,
  ReportRegion,
  ReportSummary,
  ReportWait,
} from "./core/model/report.js";
export type { OptimizeResult, SourceMap } from "./core/model/result.js";
export type { Code } from "./core/diagnostics/codes.js";
