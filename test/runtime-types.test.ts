import { beforeEach, describe, expect, test } from "@jest/globals";
import {
  callTool,
  callToolsParallel,
  callToolsSettled,
  configureRuntime,
  createRuntime,
  unwrap,
  type Answer,
  type Call,
} from "../src/runtime/index.js";

// The types are checked by the compiler, the values by the test: an answer must have the shape that its type promises.

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Does not compile unless both types are the same, `any` and `unknown` told apart. */
const exactly = <Actual, Expected>(verdict: Equal<Actual, Expected>) => expect(verdict).toBe(true);

interface User {
  name: string;
}
interface Description {
  text: string;
}
const articles = [{ body: "one" }, { body: "two" }];
const premium: boolean = articles.length > 1;
const describeNumber = async (value: number): Promise<Description> => ({ text: `number ${value}` });

/** Every answer of the echo tool: what it was given, and a name. */
const answer = (prompt?: unknown) => ({ name: "echo", prompt });

beforeEach(() => {
  configureRuntime({ invoke: (_tool: string, prompt: unknown) => answer(prompt) });
});

describe("callTool", () => {
  test("gives any, unless the program names a type", async () => {
    const user = await callTool("get_user", 1);
    exactly<typeof user, Answer>(true);
    const named: string = user.name;
    const annotated: User = await callTool("get_user", 1, { fresh: true });
    const explicit = await callTool<User>("get_user", 1, null);
    exactly<typeof explicit, User>(true);
    expect([named, annotated.name, explicit.name]).toEqual(["echo", "echo", "echo"]);
  });

  test("gives any to a destructuring with defaults, as a batch does", async () => {
    const { total = 0 } = await callTool("get_cart", 1);
    const [{ total: batched = 0 }, { name = 1 } = { name: 2 }] = await callToolsParallel([
      ["get_cart", 1],
      ["get_user"],
    ]);
    exactly<typeof total, Answer>(true);
    exactly<typeof batched, Answer>(true);
    exactly<typeof name, Answer>(true);
    expect([total, batched, name]).toEqual([0, 0, "echo"]);
  });
});

