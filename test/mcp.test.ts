import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";
import { main } from "../src/edges/cli.js";
import { optimize, type ManifestEntry, type OptimizeOptions, type ToolTable } from "../src/index.js";
import * as runtime from "../src/runtime/index.js";

// Real servers from npm, over their real protocol: what the simulated tools of the other tests are a model of.

const files: Readonly<Record<string, string>> = {
  "todo.txt": "buy milk\nmend the roof\n",
  "notes.txt": "the roof leaks\n",
  "log/monday.txt": "rain\n",
  "plan/cellar.txt": "dry it\n",
  "plan/garden.txt": "leave it\n",
  "plan/roof.md": "mend the roof\n",
  "plan/wall.txt": "a wall under the roof\n",
};

let folder: string;
/** The two servers, each started once. */
let filesystem: World;
let memory: World;

/** A server with what it keeps. */
interface World {
  readonly client: Client;
  /** How it is started, for `parcall tools pull`. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly reset: () => Promise<void>;
  /** What it has kept, read past the server. */
  readonly kept: () => Promise<Readonly<Record<string, string>>>;
}

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "parcall-mcp-")));
  const graph = path.join(folder, "memory.jsonl");
  filesystem = await start(
    "server-filesystem",
    [folder],
    {},
    {
      reset: async () => {
        for (const [file, content] of Object.entries(files)) {
          await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
          await writeFile(path.join(folder, file), content);
        }
      },
      kept: async () => {
        const after = Object.keys(files).map(
          async (file) => [file, await readFile(path.join(folder, file), "utf8")] as const,
        );
        return Object.fromEntries(await Promise.all(after));
      },
    },
  );
  memory = await start(
    "server-memory",
    [],
    { MEMORY_FILE_PATH: graph },
    {
      reset: () => rm(graph, { force: true }),
      kept: async () => ({ graph: await readFile(graph, "utf8").catch(() => "") }),
    },
  );
});

async function start(
  name: string,
  args: readonly string[],
  env: World["env"],
  rest: Pick<World, "reset" | "kept">,
): Promise<World> {
  const manifest = createRequire(import.meta.url).resolve(`@modelcontextprotocol/${name}/package.json`);
  const command = [process.execPath, path.join(path.dirname(manifest), "dist/index.js"), ...args];
  const started = new Client({ name: "parcall-test", version: "1.0.0" });
  await started.connect(
    new StdioClientTransport({
      command: command[0]!,
      args: command.slice(1),
      env: { ...getDefaultEnvironment(), ...env },
      stderr: "ignore",
    }),
  );
  return { client: started, command, env, ...rest };
}

afterAll(async () => {
  await filesystem?.client.close();
  await memory?.client.close();
  await rm(folder, { recursive: true, force: true });
});

/** The manifest that `parcall tools pull` writes for a server. */
async function pull(world: World): Promise<ToolTable> {
  const cwd = await mkdtemp(path.join(folder, "pull-"));
  const printed: string[] = [];
  const output = { write: (text: string) => printed.push(text) };
  const status = await main(["tools", "pull", "--", ...world.command], {
    stdout: output,
    stderr: output,
    stdin: (async function* () {})(),
    cwd,
    env: { ...process.env, ...world.env },
    now: () => 0,
    loadOptimize: async () => optimize,
  });
  expect({ status, printed: status === 0 ? [] : printed }).toEqual({ status: 0, printed: [] });
  const text = await readFile(path.join(cwd, "parcall.tools.json"), "utf8");
  return (JSON.parse(text) as { tools: ToolTable }).tools;
}

interface Run {
  readonly answer: unknown;
  readonly lines: readonly unknown[];
  /** Tool and path of each call, in the order in which they were started. */
  readonly calls: readonly string[];
  /** How often the number of calls under way went from none to some. */
  readonly rounds: number;
  /** What the server keeps afterwards. */
  readonly files: Readonly<Record<string, string>>;
}

