import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { main } from "../src/edges/cli.js";
import { contradictions, snapshotOf } from "../src/edges/tools/annotations.js";
import { optimize, type ManifestEntry } from "../src/index.js";

const temporary: string[] = [];
let folder = "";

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "parcall-tools-")));
  temporary.push(folder);
});

afterAll(() => temporary.forEach((each) => fs.rmSync(each, { recursive: true, force: true })));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
}

const read = (name = "parcall.tools.json"): string => fs.readFileSync(path.join(folder, name), "utf8");
const isThere = (name = "parcall.tools.json"): boolean => fs.existsSync(path.join(folder, name));
const toolsIn = (name?: string): unknown => (JSON.parse(read(name)) as { tools: unknown }).tools;
const manifest = (tools: object): string => `${JSON.stringify({ tools }, undefined, 2)}\n`;

async function run(...argv: readonly string[]) {
  return runIn(".", ...argv);
}

async function runIn(cwd: string, ...argv: readonly string[]) {
  let [out, err] = ["", ""];
  const status = await main(["tools", ...argv], {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    stdin: (async function* () {})(),
    cwd: path.join(folder, cwd),
    env: process.env,
    now: () => 0,
    loadOptimize: async () => optimize,
  });
  return { status, out, err };
}

describe("tools init", () => {
  const workflow = `import { callTool } from "parcall/runtime";
const mail = "send_email";
export async function main(id: string, other: string) {
  const user = await callTool("get_user", id);
  const sky = await callTool("weather", user.city);
  await callTool(mail, { to: user.email, sky });
  return callTool(other, id);
}
`;

  test("writes every tool with its effect, and says what to look at first", async () => {
    write({
      "a.ts": workflow,
      // One call, which a rewrite need not parse; its answer is thrown away, and the name comes through a constant.
      "b.ts": `const T = "weather";\nexport const f = async (client: any) => {\n  await client.callTool({ name: T, arguments: {} });\n};\n`,
      // Not awaited, so the report does not speak of it.
      "c.ts": `declare const callTool: any;\nexport const f = () => {\n  const job = callTool("start_job", 1);\n  return job;\n};\n`,
    });
    const { status, out, err } = await run("init");
    expect({ status, err }).toEqual({ status: 0, err: "" });
    // `weather` would read in a.ts alone; b.ts calls it for its effect.
    expect(read()).toBe(
      manifest({ get_user: "reads", send_email: "writes", start_job: "writes", weather: "writes" }),
    );
    const table = out.split("\n").filter((line) => line.startsWith("+"));
    expect(table.map((line) => line.split(/ {2,}/))).toEqual([
      ["+", "get_user", "reads", "inferred: the name has the reading verb 'get'", "1", "a.ts:4"],
      ["+", "send_email", "writes", "inferred: the name has the verb of change 'send'", "1", "a.ts:6"],
      ["+", "start_job", "writes", expect.stringContaining("inferred: "), "1", "c.ts:3"],
      [
        "+",
        "weather",
        "writes",
        expect.stringMatching(/thrown away, in 1 of 2 calls$/),
        "2",
        "a.ts:5, b.ts:3",
      ],
    ]);
    expect(out).toContain("parcall.tools.json: made, with 4 entries (+)");
    expect(out).toContain('"writes" is the safe guess');
    expect(out).toMatch(/Worth a look first:\n {2}weather /);
    expect(out).toContain("1 call names its tool by no constant");
    expect(out).toContain("  a.ts:7:10\n");
    // The second time there is nothing to do, and nothing is touched.
    const before = fs.statSync(path.join(folder, "parcall.tools.json")).mtimeMs;
    const again = await run("init");
    expect(again.out).toContain("All 4 tools are declared; parcall.tools.json stays as it is.");
    expect(fs.statSync(path.join(folder, "parcall.tools.json")).mtimeMs).toBe(before);
  });

  test("changes no rewrite: what it declares is what was inferred", async () => {
    write({ "a.ts": workflow });
    await run("init");
    expect(Object.keys(toolsIn() as object)).toEqual(["get_user", "send_email", "weather"]);
    const tools = toolsIn() as Record<string, ManifestEntry>;
    expect(optimize(workflow, { tools }).code).toBe(optimize(workflow).code);
  });

  test.each<[string, string, string, string]>([
    [
      "in the order, the indentation and the line ends of the file",
      `const a = "";`,
      '{\r\n\t"tools": {\r\n\t\t"zebra": "pure",\r\n\t\t"ant": { "writes": [] }\r\n\t}\r\n}',
      '{\r\n\t"tools": {\r\n\t\t"zebra": "pure",\r\n\t\t"ant": { "writes": [] },\r\n\t\t"get_user": "reads"\r\n\t}\r\n}',
    ],
    [
      "sorted where the file is sorted, with a byte order mark and a schema",
      "",
      '\uFEFF{\n    "$schema": "x",\n    "tools": {\n        "a": "pure",\n        "z": "pure"\n    }\n}\n',
      '\uFEFF{\n    "$schema": "x",\n    "tools": {\n        "a": "pure",\n        "get_user": "reads",\n        "z": "pure"\n    }\n}\n',
    ],
  ])("adds %s", async (_name, head, before, after) => {
    write({ "a.js": `${head}\nawait callTool("get_user");\n`, "parcall.tools.json": before });
    expect((await run("init")).status).toBe(0);
    expect(read()).toBe(after);
  });

  test("a pattern, an entry without an effect and the configuration declare, and a comment speaks of one call", async () => {
    const tools = { "get_*": "writes", run_sql: { idempotent: true } };
    write({
      "a.js": `await callTool("get_user"); await callTool("run_sql"); await callTool("ping");\n/* parcall: pure */ await callTool("delete_all");\n`,
      "parcall.tools.json": manifest(tools),
      "parcall.config.json": '{ "tools": { "ping": "pure" }, "effects": "data-only" }',
    });
    const { out } = await run("init");
    expect(toolsIn()).toEqual({ ...tools, delete_all: "writes" });
    expect(out).toMatch(/get_user +writes +declared in the manifest: get_\*/);
  });

  test("--dry-run prints the change and writes nothing", async () => {
    write({ "a.js": `await callTool("get_user");\n` });
    const { status, out } = await run("init", "--dry-run");
    expect(status).toBe(0);
    expect(out).toContain("parcall.tools.json: would be made, with 1 entry (+)");
    expect(out).toContain('+    "get_user": "reads"\n');
    expect(isThere()).toBe(false);
  });

  test("each file has its nearest manifest, and --tools names one for all", async () => {
    const call = (tool: string): string => `await callTool("${tool}");\n`;
    write({
      "packages/a/parcall.tools.json": manifest({}),
      "packages/a/x.js": call("get_a"),
      "y.js": call("get_y"),
    });
    await run("init");
    expect(toolsIn("packages/a/parcall.tools.json")).toEqual({ get_a: "reads" });
    expect(toolsIn()).toEqual({ get_y: "reads" });
    expect((await run("init", "--tools", "all.json", "packages", "y.js")).status).toBe(0);
    expect(toolsIn("all.json")).toEqual({ get_a: "reads", get_y: "reads" });
    fs.rmSync(path.join(folder, "parcall.tools.json"));
    expect(await runIn("packages", "init", "../y.js")).toMatchObject({
      status: 2,
      err: expect.stringContaining("../y.js: no parcall.tools.json holds for it"),
    });
  });

  test.each<[string, Record<string, string>, string]>([
    ["a file that does not parse", { "b.js": "await callTool(;" }, "parse-error"],
    [
      "a manifest with an unknown key",
      { "parcall.tools.json": '{"tools": {"a": {"read": []}}}' },
      "did you mean reads?",
    ],
    [
      "a manifest with an entry twice",
      { "parcall.tools.json": '{"tools": {\n "a": "pure",\n "a": "writes"}}' },
      'parcall.tools.json:3:2: "a" stands here a second time (first in line 2)',
    ],
  ])("writes nothing beside %s", async (_name, files, message) => {
    write({ "a.js": `await callTool("get_user");\n`, ...files });
    const { status, err } = await run("init");
    expect(status).toBe(2);
    expect(err).toContain(message);
    expect(isThere()).toBe("parcall.tools.json" in files);
    if (isThere()) expect(read()).toBe(files["parcall.tools.json"]);
  });

  test("names that objects have, and files without calls", async () => {
    write({ "a.js": `await callTool("__proto__", await callTool("constructor"));\n` });
    await run("init");
    expect(Object.keys(toolsIn() as object).sort()).toEqual(["__proto__", "constructor"]);
    write({ "empty/a.js": "const a = 1;\n" });
    expect((await runIn("empty", "init")).out).toBe("No tool is called in 1 file; no manifest is made.\n");
  });
});

