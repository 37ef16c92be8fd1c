import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import ts from "typescript";
import { codes, type Code } from "../src/core/diagnostics/codes.js";
import type { ToolTable } from "../src/core/model/effects.js";
import type { OptimizeOptions } from "../src/core/model/options.js";
import type { OptimizeResult } from "../src/core/model/result.js";
import { optimize } from "../src/index.js";
import { createRuntime, type Tools } from "../src/runtime/index.js";
import { compareSources, formatDifference } from "../src/testing/oracle.js";
import { answersFrom } from "../src/testing/scenario.js";
import { effectsFrom } from "../src/testing/true-effects.js";

/*
 * What the documentation shows is true: its programs are rewritten and executed here, its commands are run. How a fenced block is
 * marked says what happens with it:
 *
 *   ts before, ts after         optimize makes the second from the first, and the oracle cannot tell the two apart
 *   js tools, text before/after stands in for the oracle: both are executed on these tools (and `input`), and print what is shown
 *   ts example, text reason     a page of docs/codes: the program has the code, with these messages
 *   ts missing                  there: the program ought to have the code, and has another one
 *   ts fixed                    there: the program that has it no more
 *   js run, text output         a program of its own, run in the repository
 *   console                     commands behind `$` with what they print; `exit=1` says how the last one ends
 *   sh                          commands that are not run (they install, or need what is not here); their names and options exist
 *
 * HTML comments above a program hold its `options: {…}`, and the `input: […]` and `answers: {…}` that it is executed with. `UPDATE_DOCS=1 npm run jest -- dist/test/docs.test.js` writes anew
 * what is shown of outputs; read the difference before it is committed.
 */

// The tests run from dist/test.
const root = path.join(import.meta.dirname, "..", "..");
const updating = process.env.UPDATE_DOCS === "1";

interface Block {
  readonly language: string;
  readonly mark: string;
  readonly options: OptimizeOptions;
  /** What the program is executed with. */
  readonly input: readonly unknown[];
  readonly answers: Readonly<Record<string, unknown>>;
  /** Where the text stands in the document. */
  readonly start: number;
  readonly text: string;
}

interface Document {
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

function readDocument(name: string): Document {
  const text = readFileSync(path.join(root, name), "utf8");
  return { name, text, blocks: blocksOf(text) };
}

function blocksOf(text: string): Block[] {
  const fence =
    /(?<comments>(?:^<!-- \w+: .* -->\n)*)\n*^```(?<language>\w+)(?: (?<mark>[^\n]+))?\n(?<body>[\s\S]*?)^```$/gm;
  return [...text.matchAll(fence)].map((found) => {
    const { comments = "", language = "", mark = "", body = "" } = found.groups!;
    const said = (key: string, otherwise: string): unknown =>
      JSON.parse(new RegExp(`^<!-- ${key}: (.*) -->$`, "m").exec(comments)?.[1] ?? otherwise);
    const start = found.index + found[0].length - "```".length - body.length;
    return {
      language,
      mark,
      options: said("options", "{}") as OptimizeOptions,
      input: said("input", "[]") as unknown[],
      answers: said("answers", "{}") as Record<string, unknown>,
      start,
      text: body,
    };
  });
}

/** The names that headings have in links. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function documentsIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

/** Compares what blocks show with what is true, or writes it into them. */
class Shown {
  readonly #changes: { readonly block: Block; readonly actual: string }[] = [];

  constructor(readonly document: Document) {}

  expect(block: Block, actual: string): void {
    const text = actual === "" || actual.endsWith("\n") ? actual : `${actual}\n`;
    if (updating) this.#changes.push({ block, actual: text });
    else expect(text).toBe(block.text);
  }

