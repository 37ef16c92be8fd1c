import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";
import { optimize, type ManifestEntry, type OptimizeOptions } from "../src/index.js";
import * as runtime from "../src/runtime/index.js";

// A real server from npm, over its real protocol: what the simulated tools of the other tests are a model of.

const files: Readonly<Record<string, string>> = {
  "todo.txt": "buy milk\nmend the roof\n",
  "notes.txt": "the roof leaks\n",
  "log/monday.txt": "rain\n",
};

let folder: string;
let client: Client;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "parcall-mcp-")));
  const manifest = createRequire(import.meta.url).resolve(
    "@modelcontextprotocol/server-filesystem/package.json",
  );
  client = new Client({ name: "parcall-test", version: "1.0.0" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [path.join(path.dirname(manifest), "dist/index.js"), folder],
      stderr: "ignore",
    }),
  );
});

afterAll(async () => {
  await client?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Run {
  readonly answer: unknown;
  readonly lines: readonly unknown[];
  /** Tool and path of each call, in the order in which they were started. */
  readonly calls: readonly string[];
  /** How often the number of calls under way went from none to some. */
  readonly rounds: number;
  /** The files as they are afterwards. */
  readonly files: Readonly<Record<string, string>>;
}

type Workflow = (client: unknown, folder: string) => Promise<unknown>;

/** Runs a text's export `workflow` on fresh files, with the real client behind one that counts. */
async function run(source: string): Promise<Run> {
  for (const [file, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), content);
  }
  const [calls, lines]: [string[], unknown[]] = [[], []];
  let [rounds, underWay] = [0, 0];
  const counting = {
    async callTool(request: { name: string; arguments: { path: string } }): Promise<unknown> {
      if (underWay++ === 0) rounds++;
      calls.push(`${request.name} ${path.relative(folder, request.arguments.path)}`);
      try {
        return await client.callTool(request);
      } finally {
        underWay--;
      }
    },
  };
  const answer = await load(source, { log: (line: unknown) => lines.push(line) })(counting, folder);
  const after = Object.keys(files).map(
    async (file) => [file, await readFile(path.join(folder, file), "utf8")] as const,
  );
  return { answer, lines, calls, rounds, files: Object.fromEntries(await Promise.all(after)) };
}

/** The only module that the texts need at run time is ours. */
function load(source: string, console: object): Workflow {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  const modules: Readonly<Record<string, unknown>> = { "node:path": path, "parcall/runtime": runtime };
  const exported: { workflow?: Workflow } = {};
  const evaluate = new Function("exports", "require", "console", outputText);
  evaluate(exported, (specifier: string) => modules[specifier], console);
  return exported.workflow!;
}

/** Runs the text and its rewrite and demands that nothing but the rounds tells them apart. */
async function compare(source: string, options: OptimizeOptions = {}): Promise<[before: Run, after: Run]> {
  const { code, report, diagnostics } = optimize(source, options);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const [before, after] = [await run(source), await run(code)];
  expect(after.answer).toEqual(before.answer);
  expect(after.lines).toEqual(before.lines);
  expect(after.files).toEqual(before.files);
  expect(after.calls.toSorted()).toEqual(before.calls.toSorted());
  expect([before.rounds, after.rounds]).toEqual([report.summary.roundsBefore, report.summary.roundsAfter]);
  return [before, after];
}

describe("a real MCP server", () => {
  test("a reading workflow: same answers in fewer rounds", async () => {
    const [before, after] = await compare(
      `import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { join } from "node:path";

const textOf = (answer: any): string => answer.content[0].text;

/** What is there to do, and is it raining? */
export async function workflow(client: Client, folder: string) {
  console.log("Reading the list");
  const todo = await client.callTool({ name: "read_text_file", arguments: { path: join(folder, "todo.txt") } });
  console.log("Reading the notes");
  const notes = await client.callTool({ name: "read_text_file", arguments: { path: join(folder, "notes.txt") } });
  const missing = await client.callTool({ name: "read_text_file", arguments: { path: join(folder, "no.txt") } });
  console.log("Looking round");
  const entries = await client.callTool({ name: "list_directory", arguments: { path: join(folder, "log") } });
  const info = await client.callTool({ name: "get_file_info", arguments: { path: join(folder, "todo.txt") } });
  const newest = textOf(entries).split(" ").at(-1)!;
  console.log(\`The newest entry is \${newest}\`);
  const weather = await client.callTool({ name: "read_text_file", arguments: { path: join(folder, "log", newest) } });
  return {
    tasks: textOf(todo).trim().split("\\n"),
    notes: textOf(notes),
    missing: missing.isError,
    size: /size: (\\d+)/.exec(textOf(info))?.[1],
    weather: textOf(weather),
  };
}
`,
      { pure: ["join"] },
    );
    expect([before.rounds, after.rounds]).toEqual([6, 2]);
    expect(after.answer).toEqual({
      tasks: ["buy milk", "mend the roof"],
      notes: "the roof leaks\n",
      missing: true,
      size: "23",
      weather: "rain\n",
    });
    expect(after.lines).toEqual([
      "Reading the list",
      "Reading the notes",
      "Looking round",
      "The newest entry is monday.txt",
    ]);
  });

  const writing = (): string => `export async function workflow(client) {
  const todo = await client.callTool({ name: "read_text_file", arguments: { path: "${folder}/todo.txt" } });
  const before = await client.callTool({ name: "read_text_file", arguments: { path: "${folder}/notes.txt" } });
  console.log("Writing");
  await client.callTool({ name: "write_file", arguments: { path: "${folder}/notes.txt", content: "mended\\n" } });
  const after = await client.callTool({ name: "read_text_file", arguments: { path: "${folder}/notes.txt" } });
  const entries = await client.callTool({ name: "list_directory", arguments: { path: "${folder}/log" } });
  return [todo, before, after, entries].map((answer) => answer.content[0].text);
}
`;
  const inSourceOrder = [
    "read_text_file todo.txt",
    "read_text_file notes.txt",
    "write_file notes.txt",
    "read_text_file notes.txt",
    "list_directory log",
  ];
  const written = [files["todo.txt"], "the roof leaks\n", "mended\n", "[FILE] monday.txt"];

  test("a write between two reads of its file keeps its place", async () => {
    const [before, after] = await compare(writing(), { fileName: "workflow.js" });
    expect(before.calls).toEqual(inSourceOrder);
    expect(after.calls).toEqual(inSourceOrder);
    expect([before.rounds, after.rounds]).toEqual([5, 3]);
    expect(after.answer).toEqual(written);
    expect(after.files["notes.txt"]).toBe("mended\n");
  });

  test("the server's own annotations say as much", async () => {
    const { tools } = await client.listTools();
    const table = tools.map(({ name, annotations = {} }) => [name, { annotations }] as const);
    const [before, after] = await compare(writing(), {
      fileName: "workflow.js",
      effects: "strict",
      tools: Object.fromEntries(table),
    });
    expect(after.calls).toEqual(inSourceOrder);
    expect([before.rounds, after.rounds]).toEqual([5, 3]);
    expect(after.answer).toEqual(written);
  });

  // Files changed by their own old text; R reads and W writes, n the notes and t the list.
  const byFile = { writes: ["file:{path}"] };
  test.each<[string, string, ManifestEntry | undefined, number]>([
    ["inferred, every write is alone", "Rn Wn Rt Wt Rn Rt", undefined, 5],
    // The second read shares the round of the first write: were it earlier and failed, the write would be missing.
    ["declared by file, a read of another file passes a write", "Rn Wn Rt Wt Rn Rt", byFile, 4],
    // The second write must not start where the first may still fail.
    ["declared by file, a write still waits for the one before", "Rn Rt Wn Wt Rn Rt", byFile, 4],
    ["relaxed, it does not", "Rn Rt Wn Wt Rn Rt", { ...byFile, failures: "relaxed" }, 3],
  ])("two files: %s", async (_name, steps, write, rounds) => {
    const request = (tool: string, file: string, content = ""): string =>
      `client.callTool({ name: "${tool}", arguments: { path: "${folder}/${file}.txt"${content} } })`;
    const lines = steps.split(" ").map((step, index) => {
      const file = step.endsWith("n") ? "notes" : "todo";
      if (step.startsWith("W"))
        return `await ${request("write_file", file, `, content: ${file}0.content[0].text + "!"`)};`;
      return `const ${file}${index > 3 ? 1 : 0} = await ${request("read_text_file", file)};`;
    });
    const [before, after] = await compare(
      `export async function workflow(client) {
  ${lines.join("\n  ")}
  return [notes1.content[0].text, todo1.content[0].text];
}
`,
      {
        fileName: "workflow.js",
        ...(write && {
          effects: "strict",
          tools: { read_text_file: { reads: ["file:{path}"] }, write_file: write },
        }),
      },
    );
    expect([before.rounds, after.rounds]).toEqual([6, rounds]);
    const changed = { "notes.txt": `${files["notes.txt"]}!`, "todo.txt": `${files["todo.txt"]}!` };
    expect(after.answer).toEqual(Object.values(changed));
    expect(after.files).toEqual({ ...files, ...changed });
  });
});
