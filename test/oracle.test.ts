import { describe, expect, test } from "@jest/globals";
import { measureRounds } from "../bench/loops/measure.js";
import { measureProgram } from "../bench/precision/measure.js";
import { compileProgram, runProgram } from "../src/testing/execute.js";
import type { OptimizeResult } from "../src/core/model/result.js";
import {
  formatGeneratorResult,
  generatedScenario,
  runGenerator,
  type Optimize,
} from "../src/testing/generate.js";
import { compareSources, formatDifference, type OracleOptions } from "../src/testing/oracle.js";
import { isRacing } from "../src/testing/races.js";
import { answersFrom, scenarioOf, type Scenario } from "../src/testing/scenario.js";
import { createRuntime } from "../src/runtime/index.js";
import { allShapes, statementKindsOf, writeProgram } from "../src/testing/program-writer.js";
import { conflict, effectsFrom } from "../src/testing/true-effects.js";

const run = (source: string, scenario: Partial<Scenario> = {}, fileName?: string) =>
  runProgram(compileProgram(source, fileName), scenarioOf(scenario));
const echo = answersFrom({ a: "A", b: "B", c: "C" });

describe("running a program", () => {
  test.each<[string, string, string | undefined, unknown]>([
    [
      "a module with main",
      `export async function main(x: string) { return callTool<string>("a", x); }`,
      undefined,
      "A",
    ],
    ["a default export", `export default async (x) => [x, await callTool("b", x)];`, "w.mjs", ["in", "B"]],
    ["the only export", `export const go = async (x) => await callTool("c", x);`, "w.js", "C"],
    ["a bare arrow", `async (x: string) => { return (await callTool("a", x)) + x; }`, undefined, "Ain"],
    [
      "CommonJS",
      `const { callTool } = require("pc"); exports.go = async (x) => callTool("a", x);`,
      "w.cjs",
      "A",
    ],
    [
      "a namespace",
      `import * as pc from "parcall/runtime"; export const f = () => pc.callTool("b", 1);`,
      "w.ts",
      "B",
    ],
    [
      "an alias",
      `import { callTool as t } from "parcall/runtime"; export const f = () => t("b", 1);`,
      "w.ts",
      "B",
    ],
    ["a client", `export const f = () => client.callTool({ name: "a", arguments: { p: 1 } });`, "w.ts", "A"],
    ["a member family", `export const f = () => codemode.a({ p: 1 });`, "w.ts", "A"],
    [
      "#! and markup",
      `#!/usr/bin/env node\nexport const f = (x: string) => <b>{x}</b>;`,
      "w.tsx",
      {
        type: "b",
        properties: null,
        children: ["in"],
      },
    ],
  ])("%s", async (_name, source, fileName, value) => {
    const { outcome } = await run(source, { input: ["in"], answer: echo }, fileName);
    expect(outcome).toMatchObject({ kind: "returned", value });
  });

  test("time is virtual, and calls carry their arguments as they were", async () => {
    const trace = await run(
      `export async function main(order) {
         console.log("start", order);
         const pending = callTool("a", order);
         order.late = true;
         await pending;
         await new Promise((resolve) => setTimeout(resolve, 1000));
         await callToolsParallel([["b", 1], { tool: "c", prompt: 2 }, () => callTool("a", 3, { k: null })]);
       }`,
      { input: [{ id: 7 }] },
    );
    expect(trace.calls.map(({ key, start, end }) => [key, start, end])).toEqual([
      ["a({id:7})", 0, 1],
      ["b(1)", 1001, 1002],
      ["c(2)", 1001, 1002],
      ["a(3,{k:null})", 1001, 1002],
    ]);
    expect(trace.makespan).toBe(1002);
    expect(trace.visible.input).toBe("[{id:7,late:true}]");
    expect(trace.console).toEqual([{ text: "log: start {id:7}", callsBefore: 0 }]);
  });

  test("a repeated call is told from its first occurrence, and only the named one fails", async () => {
    const trace = await run(
      `export async function main() { try { await callTool("a"); await callTool("a"); } catch (e) { return e.message; } }`,
      { failing: new Set(["a()#2"]) },
    );
    expect(trace.outcome).toMatchObject({ kind: "returned", value: "failed: a()#2" });
    expect(trace.handled).toBe(1);
  });

  test("an import that is not a runtime leaves a line", async () => {
    const { console } = await run(`import { audit } from "./audit.js"; audit({ a: 1 });`);
    expect(console).toEqual([{ text: "./audit.js audit({a:1})", callsBefore: 0 }]);
  });

  test("a rejection that is handled too late was unhandled; running calls are reported", async () => {
    const late = await run(
      `export async function main() { const p = callTool("a"); await callTool("b"); await callTool("c"); await p; }`,
      { failing: new Set(["a()"]) },
    );
    expect(late.unhandled).toEqual(["ToolFailure: failed: a()"]);
    const loose = await run(`export async function main() { void callTool("a"); return 1; }`);
    expect([loose.running, loose.unhandled]).toEqual([["a()"], []]);
  });

  test("an error of a timer is one that nobody handles", async () => {
    const { unhandled, outcome } = await run(
      `export async function main() { setTimeout(() => { throw new Error("late"); }, 1); await callTool("a"); await callTool("b"); return 1; }`,
    );
    expect([unhandled, outcome.kind]).toEqual([["Error: late"], "returned"]);
  });

  test("a program that waits for nothing that will come never ends", async () => {
    expect((await run(`export const main = () => new Promise(() => {});`)).outcome.kind).toBe("never ends");
  });

  test("the top level may call main itself: it is not called again", async () => {
    const trace = await run(`async function main() { await callTool("a"); } await main();`);
    expect(trace.calls).toHaveLength(1);
  });
});

