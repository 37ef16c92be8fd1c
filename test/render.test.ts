import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import type { Diagnostic } from "../src/core/model/diagnostic.js";
import type { Report, ReportCall, ReportReason, ReportWait } from "../src/core/model/report.js";
import { checkJson, reportJson } from "../src/render/json.js";
import { explainMarkdown } from "../src/render/markdown.js";
import { plainPaint } from "../src/render/paint.js";
import { stylish } from "../src/render/stylish.js";
import { explainText } from "../src/render/text.js";
import { clean, times } from "../src/render/words.js";

const schema = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), "utf8")) as object;
const ajv = new Ajv({ allowUnionTypes: true, strictRequired: false });
ajv.addSchema(schema("report"), "report.schema.json");
const isReport = ajv.getSchema("report.schema.json")!;
const isCheck = ajv.compile(schema("check"));

const at = (line: number, column: number): { start: number; end: number; line: number; column: number } => ({
  start: line * 100,
  end: line * 100 + 10,
  line,
  column,
});

const needsAnswer = (line: number): ReportReason => ({
  code: "data-dependence",
  message: "it needs the answer `user`",
  because: at(line, 5),
});

const wait: ReportWait = {
  ...needsAnswer(5),
  on: "c1",
  kind: "data",
  links: [{ ...needsAnswer(5), kind: "data", from: at(3, 14), to: at(5, 14) }],
};

const call = (
  id: string,
  label: string,
  line: number,
  round: number,
  rest: Partial<ReportCall>,
): ReportCall => ({
  id,
  label,
  tool: `get_${label}`,
  convention: "callTool",
  effect: { kind: "reads", source: "inferred", because: "name begins with the reading verb 'get'" },
  region: "r1",
  round,
  outcome: "batched",

  waits: [],
  ...at(line, 14),
  ...rest,
});

const together: Diagnostic = {
  code: "can-run-together",
  severity: "warning",
  message: "user and orders can run together",
  ...at(3, 14),
};

/** `(user | orders) ; summary ; send_note`, by hand. */
const report: Report = {
  version: 1,
  fileName: "flows/report.ts",
  changed: true,
  summary: { found: 4, batched: 2, ordered: 1, kept: 1, roundsBefore: 4, roundsAfter: 3, work: 4, span: 2 },
  regions: [
    {
      id: "r1",
      name: "main",
      calls: ["c1", "c2", "c3", "c4"],
      plan: {
        kind: "seq",
        items: [
          {
            kind: "par",
            items: [
              { kind: "call", id: "c1", label: "user" },
              { kind: "call", id: "c2", label: "orders" },
            ],
          },
          { kind: "call", id: "c3", label: "summary" },
          { kind: "call", id: "c4", label: "note" },
        ],
      },
      planText: "(user | orders) ; summary ; note",
      roundsBefore: 4,
      roundsAfter: 3,
      work: 4,
      span: 2,
      ...at(2, 1),
    },
  ],
  calls: [
    call("c1", "user", 3, 1, { batch: "r1.1" }),
    call("c2", "orders", 4, 1, { batch: "r1.1" }),
    call("c3", "summary", 5, 2, {
      outcome: "ordered",
      reason: needsAnswer(5),
      waits: [wait],
    }),
    call("c4", "note", 6, 3, {
      outcome: "kept",
      tool: null,
      reason: {
        code: "unknown-tool",
        message: "the tool's name is not a constant",
        because: at(6, 9),
        help: "write /* parcall: reads */ before the call",
        saves: 1,
      },
    }),
  ],
  changes: [
    {
      kind: "comment",
      subject: "note",
      code: "unknown-tool",
      message: "if the call only reads, put /* parcall: reads */ before it",
      saves: 1,
      ...at(6, 9),
    },
  ],
  diagnostics: [
    together,
    { code: "unused-pragma", severity: "warning", message: "no call follows", ...at(10, 1) },
  ],
};

const clear: Report = {
  ...report,
  fileName: "flows/none.ts",
  changed: false,
  summary: { found: 0, batched: 0, ordered: 0, kept: 0, roundsBefore: 0, roundsAfter: 0, work: 0, span: 0 },
  regions: [],
  calls: [],
  changes: [],
  diagnostics: [],
};

