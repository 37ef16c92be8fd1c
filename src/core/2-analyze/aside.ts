import type { Analysis, RegionAnalysis } from "../model/steps.js";
import type { ToolCall, Workflow } from "../model/workflow.js";

/**
 * Leaves out of the workflow what turned out to be no call of a tool or a helper, and calls of helpers that stand alone in their block: a program's
 * `await main()` is no tool call to anybody who reads the report.
 */
export function withoutAside(
  workflow: Workflow,
  analysis: Analysis,
): { readonly workflow: Workflow; readonly analysis: Analysis } {
  const called = new Map(
    workflow.calls.filter((call) => isCall(call, analysis)).map((call) => [call.id, call]),
  );
  const leaving = new Set(callsOfLoops(analysis));
  const regions = workflow.regions.map((region) => ({
    ...region,
    calls: region.calls.filter((id) => called.has(id)),
  }));
  // (What is left of the body of a loop is edited there.)
  const ofLoops = new Set(Object.values(analysis.loops).flatMap((split) => split.regions));
  const stays = regions.map(
    ({ calls }, index) =>
      calls.length > 1 ||
      calls.some((id) => called.get(id)!.helper === undefined || leaving.has(id)) ||
      analysis.regions[index]!.steps.some(({ loop }) => loop !== undefined) ||
      ofLoops.has(regions[index]!.id),
  );
  const kept = <Of>(all: readonly Of[]): Of[] => all.filter((_, index) => stays[index]);
  const inRegions = new Set(kept(regions).flatMap(({ calls }) => calls));
  const calls = [...called.values()].filter(({ id, helper }) => helper === undefined || inRegions.has(id));
  if (calls.length === workflow.calls.length) return { workflow, analysis };
  const ids = new Set(calls.map(({ id }) => id));
  return {
    workflow: { ...workflow, calls, regions: kept(regions) },
    analysis: { ...analysis, regions: kept(analysis.regions).map((region) => withCalls(region, ids)) },
  };
}

/** The calls that leave their loops. */
function callsOfLoops({ loops }: Analysis): readonly string[] {
  return Object.values(loops).flatMap(({ stages }) =>
    stages.flatMap(({ members }) =>
      members.flatMap(({ step: { call, members: own = [] } }) => [
        ...(call === undefined ? [] : [call]),
        ...own,
      ]),
    ),
  );
}

function withCalls(region: RegionAnalysis, ids: ReadonlySet<string>): RegionAnalysis {
  const steps = region.steps.map((step) =>
    step.inside.length === 0 ? step : { ...step, inside: step.inside.filter((id) => ids.has(id)) },
  );
  return { ...region, steps };
}

/** A helper that nobody waits for is a function that was called. */
function isCall({ id, helper, place }: ToolCall, { aside }: Analysis): boolean {
  return !Object.hasOwn(aside, id) && (helper === undefined || place !== "started");
}