type Workflow = (client: unknown, folder: string) => Promise<unknown>;

/** Runs a text's export `workflow` on a fresh server, with the real client behind one that counts. */
async function run(source: string, world: World): Promise<Run> {
  await world.reset();
  const [calls, lines]: [string[], unknown[]] = [[], []];
  let [rounds, underWay] = [0, 0];
  const counting = {
    /** `callTool({ name, arguments })`, and `callTool(name, arguments)` as hosts offer it. */
    async callTool(first: string | Request, second?: Request["arguments"]): Promise<unknown> {
      const request = typeof first === "string" ? { name: first, arguments: second ?? {} } : first;
      if (underWay++ === 0) rounds++;
      const file = request.arguments?.["path"];
      calls.push(typeof file === "string" ? `${request.name} ${path.relative(folder, file)}` : request.name);
      try {
        return await world.client.callTool(request);
      } finally {
        underWay--;
      }
    },
  };
  const answer = await load(source, { log: (line: unknown) => lines.push(line) })(counting, folder);
  return { answer, lines, calls, rounds, files: await world.kept() };
}

interface Request {
  readonly name: string;
  readonly arguments?: Record<string, unknown>;
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
async function compare(
  source: string,
  options: OptimizeOptions = {},
  world = filesystem,
): Promise<[before: Run, after: Run]> {
  const { code, report, diagnostics } = optimize(source, options);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const [before, after] = [await run(source, world), await run(code, world)];
  expect(after.answer).toEqual(before.answer);
  expect(after.lines).toEqual(before.lines);
  expect(after.files).toEqual(before.files);
  expect(after.calls.toSorted()).toEqual(before.calls.toSorted());
  const { roundsBefore, roundsAfter, perElement } = report.summary;
  // How often a loop goes round, only the run knows.
  const isLoopKept = report.regions.some(({ inLoop }) => inLoop);
  if (!isLoopKept) expect(after.rounds).toBe(roundsAfter);
  if (!isLoopKept && !perElement) expect(before.rounds).toBe(roundsBefore);
  return [before, after];
}

describe("the filesystem server", () => {
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
    const [before, after] = await compare(writing(), {
      fileName: "workflow.js",
      effects: "strict",
      tools: await pull(filesystem),
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

describe("every file of a folder, in a loop", () => {
  const program = (body: string): string => `const textOf = (answer) => answer.content[0].text;

export async function workflow(client, folder) {
  const listed = await client.callTool({ name: "list_directory", arguments: { path: folder + "/plan" } });
  const found = [];
  for (const line of textOf(listed).split("\\n")) {
${body}
  }
  console.log(found.length + " files");
  return found;
}
`;
  const read = `    const path = folder + "/plan/" + line.slice("[FILE] ".length);
    const answer = await client.callTool({ name: "read_text_file", arguments: { path } });`;
  const contents = (...names: readonly string[]): readonly (readonly [string, string])[] =>
    names.map((name) => [`[FILE] ${name}`, files[`plan/${name}`]!]);

  test("without a filter: one round for all of them", async () => {
    const [before, after] = await compare(
      program(`${read}
    found.push([line, textOf(answer)]);`),
      { fileName: "workflow.js" },
    );
    expect([before.rounds, after.rounds]).toEqual([5, 2]);
    expect(after.answer).toEqual(contents("cellar.txt", "garden.txt", "roof.md", "wall.txt"));
    expect(after.lines).toEqual(["4 files"]);
  });

  test("with a filter before the call and one behind it: what is left out is not read", async () => {
    const [before, after] = await compare(
      program(`    if (!line.endsWith(".txt")) continue;
${read}
    const text = textOf(answer);
    if (text.includes("it") || text.includes("roof")) found.push([line, text]);`),
      { fileName: "workflow.js" },
    );
    expect([before.rounds, after.rounds]).toEqual([4, 2]);
    expect(after.calls).not.toContain("read_text_file plan/roof.md");
    expect(after.answer).toEqual(contents("cellar.txt", "garden.txt", "wall.txt"));
  });

  test("files that are written one by one stay in their order", async () => {
    const [before, after] = await compare(
      program(`    const name = line.slice("[FILE] ".length);
    await client.callTool({ name: "write_file", arguments: { path: folder + "/plan/" + name, content: name } });
    found.push(name);`),
      { fileName: "workflow.js" },
    );
    expect([before.rounds, after.rounds]).toEqual([5, 5]);
    expect(after.calls).toEqual(before.calls);
    expect(after.files["plan/wall.txt"]).toBe("wall.txt");
  });

  test("readings between writes to the same file stay there", async () => {
    const [before, after] = await compare(
      `export async function workflow(client, folder) {
  for (const word of ["one", "two", "three"]) {
    const path = folder + "/notes.txt";
    const now = await client.callTool({ name: "read_text_file", arguments: { path } });
    await client.callTool({ name: "write_file", arguments: { path, content: now.content[0].text + word + "\\n" } });
  }
}
`,
      { fileName: "workflow.js" },
    );
    expect([before.rounds, after.rounds]).toEqual([6, 6]);
    expect(after.calls).toEqual(before.calls);
    expect(after.files["notes.txt"]).toBe("the roof leaks\none\ntwo\nthree\n");
  });
});

/** How each program is judged: by its names, and by nothing but what `tools pull` has written. */
const judges: readonly (readonly [string, (world: World) => Promise<OptimizeOptions>, opened: number])[] = [
  // By its name `open_nodes` may change something, so it waits for a round of its own.
  ["by names", async () => ({}), 8],
  ["by pulled annotations", async (world) => ({ effects: "strict", tools: await pull(world) }), 7],
];

describe.each(judges)("programs that create, edit, list and read, judged %s", (_name, optionsOf, opened) => {
  test("entities: writes stay one after the other, readings run together", async () => {
    const [before, after] = await compare(
      `export async function workflow(client) {
  console.log("Noting people");
  await client.callTool({ name: "create_entities", arguments: { entities: [{ name: "Ann", entityType: "person", observations: [] }] } });
  await client.callTool({ name: "create_entities", arguments: { entities: [{ name: "Bob", entityType: "person", observations: [] }] } });
  await client.callTool({ name: "create_relations", arguments: { relations: [{ from: "Ann", to: "Bob", relationType: "knows" }] } });
  await client.callTool({ name: "add_observations", arguments: { observations: [{ entityName: "Ann", contents: ["plays chess"] }] } });
  console.log("Looking");
  const all = await client.callTool({ name: "read_graph", arguments: {} });
  const chess = await client.callTool({ name: "search_nodes", arguments: { query: "chess" } });
  const bob = await client.callTool({ name: "open_nodes", arguments: { names: ["Bob"] } });
  await client.callTool({ name: "delete_entities", arguments: { entityNames: ["Bob"] } });
  const left = await client.callTool({ name: "read_graph", arguments: {} });
  const read = (answer) => JSON.parse(answer.content[0].text).entities.map((entity) => entity.name + entity.observations);
  return { all: read(all), chess: read(chess), bob: read(bob), left: read(left) };
}
`,
      { fileName: "workflow.js", ...(await optionsOf(memory)) },
      memory,
    );
    // Four writes, the readings at once, a write, a reading.
    expect([before.rounds, after.rounds]).toEqual([9, opened]);
    expect(after.answer).toEqual({
      all: ["Annplays chess", "Bob"],
      chess: ["Annplays chess"],
      bob: ["Bob"],
      left: ["Annplays chess"],
    });
  });

  test("entities through a class, with a client that takes name and arguments", async () => {
    const [before, after] = await compare(
      `class Notes {
  constructor(client) {
    this.client = client;
  }
  async take() {
    const entities = (name) => [{ name, entityType: "city", observations: ["seen"] }];
    await this.client.callTool("create_entities", { entities: entities("Oslo") });
    const first = await this.client.callTool("search_nodes", { query: "Oslo" });
    const none = await this.client.callTool("search_nodes", { query: "Rome" });
    await this.client.callTool("create_entities", { entities: entities("Rome") });
    const both = await this.client.callTool("read_graph", {});
    return [first, none, both].map((answer) => JSON.parse(answer.content[0].text).entities.length);
  }
}
export const workflow = (client) => new Notes(client).take();
`,
      { fileName: "workflow.js", ...(await optionsOf(memory)) },
      memory,
    );
    expect([before.rounds, after.rounds]).toEqual([5, 4]);
    expect(after.answer).toEqual([1, 0, 2]);
  });

  test("files", async () => {
    const at = (file: string): string => JSON.stringify(path.join(folder, file));
    const [before, after] = await compare(
      `export async function workflow(client) {
  await client.callTool({ name: "write_file", arguments: { path: ${at("notes.txt")}, content: "one\\n" } });
  await client.callTool({ name: "edit_file", arguments: { path: ${at("notes.txt")}, edits: [{ oldText: "one", newText: "one two" }] } });
  const listed = await client.callTool({ name: "list_directory", arguments: { path: ${at("log")} } });
  const notes = await client.callTool({ name: "read_text_file", arguments: { path: ${at("notes.txt")} } });
  await client.callTool({ name: "edit_file", arguments: { path: ${at("notes.txt")}, edits: [{ oldText: "two", newText: "three" }] } });
  const again = await client.callTool({ name: "read_text_file", arguments: { path: ${at("notes.txt")} } });
  return [listed, notes, again].map((answer) => answer.content[0].text);
}
`,
      { fileName: "workflow.js", ...(await optionsOf(filesystem)) },
    );
    expect([before.rounds, after.rounds]).toEqual([6, 5]);
    expect(after.answer).toEqual(["[FILE] monday.txt", "one two\n", "one three\n"]);
    expect(after.files["notes.txt"]).toBe("one three\n");
  });

  // What a codemod that looks at nothing but the data makes of twenty writes, and what parcall makes of them.
  const many = Array.from({ length: 20 }, (_, index) => index);
  const entity = (index: number): string =>
    `client.callTool({ name: "create_entities", arguments: { entities: [{ name: "n${index}", entityType: "note", observations: [] }] } })`;
  const edit = (index: number): string =>
    `client.callTool({ name: "edit_file", arguments: { path: folder + "/todo.txt", edits: [{ oldText: "mark${index};", newText: "done${index};" }] } })`;
  const fill = `client.callTool({ name: "write_file", arguments: { path: folder + "/todo.txt", content: "${many.map((index) => `mark${index};`).join("")}" } })`;

  test.each<[string, () => World, string, (index: number) => string, RegExp]>([
    ["entities", () => memory, "", entity, /"type":"entity"/g],
    ["edits of a file", () => filesystem, `await ${fill};`, edit, /done\d+;/g],
  ])("%s that naive parallel writes lose are all kept", async (_what, worldOf, first, write, mark) => {
    const world = worldOf();
    const program = (writes: string): string => `export async function workflow(client, folder) {
  ${first}
${writes}
}
`;
    const survivors = (ran: Run): number => Object.values(ran.files).join("").match(mark)?.length ?? 0;
    const naive = await run(
      program(`  await Promise.all([\n${many.map((index) => `    ${write(index)},\n`).join("")}  ]);`),
      world,
    );
    // No call fails and none says anything, and most of what was written is gone: 1 of 20 when this was written.
    expect(survivors(naive)).toBeLessThan(many.length);
    const [, after] = await compare(
      program(many.map((index) => `  await ${write(index)};`).join("\n")),
      { fileName: "workflow.js", ...(await optionsOf(world)) },
      world,
    );
    expect(survivors(after)).toBe(many.length);
  });
});
