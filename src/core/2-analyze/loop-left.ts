import type { LoopSplit, Step } from "../model/steps.js";
import type { StepFacts } from "./dependences.js";
import { Sink } from "./sink.js";

interface Steps {
  readonly steps: readonly Step[];
  readonly facts: readonly StepFacts[];
}

/** The regions of loops whose calls have left them: what is left there is scheduled like any other block. */
export class LeftOfLoops {
  readonly #regions: ReadonlySet<string>;
  readonly #gone: ReadonlySet<Step>;
  readonly #kept: ReadonlySet<string>;

  constructor(splits: readonly LoopSplit[]) {
    this.#regions = new Set(splits.flatMap(({ regions }) => regions));
    this.#gone = new Set(
      splits.flatMap(({ stages }) => stages.flatMap(({ members }) => members.map(({ step }) => step))),
    );
    this.#kept = new Set(
      splits.flatMap(({ kept }) => kept.map(({ region, statement }) => `${region} ${statement}`)),
    );
  }

  /** The steps of a region, without those that have left it. */
  of(region: string, all: Steps): Steps {
    if (!this.#regions.has(region)) return all;
    const steps: Step[] = [];
    const facts: StepFacts[] = [];
    for (const [index, step] of all.steps.entries()) {
      const found = all.facts[index]!;
      const hasLeft = this.#gone.has(step);
      if (!this.#kept.has(`${region} ${step.statement}`) || (hasLeft && !step.isWhole)) continue;
      if (!hasLeft) {
        steps.push({ ...step, index: steps.length });
        facts.push(found);
        continue;
      }
      // `const page = pages[i];`
      steps.push({
        ...step,
        index: steps.length,
        kind: "code",
        call: undefined,
        members: [],
        isWhole: false,
        inside: [],
      });
      facts.push({ isCall: false, span: found.span, sink: writesOf(found.sink) });
    }
    return { steps, facts };
  }
}

/** Of a call that has left only that it declares what takes its answer. */
function writesOf(sink: Sink): Sink {
  const writes = new Sink();
  for (const { location, write, span, name } of sink.accesses.values())
    if (write) writes.add(location, true, span, name);
  for (const location of sink.declared) writes.declared.add(location);
  return writes;
}
