import type { Diagnostic } from "../core/model/diagnostic.js";
import type { Report } from "../core/model/report.js";

/** What `check` lists of a file: the calls that could run together, and warnings. Errors go to stderr on their own. */
export function listed(report: Report): readonly Diagnostic[] {
  return report.diagnostics.filter((found) => isOpportunity(found) || found.severity === "warning");
}

/** Whether the file could be worked on; what is wrong with the others was said on stderr. */
export function isSound(report: Report): boolean {
  return !report.diagnostics.some((found) => found.severity === "error");
}

/** Whether a diagnostic is about calls that could run together. */
export function isOpportunity(found: Diagnostic): boolean {
  return found.code === "can-run-together";
}
