import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { DependenceGraph } from "../src/core/3-plan/graph.js";
import { scheduleRegion } from "../src/core/3-plan/schedule.js";
import { createOptimize } from "../src/core/optimize.js";
import type { Dependence } from "../src/core/model/dependence.js";
import type { Analysis, Step } from "../src/core/model/steps.js";
import { loadParser } from "../src/edges/parser.js";
import { loadFixtures, type Fixture } from "../src/testing/fixtures.js";
import { compareSources } from "../src/testing/oracle.js";

// The oracle is itself tested by breaking the compiler: a dependence that is taken away must show in the runs.

const fixtures = await loadFixtures(path.join(import.meta.dirname, "..", "..", "fixtures"));

const parser = loadParser();

type Keep = (dependence: Dependence, region: string) => boolean;

function without({ regions, ...rest }: Analysis, keep: Keep): Analysis {
  return {
    ...rest,
    regions: regions.map((region) => ({
      ...region,
      dependences: region.dependences.filter((dependence) => keep(dependence, region.region)),
    })),
  };
}

interface Whole {
  readonly code: string;
  readonly analysis: Analysis;
  readonly schedulesOf: (analysis: Analysis) => string;
}

/** What the compiler makes of a fixture with all dependences: worked out once, and not for each that is taken away. */
function wholeOf(fixture: Fixture): Whole | undefined {
  let analysis: Analysis | undefined;
  const optimize = createOptimize(
    () => parser,
    (found) => (analysis = found),
  );
  const { code, report } = optimize(fixture.source, fixture.options);
  const tools = new Map(report.calls.map(({ id, tool }) => [id, tool]));
  const toolOf = ({ call }: Step): string | undefined => tools.get(call ?? "") ?? undefined;
  const schedulesOf = ({ regions }: Analysis): string =>
    JSON.stringify(regions.map((region) => scheduleRegion(region, new DependenceGraph(region), toolOf)));
  return analysis && { code, analysis, schedulesOf };
}

/** Whether the runs tell the program from what the broken compiler makes of it; undefined where that is what it was before. */
async function isNoticed(fixture: Fixture, keep: Keep): Promise<boolean | undefined> {
  const whole = wholes.get(fixture)!;
  // The text is written from the schedules: where these stay, so does the text. (This saves most of the time.)
  if (whole.schedulesOf(without(whole.analysis, keep)) === whole.schedulesOf(whole.analysis))
    return undefined;
  const broken = createOptimize(
    () => parser,
    (analysis) => without(analysis, keep),
  );
  const { code } = broken(fixture.source, fixture.options);
  if (code === whole.code) return undefined;
  try {
    const { differences } = await compareSources(fixture.source, code, {
      fileName: fixture.fileName,
      scenario: fixture.scenario,
      effectOf: fixture.effectOf,
      batched: true,
    });
    return differences.length > 0;
  } catch {
    // What cannot be compiled any more has been noticed as well.
    return true;
  }
}

const wholes = new Map(fixtures.map((fixture) => [fixture, wholeOf(fixture)]));
const all = [...wholes].flatMap(([fixture, whole]) =>
  (whole?.analysis.regions ?? []).flatMap(({ region, dependences }) =>
    dependences.map((dependence) => ({ fixture, region, dependence })),
  ),
);
// How much time passes between two readings of the clock is no behaviour that the oracle compares: fewer rounds change it by intent. That such a
// reading keeps its place is held by the plans of fixtures/order/elapsed-time and fixtures/conditional/reads-the-clock.
const timed = "clock-order";
const codes = [...new Set(all.map(({ dependence }) => dependence.code))]
  .filter((code) => code !== timed)
  .sort();

const silent: ReadonlySet<string> = new Set(["control-dependence", "unknown-function", timed]);

describe("a dependence that is taken away", () => {
  test.each(codes)("without the rule %s some fixture comes out different", async (code) => {
    const noticed: string[] = [];
    for (const fixture of new Set(
      all.filter(({ dependence }) => dependence.code === code).map((entry) => entry.fixture),
    )) {
      if (await isNoticed(fixture, (dependence) => dependence.code !== code)) noticed.push(fixture.name);
    }
    expect(noticed).not.toEqual([]);
  });

  test("one at a time: whatever changes the output is noticed", async () => {
    const unnoticed: string[] = [];
    let changed = 0;
    for (const { fixture, region, dependence } of all) {
      const noticed = await isNoticed(
        fixture,
        (other, at) => at !== region || other.from !== dependence.from || other.to !== dependence.to,
      );
      if (noticed === undefined) continue;
      changed++;
      // A guard that does not fire and a function that does nothing in this run cannot show; in other fixtures they do.
      if (!noticed && !silent.has(dependence.code))
        unnoticed.push(
          `${fixture.name}: ${dependence.code} ${dependence.from} → ${dependence.to} (${dependence.kind}${dependence.weak ? ", weak" : ""})`,
        );
    }
    expect(changed).toBeGreaterThan(40);
    expect(unnoticed).toEqual([]);
  });
});
