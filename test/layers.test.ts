import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import ts from "typescript";

/** A module of the product: its path below src/, with slashes. */
interface Module {
  readonly file: string;
  readonly text: string;
}

interface Import {
  readonly from: string;
  /** Path below src/ for a relative import, the specifier itself for a package. */
  readonly to: string;
  readonly isPackage: boolean;
  readonly isTypeOnly: boolean;
}

interface Scanned {
  readonly file: string;
  readonly imports: readonly Import[];
  /** Names of variables of the module that can be assigned again. */
  readonly mutable: readonly string[];
}

// The tests run from dist/test.
const root = path.join(import.meta.dirname, "..", "..", "src");

function readModules(): Module[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return {
        file: path.relative(root, file).split(path.sep).join("/"),
        text: readFileSync(file, "utf8"),
      };
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Finds every way in which a module can name another: import, export from, import(), import types, require. */
function scan({ file, text }: Module): Scanned {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const mutable: string[] = [];
  const add = (node: ts.Node | undefined, isTypeOnly: boolean): void => {
    if (!node || !ts.isStringLiteralLike(node)) return;
    const isPackage = !node.text.startsWith(".");
    const to = isPackage
      ? node.text
      : path.posix.join(path.posix.dirname(file), node.text).replace(/\.js$/, ".ts");
    imports.push({ from: file, to, isPackage, isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node)) {
      const callee = node.expression;
      const isRequire =
        (ts.isIdentifier(callee) && callee.text === "require") ||
        (ts.isCallExpression(callee) && callee.expression.getText(source) === "createRequire");
      if (callee.kind === ts.SyntaxKind.ImportKeyword || isRequire) add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    if (!isConst)
      mutable.push(...statement.declarationList.declarations.map(({ name }) => name.getText(source)));
  }
  return { file, imports, mutable };
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false;
  if (importClause.isTypeOnly) return true;
  const { name, namedBindings } = importClause;
  return (
    !name &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

const phases = ["core/1-read", "core/2-analyze", "core/3-plan", "core/4-write"];
const isIn = (file: string, folders: readonly string[]): boolean =>
  folders.some((folder) => file === folder || file.startsWith(`${folder}/`));
const phaseOf = (file: string): string | undefined => phases.find((phase) => isIn(file, [phase]));
const builtins = new Set(builtinModules);
const isNode = (specifier: string): boolean =>
  specifier.startsWith("node:") || builtins.has(specifier.split("/")[0]!);

/** Which folders of the product a folder may import, beside itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  "core/1-read": ["core/model", "core/diagnostics", "core/syntax"],
  "core/2-analyze": ["core/model", "core/diagnostics", "core/syntax"],
  "core/3-plan": ["core/model", "core/diagnostics"],
  "core/4-write": ["core/model", "core/diagnostics"],
  "core/syntax": ["core/model", "core/diagnostics"],
  "core/model": ["core/diagnostics"],
  "core/diagnostics": ["core/model"],
  core: [],
  render: ["core/model", "core/diagnostics"],
  runtime: [],
};

type Rule = (module: Scanned) => readonly string[];

const rules: Readonly<Record<string, Rule>> = {
  "a folder imports only what stands below it": ({ file, imports }) => {
    const folder = Object.keys(mayImport).find((candidate) => isIn(file, [candidate]));
    if (folder === undefined) return [];
    const allowed = [folder, ...mayImport[folder]!];
    return imports
      .filter((found) => !found.isPackage && !isIn(found.to, allowed))
      .map((found) => `${file} imports ${found.to}`);
  },
  "the runtime imports no package": ({ file, imports }) =>
    isIn(file, ["runtime"])
      ? imports.filter((found) => found.isPackage).map((found) => `${file} imports ${found.to}`)
      : [],
  "only core/optimize.ts knows more than one phase": ({ file, imports }) => {
    const known = new Set([phaseOf(file), ...imports.map((found) => phaseOf(found.to))]);
    known.delete(undefined);
    return known.size > 1 && file !== "core/optimize.ts" ? [`${file} knows ${[...known].join(" and ")}`] : [];
  },
  "the core does not know Node": ({ file, imports }) =>
    isIn(file, ["core", "render"])
      ? imports
          .filter((found) => found.isPackage && isNode(found.to))
          .map((found) => `${file} imports ${found.to}`)
      : [],
  "one file reads and writes files, and one of the test tools does": ({ file, imports }) =>
    imports
      .filter((found) => /^(?:node:)?fs(?:\/|$)/.test(found.to) && !fileReaders.includes(file))
      .map((found) => `${file} imports ${found.to}`),
  "syntax stays in the first two phases, and the parser is loaded by one file": ({ file, imports }) =>
    imports
      .filter((found) => found.to === "typescript" || found.to === "ts-api-utils")
      .filter(
        ({ isTypeOnly }) =>
          !isIn(file, ["edges/parser.ts", "testing"]) &&
          !(isTypeOnly && isIn(file, ["core/syntax", "core/1-read", "core/2-analyze"])),
      )
      .map((found) => `${file} imports ${found.isTypeOnly ? "the types of " : ""}${found.to}`),
  "the product does not import what tests it": ({ file, imports }) =>
    isIn(file, ["testing"])
      ? []
      : imports.filter((found) => isIn(found.to, ["testing"])).map((found) => `${file} imports ${found.to}`),
  "modules have no state": ({ file, mutable }) =>
    file === "runtime/default-runtime.ts" ? [] : mutable.map((name) => `${file} has the variable ${name}`),
};

const fileReaders = ["edges/files.ts", "testing/fixtures.ts"];

function violations(modules: readonly Module[]): string[] {
  const scanned = modules.map(scan);
  return Object.values(rules).flatMap((rule) => scanned.flatMap((module) => rule(module)));
}

describe("the layers", () => {
  const modules = readModules();
  const scanned = modules.map(scan);

  test("the whole of src/ is seen, with its imports", () => {
    expect(modules.length).toBeGreaterThan(90);
    const optimize = scanned.find(({ file }) => file === "core/optimize.ts")!;
    expect(optimize.imports.map(({ to }) => to)).toContain("core/4-write/write.ts");
    const edge = scanned.find(({ file }) => file === "edges/parser.ts")!;
    expect(edge.imports.map(({ to }) => to)).toEqual(expect.arrayContaining(["typescript", "ts-api-utils"]));
    // Each rule speaks of a place that exists.
    for (const folder of [...Object.keys(mayImport), ...phases, "edges", "testing"])
      expect(modules.some(({ file }) => isIn(file, [folder]))).toBe(true);
    for (const file of [...fileReaders, "runtime/default-runtime.ts", "edges/parser.ts"])
      expect(modules.map((module) => module.file)).toContain(file);
  });

  test.each(Object.entries(rules))("%s", (_name, rule) => {
    expect(scanned.flatMap((module) => rule(module))).toEqual([]);
  });

  // One small violation for each thing that a rule forbids: a rule that sees nothing would pass above.
  test.each<[file: string, text: string, found: string]>([
    [
      "core/3-plan/x.ts",
      `import { y } from "../syntax/parser.js";`,
      "core/3-plan/x.ts imports core/syntax/parser.ts",
    ],
    [
      "core/4-write/x.ts",
      `import type { Y } from "../syntax/view.js";`,
      "core/4-write/x.ts imports core/syntax/view.ts",
    ],
    [
      "core/1-read/x.ts",
      `import { nearest } from "../nearest.js";`,
      "core/1-read/x.ts imports core/nearest.ts",
    ],
    [
      "core/2-analyze/tools/x.ts",
      `export * from "../../1-read/read.js";`,
      "core/2-analyze/tools/x.ts imports core/1-read/read.ts",
    ],
    [
      "core/2-analyze/x.ts",
      `type Y = import("../../render/words.js").Y;`,
      "core/2-analyze/x.ts imports render/words.ts",
    ],
    ["core/model/x.ts", `import "../options.js";`, "core/model/x.ts imports core/options.ts"],
    [
      "core/options.ts",
      `const y = await import("../edges/json.js");`,
      "core/options.ts imports edges/json.ts",
    ],
    ["render/x.ts", `import { y } from "../core/options.js";`, "render/x.ts imports core/options.ts"],
    ["runtime/x.ts", `import { y } from "../core/nearest.js";`, "runtime/x.ts imports core/nearest.ts"],
    ["runtime/x.ts", `import limit from "p-limit";`, "runtime/x.ts imports p-limit"],
    [
      "core/passes.ts",
      `import { y } from "./1-read/read.js";\nimport { z } from "./3-plan/plan.js";`,
      "core/passes.ts knows core/1-read and core/3-plan",
    ],
    [
      "core/3-plan/x.ts",
      `import { y } from "../4-write/names.js";`,
      "core/3-plan/x.ts knows core/3-plan and core/4-write",
    ],
    ["core/x.ts", `import path from "node:path";`, "core/x.ts imports node:path"],
    ["render/x.ts", `import path from "path";`, "render/x.ts imports path"],
    ["edges/x.ts", `import { readFile } from "node:fs/promises";`, "edges/x.ts imports node:fs/promises"],
    ["edges/x.ts", `const fs = require("fs");`, "edges/x.ts imports fs"],
    ["testing/x.ts", `import { readFileSync } from "node:fs";`, "testing/x.ts imports node:fs"],
    ["core/2-analyze/x.ts", `import ts from "typescript";`, "core/2-analyze/x.ts imports typescript"],
    [
      "core/4-write/x.ts",
      `import type ts from "typescript";`,
      "core/4-write/x.ts imports the types of typescript",
    ],
    [
      "edges/x.ts",
      `const ts = createRequire(import.meta.url)("typescript");`,
      "edges/x.ts imports typescript",
    ],
    ["core/1-read/x.ts", `import { y } from "ts-api-utils";`, "core/1-read/x.ts imports ts-api-utils"],
    ["edges/x.ts", `import { y } from "../testing/scenario.js";`, "edges/x.ts imports testing/scenario.ts"],
    ["edges/x.ts", `export let count = 0;`, "edges/x.ts has the variable count"],
    ["core/1-read/x.ts", `var seen = new Set();`, "core/1-read/x.ts has the variable seen"],
  ])("a violation is found: %s: %s", (file, text, found) => {
    expect(violations([{ file, text }])).toContain(found);
  });

  test("what is allowed is not found", () => {
    const allowed: Module[] = [
      {
        file: "core/1-read/x.ts",
        text: `import type ts from "typescript";\nimport { y } from "../syntax/parser.js";\nconst z = 1;`,
      },
      {
        file: "core/optimize.ts",
        text: `import "./1-read/read.js";\nimport "./4-write/write.js";\nfunction f() { let x = 1; return x; }`,
      },
      { file: "core/3-plan/x.ts", text: `import { Graph } from "@dagrejs/graphlib";` },
      { file: "edges/parser.ts", text: `const ts = require("typescript");` },
      { file: "testing/x.ts", text: `import ts from "typescript";` },
      { file: "runtime/default-runtime.ts", text: `let current = 1;` },
    ];
    expect(violations(allowed)).toEqual([]);
  });
});
