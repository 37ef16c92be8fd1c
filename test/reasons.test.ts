import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { codes, type Code } from "../src/core/diagnostics/codes.js";
import type { OptimizeOptions } from "../src/core/model/options.js";
import type { Report, ReportCall } from "../src/core/model/report.js";
import { askedPlace } from "../src/edges/place.js";
import { optimize } from "../src/index.js";
import { gainsOf } from "../src/render/gains.js";
import { plainPaint } from "../src/render/paint.js";
import { explainPlace } from "../src/render/place.js";
import { loadFixtures } from "../src/testing/fixtures.js";

const head = `import { callTool } from "parcall/runtime";\nimport { audit, probe } from "./lib.js"; export let visits = 0;\n`;
const inMain = (body: string): string =>
  `${head}export async function main(id, text, state, onChange) {\n${body}\n}\n`;

function reportOf(body: string, options: OptimizeOptions = {}): Report {
  const result = optimize(inMain(body), { fileName: "flow.js", ...options });
  expect(result.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return result.report;
}

function callNamed(report: Report, label: string): ReportCall {
  return report.calls.find((call) => call.label === label)!;
}

/** A program, one of its calls with what is said of it, and the program (or the options) after somebody has followed the help. */
interface Row {
  readonly code: Code;
  readonly body: string;
  readonly of: string;
  readonly saves: number;
  readonly options?: OptimizeOptions;
  readonly followed: { readonly body?: string; readonly options?: OptimizeOptions };
}

const user = `const user = await callTool("get_user", id);`;
const orders = `const orders = await callTool("list_orders", id);`;
const end = "return { user, orders };";
const files = { read_file: { reads: ["file:{path}"] }, write_file: { writes: ["file:{path}"] } } as const;

const rows: readonly Row[] = [
  {
    code: "inferred-write",
    body: `${user}\nconst slot = await callTool("crm_sync", id);\n${orders}\nreturn { user, slot, orders };`,
    of: "slot",
    saves: 2,
    followed: { options: { tools: { crm_sync: "reads" } } },
  },
  {
    // Another write stands beside it: to declare one of them is not enough.
    code: "inferred-write",
    body: `await callTool("crm_sync", id);\nawait callTool("send_mail", id);`,
    of: "send_mail",
    saves: 0,
    followed: { options: { tools: { crm_sync: "reads" } } },
  },
  {
    // The fence stands in the way of everything, the answer of one call only: what is left when it goes is found, not guessed.
    code: "unknown-function",
    body: `${user}\nconst mark = audit(user);\nconst orders = await callTool("list_orders", mark);\nconst news = await callTool("get_news", id);\nreturn { user, orders, news };`,
    of: "user",
    saves: 0,
    followed: { options: { pure: ["audit"] } },
  },
  {
    code: "unknown-function",
    body: `${user}\nconst mark = audit(text);\n${orders}\nreturn { user, orders, mark };`,
    of: "orders",
    saves: 1,
    followed: { options: { pure: ["audit"] } },
  },
  {
    // Called for nothing but what it does: to mark it pure makes a guard of it, to move it helps.
    code: "unknown-function",
    body: `${user}\naudit(text);\n${orders}\n${end}`,
    of: "orders",
    saves: 1,
    followed: { body: `${user}\n${orders}\naudit(text);\n${end}` },
  },
  {
    code: "control-dependence",
    body: `${user}\nif (!user) return null;\n${orders}\n${end}`,
    of: "orders",
    saves: 1,
    followed: { body: `${user}\n${orders}\nif (!user) return null;\n${end}` },
  },
  {
    code: "other-await",
    body: `${user}\nawait probe;\n${orders}\n${end}`,
    of: "user",
    saves: 1,
    followed: { body: `await probe;\n${user}\n${orders}\n${end}` },
  },
  {
    code: "may-throw-first",
    body: `${user}\nconst wanted = JSON.parse(text);\nconst orders = await callTool("list_orders", wanted);\n${end}`,
    of: "orders",
    saves: 1,
    followed: {
      body: `const wanted = JSON.parse(text);\n${user}\nconst orders = await callTool("list_orders", wanted);\n${end}`,
    },
  },
  {
    code: "state-outlives-failure",
    body: `${user}\nvisits = 1;\n${orders}\n${end}`,
    of: "orders",
    saves: 1,
    followed: { body: `${user}\n${orders}\nvisits = 1;\n${end}` },
  },
  {
    code: "clock-order",
    body: `${user}\nconst t = Date.now();\n${orders}\nreturn { user, orders, t };`,
    of: "orders",
    saves: 1,
    followed: { body: `const t = Date.now();\n${user}\n${orders}\nreturn { user, orders, t };` },
  },
  {
    code: "shared-variable",
    body: `let now = id;\nonChange((next) => { now = next; });\nconst user = await callTool("get_user", now);\nconst orders = await callTool("list_orders", now);\n${end}`,
    of: "orders",
    saves: 1,
    followed: {
      body: `let now = id;\nonChange((next) => { now = next; });\nconst copy = now;\nconst user = await callTool("get_user", copy);\nconst orders = await callTool("list_orders", copy);\n${end}`,
    },
  },
  {
    code: "conditional-call",
    body: `const user = id ? await callTool("get_user", id) : JSON.parse(id);\n${orders}\n${end}`,
    of: "user",
    saves: 1,
    followed: {
      body: `const found = await callTool("get_user", id);\nconst user = id ? found : JSON.parse(id);\n${orders}\n${end}`,
    },
  },
  {
    code: "undeclared-tool",
    body: `${user}\n${orders}\n${end}`,
    of: "orders",
    saves: 1,
    options: { effects: "strict" },
    followed: { options: { effects: "strict", tools: { get_user: "reads", list_orders: "reads" } } },
  },
  {
    code: "unknown-tool",
    body: `${user}\nconst other = await callTool(text, id);\nreturn { user, other };`,
    of: "other",
    saves: 1,
    followed: {
      body: `${user}\nconst other = await /* parcall: reads */ callTool(text, id);\nreturn { user, other };`,
    },
  },
  {
    code: "unknown-resource",
    body: `const a = await callTool("read_file", null, { path: text });\nawait callTool("write_file", id, { path: "b.md" });\nreturn a;`,
    of: "a",
    saves: 0,
    options: { tools: files },
    // A write still waits for what may fail before it.
    followed: {
      body: `const a = await callTool("read_file", null, { path: "a.md" });\nawait callTool("write_file", id, { path: "b.md" });\nreturn a;`,
      options: { tools: files },
    },
  },
  {
    code: "keep-pragma",
    body: `${user}\n/* parcall: keep */\n${orders}\n${end}`,
    of: "orders",
    saves: 1,
    followed: { body: `${user}\n${orders}\n${end}` },
  },
  {
    code: "ignored-by-pragma",
    body: `${user}\n// parcall-ignore-next\n${orders}\n${end}`,
    of: "orders",
    saves: 1,
    followed: { body: `${user}\n${orders}\n${end}` },
  },
];

describe("what following the help of a reason saves", () => {
  test.each(rows.map((row) => [`${row.code}: ${row.of}, ${row.saves}`, row] as const))("%s", (_, row) => {
    const report = reportOf(row.body, row.options);
    const { reason, outcome } = callNamed(report, row.of);
    expect({ code: reason?.code, outcome, saves: reason?.saves }).toEqual({
      code: row.code,
      outcome: codes[row.code].outcome,
      saves: row.saves,
    });
    const followed = reportOf(row.followed.body ?? row.body, row.followed.options ?? row.options);
    expect(report.summary.roundsAfter - followed.summary.roundsAfter).toBe(row.saves);
  });

  test("a call that needs an answer has no help, also where something else stands between as well", () => {
    const report = reportOf(
      `${user}\naudit(text);\nconst orders = await callTool("list_orders", user.id);\n${end}`,
    );
    const { reason, outcome } = callNamed(report, "orders");
    expect([reason?.code, outcome, reason?.help, reason?.saves]).toEqual([
      "data-dependence",
      "ordered",
      undefined,
      undefined,
    ]);
    expect(report.changes).toEqual([]);
  });

  test("a file that is left out says what taking it in would save", () => {
    const source = `// parcall-ignore-file\n${inMain(`${user}\n${orders}\n${end}`)}`;
    const { report } = optimize(source, { fileName: "flow.js" });
    expect(report.calls.map(({ reason }) => [reason?.code, reason?.saves])).toEqual([
      ["ignored-file", 1],
      ["ignored-file", 1],
    ]);
  });

  test("it is worked out for a program of a hundred calls, and not for a block of thousands", () => {
    const block = (calls: number): Report =>
      reportOf(
        Array.from(
          { length: calls },
          (_, at) => `await callTool("${at % 2 === 0 ? "crm_sync" : "get_user"}", ${at});`,
        ).join("\n"),
      );
    const [few, many] = [block(100), block(2000)];
    // 100 calls in turn; as readers they are one round.
    expect(few.calls[1]!.reason?.saves).toBe(99);
    expect(many.calls[1]!.reason?.code).toBe("inferred-write");
    expect(many.calls.filter(({ reason }) => reason?.saves !== undefined)).toEqual([]);
  });
});

describe("every call of every fixture", () => {
  test("has one outcome, which its code decides; help comes with what it saves", async () => {
    const fixtures = await loadFixtures(path.join(import.meta.dirname, "..", "..", "fixtures"));
    const reports = fixtures.map(
      ({ name, fileName, source, options }) =>
        [name, optimize(source, { fileName, ...options }).report] as const,
    );
    const problems: string[] = [];
    for (const [name, { calls, summary }] of reports) {
      if (summary.batched + summary.ordered + summary.kept !== summary.found) problems.push(`${name}: sum`);
      for (const { label, outcome, reason, waits } of calls) {
        const said = reason === undefined ? "batched" : codes[reason.code].outcome;
        if (said !== outcome) problems.push(`${name} ${label}: ${outcome} with ${reason?.code}`);
        if (reason && (reason.message === "" || reason.because.line < 1))
          problems.push(`${name} ${label}: no cause`);
        if ((reason?.help === undefined) !== (reason?.saves === undefined))
          problems.push(`${name} ${label}: ${reason?.code}: help and saves`);
        // A chain leads from the call back to the one that it waits for, link by link.
        for (const { links, on } of waits) {
          const first = calls.find(({ id }) => id === on)!;
          const broken = links.some((link, at) => at > 0 && link.to.start !== links[at - 1]!.from.start);
          const last = links.at(-1)!;
          if (broken || last.from.start > first.start || last.from.end < first.end)
            problems.push(`${name} ${label}: chain`);
        }
      }
    }
    expect(reports.length).toBeGreaterThan(70);
    expect(problems).toEqual([]);
  });
});

describe("what a loop costs", () => {
  const loop = (head: string, body = `all.push(await callTool("get_user", x));`): string =>
    `const three = ["a", "b", "c"];\nconst all = [];\nfor (${head}) {\n${body}\n}\nreturn all;`;
  const index = (head: string): string => loop(head, `all.push(await callTool("get_user", i));`);

  test.each<[string, string, number, number | undefined]>([
    ["a list that is written out", loop(`const x of ["a", "b"]`), 2, undefined],
    ["a constant list", loop(`const x of three`), 3, undefined],
    [
      "one that is only read",
      `${loop(`const x of three`)}\nconsole.log(three[0], three.length);`,
      3,
      undefined,
    ],
    ["one that grows", loop(`const x of three`).replace("const all", "three.push(id);\nconst all"), 1, 1],
    [
      "one that others get",
      loop(`const x of three`).replace("const all", "state.keep = three;\nconst all"),
      1,
      1,
    ],
    ["a spread", loop(`const x of ["a", ...three]`), 1, 1],
    ["a parameter", loop(`const x of Object.keys(text)`), 1, 1],
    ["an empty list", loop(`const x of []`), 0, undefined],
    ["a counter", index(`let i = 0; i < 10; i++`), 10, undefined],
    ["up to and with", index(`let i = 1; i <= 10; i++`), 10, undefined],
    ["in steps", index(`let i = 0; i < 10; i += 4`), 3, undefined],
    ["to the end of a list", index(`let i = 0; i < three.length; i++`), 3, undefined],
    ["none", index(`let i = 4; i < 3; i++`), 0, undefined],
    ["an open bound", index(`let i = 0; i < id; i++`), 1, 1],
    [
      "a filter",
      loop(`const x of three`, `if (x === id) continue;\nall.push(await callTool("get_user", x));`),
      1,
      1,
    ],
    [
      "a loop in a loop",
      loop(`const x of three`, `for (const y of three) all.push(await callTool("get_user", x + y));`),
      9,
      undefined,
    ],
    [
      "of which one is open",
      loop(`const x of three`, `for (const y of id) all.push(await callTool("get_user", x + y));`),
      3,
      3,
    ],
  ])("%s: %s", (_, body, rounds, perElement) => {
    const { summary } = reportOf(body);
    expect({ ...summary, span: 1 }).toMatchObject({
      found: 1,
      batched: 1,
      roundsBefore: rounds,
      roundsAfter: 1,
    });
    expect([summary.work, summary.perElement?.roundsBefore, summary.perElement?.work]).toEqual([
      rounds,
      perElement,
      perElement,
    ]);
  });

  test("what would let a loop go is told for each element", () => {
    const { calls, changes } = reportOf(
      loop(`const x of id`, `const user = await callTool("get_user", x);\nif (user) return user;`),
    );
    expect(calls[0]!.reason).toMatchObject({ code: "control-dependence", saves: 0, savesPerElement: 1 });
    expect(changes).toMatchObject([{ kind: "code", savesPerElement: 1 }]);
  });
});

describe("what would gain most", () => {
  const sync = (name: string): Report => ({
    ...reportOf(
      `${user}\nconst slot = await callTool("crm_sync", id);\n${orders}\nreturn { user, slot, orders };`,
    ),
    fileName: name,
  });
  const guarded = { ...reportOf(`${user}\nif (!user) return null;\n${orders}\n${end}`), fileName: "c.js" };

  test("the same entry is one change for all files; code is moved in one place", () => {
    expect(gainsOf([guarded, sync("a.js"), sync("b.js")])).toEqual([
      {
        kind: "manifest",
        subject: "crm_sync",
        code: "inferred-write",
        message: 'if "crm_sync" only reads, declare "crm_sync": "reads" in parcall.tools.json',
        saves: 4,
        places: [
          { fileName: "a.js", line: 5, column: 14 },
          { fileName: "b.js", line: 5, column: 14 },
        ],
      },
      {
        kind: "code",
        subject: "return",
        code: "control-dependence",
        message: "`return`: move the call above it if it may always run",
        saves: 1,
        places: [{ fileName: "c.js", line: 5, column: 12 }],
      },
    ]);
  });

  test("nobody is asked to declare as a reader what says that it deletes", () => {
    const report = reportOf(
      `${user}\nconst done = await callTool("delete_cart", id);\n${orders}\nreturn { user, done, orders };`,
    );
    expect(callNamed(report, "done").reason).toMatchObject({
      help: expect.stringMatching(/^If it changes one thing/),
      saves: 0,
    });
    expect(report.changes).toEqual([]);
  });

  test("what stands between two batches is offered, although all calls are batched", () => {
    const report = reportOf(
      `${user}\n${orders}\nconst mark = audit(text);\nconst a = await callTool("get_a", id);\nconst b = await callTool("get_b", id);\nreturn { user, orders, a, b, mark };`,
    );
    expect(report.summary).toMatchObject({ batched: 4, roundsAfter: 2 });
    expect(report.changes).toMatchObject([{ kind: "pure", subject: "audit", saves: 1 }]);
  });

  test("with the strict profile the declarations of all tools are one offer", () => {
    const report = reportOf(
      `${user}\n${orders}\nconst news = await callTool("get_news", id);\nreturn { user, orders, news };`,
      { effects: "strict" },
    );
    expect(report.changes[0]).toMatchObject({ kind: "manifest", subject: "*", saves: 2 });
  });
});

describe("explain FILE:LINE", () => {
  const text = inMain(
    `${user}\nconst ids = user.orders.map((order) => order.id);\nconst summary = await callTool("summarize",\n  ids);\nreturn summary;`,
  );
  const { report } = optimize(text, { fileName: "flow.js" });
  const explained = (line: number, column?: number): string =>
    explainPlace(report, text, { line, column }, plainPaint);

  test("tells the call and the chain back to the first", () => {
    expect(explained(6)).toBe(`flow.js:6:23: summary is ordered
   6 │ const summary = await callTool("summarize",
  tool     summarize
  effect   reads (inferred: the name has the reading verb 'summarize')
  round    2 of 2 in main (line 3)
  waits    for user (line 4)

  Why it comes so late, back to the first call:
   6 │ const summary = await callTool("summarize",
     └ summary needs \`ids\` (line 7), which comes from earlier code (data-dependence)
   7 │ ids);
   5 │ const ids = user.orders.map((order) => order.id);
     └ this line needs the answer \`user\` (line 5) (data-dependence)
   4 │ const user = await callTool("get_user", id);
     └ user waits for no call: round 1
`);
  });

  test("a further line of a call is about the call, any other line about the nearest", () => {
    expect(explained(7)).toBe(explained(6));
    expect(explained(5)).toMatch(
      /^flow\.js:5: no tool call on this line\. The nearest is on line 4 and line 6\.\n\nflow\.js:4:20: user is ordered\n/,
    );
    expect(explained(99)).toMatch(
      /^flow\.js:99: no tool call on this line \(the file has 10 lines\)\. The nearest is on line 6\./,
    );
    expect(explainPlace({ ...report, calls: [] }, text, { line: 1, column: undefined }, plainPaint)).toBe(
      "No tool calls in flow.js.\n",
    );
  });

  test("a column chooses among the calls of a line", () => {
    const line = `return { a: await callTool("get_a", id), b: await callTool("get_b", id) };`;
    const source = inMain(line);
    const told = (column?: number): string =>
      explainPlace(optimize(source, { fileName: "flow.js" }).report, source, { line: 4, column }, plainPaint);
    expect(told().match(/ is batched/g)).toHaveLength(2);
    expect(told(20)).toMatch(/^flow\.js:4:19: get_a is batched\n(?:.*\n)* {2}together get_b \(line 4\)\n/);
    expect(told(55)).toMatch(/^flow\.js:4:51: get_b is batched\n/);
  });

  describe("takes arguments apart", () => {
    let folder = "";
    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), "parcall-place-"));
      for (const name of ["a.ts", "b.ts:3", "c.ts", "c.ts:1"]) writeFileSync(path.join(folder, name), "");
      mkdirSync(path.join(folder, "src"));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test.each<[string, readonly [string, number, number?] | undefined]>([
      ["a.ts", undefined],
      ["src", undefined],
      ["a.ts:12", ["a.ts", 12]],
      ["a.ts:12:3", ["a.ts", 12, 3]],
      ["b.ts:3", undefined],
      ["b.ts:3:7", ["b.ts:3", 7]],
      ["c.ts:2", ["c.ts", 2]],
      ["c.ts:1", undefined],
      ["c.ts:1:5", ["c.ts:1", 5]],
      ["missing.ts:4", ["missing.ts", 4]],
      ["missing.ts:4:2", ["missing.ts", 4, 2]],
      ["C:\\work\\a.ts:4", ["C:\\work\\a.ts", 4]],
      ["C:\\work\\a.ts", undefined],
      ["a.ts:", undefined],
      ["a.ts:x", undefined],
      [":5", undefined],
    ])("%s", (given, wanted) => {
      const asked = askedPlace(given, folder);
      expect(
        asked && [asked.path, asked.line, ...(asked.column === undefined ? [] : [asked.column])],
      ).toEqual(wanted);
    });
  });
});

