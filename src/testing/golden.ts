import type { ReportCall, ReportRegion } from "../core/model/report.js";
import type { OptimizeResult } from "../core/model/result.js";
import type { Trace } from "./execute.js";
import { roundsOf } from "./trace-text.js";

/** The regions that have calls of their own, in source order. */
export function plannedRegions(result: OptimizeResult): ReportRegion[] {
  return result.report.regions.filter(({ calls }) => calls.length > 0).toSorted((a, b) => a.start - b.start);
}

/** Plan, code, report, diagnostics and trace of a rewrite, for people to read. */
export function renderGolden(
  name: string,
  result: OptimizeResult,
  traces: { readonly original: Trace; readonly rewritten: Trace },
): string {
  const { summary, calls } = result.report;
  const plans = plannedRegions(result).map((region) => `- ${region.name}: \`${region.planText}\``);
  const diagnostics = result.diagnostics.map(
    ({ code, severity, line, column, message }) => `- ${line}:${column} ${severity} ${code}: ${message}`,
  );
  const counts = `${summary.found} found, ${summary.batched} batched, ${summary.ordered} ordered, ${summary.kept} kept`;
  return [
    `# ${name}`,
    section("Plan", plans),
    section("Code", result.report.changed ? [fenced(result.code)] : ["unchanged"]),
    section("Report", [`${counts}`, "", ...calls.map(reportLine)]),
    section("Diagnostics", diagnostics.length > 0 ? diagnostics : ["none"]),
    section("Trace", [
      `rounds: ${traces.original.makespan} → ${traces.rewritten.makespan}`,
      "",
      ...roundsOf(traces.rewritten).map(
        (round, index) => `${index + 1}. ${round.map(({ tool }) => tool).join(", ")}`,
      ),
    ]),
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string {
  return `\n## ${title}\n\n${lines.join("\n")}`;
}

/** A fence longer than any run of backquotes in the program. */
function fenced(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}ts\n${code.replace(/\n$/, "")}\n${fence}`;
}

function reportLine({ id, label, tool, outcome, reason }: ReportCall): string {
  const because = reason === undefined ? "" : ` (${reason.code}: ${reason.message})`;
  return `- ${id} ${label} = ${tool ?? "(not constant)"}: ${outcome}${because}`;
}
