import { describe, expect, test } from "@jest/globals";
import { originalPositionFor, TraceMap, type EncodedSourceMap } from "@jridgewell/trace-mapping";
import { createOptimize } from "../src/core/optimize.js";
import { optimize } from "../src/index.js";
import type { OptimizeOptions } from "../src/index.js";

const header = 'import { callTool } from "parcall/runtime";\n';

/** The plan of the last region, and the reasons of its calls. */
function look(text: string, options: OptimizeOptions = {}) {
  const { report, diagnostics } = optimize(text, options);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return {
    plan: report.regions.at(-1)?.planText,
    codes: [...new Set(report.calls.flatMap(({ reason }) => (reason ? [reason.code] : [])))],
  };
}

describe("what no rule knows ends in the source order", () => {
  // Between two calls that could run together. Each is a default of a switch over syntax, functions or effects.
  test.each([
    ["a label", "here: for (const x of [1]) { if (x) break here; }", "unsupported-syntax"],
    ["debugger", "debugger;", "unsupported-syntax"],
    ["a tagged template", "tag`text`;", "unsupported-syntax"],
    ["a class that runs code", "class A { static x = start(); }", "unsupported-syntax"],
    ["a class that extends what a call returns", "class B extends mixin(Object) {}", "unsupported-syntax"],
    ["a class expression", "const C = class {};", "unsupported-syntax"],
    ["an enum", "enum D { One }", "unsupported-syntax"],
    ["import()", 'await import("x");', "unknown-function"],
    ["a regular await", "await sleep(10);", "unknown-function"],
    ["await of a value", "await promise;", "other-await"],
    ["for await", "for await (const x of stream) { console.log(x); }", "other-await"],
    ["using", "using handle = open;", "unsupported-syntax"],
    ["an unknown function", "start();", "unknown-function"],
    ["an unknown method", "engine.start();", "unknown-function"],
    ["an unknown class", "new Engine();", "unknown-function"],
    ["a method that other things have too", "engine.get(1);", "unknown-function"],
    ["push on what was imported", "router.push(1);", "unknown-function"],
    ["an unknown function as a callback", "[1].forEach(start);", "unknown-function"],
    ["an async callback", "[1].forEach(async () => { start(); });", "unknown-function"],
    ["a call that is not waited for", 'const later = callTool("get_later");', "other-await"],
    [
      "a getter of this file",
      "const e = { get size() { return start(); } }; console.log(e.size);",
      "unknown-function",
    ],
    [
      "a conversion of this file",
      "const f = { toString() { return start(); } }; console.log(`${f}`);",
      "unknown-function",
    ],
    ["eval", 'eval("1");', "unsupported-syntax"],
    ["an async function of this file", "helper();", "unknown-function"],
    ["an optional call", "engine?.start?.();", "unknown-function"],
    [
      "a spread that may run an accessor",
      "const g = { get a() { return start(); } }; const h = { ...g };",
      "unknown-function",
    ],
  ])("%s", (_name, between, code) => {
    const text = `${header}import router from "r";\nasync function helper() {}\nexport async function main(engine: any, promise: any, stream: any, open: any) {\n  const a = await callTool("get_a");\n  ${between}\n  const b = await callTool("get_b");\n  return [a, b];\n}\n`;
    const { plan, codes } = look(text);
    expect(plan).toBe("a ; b");
    expect(codes).toContain(code);
  });

  test("yield", () => {
    const text = `${header}export async function* main() {\n  const a = await callTool("get_a");\n  yield a;\n  const b = await callTool("get_b");\n  yield b;\n}\n`;
    expect(look(text)).toEqual({ plan: "a ; b", codes: ["unsupported-syntax"] });
  });

  test("an element of JSX", () => {
    const text = `${header}export async function main() {\n  const a = await callTool("get_a");\n  const view = <p>{a}</p>;\n  const b = await callTool("get_b");\n  return [view, b];\n}\n`;
    expect(look(text, { fileName: "a.tsx" })).toEqual({ plan: "a ; b", codes: ["unsupported-syntax"] });
  });

  test("with", () => {
    const text =
      'async function main(o) {\n  const a = await callTool("get_a");\n  with (o) { x; }\n  const b = await callTool("get_b");\n  return [a, b];\n}\n';
    expect(look(text, { fileName: "a.cjs" }).plan).toBe("a ; b");
  });

  test("a tool of no known effect, in every profile but data-only", () => {
    const text = `${header}export async function main(tool: string) {\n  const a = await callTool(tool);\n  const b = await callTool("get_b");\n  return [a, b];\n}\n`;
    expect(look(text).plan).toBe("a ; b");
    expect(look(text, { effects: "strict" }).plan).toBe("a ; b");
    expect(look(text, { effects: "data-only" }).plan).toBe("a | b");
  });
});

