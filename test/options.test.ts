import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { nearest } from "../src/core/nearest.js";
import { resolveConfiguration, resolveManifest, resolveOptions } from "../src/core/options.js";

const schema = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), "utf8")) as object;

const ajv = new Ajv({ allowUnionTypes: true, strictTypes: false, strictRequired: false });
ajv.addSchema(schema("tools"), "tools.schema.json");
const config = ajv.compile(schema("config"));
const manifest = ajv.getSchema("tools.schema.json")!;

const messages = (input: unknown): readonly string[] =>
  resolveOptions(input).diagnostics.map(({ message, help }) =>
    help === undefined ? message : `${message} | ${help}`,
  );

describe("the nearest name", () => {
  test.each([
    ["efects", "effects"],
    ["Effects", "effects"],
    ["data_only", "data-only"],
    ["shcedule", "schedule"],
    ["write", "writes"],
    ["prue", "pure"],
    ["x", undefined],
    ["", undefined],
    ["kubernetes", undefined],
    ["effects".repeat(100_000), undefined],
  ])("of %.20s is %s", (name, expected) => {
    expect(nearest(name, ["effects", "data-only", "schedule", "writes", "pure"])).toBe(expected);
  });
});

describe("options", () => {
  test("are filled with their defaults", () => {
    const { exportsOf, moduleAt, ...rest } = resolveOptions(undefined).options;
    expect(rest).toEqual({
      fileName: "workflow.ts",
      conventions: [],
      tools: {},
      effects: "inferred",
      schedule: "rounds",
      emit: "batch",
      speculate: false,
      pure: [],
      runtime: "parcall/runtime",
    });
    expect(exportsOf("./tools.js")).toBeUndefined();
    expect(moduleAt("./helpers.js", "workflow.ts")).toBeUndefined();
    expect(resolveOptions({ effects: undefined }).diagnostics).toEqual([]);
  });

  test("keep what is right, and strings of conventions become objects", () => {
    const { options, diagnostics } = resolveOptions({
      conventions: ["codemode.*", { call: "step.run", tool: "0.name", arguments: 1, throws: false }],
      tools: {
        get_user: "reads",
        copy: { reads: ["file:{from}"], writes: ["file:{to}"], failures: "relaxed" },
      },
      effects: "strict",
      pure: ["format*", "assert.ok"],
    });
    expect(diagnostics).toEqual([]);
    expect(options.conventions).toEqual([
      { call: "codemode.*" },
      { call: "step.run", tool: "0.name", arguments: 1, throws: false },
    ]);
    expect(options.tools).toEqual({
      get_user: "reads",
      copy: { reads: ["file:{from}"], writes: ["file:{to}"], failures: "relaxed" },
    });
    expect(options.effects).toBe("strict");
    expect(options.pure).toEqual(["format*", "assert.ok"]);
  });

  test.each<[string, unknown, string]>([
    ["an unknown key", { efects: "strict" }, "efects is not known | did you mean effects?"],
    [
      "a key like no other",
      { tools: { a: { zzz: 1 } } },
      "tools.a.zzz is not known | known here: effect, reads, writes, failures, idempotent, annotations",
    ],
    [
      "a wrong word",
      { effects: "data_only" },
      'effects must be "inferred", "strict" or "data-only", not "data_only" | did you mean "data-only"?',
    ],
    [
      "a wrong member deep inside",
      { tools: { send_email: { writes: [7] } } },
      "tools.send_email.writes[0] must be a string, not 7",
    ],
    [
      "a wrong effect of a tool",
      { tools: { "send email": "write" } },
      'tools["send email"] must be "pure", "reads", "writes" or "approval", or an object, not "write" | did you mean "writes"?',
    ],
    ["a list for an object", { tools: [] }, "tools must be an object of tool names, not a list"],
    ["a string for a list", { pure: "format" }, 'pure must be a list of functions, not "format"'],
    ["a word for a truth value", { speculate: "yes" }, 'speculate must be true or false, not "yes"'],
    [
      "a convention without its call",
      { conventions: [{ tool: 0 }] },
      'conventions[0].call is missing | say which calls are meant, as in { "call": "codemode.*" }',
    ],
    [
      "a convention that takes every call",
      { conventions: ["*.*"] },
      'conventions[0] must hold a fixed part: "*.*" matches every function',
    ],
    [
      "a convention that is no callee",
      { conventions: ["callTool()"] },
      'conventions[0] must be a name or names joined by dots | write the callee with "*" for a varying part, as in "codemode.*" or "step.run"',
    ],
    [
      "an impossible place",
      { conventions: [{ call: "a", tool: -1 }] },
      'conventions[0].tool must be "callee", the index of an argument or index and property ("0.name"), not -1',
    ],
    [
      "an effect that its resources deny",
      { tools: { a: { effect: "pure", writes: ["db"] } } },
      'tools.a says effect "pure" and also lists what it writes | keep one of the two',
    ],
    [
      "a half-open template",
      { tools: { a: { writes: ["file:{path"] } } },
      'tools.a.writes[0] has a brace without its other half or without a name | write the name of an argument in braces, as in "file:{path}"',
    ],
    ["an empty name", { runtime: "" }, "runtime must not be empty"],
    ["a key that only configurations have", { ignore: [] }, "ignore is not known"],
    ["null", null, "the options must be an object, not null"],
    ["a function", () => 1, "the options must be an object, not a function"],
    ["a moduleAt that is none", { moduleAt: "./src" }, 'moduleAt must be a function, not "./src"'],
    ["an exportsOf that is none", { exportsOf: {} }, "exportsOf must be a function, not an object"],
  ])("%s is reported with its place, and the default stands in", (_, input, expected) => {
    expect(messages(input)).toHaveLength(1);
    expect(messages(input)[0]).toContain(expected);
    expect(resolveOptions(input).options).toMatchObject({ effects: "inferred", speculate: false, pure: [] });
  });

  test("every problem is reported, in the order of the keys", () => {
    expect(
      resolveOptions({ a: 1, effects: 2, tools: { x: 3, y: "pure" } }).diagnostics.map(({ path }) => path),
    ).toEqual(["a", "effects", "tools.x"]);
  });

  test("a key called __proto__ is one more key, and a tool called so is one more tool", () => {
    expect(messages(JSON.parse('{"__proto__": {"effects": "data-only"}}'))[0]).toContain(
      "__proto__ is not known",
    );
    const { options } = resolveOptions(
      JSON.parse('{"tools": {"__proto__": "writes", "constructor": "pure"}}'),
    );
    expect(Object.keys(options.tools)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(options.tools)).toBe(Object.prototype);
    expect(Object.entries(options.tools)).toEqual([
      ["__proto__", "writes"],
      ["constructor", "pure"],
    ]);
    const inherited = Object.create({ effects: "data-only" }) as unknown;
    expect(resolveOptions(inherited).options.effects).toBe("inferred");
  });

  test("nothing that can be given makes it throw", () => {
    const throwing = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    );
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    const getter = {
      get tools(): never {
        throw new Error("no");
      },
    };
    const hostile = [throwing, getter, { tools: throwing }, { pure: proxy }, { tools: { a: throwing } }];
    for (const input of hostile) {
      expect(messages(input)).toEqual(["the options cannot be read: looking at them throws"]);
    }
    const odd = [1n, Symbol("s"), "text", 0, true, [], new Date(), new Map(), /x/, Object.create(null), NaN];
    for (const input of odd) {
      expect(resolveOptions(input).options.effects).toBe("inferred");
      expect(() =>
        resolveOptions({ tools: input, conventions: [input], effects: input, fileName: input }),
      ).not.toThrow();
    }
    expect(messages({ pure: new Array(4_000_000_000) }).at(-1)).toBe("pure has more than 100000 members");
  });

  test("a host's moduleAt may throw or answer nonsense", () => {
    const ask = (moduleAt: unknown): unknown =>
      resolveOptions({ moduleAt }).options.moduleAt("./a.js", "workflow.ts");
    const answers: readonly unknown[] = [
      null,
      "text",
      ["a.ts", ""],
      {},
      { fileName: "a.ts" },
      { fileName: "", text: "" },
      { fileName: "a.ts", text: 1 },
      Promise.resolve({ fileName: "a.ts", text: "" }),
      {
        get fileName() {
          throw new Error("no");
        },
      },
    ];
    for (const answer of answers) expect(ask(() => answer)).toBeUndefined();
    expect(
      ask(() => {
        throw new Error("no");
      }),
    ).toBeUndefined();
    expect(ask((...given: unknown[]) => ({ fileName: "a.ts", text: given.join(" from "), more: 1 }))).toEqual(
      { fileName: "a.ts", text: "./a.js from workflow.ts" },
    );
  });

  test("a host's exportsOf may throw or answer nonsense", () => {
    const ask = (exportsOf: unknown): unknown => resolveOptions({ exportsOf }).options.exportsOf("./a.js");
    expect(ask(() => ["a", 1])).toEqual(["a"]);
    expect(ask(() => "a")).toBeUndefined();
    expect(
      ask(() => {
        throw new Error("no");
      }),
    ).toBeUndefined();
  });
});

