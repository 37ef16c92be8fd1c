import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { main } from "../src/edges/cli.js";
import type { Io } from "../src/edges/io.js";
import { loadParser } from "../src/edges/parser.js";
import { Projects } from "../src/edges/project.js";

const temporary: string[] = [];
let folder = "";

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "parcall-project-")));
  temporary.push(folder);
});

afterAll(() => temporary.forEach((each) => fs.rmSync(each, { recursive: true, force: true })));

type Files = Readonly<Record<string, string | object>>;

/** Texts as they are, objects as JSON. */
function write(files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(
      path.join(folder, name),
      typeof content === "string" ? content : JSON.stringify(content, undefined, 2),
    );
  }
}

function link(name: string, target: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.symlinkSync(target, path.join(folder, name));
}

/** What is asked: the importer (the entry where it is left out) and the specifier; and the module's name, or "-" for none. */
type Asked = readonly [specifier: string, found: string, importer?: string];

function ask(entry: string, asked: readonly Asked[], cwd = folder) {
  const warnings: string[] = [];
  const projects = new Projects(cwd, (message) => warnings.push(message));
  const name = path.relative(cwd, path.join(folder, entry));
  const moduleAt = projects.modulesOf({ file: path.join(folder, entry), name, text: "the entry" });
  const found = asked.map(
    ([specifier, , importer]) => moduleAt(specifier, importer ?? name)?.fileName ?? "-",
  );
  return { found, warnings };
}

const nodeNext = { compilerOptions: { module: "nodenext" } };
const bundler = { compilerOptions: { module: "esnext", moduleResolution: "bundler" } };
const withPaths = (paths: object) => ({ compilerOptions: { ...bundler.compilerOptions, paths } });
const none = "";

interface Row {
  readonly name: string;
  readonly files: Files;
  readonly links?: Readonly<Record<string, string>>;
  /** Default `src/main.ts`. */
  readonly entry?: string;
  readonly asked: readonly Asked[];
}