const broken: Report = {
  ...clear,
  fileName: "flows/broken.ts",
  diagnostics: [{ code: "parse-error", severity: "error", message: "} expected", ...at(1, 1) }],
};

describe("explain as text", () => {
  test("shows plan, groups, waits, reasons, help, recommendation and measures", () => {
    expect(explainText([report], plainPaint))
      .toBe(`flows/report.ts  4 tool calls: 2 batched, 1 ordered, 1 kept

  main (line 2)
    Plan: (user | orders) ; summary ; note

    Independent operations
      Round 1, together:
        3:14  user    get_user    reads (inferred: name begins with the reading verb 'get')
        4:14  orders  get_orders  reads (inferred: name begins with the reading verb 'get')

    Sequential operations
      Round 2  5:14  summary  get_summary          ordered, reads (inferred: name begins with the reading verb 'get')
        WAIT for user (line 3): it needs the answer \`user\` (data-dependence, line 5)
      Round 3  6:14  note     (name not constant)  kept, reads (inferred: name begins with the reading verb 'get')
        the tool's name is not a constant (unknown-tool, line 6)
        help: write /* parcall: reads */ before the call (would save 1 round)

    Recommendation: Run 2 calls together: 4 rounds become 3, 1.3× as fast if all calls take equally long.
    Work 4, span 2; no order could be more than 2× as fast. Rounds: 4 before, 3 after.
`);
  });

  test("several files end with their sum; files without calls are not listed, broken ones not counted", () => {
    const text = explainText([clear, report, report, broken], plainPaint);
    expect(text).not.toContain("flows/none.ts");
    expect(text).not.toContain("flows/broken.ts");
    expect(text).toContain(
      "All files  3 files, 8 tool calls: 8 rounds before, 6 after (1.3× as fast); work 8, span 4",
    );
    expect(explainText([clear], plainPaint)).toBe("No tool calls in 1 file.\n");
    expect(explainText([broken], plainPaint)).toBe("");
  });

  test("a call that waits for a thousand is told in a few lines", () => {
    const waits = Array.from({ length: 1000 }, () => ({
      ...wait,
    }));
    const text = explainText(
      [{ ...report, calls: [...report.calls.slice(0, 3), { ...report.calls[3]!, waits }] }],
      plainPaint,
    );
    expect(text.match(/WAIT for user/g)).toHaveLength(6);
    expect(text).toContain("and for 995 other calls");
  });

  test("text of the program cannot rule the terminal", () => {
    const evil = {
      ...report,
      fileName: "a\u001b[2J.ts",
      calls: [{ ...report.calls[0]!, tool: "x\u202e\u0007\ny" }],
    };
    const text = explainText([evil], plainPaint);
    expect(text).not.toMatch(/\p{Cc}(?<!\n)|\u202e/u);
    expect(text).toContain("a\\u001b[2J.ts");
    expect(clean("a\r\n\tb")).toBe("a b");
  });

  test("colours are those that are passed in", () => {
    const paint = { ...plainPaint, cyan: (text: string): string => `<${text}>` };
    expect(explainText([report], paint)).toContain("Plan: <(user | orders) ; summary ; note>");
  });
});

describe("explain as markdown", () => {
  test("has a heading for each file and region, and lists", () => {
    const text = explainMarkdown([report]);
    expect(text).toContain("## `flows/report.ts`\n\n4 tool calls: 2 batched, 1 ordered, 1 kept.");
    expect(text).toContain("### main (line 2)\n\nPlan: `(user | orders) ; summary ; note`");
    expect(text).toContain("- Round 1, together:\n  - `user` calls `get_user` at 3:14: reads (inferred");
    expect(text).toContain(
      "  - WAIT for user (line 3): it needs the answer `user` (data-dependence, line 5)",
    );
    expect(text).toContain("  - help: write /\\* parcall: reads \\*/ before the call (would save 1 round)");
    expect(text).toContain("**Recommendation**: Run 2 calls together");
  });

  test("names with backticks stay code, and tags stay text", () => {
    const region = { ...report.regions[0]!, planText: "a`b", name: "<b>main</b>" };
    const text = explainMarkdown([{ ...report, regions: [region] }]);
    expect(text).toContain("Plan: ``a`b``");
    expect(text).toContain("### \\<b\\>main\\</b\\> (line 2)");
  });
});

