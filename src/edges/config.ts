import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { type Configuration, type OptionProblem, resolveConfiguration } from "../core/options.js";
import { FileError, kindAt, readText } from "./files.js";
import { ignorePatterns } from "./ignored.js";
import { parseJson } from "./json.js";

/** The configuration that holds for a file. */
export interface FoundConfiguration {
  readonly configuration: Configuration;
  /** Where it stands; undefined where there is none. */
  readonly file: string | undefined;
  /** Whether its `ignore` leaves a file out. */
  readonly ignores: (file: string) => boolean;
}

/** A configuration or manifest that cannot be used; `messages` name file, place and key. */
export class ConfigurationError extends Error {
  constructor(readonly messages: readonly string[]) {
    super(messages.join("\n"));
  }
}

const names = ["parcall.config.json", "parcall.config.js", "parcall.config.mjs"];

/** Finds and reads configurations, each folder and file once. A failure is remembered and thrown again for every file. */
export class Configurations {
  readonly #cwd: string;
  readonly #explicit: string | undefined;
  readonly #ofFolder = new Map<string, Promise<FoundConfiguration>>();

  constructor(cwd: string, explicit: string | undefined) {
    this.#cwd = cwd;
    this.#explicit = explicit;
  }

  /** The configuration nearest to a file, going up; with `--config F`, that one for every file. */
  for(file: string): Promise<FoundConfiguration> {
    return this.#in(this.#explicit === undefined ? path.dirname(file) : "");
  }

  #in(folder: string): Promise<FoundConfiguration> {
    const known = this.#ofFolder.get(folder);
    if (known !== undefined) return known;
    const found = folder === "" ? this.#named(this.#explicit!) : this.#nearest(folder);
    this.#ofFolder.set(folder, found);
    return found;
  }

  async #named(file: string): Promise<FoundConfiguration> {
    const target = path.resolve(this.#cwd, file);
    if (kindAt(target) === undefined) throw new ConfigurationError([`${file}: there is no such file`]);
    const found = path.basename(target) === "package.json" ? await this.#packageJson(target) : undefined;
    return found ?? this.#load(target);
  }

  async #nearest(folder: string): Promise<FoundConfiguration> {
    const here = names.map((name) => path.join(folder, name)).filter((file) => kindAt(file) === "file");
    const packageJson = path.join(folder, "package.json");
    const inPackage = kindAt(packageJson) === "file" ? await this.#packageJson(packageJson) : undefined;
    if (inPackage !== undefined) here.push(packageJson);
    if (here.length > 1) {
      const all = here.map((file) => shown(file, this.#cwd));
      throw new ConfigurationError([
        `${all[0]!}: ${all.slice(1).join(" and ")} beside it is one too many; keep one`,
      ]);
    }
    if (inPackage !== undefined) return inPackage;
    if (here[0] !== undefined) return this.#load(here[0]);
    const parent = path.dirname(folder);
    return parent === folder
      ? { configuration: {}, file: undefined, ignores: () => false }
      : this.#in(parent);
  }

  async #packageJson(file: string): Promise<FoundConfiguration | undefined> {
    // Most package.json files on the way up say nothing of parcall, and those need not even be right.
    const text = readText(file);
    if (!text.includes('"parcall"')) return undefined;
    const value = readJson(text, shown(file, this.#cwd));
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, "parcall")) return undefined;
    return this.#check((value as { parcall: unknown }).parcall, file, "parcall");
  }

  async #load(file: string): Promise<FoundConfiguration> {
    if (file.endsWith(".json"))
      return this.#check(readJson(readText(file), shown(file, this.#cwd)), file, "");
    if (!/\.m?js$/.test(file)) {
      throw new ConfigurationError([
        `${shown(file, this.#cwd)}: a configuration is a .json, .js or .mjs file`,
      ]);
    }
    let value: unknown;
    try {
      const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
      value = module.default;
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new ConfigurationError([`${shown(file, this.#cwd)}: it could not be loaded: ${reason}`]);
    }
    if (value === undefined)
      throw new ConfigurationError([`${shown(file, this.#cwd)}: it has no default export`]);
    return this.#check(value, file, "");
  }

  #check(value: unknown, file: string, at: string): FoundConfiguration {
    const { configuration, diagnostics } = resolveConfiguration(value, at);
    if (diagnostics.length > 0) throw new ConfigurationError(inWords(diagnostics, shown(file, this.#cwd)));
    const ignores = ignorePatterns(path.dirname(file), configuration.ignore ?? []);
    return { configuration, file, ignores };
  }
}

/** Parses the JSON of a file that people write; `name` is what messages call it. */
export function readJson(text: string, name: string): unknown {
  const { value, problem } = { value: undefined, ...parseJson(text) };
  if (problem === undefined) return value;
  throw new ConfigurationError([`${name}:${problem.line}:${problem.column}: ${problem.message}`]);
}

/** `file: message`, each with its help. */
export function inWords(problems: readonly OptionProblem[], file: string): readonly string[] {
  return problems.map(({ message, help }) => `${file}: ${message}${help === undefined ? "" : ` (${help})`}`);
}

/** A file as messages name it: from the current folder, with slashes. */
export function shown(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return path.sep === "/" ? relative : relative.replaceAll(path.sep, "/");
}

/** The messages of an error that the user can mend; undefined for a fault of the program. */
export function messagesOf(error: unknown, cwd: string): readonly string[] | undefined {
  if (error instanceof ConfigurationError) return error.messages;
  if (error instanceof FileError) {
    const file = path.isAbsolute(error.file) ? shown(error.file, cwd) : error.file;
    return [`${file}: ${error.problem}`];
  }
  return undefined;
}
