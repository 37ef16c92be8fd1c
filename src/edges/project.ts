import * as path from "node:path";
import type { OptimizeOptions } from "../core/model/options.js";
import type { Parser } from "../core/syntax/parser.js";
import { shown } from "./config.js";
import { FileError, kindAt, readTextUpTo, realPath } from "./files.js";
import { isWorkflowName } from "./find.js";
import { loadParser } from "./parser.js";
import {
  type ConfigProblem,
  isInstalled,
  moduleHost,
  mostBytes,
  type ProjectConfig,
  readProjectConfig,
  slashes,
  type TypeScript,
} from "./tsconfig.js";

type ModuleAt = NonNullable<OptimizeOptions["moduleAt"]>;

/** A file that is being rewritten. */
export interface Entry {
  /** Absolute. */
  readonly file: string;
  /** Its `fileName` for the core. */
  readonly name: string;
  /** Which may have come from stdin, so that it is not what stands on disk. */
  readonly text: string;
}

interface Project extends ProjectConfig {
  readonly cache: ReturnType<TypeScript["createModuleResolutionCache"]>;
  /** Where imports lead to, by importer and specifier. */
  readonly found: Map<string, string | undefined>;
}

const configNames = ["tsconfig.json", "jsconfig.json"];

/**
 * Finds the modules that files import from their own project, for one run of a command: what was found, read or broken is
 * remembered. Nothing is loaded or read before the first module is asked for.
 */
export class Projects {
  readonly #cwd: string;
  readonly #warn: (message: string) => void;
  readonly #load: () => Parser;
  readonly #configOfFolder = new Map<string, string | undefined>();
  readonly #projects = new Map<string, Project | undefined>();
  readonly #projectOfFile = new Map<string, Project | undefined>();
  readonly #texts = new Map<string, string | undefined>();
  readonly #warnings = new Set<string>();
  #typescript: TypeScript | undefined;

  /** `warn` is told once of what is wrong with a tsconfig. */
  constructor(cwd: string, warn: (message: string) => void, load: () => Parser = loadParser) {
    this.#cwd = cwd;
    this.#warn = warn;
    this.#load = load;
  }

