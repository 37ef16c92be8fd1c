import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import vm from "node:vm";
import {
  callTool,
  callToolsParallel,
  callToolsSettled,
  configureRuntime,
  createRuntime,
  unwrap,
  type Call,
  type InvokeContext,
  type RuntimeOptions,
} from "../src/runtime/index.js";
import type * as runtimeModule from "../src/runtime/index.js";

const runtimeFile = new URL("../src/runtime/index.js", import.meta.url);

/** Lets everything run that waits for nothing but promises. */
const flush = () => new Promise((resolve) => setImmediate(resolve));

/** Tools that end when the test says so. */
function manualTools() {
  const started: string[] = [];
  const endings = new Map<string, { resolve: (value: unknown) => void; reject: (reason: unknown) => void }>();
  return {
    started,
    invoke: (tool: string) => {
      started.push(tool);
      return new Promise((resolve, reject) => endings.set(tool, { resolve, reject }));
    },
    async answer(tool: string, value: unknown = tool) {
      endings.get(tool)!.resolve(value);
      await flush();
    },
    async fail(tool: string, reason: unknown) {
      endings.get(tool)!.reject(reason);
      await flush();
    },
  };
}

/** What became of a promise, as far as it has come. */
function watch(promise: Promise<unknown>) {
  const seen: { state: "pending" | "fulfilled" | "rejected"; value?: unknown } = { state: "pending" };
  promise.then(
    (value) => Object.assign(seen, { state: "fulfilled", value }),
    (value: unknown) => Object.assign(seen, { state: "rejected", value }),
  );
  return seen;
}

/** The same batch as `calls`, for arguments that a type-checked program could not give. */
const untyped = (calls: unknown) => calls as Call[];

describe("what a tool receives", () => {
  const kwargs = { limit: 5 };
  const rows: [string, Call, unknown[]][] = [
    ["tool alone", ["a"], ["a", undefined, undefined]],
    ["tool and prompt", ["a", "p"], ["a", "p", undefined]],
    ["tool, prompt and kwargs", ["a", "p", kwargs], ["a", "p", kwargs]],
    ["null kwargs", ["a", "p", null], ["a", "p", null]],
    ["null and undefined", ["a", null, undefined], ["a", null, undefined]],
    ["a prompt that is an object", ["a", kwargs], ["a", kwargs, undefined]],
    ["a false prompt", ["a", false], ["a", false, undefined]],
    ["an empty name", ["", ""], ["", "", undefined]],
    ["object with tool alone", { tool: "a" }, ["a", undefined, undefined]],
    ["object with prompt", { tool: "a", prompt: "p" }, ["a", "p", undefined]],
    ["object with all", { tool: "a", prompt: "p", kwargs }, ["a", "p", kwargs]],
    ["object with null", { tool: "a", prompt: null, kwargs: null }, ["a", null, null]],
  ];

  test.each(rows)("%s", async (_name, call, expected) => {
    const received: unknown[][] = [];
    const runtime = createRuntime({ invoke: (...all: unknown[]) => received.push(all) });
    await runtime.callToolsParallel([["first"], call]);
    await runtime.callToolsSettled([["first"], call]);
    for (const all of [received[1]!, received[3]!]) {
      expect(all).toHaveLength(4);
      expect(all.slice(0, 3)).toStrictEqual(expected);
      expect(all[1]).toBe(expected[1]);
      expect(all[2]).toBe(expected[2]);
      expect(all[3]).toMatchObject({ index: 1, attempt: 1 });
    }
  });

  test("callTool hands on the same, at index 0, with a signal that is never aborted", async () => {
    const received: unknown[][] = [];
    const runtime = createRuntime({ invoke: (...all: unknown[]) => received.push(all) });
    await runtime.callTool("a");
    await runtime.callTool("b", 0, null);
    expect(received.map((all) => all.slice(0, 3))).toStrictEqual([
      ["a", undefined, undefined],
      ["b", 0, null],
    ]);
    const context = received[1]![3] as InvokeContext;
    expect(context).toMatchObject({ index: 0, attempt: 1 });
    expect(context.signal).toBeInstanceOf(AbortSignal);
    expect(context.signal.aborted).toBe(false);
  });

  test("a table of functions gets prompt, kwargs and context, and keeps its this", async () => {
    const table = {
      unit: "°C",
      weather(this: { unit: string }, city: string, options: { days: number }, context: InvokeContext) {
        return `${city} ${options.days}${this.unit} #${context.index}.${context.attempt}`;
      },
    };
    const runtime = createRuntime({ invoke: table as unknown as RuntimeOptions["invoke"] });
    expect(await runtime.callToolsParallel([() => 0, ["weather", "Oslo", { days: 3 }]])).toEqual([
      0,
      "Oslo 3°C #1.1",
    ]);
  });

  test.each(["missing", "toString", "__proto__", "constructor", "hasOwnProperty", "text"])(
    "a table without the function %p rejects and names it",
    async (tool) => {
      const { callTool } = createRuntime({
        invoke: { text: "no function" } as unknown as RuntimeOptions["invoke"],
      });
      await expect(callTool(tool)).rejects.toThrow(`There is no tool "${tool}".`);
    },
  );
});

