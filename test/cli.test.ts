import { execFileSync, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import type { Diagnostic } from "../src/core/model/diagnostic.js";
import type { OptimizeOptions } from "../src/core/model/options.js";
import type { OptimizeResult } from "../src/core/model/result.js";
import { main } from "../src/edges/cli.js";
import { unifiedDiff } from "../src/edges/diff.js";
import { scanExports } from "../src/edges/exports.js";
import type { Io } from "../src/edges/io.js";
import { parseJson } from "../src/edges/json.js";
import { exportsOfModules } from "../src/edges/modules.js";
import { Progress } from "../src/edges/progress.js";

const bin = fileURLToPath(new URL("../../bin/parcall.js", import.meta.url));
const temporary: string[] = [];
let folder = "";

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "parcall-cli-")));
  temporary.push(folder);
});

afterAll(() => temporary.forEach((each) => fs.rmSync(each, { recursive: true, force: true })));

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
}

const read = (name: string): string => fs.readFileSync(path.join(folder, name), "utf8");

/** Stands in for the compiler: `slow` can be `fast`, `syntax` does not parse, `warn` has a warning, `fault` throws. */
function fake(source: string, options: OptimizeOptions = {}): OptimizeResult {
  if (source.includes("fault")) throw new TypeError("out of order");
  const place = { start: 0, end: 4, line: 1, column: 1 };
  const changed = source.includes("slow");
  const diagnostics: Diagnostic[] = [];
  if (changed)
    diagnostics.push({ code: "can-run-together", severity: "warning", message: "a and b", ...place });
  if (source.includes("warn")) {
    diagnostics.push({ code: "unchecked-module", severity: "warning", message: "not looked at", ...place });
  }
  if (source.includes("syntax")) {
    diagnostics.push({
      code: "parse-error",
      severity: "error",
      message: "; expected",
      help: "add it",
      ...place,
      line: 3,
    });
  }
  const rounds = changed ? { roundsBefore: 2, roundsAfter: 1 } : { roundsBefore: 0, roundsAfter: 0 };
  const summary = { found: 0, batched: 0, ordered: 0, kept: 0, work: 0, span: 0, ...rounds };
  const fileName = options.fileName ?? "?";
  const report = {
    version: 1 as const,
    fileName,
    changed,
    summary,
    regions: [],
    calls: [],
    changes: [],
    diagnostics,
  };
  return { code: changed ? source.replaceAll("slow", "fast") : source, map: null, report, diagnostics };
}

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** The options of each call of the optimizer, by file name. */
  readonly asked: ReadonlyMap<string, OptimizeOptions>;
}

async function run(
  argv: readonly string[],
  rest: { stdin?: string | Uint8Array; tty?: boolean; env?: Io["env"] } = {},
) {
  let out = "";
  let err = "";
  const asked = new Map<string, OptimizeOptions>();
  const io: Io = {
    stdout: { write: (text) => (out += text), isTTY: rest.tty ?? false },
    stderr: { write: (text) => (err += text), isTTY: false },
    stdin: (async function* () {
      yield typeof rest.stdin === "string"
        ? new TextEncoder().encode(rest.stdin)
        : (rest.stdin ?? new Uint8Array());
    })(),
    cwd: folder,
    env: rest.env ?? {},
    now: () => 0,
    loadOptimize: async () => (source, options) => {
      asked.set(options?.fileName ?? "?", options ?? {});
      return fake(source, options);
    },
  };
  const status = await main(argv, io);
  return { status, out, err, asked } satisfies Outcome;
}