/** Samples for which the validator and the published schema must agree. */
const configurations: readonly [boolean, unknown][] = [
  [true, {}],
  [
    true,
    {
      $schema: "x",
      effects: "strict",
      schedule: "chains",
      emit: "promise-all",
      speculate: true,
      ignore: ["dist"],
    },
  ],
  [
    true,
    {
      conventions: ["codemode.*", { call: "a.b", tool: "callee", arguments: "0.arguments" }],
      runtime: "./r.js",
    },
  ],
  [true, { pure: ["format*", "a.b"], tools: { a: "pure" } }],
  [false, { effects: "lax" }],
  [false, { unknown: 1 }],
  [false, { conventions: [{}] }],
  [false, { conventions: ["*"] }],
  [false, { conventions: ["a b"] }],
  [false, { conventions: [{ call: "a", tool: "name" }] }],
  [false, { conventions: [{ call: "a", arguments: 1.5 }] }],
  [false, { pure: [1] }],
  [false, { runtime: "" }],
  [false, { ignore: "dist" }],
  [false, { fileName: "a.ts" }],
  [false, { tools: { a: "maybe" } }],
  [false, []],
];

const manifests: readonly [boolean, unknown][] = [
  [true, { tools: {} }],
  [true, { $schema: "x", tools: { a: "pure", b: "reads", c: "writes", d: "approval", "search_*": "reads" } }],
  [true, { tools: { a: { writes: ["file:{path}"], failures: "relaxed", idempotent: true } } }],
  [true, { tools: { a: { effect: "reads", reads: ["db"], writes: [] } } }],
  [true, { tools: { a: { annotations: { readOnlyHint: true, title: "A" } } } }],
  [false, {}],
  [false, { tools: { a: "write" } }],
  [false, { tools: { a: null } }],
  [false, { tools: { a: { effect: "unknown" } } }],
  [false, { tools: { a: { writes: "db" } } }],
  [false, { tools: { a: { writes: [""] } } }],
  [false, { tools: { a: { writes: ["file:{}"] } } }],
  [false, { tools: { a: { effect: "pure", reads: ["db"] } } }],
  [false, { tools: { a: { effect: "reads", writes: ["db"] } } }],
  [false, { tools: { a: { annotations: { readOnlyHint: "yes" } } } }],
  [false, { tools: { a: { failures: "ignored" } } }],
  [false, { tools: {}, version: 1 }],
];

describe("configuration and manifest", () => {
  test.each(configurations)("schema and validator agree: %s for the configuration %j", (valid, input) => {
    expect(config(input)).toBe(valid);
    expect(resolveConfiguration(input).diagnostics.length === 0).toBe(valid);
  });

  test.each(manifests)("schema and validator agree: %s for the manifest %j", (valid, input) => {
    expect(manifest(input)).toBe(valid);
    expect(resolveManifest(input).diagnostics.length === 0).toBe(valid);
  });

  test("a configuration says only what it says, and its place is in front of the key", () => {
    expect(resolveConfiguration({ emit: "batch" }).configuration).toEqual({ emit: "batch" });
    expect(resolveConfiguration({ tools: { a: 1 } }, "parcall").diagnostics[0]?.path).toBe("parcall.tools.a");
  });
});
