import * as path from "node:path";
import { FileError, kindAt, readText } from "./files.js";
import { scanExports } from "./exports.js";

/** What `parcall/runtime` exports; known without looking. */
export const runtimeExports: readonly string[] = [
  "callTool",
  "callToolsParallel",
  "callToolsSettled",
  "configureRuntime",
  "createRuntime",
  "unwrap",
];

/** For a file: the names that a module it imports exports, or undefined where that takes more than a look at the module. */
export function exportsOfModules(file: string): (specifier: string) => readonly string[] | undefined {
  return (specifier) => {
    if (specifier === "parcall/runtime") return runtimeExports;
    if (!/^\.{1,2}\//.test(specifier)) return undefined;
    const names = exportsOfFile(resolve(path.dirname(file), specifier), 0);
    return names === undefined ? undefined : [...names].sort();
  };
}

// A `.js` in an import is written for what a compiler makes of the `.ts` beside the workflow.
const sources = new Map([
  [".js", [".ts", ".tsx", ".js", ".jsx"]],
  [".mjs", [".mts", ".mjs"]],
  [".cjs", [".cts", ".cjs"]],
  [".jsx", [".tsx", ".jsx"]],
]);
const allEndings = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

function resolve(folder: string, specifier: string): string | undefined {
  const target = path.resolve(folder, specifier);
  const ending = path.extname(target);
  const known = sources.get(ending);
  const candidates =
    known !== undefined
      ? known.map((other) => target.slice(0, -ending.length) + other)
      : allEndings.includes(ending)
        ? [target]
        : [
            ...allEndings.map((other) => target + other),
            ...allEndings.map((other) => path.join(target, `index${other}`)),
          ];
  return candidates.find((candidate) => kindAt(candidate) === "file");
}

/** Modules that pass each other's exports on may do so in a circle. */
const deepest = 8;

function exportsOfFile(file: string | undefined, depth: number): ReadonlySet<string> | undefined {
  if (file === undefined || depth > deepest) return undefined;
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
  const scanned = scanExports(text);
  if (scanned === undefined) return undefined;
  const names = new Set(scanned.names);
  for (const specifier of scanned.all) {
    const inner = /^\.{1,2}\//.test(specifier)
      ? exportsOfFile(resolve(path.dirname(file), specifier), depth + 1)
      : undefined;
    if (inner === undefined) return undefined;
    for (const name of inner) if (name !== "default") names.add(name);
  }
  return names;
}
