import { generatedScenario } from "../../src/testing/generate.js";
import { generatedManifest } from "../../src/testing/program-writer.js";
import { placesOf } from "./branches.js";
import { Laboratory } from "./environments.js";
import { analyzeProgram, type Cause, type Found } from "./ordering.js";
import { Probes } from "./probes.js";
import { tagIn } from "./tags.js";
import { Truth, type TaggedCall, type TrueDependence } from "./truth.js";

/** Two calls of one block, both of which are made. */
export interface Pair {
  readonly first: string;
  readonly second: string;
  /** Why they must follow one another; undefined where they need not. */
  readonly truth: TrueDependence | undefined;
  /** Why parcall lets them follow one another; undefined where it does not. */
  readonly cause: Cause | undefined;
  /** Something in its program is unknown to parcall. */
  readonly holdsUnknown: boolean;
}

/** Inputs in which the tests that generated programs make of their input come out differently. */
const inputs = [
  undefined,
  [{ name: "", list: [], k: 0 }],
  [{ name: "other-name", list: ["one", "two", "three", "four"], k: 12 }],
];

export async function measureProgram(source: string): Promise<Pair[]> {
  const found = analyzeProgram(source, { fileName: "workflow.ts", tools: generatedManifest });
  const tagged = taggedCalls(source, found);
  const truth = await Truth.of(
    new Laboratory(source, generatedScenario, inputs),
    new Probes(source, generatedScenario),
    tagged.toSorted((a, b) => a.call.start - b.call.start),
  );
  const made = truth.order.flatMap((tag) => tagged.filter((call) => call.tag === tag));
  const closure = new Closure(made, truth);
  const pairs: Pair[] = [];
  for (const [index, second] of made.entries()) {
    for (const [earlier, first] of made.slice(0, index).entries()) {
      if (first.call.region !== second.call.region || first.tag === second.tag) continue;
      if (!truth.isUsual(first.tag) || !truth.isUsual(second.tag)) continue;
      const cause = found.orders(first.call, second.call);
      pairs.push({
        first: `${first.call.label} (${first.tag})`,
        second: `${second.call.label} (${second.tag})`,
        truth: (await truth.between(first, second)) ?? (await closure.between(earlier, index)),
        cause,
        holdsUnknown: found.holdsUnknown,
      });
    }
  }
  return pairs;
}

/**
 * What follows from dependences one after another, by way of any call of the program. A call behind one that writes may start
 * together with it and not before, since its failure must not keep the write from being made: such a step alone orders nothing.
 */
class Closure {
  readonly #before = new Map<number, ReadonlyMap<number, boolean>>();

  constructor(
    private readonly calls: readonly TaggedCall[],
    private readonly truth: Truth,
  ) {}

  async between(first: number, second: number): Promise<TrueDependence | undefined> {
    return (await this.#orders(second)).get(first) === true ? "by way of others" : undefined;
  }

  /** The calls that come before this one, and whether they come in an earlier round. */
  async #orders(place: number): Promise<ReadonlyMap<number, boolean>> {
    const known = this.#before.get(place);
    if (known !== undefined) return known;
    const before = new Map<number, boolean>();
    for (let other = 0; other < place; other++) {
      const [first, second] = [this.calls[other]!, this.calls[place]!];
      // What a helper waits for says nothing of when the helper may start.
      if (this.truth.isWithin(first, second)) continue;
      const isStrong = (await this.truth.between(first, second)) !== undefined;
      if (!isStrong && !this.truth.writes(first)) continue;
      before.set(other, isStrong || before.get(other) === true);
      for (const [one, strong] of await this.#orders(other))
        before.set(one, strong || isStrong || before.get(one) === true);
    }
    this.#before.set(place, before);
    return before;
  }
}

function taggedCalls(source: string, found: Found): TaggedCall[] {
  const { conditional, unused } = placesOf(source, found.calls);
  return found.calls.flatMap((call) => {
    const tag = tagIn(source, call, found.calls);
    return tag === undefined
      ? []
      : {
          call,
          tag,
          isConditional: conditional.has(call),
          isUnused: unused.has(call),
          choosesOf: [...(/\? "([\w-]+)" : "([\w-]+)"/.exec(source.slice(call.start, call.end)) ?? [])].slice(
            1,
          ),
        };
  });
}
