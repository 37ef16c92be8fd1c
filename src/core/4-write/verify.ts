import { contains } from "../model/span.js";
import { type RegionSchedule, startsTogether } from "../model/schedule.js";
import type { Analysis } from "../model/steps.js";
import type { Region, ToolCall, Workflow } from "../model/workflow.js";
import type { Assembled } from "./assemble.js";

/** What was read from the old text: `all` holds also the calls that turned out to be mere code. */
export interface ReadBefore {
  readonly all: Workflow;
  readonly workflow: Workflow;
}

/** What was read back from the new text: all calls, also those that turned out to be mere code. */
export interface ReadBack {
  readonly workflow: Workflow;
  readonly analysis: Analysis;
  readonly schedules: readonly RegionSchedule[];
}

/** The place in the new program at which a call is waited for. */
interface Moment {
  readonly statement: number;
  /** Orders the calls of one statement that are waited for one by one; 0 for members of a batch. */
  readonly within: number;
}

/**
 * Checks a rewrite against the program that it was made from: it makes the same calls, every dependence still holds, and another
 * rewrite would change nothing. Returns what is wrong, if anything.
 */
export function verifyRewrite(
  before: ReadBefore,
  analysis: Analysis,
  assembled: Assembled,
  after: ReadBack,
): string | undefined {
  const counterparts = matchCalls(before.all, assembled, after.workflow);
  if (typeof counterparts === "string") return counterparts;
  const broken = brokenDependence(before.workflow, analysis, assembled, after.workflow, counterparts);
  if (broken) return broken;
  const again = after.schedules.find(({ items, region }) => {
    const { steps } = after.analysis.regions.find((one) => one.region === region)!;
    return items.some((item) => item.kind === "calls" && startsTogether(item.steps, steps));
  });

  return again ? `a second rewrite would change region ${again.region} again` : undefined;
}

/** A place in the text of a call that stays in it: arguments of a helper may become constants before the batch. */
function anchorOf(call: ToolCall): number {
  if (call.helper !== undefined && call.convention !== "callback") return call.args.end;
  return call.argSpans[0]?.start ?? call.call.start;
}

function matchCalls(before: Workflow, assembled: Assembled, after: Workflow): Map<string, ToolCall> | string {
  const byAnchor = new Map(after.calls.map((call) => [anchorOf(call), call]));
  const counterparts = new Map<string, ToolCall>();
  for (const call of before.calls) {
    const place = assembled.placeOf(anchorOf(call));
    const counterpart = place === undefined ? undefined : byAnchor.get(place);
    if (!counterpart || counterpart.tool !== call.tool || counterpart.argCount !== call.argCount) {
      return `the call ${call.label} is missing or different in the new text`;
    }
    // (What is started keeps its condition beside it.)
    if ((call.guard || call.condition) && !counterpart.guard && counterpart.place === "batch-member")
      return `the condition of ${call.label} is missing in the new text`;
    counterparts.set(call.id, counterpart);
  }
  const [made, expected] = [countOf(after), countOf(before)];
  if (made !== expected) return `the new text makes ${made} calls, the old one ${expected}`;
  return counterparts;
}

/** Code as a member of a batch is no call beside those in it. */
function countOf({ calls }: Workflow): number {
  return calls.filter(({ convention }) => convention !== "callback").length;
}

function brokenDependence(
  before: Workflow,
  analysis: Analysis,
  assembled: Assembled,
  after: Workflow,
  counterparts: ReadonlyMap<string, ToolCall>,
): string | undefined {
  const batches = new Map(before.batches.map((batch) => [batch.id, batch]));
  // Statements may have changed places with the blocks inside them: a block is known by what stands in it, the innermost first.
  const bySize = after.regions.toSorted((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
  for (const [index, region] of before.regions.entries()) {
    const { steps, dependences } = analysis.regions[index]!;
    // (Where all calls have left, what is left keeps its order.)
    if (dependences.length === 0 || region.calls.length === 0) continue;
    const isSame = (one: Region): boolean =>
      region.calls.every((id) => contains(one.span, counterparts.get(id)!.call)) &&
      steps.every(({ call, statement }) => {
        const { start, end } = region.statements[statement]!.span;
        const place = assembled.placeOf(start, one.span) ?? assembled.placeOf(end - 1, one.span);
        return call !== undefined || place !== undefined;
      });
    const home = bySize.find(isSame);
    if (!home) return `the calls of block ${region.id} left it`;
    const split = new Set(steps.flatMap(({ loop, statement }) => (loop ? [statement] : [])));
    const momentOf = (step: number): Moment | undefined => {
      const { call, statement } = steps[step]!;
      const batch = call === undefined ? undefined : batches.get(call);
      if (batch) return momentOfBatch(home, batch, assembled, after);
      if (call !== undefined) return momentOfCall(home, counterparts.get(call)!);
      const { span } = region.statements[statement]!;
      // (The head of a loop may have gone to where its rows are gathered; its end stays with what stays of it.)
      const places = [assembled.placeOf(span.start, home.span), assembled.placeOf(span.end - 1, home.span)];
      const place = (split.has(statement) ? places.toReversed() : places).find((one) => one !== undefined);
      return place === undefined ? undefined : momentOfPlace(home, place);
    };
    for (const { from, to, weak, kind } of dependences) {
      const first = momentOf(from);
      const second = momentOf(to);
      if (!first || !second) return `step ${first ? to : from} left its block`;
      const isCode = steps[from]!.kind === "code" || steps[to]!.kind === "code";
      const isHeld =
        first.statement < second.statement ||
        (first.statement === second.statement && (isCode || weak || first.within < second.within));
      if (!isHeld) return `the ${kind} dependence of step ${to} on step ${from} no longer holds`;
    }
  }
  return undefined;
}

function momentOfCall(region: Region, call: ToolCall): Moment | undefined {
  const statement = statementAt(region.statements, call.call.start);
  return statement < 0 ? undefined : { statement, within: call.place === "awaited" ? call.whole.end : 0 };
}

/** A batch of the program is waited for alone, as it was, or has become a member, or several, of a larger one. */
function momentOfBatch(
  home: Region,
  { list, args }: ToolCall,
  assembled: Assembled,
  after: Workflow,
): Moment | undefined {
  // (What it begins with may have become a constant before the batch.)
  const place = assembled.placeOf(list?.elements[0]!.start ?? args.start) ?? assembled.placeOf(args.end - 1);
  const batch = after.batches.find(
    ({ call }) => place !== undefined && call.start < place && place < call.end,
  );
  if (place === undefined || !batch) return undefined;
  const isAlone = place === (batch.list?.elements[0]!.start ?? batch.args.start);
  return isAlone ? momentOfCall(home, batch) : momentOfPlace(home, place);
}

function momentOfPlace(region: Region, place: number): Moment | undefined {
  const statement = statementAt(region.statements, place);
  return statement < 0 ? undefined : { statement, within: 0 };
}

function statementAt(statements: Workflow["regions"][number]["statements"], place: number): number {
  let low = 0;
  let high = statements.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { span } = statements[middle]!;
    if (place < span.start) high = middle - 1;
    else if (place >= span.end) low = middle + 1;
    else return middle;
  }
  return -1;
}