describe("JSON", () => {
  test("explain prints the report of one file, and a list otherwise; both as the schema says", () => {
    const one: unknown = JSON.parse(reportJson([report], plainPaint, true));
    expect(one).toEqual(JSON.parse(JSON.stringify(report)));
    const list: unknown = JSON.parse(reportJson([report], plainPaint, false));
    expect(list).toEqual([one]);
    for (const value of [one, list, [], JSON.parse(reportJson([report, clear, broken], plainPaint, false))]) {
      expect([isReport(value), isReport.errors]).toEqual([true, null]);
    }
  });

  test.each<[string, (copy: Record<string, unknown>) => void]>([
    ["another version", (copy) => (copy["version"] = 2)],
    ["no summary", (copy) => delete copy["summary"]],
    ["an unknown field", (copy) => (copy["extra"] = 1)],
    ["a line 0", (copy) => ((copy["diagnostics"] as { line: number }[])[0]!.line = 0)],
    ["an unknown outcome", (copy) => ((copy["calls"] as { outcome: string }[])[0]!.outcome = "lost")],
    [
      "a plan without members",
      (copy) => ((copy["regions"] as { plan: unknown }[])[0]!.plan = { kind: "seq" }),
    ],
  ])("a report with %s is not valid", (_, spoil) => {
    const copy = JSON.parse(JSON.stringify(report)) as Record<string, unknown>;
    spoil(copy);
    expect(isReport(copy)).toBe(false);
  });

  test("check prints the files in which something was found", () => {
    const value = JSON.parse(checkJson([clear, report, broken])) as Record<string, unknown>;
    expect([isCheck(value), isCheck.errors]).toEqual([true, null]);
    expect(value).toMatchObject({ version: 1, checked: 3, canRunTogether: 1, warnings: 1, errors: 1 });
    expect(value["files"]).toHaveLength(2);
    expect(value["gains"]).toEqual([
      {
        kind: "comment",
        subject: "note",
        code: "unknown-tool",
        message: "if the call only reads, put /* parcall: reads */ before it",
        saves: 1,
        places: [{ fileName: "flows/report.ts", line: 6, column: 9 }],
      },
    ]);
    expect(isCheck({ ...value, files: [{ fileName: "a.ts" }] })).toBe(false);
  });
});

describe("check as a list", () => {
  test("has path, place, message and code, and a summary", () => {
    expect(stylish([clear, report], plainPaint)).toBe(`flows/report.ts
  3:14  user and orders can run together  can-run-together
  10:1  no call follows                   unused-pragma

Calls could run together: 1 place in 1 file, 4 rounds could be 3. 1 warning.
parcall explain shows the plan, parcall rewrite --write carries it out.

What would gain most:
  1 round fewer at flows/report.ts:6:9: if the call only reads, put /* parcall: reads */ before it
`);
  });

  test("says that there is nothing, and nothing of files that could not be worked on", () => {
    expect(stylish([clear, clear], plainPaint)).toBe("No calls could run together in 2 files.\n");
    expect(stylish([broken], plainPaint)).toBe("");
  });
});

test("a message that names its line is not given it again", () => {
  const reason: ReportReason = { ...needsAnswer(5), message: "`log` may throw (line 5)" };
  const text = explainText([{ ...report, calls: [{ ...report.calls[3]!, reason }] }], plainPaint);
  expect(text).toContain("`log` may throw (line 5) (data-dependence)\n");
});

test.each([
  [3, 1, "3×"],
  [3, 2, "1.5×"],
  [10, 3, "3.3×"],
  [100, 3, "33×"],
  [0, 0, "1×"],
])("%d rounds instead of %d are %s", (before, after, expected) => {
  expect(times(before, after)).toBe(expected);
});