const rows: readonly Row[] = [
  {
    name: "a `.js` in an import is the `.ts` beside the file",
    files: {
      "tsconfig.json": nodeNext,
      "package.json": { type: "module" },
      "src/helpers.ts": none,
      "src/view.tsx": none,
      "src/tools.mts": none,
      "src/both.ts": none,
      "src/both.js": none,
      "src/plain.js": none,
      "shared/format.ts": none,
    },
    asked: [
      ["./helpers.js", "src/helpers.ts"],
      ["./view.js", "src/view.tsx"],
      ["./tools.mjs", "src/tools.mts"],
      ["./both.js", "src/both.ts"],
      ["./plain.js", "src/plain.js"],
      ["../shared/format.js", "shared/format.ts"],
      ["./gone.js", "-"],
      // Node finds no module without its ending, and so the compiler does not, either.
      ["./helpers", "-"],
    ],
  },
  {
    name: "with a bundler's rules, endings may be missing and folders have an index",
    files: {
      "tsconfig.json": bundler,
      "src/helpers.ts": none,
      "src/format/index.ts": none,
      "src/index.ts": none,
    },
    asked: [
      ["./helpers", "src/helpers.ts"],
      ["./format", "src/format/index.ts"],
      [".", "src/index.ts"],
    ],
  },
  {
    name: "with the compiler's defaults",
    files: { "tsconfig.json": "{}", "src/helpers.ts": none },
    asked: [["./helpers.js", "src/helpers.ts"]],
  },
  {
    name: "paths, with and without a star, and the next one where the first leads nowhere",
    files: {
      "tsconfig.json": withPaths({
        "@/*": ["./generated/*", "./src/*"],
        tools: ["./src/tools/index.ts"],
      }),
      "src/helpers.ts": none,
      "src/tools/index.ts": none,
    },
    asked: [
      ["@/helpers", "src/helpers.ts"],
      ["@/helpers.js", "src/helpers.ts"],
      ["tools", "src/tools/index.ts"],
      ["@/gone", "-"],
    ],
  },
  {
    name: "baseUrl",
    files: {
      "tsconfig.json": { compilerOptions: { ...bundler.compilerOptions, baseUrl: "./src" } },
      "src/lib/helpers.ts": none,
    },
    asked: [["lib/helpers", "src/lib/helpers.ts"]],
  },
  {
    name: "a tsconfig may have comments, and what it extends counts, with paths from where it stands",
    files: {
      "config/base.json": withPaths({ "#lib/*": ["../src/lib/*"] }),
      "tsconfig.json": '\uFEFF{\n  // the base\n  "extends": "./config/base.json",\n}',
      "src/lib/helpers.ts": none,
    },
    asked: [["#lib/helpers", "src/lib/helpers.ts"]],
  },
  {
    name: "jsconfig.json serves JavaScript, and tsconfig.json wins beside it",
    files: {
      "jsconfig.json": { compilerOptions: { paths: { "@/*": ["./src/*"] } } },
      "src/helpers.js": none,
      "both/jsconfig.json": { compilerOptions: { paths: { "@/*": ["./js/*"] } } },
      "both/tsconfig.json": { compilerOptions: { paths: { "@/*": ["./ts/*"] } } },
      "both/js/helpers.js": none,
      "both/ts/helpers.ts": none,
    },
    entry: "src/main.js",
    asked: [
      ["./helpers.js", "src/helpers.js"],
      ["@/helpers", "src/helpers.js"],
      ["@/helpers", "both/ts/helpers.ts", "both/ts/other.ts"],
    ],
  },
  {
    name: "in a monorepo, each file is read by the rules of its own package",
    files: {
      "tsconfig.base.json": withPaths({ "@acme/shared": ["./packages/shared/src/index.ts"] }),
      "packages/app/tsconfig.json": { extends: "../../tsconfig.base.json" },
      "packages/app/src/main.ts": none,
      "packages/app/src/local.ts": none,
      "packages/shared/tsconfig.json": withPaths({ "@/*": ["./src/*"] }),
      "packages/shared/src/index.ts": none,
      "packages/shared/src/local.ts": none,
    },
    entry: "packages/app/src/main.ts",
    asked: [
      ["@acme/shared", "packages/shared/src/index.ts"],
      ["@/local", "-"],
      ["./local", "packages/app/src/local.ts"],
      ["@/local", "packages/shared/src/local.ts", "packages/shared/src/index.ts"],
      ["./local", "packages/shared/src/local.ts", "packages/shared/src/index.ts"],
      ["@acme/shared", "-", "packages/shared/src/index.ts"],
    ],
  },
  {
    name: "outside of the tsconfig's folder, only what it refers to is the project's own",
    files: {
      "a/tsconfig.json": { ...nodeNext, references: [{ path: "../b" }] },
      "b/tsconfig.json": nodeNext,
      "b/src/helpers.ts": none,
      "c/tsconfig.json": nodeNext,
      "c/src/helpers.ts": none,
      "loose.ts": none,
    },
    entry: "a/src/main.ts",
    asked: [
      ["../../b/src/helpers.js", "b/src/helpers.ts"],
      ["../../c/src/helpers.js", "-"],
      ["../../loose.js", "-"],
    ],
  },
  {
    name: "a tsconfig that only refers to others: the one that includes the file counts",
    files: {
      "tsconfig.json": {
        files: [],
        references: [{ path: "./tsconfig.node.json" }, { path: "./tsconfig.app.json" }],
      },
      "tsconfig.node.json": { ...withPaths({ "@/*": ["./wrong/*"] }), include: ["vite.config.ts"] },
      "tsconfig.app.json": {
        ...withPaths({ "@/*": ["./src/*"] }),
        include: ["src"],
        exclude: ["src/old"],
        // In a circle.
        references: [{ path: "." }],
      },
      "src/helpers.ts": none,
      "wrong/helpers.ts": none,
    },
    asked: [
      ["@/helpers", "src/helpers.ts"],
      ["@/helpers", "wrong/helpers.ts", "vite.config.ts"],
      ["@/helpers", "-", "src/old/main.ts"],
      ["@/helpers", "-", "srcs/main.ts"],
    ],
  },
  {
    name: "a file that the tsconfig does not include is read by it all the same",
    files: { "tsconfig.json": { ...bundler, include: ["lib/**/*.ts"] }, "src/helpers.ts": none },
    asked: [["./helpers", "src/helpers.ts"]],
  },
  {
    name: "without a tsconfig there is no project",
    files: { "src/helpers.ts": none },
    asked: [["./helpers.js", "-"]],
  },
  {
    name: "where the module of a project stands under no tsconfig, the one of the entry counts",
    files: {
      "shared/base.json": withPaths({ "~/*": ["./*"] }),
      "app/tsconfig.json": { extends: "../shared/base.json" },
      "shared/one.ts": none,
      "shared/two.ts": none,
    },
    entry: "app/main.ts",
    asked: [
      ["~/one", "shared/one.ts"],
      ["~/two", "shared/two.ts", "shared/one.ts"],
    ],
  },
  {
    name: "what is installed is not the project's own, however it is reached",
    files: {
      "tsconfig.json": withPaths({ alias: ["./node_modules/lodash/index.js"] }),
      "node_modules/lodash/package.json": { name: "lodash", main: "index.js" },
      "node_modules/lodash/index.js": none,
      "node_modules/source/package.json": { name: "source", main: "index.ts" },
      "node_modules/source/index.ts": none,
    },
    links: { "src/vendor": "../node_modules/source" },
    asked: [
      ["lodash", "-"],
      ["source", "-"],
      ["../node_modules/lodash/index.js", "-"],
      ["alias", "-"],
      ["./vendor/index", "-"],
    ],
  },
  {
    name: "a package of the workspace that is linked into node_modules is the project's own",
    files: {
      "tsconfig.json": bundler,
      "packages/shared/package.json": { name: "@acme/shared", exports: "./src/index.ts" },
      "packages/shared/src/index.ts": none,
    },
    links: { "node_modules/@acme/shared": "../../packages/shared" },
    asked: [["@acme/shared", "packages/shared/src/index.ts"]],
  },
  {
    name: "declarations and data are no modules with code",
    files: {
      "tsconfig.json": {
        compilerOptions: {
          ...bundler.compilerOptions,
          resolveJsonModule: true,
          allowArbitraryExtensions: true,
        },
      },
      "src/declared.d.ts": none,
      "src/declared.js": none,
      "src/modern.d.mts": none,
      "src/style.d.css.ts": none,
      "src/data.json": "{}",
    },
    asked: [
      ["./declared", "-"],
      ["./declared.js", "-"],
      ["./modern.mjs", "-"],
      ["./style.css", "-"],
      ["./data.json", "-"],
    ],
  },
  {
    name: "imports of package.json, where all hosts take the same file",
    files: {
      "tsconfig.json": nodeNext,
      "package.json": {
        type: "module",
        imports: {
          "#helpers": "./src/helpers.ts",
          "#log": { development: "./src/log-all.ts", default: "./src/log.ts" },
          "#same": { production: "./src/log.ts", default: "./src/log.ts" },
        },
      },
      "src/helpers.ts": none,
      "src/log.ts": none,
      "src/log-all.ts": none,
    },
    asked: [
      ["#helpers", "src/helpers.ts"],
      ["#log", "-"],
      ["#same", "src/log.ts"],
      ["#gone", "-"],
    ],
  },
  {
    name: "with suffixes one import leads to several files",
    files: {
      "tsconfig.json": { compilerOptions: { ...bundler.compilerOptions, moduleSuffixes: [".ios", ""] } },
      "src/helpers.ts": none,
      "src/view.ios.ts": none,
    },
    asked: [
      ["./helpers", "-"],
      ["./view", "-"],
    ],
  },
  {
    name: "links are followed, so that a module has one name",
    files: {
      "tsconfig.json": bundler,
      "src/real.ts": none,
      "src/deep/beside.ts": none,
      "src/deep/in.ts": none,
    },
    links: {
      "src/link.ts": "real.ts",
      "src/folder": "deep",
      "src/out.ts": "/etc/hosts.ts",
      "src/self.ts": "self.ts",
    },
    asked: [
      ["./real", "src/real.ts"],
      ["./link", "src/real.ts"],
      ["./folder/in", "src/deep/in.ts"],
      ["./beside", "src/deep/beside.ts", "src/folder/in.ts"],
      ["./out", "-"],
      ["./self", "-"],
    ],
  },
  {
    name: "the entry is called by its own name, also through a link",
    files: { "tsconfig.json": bundler, "src/real.ts": none, "src/helpers.ts": none },
    links: { "src/main.ts": "real.ts" },
    asked: [
      ["./helpers", "src/helpers.ts"],
      ["./main", "src/main.ts", "src/helpers.ts"],
      ["./real", "src/main.ts", "src/helpers.ts"],
    ],
  },
  {
    name: "what is no path of a file",
    files: { "tsconfig.json": bundler, "src/a.ts": none },
    asked: [
      ["", "-"],
      ["node:fs", "-"],
      ["https://example.com/a.ts", "-"],
      ["./a.ts?raw", "-"],
      ["./a\0.ts", "-"],
      [`./${"a".repeat(5000)}`, "-"],
      ["./a", "-", "/nowhere/at/all.ts"],
    ],
  },
];

