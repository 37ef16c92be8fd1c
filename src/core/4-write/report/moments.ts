import { type Amount, nothing, plus } from "../../model/amount.js";
import { type RegionSchedule, startsTogether } from "../../model/schedule.js";
import { type Analysis, callsOfStep, type RegionAnalysis } from "../../model/steps.js";
import type { ToolCall } from "../../model/workflow.js";
import type { Repeats } from "./repeats.js";

/** The moments at which the calls of a region run: calls that stay inside code have moments of their own. */
export class Moments {
  readonly #moment = new Map<string, number>();
  readonly #batch = new Map<string, string>();
  #before = nothing;
  #work = nothing;
  #after = 0;

  constructor(
    { region, steps }: RegionAnalysis,
    schedule: RegionSchedule,
    byId: ReadonlyMap<string, ToolCall>,
    loops: Analysis["loops"],
    repeats: Repeats,
  ) {
    const gather = (ids: readonly string[], before: Amount, work: Amount, isRepeated = false): void => {
      if (ids.length === 0) return;
      this.#after++;
      this.#before = plus(this.#before, before);
      this.#work = plus(this.#work, work);
      for (const id of ids) {
        this.#moment.set(id, this.#after);
        if (ids.length > 1 || isRepeated) this.#batch.set(id, `${region}.${this.#after}`);
      }
    };
    for (const item of schedule.items) {
      if (item.kind === "calls") {
        const ids = item.steps.flatMap((step) => callsOfStep(steps[step]!, loops));
        const before = item.steps.map((step) => repeats.rounds(steps[step]!)).reduce(plus);
        const work = item.steps.map((step) => repeats.work(steps[step]!)).reduce(plus);
        gather(ids, before, work, startsTogether(item.steps, steps));
        continue;
      }
      const inside = steps[item.step]!.inside.filter((id) => byId.get(id)?.region === region);
      const isMember = (id: string): boolean => byId.get(id)!.place === "batch-member";
      const once = (ids: readonly string[]): void =>
        gather(ids, { total: 1, perElement: 0 }, { total: ids.length, perElement: 0 });
      once(inside.filter(isMember));
      for (const id of inside) if (!isMember(id)) once([id]);
    }
  }

  /** Rounds of the program as it is. */
  get before(): Amount {
    return this.#before;
  }

  /** Calls of the program as it is. */
  get work(): Amount {
    return this.#work;
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