  /** The option `moduleAt` for one file. */
  modulesOf({ file, name, text }: Entry): ModuleAt {
    return (specifier, importer) => {
      // Links are followed, as Node and the compiler do: one file under two names would be two modules with a state each.
      const entry = realPath(file);
      const from = importer === name ? entry : path.resolve(this.#cwd, importer);
      // Above a module outside of the project's folder (which a base or a reference names) there need not be a tsconfig.
      const project = this.#projectOf(this.#nearest(path.dirname(from)) === undefined ? entry : from);
      const found = project && this.#resolve(specifier, from, project);
      if (found === undefined) return undefined;
      if (found === entry) return { fileName: name, text };
      const source = this.#read(found);
      return source === undefined ? undefined : { fileName: shown(found, this.#cwd), text: source };
    };
  }

  get #ts(): TypeScript {
    return (this.#typescript ??= this.#load().ts);
  }

  /** The module of the project that an import leads to, as a real path. */
  #resolve(specifier: string, importer: string, project: Project): string | undefined {
    const { options, cache, found } = project;
    // With suffixes (`.ios`, `.web`) one import leads to another file on each platform.
    if (specifier === "" || options.moduleSuffixes?.some((suffix) => suffix !== "")) return undefined;
    const key = `${importer}\0${specifier}`;
    if (found.has(key)) return found.get(key);
    const ts = this.#ts;
    const host = moduleHost(this.#cwd);
    const from = slashes(importer);
    const mode = ts.getImpliedNodeFormatForFile(from, cache.getPackageJsonInfoCache(), host, options);
    const resolve = (conditions: readonly string[]): string | undefined => {
      const usual = conditions.length === 0;
      const customConditions = [...(options.customConditions ?? []), ...conditions];
      const chosen = usual ? options : { ...options, customConditions };
      const known = usual ? cache : undefined;
      const { resolvedModule } = ts.resolveModuleName(specifier, from, chosen, host, known, undefined, mode);
      return resolvedModule && realPath(path.resolve(resolvedModule.resolvedFileName));
    };
    const target = resolve([]);
    const isSure =
      target !== undefined &&
      isOwn(target, project) &&
      // Where package.json has `"#log": { "development": …, "default": … }`, the host decides what runs.
      (specifier.startsWith(".") || resolve(hostConditions) === target);
    const answer = isSure ? target : undefined;
    found.set(key, answer);
    return answer;
  }

  #read(file: string): string | undefined {
    if (this.#texts.has(file)) return this.#texts.get(file);
    let text: string | undefined;
    try {
      text = readTextUpTo(file, mostBytes);
    } catch (error) {
      // Not to be read, or not text: then it stays unknown, as a package does.
      if (!(error instanceof FileError)) throw error;
    }
    this.#texts.set(file, text);
    return text;
  }

  #projectOf(file: string): Project | undefined {
    if (this.#projectOfFile.has(file)) return this.#projectOfFile.get(file);
    const config = this.#nearest(path.dirname(file));
    const project = config === undefined ? undefined : this.#covering(config, file);
    this.#projectOfFile.set(file, project);
    return project;
  }

  /** The nearest tsconfig.json, or the one of those that it refers to whose file this is: the first often holds references only. */
  #covering(config: string, file: string): Project | undefined {
    const nearest = this.#project(config);
    const seen = new Set([config]);
    const waiting = [nearest];
    for (const project of waiting) {
      if (project === undefined) continue;
      if (project.covers(file)) return project;
      for (const reference of project.references) {
        if (seen.has(reference)) continue;
        seen.add(reference);
        waiting.push(this.#project(reference));
      }
    }
    return nearest;
  }

  #nearest(folder: string): string | undefined {
    if (this.#configOfFolder.has(folder)) return this.#configOfFolder.get(folder);
    const parent = path.dirname(folder);
    const here = configNames.map((name) => path.join(folder, name)).find(isFile);
    const found = here ?? (parent === folder ? undefined : this.#nearest(parent));
    this.#configOfFolder.set(folder, found);
    return found;
  }

  #project(file: string): Project | undefined {
    if (this.#projects.has(file)) return this.#projects.get(file);
    const ts = this.#ts;
    const read = readProjectConfig(ts, moduleHost(this.#cwd), file);
    let project: Project | undefined;
    if ("problem" in read) this.#complain(read.problem);
    else {
      const cache = ts.createModuleResolutionCache(slashes(this.#cwd), (name) => name, read.config.options);
      project = { ...read.config, cache, found: new Map() };
    }
    this.#projects.set(file, project);
    return project;
  }

  /** One base may be broken for the tsconfig of every package. */
  #complain({ file, line, column, message }: ConfigProblem): void {
    const place = line === undefined ? "" : `:${line}:${column}`;
    const plain = message.replaceAll(`${slashes(this.#cwd)}/`, "").replace(/\.$/, "");
    const warning = `${shown(file, this.#cwd)}${place}: ${plain}; functions from other files stay unknown`;
    if (this.#warnings.has(warning)) return;
    this.#warnings.add(warning);
    this.#warn(warning);
  }
}

/** The names by which hosts choose among the files of a package. */
const hostConditions = [
  "browser",
  "bun",
  "deno",
  "development",
  "edge-light",
  "electron",
  "module",
  "node",
  "production",
  "react-native",
  "react-server",
  "test",
  "worker",
  "workerd",
];

function isFile(target: string): boolean {
  try {
    return kindAt(target) === "file";
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

/** Declarations have no code, and what is installed may be another version where the program runs. */
function isOwn(file: string, { folders }: ProjectConfig): boolean {
  if (!isWorkflowName(file) || /\.d\.[^./\\]+\.ts$/.test(file) || isInstalled(file)) return false;
  return folders.some((folder) => {
    const relative = path.relative(folder, file);
    return relative !== "" && relative.split(path.sep)[0] !== ".." && !path.isAbsolute(relative);
  });
}