describe("where an import leads", () => {
  test.each(rows.map((row) => [row.name, row] as const))("%s", (_, { files, links, entry, asked }) => {
    write(files);
    for (const [name, target] of Object.entries(links ?? {})) link(name, target);
    const { found, warnings } = ask(entry ?? "src/main.ts", asked);
    expect(found.map((name, index) => [asked[index]![0], name])).toEqual(
      asked.map(([specifier, expected]) => [specifier, expected]),
    );
    expect(warnings).toEqual([]);
  });

  test("names are those that messages use, from the current folder, and importers are known by them", () => {
    write({ "tsconfig.json": bundler, "src/one.ts": none, "lib/two.ts": none, "lib/three.ts": none });
    const asked: Asked[] = [
      ["./one", "-"],
      ["../lib/two", "-", "one.ts"],
      ["./three", "-", "../lib/two.ts"],
    ];
    expect(ask("src/main.ts", asked, path.join(folder, "src")).found).toEqual([
      "one.ts",
      "../lib/two.ts",
      "../lib/three.ts",
    ]);
  });
});

describe("texts", () => {
  const open = (text = "the entry", file = path.join(folder, "main.ts")) =>
    new Projects(folder, () => undefined).modulesOf({ file, name: path.relative(folder, file), text });

  test("come as they are on disk, once for a run; the entry's is the one that is rewritten", () => {
    write({ "tsconfig.json": nodeNext, "main.ts": "on disk", "a.ts": "\uFEFFexport const a = 1;\r\n" });
    const projects = new Projects(folder, () => undefined);
    const moduleAt = projects.modulesOf({
      file: path.join(folder, "main.ts"),
      name: "main.ts",
      text: "from stdin",
    });
    expect(moduleAt("./a.js", "main.ts")).toEqual({
      fileName: "a.ts",
      text: "\uFEFFexport const a = 1;\r\n",
    });
    write({ "a.ts": "changed" });
    expect(moduleAt("./a.js", "main.ts")?.text).toBe("\uFEFFexport const a = 1;\r\n");
    expect(moduleAt("./main.js", "a.ts")).toEqual({ fileName: "main.ts", text: "from stdin" });
    // For another file of the same run, this one is a module like any other.
    const other = projects.modulesOf({ file: path.join(folder, "b.ts"), name: "b.ts", text: "" });
    expect(other("./main.js", "b.ts")).toEqual({ fileName: "main.ts", text: "on disk" });
  });

  test("a file that is absurdly large, or no text, stays unknown", () => {
    write({
      "tsconfig.json": nodeNext,
      "most.ts": "x".repeat(1_000_000),
      "more.ts": "x".repeat(1_000_001),
      "binary.ts": "\0",
      "folder.ts/index.ts": "",
    });
    fs.writeFileSync(path.join(folder, "latin.ts"), Buffer.from([0xe9, 0x20]));
    const moduleAt = open();
    expect(moduleAt("./most.js", "main.ts")?.text).toHaveLength(1_000_000);
    for (const name of ["more", "binary", "latin", "folder"])
      expect([name, moduleAt(`./${name}.js`, "main.ts")]).toEqual([name, undefined]);
  });

  test("the compiler is loaded for the first import under a tsconfig, not before", () => {
    write({ "with/tsconfig.json": nodeNext, "with/a.ts": "", "without/a.ts": "" });
    const loads: number[] = [];
    const projects = new Projects(
      folder,
      () => undefined,
      () => {
        loads.push(1);
        return loadParser();
      },
    );
    const moduleAt = (name: string) => projects.modulesOf({ file: path.join(folder, name), name, text: "" });
    const without = moduleAt("without/main.ts");
    const under = moduleAt("with/main.ts");
    expect(without("./a.js", "without/main.ts")).toBeUndefined();
    expect(loads).toHaveLength(0);
    expect(under("./a.js", "with/main.ts")).toEqual({ fileName: "with/a.ts", text: "" });
    expect(under("./b.js", "with/main.ts")).toBeUndefined();
    expect(loads).toHaveLength(1);
  });
});