  save(): void {
    let { text } = this.document;
    for (const { block, actual } of this.#changes.sort((a, b) => b.block.start - a.block.start))
      text = text.slice(0, block.start) + actual + text.slice(block.start + block.text.length);
    if (text !== this.document.text) writeFileSync(path.join(root, this.document.name), text);
  }
}

function optimizeBlock({ text, language, options }: Block): OptimizeResult {
  return optimize(text, { fileName: `workflow.${language}`, ...options });
}

/** Every code that a result speaks of. */
function codesIn({ report, diagnostics }: OptimizeResult): Set<Code> {
  const reasons = report.calls.flatMap((call) => [...(call.reason ? [call.reason] : []), ...call.waits]);
  return new Set([...reasons, ...diagnostics].map(({ code }) => code));
}

/** What is said with a code, as the pages show it. */
function reasonsWith(code: Code, { report, diagnostics }: OptimizeResult): string {
  const lines: string[] = [];
  for (const { label, outcome, reason } of report.calls) {
    if (reason?.code !== code) continue;
    lines.push(`${label}: ${outcome}: ${reason.message}`);
    if (reason.help !== undefined) lines.push(`  help: ${reason.help}`);
    if (reason.savesPerElement !== undefined)
      lines.push(`  saves: ${reason.savesPerElement} for each element`);
    else if (reason.saves !== undefined) lines.push(`  saves: ${reason.saves}`);
  }
  for (const found of diagnostics) {
    if (found.code !== code) continue;
    lines.push(`${found.line}:${found.column} ${found.severity}: ${found.message}`);
    if (found.help !== undefined) lines.push(`  help: ${found.help}`);
  }
  return lines.join("\n");
}

interface Ran {
  readonly output: string;
  readonly status: number;
}

const environment = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, NODE_OPTIONS: undefined };

/** Runs a command line in the repository; stdout and stderr in the order in which they come. */
async function shell(command: string): Promise<Ran> {
  const child = spawn("bash", ["-c", `{ ${command}\n} 2>&1`], { cwd: root, env: environment });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const status = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? -1));
  });
  return { output, status };
}

async function runConsole(shown: Shown, block: Block): Promise<void> {
  const commands = [...block.text.matchAll(/^\$ (.*)$/gm)].map(([, command]) => command!);
  expect(commands.length).toBeGreaterThan(0);
  const parts: string[] = [];
  let status = 0;
  for (const command of commands) {
    const ran = await shell(command);
    status = ran.status;
    parts.push(`$ ${command}\n${ran.output}`);
  }
  expect({ commands, status }).toEqual({ commands, status: Number(/exit=(\d)/.exec(block.mark)?.[1] ?? 0) });
  shown.expect(block, parts.join(""));
}

/** Runs a program that imports parcall by its name, as its users do. */
async function runProgram(text: string): Promise<string> {
  const program = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", text], {
    cwd: root,
    env: environment,
  });
  return (await program).stdout;
}

/** Executes a workflow on tools that a page defines, and tells what can be seen of it. */
async function execute(program: string, tools: string): Promise<string> {
  const options = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.Preserve };
  const script = ts
    .transpile(program, options)
    .replace(/^import .*$/gm, "")
    .replace(/^export /gm, "");
  const lines: string[] = [];
  const print = (...values: unknown[]): void =>
    void lines.push(
      values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join(" "),
    );
  const given = new Function("console", `const input = [];\n{${tools}\nreturn { tools, input };}`)({
    log: print,
  }) as { tools: Tools; input: unknown[] };
  const { callTool, callToolsParallel } = createRuntime({ invoke: given.tools });
  const start = new Function(
    "callTool",
    "callToolsParallel",
    "console",
    `return async (...input) => {${script}\nreturn main(...input);};`,
  )(callTool, callToolsParallel, { log: print }) as (...input: unknown[]) => Promise<unknown>;
  try {
    lines.push(`returns ${JSON.stringify(await start(...given.input))}`);
  } catch (error) {
    lines.push(`throws ${error instanceof Error ? error.message : String(error)}`);
  }
  return lines.join("\n");
}

