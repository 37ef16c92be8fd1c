import { Buffer } from "node:buffer";
import * as path from "node:path";
import type { Diagnostic } from "../core/model/diagnostic.js";
import type { Configuration } from "../core/options.js";
import type { OptimizeOptions } from "../core/model/options.js";
import type { OptimizeResult } from "../core/model/result.js";
import { plainPaint, type Paint } from "../render/paint.js";
import { clean } from "../render/words.js";
import { Configurations, messagesOf, shown } from "./config.js";
import { decode, readText } from "./files.js";
import { endings, findFiles, isDeclarationName, isLeftOut, isWorkflowName } from "./find.js";
import { type Io, type Optimize, wantsColor } from "./io.js";
import { Manifests } from "./manifest.js";
import { exportsOfModules } from "./modules.js";
import { Progress } from "./progress.js";
import { type Entry, Projects } from "./project.js";

/** The options that all commands have. */
export interface Flags {
  readonly config?: string;
  readonly tools?: string;
  /** The manifest that `tools` names may not be there yet. */
  readonly toolsMayBeNew?: boolean;
  readonly effects?: OptimizeOptions["effects"];
  readonly schedule?: OptimizeOptions["schedule"];
  readonly emit?: OptimizeOptions["emit"];
  readonly stdinFilepath?: string;
  readonly errorOnUnmatchedPattern: boolean;
  readonly color?: boolean;
}

/** A file that was read and optimized. */
export interface Processed {
  /** Absolute. */
  readonly file: string;
  /** As messages name it. */
  readonly name: string;
  readonly text: string;
  /** Undefined where an ignore file or a configuration leaves the file out, which matters only for stdin: its text must come back. */
  readonly result: OptimizeResult | undefined;
  /** Whether a diagnostic with severity error was printed: then nothing is to be done with the file. */
  readonly broken: boolean;
}

/** One run of a command: reads what it was given, prints, and remembers whether anything went wrong. */
export class Session {
  readonly #io: Io;
  readonly #flags: Flags;
  readonly #configurations: Configurations;
  readonly #manifests: Manifests;
  readonly #progress: Progress;
  readonly #projects: Projects;
  readonly #complaints = new Set<string>();
  #optimize: Optimize | undefined;
  #failed = false;

  constructor(io: Io, flags: Flags) {
    this.#io = io;
    this.#flags = flags;
    this.#configurations = new Configurations(io.cwd, flags.config);
    this.#manifests = new Manifests(io.cwd, flags.tools, flags.toolsMayBeNew);
    this.#progress = new Progress(io);
    this.#projects = new Projects(io.cwd, (message) => this.note(`warning: ${clean(message)}`));
  }

  /** Whether something was wrong with the input: the exit status is 2 then. */
  get failed(): boolean {
    return this.#failed;
  }

  get cwd(): string {
    return this.#io.cwd;
  }

  print(text: string): void {
    this.#progress.clear();
    this.#io.stdout.write(text);
  }

  note(text: string): void {
    this.#progress.clear();
    this.#io.stderr.write(`${text}\n`);
  }

