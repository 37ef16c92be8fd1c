import type { Analysis, Step } from "../model/steps.js";
import type { ToolCall, Workflow } from "../model/workflow.js";

/** Counts the calls that leave their loops among those of the region around the loop: there they run, and there their reasons are. */
export function withLeavingCalls(workflow: Workflow, analysis: Analysis): Workflow {
  const homes = new Map<string, { readonly region: string; readonly statement: number }>();
  const note = (step: Step, region: string, statement: number): void => {
    if (step.loop)
      for (const member of analysis.loops[step.loop.loop]!.stages[step.loop.stage]!.members)
        note(member.step, region, statement);
    else
      for (const id of [step.call, ...(step.members ?? [])])
        if (id !== undefined) homes.set(id, { region, statement });
  };
  for (const { region, steps } of analysis.regions)
    for (const step of steps) if (step.loop) note(step, region, step.statement);
  if (homes.size === 0) return workflow;
  const moved = (call: ToolCall): ToolCall => ({ ...call, ...homes.get(call.id) });
  const calls = workflow.calls.map(moved);
  const regions = workflow.regions.map((region) => ({
    ...region,
    calls: calls.filter((call) => call.region === region.id).map(({ id }) => id),
  }));
  return { ...workflow, calls, batches: workflow.batches.map(moved), regions };
}
