import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import ts from "typescript";
import { main } from "../src/edges/cli.js";
import type { Io } from "../src/edges/io.js";
import { optimize, type Report } from "../src/index.js";

/*
 * End to end: functions that a workflow imports from its own project, in real folders, through the command line. What is rewritten is
 * executed by Node beside the original, with the same tools.
 */

const root = fileURLToPath(new URL("../..", import.meta.url));
const temporary: string[] = [];
let folder = "";

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "parcall-functions-")));
  temporary.push(folder);
});

afterAll(() => temporary.forEach((each) => fs.rmSync(each, { recursive: true, force: true })));

type Files = Readonly<Record<string, string>>;

function write(files: Files, below = folder): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(below, name)), { recursive: true });
    fs.writeFileSync(path.join(below, name), text);
  }
}

async function run(argv: readonly string[], stdin = "") {
  let out = "";
  let err = "";
  const io: Io = {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    stdin: (async function* () {
      yield new TextEncoder().encode(stdin);
    })(),
    cwd: folder,
    env: {},
    now: () => 0,
    loadOptimize: async () => optimize,
  };
  const status = await main(argv, io);
  expect(err).toBe("");
  return { status, out };
}

/** The rewritten text of main.ts, and the plan of the last block with calls in it. */
async function rewritten(files: Files): Promise<{ readonly code: string; readonly plan: string }> {
  write(files);
  const { out } = await run(["rewrite", "--stdin-filepath", "main.ts"], files["main.ts"]);
  const report = JSON.parse((await run(["explain", "--format", "json", "main.ts"])).out) as Report;
  return { code: out, plan: report.regions.at(-1)?.planText ?? "no calls" };
}

/** What `main("x")` does in Node: its value, its lines and calls, and how often it waited while nothing was under way before. */
const runner = `
import { configureRuntime } from "parcall/runtime";
const seen = [];
let running = 0;
let rounds = 0;
console.log = (...values) => seen.push(values.join(" "));
configureRuntime({
  invoke: async (tool, prompt) => {
    const text = tool + " " + JSON.stringify(prompt);
    seen.push("call " + text);
    if (running++ === 0) rounds++;
    await new Promise((resolve) => setTimeout(resolve, 2));
    running--;
    return "<" + text + ">";
  },
});
const { main } = await import("./main.js");
const value = await main("x");
process.stdout.write(JSON.stringify({ value, seen, rounds }));
`;

interface Ran {
  readonly value: unknown;
  readonly seen: readonly string[];
  readonly rounds: number;
}

async function execute(name: string, files: Files): Promise<Ran> {
  const place = path.join(folder, "run", name);
  const options = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  };
  const scripts = Object.entries(files)
    .filter(([file]) => file.endsWith(".ts"))
    .map(([file, text]) => [
      file.replace(/\.ts$/, ".js"),
      // Node knows no paths of a tsconfig.
      ts.transpile(text, options).replaceAll('"@/', '"./'),
    ]);
  write({ ...Object.fromEntries(scripts), "runner.js": runner, "package.json": '{"type":"module"}' }, place);
  fs.mkdirSync(path.join(place, "node_modules"), { recursive: true });
  fs.symlinkSync(root, path.join(place, "node_modules", "parcall"), "dir");
  const ran = await promisify(execFile)(process.execPath, [path.join(place, "runner.js")]);
  return JSON.parse(ran.stdout) as Ran;
}

const tsconfig = '{ "compilerOptions": { "module": "nodenext", "paths": { "@/*": ["./*"] } } }';

const helpers = `import { callTool } from "parcall/runtime";

export async function translate(t: string) {
  return callTool("translate", t);
}
`;

/** Two calls of `translate`, however it is imported. */
const twice = (imported: string, callee = "translate") => `${imported}

export async function main(text: string) {
  const title = await ${callee}(\`\${text} title\`);
  const body = await ${callee}(\`\${text} body\`);
  return { title, body };
}
`;

/** Something between two calls. */
const between = (
  imported: string,
  lines: readonly string[],
  query: string,
) => `import { callTool } from "parcall/runtime";
${imported}

export async function main(id: string) {
  const user = await callTool("get_user", id);
${lines.map((line) => `  ${line}\n`).join("")}  const news = await callTool("search_news", ${query});
  return { user, news };
}
`;

