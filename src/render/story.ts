import type { Report, ReportCall, ReportReason, ReportRegion, ReportWait } from "../core/model/report.js";
import { amount, amountOf, clean, count, savedRounds, times } from "./words.js";

/** What `explain` tells of a region, before it is laid out as text or markdown. */
export interface RegionStory {
  readonly title: string;
  readonly plan: string;
  /** Calls that run together, round by round. */
  readonly together: readonly { readonly round: number; readonly calls: readonly CallStory[] }[];
  readonly alone: readonly CallStory[];
  readonly recommendation: string;
  readonly measures: string;
}

export interface CallStory {
  readonly label: string;
  readonly tool: string;
  readonly place: string;
  readonly round: number;
  readonly outcome: string;
  readonly effect: string;
  readonly waits: readonly string[];
  readonly reason?: string;
  readonly help?: string;
}

/** More waits than this are counted, not listed: the last of a thousand writes waits for all the others. */
const mostWaits = 5;

export function storyOf(region: ReportRegion, byId: ReadonlyMap<string, ReportCall>): RegionStory {
  const calls = region.calls.map((id) => byId.get(id)).filter((call) => call !== undefined);
  const together = new Map<string, { round: number; calls: CallStory[] }>();
  const alone: CallStory[] = [];
  for (const call of calls) {
    const story = callStory(call, byId);
    if (call.batch === undefined) {
      alone.push(story);
      continue;
    }
    const group = together.get(call.batch) ?? { round: call.round, calls: [] };
    group.calls.push(story);
    together.set(call.batch, group);
  }
  return {
    title: `${clean(region.name)} (line ${region.line})`,
    plan: clean(region.planText),
    together: [...together.values()].sort((a, b) => a.round - b.round),
    alone,
    recommendation: recommendationOf(region, [...together.values()].flatMap((group) => group.calls).length),
    measures: measuresOf(region),
  };
}

/** The calls of a report by their ids. */
export function callsById(report: Report): ReadonlyMap<string, ReportCall> {
  return new Map(report.calls.map((call) => [call.id, call]));
}

/** `3 calls in 2 regions: 2 batched, 1 ordered, 0 kept`. */
export function totalsOf(report: Report): string {
  const { found, batched, ordered, kept } = report.summary;
  return `${count(found, "tool call")}: ${batched} batched, ${ordered} ordered, ${kept} kept`;
}

/** The last line of several files' reports. */
export function overall(reports: readonly Report[]): string {
  const sum = (field: "found" | "roundsBefore" | "roundsAfter" | "work" | "span"): number =>
    reports.reduce((total, report) => total + report.summary[field], 0);
  const repeated = (field: "roundsBefore" | "work"): number =>
    reports.reduce((total, report) => total + (report.summary.perElement?.[field] ?? 0), 0);
  const files = `${count(reports.length, "file")}, ${count(sum("found"), "tool call")}`;
  const rounds = roundsOf(sum("roundsBefore"), repeated("roundsBefore"), sum("roundsAfter"));
  return `${files}: ${rounds}; work ${amount(sum("work"), repeated("work"))}, span ${sum("span")}`;
}

function roundsOf(before: number, repeated: number, after: number): string {
  if (repeated > 0) return `${amountOf("round", before, repeated)} before, ${after} after`;
  if (before === after) return `${count(before, "round")}, as before`;
  return `${count(before, "round")} before, ${after} after (${times(before, after)} as fast)`;
}

function recommendationOf(region: ReportRegion, together: number): string {
  const { roundsBefore: before, roundsAfter: after, perElement } = region;
  if (perElement) {
    // How much faster it gets, only those know who know how long the lists are.
    const calls =
      together === 1
        ? "Run the calls of all rounds of the loop together"
        : `Run ${count(together, "call")} together, those of a loop for all of its rounds`;
    return `${calls}: ${amountOf("round", before, perElement.roundsBefore)} become${before === 1 ? "s" : ""} ${after}.`;
  }
  if (before > after) {
    const calls = `Run ${count(together, "call")} together`;
    return `${calls}: ${count(before, "round")} become ${after}, ${times(before, after)} as fast if all calls take equally long.`;
  }
  if (region.calls.length === 1)
    return region.inLoop
      ? "Keep it as it is: the calls of the loop stay one after the other."
      : "Keep it as it is: there is only one call.";
  if (together > 0) return "Keep it as it is: what can run together does so already.";
  return "Keep it as it is: each call waits for the one before it.";
}

function measuresOf(region: ReportRegion): string {
  const { roundsBefore, roundsAfter, perElement, inLoop } = region;
  const work = amount(region.work, perElement?.work);
  const before = amount(roundsBefore, perElement?.roundsBefore);
  const best =
    region.span < region.work && !perElement
      ? `; no order could be more than ${times(region.work, region.span)} as fast`
      : "";
  return `Work ${work}, span ${region.span}${best}. Rounds${inLoop ? " each time round the loop" : ""}: ${before} before, ${roundsAfter} after.`;
}

function callStory(call: ReportCall, byId: ReadonlyMap<string, ReportCall>): CallStory {
  const effect = `${call.effect.kind} (${call.effect.source}: ${clean(call.effect.because)})`;
  const listed = call.waits.slice(0, mostWaits).map((wait) => waitLine(wait, byId));
  const more = call.waits.length - listed.length;
  return {
    label: clean(call.label),
    tool: toolOf(call),
    place: `${call.line}:${call.column}`,
    round: call.round,
    outcome: call.outcome,
    effect,
    waits: more > 0 ? [...listed, `and for ${count(more, "other call")}`] : listed,
    ...(call.reason === undefined ? {} : reasonOf(call.reason, call.waits)),
  };
}

/** The tool, or the function that stands for its tools. */
export function toolOf({ tool, helper }: ReportCall): string {
  if (helper !== undefined) return `${clean(helper)}()`;
  return tool === null ? "(name not constant)" : clean(tool);
}

function waitLine(wait: ReportWait, byId: ReadonlyMap<string, ReportCall>): string {
  const other = byId.get(wait.on);
  const name = other === undefined ? wait.on : `${clean(other.label)} (line ${other.line})`;
  return `WAIT for ${name}: ${because(wait)}`;
}

/** The reason in words with its line; what a wait says already is not said again. */
function reasonOf(reason: ReportReason, waits: readonly ReportWait[]): { reason?: string; help?: string } {
  const said = waits
    .slice(0, mostWaits)
    .some(
      (wait) =>
        wait.code === reason.code &&
        wait.message === reason.message &&
        wait.because.start === reason.because.start,
    );
  const help = reason.help ?? waits.find((wait) => wait.code === reason.code)?.help;
  const worth = reason.help === undefined ? waits.find((wait) => wait.code === reason.code) : reason;
  const saved = worth?.saves === undefined ? undefined : savedRounds(worth.saves, worth.savesPerElement);
  const saves =
    worth?.saves === undefined
      ? ""
      : saved === undefined
        ? " (alone it saves no round)"
        : ` (would save ${saved})`;
  return {
    ...(said ? {} : { reason: because(reason) }),
    ...(help === undefined ? {} : { help: `${clean(help)}${saves}` }),
  };
}

function because(reason: ReportReason): string {
  const message = clean(reason.message);
  const line = /\bline \d/.test(message) ? "" : `, line ${reason.because.line}`;
  return `${message} (${reason.code}${line})`;
}
