import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import ts from "typescript";
import { optimize } from "../src/index.js";
import { loadFixtures } from "../src/testing/fixtures.js";
import { formatGeneratorResult, runGenerator } from "../src/testing/generate.js";

// Any text at all: no throw, no hang, the input where there is doubt, and never an output that does not parse.

const fixtures = await loadFixtures(path.join(import.meta.dirname, "..", "..", "fixtures"));

function parses(code: string): boolean {
  const { diagnostics } = ts.transpileModule(code, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext },
  });
  return (diagnostics ?? []).length === 0;
}

function expectSound(text: string, fileName = "workflow.ts"): void {
  const { code, report, diagnostics } = optimize(text, { fileName });
  const { found, batched, ordered, kept } = report.summary;
  expect(batched + ordered + kept).toBe(found);
  if (diagnostics.some(({ severity }) => severity === "error")) expect(code).toBe(text);
  if (code !== text) expect(parses(code)).toBe(true);
}

describe("broken and odd texts", () => {
  test("any string", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => expectSound(text)),
      { numRuns: 500 },
    );
  });

  test("strings of the words of workflows", () => {
    const word = fc.constantFrom(
      "await ",
      "callTool",
      "(",
      ")",
      '"get_a"',
      ",",
      "const a = ",
      "{",
      "}",
      ";",
      "\n",
      "=> ",
      "async ",
      "`",
      "${",
      "/*",
      "*/",
      "//",
      "client.",
      "[",
      "]",
      "return ",
      "if (x) ",
      "import { callTool } from 'x'\n",
      "/",
      "<T>",
      "for (const x of y) ",
      "?.",
      "\r\n",
      "\u2028",
      "\uFEFF",
      "try {",
      "} catch {",
      "= ",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => expectSound(words.join(""))),
      { numRuns: 1500 },
    );
  });

  test("every fixture, cut off anywhere", () => {
    for (const { source, fileName } of fixtures) {
      for (let end = 0; end < source.length; end += Math.max(7, Math.floor(source.length / 12)))
        expectSound(source.slice(0, end), fileName);
    }
  });

  test("every fixture with a stretch taken out", () => {
    for (const [index, { source, fileName }] of fixtures.entries()) {
      const at = (index * 131) % source.length;
      for (const size of [1, 3, 20, 90]) expectSound(source.slice(0, at) + source.slice(at + size), fileName);
    }
  });

  test("null bytes, lone surrogates, and other encodings", () => {
    const program = 'const a = await callTool("get_a");\nconst b = await callTool("get_b");\n';
    expect(optimize(`${program}\0`).diagnostics.map(({ code }) => code)).toEqual(["too-complex"]);
    expectSound(program.replace("get_a", "\ud800"));
    expectSound([...program].map((character) => `${character}\0`).join(""));
    expect(optimize(`\uFEFF${program}`).code.startsWith("\uFEFF")).toBe(true);
  });

  test.each([
    [
      "parentheses",
      (depth: number) =>
        `await callTool("a", ${"(".repeat(depth)}1${")".repeat(depth)});\nawait callTool("get_b", 1);`,
    ],
    [
      "blocks",
      (depth: number) => `${"{".repeat(depth)}await callTool("a");await callTool("b");${"}".repeat(depth)}`,
    ],
    [
      "sums",
      (depth: number) =>
        `const a = await callTool("a", ${"1 + ".repeat(depth)}1);\nconst b = await callTool("b");`,
    ],
    ["calls in calls", (depth: number) => `${'await callTool("get_a", '.repeat(depth)}1${")".repeat(depth)}`],
  ])("deep nesting of %s ends in an answer", (_name, text) => {
    for (const depth of [50, 5000]) {
      const { code, diagnostics } = optimize(text(depth));
      if (diagnostics.some(({ severity }) => severity === "error")) expect(code).toBe(text(depth));
    }
  });

  test("options that are wrong are reported, and the text stays", () => {
    const text = 'const a = await callTool("get_a");\nconst b = await callTool("get_b");\n';
    for (const options of [
      { effect: "strict" },
      { effects: "loose" },
      { tools: { a: 1 } },
      7,
      null,
      { conventions: [{}] },
    ]) {
      const { code, diagnostics } = optimize(text, options as never);
      if (options === null) continue;
      expect(code).toBe(text);
      expect(diagnostics[0]?.code).toBe("invalid-option");
    }
  });
});

describe("large blocks", () => {
  const header = 'import { callTool } from "parcall/runtime";\nexport async function main(q: string) {\n';

  test("5,000 independent calls become one batch", () => {
    const body = Array.from(
      { length: 5000 },
      (_, index) => `  const a${index} = await callTool("get_item", { id: ${index}, q });\n`,
    ).join("");
    const { report, code } = optimize(`${header}${body}  return a0;\n}\n`);
    expect(report.summary).toMatchObject({ found: 5000, batched: 5000, roundsAfter: 1 });
    expect(code).toContain("a4999] = await callToolsParallel([");
  });

  test("5,000 dependent calls stay as they are", () => {
    const body = Array.from(
      { length: 4999 },
      (_, index) => `  const a${index + 1} = await callTool("get_item", { id: a${index}.id });\n`,
    ).join("");
    const text = `${header}  const a0 = await callTool("get_item", q);\n${body}  return a0;\n}\n`;
    const { report, code } = optimize(text);
    expect(report.summary).toMatchObject({ found: 5000, ordered: 5000, roundsAfter: 5000 });
    expect(code).toBe(text);
  });
});

describe("random programs", () => {
  test.each([
    ["all", 300],
    ["loops", 150],
  ] as const)(
    "of %s: %d of them cannot be told from their rewrites",
    async (shapes, runs) => {
      const result = await runGenerator({ optimize, runs, seed: 20261122, shapes });
      expect(formatGeneratorResult(result)).toContain(" 0 differences");
    },
    120_000,
  );
});