/** What is seen through; the plan is written by hand. */
const batched: readonly [name: string, plan: string, files: Files][] = [
  [
    "a helper of another file is a tool call",
    "title | body",
    { "main.ts": twice('import { translate } from "./helpers.js";'), "helpers.ts": helpers },
  ],
  [
    "a helper beside a plain call",
    "title | news",
    {
      "main.ts": `import { callTool } from "parcall/runtime";
import { translate } from "./helpers.js";

export async function main(text: string) {
  const title = await translate(text);
  const news = await callTool("search_news", text);
  return { title, news };
}
`,
      "helpers.ts": helpers,
    },
  ],
  [
    "a helper under another name",
    "title | body",
    {
      "main.ts": twice('import { translate as into } from "./helpers.js";', "into"),
      "helpers.ts": helpers,
    },
  ],
  [
    "a helper by an alias of the tsconfig",
    "title | body",
    { "main.ts": twice('import { translate } from "@/lib/helpers.js";'), "lib/helpers.ts": helpers },
  ],
  [
    "a helper that is re-exported by name",
    "title | body",
    {
      "main.ts": twice('import { translate } from "./helpers.js";'),
      "helpers.ts": 'export { translate } from "./inner.js";\n',
      "inner.ts": helpers,
    },
  ],
  [
    "a helper that is re-exported under another name, from a local import",
    "title | body",
    {
      "main.ts": twice('import { into } from "./helpers.js";', "into"),
      "helpers.ts": 'import { translate } from "./inner.js";\n\nexport { translate as into };\n',
      "inner.ts": helpers,
    },
  ],
  [
    "a helper that comes with export *",
    "title | body",
    {
      "main.ts": twice('import { translate } from "./helpers.js";'),
      "helpers.ts": 'export * from "./inner.js";\nexport const unrelated = 1;\n',
      "inner.ts": helpers,
    },
  ],
  [
    "a default export",
    "title | body",
    {
      "main.ts": twice('import translate from "./helpers.js";'),
      "helpers.ts": helpers.replace("export async", "export default async"),
    },
  ],
  [
    "a namespace import",
    "title | body",
    {
      "main.ts": twice('import * as helpers from "./helpers.js";', "helpers.translate"),
      "helpers.ts": helpers,
    },
  ],
  [
    "an arrow function",
    "title | body",
    {
      "main.ts": twice('import { translate } from "./helpers.js";'),
      "helpers.ts": `import { callTool } from "parcall/runtime";

export const translate = async (t: string) => callTool("translate", t);
`,
    },
  ],
  [
    "modules that import each other",
    "title | body",
    {
      "main.ts": `${twice('import { translate } from "./helpers.js";')}
export function shape(t: string) {
  return t.trim();
}
`,
      "helpers.ts": `import { callTool } from "parcall/runtime";
import { shape } from "./main.js";

export async function translate(t: string) {
  return callTool("translate", shape(t));
}
`,
    },
  ],
  [
    "a formatter between two calls",
    "user | news",
    {
      "main.ts": between('import { label } from "./format.js";', ["const query = label(id);"], "query"),
      "format.ts": "export function label(name: string) {\n  return `<${name.trim()}>`;\n}\n",
    },
  ],
  [
    "a formatter that uses one of a third file",
    "user | news",
    {
      "main.ts": between('import { label } from "./format.js";', ["const query = label(id);"], "query"),
      "format.ts": `import { clean } from "./clean.js";

export const label = (name: string) => \`<\${clean(name)}>\`;
`,
      "clean.ts": "export const clean = (text: string) => text.trim().toLowerCase();\n",
    },
  ],
  [
    "a function that changes nothing but its argument, which no call is given before",
    "user | news",
    {
      "main.ts": between(
        'import { addTag } from "./tags.js";',
        ["const query = { id, tags: [] as string[] };", "addTag(query.tags);"],
        "query",
      ),
      "tags.ts": 'export function addTag(tags: string[]) {\n  tags.push("new");\n}\n',
    },
  ],
];