/** A rewrite: the blocks from one `before` to the next. */
async function checkRewrite(shown: Shown, before: Block, following: readonly Block[]): Promise<void> {
  const find = (language: string, mark: string): Block | undefined =>
    following.find((block) => block.language === language && block.mark === mark);
  const after = find(before.language, "after");
  expect({ program: before.text, after: after?.mark }).toEqual({ program: before.text, after: "after" });
  const result = optimizeBlock(before);
  expect(result.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(result.code).not.toBe(before.text);
  shown.expect(after!, result.code);
  const tools = find("js", "tools");
  if (tools) {
    const [original, rewritten] = [
      await execute(before.text, tools.text),
      await execute(result.code, tools.text),
    ];
    shown.expect(find("text", "before")!, original);
    shown.expect(find("text", "after")!, rewritten);
    expect(rewritten).not.toBe(original);
    return;
  }
  const effects = result.report.calls.map(({ tool, effect }) => [tool, effect.kind] as const);
  const comparison = await compareSources(before.text, result.code, {
    fileName: `workflow.${before.language}`,
    batched: true,
    scenario: { input: before.input, answer: answersFrom(before.answers) },
    // What a tool really does is what the page says of it, or seems to.
    effectOf: effectsFrom({ ...(Object.fromEntries(effects) as ToolTable), ...before.options.tools }),
  });
  expect(comparison.differences.map(formatDifference)).toEqual([]);
  // A program that fails from the beginning would show little.
  expect(comparison.original.outcome).toMatchObject({ kind: "returned" });
}

const names = [
  ...["README.md", "CONTRIBUTING.md"].filter((name) => existsSync(path.join(root, name))),
  ...documentsIn("docs"),
];

const known: readonly (readonly [language: string, mark: RegExp])[] = [
  ["ts", /^(?:before|after|example|fixed|missing)$/],
  ["js", /^(?:before|after|example|fixed|tools|run)$/],
  ["text", /^(?:before|after|reason|output)?$/],
  ["console", /^(?:exit=\d)?$/],
  ["sh", /^$/],
  ["json", /^$/],
];

describe.each(names)("%s", (name) => {
  const document = readDocument(name);
  const { blocks } = document;

  test("every block is marked with what is done with it", () => {
    const unknown = blocks.filter(
      ({ language, mark }) => !known.some(([one, marks]) => one === language && marks.test(mark)),
    );
    expect(unknown.map(({ language, mark }) => `${language} ${mark}`)).toEqual([]);
    // A fence that the reader of this test does not see would be shown and not checked.
    expect(document.text.match(/^ *(?:```|~~~)/gm)?.length ?? 0).toBe(blocks.length * 2);
    for (const block of blocks.filter(({ language }) => language === "json")) JSON.parse(block.text);
  });

  test("every link leads to a file, and to a heading of it", () => {
    const prose = document.text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "``");
    const links = [...prose.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)];
    const broken = links.filter(([, target = "", heading]) => {
      const file = target === "" ? name : path.posix.join(path.posix.dirname(name), target);
      if (!existsSync(path.join(root, file))) return true;
      return (
        heading !== undefined && !headingsOf(readFileSync(path.join(root, file), "utf8")).includes(heading)
      );
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  test("what it shows is true", async () => {
    const shown = new Shown(document);
    for (const [index, block] of blocks.entries()) {
      const rest = blocks.slice(index + 1);
      if (block.mark === "before" && block.language !== "text") {
        const next = rest.findIndex(({ language, mark }) => mark === "before" && language !== "text");
        await checkRewrite(shown, block, next < 0 ? rest : rest.slice(0, next));
      } else if (block.mark === "run") {
        const output = rest[0];
        expect(output?.mark).toBe("output");
        shown.expect(output!, await runProgram(block.text));
      } else if (block.language === "console") await runConsole(shown, block);
    }
    shown.save();
  }, 60_000);
});

describe("the command line in the documentation", () => {
  const lines = names.flatMap((name) =>
    readDocument(name)
      .blocks.filter(({ language }) => language === "console" || language === "sh")
      .flatMap(({ text, language }) =>
        language === "sh" ? text.split("\n") : [...text.matchAll(/^\$ (.*)$/gm)].map(([, line]) => line!),
      ),
  );

  test("has commands and options that exist, and shows every command", async () => {
    const help = async (...args: string[]): Promise<string> =>
      (await shell(`node bin/parcall.js ${args.join(" ")} --help`)).output;
    const listed = (text: string): string[] =>
      [...text.matchAll(/^ {2}([a-z]+) (?:\[options\]| +\w)/gm)].map(([, command]) => command!);
    const commands = listed(await help());
    expect(commands).toContain("rewrite");
    // The help of `tools` lists commands of its own.
    const fullHelp = async (command: string): Promise<string> => {
      const own = await help(command);
      const inside = /^Commands:$/m.test(own) ? listed(own).map((each) => help(command, each)) : [];
      return [own, ...(await Promise.all(inside))].join("\n");
    };
    const helpOf = new Map(
      await Promise.all(commands.map(async (one) => [one, await fullHelp(one)] as const)),
    );
    const readme = readFileSync(path.join(root, "README.md"), "utf8");
    const used = new Set<string>();
    for (const line of lines) {
      const [, command, options = ""] =
        /(?:node bin\/parcall\.js|npx parcall|^parcall) (\S+)([^|<&]*)/.exec(line) ?? [];
      if (command === undefined || command.startsWith("-")) continue;
      expect(commands).toContain(command);
      // What stands behind `--` is another program.
      for (const [option] of options.split(" -- ")[0]!.matchAll(/--[a-z-]+/g))
        expect(helpOf.get(command)).toContain(option);
    }
    for (const [, command] of readme.matchAll(/parcall(?:\.js)? ([a-z]+)/g)) used.add(command!);
    expect(commands.filter((command) => !used.has(command))).toEqual([]);
  });

  test("names scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = lines.flatMap((line) =>
      [...line.matchAll(/npm (?:run (?:-s )?)([\w:-]+)/g)].map(([, name]) => name!),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
    // What the first command of the README ends with is run by a test of its own, above.
    expect(lines).toContain(scripts["example"]?.split(" && ").at(-1));
  });
});

/** Codes whose page has no example, each with the reason; a code that can be produced again must leave this list. */
const withoutExample = new Map<Code, string>([
  ["helper-effects", "calls of functions that do more are left out of the report"],
  ["too-complex", "the text is too deep or no text, and would not fit a page; see below"],
  ["internal-fault", "a program that has it is a fault of parcall"],
]);

/** Codes that leave nothing to do. */
const withoutFix = new Set<Code>(["data-dependence", "only-call"]);

describe("docs/codes", () => {
  const all = Object.keys(codes) as Code[];
  const pages = documentsIn("docs/codes").filter((name) => !name.endsWith("/README.md"));

  test("has a page for each code and no other", () => {
    expect(pages.map((page) => path.basename(page, ".md"))).toEqual([...all].sort());
  });

  test("has an index made from the table", () => {
    const file = "docs/codes/README.md";
    const wanted = indexOf(all);
    if (updating) writeFileSync(path.join(root, file), wanted);
    expect(readFileSync(path.join(root, file), "utf8")).toBe(wanted);
  });

  test.each(all.map((code) => [code]))("%s", (code) => {
    const document = readDocument(`docs/codes/${code}.md`);
    const shown = new Shown(document);
    const { blocks, text } = document;
    expect(text.split("\n")[0]).toBe(`# \`${code}\`: ${codes[code].title}`);
    const examples = blocks.filter(({ mark }) => mark === "example");
    const reasons = blocks.filter(({ mark }) => mark === "reason");
    const fixed = blocks.filter(({ mark }) => mark === "fixed");
    expect({ examples: examples.length, why: withoutExample.get(code) }).toEqual({
      examples: withoutExample.has(code) ? 0 : 1,
      why: withoutExample.get(code),
    });
    expect(reasons).toHaveLength(examples.length);
    expect(fixed).toHaveLength(withoutExample.has(code) || withoutFix.has(code) ? 0 : 1);
    for (const [index, example] of examples.entries()) {
      const result = optimizeBlock(example);
      const said = reasonsWith(code, result);
      expect(said).not.toBe("");
      shown.expect(reasons[index]!, said);
    }
    for (const program of fixed) {
      const result = optimizeBlock(program);
      expect([...codesIn(result)]).not.toContain(code);
      expect(result.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    }
    // Programs that should have the code and do not, yet: when one does, it is an example.
    for (const program of blocks.filter(({ mark }) => mark === "missing"))
      expect([...codesIn(optimizeBlock(program))]).not.toContain(code);
    shown.save();
  });

  test("too-complex: a text that is nested too deeply, and one that is no text", () => {
    const calls = 'await callTool("a");\nawait callTool("b");\n';
    for (const text of [`${calls}x = ${"(".repeat(50_000)}1${")".repeat(50_000)};`, `${calls}\0`]) {
      const result = optimize(text);
      expect([...codesIn(result)]).toEqual(["too-complex"]);
      expect(result.code).toBe(text);
    }
  });
});

function indexOf(all: readonly Code[]): string {
  const rows = (outcome: string | undefined): string =>
    all
      .filter((code) => codes[code].outcome === outcome)
      .map((code) => `| [\`${code}\`](${code}.md) | ${codes[code].title} |`)
      .join("\n");
  const table = (outcome: string | undefined): string => `| code | |\n|---|---|\n${rows(outcome)}\n`;
  return `# Codes

Every message of parcall has a code that stays the same from version to version. This index is made from
\`src/core/diagnostics/codes.ts\` by the tests (\`UPDATE_DOCS=1\`).

## Ordered: a dependence was proven

${table("ordered")}
## Kept: independence could not be proven

${table("kept")}
## Files and configuration

${table(undefined)}`;
}
