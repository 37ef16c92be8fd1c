import { type Amount, nothing, plus } from "../../model/amount.js";
import type { PerElement } from "../../model/report.js";
import { type Analysis, callsOfStep, type Step } from "../../model/steps.js";
import type { Loop } from "../../model/workflow.js";

/** Counts what a step comes to in the program as it is: the steps of a loop as often as it goes round, if literals say how often. */
export class Repeats {
  readonly #countOf: ReadonlyMap<string, number | undefined>;

  constructor(
    readonly loops: Analysis["loops"],
    known: readonly Loop[],
  ) {
    this.#countOf = new Map(known.map(({ id, count }) => [id, count]));
  }

  /** The moments at which the program waits for its calls. */
  rounds(step: Step): Amount {
    return this.#amount(step, () => 1);
  }

  /** Its calls. */
  work(step: Step): Amount {
    return this.#amount(step, (one) => callsOfStep(one, this.loops).length);
  }

  #amount(step: Step, unit: (step: Step) => number): Amount {
    if (!step.loop) return { total: unit(step), perElement: 0 };
    const { stages, filters } = this.loops[step.loop.loop]!;
    const { members } = stages[step.loop.stage]!;
    const count = this.#countOf.get(step.loop.loop);
    return members
      .map(({ step: inner, parts }): Amount => {
        const { total, perElement } = this.#amount(inner, unit);
        // Rounds that are left out are not counted: nobody can tell how many there are.
        const isEach = filters.length === 0 && !parts.some((part) => "guard" in part);
        return count !== undefined && isEach
          ? { total: total * count, perElement: perElement * count }
          : { total, perElement: total };
      })
      .reduce(plus, nothing);
  }
}

/** The part of a report that says what comes again for each element; nothing where nothing does. */
export function perElement(rounds: Amount, work: Amount): { readonly perElement?: PerElement } {
  if (rounds.perElement === 0) return {};
  return { perElement: { roundsBefore: rounds.perElement, work: work.perElement } };
}