/** Tsconfig files that cannot be used, and the beginning of the warning. */
const broken: readonly [name: string, files: Files, warning: string][] = [
  [
    "a comma is missing",
    { "tsconfig.json": '{\n  "files": []\n  "x": 1 }' },
    "tsconfig.json:3:3: ',' expected",
  ],
  ["it is no JSON", { "tsconfig.json": "compilerOptions:" }, "tsconfig.json:1:1: '{' expected"],
  ["it is no text", { "tsconfig.json": "\0" }, "tsconfig.json: holds null bytes"],
  ["it is too large", { "tsconfig.json": `{}${" ".repeat(1_000_000)}` }, "tsconfig.json: is too large"],
  [
    "its base is not there",
    { "tsconfig.json": '{\n  "extends": "./gone.json"\n}' },
    "tsconfig.json:2:14: Cannot read file 'gone.json'",
  ],
  [
    "its base is not installed",
    { "tsconfig.json": '{ "extends": "@tsconfig/gone/tsconfig.json" }' },
    "tsconfig.json:1:14: File '@tsconfig/gone/tsconfig.json' not found",
  ],
  [
    "the base is broken",
    { "tsconfig.json": { extends: "./base.json" }, "base.json": '{\n "compilerOptions": { "paths": [ } }' },
    "base.json:2:34: ",
  ],
  [
    "it extends itself",
    { "tsconfig.json": { extends: "./base.json" }, "base.json": { extends: "./tsconfig.json" } },
    "tsconfig.json:2:14: Circularity detected while resolving configuration: tsconfig.json -> base.json",
  ],
  [
    "an option that decides about modules has a wrong value",
    { "tsconfig.json": '{ "compilerOptions": {\n    "moduleResolution": "node30" } }' },
    "tsconfig.json:2:25: Argument for '--moduleResolution' option must be",
  ],
  [
    "an option that decides about modules has a wrong type",
    { "tsconfig.json": '{ "compilerOptions": { "paths": 1 } }' },
    "tsconfig.json:1:33: Compiler option 'paths' requires a value of type object",
  ],
];