/** What must stay as it is, each because a rewrite would be wrong, or because nothing can be known. */
const kept: readonly [name: string, files: Files, runs?: "does not load"][] = [
  [
    "a function that changes the state of its module: after a failure the count would be another",
    {
      "main.ts": between('import { next } from "./count.js";', ["const query = next();"], "query"),
      "count.ts": "let count = 0;\n\nexport function next() {\n  count += 1;\n  return count;\n}\n",
    },
  ],
  [
    "a function that changes an object which a call is given before",
    {
      "main.ts": `import { callTool } from "parcall/runtime";
import { addTag } from "./tags.js";

export async function main(id: string) {
  const order = { id, tags: [] as string[] };
  const user = await callTool("get_user", order);
  addTag(order);
  const news = await callTool("search_news", order);
  return { user, news };
}
`,
      "tags.ts": 'export function addTag(order: { tags: string[] }) {\n  order.tags.push("new");\n}\n',
    },
  ],
  [
    "a function that changes an object which its module exports",
    {
      "main.ts": `import { callTool } from "parcall/runtime";
import { settings, setMode } from "./settings.js";

export async function main(id: string) {
  const user = await callTool("get_user", settings);
  setMode(id);
  const news = await callTool("search_news", settings);
  return { user, news };
}
`,
      "settings.ts": `export const settings = { mode: "plain" };

export function setMode(mode: string) {
  settings.mode = mode;
}
`,
    },
  ],
  [
    "a variable that its module assigns again",
    {
      "main.ts": `import { callTool } from "parcall/runtime";
import { mode, setMode } from "./settings.js";

export async function main(id: string) {
  const user = await callTool("get_user", mode);
  setMode(id);
  const news = await callTool("search_news", mode);
  return { user, news };
}
`,
      "settings.ts": `export let mode = "plain";

export function setMode(to: string) {
  mode = to;
}
`,
    },
  ],
  [
    "a helper that writes",
    {
      "main.ts": twice('import { send } from "./helpers.js";', "send"),
      "helpers.ts": `import { callTool } from "parcall/runtime";

export async function send(t: string) {
  return callTool("send_email", t);
}
`,
    },
  ],
  [
    "a helper that remembers what it was asked: two at once would both call",
    {
      "main.ts": `import { translate } from "./helpers.js";

export async function main(text: string) {
  const title = await translate(text);
  const body = await translate(text);
  return { title, body };
}
`,
      "helpers.ts": `import { callTool } from "parcall/runtime";

const known = new Map<string, unknown>();

export async function translate(t: string) {
  if (!known.has(t)) known.set(t, await callTool("translate", t));
  return known.get(t);
}
`,
    },
  ],
  [
    "a helper that its module replaces",
    {
      "main.ts": `import { callTool } from "parcall/runtime";
import { label, loud } from "./format.js";

export async function main(id: string) {
  const user = await callTool("get_user", label(id));
  loud();
  const news = await callTool("search_news", label(id));
  return { user, news };
}
`,
      "format.ts": `export let label = (text: string) => text.trim();

export function loud() {
  label = (text) => text.toUpperCase();
}
`,
    },
  ],
  [
    "a function that changes what the workflow itself exports",
    {
      "main.ts": `import { callTool } from "parcall/runtime";
import { note } from "./notes.js";

export const notes: string[] = [];

export async function main(id: string) {
  const user = await callTool("get_user", notes);
  note(id);
  const news = await callTool("search_news", notes);
  return { user, news };
}
`,
      "notes.ts": `import { notes } from "./main.js";

export function note(text: string) {
  notes.push(text);
}
`,
    },
  ],
  [
    "two modules that share the state of a third",
    {
      "main.ts": `import { callTool } from "parcall/runtime";
import { add } from "./add.js";
import { count } from "./count.js";

export async function main(id: string) {
  const user = await callTool("get_user", count());
  add(id);
  const news = await callTool("search_news", count());
  return { user, news };
}
`,
      "add.ts": `import { store } from "./store.js";

export const add = (item: string) => void store.items.push(item);
`,
      "count.ts": `import { store as kept } from "./store.js";

export const count = () => kept.items.length;
`,
      "store.ts": "export const store = { items: [] as string[] };\n",
    },
  ],
  [
    "a helper that prints after its call: the lines of two runs would mix",
    {
      "main.ts": twice('import { translate } from "./helpers.js";'),
      "helpers.ts": `import { callTool } from "parcall/runtime";

export async function translate(t: string) {
  const first = await callTool("translate", t);
  console.log("translated", t);
  return callTool("proofread", first);
}
`,
    },
  ],
  [
    "a function with the code of a package in it",
    {
      "main.ts": between('import { label } from "./format.js";', ["const query = label(id);"], "query"),
      "format.ts": `import { track } from "analytics";

export function label(text: string) {
  track(text);
  return text;
}
`,
    },
    "does not load",
  ],
  [
    "a guard: the second call must not be made for what it refuses",
    {
      "main.ts": between('import { requireId } from "./check.js";', ["requireId(user);"], "id"),
      "check.ts": `export function requireId(user: unknown) {
  if (!user) throw new Error("no user");
}
`,
    },
  ],
  [
    "a module that does not parse",
    {
      "main.ts": between('import { label } from "./format.js";', ["const query = label(id);"], "query"),
      "format.ts": "export function label( {\n",
    },
    "does not load",
  ],
  [
    "a module that has no such export",
    {
      "main.ts": between('import { label } from "./format.js";', ["const query = label(id);"], "query"),
      "format.ts": "const label = (text: string) => text;\nexport const other = label;\n",
    },
    "does not load",
  ],
  [
    "two modules with the same name behind export *: neither is meant",
    {
      "main.ts": between('import { label } from "./format.js";', ["const query = label(id);"], "query"),
      "format.ts": 'export * from "./one.js";\nexport * from "./two.js";\n',
      "one.ts": "export const label = (text: string) => text;\n",
      "two.ts": 'export const label = (text: string) => (console.log("two"), text);\n',
    },
    "does not load",
  ],
  [
    "re-exports in a circle",
    {
      "main.ts": between('import { label } from "./one.js";', ["const query = label(id);"], "query"),
      "one.ts": 'export * from "./two.js";\n',
      "two.ts": 'export { label } from "./one.js";\n',
    },
    "does not load",
  ],
];

