import { describe, expect, test } from "@jest/globals";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { optimize } from "../src/index.js";
import { hostDeclarations, supportFiles, typedPrograms, type TypedProgram } from "./typed-programs.js";

// "A file that type-checked before type-checks after, under `strict` and `noUnusedLocals`, with the same inferred types for every
// binding" (semantics, section 2), asked of the real type checker.

const folder = "/programs/";
const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
  types: [],
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noUncheckedIndexedAccess: true,
  noImplicitReturns: true,
  verbatimModuleSyntax: true,
  noEmit: true,
  skipLibCheck: true,
  paths: { "parcall/runtime": [fileURLToPath(new URL("../../src/runtime/index.ts", import.meta.url))] },
};

interface Pair {
  readonly program: TypedProgram;
  readonly before: string;
  readonly after: string;
  readonly code: string;
}

const pairs: readonly Pair[] = typedPrograms.map((program, index) => ({
  program,
  before: `${folder}${index}.before.ts`,
  after: `${folder}${index}.after.ts`,
  code: optimize(program.text, program.options).code,
}));

/** One for all files, but for those that declare globals: in the others these would hide a missing import. */
const host = virtualHost();
const programs = new Map(
  [undefined, "host" as const, "own" as const].map((kind) => [
    kind,
    createProgram(pairs.filter(({ program }) => program.globals === kind)),
  ]),
);

function virtualHost(): ts.CompilerHost {
  const texts = new Map<string, string>([
    [
      `${folder}globals.d.ts`,
      `export {};\ndeclare global {\n${hostDeclarations.replaceAll("declare ", "")}}\n`,
    ],
  ]);
  for (const [name, text] of Object.entries(supportFiles)) texts.set(folder + name, text);
  for (const { program, before, after, code } of pairs) texts.set(before, program.text).set(after, code);
  const base = ts.createCompilerHost(compilerOptions);
  const parsed = new Map<string, ts.SourceFile | undefined>();
  return {
    ...base,
    fileExists: (name) => texts.has(name) || base.fileExists(name),
    readFile: (name) => texts.get(name) ?? base.readFile(name),
    directoryExists: (name) =>
      folder.startsWith(`${name}/`) || folder === name || base.directoryExists!(name),
    getCurrentDirectory: () => folder,
    getSourceFile: (name, language) => {
      const text = texts.get(name);
      // The libraries are the same for all programs, and take most of the time.
      if (!parsed.has(name))
        parsed.set(
          name,
          text === undefined ? base.getSourceFile(name, language) : ts.createSourceFile(name, text, language),
        );
      return parsed.get(name);
    },
  };
}

function createProgram(chosen: readonly Pair[]): ts.Program {
  const names = chosen.flatMap(({ before, after }) => [before, after]);
  if (chosen.some(({ program }) => program.globals === "host")) names.push(`${folder}globals.d.ts`);
  return ts.createProgram({ rootNames: names, options: compilerOptions, host });
}

function errorsIn(program: ts.Program, name: string): string[] {
  const file = program.getSourceFile(name)!;
  const all = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return all.map(({ start = 0, code, messageText }) => {
    const { line } = file.getLineAndCharacterOfPosition(start);
    return `line ${line + 1}: TS${code} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

interface Types {
  /** The type of every name that the file declares, by the functions that it stands in. */
  readonly declared: ReadonlyMap<string, string>;
  /** The types that a name has where it is read. */
  readonly used: ReadonlyMap<string, ReadonlySet<string>>;
}

function typesIn(program: ts.Program, name: string): Types {
  const checker = program.getTypeChecker();
  const types = new Map<string, string>();
  const uses = new Map<string, Set<string>>();
  const print = (type: ts.Type, node: ts.Node): string =>
    checker.typeToString(
      type,
      node,
      ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope,
    );
  const visit = (node: ts.Node, scope: string): void => {
    let inner = scope;
    if (isNamed(node)) {
      const key = `${scope}${node.name.text}`;
      const times = [...types.keys()].filter((known) => known.split("#")[0] === key).length;
      types.set(times === 0 ? key : `${key}#${times}`, print(checker.getTypeAtLocation(node.name), node));
      if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isVariableDeclaration(node))
        inner = `${key}.`;
    } else if (ts.isIdentifier(node) && isRead(node)) {
      const known = uses.get(node.text) ?? new Set();
      uses.set(node.text, known.add(print(checker.getTypeAtLocation(node), node)));
    }
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(program.getSourceFile(name)!, "");
  return { declared: types, used: uses };
}

/** A variable where it is read: no name of a property, label or type, and no target of an assignment, which has no type of its own. */
function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isBinaryExpression(parent) && parent.left === node)
    return parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return (
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isCallLikeExpression(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isBinaryExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isElementAccessExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isSpreadElement(parent)
  );
}

/** What only the calls of a loop need is declared in the function for its rows, within what takes their answers. */
function movedInto(now: Types, then: Types, key: string): string | undefined {
  const name = /[^.]*$/.exec(key)![0];
  return [...now.declared].find(([other]) => !then.declared.has(other) && other.endsWith(`.${name}`))?.[1];
}

type Named = ts.Declaration & { readonly name: ts.Identifier };

function isNamed(node: ts.Node): node is Named {
  const declares =
    ts.isVariableDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isParameter(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isClassDeclaration(node);
  return declares && node.name !== undefined && ts.isIdentifier(node.name);
}

describe("output type-checks under strict and noUnusedLocals whenever the input did", () => {
  test.each(pairs.map((pair) => [pair.program.name, pair] as const))("%s", (_name, pair) => {
    const { program, before, after, code } = pair;
    const checked = programs.get(program.globals)!;
    expect(errorsIn(checked, before)).toEqual([]);
    expect({ code, errors: errorsIn(checked, after) }).toEqual({ code, errors: [] });
    const [then, now] = [typesIn(checked, before), typesIn(checked, after)];
    const declared = [...then.declared.keys()].map((key) => [
      key,
      now.declared.get(key) ?? movedInto(now, then, key),
    ]);
    expect({ code, declared }).toEqual({ code, declared: [...then.declared] });
    // A name may be read in fewer places, as where a copy of what was narrowed is read instead, but not as anything else.
    for (const [key, found] of then.used) {
      const others = [...(now.used.get(key) ?? [])].filter((type) => !found.has(type));
      expect({ code, key, others }).toEqual({ code, key, others: [] });
    }
    const { roundsBefore, roundsAfter } = optimize(program.text, program.options).report.summary;
    expect([roundsBefore, roundsAfter]).toEqual(program.rounds);
  });

  test("the table has no program twice", () => {
    expect(new Set(typedPrograms.map(({ text }) => text)).size).toBe(typedPrograms.length);
  });
});
