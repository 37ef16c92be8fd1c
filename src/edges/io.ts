import type { OptimizeOptions } from "../core/model/options.js";
import type { OptimizeResult } from "../core/model/result.js";

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export type Optimize = (source: string, options?: OptimizeOptions) => OptimizeResult;

/** All that a command touches besides files. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** Loaded when the first file is there: help and usage errors do not need it. */
  readonly loadOptimize: () => Promise<Optimize>;
}

export function processIo(): Io {
  return {
    stdout: standard(process.stdout),
    stderr: standard(process.stderr),
    stdin: process.stdin,
    cwd: process.cwd(),
    env: process.env,
    now: () => performance.now(),
    loadOptimize: async () => (await import("../index.js")).optimize,
  };
}

/** A stream whose reader may go away: `parcall explain | head` ends quietly, and `--write` still writes all files. */
function standard(stream: NodeJS.WriteStream): Output {
  let open = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    open = false;
    if (error.code === "EPIPE") return;
    // A full disk: what was printed is not all there, so the exit status must not say so. This may come after main has ended.
    process.exitCode = 2;
    process.on("exit", () => (process.exitCode = 2));
    if (stream !== process.stderr) process.stderr.write(`error: output: ${error.message}\n`);
  });
  return {
    write: (text) => open && stream.write(text),
    isTTY: stream.isTTY,
    columns: stream.columns,
  };
}

/** Whether to colour what goes to a stream: the flag first, then NO_COLOR and FORCE_COLOR, then whether it is a terminal. */
export function wantsColor(stream: Output, flag: boolean | undefined, env: Io["env"]): boolean {
  if (flag !== undefined) return flag;
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false;
  const force = env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  return stream.isTTY === true && env["TERM"] !== "dumb";
}