  /** Prints what is wrong, each thing once: one broken configuration may concern a thousand files. */
  complain(message: string): void {
    this.#failed = true;
    if (this.#complaints.has(message)) return;
    this.#complaints.add(message);
    this.note(`error: ${message}`);
  }

  /** The colours for stdout. */
  async paint(): Promise<Paint> {
    if (!wantsColor(this.#io.stdout, this.#flags.color, this.#io.env)) return plainPaint;
    const { default: picocolors } = await import("picocolors");
    return picocolors.createColors(true);
  }

  /** Reads and optimizes one by one what the arguments name; bad files are reported and passed over. */
  async *files(paths: readonly string[]): AsyncGenerator<Processed> {
    if (this.#flags.stdinFilepath !== undefined) {
      const processed = await this.#standardInput(this.#flags.stdinFilepath);
      if (processed !== undefined) yield processed;
      return;
    }
    const { files, problems } = await findFiles(paths.length === 0 ? ["."] : paths, this.#io.cwd);
    for (const { message, unmatched } of problems) {
      if (!unmatched || this.#flags.errorOnUnmatchedPattern) this.complain(message);
    }
    for (const [index, file] of files.entries()) {
      this.#progress.at(index, files.length, shown(file, this.#io.cwd));
      const processed = await this.#one(file, () => readText(file));
      if (processed !== undefined) yield processed;
    }
    this.#progress.clear();
  }

  async #standardInput(given: string): Promise<Processed | undefined> {
    const file = path.resolve(this.#io.cwd, given);
    const name = shown(file, this.#io.cwd);
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.#io.stdin) chunks.push(chunk);
    const text = await this.#guard(name, () => decode(Buffer.concat(chunks), file));
    if (text === undefined) return undefined;
    const untouched: Processed = { file, name, text, result: undefined, broken: false };
    if (isDeclarationName(file) || isLeftOut(file, this.#io.cwd)) return untouched;
    if (!isWorkflowName(file)) {
      this.complain(`${given}: the name after --stdin-filepath must end in ${endings}`);
      return { ...untouched, broken: true };
    }
    return (await this.#one(file, () => text, true)) ?? { ...untouched, broken: true };
  }

  /** Does one file; undefined where something is wrong with it or its configuration, or where that leaves it out. */
  async #one(file: string, read: () => string, evenIfLeftOut = false): Promise<Processed | undefined> {
    const name = shown(file, this.#io.cwd);
    return this.#guard(name, async () => {
      const { configuration, ignores } = await this.#configurations.for(file);
      if (ignores(file)) {
        return evenIfLeftOut ? { file, name, text: read(), result: undefined, broken: false } : undefined;
      }
      const text = read();
      const options = this.#options({ file, name, text }, configuration);
      this.#optimize ??= await this.#io.loadOptimize();
      const result = this.#optimize(text, options);
      const errors = result.diagnostics.filter((found) => found.severity === "error");
      for (const error of errors) this.#report(name, error);
      return { file, name, text, result, broken: errors.length > 0 };
    });
  }

  /** A flag wins over the configuration, and what is said nowhere is left to the core. */
  #options(entry: Entry, configuration: Configuration): OptimizeOptions {
    const { file, name } = entry;
    const { conventions, pure, runtime, speculate } = configuration;
    const tools = this.#manifests.for(file, configuration.tools);
    const effects = this.#flags.effects ?? configuration.effects;
    const schedule = this.#flags.schedule ?? configuration.schedule;
    const emit = this.#flags.emit ?? configuration.emit;
    const said = { conventions, pure, runtime, speculate, tools, effects, schedule, emit };
    const given = Object.entries(said).filter(([, value]) => value !== undefined);
    return {
      ...(Object.fromEntries(given) as typeof said),
      fileName: name,
      exportsOf: exportsOfModules(file),
      moduleAt: this.#projects.modulesOf(entry),
    };
  }

  /** Whatever is wrong with one file is reported, and the others go on. */
  async #guard<Value>(name: string, work: () => Value | Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      for (const message of messagesOf(error, this.#io.cwd) ?? [faultIn(name, error)]) this.complain(message);
      return undefined;
    }
  }

  #report(name: string, error: Diagnostic): void {
    this.#failed = true;
    this.note(inLine(name, error));
  }
}

function faultIn(name: string, error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${name}: parcall has a fault and leaves the file as it is; please report it with the file\n${text}`;
}

/** `path:line:column: error: message (code)`, and what to do about it. */
export function inLine(name: string, found: Diagnostic): string {
  const head = `${clean(name)}:${found.line}:${found.column}: ${found.severity}: ${clean(found.message)} (${found.code})`;
  return found.help === undefined ? head : `${head}\n  help: ${clean(found.help)}`;
}
