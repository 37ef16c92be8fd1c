import { createRuntime } from "../runtime/index.js";

/** The part of the runtime that programs use, working on simulated tools. */
export interface SimulatedRuntime {
  readonly callTool: (tool: string, prompt?: unknown, kwargs?: object | null) => Promise<unknown>;
  readonly callToolsParallel: unknown;
  readonly callToolsSettled: unknown;
  readonly unwrap: unknown;
}

export type SimulatedInvoke = (tool: string, prompt: unknown, kwargs: unknown) => Promise<unknown>;
export type MakeRuntime = (invoke: SimulatedInvoke) => SimulatedRuntime;

/** The project's own runtime, without a limit: rounds are counted as if tools took everything at once. */
export const projectRuntime: MakeRuntime = (invoke) =>
  createRuntime({ invoke, maxConcurrency: Number.POSITIVE_INFINITY, signal: neverAborted });

/** One for all: a runtime of its own makes one for every run, and that is slow. */
const neverAborted = new AbortController().signal;