describe("true effects", () => {
  const effect = effectsFrom({
    "get_*": "reads",
    get_lock: "writes",
    compute: "pure",
    ask: "approval",
    write_file: { writes: ["file:{path}"] },
    read_file: { reads: ["file:{path}"] },
  });
  const of = (tool: string, ...args: unknown[]) => effect({ tool, args });
  test.each([
    ["two reads", of("get_user"), of("get_order"), false],
    ["the most exact name wins", of("get_lock"), of("get_order"), true],
    ["pure with a write", of("compute"), of("get_lock"), false],
    ["approval is a barrier even for pure tools", of("compute"), of("ask"), true],
    ["two files", of("write_file", { path: "a" }), of("write_file", { path: "b" }), false],
    ["one file", of("write_file", { path: "a" }), of("read_file", { path: "a" }), true],
    ["a template without its argument", of("write_file", {}), of("read_file", { path: "a" }), true],
    ["the world", of("get_lock"), of("read_file", { path: "a" }), true],
    ["reads of one file", of("read_file", { path: "a" }), of("read_file", { path: "a" }), false],
  ])("%s", (_name, first, second, expected) => {
    expect(conflict(first, second)).toBe(expected);
    expect(conflict(second, first)).toBe(expected);
  });
});

interface Case {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Kinds of difference, in the order of their discovery; none for a right rewrite. */
  readonly kinds?: readonly string[];
  readonly options?: OracleOptions;
}

const effects = effectsFrom({
  "send_*": "writes",
  "save_*": { writes: ["db"] },
  "post_*": { writes: ["web"] },
});
const inMain = (body: string): string =>
  `export let seen = 0;\nexport async function main(input) {\n${body}\n}`;

