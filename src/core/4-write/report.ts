import { type Amount, nothing, plus } from "../model/amount.js";
import { changeKey } from "../model/change.js";
import { moveHelp } from "../diagnostics/messages.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type {
  PerElement,
  Report,
  ReportCall,
  ReportChange,
  ReportReason,
  ReportRegion,
} from "../model/report.js";
import type { Position, Span } from "../model/span.js";
import { callsById, type ToolCall } from "../model/workflow.js";
import { lineStarts, locate } from "./assemble.js";
import type { ReportInput } from "./report/input.js";
import {
  blanketReason,
  type Draft,
  identity,
  reasonAt,
  type Reasoned,
  RegionReporter,
} from "./report/region.js";
import { offer } from "./report/remedy.js";
import { byGain, type Saves, Savings } from "./report/savings.js";

/** Tells what was found: every call with its outcome, and the reason for each one that is not batched. */
export function makeReport(input: ReportInput): {
  readonly report: Report;
  readonly diagnostics: Diagnostic[];
} {
  const { source, workflow } = input;
  const starts = lineStarts(source);
  const at = (span: Span): Span & Position => {
    const [line, column] = locate(starts, span.start);
    return { start: span.start, end: span.end, line: line + 1, column: column + 1 };
  };
  const byId = callsById(workflow);
  const regions: ReportRegion[] = [];
  const drafts: Draft[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, region] of workflow.regions.entries()) {
    const reporter = new RegionReporter(input, index, region, byId, at);
    drafts.push(...reporter.drafts());
    const line = reporter.region();
    if (line) regions.push(line);
    diagnostics.push(...reporter.findings());
  }
  for (const call of workflow.calls)
    if (call.region === "r0" && call.place !== "started") drafts.push(loneCall(input, call, at));
  drafts.sort((a, b) => a.call.start - b.call.start);
  const { calls, changes } = weighed(input, drafts, regions);
  return {
    report: {
      version: 1,
      fileName: workflow.fileName,
      changed: input.changed,
      summary: summaryOf(calls, regions),
      regions,
      calls,
      changes,
      diagnostics,
    },
    diagnostics,
  };
}

/** A call in a function without a block: `async (id) => ({ user: await … })`. */
function loneCall(input: ReportInput, call: ToolCall, at: (span: Span) => Span & Position): Draft {
  const hasOthers = input.workflow.calls.some(
    (other) => other !== call && other.region === "r0" && other.statement === call.statement,
  );
  const code = hasOthers ? "unsupported-syntax" : "only-call";
  const name = hasOthers ? "a function without braces" : undefined;
  const place = { ...at(call.call), ...identity(input, call), region: "r0", round: 1 };
  if (call.place === "batch-member" && !input.blanket)
    return { call: { ...place, outcome: "batched" }, reason: undefined, waits: [] };
  return {
    call: { ...place, outcome: "kept" },
    reason: input.blanket
      ? blanketReason(call, input.blanket, at)
      : reasonAt(call, code, at(call.call), { name }),
    waits: [],
  };
}

/** Tries the remedies of all reasons, and says what each would save. */
function weighed(
  input: ReportInput,
  drafts: readonly Draft[],
  regions: readonly ReportRegion[],
): { readonly calls: readonly ReportCall[]; readonly changes: readonly ReportChange[] } {
  // A batched call may still wait for something that could be changed: its whole batch does.
  const reasons = drafts.flatMap(({ reason, waits }): readonly Reasoned[] => {
    const first = reason ?? waits[0];
    return first ? [first] : [];
  });
  const all: Reasoned[] = [...reasons];
  if (reasons.some(({ reason }) => reason.code === "undeclared-tool")) {
    const first = reasons.find(({ reason }) => reason.code === "undeclared-tool")!;
    all.push({ ...first, changes: [{ kind: "declare-all" }] });
  }
  const savings = new Savings(
    all.flatMap(({ changes }) => changes),
    input.analysis.regions.reduce((sum, { steps }) => sum + steps.length, 0),
    regions
      .map(({ roundsAfter: total, inLoop }): Amount => ({ total, perElement: inLoop ? total : 0 }))
      .reduce(plus, nothing),
    input.roundsWith,
  );
  const finish = <Reason extends ReportReason>({ reason, changes }: Reasoned<Reason>): Reason => {
    const best = reason.help === undefined ? undefined : savings.best(changes);
    if (!best) return reason;
    // Of a choice only what helps is worth reading: a function that is called for nothing but what it does is moved, not marked.
    const { change, ...saved } = best;
    const isMoved = isWorthIt(saved) && change !== changes[0];
    return { ...reason, ...(isMoved ? { help: moveHelp } : {}), ...saved };
  };
  const calls = drafts.map(({ call, reason, waits }): ReportCall => ({
    ...call,
    ...(reason ? { reason: finish(reason) } : {}),
    waits: waits.map(finish),
  }));
  return { calls, changes: offers(all, savings) };
}

/** What would save rounds, the most first; of equals the first in the source. */
function offers(reasons: readonly Reasoned[], savings: Savings): readonly ReportChange[] {
  const changes = new Map<string, ReportChange>();
  for (const { reason, changes: choice, name } of reasons) {
    const best = savings.best(choice);
    if (!best || !isWorthIt(best)) continue;
    const { change, ...saved } = best;
    const key = changeKey(change);
    const offered = changes.has(key) ? undefined : offer(change, name, reason.help);
    if (offered) changes.set(key, { ...offered, code: reason.code, ...saved, ...reason.because });
  }
  return [...changes.values()].sort((a, b) => byGain(a, b) || a.start - b.start);
}

function isWorthIt({ saves, savesPerElement = 0 }: Saves): boolean {
  return saves > 0 || savesPerElement > 0;
}

function summaryOf(calls: readonly ReportCall[], regions: readonly ReportRegion[]): Report["summary"] {
  const count = (outcome: ReportCall["outcome"]): number =>
    calls.filter((call) => call.outcome === outcome).length;
  const sum = (of: (region: ReportRegion) => number): number =>
    regions.reduce((total, region) => total + of(region), 0);
  const repeated = (of: (part: PerElement) => number): number =>
    regions.reduce((total, region) => total + (region.perElement ? of(region.perElement) : 0), 0);
  const lone = calls.filter((call) => call.region === "r0").length;
  return {
    found: calls.length,
    batched: count("batched"),
    ordered: count("ordered"),
    kept: count("kept"),
    roundsBefore: sum((region) => region.roundsBefore) + lone,
    roundsAfter: sum((region) => region.roundsAfter) + lone,
    work: sum((region) => region.work) + lone,
    span: sum((region) => region.span) + lone,
    ...(regions.some((region) => region.perElement) && {
      perElement: {
        roundsBefore: repeated((part) => part.roundsBefore),
        work: repeated((part) => part.work),
      },
    }),
  };
}