describe("usage", () => {
  test.each<[string, readonly string[], number, string]>([
    ["a command that does not exist", ["chekc"], 2, "Did you mean check?"],
    ["an option that does not exist", ["check", "--formt", "json"], 2, "Did you mean --format?"],
    ["a command that was forgotten", ["here.ts"], 2, "parcall check here.ts"],
    ["a wrong word", ["check", "--effects", "lax"], 2, "Allowed choices are inferred, strict, data-only."],
    ["a format of another command", ["check", "--format", "text"], 2, "Allowed choices are stylish, json."],
    ["a number that is none", ["check", "--max-warnings", "-1x"], 2, "It must be a whole number."],
    ["nothing at all", [], 2, "Usage: parcall"],
    ["paths with stdin", ["check", "--stdin-filepath", "a.ts", "b.ts"], 2, "no paths can be given with it"],
    ["--write with stdin", ["rewrite", "--write", "--stdin-filepath", "a.ts"], 2, "give one of them"],
    ["a path that does not exist", ["check", "gone.ts"], 2, "gone.ts: there is no such file or folder"],
    ["a glob without files", ["check", "*.tsx"], 2, "*.tsx: no file matches"],
    ["a file in another language", ["check", "note.md"], 2, "note.md: not a TypeScript or JavaScript file"],
    [
      "a configuration that does not exist",
      ["check", "--config", "gone.json", "here.ts"],
      2,
      "gone.json: there is no such",
    ],
    [
      "a manifest that does not exist",
      ["check", "--tools", "gone.json", "here.ts"],
      2,
      "gone.json: there is no such",
    ],
  ])("%s is a usage error", async (_, argv, status, message) => {
    write({ "here.ts": "", "note.md": "" });
    const outcome = await run(argv);
    expect(outcome.err).toContain(message);
    expect(outcome.status).toBe(status);
    expect(outcome.out).toBe("");
  });

  test.each(["rewrite", "check", "explain"])("%s --help has examples and exit statuses", async (command) => {
    const { status, out } = await run([command, "--help"]);
    expect(status).toBe(0);
    expect(out).toMatch(/Examples:\n {2}parcall/);
    expect(out).toMatch(/Exit status:\n {2}0 {2}/);
  });

  test("paths that match nothing are no error when that is asked for", async () => {
    write({ "note.md": "", "empty/x.txt": "" });
    const outcome = await run([
      "check",
      "--no-error-on-unmatched-pattern",
      "gone.ts",
      "*.tsx",
      "note.md",
      "empty",
    ]);
    expect(outcome).toMatchObject({ status: 0, err: "", out: "No calls could run together in 0 files.\n" });
  });
});

describe("finding files", () => {
  const found = async (...paths: string[]): Promise<readonly string[]> => [
    ...(await run(["check", "--no-error-on-unmatched-pattern", ...paths])).asked.keys(),
  ];

  test("folders: all languages, no declarations, no node_modules, in the order of names; the current folder by default", async () => {
    write({
      "b.ts": "",
      "a/z.mjs": "",
      "a/b/c.cts": "",
      "a.jsx": "",
      "types.d.ts": "",
      "types.d.mts": "",
      "c.json": "",
      ".hidden/x.tsx": "",
      "node_modules/m/i.js": "",
      "a/node_modules/m/i.js": "",
      ".git/hooks/h.js": "",
    });
    const all = [".hidden/x.tsx", "a/b/c.cts", "a/z.mjs", "a.jsx", "b.ts"];
    expect(await found()).toEqual(all);
    expect(await found(".")).toEqual(all);
    expect(await found("b.ts", "a", "b.ts", "./a/../b.ts")).toEqual(["b.ts", "a/b/c.cts", "a/z.mjs"]);
  });

  test("ignore files hold at every level, deeper ones win", async () => {
    write({
      ".gitignore": "dist/\n*.gen.ts\n/top.ts\n# note\n\n",
      "top.ts": "",
      "a.gen.ts": "",
      "dist/x.ts": "",
      "sub/top.ts": "",
      "sub/.gitignore": "!keep.gen.ts\nlocal/\n/only.ts\n",
      "sub/keep.gen.ts": "",
      "sub/other.gen.ts": "",
      "sub/local/x.ts": "",
      "sub/only.ts": "",
      "sub/deep/only.ts": "",
      "sub/deep/local/x.ts": "",
      "local/x.ts": "",
      ".parcallignore": "vendor\n",
      "vendor/v.ts": "",
      "sub/vendor/v.ts": "",
      "we[i]rd/.gitignore": "*.js\n",
      "we[i]rd/a.js": "",
      "wei/a.js": "",
    });
    const expected = ["local/x.ts", "sub/deep/only.ts", "sub/keep.gen.ts", "sub/top.ts", "wei/a.js"];
    expect(await found()).toEqual(expected);
    // What stands above the folder that was named holds as well.
    expect(await found("sub")).toEqual(["sub/deep/only.ts", "sub/keep.gen.ts", "sub/top.ts"]);
    expect(await found("**/*.ts")).toEqual(expected.filter((file) => file.endsWith(".ts")));
    // What was named is done although git ignores it; .parcallignore is about parcall, and hooks name every file.
    expect(await found("a.gen.ts", "dist", "vendor/v.ts", "vendor")).toEqual(["a.gen.ts", "dist/x.ts"]);
  });

  test("in a repository, ignore files count from its root, also from a folder inside", async () => {
    write({ ".git/HEAD": "", ".gitignore": "*.skip.ts\n", "in/a.skip.ts": "", "in/b.ts": "" });
    folder = path.join(folder, "in");
    expect(await found()).toEqual(["b.ts"]);
  });

  test("agrees with git on what is ignored", async () => {
    write({
      ".gitignore": "logs/*\n!logs/keep.ts\n**/tmp/*.ts\n\\#odd.ts\nspace\\ .ts\na/**/z.ts\n",
      "logs/a.ts": "",
      "logs/keep.ts": "",
      "x/tmp/a.ts": "",
      "x/tmp/y/a.ts": "",
      "#odd.ts": "",
      "a/z.ts": "",
      "a/b/c/z.ts": "",
      "a/.gitignore": "!b/\n*.mts\n!/b/keep.mts\n",
      "a/b/keep.mts": "",
      "a/b/lose.mts": "",
      "a b/.gitignore": "/x.ts\n",
      "a b/x.ts": "",
      "a b/c/x.ts": "",
    });
    const git = (...args: string[]): string => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
    git("init", "--quiet");
    const listed = git("ls-files", "--others", "--exclude-standard", "-z").split("\0");
    const sorted = (names: readonly string[]): string[] =>
      [...names].filter((name) => /\.m?ts$/.test(name)).sort();
    expect(sorted(await found())).toEqual(sorted(listed));
  });

  test("a path that exists is not taken for a glob, links are not followed, a declaration is passed over", async () => {
    write({ "[id].tsx": "", "i.tsx": "", "real/a.ts": "", "types.d.ts": "" });
    fs.symlinkSync("real", path.join(folder, "loop"));
    fs.symlinkSync("../real", path.join(folder, "real/up"));
    expect(await found("[id].tsx", "types.d.ts")).toEqual(["[id].tsx"]);
    expect(await found(".")).toEqual(["[id].tsx", "i.tsx", "real/a.ts"]);
    expect(await found("{real,gone}/*.ts", "[i].tsx")).toEqual(["real/a.ts", "i.tsx"]);
    expect(await found("**/a.ts")).toEqual(["real/a.ts"]);
    expect(await found("loop/a.ts", "real/a.ts")).toEqual(["loop/a.ts"]);
  });

  test("the ignore list of a configuration holds for named files too", async () => {
    write({
      "parcall.config.json": '{"ignore": ["gen/", "!gen/x", "*.skip.ts"]}',
      "gen/a.ts": "",
      "a.skip.ts": "",
      "b.ts": "",
    });
    expect(await found(".", "gen/a.ts", "a.skip.ts")).toEqual(["b.ts"]);
  });
});

