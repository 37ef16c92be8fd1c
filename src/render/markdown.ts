import type { Report } from "../core/model/report.js";
import { isSound } from "./findings.js";
import { type CallStory, callsById, overall, type RegionStory, storyOf, totalsOf } from "./story.js";
import { clean, count } from "./words.js";

/** `explain` for a pull request or a model. */
export function explainMarkdown(reports: readonly Report[]): string {
  const sound = reports.filter(isSound);
  const told = sound.filter((report) => report.calls.length > 0);
  if (told.length === 0)
    return sound.length < reports.length ? "" : `No tool calls in ${count(sound.length, "file")}.\n`;
  const blocks = told.map((report) => {
    const byId = callsById(report);
    const regions = report.regions.map((region) => regionMarkdown(storyOf(region, byId)));
    return [`## ${code(clean(report.fileName))}`, `${totalsOf(report)}.`, ...regions].join("\n\n");
  });
  if (reports.length > 1) blocks.push(`**All files**: ${overall(sound)}.`);
  return `${blocks.join("\n\n")}\n`;
}

function regionMarkdown(story: RegionStory): string {
  const blocks = [`### ${escape(story.title)}`, `Plan: ${code(story.plan)}`];
  if (story.together.length > 0) {
    const groups = story.together.map(({ round, calls }) =>
      [`- Round ${round}, together:`, ...calls.map((call) => item(call, "  ", call.effect))].join("\n"),
    );
    blocks.push("#### Independent operations", groups.join("\n"));
  }
  if (story.alone.length > 0) {
    const items = story.alone.map((call) =>
      item(call, "", `round ${call.round}, ${call.outcome}, ${call.effect}`),
    );
    blocks.push("#### Sequential operations", items.join("\n"));
  }
  blocks.push(`**Recommendation**: ${escape(story.recommendation)}`, escape(story.measures));
  return blocks.join("\n\n");
}

function item(call: CallStory, indent: string, facts: string): string {
  const tool = call.tool === call.label ? "" : ` calls ${code(call.tool)}`;
  const notes = [
    ...call.waits,
    ...(call.reason === undefined ? [] : [call.reason]),
    ...(call.help === undefined ? [] : [`help: ${call.help}`]),
  ];
  const head = `${indent}- ${code(call.label)}${tool} at ${call.place}: ${escape(facts)}`;
  return [head, ...notes.map((note) => `${indent}  - ${escape(note)}`)].join("\n");
}

/** A code span with a fence longer than any in the text. */
function code(text: string): string {
  const fence = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length)) + 1);
  const space = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${space}${text}${space}${fence}`;
}

/** Text that must not become a link, a tag or an emphasis; what stands between backticks is code and needs no escape. */
function escape(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\`*_[\]<>#|]/g, "\\$&")))
    .join("");
}