/** A server in one file: what it answers to tools/list is given, page by page. */
function server(pages: readonly (readonly object[])[], rest = ""): readonly string[] {
  const sdk = (name: string): string =>
    pathToFileURL(createRequire(import.meta.url).resolve(`@modelcontextprotocol/sdk/${name}`)).href;
  write({
    "server.mjs": `import { Server } from ${JSON.stringify(sdk("server/index.js"))};
import { StdioServerTransport } from ${JSON.stringify(sdk("server/stdio.js"))};
import { ListToolsRequestSchema } from ${JSON.stringify(sdk("types.js"))};
const pages = ${JSON.stringify(pages)};
const server = new Server({ name: "s", version: "1" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, async ({ params }) => {
  const page = Number(params?.cursor ?? 0);
  ${rest}
  return {
    tools: pages[page].map((tool) => ({ inputSchema: { type: "object" }, ...tool })),
    ...(page + 1 < pages.length ? { nextCursor: String(page + 1) } : {}),
  };
});
await server.connect(new StdioServerTransport());
`,
  });
  return ["--", process.execPath, path.join(folder, "server.mjs")];
}

describe("tools pull", () => {
  test("takes the annotations of all pages as they are", async () => {
    const { status, out, err } = await run(
      "pull",
      ...server([
        [
          { name: "read", annotations: { title: "Read", readOnlyHint: true } },
          { name: "silent" },
          { name: "empty", annotations: {} },
        ],
        [{ name: "wipe", annotations: { readOnlyHint: false, destructiveHint: true } }],
        [{ name: "a*", annotations: { readOnlyHint: true } }],
      ]),
    );
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(toolsIn()).toEqual({
      empty: { annotations: {} },
      read: { annotations: { readOnlyHint: true } },
      wipe: { annotations: { readOnlyHint: false, destructiveHint: true } },
    });
    expect(out.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      ["left out", "a*", "an entry of this name would stand for other tools"],
      ["added", "empty", "no hint, so it may write"],
      ["added", "read", "readOnlyHint: true"],
      ["left out", "silent", "the server gives no annotations"],
      ["added", "wipe", "readOnlyHint: false, destructiveHint: true"],
      [""],
      ["parcall.tools.json: written; 3 added, 2 left out"],
      [""],
    ]);
  });

  test("keeps what people wrote, and tells what contradicts it", async () => {
    const before = {
      word: "reads",
      object: { reads: ["file:{path}"], annotations: { readOnlyHint: true } },
      flags: { idempotent: true },
      "many_*": "pure",
      old: { annotations: { readOnlyHint: false } },
      same: { annotations: { readOnlyHint: true, idempotentHint: true } },
      gone: { annotations: { readOnlyHint: true } },
      elsewhere: { annotations: { readOnlyHint: true } },
      careful: { effect: "writes" },
    };
    write({
      "parcall.tools.json": manifest(before),
      "parcall.config.json": '{ "tools": { "configured": "writes" } }',
    });
    const writes = { readOnlyHint: false, destructiveHint: true, idempotentHint: false };
    const { status, out } = await run(
      "pull",
      ...server([
        [
          { name: "word", annotations: writes },
          { name: "object", annotations: writes },
          { name: "flags", annotations: writes },
          { name: "many_things", annotations: writes },
          { name: "old", annotations: { readOnlyHint: true } },
          { name: "same", annotations: { idempotentHint: true, readOnlyHint: true } },
          { name: "gone" },
          { name: "configured", annotations: { readOnlyHint: true } },
          { name: "careful", annotations: { readOnlyHint: true } },
        ],
      ]),
    );
    expect(status).toBe(0);
    expect(toolsIn()).toEqual({
      word: "reads",
      object: { reads: ["file:{path}"], annotations: writes },
      flags: { idempotent: true, annotations: writes },
      "many_*": "pure",
      old: { annotations: { readOnlyHint: true } },
      same: before.same,
      elsewhere: before.elsewhere,
      careful: { effect: "writes", annotations: { readOnlyHint: true } },
    });
    expect(out).toContain(
      'kept     word         "reads" is made by hand; the server says readOnlyHint: false',
    );
    expect(out).toContain('"pure" (many_*) is made by hand');
    expect(out).toMatch(/changed +old +readOnlyHint: true; had readOnlyHint: false\n/);
    expect(out).not.toMatch(/\bsame /);
    expect(out.split("\n").filter((line) => /^(?:warning|note): /.test(line))).toEqual([
      "note: careful: it is declared to write, and the server says that it only reads (readOnlyHint: true)",
      "note: configured: it is declared to write, and the server says that it only reads (readOnlyHint: true)",
      "warning: flags: it is declared idempotent, and the server says that it must not be repeated (idempotentHint: false)",
      "warning: many_things: it is declared to be pure, and the server says that it destroys (destructiveHint: true)",
      "warning: object: it is declared to read only, and the server says that it destroys (destructiveHint: true)",
      "warning: word: it is declared to read only, and the server says that it destroys (destructiveHint: true)",
    ]);
    expect(out).toContain("parcall.tools.json: written; 5 changed, 1 as before, 3 kept\n");
  });

  test("--prefix stands before the names, --dry-run writes nothing", async () => {
    const command = server([[{ name: "read", annotations: { readOnlyHint: true } }]]);
    const dry = await run("pull", "--dry-run", "--prefix", "mcp__fs__", ...command);
    expect(dry.out).toContain("parcall.tools.json: would be written; 1 added");
    expect(isThere()).toBe(false);
    await run("pull", "--prefix", "mcp__fs__", ...command);
    expect(toolsIn()).toEqual({ mcp__fs__read: { annotations: { readOnlyHint: true } } });
  });

  const script = (text: string): readonly string[] => ["--", process.execPath, "-e", text];
  test.each<[string, () => readonly string[], RegExp]>([
    [
      "is not there",
      () => ["--", "parcall-no-such-command"],
      /could not be started: there is no such command/,
    ],
    [
      "dies",
      () => script("console.error('no TOKEN'); process.exit(3)"),
      /ended with status 3 .*\n {2}it said: no TOKEN/,
    ],
    ["talks", () => script("console.log('Hello!')"), /printed what is not of the protocol: "Hello!"/],
    [
      "answers something else",
      () =>
        script(`process.stdin.on("data", () => console.log('{"jsonrpc":"2.0","id":0,"result":{"x":1}}'))`),
      /does not speak the protocol as it should/,
    ],
    ["has no tools", () => server([[]]), /the server has no tools/],
    [
      "gives hints that are none",
      () => server([[{ name: "a", annotations: { readOnlyHint: "yes" } }]]),
      /does not speak the protocol as it should: .*readOnlyHint/,
    ],
    ["lists a tool twice", () => server([[{ name: "a" }], [{ name: "a" }]]), /lists a twice/],
    ["fails", () => server([[]], 'throw new Error("no database");'), /no database/],
    [
      "dies between two pages",
      () => server([[], []], "if (page === 1) process.exit(4);"),
      /ended with status 4/,
    ],
    [
      "does not answer",
      () => ["--timeout", "0.5", ...server([[]], "await new Promise(() => setInterval(() => {}, 1000));")],
      /did not answer within 0.5 seconds \(--timeout\)/,
    ],
  ])("a server that %s: nothing is written", async (name, command, message) => {
    const { status, out, err } = await run("pull", ...command());
    if (name === "has no tools") expect({ status, err }).toEqual({ status: 0, err: "" });
    else expect(status).toBe(2);
    expect(out + err).toMatch(message);
    expect(isThere()).toBe(false);
  });

  test("ends what the command has started, also what does not want to end", async () => {
    const stubborn = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); require("fs").writeFileSync("pid", String(process.pid));`;
    const wrapper = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}], { stdio: "inherit" }); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);`;
    const { status } = await run("pull", "--timeout", "1.5", ...script(wrapper));
    expect(status).toBe(2);
    const pid = Number(read("pid"));
    const isAlive = (): boolean => {
      try {
        process.kill(pid, 0);
        return (
          !fs.existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, "utf8"))
        );
      } catch {
        return false;
      }
    };
    for (let tries = 0; isAlive() && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isAlive()).toBe(false);
  });

  test("a wrong manifest is found before the server is started", async () => {
    write({ "parcall.tools.json": '{ "tools": { "a": "read" } }' });
    const { status, err } = await run("pull", ...script("require('fs').writeFileSync('started', '')"));
    expect({ status, isStarted: isThere("started") }).toEqual({ status: 2, isStarted: false });
    expect(err).toContain('did you mean "reads"?');
  });

  test.each<[readonly string[], string]>([
    [["pull"], "missing required argument 'command'"],
    [["pull", "npx", "-y", "x"], "then --, then the command"],
    [["pull", "--timeout", "0", "--", "x"], "It must be a number of seconds"],
    [["pul"], "Did you mean pull?"],
    [["check", "--format", "sarif"], "Allowed choices are stylish, json."],
  ])("usage: %j", async (argv, message) => {
    const { status, err } = await run(...argv);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  test.each(["init", "pull", "check"])("%s --help has examples and exit statuses", async (command) => {
    const { status, out } = await run(command, "--help");
    expect(status).toBe(0);
    expect(out).toMatch(/Examples:\n {2}parcall tools/);
    expect(out).toMatch(/Exit status:\n {2}0 {2}/);
  });
});