describe("rewrite", () => {
  test("prints a diff that git applies, and changes nothing", async () => {
    const files = {
      "plain.ts": "1\n2\n3\nslow\n5\n6\n7\n8\n9\n10\n11\nslow\n",
      'sub dir/ünï "quoted".ts': "slow\n",
      "sub dir/with space.ts": "\uFEFFslow\r\nkept\r\n",
      "no-end.ts": "kept\nslow",
      "clean.ts": "fine\n",
    };
    write(files);
    const { status, out, err } = await run(["rewrite", "."]);
    expect(status).toBe(0);
    expect(err).toBe("4 of 5 files would change; --write changes them\n");
    expect(out).toContain("--- a/plain.ts\n+++ b/plain.ts\n@@ -1,7 +1,7 @@\n 1\n 2\n 3\n-slow\n+fast\n 5\n");
    // As `git diff` writes it: `patch` stops reading a name at its first space unless a tab follows.
    expect(out).toContain("--- a/sub dir/with space.ts\t\n+++ b/sub dir/with space.ts\t\n");
    expect(out).not.toContain("clean.ts");
    for (const [name, content] of Object.entries(files)) expect(read(name)).toBe(content);
    execFileSync("git", ["apply", "-"], { cwd: folder, input: out });
    for (const [name, content] of Object.entries(files))
      expect(read(name)).toBe(content.replaceAll("slow", "fast"));
  });

  test("--write rewrites in place, keeps mode, byte order mark and line endings, and a link stays a link", async () => {
    write({ "run.ts": "\uFEFFslow\r\n", "real/target.ts": "slow\n", "clean.ts": "fine\n" });
    // More than a usual umask lets a new file have.
    fs.chmodSync(path.join(folder, "run.ts"), 0o777);
    fs.symlinkSync("real/target.ts", path.join(folder, "link.ts"));
    const { status, out } = await run(["rewrite", "--write", "run.ts", "link.ts", "clean.ts"]);
    expect(status).toBe(0);
    expect(out).toBe("run.ts: 2 rounds are now 1\nlink.ts: 2 rounds are now 1\n2 of 3 files rewritten\n");
    expect(read("run.ts")).toBe("\uFEFFfast\r\n");
    expect(fs.statSync(path.join(folder, "run.ts")).mode & 0o777).toBe(0o777);
    expect(fs.lstatSync(path.join(folder, "link.ts")).isSymbolicLink()).toBe(true);
    expect(read("real/target.ts")).toBe("fast\n");
    expect(fs.readdirSync(folder).sort()).toEqual(["clean.ts", "link.ts", "real", "run.ts"]);
  });

  test.each<[string, string | Uint8Array, string]>([
    ["does not parse", "slow syntax\n", "bad.ts:3:1: error: ; expected (parse-error)\n  help: add it\n"],
    ["is UTF-16", new Uint8Array([0xff, 0xfe, 0x61, 0]), "error: bad.ts: is UTF-16; save it as UTF-8\n"],
    [
      "is UTF-16, the other way round",
      new Uint8Array([0xfe, 0xff, 0, 0x61]),
      "error: bad.ts: is UTF-16; save it as UTF-8\n",
    ],
    ["holds null bytes", "slow\0", "error: bad.ts: holds null bytes, so it is not a text file\n"],
    [
      "is no UTF-8",
      new Uint8Array([0x61, 0xe4, 0x62]),
      "error: bad.ts: is not valid UTF-8; save it as UTF-8\n",
    ],
    ["breaks the compiler", "fault", "error: bad.ts: parcall has a fault and leaves the file as it is"],
  ])("one file that %s is reported, and the others are written", async (_, content, message) => {
    write({ "a.ts": "slow", "bad.ts": content, "c.ts": "slow" });
    const before = fs.readFileSync(path.join(folder, "bad.ts"));
    const { status, err, out } = await run(["rewrite", "--write", "."]);
    expect(status).toBe(2);
    expect(err).toContain(message);
    expect(out).toContain("a.ts: 2 rounds are now 1\nc.ts: 2 rounds are now 1\n2 of ");
    expect([read("a.ts"), read("c.ts")]).toEqual(["fast", "fast"]);
    expect(fs.readFileSync(path.join(folder, "bad.ts")).equals(before)).toBe(true);
  });

  test("a read-only file is not replaced", async () => {
    write({ "a.ts": "slow", "b.ts": "slow" });
    fs.chmodSync(path.join(folder, "a.ts"), 0o444);
    const { status, err } = await run(["rewrite", "--write", "a.ts", "b.ts"]);
    expect(status).toBe(2);
    expect(err).toBe("error: a.ts: is read-only; it was not changed\n");
    expect([read("a.ts"), read("b.ts")]).toEqual(["slow", "fast"]);
  });

  test("warnings about what was rewritten go to stderr", async () => {
    write({ "a.ts": "slow warn", "b.ts": "warn" });
    const { status, err } = await run(["rewrite", "--write", "."]);
    expect(status).toBe(0);
    expect(err).toBe("a.ts:1:1: warning: not looked at (unchecked-module)\n");
  });

  test.each<[string, string, string, string, number]>([
    ["rewritten", "a.ts", "slow\r\n", "fast\r\n", 0],
    ["as it is where there is nothing to do", "a.ts", "\uFEFFfine", "\uFEFFfine", 0],
    ["as it is where it does not parse", "a.ts", "slow syntax", "slow syntax", 2],
    ["as it is where it is left out", "skip/a.ts", "slow", "slow", 0],
    ["as it is where the configuration leaves it out", "conf/a.ts", "slow", "slow", 0],
    ["as it is where it is a declaration", "a.d.ts", "slow", "slow", 0],
    ["as it is where the configuration is broken", "broken/a.ts", "slow", "slow", 2],
    ["as it is where it is in another language", "a.py", "slow", "slow", 2],
  ])("text from stdin comes back %s", async (_, name, stdin, expected, status) => {
    write({
      ".parcallignore": "skip\n",
      "conf/parcall.config.json": '{"ignore":["a.ts"]}',
      "broken/parcall.config.json": "{",
    });
    expect(await run(["rewrite", "--stdin-filepath", name], { stdin })).toMatchObject({
      out: expected,
      status,
    });
  });

  test("stdin that is no text is refused", async () => {
    const outcome = await run(["rewrite", "--stdin-filepath", "a.ts"], {
      stdin: new Uint8Array([0xff, 0x00]),
    });
    expect(outcome).toMatchObject({
      status: 2,
      out: "",
      err: "error: a.ts: holds null bytes, so it is not a text file\n",
    });
  });

  test("a diff is coloured on a terminal and when asked to, but not by FORCE_COLOR, which would break git apply in CI", async () => {
    write({ "a.ts": "slow\n" });
    const escape = String.fromCharCode(27);
    const out = async (argv: string[], rest: Parameters<typeof run>[1]): Promise<boolean> =>
      (await run(["rewrite", "a.ts", ...argv], rest)).out.includes(`${escape}[31m-slow`);
    expect(await out([], { env: { FORCE_COLOR: "1" } })).toBe(false);
    expect(await out(["--color"], {})).toBe(true);
    expect(await out([], { tty: true })).toBe(true);
    expect(await out(["--no-color"], { tty: true })).toBe(false);
    expect(await out([], { tty: true, env: { NO_COLOR: "1" } })).toBe(false);
    expect(await out([], { tty: true, env: { TERM: "dumb" } })).toBe(false);
    expect((await run(["check", "a.ts"], { env: { FORCE_COLOR: "1" } })).out).toContain(escape);
  });
});