describe("comments that change nothing", () => {
  const calls = `${user}\n${orders}`;
  const found = (source: string): string[] =>
    optimize(source, { fileName: "flow.js" })
      .diagnostics.filter(({ code }) => code === "unused-pragma")
      .map(({ line, severity, message, help }) => {
        expect(severity).toBe("warning");
        const meant = /^Did you mean `(.*)`\?$/.exec(help ?? "")?.[1];
        return `${line} ${meant ?? /`[^`]*`/.exec(message)?.[0]}`;
      });

  test.each<[string, string, readonly string[]]>([
    [
      "before a statement that makes no call",
      `${calls}\n// parcall: reads\nconst x = 1;`,
      ["6 `parcall: reads`"],
    ],
    ["at the end of a block", `${calls}\n/* parcall: keep */`, ["6 `parcall: keep`"]],
    ["among arguments", `audit(/* parcall: pure */ id);\n${calls}`, ["4 `parcall: pure`"]],
    [
      "farther from the call than another one",
      `/* parcall: writes */\nconst a = await /* parcall: reads */ callTool("x");\n${calls}`,
      ["4 `parcall: writes`"],
    ],
    [
      "no barrier between calls",
      `${calls}\n// parcall-ignore-next\nconst x = 1;`,
      ["6 `parcall-ignore-next`"],
    ],
    [
      "above a loop that waits for something, whose block is another one",
      `// parcall-ignore-next\nwhile (id.length > 0) {\n${calls}\n}`,
      ["4 `parcall-ignore-next`"],
    ],
    ["below the first statement", `// parcall-ignore-file\n${calls}`, ["4 `parcall-ignore-file`"]],
    [
      "a slip",
      `// parcall: raeds\n${calls}\n// parcall-ignore-nxt\n// parcall: kep it here`,
      ["4 parcall: reads", "7 parcall-ignore-next", "8 parcall: keep"],
    ],
    [
      "other spellings",
      `// @parcall: reads\n${calls}\n/** parcall: keep */\n// parcall ignore next\n// Parcall: Pure\n// parcall-ignore`,
      [
        "4 parcall: reads",
        "7 parcall: keep",
        "8 parcall-ignore-next",
        "9 parcall: pure",
        "10 parcall-ignore-next",
      ],
    ],
    ["no word of parcall's", `// parcall: foo\n${calls}`, ["4 `parcall: foo`"]],
  ])("reported: %s", (_, body, wanted) => {
    expect(found(inMain(body))).toEqual(wanted);
  });

  test.each<[string, string]>([
    [
      "before a call, its statement, or behind it",
      `/* parcall: reads */\nconst a = await callTool("x");\nconst b = await /* parcall: writes */ callTool("y");\nconst c = await callTool("z"); // parcall: pure`,
    ],
    ["what the name says as well", `/* parcall: reads */ ${user}\n${orders}`],
    ["a barrier between calls", `${user}\n// parcall-ignore-next the cache\nstate.x = 1;\n${orders}`],
    ["a statement that makes a call", `// parcall-ignore-next\n${calls}`],
    ["the only call", `/* parcall: keep */ ${user}`],
    [
      "texts, templates and patterns",
      `${calls}\nconst s = ["// parcall: reads", \`/* parcall: keep */ \${id} // parcall: pure\`, /\\/* parcall: pure/];`,
    ],
    [
      "sentences",
      `// parcall rewrites this\n// parcall: see the documentation\n// parcall-like tools\n// We use parcall: reads\n${calls}`,
    ],
  ])("not reported: %s", (_, body) => {
    expect(found(inMain(body))).toEqual([]);
  });

  test("in files without calls, and in files that are left out", () => {
    expect(found("// parcall-ignore-file\nexport const x = 1;\n")).toEqual(["1 `parcall-ignore-file`"]);
    expect(found("// parcall: reads\nexport const x = 1;\n")).toEqual(["1 `parcall: reads`"]);
    expect(found(`// parcall-ignore-file\n${inMain(`${calls}\n// parcall: reads`)}`)).toEqual([]);
  });
});