test("no other command loads the client of the protocol", () => {
  const root = path.join(import.meta.dirname, "..", "src", "edges");
  const named = fs
    .readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => {
      const text = fs.readFileSync(path.join(root, file), "utf8");
      return [...text.matchAll(/^.*["'](?:@modelcontextprotocol|cross-spawn|.*mcp-client).*$/gm)].map(
        ([line]) => `${file.split(path.sep).join("/")}: ${line.trim()}`,
      );
    });
  expect(named.sort()).toEqual([
    'mcp-client.js: return await import("@modelcontextprotocol/client");',
    'tools/pull.js: import { ServerError } from "../mcp-client.js";',
    'tools/run-pull.js: import { listServerTools, ServerError } from "../mcp-client.js";',
    'tools/server-process.js: const spawn = createRequire(import.meta.url)("cross-spawn");',
  ]);
});

describe("annotations", () => {
  test.each<[ManifestEntry, object, boolean | undefined]>([
    ["reads", { readOnlyHint: false }, true],
    ["pure", { destructiveHint: true }, true],
    ["reads", {}, undefined],
    ["reads", { idempotentHint: false, openWorldHint: true }, undefined],
    // Libraries fill in `destructiveHint: true` for tools that only read.
    ["reads", { readOnlyHint: true, destructiveHint: true }, undefined],
    ["approval", { readOnlyHint: true }, undefined],
    ["writes", { readOnlyHint: true }, false],
    ["writes", { readOnlyHint: false }, undefined],
    [{ writes: ["a"] }, { readOnlyHint: true }, false],
    [{ reads: [], writes: [] }, { readOnlyHint: false }, true],
    [{ idempotent: true }, { idempotentHint: false }, true],
    [{ idempotent: true }, { idempotentHint: false, readOnlyHint: true }, undefined],
    [{ idempotent: false }, { idempotentHint: true }, undefined],
    [{ failures: "relaxed" }, { readOnlyHint: false }, undefined],
  ])("%j beside %j: dangerous %s", (entry, annotations, expected) => {
    expect(contradictions(entry, annotations).map(({ isDangerous }) => isDangerous)).toEqual(
      expected === undefined ? [] : [expected],
    );
  });

  test("a snapshot holds what the server says, and no default", () => {
    expect(snapshotOf({ title: "x", readOnlyHint: false, openWorldHint: undefined, other: true })).toEqual({
      readOnlyHint: false,
    });
  });
});

describe("tools check", () => {
  const copy = (names: string): string =>
    `declare const client: any;\nawait client.callTool({ name: "copy_file", arguments: ${names} });\n`;

  test("lists what is wrong, in order, each at its place", async () => {
    write({
      "a.ts": `import { callTool } from "parcall/runtime";
await callTool("get_user", 1);
await callTool("get_usr", 1);
await callTool("get_usr", 2);
await callTool("pay", { amount: 1 });
`,
      "parcall.tools.json": `{
  "tools": {
    "get_user": "reads",
    "get_*r": { "idempotent": true },
    "send_mail": "writes",
    "pay": {
      "reads": ["account:{acount}"],
      "annotations": { "readOnlyHint": false }
    },
    "from_server": { "annotations": { "readOnlyHint": true } }
  }
}
`,
    });
    const { status, out, err } = await run("check");
    expect({ status, err }).toEqual({ status: 1, err: "" });
    // `get_usr` is matched by `get_*r`, so it is declared; `from_server` is no work of a person.
    const lines = out.split("\n");
    expect([lines[0], ...lines.slice(4)]).toEqual([
      "parcall.tools.json",
      "",
      "3 tools called, 3 findings for parcall.tools.json.",
      "",
    ]);
    expect(out).toMatch(
      /^ {2}5:5 +warning {2}send_mail: no call uses this entry \(take it out\) +unused-entry$/m,
    );
    expect(out).toMatch(
      /^ {2}6:5 +warning {2}pay: it is declared to read only, .* contradicts-annotations$/m,
    );
    expect(out).toMatch(
      /^ {2}7:17 +warning {2}pay: reads\[0\] names the argument \{acount\}, which no call passes \(did you mean \{amount\}\?\) +unknown-argument$/m,
    );
  });

  test.each<[string, string, object, string[]]>([
    ["a declared tool", `await callTool("a");`, { a: "pure" }, []],
    [
      "a tool that is not declared",
      `await callTool("get_user");`,
      { get_usr: "reads" },
      ["1:7 not-declared", "3:5 unused-entry"],
    ],
    [
      "a pattern that is never the most exact",
      `await callTool("get_a");`,
      { get_a: "pure", "get_*": "reads" },
      ["4:5 unused-entry"],
    ],
    [
      "a pattern behind an entry that gives no effect",
      `await callTool("get_a");`,
      { get_a: { idempotent: true }, "get_*": "reads" },
      [],
    ],
    ["a call that is not awaited", `const p = callTool("a");`, { a: "pure" }, []],
    [
      "a name that objects have",
      `await callTool("toString");`,
      { a: { annotations: {} } },
      ["1:7 not-declared"],
    ],
    [
      "an argument that is passed",
      copy("{ from: 1, to }"),
      { copy_file: { reads: ["f:{from}"], writes: ["f:{to}"] } },
      [],
    ],
    [
      "an argument that is not passed",
      copy("{ from: 1 }"),
      { copy_file: { writes: ["f:{from}/{to}"] } },
      ["5:9 unknown-argument"],
    ],
    ["arguments that are put together elsewhere", copy("options"), { copy_file: { writes: ["f:{to}"] } }, []],
    ["arguments with a spread", copy("{ ...options }"), { copy_file: { writes: ["f:{to}"] } }, []],
    [
      "a prompt",
      `await callTool("say", \`\${1}\`, { loud: true });`,
      { say: { writes: ["{prompt}", "{loud}"] } },
      [],
    ],
    [
      "an effect that only costs time",
      `await callTool("a");`,
      { a: { effect: "writes", annotations: { readOnlyHint: true } } },
      [],
    ],
    [
      "approval, failures, idempotent",
      `await callTool("a"); await callTool("b");`,
      { a: "approval", b: { effect: "writes", failures: "relaxed", idempotent: true } },
      [],
    ],
  ])("%s", async (_name, source, tools, expected) => {
    write({ "a.ts": `${source}\n`, "parcall.tools.json": manifest(tools) });
    const { status, out } = await run("check", "--format", "json");
    const printed = JSON.parse(out) as {
      findings: { line: number; column: number; code: string; severity: string }[];
    };
    const schema = JSON.parse(
      fs.readFileSync(new URL("../../schemas/tools-check.schema.json", import.meta.url), "utf8"),
    ) as object;
    const validate = new Ajv().compile(schema);
    expect(validate(printed) ? [] : validate.errors).toEqual([]);
    const warnings = printed.findings.filter(({ severity }) => severity === "warning");
    expect(warnings.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual(expected);
    expect(status).toBe(expected.length > 0 ? 1 : 0);
  });

  test("an unused entry is told only where everything was seen", async () => {
    write({
      "src/a.js": `await callTool("a");\n`,
      "parcall.tools.json": manifest({ a: "pure", b: "pure" }),
    });
    expect((await run("check")).status).toBe(1);
    for (const paths of ["src", "src/a.js"]) {
      const { status, out, err } = await run("check", paths);
      expect({ status, err }).toEqual({ status: 0, err: "" });
      expect(out).toContain(
        "1 entry may be unused; that is told where the folder of the manifest is checked",
      );
    }
    write({ "src/b.js": "await callTool(name);\n" });
    const { status, out } = await run("check");
    expect(status).toBe(0);
    expect(out).toContain(
      "1 entry may be unused; that cannot be told, for a call names its tool by no constant (src/b.js:1:7)",
    );
  });

  test.each<[string, object | string, string]>([
    ["no manifest at all", "", "no parcall.tools.json holds for these files; parcall tools init writes one"],
    [
      "a brace that is not closed",
      { a: { writes: ["file:{path"] } },
      "tools.a.writes[0] has a brace without its other half",
    ],
    [
      "a wrong word",
      { a: { failures: "relaxd" } },
      'tools.a.failures must be "exact" or "relaxed", not "relaxd" (did you mean "relaxed"?)',
    ],
    [
      "a word for a truth value",
      { "a*": { idempotent: "yes" } },
      'tools["a*"].idempotent must be true or false, not "yes"',
    ],
    ["approval that is misspelled", { a: "aproval" }, 'did you mean "approval"?'],
    [
      "two effects",
      { a: { effect: "pure", writes: ["db"] } },
      'tools.a says effect "pure" and also lists what it writes',
    ],
    [
      "a hint that is none",
      { a: { annotations: { readOnlyHint: 1 } } },
      "tools.a.annotations.readOnlyHint must be true or false, not 1",
    ],
    ["no JSON", "{ tools: {} }", "parcall.tools.json:1:3: "],
  ])("%s is an error", async (_name, tools, message) => {
    write({ "a.js": `await callTool("a");\n` });
    if (tools !== "") write({ "parcall.tools.json": typeof tools === "string" ? tools : manifest(tools) });
    const { status, out, err } = await run("check");
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
  });

  test("--tools names a manifest, and must be there", async () => {
    write({ "a.js": `await callTool("a");\n`, "other.json": manifest({ a: "pure" }) });
    expect((await run("check", "--tools", "other.json")).status).toBe(0);
    expect(await run("check", "--tools", "gone.json")).toMatchObject({
      status: 2,
      err: "error: gone.json: there is no such file\n",
    });
  });
});