test("a file changed in thousands of lines is shown as one hunk that applies", () => {
  const lines = (word: string): string =>
    Array.from({ length: 3000 }, (_, index) => `${word} ${index}\n`).join("");
  const before = `one\ntwo\nthree\nfour\n${lines("slow")}end`;
  const after = `one\ntwo\nthree\nfour\n${lines("fast")}end`;
  write({ "big.ts": before });
  const diff = unifiedDiff("big.ts", before, after);
  expect(diff).toContain("@@ -2,3004 +2,3004 @@\n two\n three\n four\n-slow 0\n");
  expect(diff.match(/^@@/gm)).toHaveLength(1);
  execFileSync("git", ["apply", "-"], { cwd: folder, input: diff });
  expect(read("big.ts")).toBe(after);
});

describe("check", () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[], number]>([
    ["nothing to run together", { "a.ts": "fine" }, [], 0],
    ["something", { "a.ts": "slow" }, [], 1],
    ["a warning alone", { "a.ts": "warn" }, [], 0],
    ["a warning and none allowed", { "a.ts": "warn" }, ["--max-warnings", "0"], 1],
    ["as many as allowed", { "a.ts": "slow", "b.ts": "slow" }, ["--max-warnings", "2"], 0],
    ["more than allowed", { "a.ts": "slow warn", "b.ts": "slow" }, ["--max-warnings", "2"], 1],
    ["an error and something", { "a.ts": "slow", "b.ts": "syntax" }, [], 2],
  ])("%s", async (_, files, argv, status) => {
    write(files);
    expect((await run(["check", ...argv])).status).toBe(status);
  });

  test("reads stdin as well, and changes no file", async () => {
    write({ "a.ts": "slow" });
    const { out, status } = await run(["check", "--stdin-filepath", "x/b.ts"], { stdin: "slow" });
    expect(status).toBe(1);
    expect(out).toContain("x/b.ts\n  1:1  a and b  can-run-together\n");
    await run(["check"]);
    expect(read("a.ts")).toBe("slow");
  });

  test("json names files, findings and errors", async () => {
    write({ "a.ts": "slow", "b.ts": "fine", "c.ts": "syntax" });
    const { out, status } = await run(["check", "--format", "json"]);
    expect(status).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      checked: 3,
      canRunTogether: 1,
      errors: 1,
      files: [{ fileName: "a.ts" }, { fileName: "c.ts" }],
    });
  });
});