describe("answers", () => {
  test("an empty batch gives an empty array", async () => {
    const runtime = createRuntime({ invoke: () => 1 });
    expect(await runtime.callToolsParallel([])).toEqual([]);
    expect(await runtime.callToolsSettled([])).toEqual([]);
  });

  test("come in the order of the calls, whichever ends first", async () => {
    const tools = manualTools();
    const { callToolsParallel } = createRuntime(tools);
    const batch = watch(callToolsParallel([["a"], () => "plain", ["b"], { tool: "c" }, async () => "later"]));
    for (const tool of ["c", "a"]) await tools.answer(tool);
    expect(batch.state).toBe("pending");
    await tools.answer("b");
    expect(batch).toEqual({ state: "fulfilled", value: ["a", "plain", "b", "c", "later"] });
  });

  test("a branch may return a plain value, undefined, a promise or a thenable", async () => {
    const { callToolsParallel } = createRuntime({ invoke: () => 1 });
    const thenable = { then: (resolve: (value: number) => void) => resolve(4) };
    expect(await callToolsParallel([() => 1, () => undefined, async () => 3, () => thenable])).toEqual([
      1,
      undefined,
      3,
      4,
    ]);
  });

  test("a branch that changes the array does not change the batch", async () => {
    const { callToolsParallel } = createRuntime({ invoke: (tool: string) => tool });
    const calls: Call[] = [() => calls.splice(0, 3, ["x"]).length, ["a"], ["b"]];
    expect(await callToolsParallel(calls)).toEqual([3, "a", "b"]);
  });

  test("100,000 calls in one batch", async () => {
    const { callToolsParallel } = createRuntime({
      invoke: (_tool: string, prompt: unknown) => prompt,
      maxConcurrency: 3,
    });
    const numbers = Array.from({ length: 100_000 }, (_, index) => index);
    expect(await callToolsParallel(numbers.map((number) => ["echo", number]))).toEqual(numbers);
  });
});

test("a million calls, as a loop over a table makes them: a few at a time, in order, each answer in its place", async () => {
  const many = 1_000_000;
  let [next, wrong] = [0, 0];
  const { callToolsParallel } = createRuntime({
    maxConcurrency: 4,
    invoke: (_tool: string, row: number) => {
      if (row !== next++) wrong++;
      return row * 2;
    },
  });
  const batch = callToolsParallel(Array.from({ length: many }, (_, row) => ["double", row] as const));
  expect(next).toBe(4);
  const answers = await batch;
  // (Not compared as arrays: what a million differences look like, nobody wants to see.)
  for (const [row, answer] of answers.entries()) if (answer !== row * 2) wrong++;
  expect({ count: answers.length, wrong, next }).toEqual({ count: many, wrong: 0, next: many });
});

test("loops in loops: branches in branches end where only one call may run at a time, each answer in its place", async () => {
  const order: string[] = [];
  const { callToolsParallel } = createRuntime({
    maxConcurrency: 1,
    invoke: async (_tool: string, prompt: string) => {
      order.push(prompt);
      await null;
      return prompt.toUpperCase();
    },
  });
  const [texts, languages, tones] = [
    ["a", "b"],
    ["c", "d"],
    ["e", "f"],
  ];
  const answers = await callToolsParallel(
    texts!.map(
      (text) => () =>
        callToolsParallel(
          languages!.map(
            (language) => () =>
              callToolsParallel(tones!.map((tone) => ["translate", text + language + tone])),
          ),
        ),
    ),
  );
  expect(answers).toEqual([
    [
      ["ACE", "ACF"],
      ["ADE", "ADF"],
    ],
    [
      ["BCE", "BCF"],
      ["BDE", "BDF"],
    ],
  ]);
  expect(order).toEqual(["ace", "acf", "ade", "adf", "bce", "bcf", "bde", "bdf"]);
});

