import type { ToolTable } from "./effects.js";

export type EffectsProfile = "inferred" | "strict" | "data-only";
export type Schedule = "rounds" | "chains";
export type Emit = "batch" | "promise-all";

/** Which calls are tool calls, beyond the built-in conventions (semantics, section 8). */
export interface ConventionOption {
  /** The callee as it is written, with `*` for a varying part: `codemode.*`, `external_*`, `step.run`, `*.invokeTool`. */
  readonly call: string;
  /**
   * Where the tool's name is: `"callee"` (what `*` at the end of `call` stands for; the default when `call` ends in `*`), the index
   * of an argument (default 0 otherwise), or the index and property of an argument object: `"0.name"`.
   */
  readonly tool?: "callee" | number | string;
  /** Where the tool's arguments are: the index of an argument, or index and property (`"0.arguments"`). */
  readonly arguments?: number | string;
  /** Whether a failed tool throws (default true). */
  readonly throws?: boolean;
}

/** A module of the project that a file imports. */
export interface ProjectModule {
  /** The same for every way that leads to the module; it is the `importer` where the module's own imports are asked for. */
  readonly fileName: string;
  readonly text: string;
}

/** The options of `optimize`, all optional. */
export interface OptimizeOptions {
  /** Decides the language by its ending, and names the file in messages. Default `workflow.ts`. */
  readonly fileName?: string;
  readonly conventions?: readonly (string | ConventionOption)[];
  readonly tools?: ToolTable;
  readonly effects?: EffectsProfile;
  readonly schedule?: Schedule;
  readonly emit?: Emit;
  readonly speculate?: boolean;
  /** Functions that do nothing observable, as they are written where they are called; `*` stands for a varying part. */
  readonly pure?: readonly string[];
  /** The module that callToolsParallel is imported from where `callTool` does not decide it. Default `parcall/runtime`. */
  readonly runtime?: string;
  /** The names that a module exports, or undefined where it cannot be looked at. */
  readonly exportsOf?: (specifier: string) => readonly string[] | undefined;
  /**
   * The source of a module of the project that a file imports, or undefined where it is none of the project's own. `importer` is
   * the `fileName` of these options, or one that this function itself has answered.
   */
  readonly moduleAt?: (specifier: string, importer: string) => ProjectModule | undefined;
}

/** What `moduleAt` is where there is no project. */
export const noProject = (): undefined => undefined;

/** The name of a text that was given none. */
export const defaultFileName = "workflow.ts";

/** Options after validation: nothing missing, nothing unknown. */
export interface Options {
  readonly fileName: string;
  readonly conventions: readonly ConventionOption[];
  readonly tools: ToolTable;
  readonly effects: EffectsProfile;
  readonly schedule: Schedule;
  readonly emit: Emit;
  readonly speculate: boolean;
  readonly pure: readonly string[];
  readonly runtime: string;
  readonly exportsOf: (specifier: string) => readonly string[] | undefined;
  readonly moduleAt: (specifier: string, importer: string) => ProjectModule | undefined;
}