const right: readonly Case[] = [
  {
    name: "independent reads",
    before: `const a = await callTool("get", 1); const b = await callTool("get", 2); return { a, b };`,
    after: `const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); return { a, b };`,
  },
  {
    name: "log lines between calls move above the batch",
    before: `console.log("x"); const a = await callTool("get", 1); console.log("y"); const b = await callTool("get", 2); return [a, b];`,
    after: `console.log("x"); console.log("y"); const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); return [a, b];`,
  },
  {
    name: "a log line with an answer moves below the batch",
    before: `const a = await callTool("get", 1); console.log(a); const b = await callTool("get", 2); console.log("end"); return [a, b];`,
    after: `const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); console.log(a); console.log("end"); return [a, b];`,
  },
  {
    name: "settled results unwrapped in their own handlers",
    before: `let a, b; try { a = await callTool("get", 1); } catch { a = 0; } try { b = await callTool("get", 2); } catch (e) { console.warn(e.message); } return [a, b];`,
    after: `const [s, t] = await callToolsSettled([["get", 1], ["get", 2]]);
            let a, b; try { a = unwrap(s); } catch { a = 0; } try { b = unwrap(t); } catch (e) { console.warn(e.message); } return [a, b];`,
  },
  {
    name: "a write after the batch",
    before: `const a = await callTool("get", 1); const b = await callTool("get", 2); await callTool("send_mail", a); return b;`,
    after: `const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); await callTool("send_mail", a); return b;`,
  },
  {
    name: "an unused name more",
    before: `export const x = await callTool("get", 1); export const y = await callTool("get", 2);`,
    after: `const both = await callToolsParallel([["get", 1], ["get", 2]]); export const [x, y] = both;`,
  },
  {
    name: "a write that nobody waits for, beside reads",
    before: `const p = callTool("send_a", 1); await callTool("get", 1); await callTool("get", 2); return 1;`,
    after: `const p = callTool("send_a", 1); await callToolsParallel([["get", 1], ["get", 2]]); return 1;`,
  },
  {
    name: "ordinary code that throws before a read of the batch",
    before: `try { const a = await callTool("get", 1); JSON.parse(a.name); const b = await callTool("get", 2); return b; } catch (e) { return e.name; }`,
    after: `try { const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); JSON.parse(a.name); return b; } catch (e) { return e.name; }`,
  },
  {
    name: "a handled failure that changes a later prompt, and a failure beside it",
    before: `let a; try { a = await callTool("get", 1); } catch { a = 0; } const b = await callTool("get", 2); const c = await callTool("get", [a, 3]); return [b, c];`,
    after: `let a; try { a = await callTool("get", 1); } catch { a = 0; } const [b, c] = await callToolsParallel([["get", 2], ["get", [a, 3]]]); return [b, c];`,
  },
  {
    name: "a line of a handler between two calls of one batch, where a later failure leaves the function",
    before: `const a = await callTool("get", 1); let b = 0; try { b = await callTool("get", a.id); } catch { console.log("no b"); } const c = await callTool("get", 3); return [b, c];`,
    after: `const [a, c] = await callToolsParallel([["get", 1], ["get", 3]]); let b = 0; try { b = await callTool("get", a.id); } catch { console.log("no b"); } return [b, c];`,
  },
  {
    name: "a line between two calls of a batch that fails, behind a failure that was handled",
    before: `let a = 0; try { await callTool("get", 1); a = await callTool("get", 2); } catch { console.warn("no a"); }
             const b = await callTool("get", 3); console.log("x"); const c = await callTool("get", 4); return [a, b, c];`,
    after: `let a = 0; try { const [, got] = await callToolsParallel([["get", 1], ["get", 2]]); a = got; } catch { console.warn("no a"); }
            const [b, c] = await callToolsParallel([["get", 3], ["get", 4]]); console.log("x"); return [a, b, c];`,
  },
  {
    name: "a line that is missing, and one like it that is not",
    before: `try { const a = await callTool("get", 1); console.log("x"); const b = await callTool("get", 2); return [a, b]; } finally { console.log("x"); }`,
    after: `try { const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); console.log("x"); return [a, b]; } finally { console.log("x"); }`,
  },
  {
    name: "lines of all iterations of a loop",
    before: `const all = []; for (const n of [1, 2, 3]) { const a = await callTool("get", n); console.log("got", n); all.push(a); } return all;`,
    after: `const all = []; const answers = await callToolsParallel([1, 2, 3].map((n) => ["get", n]));
            for (const [i, n] of [1, 2, 3].entries()) { console.log("got", n); all.push(answers[i]); } return all;`,
  },
  {
    name: "ordinary code that throws, and a line that was printed above it",
    before: `const a = await callTool("get", 1); JSON.parse(a.name); console.log("x"); const b = await callTool("get", 2); return b;`,
    after: `console.log("x"); const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); JSON.parse(a.name); return b;`,
  },
  {
    name: "second calls of branches, of which microtasks decide which comes first",
    before: `const twice = async (n) => { const once = await callTool("get", n); const again = async () => callTool("get", once.id); return await (await again)(); };
             const pair = async (n) => [await callTool("get", n), await callTool("get", -n)];
             const a = await twice(1); const b = await pair(2); return [a, b];`,
    after: `const twice = async (n) => { const once = await callTool("get", n); const again = async () => callTool("get", once.id); return await (await again)(); };
            const pair = async (n) => [await callTool("get", n), await callTool("get", -n)];
            const [a, b] = await callToolsParallel([() => twice(1), () => pair(2)]); return [a, b];`,
  },
  {
    name: "two runs of a function beside each other, in which calls are batched",
    before: `const pair = async (n) => { const a = await callTool("get", n); const b = await callTool("get", -n); return [a, b]; };
             return Promise.all([pair(1), pair(2)]);`,
    after: `const pair = async (n) => { const [a, b] = await callToolsParallel([["get", n], ["get", -n]]); return [a, b]; };
            return Promise.all([pair(1), pair(2)]);`,
  },
  {
    name: "ordinary case of a branch that makes no call: a line between it and a call that fails",
    before: `let a; if (input.id > 1) a = await callTool("get", 1); console.log("x"); const b = await callTool("get", 2); return [a, b];`,
    after: `const [a, b] = await callToolsParallel([() => (input.id > 1 ? callTool("get", 1) : undefined), ["get", 2]]); console.log("x"); return [a, b];`,
  },
  {
    name: "a random number that a failure leaves out, and one behind it",
    before: `let x = 0; try { await callTool("get", 1); x = Math.random(); await callTool("get", 2); } catch { x = 0; } return [x, Math.random()];`,
    after: `let x = 0; const [a, b] = await callToolsSettled([["get", 1], ["get", 2]]); const y = Math.random(); try { unwrap(a); x = y; unwrap(b); } catch { x = 0; } return [x, Math.random()];`,
  },
  {
    name: "an async function under way, whose next call starts at the moment at which a failure ends the program",
    before: `const pair = async () => { await callTool("get", 3); await Promise.resolve(); await Promise.resolve(); await callTool("get", 4); };
             void pair().catch(() => {}); const a = await callTool("get", 1); const b = await callTool("get", 2); return [a, b];`,
    after: `const pair = async () => { await callTool("get", 3); await Promise.resolve(); await Promise.resolve(); await callTool("get", 4); };
            void pair().catch(() => {}); const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); return [a, b];`,
    options: { skewedDraws: 0, batched: false },
  },
  {
    name: "either error where the failing calls are not in one batch",
    before: `const a = await callTool("get", 1); const b = await callTool("get", a); const c = await callTool("get", 2); return [b, c];`,
    after: `const [a, c] = await callToolsParallel([["get", 1], ["get", 2]]); const b = await callTool("get", a); return [b, c];`,
  },
];