describe("how the new text is written", () => {
  const write = (text: string, options: OptimizeOptions = {}): string =>
    optimize(text, { fileName: "a.js", ...options }).code;

  test("without semicolons, with single quotes and tabs", () => {
    const text =
      "import { callTool } from './tools'\n\nexport async function main(id) {\n\tconst a = await callTool('get_a', id)\n\tconst b = await callTool('get_b', id)\n\t;[a, b].sort()\n\treturn callTool('get_c', a)\n}\n";
    expect(write(text)).toBe(
      "import { callTool, callToolsParallel } from './tools'\n\nexport async function main(id) {\n\tconst [a, b] = await callToolsParallel([\n\t\t['get_a', id],\n\t\t['get_b', id],\n\t])\n\t;[a, b].sort()\n\treturn callTool('get_c', a)\n}\n",
    );
  });

  test("windows line endings and a byte order mark", () => {
    const text = '\uFEFFconst a = await callTool("get_a");\r\nconst b = await callTool("get_b");\r\n';
    expect(write(text)).toBe(
      '\uFEFFconst [a, b] = await callToolsParallel([\r\n  ["get_a"],\r\n  ["get_b"],\r\n]);\r\n',
    );
  });

  test("a shebang, a directive and a header comment stay at the top", () => {
    const text =
      '#!/usr/bin/env node\n"use strict";\n// What it does\n\nconst a = await client.callTool({ name: "get_a" });\nconst b = await client.callTool({ name: "get_b" });\n';
    expect(write(text)).toBe(
      '#!/usr/bin/env node\n"use strict";\nimport { callToolsParallel } from "parcall/runtime";\n// What it does\n\nconst [a, b] = await callToolsParallel([\n  () => client.callTool({ name: "get_a" }),\n  () => client.callTool({ name: "get_b" }),\n]);\n',
    );
  });

  test("on one line what stood on one line", () => {
    const text =
      'async () => { const a = await callTool("get_a"); const b = await callTool("get_b"); return [a, b]; };\n';
    expect(write(text)).toBe(
      'async () => { const [a, b] = await callToolsParallel([["get_a"], ["get_b"]]); return [a, b]; };\n',
    );
  });

  test("every comment is kept, and speaks of the same call", () => {
    const text =
      'const a = await callTool("get_a"); // behind a\n/* above b */\nconst b = // within b\n  await /* parcall: reads */ callTool("run_b", /* what */ 1);\n';
    expect(write(text)).toBe(
      'const [a, b] = await callToolsParallel([\n  ["get_a"], // behind a\n  /* above b */\n  // within b\n  /* parcall: reads */ ["run_b", /* what */ 1],\n]);\n',
    );
  });

  test("lines of a template literal are not indented", () => {
    const text =
      'const a = await callTool("get_a", `one\n  two`);\nconst b = await callTool("get_b", {\n  x: 1,\n});\n';
    expect(write(text)).toBe(
      'const [a, b] = await callToolsParallel([\n  ["get_a", `one\n  two`],\n  ["get_b", {\n    x: 1,\n  }],\n]);\n',
    );
  });

  test("new names keep clear of old ones", () => {
    const text =
      'const latestRate = 1;\nlet rate = 0;\nrate = await callTool("get_rate");\nconst b = await callTool("get_b");\nconsole.log(latestRate, rate, b);\n';
    expect(write(text)).toContain("const [latestRate2, b] = await callToolsParallel([");
  });

  test.each([
    [
      "import, all uses batched",
      'import { callTool } from "parcall/runtime";',
      'import { callToolsParallel } from "parcall/runtime";',
    ],
    [
      "import beside others",
      'import { unwrap, callTool } from "parcall/runtime";\nunwrap;',
      'import { unwrap, callToolsParallel } from "parcall/runtime";\nunwrap;',
    ],
    [
      "alias",
      'import { callTool as call } from "parcall/runtime";',
      'import { callToolsParallel } from "parcall/runtime";',
    ],
    [
      "require",
      'const { callTool } = require("parcall/runtime");',
      'const { callToolsParallel } = require("parcall/runtime");',
    ],
    ["namespace", 'import * as rt from "parcall/runtime";', 'import * as rt from "parcall/runtime";'],
    [
      "already imported",
      'import { callTool, callToolsParallel } from "parcall/runtime";',
      'import { callToolsParallel } from "parcall/runtime";',
    ],
    [
      "exported again",
      'import { callTool } from "parcall/runtime";\nexport { callTool };',
      'import { callTool, callToolsParallel } from "parcall/runtime";\nexport { callTool };',
    ],
    ["global", "", ""],
  ])("the function comes from where callTool comes from: %s", (_name, before, after) => {
    const callee = before.includes("* as") ? "rt.callTool" : before.includes("as call") ? "call" : "callTool";
    const code = write(
      `${before}\nconst a = await ${callee}("get_a");\nconst b = await ${callee}("get_b");\n`,
    );
    expect(
      code.startsWith(
        `${after}\nconst [a, b] = await ${before.includes("* as") ? "rt." : ""}callToolsParallel([`,
      ),
    ).toBe(true);
  });

  test("a module that was looked at and has no such function: branches, and the runtime's function", () => {
    const text =
      'import { callTool } from "./tools";\nconst a = await callTool("get_a");\nconst b = await callTool("get_b");\n';
    expect(write(text, { exportsOf: () => ["callTool"] })).toBe(
      'import { callTool } from "./tools";\nimport { callToolsParallel } from "parcall/runtime";\nconst [a, b] = await callToolsParallel([\n  () => callTool("get_a"),\n  () => callTool("get_b"),\n]);\n',
    );
  });

  test("promises, for hosts that have no such function", () => {
    const text = 'const a = await callTool("get_a");\nconst b = await callTool("get_b");\n';
    expect(write(text, { emit: "promise-all" })).toBe(
      'const pending = [\n  callTool("get_a"),\n  callTool("get_b"),\n];\nawait Promise.allSettled(pending);\nconst [a, b] = await Promise.all(pending);\n',
    );
  });
});

