import type { Diagnostic } from "../core/model/diagnostic.js";
import type { Report } from "../core/model/report.js";
import { isOpportunity, listed } from "./findings.js";
import { gainsOf } from "./gains.js";
import type { Paint } from "./paint.js";

/** `explain`: the report of the one file that was named, a list of reports for anything else. */
export function reportJson(reports: readonly Report[], _paint: Paint, single: boolean): string {
  return print(single && reports.length === 1 ? reports[0] : reports);
}

/** `check`: the files in which something was found, those with errors too. */
export function checkJson(reports: readonly Report[]): string {
  const files = reports
    .map((report) => ({ fileName: report.fileName, summary: report.summary, diagnostics: checked(report) }))
    .filter((file) => file.diagnostics.length > 0);
  const found = files.flatMap((file) => file.diagnostics);
  return print({
    version: 1,
    checked: reports.length,
    canRunTogether: found.filter(isOpportunity).length,
    warnings: found.filter((one) => !isOpportunity(one) && one.severity === "warning").length,
    errors: found.filter((one) => one.severity === "error").length,
    files,
    gains: gainsOf(reports),
  });
}

function checked(report: Report): readonly Diagnostic[] {
  const shown = new Set(listed(report));
  return report.diagnostics.filter((found) => shown.has(found) || found.severity === "error");
}

function print(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