const wrong: readonly Case[] = [
  {
    name: "dependent calls in one batch",
    before: `const a = await callTool("get", 1); const b = await callTool("get", a.id); return b;`,
    after: `let a; const [x, b] = await callToolsParallel([["get", 1], ["get", a?.id]]); a = x; return b;`,
    kinds: ["outcome", "calls", "calls"],
  },
  {
    name: "swapped results",
    before: `const a = await callTool("get", 1); const b = await callTool("get", 2); return { a, b };`,
    after: `const [b, a] = await callToolsParallel([["get", 1], ["get", 2]]); return { a, b };`,
    kinds: ["outcome"],
  },
  {
    name: "writes together",
    before: `await callTool("send_a", 1); await callTool("send_b", 2);`,
    after: `await callToolsParallel([["send_a", 1], ["send_b", 2]]);`,
    kinds: ["order"],
  },
  {
    name: "writes in another order",
    before: `await callTool("send_a", 1); await callTool("send_b", 2);`,
    after: `await callTool("send_b", 2); await callTool("send_a", 1);`,
    kinds: ["order"],
  },
  {
    name: "a write too many on a failure",
    before: `await callTool("save_x", 1); await callTool("post_y", 2);`,
    after: `await callToolsParallel([["save_x", 1], ["post_y", 2]]);`,
    kinds: ["writes"],
  },
  {
    name: "a write beside an earlier read that may fail",
    before: `const a = await callTool("compute", 1); await callTool("post_y", 2); return a;`,
    after: `const [a] = await callToolsParallel([["compute", 1], ["post_y", 2]]); return a;`,
    options: { effectOf: effectsFrom({ compute: "pure", post_y: "writes" }) },
    kinds: ["writes"],
  },
  {
    name: "a write missing on a failure",
    before: `await callTool("send_a", 1); const a = await callTool("calculate", 1); return a;`,
    after: `const a = await callTool("calculate", 1); await callTool("send_a", 1); return a;`,
    options: { effectOf: effectsFrom({ "send_*": "writes", calculate: "pure" }) },
    kinds: ["writes"],
  },
  {
    name: "a lost try",
    before: `let a = 0; try { a = await callTool("get", 1); } catch { a = 9; } const b = await callTool("get", 2); return [a, b];`,
    after: `const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); return [a, b];`,
    kinds: ["outcome"],
  },
  {
    name: "state that a handler sees",
    before: `let n = 0; try { await callTool("get", 1); n++; await callTool("get", 2); n++; } catch {} return n;`,
    after: `let n = 0; try { await callToolsParallel([["get", 1], ["get", 2]]); n += 2; } catch {} return n;`,
    kinds: ["outcome"],
  },
  {
    name: "state that outlives the failure",
    before: `await callTool("get", 1); seen = 1; await callTool("get", 2);`,
    after: `await callToolsParallel([["get", 1], ["get", 2]]); seen = 1;`,
    kinds: ["state"],
  },
  {
    name: "an argument that outlives the failure",
    before: `input.step = 1; await callTool("get", 1); input.step = 2; await callTool("get", 2); return 0;`,
    after: `input.step = 2; await callToolsParallel([["get", 1], ["get", 2]]); return 0;`,
    kinds: ["state"],
  },
  {
    name: "a missing await",
    before: `await callTool("get", 1); await callTool("get", 2); await callTool("get", 3);`,
    after: `callTool("get", 1); await callTool("get", 2); await callTool("get", 3);`,
    options: { skewedDraws: 0 },
    kinds: ["outcome", "unhandled"],
  },
  {
    name: "a call that still runs at the end",
    before: `await callTool("get", 1); await callTool("get", 2);`,
    after: `await callTool("get", 1); callTool("get", 2).catch(() => {});`,
    kinds: ["running"],
  },
  {
    name: "awaits one after the other of promises that run together",
    before: `const a = await callTool("get", 1); const b = await callTool("get", 2); return [a, b];`,
    after: `const p = callTool("get", 1); const q = callTool("get", 2); return [await p, await q];`,
    options: { scenario: { input: [{}], latency: (key) => (key === "get(2)" ? 1 : 5) }, skewedDraws: 0 },
    kinds: ["unhandled"],
  },
  {
    name: "console lines in another order",
    before: `const a = await callTool("get", 1); console.log(a); console.log("x"); const b = await callTool("get", 2); return b;`,
    after: `console.log("x"); const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); console.log(a); return b;`,
    kinds: ["console"],
  },
  {
    name: "a line lost where the failure is caught",
    before: `try { await callTool("get", 1); console.log("one"); await callTool("get", 2); } catch { console.log("failed"); }`,
    after: `try { await callToolsParallel([["get", 1], ["get", 2]]); console.log("one"); } catch { console.log("failed"); }`,
    kinds: ["console"],
  },
  {
    name: "a line lost where the failure is caught and thrown again",
    before: `try { await callTool("get", 1); console.log("one"); await callTool("get", 2); } catch (e) { throw e; }`,
    after: `try { await callToolsParallel([["get", 1], ["get", 2]]); console.log("one"); } catch (e) { throw e; }`,
    kinds: ["console"],
  },
  {
    name: "a line lost that is not between calls of one batch",
    before: `await callTool("get", 1); console.log("one"); const b = await callTool("get", 2); await callTool("get", 3); return b;`,
    after: `await callTool("get", 1); const [b] = await callToolsParallel([["get", 2], ["get", 3]]); console.log("one"); return b;`,
    kinds: ["console"],
  },
  {
    name: "a line lost where the failure is caught, and another failure then leaves the function",
    before: `let a = 0; try { await callTool("get", 1); console.log("one"); a = await callTool("get", 2); } catch { console.log("failed"); }
             const b = await callTool("get", 3); const c = await callTool("get", 4); return [a, b, c];`,
    after: `let a = 0; try { const [, got] = await callToolsParallel([["get", 1], ["get", 2]]); console.log("one"); a = got; } catch { console.log("failed"); }
            const [b, c] = await callToolsParallel([["get", 3], ["get", 4]]); return [a, b, c];`,
    // Without the pairs of failures, the first failure alone would show it.
    options: { singleFaults: 0 },
    kinds: ["console"],
  },
  {
    name: "a line lost between two calls of a batch that has succeeded",
    before: `const a = await callTool("get", 1); console.log("x"); const b = await callTool("get", 2);
             const c = await callTool("get", a.id); const d = await callTool("get", b.id); return [c, d];`,
    after: `const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]);
            const [c, d] = await callToolsParallel([["get", a.id], ["get", b.id]]); console.log("x"); return [c, d];`,
    kinds: ["console"],
  },
  {
    name: "a line lost that stands before the first call of a loop",
    before: `const all = []; for (const n of [1, 2, 3]) { console.log("get", n); all.push(await callTool("get", n)); } return all;`,
    after: `const all = []; const answers = await callToolsParallel([1, 2, 3].map((n) => ["get", n]));
            for (const [i, n] of [1, 2, 3].entries()) { console.log("get", n); all.push(answers[i]); } return all;`,
    kinds: ["console"],
  },
  {
    name: "a line printed early that stands behind the batch",
    before: `const a = await callTool("get", 1); const b = await callTool("get", 2); console.log("x"); return [a, b];`,
    after: `console.log("x"); const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); return [a, b];`,
    kinds: ["console"],
  },
  {
    name: "slower",
    before: `const [a, b] = await Promise.all([callTool("get", 1), callTool("get", 2)]); return [a, b];`,
    after: `const a = await callTool("get", 1); const b = await callTool("get", 2); return [a, b];`,
    kinds: ["time"],
  },
  {
    name: "slower under skewed latencies: a chain that waits for a stranger",
    before: `const one = async () => { await callTool("get", 1); await callTool("get", 2); };
             const two = async () => { await callTool("get", 3); await callTool("get", 4); };
             await Promise.all([one(), two()]);`,
    after: `await callToolsParallel([["get", 1], ["get", 3]]); await callToolsParallel([["get", 2], ["get", 4]]);`,
    kinds: ["time"],
  },
  {
    name: "nothing gained although something was batched",
    before: `await callTool("get", 1); await callTool("get", 2);`,
    after: `await callTool("get", 1); await callTool("get", 2);`,
    options: { batched: true },
    kinds: ["time"],
  },
  {
    name: "a batch out of source order",
    before: `const a = await callTool("get", 1); const b = await callTool("get", 2); return { a, b };`,
    after: `const [b, a] = await callToolsParallel([["get", 2], ["get", 1]]); return { a, b };`,
    kinds: ["start-order"],
  },
  {
    name: "members out of source order: objects, and a branch",
    before: `const a = await callTool("get", 1); const b = await callTool("get", 2); const c = await callTool("get", 3); return { a, b, c };`,
    after: `const [c, a, b] = await callToolsParallel([() => callTool("get", 3), { tool: "get", prompt: 1 }, { tool: "get", prompt: 2 }]); return { a, b, c };`,
    kinds: ["start-order", "start-order"],
  },
  {
    name: "members out of source order, although the first has to wait for its argument",
    before: `const one = async () => 1; const two = async () => 2;
             const a = await callTool("get", await one()); const b = await callTool("get", await two()); return { a, b };`,
    after: `const one = async () => 1; const two = async () => 2;
            const [b, a] = await callToolsSettled([async () => callTool("get", await two()), async () => callTool("get", await one())]); return { a: unwrap(a), b: unwrap(b) };`,
    kinds: ["start-order"],
  },
  {
    name: "members out of source order, of which a limit lets one start at a time",
    before: `const a = await callTool("get", 1); const b = await callTool("get", 2); return { a, b };`,
    after: `const [b, a] = await callToolsParallel([["get", 2], ["get", 1]]); return { a, b };`,
    options: { makeRuntime: (invoke) => createRuntime({ invoke, maxConcurrency: 1 }) },
    kinds: ["start-order"],
  },
  {
    name: "members out of source order, each of them with two calls",
    before: `const pair = async (n) => [await callTool("get", n), await callTool("get", -n)];
             const a = await pair(1); const b = await pair(2); return { a, b };`,
    after: `const pair = async (n) => [await callTool("get", n), await callTool("get", -n)];
            const [b, a] = await callToolsParallel([() => pair(2), () => pair(1)]); return { a, b };`,
    kinds: ["start-order"],
  },
  {
    name: "members out of source order, without a runtime",
    before: `const a = await callTool("get", 1); const b = await callTool("get", 2); return { a, b };`,
    after: `const [b, a] = await Promise.all([callTool("get", 2), callTool("get", 1)]); return { a, b };`,
    kinds: ["start-order"],
  },
  {
    name: "random numbers in another order",
    before: `const a = await callTool("get", 1); const x = Math.random(); const b = await callTool("get", 2); const y = Math.random(); return { a, b, x, y };`,
    after: `const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); const y = Math.random(); const x = Math.random(); return { a, b, x, y };`,
    kinds: ["outcome"],
  },
  {
    name: "an id that was made before the time was read",
    before: `const a = await callTool("get", { at: Date.now() }); const b = await callTool("get", { id: crypto.randomUUID() }); return [a, b];`,
    after: `const id = crypto.randomUUID(); const [a, b] = await callToolsParallel([["get", { at: Date.now() }], ["get", { id }]]); return [a, b];`,
    // Other arguments, other calls, other answers.
    kinds: ["outcome", "calls", "calls", "calls", "calls"],
  },
  {
    name: "unknown code that changes what it was given before",
    before: `const { audit } = await import("./unknown.js"); audit(input); const a = await callTool("get", input); audit(); const b = await callTool("get", input); return [a, b];`,
    after: `const { audit } = await import("./unknown.js"); audit(input); const [a, b] = await callToolsParallel([["get", input], ["get", input]]); audit(); return [a, b];`,
    kinds: ["outcome", "calls", "calls"],
  },
  {
    name: "the second error of a batch",
    before: `const a = await callTool("get", 1); const b = await callTool("get", 2); return [a, b];`,
    after: `const [s, t] = await callToolsSettled([["get", 1], ["get", 2]]); const b = unwrap(t); const a = unwrap(s); return [a, b];`,
    kinds: ["outcome"],
  },
  {
    name: "an extra call",
    before: `return callTool("get", 1);`,
    after: `await callTool("get", 1); return callTool("get", 1);`,
    kinds: ["calls"],
  },
  {
    name: "a call above the return that could stop it",
    before: `const a = await callTool("get", 1); if (a.total >= 0) return a; return callTool("get", 2);`,
    after: `const [a, b] = await callToolsParallel([["get", 1], ["get", 2]]); if (a.total >= 0) return a; return b;`,
    kinds: ["calls"],
  },
];