describe("a tsconfig that cannot be used", () => {
  test.each(broken)("%s: one warning, and no module is known", (_, files, warning) => {
    write({ ...files, "src/a.ts": "", "src/b.ts": "" });
    const { found, warnings } = ask("src/main.ts", [
      ["./a.js", "-"],
      ["./b.js", "-"],
      ["./b.js", "-", "src/a.ts"],
    ]);
    expect(found).toEqual(["-", "-", "-"]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]!.slice(0, warning.length)).toBe(warning);
    expect(warnings[0]).toMatch(/; functions from other files stay unknown$/);
    expect(warnings[0]).not.toContain(folder);
  });

  test.each<[string, Files]>([
    [
      "a target of the future",
      { "tsconfig.json": { compilerOptions: { target: "es2099", lib: ["es2099"] } } },
    ],
    ["an option of the future", { "tsconfig.json": { compilerOptions: { strictestOfAll: true } } }],
    ["a section of a plugin", { "tsconfig.json": { "ts-node": { esm: true }, watchOptions: 1 } }],
    ["nothing to compile", { "tsconfig.json": { files: [] } }],
  ])("but %s is no obstacle", (_, files) => {
    write({ ...files, "src/a.ts": "" });
    expect(ask("src/main.ts", [["./a.js", "-"]])).toEqual({ found: ["src/a.ts"], warnings: [] });
  });

  test("a base of several packages is complained of once, and a package without it goes on", () => {
    write({
      "base.json": "{",
      "a/tsconfig.json": { extends: "../base.json" },
      "b/tsconfig.json": { extends: "../base.json" },
      "c/tsconfig.json": nodeNext,
      "c/one.ts": "",
    });
    const { found, warnings } = ask("a/main.ts", [
      ["./x.js", "-"],
      ["./x.js", "-", "b/main.ts"],
      ["./one.js", "-", "c/main.ts"],
    ]);
    expect(found).toEqual(["-", "-", "c/one.ts"]);
    expect(warnings).toHaveLength(1);
  });
});