describe("source maps", () => {
  test("every word that was copied leads back to where it stood", () => {
    const text = `${header}export async function main(id: string) {\n  console.log("one");\n  const user = await callTool("get_user", id);\n  console.log("two");\n  const orders = await callTool("list_orders", { id });\n  return { user, orders };\n}\n`;
    const { code, map } = optimize(text, { fileName: "flow.ts" });
    const trace = new TraceMap(map as unknown as EncodedSourceMap);
    const lines = text.split("\n");
    for (const word of ['"get_user"', '"list_orders"', '"two"', "return"]) {
      const line = code.split("\n").findIndex((candidate) => candidate.includes(word));
      const column = code.split("\n")[line]!.indexOf(word);
      const original = originalPositionFor(trace, { line: line + 1, column });
      expect(original.source).toBe("flow.ts");
      expect(lines[original.line! - 1]!.slice(original.column!)).toMatch(new RegExp(`^${word}`));
    }
    expect(optimize("1;").map).toBeNull();
  });
});

describe("without a parser", () => {
  const withoutParser = createOptimize(() => {
    throw new Error("the parser was loaded");
  });
  const decided = (text: string, options: OptimizeOptions = {}) => {
    const { code, diagnostics, report } = withoutParser(text, options);
    expect(code).toBe(text);
    return diagnostics.length > 0 ? "parsed" : report.summary.found;
  };

  test.each([
    ["", 0],
    ["export const a = 1;\n", 0],
    ['// callTool("get_a"); callTool("get_b");\nconst s = \'callTool("x") callTool("y")\';\n', 0],
    [
      `${header}export async function main(id) {\n  const user = await callTool("get_user", id);\n  return user;\n}\n`,
      1,
    ],
  ])("%j is decided", (text, found) => {
    expect(decided(text)).toBe(found);
  });

  test.each([
    [`${header}await callTool("a"); await callTool("b");`],
    [`${header}for (const x of xs) await callTool("a", x);`],
    ['import { callTool as c } from "m"; await c("a"); await c("b");'],
    ["const c = callTool; await c('a'); await c('b');"],
    ['if (s) /"/.test(s); await callTool("a"); await callTool("b"); "'],
    ["const t = `${await callTool('a')}${await callTool('b')}`;"],
    ["await Promise.all(xs.map((x) => callTool('a', x)));"],
  ])("%j needs it", (text) => {
    expect(decided(text)).toBe("parsed");
  });

  test("a convention of one's own needs it where its words are there", () => {
    expect(decided("await codemode.a(); await codemode.b();", { conventions: ["codemode.*"] })).toBe(
      "parsed",
    );
    expect(decided("await other.a(); await other.b();", { conventions: ["codemode.*"] })).toBe(0);
  });
});

