import type { Dependence } from "../model/dependence.js";
import { DependenceBuilder, type StepFacts } from "./dependences.js";
import { type Location, Sink } from "./sink.js";

/** Keeps the locations of the second round apart from those of the first. */
const secondRound = 3 * 2 ** 40;

/** The dependences of a loop's body: within one round, and from one round to the next. Step 0 is the head of the loop. */
export interface LoopDependences {
  readonly within: readonly Dependence[];
  readonly carried: readonly Dependence[];
}

/**
 * Goes through the body twice in a row. What each round has of its own (`isOwn`: variables that the body declares, objects that only
 * these hold) is another thing in the second round; all else is the same.
 */
export function loopDependences(
  facts: readonly StepFacts[],
  isOwn: (location: Location) => boolean,
): LoopDependences {
  const again = facts.map((step) => ({ ...step, sink: renamed(step.sink, isOwn) }));
  const { dependences } = new DependenceBuilder([...facts, ...again]).build();
  const count = facts.length;
  const within: Dependence[] = [];
  const carried: Dependence[] = [];
  for (const dependence of dependences) {
    if (dependence.to < count) within.push(dependence);
    else if (dependence.from < count) carried.push({ ...dependence, to: dependence.to - count });
  }
  return { within, carried };
}

function renamed(sink: Sink, isOwn: (location: Location) => boolean): Sink {
  const other = new Sink();
  other.absorb(sink);
  other.accesses.clear();
  for (const { location, write, span, name } of sink.accesses.values())
    other.add(isOwn(location) ? location + secondRound : location, write, span, name);
  return other;
}
