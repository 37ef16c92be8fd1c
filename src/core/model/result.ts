import type { Diagnostic } from "./diagnostic.js";
import type { Report } from "./report.js";

/** A source map, version 3. */
export interface SourceMap {
  readonly version: 3;
  readonly file?: string | null;
  readonly sources: readonly (string | null)[];
  readonly sourcesContent?: readonly (string | null)[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** What `optimize` returns. */
export interface OptimizeResult {
  /** The rewritten text; the input itself where nothing is to be done or anything is in doubt. */
  readonly code: string;
  /** Maps `code` to the input; `null` where `code` is the input. */
  readonly map: SourceMap | null;
  readonly report: Report;
  readonly diagnostics: readonly Diagnostic[];
}