describe("end to end: functions from the project's own files", () => {
  test.each(batched)("%s", async (_, plan, files) => {
    const { code, plan: found } = await rewritten({ ...files, "tsconfig.json": tsconfig });
    expect(found).toBe(plan);
    const before = await execute("before", files);
    const after = await execute("after", { ...files, "main.ts": code });
    expect({ value: after.value, seen: after.seen }).toEqual({ value: before.value, seen: before.seen });
    expect([before.rounds, after.rounds]).toEqual([2, 1]);
  });

  // One value for all that jest fills the rows with: a shorter row would get a callback to wait for.
  test.each(kept.map(([name, ...rest]) => [name, rest] as const))("kept: %s", async (_, [files, runs]) => {
    const { code } = await rewritten({ ...files, "tsconfig.json": tsconfig });
    expect(code).toBe(files["main.ts"]);
    // A trap must be a program; those that Node refuses to load are there for what the compiler makes of them.
    const run = execute("before", files);
    if (runs === undefined) expect((await run).rounds).toBeGreaterThanOrEqual(1);
    else await expect(run).rejects.toThrow("Error");
  });

  test("the text that comes of it", async () => {
    const { code } = await rewritten({
      "main.ts": twice('import { translate } from "./helpers.js";'),
      "helpers.ts": helpers,
      "tsconfig.json": tsconfig,
    });
    expect(code).toBe(`import { translate } from "./helpers.js";
import { callToolsParallel } from "parcall/runtime";

export async function main(text: string) {
  const [title, body] = await callToolsParallel([
    () => translate(\`\${text} title\`),
    () => translate(\`\${text} body\`),
  ]);
  return { title, body };
}
`);
  });

  test("without a tsconfig, nothing of other files is known", async () => {
    const files = {
      "main.ts": between('import { label } from "./format.js";', ["const query = label(id);"], "query"),
      "format.ts": "export const label = (name: string) => name;\n",
    };
    expect(await rewritten(files)).toEqual({ code: files["main.ts"], plan: "user ; news" });
  });

  test("rewriting what was rewritten changes nothing", async () => {
    const files = {
      "main.ts": twice('import { translate } from "./helpers.js";'),
      "helpers.ts": helpers,
      "tsconfig.json": tsconfig,
    };
    const { code } = await rewritten(files);
    expect((await rewritten({ ...files, "main.ts": code })).code).toBe(code);
  });
});