describe("conventions", () => {
  test.each<[string, string, OptimizeOptions, (string | null)[]]>([
    [
      "a member family",
      "codemode.get_a({}) | codemode.get_b({})",
      { conventions: ["codemode.*"] },
      ["get_a", "get_b"],
    ],
    ["a prefix", "external_get_a() | external_get_b()", { conventions: ["external_*"] }, ["get_a", "get_b"]],
    [
      "a method with a name",
      'step.run("get_a") | step.run("get_b")',
      { conventions: ["step.run"] },
      ["get_a", "get_b"],
    ],
    [
      "an argument position",
      'invoke(1, "get_a") | invoke(1, "get_b")',
      { conventions: [{ call: "invoke", tool: 1 }] },
      ["get_a", "get_b"],
    ],
    [
      "a property",
      'run({ tool: "get_a" }) | run({ tool: "get_b" })',
      { conventions: [{ call: "run", tool: "0.tool" }] },
      ["get_a", "get_b"],
    ],
    [
      "any receiver",
      'a.b.invokeTool("get_a") | c.invokeTool("get_b")',
      { conventions: ["*.invokeTool"] },
      ["get_a", "get_b"],
    ],
    [
      "the protocol",
      'client.callTool({ name: "get_a", arguments: {} }) | this.client.callTool({ name: "get_b" })',
      {},
      ["get_a", "get_b"],
    ],
    [
      "name and arguments",
      'client.callTool("get_a", {}) | client.callTool("get_b", {})',
      {},
      ["get_a", "get_b"],
    ],
    [
      "a client first",
      'callTool(client, "get_a", {}) | callTool(client, "get_b", {})',
      {},
      ["get_a", "get_b"],
    ],
    ["callMCPTool", 'callMCPTool("get_a", {}) | callMCPTool("get_b", {})', {}, ["get_a", "get_b"]],
    [
      "a name that is not constant",
      'callTool(mcpToolName, "get the news") | callTool(other, "x")',
      {},
      [null, null],
    ],
  ])("%s", (_name, pair, options, tools) => {
    const [a, b] = pair.split(" | ");
    const { report } = optimize(
      `async function main() {\n  const a = await ${a};\n  const b = await ${b};\n  return [a, b];\n}\n`,
      { fileName: "a.js", ...options },
    );
    expect(report.calls.map(({ tool }) => tool)).toEqual(tools);
    expect(report.regions[0]?.planText).toBe(tools[0] === null ? "a ; b" : "a | b");
  });

  test("a function of one's own by that name is none", () => {
    const text =
      'async function callTool(name) { return fetch(name); }\nasync function main() {\n  const a = await callTool("get_a");\n  const b = await callTool("get_b");\n  return [a, b];\n}\n';
    expect(optimize(text, { fileName: "a.js" }).report.summary.found).toBe(0);
  });
});