describe("the oracle", () => {
  const compare = ({ name, before, after, options }: Case) => {
    const wrap = name === "an unused name more" ? (text: string) => text : inMain;
    return compareSources(wrap(before), wrap(after), {
      scenario: { input: [{ id: 1 }] },
      effectOf: effects,
      pairFaults: 10,
      ...options,
    });
  };

  test.each(right)("accepts: $name", async (given) => {
    const { differences } = await compare({
      ...given,
      options: { batched: !given.name.startsWith("ordinary"), ...given.options },
    });
    expect(differences.map(formatDifference)).toEqual([]);
  });

  test.each(wrong)("notices: $name", async (given) => {
    const { differences } = await compare(given);
    expect(differences.map(({ kind }) => kind)).toEqual(given.kinds);
  });

  test("a program compared with itself shows no difference, whatever it does", async () => {
    for (const { before, after } of [...right, ...wrong]) {
      for (const text of [before, after]) {
        const { differences } = await compare({
          name: text.includes("export") ? "an unused name more" : "",
          before: text,
          after: text,
        });
        expect(differences.map(formatDifference)).toEqual([]);
      }
    }
  });

  test("a difference shows both runs", async () => {
    const { differences } = await compare(wrong.find(({ name }) => name === "writes together")!);
    expect(formatDifference(differences[0]!).split("\n")).toEqual([
      "order: send_b(2) no longer waits for send_a(1)",
      "  when nothing fails",
      "  0-1 send_a(1)              0-1 send_a(1)",
      "  1-2 send_b(2)            ≠ 0-1 send_b(2)",
      "  returned undefined         returned undefined",
      "  input [{id:1}] state {}    input [{id:1}] state {}",
      "  export seen = 0            export seen = 0",
      "  export main = [function]   export main = [function]",
    ]);
  });
});

