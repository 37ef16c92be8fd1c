import * as path from "node:path";
import type { ToolTable } from "../core/model/effects.js";
import { resolveManifest } from "../core/options.js";
import { ConfigurationError, inWords, readJson, shown } from "./config.js";
import { kindAt, readText } from "./files.js";

export const manifestName = "parcall.tools.json";

/**
 * Finds and reads manifests. For each tool name the manifest wins over `"tools"` in the configuration; `--tools F` stands for the
 * manifest nearest to the file, it is not added to it.
 */
export class Manifests {
  readonly #cwd: string;
  readonly #explicit: string | undefined;
  readonly #mayBeNew: boolean;
  readonly #ofFolder = new Map<string, ToolTable | undefined>();
  readonly #ofFile = new Map<string, ToolTable>();

  /** `mayBeNew`: the named manifest is about to be made, so nothing is declared where it is not there. */
  constructor(cwd: string, explicit: string | undefined, mayBeNew = false) {
    this.#cwd = cwd;
    this.#explicit = explicit;
    this.#mayBeNew = mayBeNew;
  }

  /** What is known of the tools that a file calls. */
  for(file: string, configured: ToolTable | undefined): ToolTable | undefined {
    const declared =
      this.#explicit === undefined ? this.#nearest(path.dirname(file)) : this.#named(this.#explicit);
    if (declared === undefined || configured === undefined) return declared ?? configured;
    return { ...configured, ...declared };
  }

  #named(file: string): ToolTable {
    const target = path.resolve(this.#cwd, file);
    if (kindAt(target) === undefined && this.#mayBeNew) return {};
    if (kindAt(target) === undefined) throw new ConfigurationError([`${file}: there is no such file`]);
    return this.#load(target);
  }

  #nearest(folder: string): ToolTable | undefined {
    if (this.#ofFolder.has(folder)) return this.#ofFolder.get(folder);
    const file = path.join(folder, manifestName);
    const parent = path.dirname(folder);
    const found =
      kindAt(file) === "file" ? this.#load(file) : parent === folder ? undefined : this.#nearest(parent);
    this.#ofFolder.set(folder, found);
    return found;
  }

  #load(file: string): ToolTable {
    const known = this.#ofFile.get(file);
    if (known !== undefined) return known;
    const name = shown(file, this.#cwd);
    const { tools, diagnostics } = resolveManifest(readJson(readText(file), name));
    if (diagnostics.length > 0) throw new ConfigurationError(inWords(diagnostics, name));
    this.#ofFile.set(file, tools);
    return tools;
  }
}
