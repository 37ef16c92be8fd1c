import * as path from "node:path";
import { createRequire } from "node:module";
import type { Ignore, Options } from "ignore";
import { readTextIfThere } from "./files.js";

/** Loaded when the first ignore file is there: most single files have none. */
function emptyRules(): Ignore {
  const load = createRequire(import.meta.url)("ignore") as (options: Options) => Ignore;
  return load({ ignorecase: false });
}

/**
 * The rules of the ignore files of one name (`.gitignore`) at all levels from `top` down. Rules of deeper folders come later
 * and so win, as in git: all of them go into one list, each pattern with its folder in front.
 */
export class IgnoreFiles {
  readonly #rulesOf = new Map<string, Ignore | undefined>();
  readonly #ignored = new Map<string, boolean>();

  constructor(
    readonly name: string,
    readonly top: string,
  ) {}

  /** Whether a file or folder, or a folder above it, is ignored. What is not below `top` never is. */
  ignores(target: string, kind: "file" | "folder"): boolean {
    const relative = path.relative(this.top, target);
    if (relative === "" || !isBelow(relative)) return false;
    const folder = path.dirname(target);
    return this.#ignoresFolder(folder) || this.#matches(target, folder, kind);
  }

  #ignoresFolder(folder: string): boolean {
    const known = this.#ignored.get(folder);
    if (known !== undefined) return known;
    const answer = this.ignores(folder, "folder");
    this.#ignored.set(folder, answer);
    return answer;
  }

  #matches(target: string, folder: string, kind: "file" | "folder"): boolean {
    const rules = this.#rules(folder);
    if (rules === undefined) return false;
    return rules.ignores(slashes(path.relative(this.top, target)) + (kind === "folder" ? "/" : ""));
  }

  /** The rules that hold for what stands in a folder. */
  #rules(folder: string): Ignore | undefined {
    if (this.#rulesOf.has(folder)) return this.#rulesOf.get(folder);
    const above = folder === this.top ? undefined : this.#rules(path.dirname(folder));
    const text = readTextIfThere(path.join(folder, this.name));
    let rules = above;
    if (text !== undefined) {
      const prefix = slashes(path.relative(this.top, folder));
      rules = emptyRules();
      if (above !== undefined) rules.add(above);
      rules.add(
        text
          .replace(/^\uFEFF/, "")
          .split(/\r?\n/)
          .map((line) => within(prefix, line)),
      );
    }
    this.#rulesOf.set(folder, rules);
    return rules;
  }
}

/** The patterns of one list, as a .gitignore in `folder` would hold them. */
export function ignorePatterns(folder: string, patterns: readonly string[]): (file: string) => boolean {
  if (patterns.length === 0) return () => false;
  const rules = emptyRules().add(patterns);
  return (file) => {
    const relative = path.relative(folder, file);
    return relative !== "" && isBelow(relative) && rules.ignores(slashes(relative));
  };
}

/** The same pattern, written in the folder above: `dist` in `a/b` is `a/b/**` + `/dist`, `/dist` is `a/b/dist`. */
function within(prefix: string, line: string): string {
  if (prefix === "" || line.startsWith("#") || line.trim() === "") return line;
  const negated = line.startsWith("!");
  const pattern = negated ? line.slice(1) : line;
  const anchored = pattern.replace(/\/\s*$/, "").includes("/");
  const rest = pattern.startsWith("/") ? pattern.slice(1) : pattern;
  const folder = prefix.replace(/[\\*?[\]!# ]/g, "\\$&");
  return `${negated ? "!" : ""}/${folder}/${anchored ? "" : "**/"}${rest}`;
}

function isBelow(relative: string): boolean {
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function slashes(file: string): string {
  return path.sep === "/" ? file : file.replaceAll(path.sep, "/");
}