describe("programs that race with themselves", () => {
  test.each<[string, boolean]>([
    [`const a = await callTool("get", 1); input.a = a; return [a, input];`, false],
    [`const [a, b] = await Promise.all([callTool("get", 1), callTool("get", 2)]); return [a, b];`, false],
    [
      `void callTool("get", 1).then((a) => { input.a = a.id; }); await callTool("get", 2); return input.a;`,
      true,
    ],
    [
      `const one = async (n) => { await callTool("get", n); console.log(n); }; await Promise.all([one(1), one(2)]);`,
      true,
    ],
  ])("%s", async (body, races) => {
    expect(await isRacing(compileProgram(inMain(body)), { input: [{ id: 1 }] })).toBe(races);
  });
});

describe("the program generator", () => {
  /** Stands for the compiler: changes the text, reports what it is told to. */
  const rewriting =
    (rewrite: (source: string) => string): Optimize =>
    (source) => {
      const code = rewrite(source);
      const summary = { found: 2, batched: code === source ? 0 : 2, ordered: 0, kept: 0 };
      const rounds = { roundsBefore: 0, roundsAfter: 0, work: 0, span: 0 };
      const report = {
        version: 1,
        fileName: "w.ts",
        changed: code !== source,
        summary: { ...summary, ...rounds },
      } as const;
      return {
        code,
        map: null,
        diagnostics: [],
        report: { ...report, regions: [], calls: [], changes: [], diagnostics: [] },
      } satisfies OptimizeResult;
    };
  // A harmless change, so that the programs are run.
  const touched = (source: string): string => `// touched\n${source}`;

  test.each(allShapes)(
    "every kind of statement can be written and runs, with all it mentions: %s",
    async (shapes) => {
      const faults = new Set<string>();
      for (let kind = 0; kind < statementKindsOf(shapes); kind++) {
        for (let first = 0; first < (shapes === "straight" ? 40 : 20); first += 10) {
          const statements = Array.from({ length: 10 }, (_, index) => {
            const choices = first + index;
            // Every other one with many choices, which are far from the plainest.
            const leaf = {
              kind,
              choices: index % 2 === 0 ? choices : choices * 225_179_981_368_524,
              body: [],
              other: [],
            };
            return { ...leaf, body: shapes === "straight" ? [] : [leaf] };
          });
          const source = writeProgram({ choices: first / 10, statements }, shapes);
          const { outcome } = await runProgram(compileProgram(source), scenarioOf(generatedScenario));
          if (
            /ReferenceError|is not a function|is not iterable|too many calls|SyntaxError|for ever/.test(
              outcome.text,
            )
          )
            faults.add(`${outcome.text}\n${source}`);
        }
      }
      expect([...faults]).toEqual([]);
    },
  );

  test("its programs run, and a compiler that changes nothing is not blamed", async () => {
    const kept = await runGenerator({ optimize: rewriting((source) => source), runs: 100, seed: 1 });
    expect(kept).toEqual({
      programs: 100,
      seed: 1,
      batched: 0,
      calls: 200,
      batchedCalls: 0,
      races: 0,
      counterExample: undefined,
    });
    const result = await runGenerator({ optimize: rewriting(touched), runs: 150, seed: 2 });
    expect(formatGeneratorResult(result)).toBe(
      "150 programs, 0 differences, seed 2, batched 100 % of the programs and 100 % of the calls",
    );
  });

  test.each<[string, (source: string) => string, RegExp]>([
    [
      "loses log lines",
      (source) => source.replaceAll(/^ *console\.log\("line.*\n/gm, ""),
      /^console: line \d+/,
    ],
    [
      "forgets to wait",
      (source) => source.replaceAll('= await callTool("send', '= callTool("send'),
      /^(?:outcome|calls|order|state)/,
    ],
    [
      "drops mutations",
      (source) => source.replaceAll(/^ *\S+\.m\d = .*;\n/gm, ""),
      /^(?:outcome|state|calls|writes|console)/,
    ],
    [
      "forgets fallbacks",
      (source) => source.replaceAll(/^ *\S+ = \{ id: "fallback".*\n/gm, ""),
      /^(?:outcome|calls|writes|console)/,
    ],
    ["breaks the text", (source) => source.replace("return {", "return {{"), /^the rewrite does not compile/],
  ])("a compiler that %s is found out, and the program shrinks", async (_name, rewrite, difference) => {
    const optimize = rewriting(rewrite);
    const { seed, counterExample } = await runGenerator({ optimize, runs: 400, seed: 3 });
    expect(counterExample?.difference).toMatch(difference);
    expect(counterExample!.source.split("\n").length).toBeLessThan(32);
    const replayed = await runGenerator({ optimize, seed, path: counterExample!.path });
    expect(replayed.counterExample?.source).toBe(counterExample!.source);
  });

  test.each<[string, (source: string) => string, RegExp]>([
    [
      "adds in another order",
      (source) => source.replaceAll(/^( *results\d+)\.push\(/gm, "$1.unshift("),
      /^(?:outcome|state|calls|console)/,
    ],
    [
      "goes on where the program leaves the loop",
      (source) => source.replaceAll("break;", "continue;"),
      /^(?:outcome|state|calls|writes|console)/,
    ],
    [
      "forgets filters",
      (source) => source.replaceAll("continue;", ";"),
      /^(?:outcome|state|calls|writes|console)/,
    ],
    [
      "lets the iterations of a loop overlap, whatever they write",
      (source) =>
        source.replaceAll(
          /^( *)for \(const (\w+) of ([^\n]+)\) (?!\{)([^\n]*await[^\n]*);$/gm,
          "$1await Promise.all([...$3].map(async ($2) => { $4; }));",
        ),
      /^(?:order|writes|outcome|state|calls|start-order|running|unhandled|console)/,
    ],
  ])("with loops, a compiler that %s is found out", async (_name, rewrite, difference) => {
    const { counterExample } = await runGenerator({
      optimize: rewriting(rewrite),
      runs: 600,
      seed: 4,
      shapes: "loops",
      first: true,
    });
    expect(counterExample?.difference).toMatch(difference);
  });
});

describe("true dependences, found by experiment", () => {
  const program = (body: string): string => `export async function main(input) {\n${body}\n}\n`;
  const [a, b] = ["get_user", "list_orders"].map(
    (tool, index) =>
      (prompt: string): string =>
        `await callTool("${tool}", ${prompt}, { tag: "t${index + 1}" })`,
  ) as [(prompt: string) => string, (prompt: string) => string];

  test.each<[string, string, string | undefined]>([
    ["nothing", `const a = ${a('"x"')}; console.log("between"); const b = ${b('"y"')};`, undefined],
    ["an answer", `const a = ${a('"x"')}; const id = a.id; const b = ${b("id")};`, "data"],
    [
      "an answer in a branch",
      `const a = ${a('"x"')}; let q = "q"; if (a.total === 405) q = "r"; const b = ${b("q")};`,
      "data",
    ],
    [
      "a guard",
      `const a = ${a('"x"')}; if (a.total === 1) return { early: 1 }; const b = ${b('"y"')};`,
      "control",
    ],
    [
      "a guard of the input",
      `const a = ${a('"x"')}; if (!input.name) throw new Error("stop"); const b = ${b('"y"')};`,
      "control",
    ],
    ["a write behind", `const a = ${a('"x"')}; await callTool("append_log", "x", { tag: "t3" });`, "effect"],
    [
      "a write behind a pure call",
      `const a = await callTool("compute", 1, { tag: "t1" }); await callTool("set_row", { table: "users", tag: "t2" });`,
      "write",
    ],
    [
      "other rows",
      `await callTool("set_row", { table: "users", tag: "t1" }); await callTool("get_row", { table: "orders", tag: "t2" });`,
      undefined,
    ],
    ["state that others see", `const a = ${a('"x"')}; input.seen = 1; const b = ${b('"y"')};`, "state"],
    [
      "state of its own",
      `const o = {}; const a = ${a('"x"')}; o.seen = 1; const b = ${b('"y"')};`,
      undefined,
    ],
    [
      "state that a handler sees",
      `let n = 0; try { const a = ${a('"x"')}; n = 1; const b = ${b('"y"')}; } catch { return n; }`,
      "state",
    ],
    [
      "a closure that runs meanwhile",
      `const o = { n: 0 }; const run = async () => { await callTool("weather", 1, { tag: "t3" }); await callTool("weather", 2, { tag: "t4" }); o.n++; }; const p = run(); ` +
        `const a = ${a('"x"')}; const b = ${b("o")}; await p;`,
      "shared",
    ],
    [
      "a value of code that throws",
      `const a = ${a('"x"')};\nconst parsed1 = JSON.parse("[1]");\nconst b = ${b("parsed1")};`,
      "throws",
    ],
    [
      "code that throws, for something else",
      `const a = ${a('"x"')};\nconst parsed1 = JSON.parse("[1]");\nconst b = ${b('"y"')}; return parsed1;`,
      undefined,
    ],
    [
      "what the first reads is overwritten",
      `let n = 1; const a = ${a("n")}; n = 2; const b = ${b("n")};`,
      "anti",
    ],
    ["a comment", `const a = ${a('"x"')}; /* parcall: keep */\nconst b = ${b('"y"')};`, "asked"],
  ])("%s", async (_name, body, truth) => {
    const pairs = await measureProgram(program(body));
    const pair = pairs.find(({ first }) => first.endsWith("(t1)"));
    expect(pair).toBeDefined();
    expect(pair?.truth).toBe(truth);
  });

  test("what follows from others: a read, a write in between, and a read of something else", async () => {
    const pairs = await measureProgram(
      program(
        `const a = await callTool("get_row", { table: "users", tag: "t1" });\n` +
          `await callTool("set_row", { table: "users", tag: "t2" });\n` +
          `const b = await callTool("get_row", { table: "orders", tag: "t3" });`,
      ),
    );
    expect(pairs.map(({ first, second, truth }) => [first, second, truth])).toEqual([
      ["a (t1)", "set_row (t2)", "effect"],
      // Beside the write, behind it, but never before it.
      ["a (t1)", "b (t3)", "by way of others"],
      ["set_row (t2)", "b (t3)", undefined],
    ]);
  });
});

describe("as few rounds as true dependences allow", () => {
  const call = (tool: string, prompt: string, tag: string): string =>
    `await callTool("${tool}", ${prompt}, { tag: ${tag} })`;
  const read = (prompt: string, tag = '"t1/" + x'): string => call("get_user", prompt, tag);
  const loop = (body: string): string => `for (const x of ["p", "q", "r"]) { ${body} }`;

  test.each<[string, string, number]>([
    ["independent iterations", loop(`all.push(${read("x")});`), 1],
    ["beside a plain call", `all.push(${read('"y"', '"t2"')}); ${loop(`all.push(${read("x")});`)}`, 1],
    ["a chain in each iteration", loop(`const a = ${read("x")}; all.push(${read("a.id", '"t2/" + x')});`), 2],
    ["nested", loop(`for (const y of ["k", "l"]) all.push(${read("x + y", '"t1/" + x + "/" + y')});`), 1],
    ["a prompt that reads what the answers add to", loop(`all.push((${read("all.join()")}).id);`), 3],
    ["a filter", loop(`if (x === "q") continue; all.push(${read("x")});`), 1],
    ["a test that might end the loop", loop(`if (x === "z") break; all.push(${read("x")});`), 3],
    [
      "a test that might end the loop, and a call behind it",
      `${loop(`if (x === "z") break; all.push(${read("x")});`)} all.push(${read('"y"', '"t2"')});`,
      3,
    ],
    ["an answer that ends the loop", loop(`const a = ${read("x")}; if (a.total === 405) break;`), 3],
    ["tools that write", loop(call("send_email", "x", '"t1/" + x')), 3],
    [
      "tools that write to places of their own",
      loop(`await callTool("set_row", { table: x, tag: "t1/" + x });`),
      3,
    ],
    [
      "a handler for each, which nothing asks",
      loop(`try { all.push(${read("x")}); } catch (e) { all.push(e.message); }`),
      1,
    ],
    [
      "a handler for each, which the next prompt asks",
      `let n = 0; ${loop(`try { ${read("x + n")}; } catch { n++; }`)}`,
      3,
    ],
    [
      "what the program runs together",
      `await Promise.all([${["1", "2"].map((n) => `callTool("get_user", ${n}, { tag: "t${n}" })`).join()}]);`,
      1,
    ],
  ])("%s", async (_name, body, depth) => {
    const source = `export async function main(input) {\n  const all = [];\n  ${body}\n  return all;\n}\n`;
    expect(await measureRounds(source)).toMatchObject({ depth });
  });
});