describe("the command line", () => {
  async function run(...argv: string[]) {
    let err = "";
    const io: Io = {
      stdout: { write: () => true },
      stderr: { write: (text) => (err += text) },
      stdin: (async function* () {
        yield new TextEncoder().encode("from stdin");
      })(),
      cwd: folder,
      env: {},
      now: () => 0,
      loadOptimize: async () => (source, options) => {
        // As the core does where it comes to an import.
        const texts = ["./a.js", "./main.js"].map(
          (name) => options!.moduleAt!(name, options!.fileName!)?.text,
        );
        const summary = { found: 0, batched: 0, ordered: 0, kept: 0, work: 0, span: 0 };
        const report = {
          version: 1 as const,
          fileName: options!.fileName!,
          changed: false,
          summary: { ...summary, roundsBefore: 0, roundsAfter: 0 },
          regions: [],
          calls: [],
          changes: [],
          diagnostics: [],
        };
        seen.push(...texts);
        return { code: source, map: null, report, diagnostics: [] };
      },
    };
    const seen: (string | undefined)[] = [];
    const status = await main(argv, io);
    return { status, err: err.replace(/^\d of 1 file would change.*\n/, ""), seen };
  }

  test.each([
    ["rewrite", ["rewrite", "main.ts"], "on disk"],
    ["rewrite --write", ["rewrite", "--write", "main.ts"], "on disk"],
    ["check", ["check", "main.ts"], "on disk"],
    ["explain", ["explain", "main.ts"], "on disk"],
    ["tools init", ["tools", "init", "--dry-run", "main.ts"], "on disk"],
    ["stdin", ["rewrite", "--stdin-filepath", "main.ts"], "from stdin"],
  ])("%s knows the modules of the project", async (_, argv, text) => {
    write({ "tsconfig.json": nodeNext, "main.ts": "on disk", "a.ts": "export const a = 1;" });
    expect(await run(...argv)).toEqual({ status: 0, err: "", seen: ["export const a = 1;", text] });
  });

  test("a broken tsconfig is a warning, once, and no failure", async () => {
    write({ "tsconfig.json": "{", "main.ts": "", "a.ts": "" });
    const { status, err, seen } = await run("check");
    expect(status).toBe(0);
    expect(err).toBe("warning: tsconfig.json:1:2: '}' expected; functions from other files stay unknown\n");
    expect(seen).toEqual([undefined, undefined, undefined, undefined]);
  });
});
