import { type RegionSchedule, startsTogether } from "../../model/schedule.js";
import { type Analysis, callsOfStep, type RegionAnalysis, roundsOfStep } from "../../model/steps.js";
import type { ToolCall } from "../../model/workflow.js";

/** The moments at which the calls of a region run: calls that stay inside code have moments of their own. */
export class Moments {
  readonly #moment = new Map<string, number>();
  readonly #batch = new Map<string, string>();
  #before = 0;
  #after = 0;

  constructor(
    { region, steps }: RegionAnalysis,
    schedule: RegionSchedule,
    byId: ReadonlyMap<string, ToolCall>,
    loops: Analysis["loops"],
  ) {
    const gather = (ids: readonly string[], roundsBefore: number, isRepeated = false): void => {
      if (ids.length === 0) return;
      this.#after++;
      this.#before += roundsBefore;
      for (const id of ids) {
        this.#moment.set(id, this.#after);
        if (ids.length > 1 || isRepeated) this.#batch.set(id, `${region}.${this.#after}`);
      }
    };
    for (const item of schedule.items) {
      if (item.kind === "calls") {
        const ids = item.steps.flatMap((step) => callsOfStep(steps[step]!, loops));
        const rounds = item.steps.reduce((sum, step) => sum + roundsOfStep(steps[step]!, loops), 0);
        gather(ids, rounds, startsTogether(item.steps, steps));
        continue;
      }
      const inside = steps[item.step]!.inside.filter((id) => byId.get(id)?.region === region);
      const isMember = (id: string): boolean => byId.get(id)!.place === "batch-member";
      gather(inside.filter(isMember), 1);
      for (const id of inside) if (!isMember(id)) gather([id], 1);
    }
  }

  /** Rounds of the program as it is. */
  get before(): number {
    return this.#before;
  }

  get after(): number {
    return this.#after;
  }

  /** The round of a call, counted from 1. */
  of(call: string): number {
    return this.#moment.get(call) ?? 1;
  }

  batchOf(call: string): string | undefined {
    return this.#batch.get(call);
  }
}
