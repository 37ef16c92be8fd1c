import * as path from "node:path";
import type { Parser } from "../core/syntax/parser.js";
import { FileError, kindAt, readTextUpTo, realPath } from "./files.js";

export type TypeScript = Parser["ts"];
export type CompilerOptions = ReturnType<TypeScript["getDefaultCompilerOptions"]>;
export type ModuleHost = Parameters<TypeScript["resolveModuleName"]>[3];
type Diagnostic = ReturnType<TypeScript["parseJsonSourceFileConfigFileContent"]>["errors"][number];

/** What a tsconfig.json says of modules. */
export interface ProjectConfig {
  readonly options: CompilerOptions;
  /** The folders whose files are the project's own, as real paths. */
  readonly folders: readonly string[];
  /** The tsconfig files that it refers to. */
  readonly references: readonly string[];
  /** Whether a file is one that `files` and `include` name, and `exclude` does not. */
  readonly covers: (file: string) => boolean;
}

/** Why a tsconfig cannot be used: `tsconfig.json:3:5: ',' expected.` with an absolute path in front. */
export interface ConfigProblem {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** More than this is no source that a person or a model has written: generated tables, bundles, data. */
export const mostBytes = 1_000_000;

/** The file system as the compiler sees it; what cannot be read is not there. */
export function moduleHost(cwd: string): ModuleHost {
  return {
    fileExists: (file) => isThere(file, "file"),
    directoryExists: (folder) => isThere(folder, "folder"),
    readFile: readOrNothing,
    realpath: (file) => slashes(realPath(file)),
    getCurrentDirectory: () => slashes(cwd),
    useCaseSensitiveFileNames: true,
  };
}

/** Reads a tsconfig.json with all that it extends. What it lists is not searched for: a look at one import must not walk the tree. */
export function readProjectConfig(
  ts: TypeScript,
  host: ModuleHost,
  file: string,
): { readonly config: ProjectConfig } | { readonly problem: ConfigProblem } {
  let text: string | undefined;
  try {
    text = readTextUpTo(file, mostBytes);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { problem: { file, message: error.problem } };
  }
  if (text === undefined) return { problem: { file, message: "is too large" } };
  const folder = path.dirname(file);
  const listed: { includes: readonly string[]; excludes: readonly string[] } = { includes: [], excludes: [] };
  const source = ts.readJsonConfigFile(slashes(file), () => text);
  const parsed = ts.parseJsonSourceFileConfigFileContent(
    source,
    {
      fileExists: host.fileExists,
      readFile: host.readFile,
      useCaseSensitiveFileNames: true,
      readDirectory: (_root, _extensions, excludes, includes) => {
        listed.includes = includes;
        listed.excludes = excludes ?? [];
        return [];
      },
    },
    slashes(folder),
    undefined,
    slashes(file),
  );
  const { parseDiagnostics = [] } = source as { parseDiagnostics?: readonly Diagnostic[] };
  const fault = [...parseDiagnostics, ...parsed.errors].find((error) => concernsModules(ts, error));
  if (fault !== undefined) return { problem: problemOf(ts, fault, source) };
  const references = (parsed.projectReferences ?? []).map((reference) =>
    path.resolve(ts.resolveProjectReferencePath(reference)),
  );
  const shared = (source.extendedSourceFiles ?? []).map((extended) => realPath(path.resolve(extended)));
  const named = new Set(parsed.fileNames.map((name) => path.resolve(name)));
  const includes = listed.includes.map((pattern) => globOf(folder, pattern, "include"));
  const excludes = listed.excludes.map((pattern) => globOf(folder, pattern, "exclude"));
  return {
    config: {
      options: parsed.options,
      folders: [
        realPath(folder),
        // A base that a package brings (`@tsconfig/node20`) says nothing of where the project's files are.
        ...shared.filter((extended) => !isInstalled(extended)).map((extended) => path.dirname(extended)),
        ...references.map((reference) => realPath(path.dirname(reference))),
      ],
      references,
      covers: (candidate) =>
        named.has(candidate) ||
        (includes.some((pattern) => pattern.test(slashes(candidate))) &&
          !excludes.some((pattern) => pattern.test(slashes(candidate)))),
    },
  };
}

/** Whether a path leads through node_modules. */
export function isInstalled(file: string): boolean {
  return file.split(/[\\/]/).includes("node_modules");
}

/** The compiler takes paths with slashes only. */
export function slashes(file: string): string {
  return path.sep === "/" ? file : file.replaceAll(path.sep, "/");
}

function isThere(target: string, kind: "file" | "folder"): boolean {
  try {
    return kindAt(target) === kind;
  } catch (error) {
    // A folder that may not be entered, or links in a circle.
    if (error instanceof FileError) return false;
    throw error;
  }
}

function readOrNothing(file: string): string | undefined {
  try {
    return readTextUpTo(file, mostBytes);
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** What decides where a module is found, or which files belong to the project. */
const decisive = new Set([
  "allowArbitraryExtensions",
  "allowImportingTsExtensions",
  "allowJs",
  "baseUrl",
  "customConditions",
  "module",
  "moduleResolution",
  "moduleSuffixes",
  "paths",
  "preserveSymlinks",
  "resolveJsonModule",
  "resolvePackageJsonExports",
  "resolvePackageJsonImports",
  "rootDirs",
]);

/**
 * A `target` or `lib` that is newer than the compiler here, or an option that only a plugin knows, leaves modules where they are.
 * Without this, parcall would see less of a project than it can with every release of TypeScript.
 */
function concernsModules(ts: TypeScript, error: Diagnostic): boolean {
  // No inputs, because none were looked for; and an empty list of files, which a tsconfig of references has.
  if (error.code === 18003 || error.code === 18002) return false;
  const isSyntax = error.code < 2000;
  if (isSyntax || error.file === undefined || error.start === undefined) return true;
  const [top, option] = keysAt(ts, error.file, error.start);
  if (top === "compilerOptions") return option === undefined || decisive.has(option);
  return top === undefined || ["extends", "references", "files", "include", "exclude"].includes(top);
}

type SourceFile = NonNullable<Diagnostic["file"]>;
type Node = Parameters<TypeScript["isObjectLiteralExpression"]>[0];

/** The keys on the way to a place in a JSON file: `compilerOptions`, `target`. */
function keysAt(ts: TypeScript, file: SourceFile, start: number): readonly string[] {
  const keys: string[] = [];
  let node = valueOf(ts, file);
  while (node !== undefined && ts.isObjectLiteralExpression(node)) {
    const inside = node.properties.find((property) => property.pos <= start && start < property.end);
    if (inside === undefined || !ts.isPropertyAssignment(inside)) break;
    if (ts.isStringLiteral(inside.name)) keys.push(inside.name.text);
    node = inside.initializer;
  }
  return keys;
}

/** Where the bases are named: what the compiler says without a place (one is not there, or they go round in a circle) is about them. */
function placeOfBases(ts: TypeScript, file: SourceFile): number | undefined {
  const value = valueOf(ts, file);
  if (value === undefined || !ts.isObjectLiteralExpression(value)) return undefined;
  for (const property of value.properties) {
    const isBases =
      ts.isPropertyAssignment(property) &&
      ts.isStringLiteral(property.name) &&
      property.name.text === "extends";
    if (isBases) return property.initializer.getStart(file);
  }
  return undefined;
}

function valueOf(ts: TypeScript, file: SourceFile): Node | undefined {
  const first = file.statements[0];
  return first !== undefined && ts.isExpressionStatement(first) ? first.expression : undefined;
}

function problemOf(ts: TypeScript, error: Diagnostic, config: SourceFile): ConfigProblem {
  const message = ts.flattenDiagnosticMessageText(error.messageText, " ");
  const source = error.file ?? config;
  const start = error.file === undefined ? placeOfBases(ts, config) : error.start;
  const file = path.resolve(source.fileName);
  if (start === undefined) return { file, message };
  const { line, character } = ts.getLineAndCharacterOfPosition(source, start);
  return { file, line: line + 1, column: character + 1, message };
}

/** `src` and `src/**` + `/*` name all files below src, `*.ts` those of one folder; an exclusion holds for all that is below it. */
function globOf(folder: string, pattern: string, use: "include" | "exclude"): RegExp {
  const parts = slashes(path.resolve(folder, pattern)).split("/");
  const last = parts.at(-1)!;
  // As in TypeScript: a last part without a dot or a star is a folder.
  if (use === "include" && !/[.*?]/.test(last)) parts.push("**", "*");
  const written = parts.map((part, index) => {
    if (part === "**") return index === parts.length - 1 ? ".*" : "(?:[^/]+/)*";
    const text = part
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "[^/]*")
      .replaceAll("?", "[^/]");
    return index === parts.length - 1 ? text : `${text}/`;
  });
  return new RegExp(`^${written.join("")}${use === "exclude" ? "(?:/.*)?" : ""}$`);
}