describe("starting", () => {
  const limits: [RuntimeOptions["maxConcurrency"], number][] = [
    [undefined, 16],
    [1, 1],
    [1.5, 1],
    [7, 7],
    [40, 20],
    [Infinity, 20],
  ];
  test.each(limits)(
    "maxConcurrency %p starts %p of 20 calls synchronously, in array order",
    async (limit, expected) => {
      const names = Array.from({ length: 20 }, (_, index) => `t${index}`);
      const tools = manualTools();
      const runtime = createRuntime({ ...tools, maxConcurrency: limit });
      const batch = watch(runtime.callToolsParallel(names.map((name) => [name])));
      expect(tools.started).toEqual(names.slice(0, expected));
      // The last to have started ends first: the next in the array takes its slot.
      for (let count = expected; count < 20; count++) {
        await tools.answer(names[count - 1]!);
        expect(tools.started).toEqual(names.slice(0, count + 1));
      }
      for (const name of names) await tools.answer(name);
      expect(batch).toEqual({ state: "fulfilled", value: names });
    },
  );

  test("all kinds of calls start in array order, a failure among them or not", () => {
    const started: string[] = [];
    const { callToolsSettled, callTool } = createRuntime({
      invoke: (tool: string) => {
        started.push(tool);
        throw new Error(tool);
      },
    });
    const branch = (name: string) => () => {
      started.push(name);
      throw new Error(name);
    };
    void callToolsSettled([["a"], branch("b"), { tool: "c" }, () => callTool("d"), branch("e"), ["f"]]);
    expect(started).toEqual(["a", "b", "c", "d", "e", "f"]);
  });

  test("the limit holds for single calls, batches and branches of one runtime together, first come first served", async () => {
    const tools = manualTools();
    const { callTool, callToolsParallel, callToolsSettled } = createRuntime({ ...tools, maxConcurrency: 2 });
    void callTool("a");
    const batch = watch(callToolsParallel([["b"], () => callTool("c"), ["d"]]));
    void callToolsSettled([() => callToolsParallel([["e"], ["f"]])]);
    void callTool("g");
    expect(tools.started).toEqual(["a", "b"]);
    await tools.answer("b");
    expect(tools.started).toEqual(["a", "b", "c"]);
    await tools.fail("c", new Error("c"));
    expect(tools.started).toEqual(["a", "b", "c", "d"]);
    for (const tool of ["a", "d", "e", "f"]) await tools.answer(tool);
    expect(tools.started).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
    expect(batch).toEqual({ state: "rejected", value: new Error("c") });
  });

  test("two runtimes have a limit each", async () => {
    const [left, right] = [manualTools(), manualTools()];
    void createRuntime({ ...left, maxConcurrency: 1 }).callTool("a");
    void createRuntime({ ...right, maxConcurrency: 1 }).callTool("b");
    expect([left.started, right.started]).toEqual([["a"], ["b"]]);
  });

  test("nested batches end under any limit, and never exceed it", async () => {
    // A leaf is a tool; a list of trees is a branch that makes a batch of them, then one call more.
    type Tree = null | Tree[];
    const tree = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, fc.constant(null), fc.array(tie("tree"), { maxLength: 4 })),
    })).tree;
    const count = (node: Tree): number =>
      node === null ? 1 : node.reduce((sum: number, child) => sum + count(child), 1);

    await fc.assert(
      fc.asyncProperty(
        fc.array(tree, { maxLength: 5 }),
        fc.constantFrom(1, 2, 3, 16),
        async (trees, maxConcurrency) => {
          let [running, peak, invoked] = [0, 0, 0];
          const { callTool, callToolsParallel } = createRuntime({
            maxConcurrency,
            invoke: async () => {
              peak = Math.max(peak, ++running);
              invoked++;
              for (let turn = invoked % 3; turn >= 0; turn--) await null;
              running--;
              return 1;
            },
          });
          const toCall = (node: Tree): Call =>
            node === null
              ? ["leaf"]
              : async () => {
                  const answers: number[] = await callToolsParallel(node.map(toCall));
                  return answers.reduce((sum, answer) => sum + answer, 0) + (await callTool("after"));
                };
          const answers: number[] = await callToolsParallel(trees.map(toCall));
          const expected = trees.reduce((sum: number, node) => sum + count(node), 0);
          expect(answers.reduce((sum, answer) => sum + answer, 0)).toBe(expected);
          expect(invoked).toBe(expected);
          expect(peak).toBeLessThanOrEqual(maxConcurrency);
          expect(running).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("failures", () => {
  const shared = { code: "E1" };
  test.each([
    ["an Error", new Error("x")],
    ["an object", shared],
    ["a string", "text"],
    ["a number", 0],
    ["null", null],
    ["undefined", undefined],
    ["false", false],
  ])("%s comes out as it was thrown", async (_name, reason) => {
    const { callTool, callToolsParallel, callToolsSettled, unwrap } = createRuntime({
      invoke: { late: () => Promise.reject(reason), early: () => { throw reason; }, fine: () => 1 }, // prettier-ignore
    });
    const thrown = async (run: () => unknown) => {
      try {
        await run();
      } catch (error) {
        return { error };
      }
      return "nothing thrown";
    };
    for (const tool of ["late", "early"]) {
      for (const run of [
        () => callTool(tool),
        () => callToolsParallel([["fine"], [tool]]),
        () => callToolsParallel([["fine"], () => callTool(tool)]),
        () => callToolsParallel([() => { throw reason; }, ["fine"]]), // prettier-ignore
        async () => unwrap((await callToolsSettled([["fine"], [tool]]))[1]),
      ]) {
        const outcome = await thrown(run);
        expect(outcome).toStrictEqual({ error: reason });
        expect((outcome as { error: unknown }).error).toBe(reason);
      }
    }
  });

  test("all calls are waited for, then the lowest index is thrown", async () => {
    const tools = manualTools();
    const { callToolsParallel } = createRuntime(tools);
    const batch = watch(callToolsParallel([["a"], ["b"], ["c"], ["d"]]));
    await tools.fail("c", "third");
    await tools.fail("b", "second");
    await tools.answer("a");
    expect(batch.state).toBe("pending");
    await tools.answer("d");
    expect(batch).toEqual({ state: "rejected", value: "second" });
  });

  test("the lowest index wins for any failures, kinds of call, order of ending and limit", async () => {
    const scenario = fc.integer({ min: 1, max: 7 }).chain((size) =>
      fc.record({
        fails: fc.array(fc.boolean(), { minLength: size, maxLength: size }),
        branches: fc.array(fc.boolean(), { minLength: size, maxLength: size }),
        turns: fc.array(fc.nat(6), { minLength: size, maxLength: size }),
        maxConcurrency: fc.constantFrom(1, 2, 16),
      }),
    );
    await fc.assert(
      fc.asyncProperty(scenario, async ({ fails, branches, turns, maxConcurrency }) => {
        const ended = new Set<number>();
        const { callTool, callToolsParallel, callToolsSettled } = createRuntime({
          maxConcurrency,
          invoke: async (_tool: string, index: number) => {
            for (let turn = turns[index]!; turn > 0; turn--) await null;
            ended.add(index);
            if (fails[index]) throw `error ${index}`;
            return `answer ${index}`;
          },
        });
        const calls = fails.map((_, index): Call =>
          branches[index] ? () => callTool("t", index) : ["t", index],
        );
        const first = fails.indexOf(true);
        const outcome = await callToolsParallel(calls).then(
          (answers) => ({ answers }),
          (error: unknown) => ({ error }),
        );
        expect(outcome).toEqual(
          first < 0 ? { answers: fails.map((_, index) => `answer ${index}`) } : { error: `error ${first}` },
        );
        expect(ended.size).toBe(fails.length);
        expect(await callToolsSettled(calls)).toEqual(
          fails.map((failed, index) =>
            failed
              ? { status: "rejected", reason: `error ${index}` }
              : { status: "fulfilled", value: `answer ${index}` },
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("unwrap gives the value, whatever it is, or throws the reason", () => {
    for (const value of [1, undefined, null, "", { status: "rejected" }]) {
      expect(unwrap({ status: "fulfilled", value })).toBe(value);
    }
    expect(() => unwrap({ status: "rejected", reason: new RangeError("far") })).toThrow(
      new RangeError("far"),
    );
  });

  test("no promise is left unhandled, and nothing keeps the process alive", () => {
    // Node ends a process with status 1 when a rejection is left unhandled.
    const program = `
      import { callTool, callToolsParallel, callToolsSettled, createRuntime } from ${JSON.stringify(runtimeFile.href)};
      const log = (name) => (error) => console.log(name, error.message);
      const fail = (message) => { throw new Error(message); };
      const later = (message) => new Promise((_, reject) => setTimeout(reject, 2, new Error(message)));
      const runtime = createRuntime({ invoke: { fail, later }, maxConcurrency: 1 });
      await runtime.callTool("fail", "1").catch(log("single"));
      await runtime.callToolsParallel([["later", "2"], ["fail", "3"], () => fail("4"), () => later("5")]).catch(log("batch"));
      await runtime.callToolsSettled([["later", "6"], () => runtime.callToolsParallel([["fail", "7"], ["later", "8"]])]);
      await runtime.callToolsParallel([["fail", "9"], 9]).catch(log("malformed"));
      await callTool("unset").catch(log("unset"));
      await callToolsParallel([["unset"], ["unset"]]).catch(log("unset"));
      await callToolsSettled([["unset"]]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      console.log("end");
    `;
    const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
    });
    const lines = output.trimEnd().split("\n");
    expect(lines.slice(0, 2)).toEqual(["single 1", "batch 2"]);
    expect(lines[2]).toMatch(/^malformed Call 1 is a number/);
    expect(lines.slice(3).map((line) => line.slice(0, 29))).toEqual([
      "unset No tools are configured",
      "unset No tools are configured",
      "end",
    ]);
  });
});

describe("what is refused", () => {
  const malformed: [string, unknown, RegExp][] = [
    ["a string", "get_user", /^Call 1 is a string; expected/],
    ["a number", 7, /^Call 1 is a number; expected/],
    ["null", null, /^Call 1 is null; expected/],
    ["undefined", undefined, /^Call 1 is undefined; expected/],
    ["an empty array", [], /^Call 1 is an array of 0 beginning with undefined; expected/],
    ["a name that is no string", [42, "x"], /^Call 1 is an array of 2 beginning with number; expected/],
    ["four members", ["a", "b", {}, {}], /^Call 1 is an array of 4 beginning with string; expected/],
    ["an object without tool", { name: "a" }, /^Call 1 is an object; expected/],
    ["an object whose tool is no string", { tool: 5 }, /^Call 1 is an object; expected/],
    ["a promise", Promise.resolve(1), /^Call 1 is a promise, which has started already; expected/],
  ];
  test.each(malformed)(
    "%s as a call: TypeError with the index, nothing started",
    async (_name, call, message) => {
      const tools = manualTools();
      const runtime = createRuntime(tools);
      let branches = 0;
      const calls = untyped([() => branches++, call, ["a"]]);
      for (const run of [runtime.callToolsParallel, runtime.callToolsSettled]) {
        const error: unknown = await run(calls).catch((error: unknown) => error);
        expect(error).toBeInstanceOf(TypeError);
        expect((error as Error).message).toMatch(message);
      }
      expect([branches, tools.started]).toEqual([0, []]);
    },
  );

  test("a hole in the array is a malformed call", async () => {
    const { callToolsParallel } = createRuntime({ invoke: () => 1 });
    const calls: Call[] = [["a"]];
    calls[2] = ["b"];
    await expect(callToolsParallel(calls)).rejects.toThrow("Call 1 is undefined");
  });

  test.each([[undefined], [null], ["ab"], [{ length: 0 }]])("%p as a batch", async (calls) => {
    const { callToolsParallel } = createRuntime({ invoke: () => 1 });
    const error: unknown = await callToolsParallel(untyped(calls)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(/^Expected an array of calls, not /);
  });

  test.each([[undefined], [3], [["a"]]])("%p as a tool's name, without a synchronous throw", async (tool) => {
    const { callTool } = createRuntime({ invoke: () => 1 });
    const promise: Promise<unknown> = callTool(tool as unknown as string);
    const error = await promise.catch((error: unknown) => error);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(/^A tool's name is a string, not /);
  });

  test.each([[0], [-1], [0.5], [NaN], [-Infinity], ["4"], [null], [{}]])("maxConcurrency %p", (value) => {
    const options = { invoke: () => 1, maxConcurrency: value as unknown as number };
    expect(() => createRuntime(options)).toThrow(RangeError);
    expect(() => createRuntime(options)).toThrow("maxConcurrency must be a number from 1 to Infinity");
    expect(() => configureRuntime(options)).toThrow(RangeError);
  });

  test.each([[undefined], [null], ["url"], [1]])("invoke %p", (value) => {
    const options = { invoke: value as unknown as RuntimeOptions["invoke"] };
    expect(() => createRuntime(options)).toThrow(TypeError);
    expect(() => createRuntime(options)).toThrow("invoke must be a function");
  });
});

describe("signal", () => {
  test("reaches every tool; once aborted, no waiting call starts and each fails with the reason", async () => {
    const controller = new AbortController();
    const tools = manualTools();
    const signals: AbortSignal[] = [];
    const { callTool, callToolsSettled } = createRuntime({
      signal: controller.signal,
      maxConcurrency: 1,
      invoke: (tool: string, _prompt: unknown, _kwargs: unknown, { signal }: InvokeContext) => {
        signals.push(signal);
        return tools.invoke(tool);
      },
    });
    const batch = watch(callToolsSettled([["a"], ["b"], () => callTool("c")]));
    const reason = new Error("user left");
    controller.abort(reason);
    await flush();
    expect(batch.state).toBe("pending");
    await tools.answer("a");
    expect(batch.value).toEqual([
      { status: "fulfilled", value: "a" },
      { status: "rejected", reason },
      { status: "rejected", reason },
    ]);
    await expect(callTool("d")).rejects.toBe(reason);
    expect(tools.started).toEqual(["a"]);
    expect(signals).toEqual([controller.signal]);
  });
});

describe("the default runtime", () => {
  test("uses what was configured last; calls under way end where they began", async () => {
    const tools = manualTools();
    configureRuntime({ ...tools, maxConcurrency: 1 });
    const old = watch(callToolsParallel([["a"], ["b"]]));
    configureRuntime({
      invoke: (tool: string, prompt: unknown, kwargs) =>
        `${tool} ${String(prompt)}${kwargs === null ? " null" : ""}`,
    });
    expect(await callTool("c", 1)).toBe("c 1");
    expect(await callTool("c", 1, null)).toBe("c 1 null");
    expect(await callToolsParallel([["c", 2], () => callTool("d", 3)])).toEqual(["c 2", "d 3"]);
    expect(await callToolsSettled([["e", 4]])).toEqual([{ status: "fulfilled", value: "e 4" }]);
    await tools.answer("a");
    await tools.answer("b");
    expect(old).toEqual({ state: "fulfilled", value: ["a", "b"] });
  });

  test("stays as it was when a configuration is refused", async () => {
    configureRuntime({ invoke: () => "kept" });
    expect(() => configureRuntime({ invoke: () => "never", maxConcurrency: 0 })).toThrow(RangeError);
    expect(await callTool("a")).toBe("kept");
  });
});

describe("in a bare sandbox", () => {
  /** The runtime alone in a new context, which has the language and nothing else. */
  async function load(): Promise<typeof runtimeModule> {
    const context = vm.createContext({});
    const modules = new Map<string, vm.SourceTextModule>();
    const open = (url: URL): vm.SourceTextModule => {
      const known = modules.get(url.href);
      if (known) return known;
      const module = new vm.SourceTextModule(readFileSync(url, "utf8"), { context, identifier: url.href });
      modules.set(url.href, module);
      return module;
    };
    const entry = open(runtimeFile);
    await entry.link((specifier, from) => {
      expect(specifier).toMatch(/^\.\/[a-z-]+\.js$/);
      return open(new URL(specifier, from.identifier));
    });
    await entry.evaluate();
    return entry.namespace as typeof runtimeModule;
  }

  test("it loads and runs, with a signal although there is no AbortController", async () => {
    const runtime = await load();
    runtime.configureRuntime({
      maxConcurrency: 1,
      invoke: (tool: string, prompt: unknown, _kwargs: unknown, { signal }: InvokeContext) => {
        signal.throwIfAborted();
        signal.addEventListener("abort", () => undefined);
        return `${tool} ${String(prompt)} ${String(signal.aborted)}`;
      },
    });
    expect([...(await runtime.callToolsParallel([["a", 1], () => runtime.callTool("b", 2)]))]).toEqual([
      "a 1 false",
      "b 2 false",
    ]);
  });

  test("before configureRuntime a tool call says what to do, and branches run all the same", async () => {
    const runtime = await load();
    const error: unknown = await runtime.callTool("get_user", 1).catch((error: unknown) => error);
    expect(error).toMatchObject({
      name: "Error",
      message:
        'No tools are configured: call configureRuntime({ invoke }) from parcall/runtime before the first tool call ("get_user").',
    });
    const settled = await runtime.callToolsSettled([["a"], async () => "branch"]);
    expect(settled.map((answer) => answer.status)).toEqual(["rejected", "fulfilled"]);
    expect([...(await runtime.callToolsParallel([async () => "x", () => "y"]))]).toEqual(["x", "y"]);
  });
});
