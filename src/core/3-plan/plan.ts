import type { Plan } from "../model/plan.js";
import type { RegionSchedule } from "../model/schedule.js";
import type { Analysis, LoopSplit, RegionAnalysis, Step } from "../model/steps.js";
import { callsById, type ToolCall, type Workflow } from "../model/workflow.js";
import { DependenceGraph } from "./graph.js";
import { scheduleRegion } from "./schedule.js";

/** Schedules every region. */
export function planRegions(
  workflow: Workflow,
  analysis: Analysis,
): { readonly schedules: readonly RegionSchedule[] } {
  const calls = callsById(workflow);
  const toolOf = (step: Step): string | undefined =>
    step.call === undefined ? undefined : calls.get(step.call)?.tool;
  return {
    schedules: analysis.regions.map((region) => scheduleRegion(region, new DependenceGraph(region), toolOf)),
  };
}

/** The plan of a region as a tree: its calls in rounds, and calls that stay inside other code in their places. */
export function planOf(
  analysis: RegionAnalysis,
  schedule: RegionSchedule,
  callOf: (id: string) => ToolCall,
  loops: Readonly<Record<string, LoopSplit>>,
): Plan {
  const together = (plans: readonly Plan[]): Plan =>
    plans.length === 1 ? plans[0]! : { kind: "par", items: plans };
  // The members of a batch that the program has already start with what starts beside it.
  const ofStep = ({ call, members, loop }: Step): readonly Plan[] =>
    loop
      ? [
          {
            kind: "each",
            item: together(loops[loop.loop]!.stages[loop.stage]!.members.flatMap(({ step }) => ofStep(step))),
          },
        ]
      : members && members.length > 0
        ? members.map(leaf)
        : [leaf(call!)];
  const leaf = (id: string): Plan => {
    const { label, isRepeated } = callOf(id);
    const plan: Plan = { kind: "call", id, label };
    return isRepeated ? { kind: "each", item: plan } : plan;
  };
  const items: Plan[] = [];
  for (const item of schedule.items) {
    if (item.kind === "calls") {
      items.push(together(item.steps.flatMap((step) => ofStep(analysis.steps[step]!))));
      continue;
    }
    const own = analysis.steps[item.step]!.inside.filter((id) => callOf(id).region === analysis.region);
    const beside = own.filter((id) => callOf(id).place === "batch-member");
    const apart = own.filter((id) => callOf(id).place !== "batch-member");
    if (beside.length > 0) items.push(together(beside.map(leaf)));
    items.push(...apart.map(leaf));
  }
  return items.length === 1 ? items[0]! : { kind: "seq", items };
}

/** The steps in source order, every call alone: what a file that is left as it is does. */
export function sequentialSchedules(analysis: Analysis): RegionSchedule[] {
  return analysis.regions.map(({ region, steps }) => {
    let round = 0;
    const rounds = steps.map((step) => (step.kind === "call" ? ++round : 0));
    const items = steps.map((step): RegionSchedule["items"][number] =>
      step.kind === "call"
        ? { kind: "calls", round: rounds[step.index]!, steps: [step.index] }
        : { kind: "code", step: step.index },
    );
    return { region, items, rounds, roundsBefore: round, roundsAfter: round };
  });
}
