import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { optimize } from "../src/index.js";
import { compareSources, formatDifference } from "../src/testing/oracle.js";

/*
 * Programs that were once rewritten wrongly, or whose rewrite failed its own check: each was found by somebody who tried to break the pass. The first
 * line says what came out different. (Some turn on what no execution can show, such as an extra read behind a guard; they are here all the same.)
 */

// The tests run from dist/test.
const folder = path.join(import.meta.dirname, "..", "..", "adversarial");
const programs = readdirSync(folder).filter((name) => name.endsWith(".ts"));

const writes = /^(send|save|write|create|delete|update|set_|post|notification|notify|log_|charge|append)/;
const scenario = {
  input: [{ name: "input-name", list: ["one", "two"], k: 1, id: "u1" }],
  state: { name: "s", list: ["one"], k: 1 },
};

/** Kept as they are with `promise-all`: a second rewrite would find more, which the check refuses. */
const refused = new Set(["fault-conditional-not-idempotent.ts"]);

describe.each(programs)("%s", (name) => {
  const source = readFileSync(path.join(folder, name), "utf8");

  test.each([{}, { emit: "promise-all" }] as const)(
    "with %j, nobody can tell the rewrite from it",
    async (options) => {
      const { code, diagnostics } = optimize(source, { fileName: "workflow.ts", ...options });
      const faults = diagnostics.filter(({ severity }) => severity === "error");
      if (!("emit" in options && refused.has(name))) expect(faults).toEqual([]);
      if (code === source) return;
      expect(optimize(code, { fileName: "workflow.ts", ...options }).code).toBe(code);
      const { differences } = await compareSources(source, code, {
        scenario,
        effectOf: ({ tool }) => ({ kind: writes.test(String(tool)) ? "writes" : "reads" }),
        pairFaults: 2,
        skewedDraws: 2,
        fileName: "workflow.ts",
      });
      expect(differences.map(formatDifference)).toEqual([]);
    },
  );
});

test("there are such programs", () => {
  expect(programs.length).toBeGreaterThan(60);
});