describe("explain", () => {
  test("json is the report for one file or stdin, and a list for anything else", async () => {
    write({ "one/a.ts": "slow" });
    const json = async (...argv: string[]): Promise<unknown> =>
      JSON.parse((await run(["explain", "--format", "json", ...argv], { stdin: "" })).out);
    expect(await json("one/a.ts")).toMatchObject({ version: 1, fileName: "one/a.ts", changed: true });
    expect(await json("--stdin-filepath", "b.ts")).toMatchObject({ version: 1, fileName: "b.ts" });
    expect(await json("one")).toMatchObject([{ fileName: "one/a.ts" }]);
    expect(await json("one/*.ts")).toMatchObject([{ fileName: "one/a.ts" }]);
    write({ "b.ts": "" });
    expect(await json("one/a.ts", "b.ts")).toHaveLength(2);
  });

  test("always succeeds where the input is right", async () => {
    write({ "a.ts": "slow" });
    expect(await run(["explain"])).toMatchObject({ status: 0, err: "", out: "No tool calls in 1 file.\n" });
    expect(await run(["explain", "--format", "json", "gone.ts"])).toMatchObject({ status: 2, out: "" });
  });
});

describe("configuration", () => {
  const optionsFor = async (name: string, ...argv: string[]): Promise<OptimizeOptions> => {
    const { asked, err } = await run(["check", name, ...argv]);
    expect(err).toBe("");
    return asked.get(name)!;
  };

  test("the nearest one holds, in each of its forms; a flag wins", async () => {
    write({
      "parcall.config.json": '\uFEFF{"effects": "strict", "pure": ["format"]}',
      "top.ts": "",
      "js/parcall.config.js": "export default { emit: 'promise-all' };",
      "js/package.json": '{"type": "module"}',
      "js/deep/a.ts": "",
      "mjs/parcall.config.mjs": "export default { effects: 'data-only' };",
      "mjs/a.ts": "",
      "pkg/package.json": '{"name": "x", "parcall": {"runtime": "./runtime.js"}}',
      "pkg/a.ts": "",
      "other/package.json": '{"name": "parcall", not json',
      "other/a.ts": "",
    });
    // Which says no word of parcall, so that it is nobody's business that it is broken.
    write({ "other/package.json": "{ not json" });
    expect(await optionsFor("top.ts")).toMatchObject({ effects: "strict", pure: ["format"] });
    expect(await optionsFor("js/deep/a.ts")).toMatchObject({ emit: "promise-all" });
    expect(await optionsFor("js/deep/a.ts")).not.toHaveProperty("effects");
    expect(await optionsFor("mjs/a.ts")).toMatchObject({ effects: "data-only" });
    expect(await optionsFor("pkg/a.ts")).toMatchObject({ runtime: "./runtime.js" });
    expect(await optionsFor("other/a.ts")).toMatchObject({ effects: "strict" });
    expect(await optionsFor("top.ts", "--effects", "inferred", "--emit", "batch")).toMatchObject({
      effects: "inferred",
      emit: "batch",
      pure: ["format"],
    });
    expect(await optionsFor("top.ts", "--config", "mjs/parcall.config.mjs")).toMatchObject({
      effects: "data-only",
    });
    expect(await optionsFor("top.ts", "--config", "pkg/package.json")).toMatchObject({
      runtime: "./runtime.js",
    });
    expect(await optionsFor("top.ts", "--schedule", "rounds")).toMatchObject({ schedule: "rounds" });
  });

  test("manifest: --tools, then the nearest file, then the configuration, tool by tool", async () => {
    write({
      "parcall.config.json": '{"tools": {"a": "writes", "b": "writes", "c": "writes"}}',
      "parcall.tools.json": '{"tools": {"b": "reads", "c": "reads"}}',
      "other.json": '{"$schema": "x", "tools": {"c": "pure", "__proto__": "pure"}}',
      "a.ts": "",
      "sub/a.ts": "",
      "sub/parcall.tools.json": '{"tools": {"a": "approval"}}',
    });
    expect((await optionsFor("a.ts")).tools).toEqual({ a: "writes", b: "reads", c: "reads" });
    expect((await optionsFor("sub/a.ts")).tools).toEqual({ a: "approval", b: "writes", c: "writes" });
    const { tools } = await optionsFor("a.ts", "--tools", "other.json");
    expect(Object.entries(tools!)).toEqual([
      ["a", "writes"],
      ["b", "writes"],
      ["c", "pure"],
      ["__proto__", "pure"],
    ]);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "an unknown key",
      { "parcall.config.json": '{"efects": "strict"}' },
      "parcall.config.json: efects is not known (did you mean effects?)",
    ],
    [
      "a wrong value in package.json",
      { "package.json": '{"parcall": {"tools": {"a": {"writes": [1]}}}}' },
      "package.json: parcall.tools.a.writes[0] must be a string, not 1",
    ],
    [
      "a comma too many",
      { "parcall.config.json": '{\n  "effects": "strict",\n}' },
      "parcall.config.json:3:1: the comma before } is one too many",
    ],
    [
      "a broken manifest",
      { "parcall.tools.json": '{"tools": {a: 1}}' },
      'parcall.tools.json:1:12: "a" is not JSON',
    ],
    [
      "a manifest without tools",
      { "parcall.tools.json": '{"a": "reads"}' },
      "parcall.tools.json: a is not known",
    ],
    ["an empty manifest", { "parcall.tools.json": "{}" }, "parcall.tools.json: tools is missing"],
    [
      "two in one folder",
      { "parcall.config.json": "{}", "parcall.config.mjs": "export default {}" },
      "parcall.config.json: parcall.config.mjs beside it is one too many; keep one",
    ],
    [
      "a module that throws",
      { "parcall.config.mjs": "throw new Error('no luck')" },
      "parcall.config.mjs: it could not be loaded: Error: no luck",
    ],
    [
      "a module without default",
      { "parcall.config.mjs": "export const a = 1" },
      "parcall.config.mjs: it has no default export",
    ],
    [
      "a list",
      { "parcall.config.json": "[]" },
      "parcall.config.json: the options must be an object, not a list",
    ],
  ])("%s is said once, with its place, and no file is touched", async (_, files, message) => {
    write({ ...files, "a.ts": "slow", "b.ts": "slow" });
    const { status, err, asked } = await run(["rewrite", "--write", "a.ts", "b.ts"]);
    expect(status).toBe(2);
    expect(err.startsWith(`error: ${message}`)).toBe(true);
    expect(err.match(/error:/g)).toHaveLength(1);
    expect([...asked.keys()]).toEqual([]);
    expect([read("a.ts"), read("b.ts")]).toEqual(["slow", "slow"]);
  });

  test("a broken configuration in one folder does not keep the other files", async () => {
    write({ "bad/parcall.config.json": "{", "bad/a.ts": "slow", "good/a.ts": "slow" });
    expect((await run(["rewrite", "--write", "."])).status).toBe(2);
    expect([read("bad/a.ts"), read("good/a.ts")]).toEqual(["slow", "fast"]);
  });
});

