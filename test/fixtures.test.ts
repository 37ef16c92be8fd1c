import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { optimize } from "../src/index.js";
import {
  loadFixtures,
  readFixture,
  updateGolden,
  weaknesses,
  type Fixture,
} from "../src/testing/fixtures.js";
import { plannedRegions, renderGolden } from "../src/testing/golden.js";
import { compareSources, formatDifference } from "../src/testing/oracle.js";
import { changesSomething } from "../src/testing/true-effects.js";

// The tests run from dist/test.
const root = path.join(import.meta.dirname, "..", "..", "fixtures");
const fixtures = await loadFixtures(root);
const updating = process.env.UPDATE_GOLDENS === "1";

describe("the fixtures as such", () => {
  test("every one has a plan and a reason, and none is there twice", () => {
    expect(fixtures.length).toBeGreaterThan(40);
    expect(weaknesses(fixtures)).toEqual([]);
  });

  test("weak fixtures are found", () => {
    const weak = (name: string, source: string): Fixture => ({
      ...readFixture(name, "w.ts", source),
      goldenPath: "",
      golden: undefined,
    });
    const why = "// why: a reason that says something about the plan\n";
    expect(
      weaknesses([
        weak("t/good", `// plan: a\n${why}\nawait callTool("a");\n`),
        weak("t/no-plan", `${why}\nawait callTool("b");\n`),
        weak("t/no-why", `// plan: c\n\nawait callTool("c");\n`),
        weak("t/twice", `// plan: a\n${why}\n// again\nawait  callTool("a");\n`),
        weak("t/unchanged", `// plan: a | b\n// unchanged\n${why}\nawait callTool("d");\n`),
        weak(
          "t/unchanged-loop",
          `// plan: a*\n// unchanged\n${why}\nfor (const x of xs) await callTool("g", x);\n`,
        ),
        weak(
          "t/as-it-is",
          `// plan: a | b\n// unchanged\n${why}\nawait callToolsParallel([["e"], ["f"]]);\n`,
        ),
      ]),
    ).toEqual([
      "t/no-plan: no plan",
      "t/no-why: no why",
      "t/twice: the same program as t/good",
      't/unchanged: says "unchanged", and the plan has a batch',
      't/unchanged-loop: says "unchanged", and the plan has a batch',
    ]);
  });

  test("a header that cannot be read is an error", () => {
    expect(() => readFixture("t/x", "w.ts", "// plans: a\n")).toThrow(
      'cannot read the header line "// plans: a"',
    );
    expect(() => readFixture("t/x", "w.ts", "// input: [1\n")).toThrow("t/x: input:");
  });

  test("goldens are not written unless asked for, nor over another plan", async () => {
    const fixture = {
      ...readFixture("t/x", "w.ts", "// plan: a\n"),
      goldenPath: "/dev/null",
      golden: undefined,
    };
    const message = updating
      ? "the plan is b, the header says a; nothing was written"
      : "UPDATE_GOLDENS=1 only";
    await expect(updateGolden(fixture, "text", ["b"])).rejects.toThrow(message);
  });
});

describe.each(fixtures.map((fixture) => [fixture.name, fixture] as const))("%s", (_name, fixture) => {
  const result = optimize(fixture.source, fixture.options);
  const plans = plannedRegions(result).map(({ planText }) => planText);

  test("has the plan that was written by hand", () => {
    expect(plans).toEqual(fixture.plans);
    expect(result.code === fixture.source).toBe(!fixture.batched);
    if (fixture.unchanged) expect(result.code).toBe(fixture.source);
  });

  test("cannot be told from the original, and says what it did", async () => {
    const comparison = await compareSources(fixture.source, result.code, {
      fileName: fixture.fileName,
      scenario: fixture.scenario,
      effectOf: fixture.effectOf,
      batched: fixture.batched,
    });
    expect(comparison.differences.map(formatDifference)).toEqual([]);
    expect(comparison.original.outcome.kind).toBe("returned");
    expect(comparison.original.calls.length).toBeGreaterThan(0);
    const golden = renderGolden(fixture.name, result, comparison);
    if (updating) await updateGolden(fixture, golden, plans);
    else expect(golden).toBe(fixture.golden);
  });

  // The oracle would not notice a write that it takes for a read itself.
  test("its header knows every tool that the compiler takes for a writing one", () => {
    const unknown = result.report.calls
      .filter(({ effect }) => changesSomething(effect) && effect.source !== "helper")
      .map(({ tool }) => tool ?? "(not constant)")
      .filter((tool) => !changesSomething(fixture.effectOf({ tool, args: [] })));
    expect(unknown).toEqual([]);
  });
});
