import type { Report } from "../core/model/report.js";
import { isSound } from "./findings.js";
import type { Paint } from "./paint.js";
import { type CallStory, callsById, overall, type RegionStory, storyOf, totalsOf } from "./story.js";
import { align, clean, count } from "./words.js";

/** `explain` for people: the plan of each file and region, and why it is not a better one. */
export function explainText(reports: readonly Report[], paint: Paint): string {
  const sound = reports.filter(isSound);
  const told = sound.filter((report) => report.calls.length > 0);
  if (told.length === 0)
    return sound.length < reports.length ? "" : `No tool calls in ${count(sound.length, "file")}.\n`;
  const blocks = told.map((report) => fileText(report, paint));
  if (reports.length > 1) blocks.push(`${paint.bold("All files")}  ${overall(sound)}\n`);
  return blocks.join("\n");
}

function fileText(report: Report, paint: Paint): string {
  const byId = callsById(report);
  const lines = [`${paint.bold(paint.underline(clean(report.fileName)))}  ${totalsOf(report)}`];
  for (const region of report.regions) lines.push("", ...regionText(storyOf(region, byId), paint));
  return `${lines.join("\n")}\n`;
}

function regionText(story: RegionStory, paint: Paint): readonly string[] {
  const lines = [`  ${paint.bold(story.title)}`, `    Plan: ${paint.cyan(story.plan)}`];
  if (story.together.length > 0) lines.push("", `    ${paint.green("Independent operations")}`);
  for (const { round, calls } of story.together) {
    lines.push(`      Round ${round}, together:`, ...callLines(calls, paint, "        "));
  }
  if (story.alone.length > 0) {
    lines.push(
      "",
      `    ${paint.yellow("Sequential operations")}`,
      ...callLines(story.alone, paint, "      ", true),
    );
  }
  lines.push(
    "",
    `    ${paint.bold("Recommendation")}: ${story.recommendation}`,
    `    ${paint.dim(story.measures)}`,
  );
  return lines;
}

function callLines(
  calls: readonly CallStory[],
  paint: Paint,
  indent: string,
  alone = false,
): readonly string[] {
  const heads = align(
    calls.map((call) => [
      ...(alone ? [`Round ${call.round}`] : []),
      call.place,
      call.label,
      call.tool === call.label ? "" : call.tool,
      alone ? `${call.outcome}, ${call.effect}` : call.effect,
    ]),
  );
  return calls.flatMap((call, index) => [
    `${indent}${heads[index]!}`,
    ...call.waits.map((wait) => `${indent}  ${wait}`),
    ...(call.reason === undefined ? [] : [`${indent}  ${call.reason}`]),
    ...(call.help === undefined ? [] : [`${indent}  ${paint.cyan("help:")} ${call.help}`]),
  ]);
}