test.each<[string, number, number, string]>([
  ['{"a": 1,}', 1, 9, "the comma before } is one too many"],
  ["[1, 2,]", 1, 7, "the comma before ] is one too many"],
  ['{"a" 1}', 1, 6, ": is expected, not 1"],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3, ', or } is expected, not "b"'],
  ["{'a': 1}", 1, 2, 'strings stand in double quotes (")'],
  ['{\n // note\n "a": 1}', 2, 2, "JSON has no comments"],
  ['{"a": tru}', 1, 7, '"tru" is not JSON'],
  ['{"a": "b', 1, 7, "the string is not closed"],
  ['{"a": "\\q"}', 1, 7, "the string holds a wrong escape"],
  ['{"a": 01}', 1, 7, '"01" is not JSON'],
  ["{} {}", 1, 4, "the end of the file is expected, not {"],
  ["[1}", 1, 3, ", or ] is expected, not }"],
  ["", 1, 1, "the file ends where a value is expected"],
  ['{"a": [1, {"b": 2}', 1, 19, "the file ends where , or ] is expected"],
  [`${"[".repeat(100_000)}1`, 1, 100_002, "the file ends where , or ] is expected"],
])("JSON %.20s: the first fault is found", (text, line, column, message) => {
  expect(parseJson(text)).toEqual({ problem: { line, column, message } });
});

