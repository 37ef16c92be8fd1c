import * as path from "node:path";
import { FileError, kindAt, list, realPath } from "./files.js";
import { IgnoreFiles } from "./ignored.js";

/** Something that was asked for and is not there or not readable. */
export interface FindProblem {
  readonly message: string;
  /** Whether `--no-error-on-unmatched-pattern` lets it pass. */
  readonly unmatched: boolean;
}

export interface Found {
  /** Absolute paths: in the order of the arguments, within a folder or glob in the order of their names; each once. */
  readonly files: readonly string[];
  readonly problems: readonly FindProblem[];
}

const languages = /\.[cm]?[jt]sx?$/;
const declarations = /\.d\.[cm]?ts$/;
const neverVisited = new Set(["node_modules", ".git"]);

export const endings = ".ts .tsx .mts .cts .js .jsx .mjs .cjs";

/** Declarations hold no calls; hooks name them all the same, so they are passed over without a word. */
export function isDeclarationName(file: string): boolean {
  return declarations.test(file);
}

/** Whether parcall reads files of this name. */
export function isWorkflowName(file: string): boolean {
  return languages.test(file) && !declarations.test(file);
}

/** Finds the files that paths name: files, folders and globs. A path that exists is never taken for a glob (`[id].tsx`). */
export async function findFiles(paths: readonly string[], cwd: string): Promise<Found> {
  const files = new Map<string, string>();
  const problems: FindProblem[] = [];
  const rules = new Rules(cwd);
  const add = (file: string): void => {
    const real = realPath(file);
    if (!files.has(real)) files.set(real, file);
  };
  for (const given of paths) {
    try {
      const target = path.resolve(cwd, given);
      const kind = kindAt(target);
      if (kind === "file" && isWorkflowName(target)) {
        // Hooks name files one by one, so .parcallignore holds for a named file; .gitignore does not: it was asked for.
        if (!rules.own(path.dirname(target)).ignores(target, "file")) add(target);
      } else if (kind === "file" && !declarations.test(target)) {
        const message = `${given}: not a TypeScript or JavaScript file (${endings})`;
        problems.push({ message, unmatched: true });
      } else if (kind === "folder") {
        const found = walk(target, rules, problems);
        if (found.length === 0) problems.push({ message: noFiles(given), unmatched: true });
        found.forEach(add);
      } else if (kind === undefined && /[*?[\]{}()]/.test(given)) {
        const found = await matchGlob(given, cwd, rules);
        if (found.length === 0) problems.push({ message: `${given}: no file matches`, unmatched: true });
        found.forEach(add);
      } else if (kind === undefined) {
        problems.push({ message: `${given}: there is no such file or folder`, unmatched: true });
      } else if (kind === "other") {
        problems.push({ message: `${given}: neither a file nor a folder`, unmatched: false });
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      problems.push({ message: error.message, unmatched: false });
    }
  }
  return { files: [...files.values()], problems };
}

/** Whether a .parcallignore keeps parcall away from a file that was named (also one that only `--stdin-filepath` names). */
export function isLeftOut(file: string, cwd: string): boolean {
  return new Rules(cwd).own(path.dirname(file)).ignores(file, "file");
}

function noFiles(given: string): string {
  return `${given}: no TypeScript or JavaScript file in it, or all are ignored`;
}

/** The ignore files that hold in a folder, read once. */
class Rules {
  readonly #cwd: string;
  readonly #known = new Map<string, IgnoreFiles>();
  readonly #repositories = new Map<string, string | undefined>();

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  own(folder: string): IgnoreFiles {
    return this.#from(".parcallignore", this.#top(folder));
  }

  git(folder: string): IgnoreFiles {
    return this.#from(".gitignore", this.#top(folder));
  }

  /** For a folder that was named although git ignores it: what stands above does not count, what stands inside does. */
  gitInside(folder: string): IgnoreFiles {
    const rules = this.git(folder);
    return rules.ignores(folder, "folder") ? this.#from(".gitignore", folder) : rules;
  }

  #from(name: string, top: string): IgnoreFiles {
    const key = `${name} ${top}`;
    const known = this.#known.get(key) ?? new IgnoreFiles(name, top);
    this.#known.set(key, known);
    return known;
  }

  /** Ignore files count from the repository's root down; outside a repository, from the current folder down. */
  #top(folder: string): string {
    const inside = folder === this.#cwd || folder.startsWith(this.#cwd + path.sep);
    return this.#repository(folder) ?? (inside ? this.#cwd : folder);
  }

  #repository(folder: string): string | undefined {
    if (this.#repositories.has(folder)) return this.#repositories.get(folder);
    const parent = path.dirname(folder);
    const here = kindAt(path.join(folder, ".git")) !== undefined;
    const root = here ? folder : parent === folder ? undefined : this.#repository(parent);
    this.#repositories.set(folder, root);
    return root;
  }
}

/** Reads the folder before its subfolders are entered, without recursion: trees may be deep. */
function walk(start: string, rules: Rules, problems: FindProblem[]): readonly string[] {
  const own = rules.own(start);
  const git = rules.gitInside(start);
  const files: string[] = [];
  if (own.ignores(start, "folder")) return files;
  const waiting: { readonly at: string; readonly kind: "file" | "folder" }[] = [
    { at: start, kind: "folder" },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === "file") {
      files.push(next.at);
      continue;
    }
    try {
      const wanted = list(next.at).filter((entry) =>
        entry.kind === "folder" ? !neverVisited.has(entry.name) : isWorkflowName(entry.name),
      );
      const inside = wanted.map((entry) => ({ at: path.join(next.at, entry.name), kind: entry.kind }));
      const kept = inside.filter(({ at, kind }) => !own.ignores(at, kind) && !git.ignores(at, kind));
      // The last is taken first, so the names go in backwards to come out in order.
      waiting.push(...kept.reverse());
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      problems.push({ message: error.message, unmatched: false });
    }
  }
  return files;
}

async function matchGlob(pattern: string, cwd: string, rules: Rules): Promise<readonly string[]> {
  const { glob } = await import("tinyglobby");
  const matched = await glob(path.sep === "/" ? pattern : pattern.replaceAll(path.sep, "/"), {
    cwd,
    absolute: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    ignore: ["**/node_modules/**", "**/.git/**"],
  });
  return matched
    .map((file) => path.resolve(file))
    .filter((file) => {
      const folder = path.dirname(file);
      if (!isWorkflowName(file)) return false;
      return !rules.own(folder).ignores(file, "file") && !rules.git(folder).ignores(file, "file");
    })
    .sort((a, b) => (a < b ? -1 : 1));
}

/** Whether an argument names a file, and not a folder or a glob. */
export function namesOneFile(given: string, cwd: string): boolean {
  return kindAt(path.resolve(cwd, given)) === "file";
}