describe("callToolsParallel", () => {
  test("a written-out batch is a tuple", async () => {
    const mixed = await callToolsParallel([
      ["a", 1],
      () => describeNumber(1),
      { tool: "b", prompt: 2, kwargs: null },
      () => (premium ? callTool("rush", 3) : undefined),
      () => (premium ? undefined : describeNumber(4)),
      () => "plain",
      () => callTool<User>("get_user"),
      async () => {
        const draft = await callTool("write_draft", "topic");
        return callTool("proofread", draft.name);
      },
    ]);
    exactly<
      typeof mixed,
      [Answer, Description, Answer, Answer, Description | undefined, string, User, Answer]
    >(true);
    expect(mixed).toEqual([
      answer(1),
      { text: "number 1" },
      answer(2),
      answer(3),
      undefined,
      "plain",
      answer(),
      answer("echo"),
    ]);
  });

  test("an empty batch is an empty tuple", async () => {
    const none = await callToolsParallel([]);
    exactly<typeof none, []>(true);
    expect(none).toEqual([]);
  });

  test("destructuring keeps annotations, holes, defaults and assignments", async () => {
    const [a, , c]: [User, unknown, Answer] = await callToolsParallel([["a"], ["b", 1, null], { tool: "c" }]);
    exactly<typeof a, User>(true);
    let rate: number | undefined = 1;
    let latest: User = { name: `before ${rate}` };
    expect(latest.name).toBe("before 1");
    [latest, { prompt: rate = 0 }] = await callToolsParallel([["a"], ["get_rate", 7]]);
    expect([a.name, c.name, latest.name, rate]).toEqual(["echo", "echo", "echo", 7]);
  });

  test("calls made by map give an array", async () => {
    const inline = await callToolsParallel(articles.map((article) => ["summarize", article.body]));
    exactly<typeof inline, Answer[]>(true);
    const strings = articles.map((article) => ["summarize", article.body]);
    exactly<typeof strings, string[][]>(true);
    const fromStrings = await callToolsParallel(strings);
    exactly<typeof fromStrings, Answer[]>(true);
    const mixedArrays = articles.map((article) => ["summarize", article, { limit: 1 }]);
    const fromMixed = await callToolsParallel(mixedArrays);
    exactly<typeof fromMixed, Answer[]>(true);
    const eitherForm = await callToolsParallel(
      articles.map((article, index) => (index ? ["a", article] : { tool: "b", prompt: article })),
    );
    exactly<typeof eitherForm, Answer[]>(true);
    const annotated: User[] = await callToolsParallel(articles.map((article) => ["a", article.body]));
    const branches = await callToolsParallel(
      articles.map((article) => () => describeNumber(article.body.length)),
    );
    exactly<typeof branches, Description[]>(true);
    expect([inline, fromStrings, annotated]).toEqual(Array(3).fill([answer("one"), answer("two")]));
    expect([fromMixed, eitherForm]).toEqual(Array(2).fill(articles.map(answer)));
    expect(branches).toEqual([{ text: "number 3" }, { text: "number 3" }]);
  });

  test("readonly arrays, spread calls and arrays of Call", async () => {
    const written = [["a", 1], ["b"]] as const;
    const fromConst = await callToolsParallel(written);
    exactly<typeof fromConst, [Answer, Answer]>(true);
    const list: readonly Call[] = written;
    const fromList = await callToolsParallel(list);
    exactly<typeof fromList, Answer[]>(true);
    const spread = await callToolsParallel([
      () => describeNumber(0),
      ...articles.map(({ body }) => ["a", body]),
    ]);
    exactly<typeof spread, [Description, ...Answer[]]>(true);
    expect([fromConst, fromList]).toEqual(Array(2).fill([answer(1), answer()]));
    expect(spread).toEqual([{ text: "number 0" }, answer("one"), answer("two")]);
  });

  test("what is not a call does not compile", () => {
    exactly<{ name: string } extends Call ? 1 : 0, 0>(true);
    exactly<[number, string] extends Call ? 1 : 0, 0>(true);
    exactly<string extends Call ? 1 : 0, 0>(true);
    exactly<Promise<User> extends Call ? 1 : 0, 0>(true);
    exactly<((required: string) => User) extends Call ? 1 : 0, 0>(true);
  });
});

describe("callToolsSettled and unwrap", () => {
  test("are typed alike", async () => {
    const settled = await callToolsSettled([["a", 1], () => describeNumber(1)]);
    exactly<typeof settled, [PromiseSettledResult<Answer>, PromiseSettledResult<Description>]>(true);
    const [first, second] = settled;
    const plain = unwrap(first);
    exactly<typeof plain, Answer>(true);
    const user: User = unwrap(first);
    const description = unwrap(second);
    exactly<typeof description, Description>(true);
    const list = await callToolsSettled(articles.map((article) => ["a", article.body]));
    exactly<typeof list, PromiseSettledResult<Answer>[]>(true);
    expect([plain, user, description]).toEqual([answer(1), answer(1), { text: "number 1" }]);
    expect(list.map((one) => unwrap(one))).toEqual([answer("one"), answer("two")]);
  });
});

describe("createRuntime", () => {
  test("tools may declare the types that they expect, and the functions may be destructured", async () => {
    const runtime = createRuntime({
      invoke: {
        double: (value: number) => value * 2,
        greet: async (name: string, options?: { loud: boolean } | null) => name + (options?.loud ? "!" : ""),
      },
    });
    const { callTool, callToolsParallel, callToolsSettled, unwrap } = runtime;
    const both = await callToolsParallel([["double", 4], () => describeNumber(1)]);
    exactly<typeof both, [Answer, Description]>(true);
    const [settled] = await callToolsSettled([["greet", "Ada", { loud: true }]]);
    expect([await callTool("double", 2), both[0], unwrap(settled)]).toEqual([4, 8, "Ada!"]);
  });

  test("invoke written in place knows its parameters", async () => {
    const { callTool } = createRuntime({
      invoke: (tool, prompt, kwargs, context) => {
        exactly<typeof tool, string>(true);
        exactly<typeof prompt, unknown>(true);
        exactly<typeof kwargs, object | null | undefined>(true);
        exactly<typeof context.signal, AbortSignal>(true);
        return context.index + context.attempt;
      },
    });
    expect(await callTool("a")).toBe(1);
  });
});