describe("what a module exports", () => {
  test.each<[string, string, readonly string[] | undefined]>([
    [
      "declarations",
      "export function a() {}\nexport async function* b() {}\nexport class C {}\nexport const d = 1, e_ = d",
      undefined,
    ],
    [
      "one each",
      "export function a() {}\nexport async function* b() {}\nexport class C {}\nexport const d = 1;\nexport let e",
      ["a", "b", "C", "d", "e"],
    ],
    ["type arguments with commas", "export const a: Map<string, number> = new Map();", ["a"]],
    ["patterns", "export const { a, b: c, ...rest } = make();", ["a", "c", "rest"]],
    ["lists", "const a = 1, b = 2;\nexport { a, b as c, type T };", ["a", "c"]],
    ["lists of others", 'export { a, default as b } from "./x.js";', ["a", "b"]],
    ["defaults", "export default function a() {}", ["default"]],
    [
      "types only",
      "export type A = 1;\nexport interface B {}\nexport type { C } from './c.js';\nexport const d = 1",
      ["d"],
    ],
    ["a type called as a value", "export const type = 1;\nexport { type as kind };", ["type", "kind"]],
    [
      "enums and abstract classes",
      "export enum A {}\nexport const enum B {}\nexport abstract class C {}",
      ["A", "B", "C"],
    ],
    ["comments", "// export const a = 1\n/* export const b = 1 */\nexport const c = 1", ["c"]],
    [
      "strings and templates",
      "const x = 'export const a = 1';\nconst y = `\nexport const b = ${`export const c = 1`}\n`;\nexport const d = 1",
      ["d"],
    ],
    [
      "regular expressions",
      "const x = /['\"`]/.test(y);\nexport const a = b / 2 / c;\nexport const d = 1",
      ["a", "d"],
    ],
    ["namespaces", "export namespace N { export const inner = 1 }", ["N"]],
    ["text of JSX", "export const A = () => <p>Don't</p>;\nexport const b = 1", ["A", "b"]],
    ["properties called export", "a.export = 1;\nconst b = { export: 1 };", []],
    ["nothing", "console.log(1)", []],
    ["CommonJS fields", "exports.a = 1;\nmodule.exports.b = function () {};", ["a", "b"]],
    ["a CommonJS object", "module.exports = { a, b: { c: 1 }, async d() {}, };", ["a", "b", "d"]],
    [
      "compiled CommonJS",
      'Object.defineProperty(exports, "__esModule", { value: true });\nexports.a = void 0;',
      ["__esModule", "a"],
    ],
    ["a CommonJS function", "module.exports = function () {};", undefined],
    ["a spread", "module.exports = { ...other };", undefined],
    ["export =", "export = thing;", undefined],
    ["a template that does not end", "const a = `x", undefined],
  ])("%s", (_, text, expected) => {
    expect(scanExports(text)?.names).toEqual(expected);
  });

  test("relative modules are looked up beside the file, as a compiler does", () => {
    write({
      "a/tools.ts": "export const callTool = 1;\nexport * from './more';\nexport * as all from 'elsewhere';",
      "a/more.mts": "",
      "a/more/index.js": "export const callToolsParallel = 1; export default 2;",
      "a/far.ts": "export * from 'elsewhere';",
      "a/one.ts": "export * from './two.js'; export const one = 1",
      "a/two.ts": "export * from './one.js'; export const two = 1",
      "a/binary.js": "\0",
    });
    fs.rmSync(path.join(folder, "a/more.mts"));
    const exportsOf = exportsOfModules(path.join(folder, "a/workflow.ts"));
    expect(exportsOf("./tools.js")).toEqual(["all", "callTool", "callToolsParallel"]);
    expect(exportsOf("../a/more/")).toEqual(["callToolsParallel", "default"]);
    expect(exportsOf("./two.js")).toBeUndefined();
    expect(exportsOf("parcall/runtime")).toContain("callToolsParallel");
    for (const unsure of [
      "./gone.js",
      "./far.js",
      "./binary.js",
      "elsewhere",
      "/tools.js",
      ".",
      "",
      "node:fs",
    ]) {
      expect([unsure, exportsOf(unsure)]).toEqual([unsure, undefined]);
    }
  });
});

test("progress is a line on a terminal, after a moment, and is taken away again", () => {
  let now = 0;
  let err = "";
  const io = { now: () => now, stderr: { write: (text: string) => (err += text), isTTY: true, columns: 30 } };
  const progress = new Progress(io);
  now = 400;
  progress.at(0, 9, "a.ts");
  progress.clear();
  expect(err).toBe("");
  now = 600;
  progress.at(1, 9, `${"long".repeat(20)}.ts`);
  now = 650;
  progress.at(2, 9, "too-soon.ts");
  progress.clear();
  const start = `\r${String.fromCharCode(27)}[2K`;
  expect(err).toBe(`${start}parcall: 2/9 longlonglonglong${start}`);
  const silent = new Progress({ ...io, stderr: { ...io.stderr, isTTY: false } });
  now = 9999;
  silent.at(1, 9, "a.ts");
  expect(err).toHaveLength(start.length * 2 + 29);
});

describe("the program itself", () => {
  const parcall = (
    argv: readonly string[],
    input = "",
  ): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [bin, ...argv], { cwd: folder, input, encoding: "utf8" });

  test.each([
    ["--version", /^\d+\.\d+\.\d+\n$/],
    ["check", /^No calls could run together in 1 file\.\n$/],
  ])("%s of nothing to do loads no compiler", (command, expected) => {
    write({
      "a.ts": 'await callTool("get_user", 1);\n',
      "spy.cjs": `process.on("exit", () => console.error(Object.keys(require("node:module")._cache).join("\\n")));`,
    });
    const argv = ["--require", "./spy.cjs", bin, command, ...(command === "check" ? ["a.ts"] : [])];
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8" });
    expect(stdout).toMatch(expected);
    expect(status).toBe(0);
    expect(stderr).toContain("commander");
    expect(stderr).not.toMatch(/node_modules.(?:typescript|ts-morph|picocolors)/);
  });

  test("rewrites, checks and explains a real workflow", () => {
    write({
      "a.ts": `import { callTool } from "parcall/runtime";
export async function main(id: string) {
  const user = await callTool("get_user", id);
  const orders = await callTool("list_orders", id);
  return { user, orders };
}
`,
      "bad.ts": "const = 1; await callTool('a', 1); await callTool('b', 2);\n",
    });
    expect(parcall(["check", "a.ts"])).toMatchObject({ status: 1, stderr: "" });
    const explained = parcall(["explain", "a.ts"]);
    expect(explained.stdout).toContain("Plan: user | orders");
    expect(explained.stdout).toContain("2 rounds become 1, 2× as fast");
    const schema = JSON.parse(
      fs.readFileSync(new URL("../../schemas/report.schema.json", import.meta.url), "utf8"),
    ) as object;
    const isReport = new Ajv({ allowUnionTypes: true, strictRequired: false }).compile(schema);
    for (const argv of [["a.ts"], ["a.ts", "bad.ts"]]) {
      isReport(JSON.parse(parcall(["explain", "--format", "json", ...argv]).stdout));
      expect(isReport.errors).toBeNull();
    }
    expect(parcall(["rewrite", "--write", "a.ts", "bad.ts"])).toMatchObject({
      status: 2,
      stdout: "a.ts: 2 rounds are now 1\n1 of 2 files rewritten\n",
      stderr: expect.stringMatching(/^bad\.ts:1:7: error: .* \(parse-error\)\n/),
    });
    expect(read("a.ts")).toContain("const [user, orders] = await callToolsParallel([");
    expect(parcall(["check", "a.ts"])).toMatchObject({ status: 0 });
  });

  test("a reader that goes away is no fault", async () => {
    write({ "a.py": "" });
    const child = spawn(process.execPath, [bin, "explain", "--help"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect([status, err]).toEqual([0, ""]);
  });
});
