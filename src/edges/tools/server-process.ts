import type { ChildProcess, spawn as nodeSpawn } from "node:child_process";
import { createRequire } from "node:module";
import { StringDecoder } from "node:string_decoder";
import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";

/** How a server is started. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a server left behind: for the message that tells why it did not answer. */
export interface ServerTraces {
  /** Why it could not be started. */
  readonly startError: string | undefined;
  /** "ended with status 1", "was ended by SIGKILL"; undefined while it runs. */
  readonly end: string | undefined;
  /** The first line on stdout that is no message of the protocol. */
  readonly nonsense: string | undefined;
  /** The last lines of stderr. */
  readonly said: readonly string[];
}

/** How long a server may take to end by itself when its input ends, and then when it is told to. */
const patience = { input: 1_000, signal: 1_000 };
/** A line longer than this is no list of tools. */
const longestLine = 64 * 1024 * 1024;
const mostSaid = 10;

/**
 * A server as a child process, spoken to line by line. The library's own transport ends one process only: of `npx server` or
 * `sh -c "server; …"` the server itself would live on. So the command gets a process group, and the group is ended. It also forgets the
 * exit status and what the server said on stderr, which is what a user needs to know.
 */
export class ServerProcess implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #parse: (line: string) => JSONRPCMessage;
  readonly #server: ServerCommand;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;
  #line = "";
  #said = "";
  #traces: { startError?: string; end?: string; nonsense?: string } = {};

  constructor(server: ServerCommand, parse: (line: string) => JSONRPCMessage) {
    this.#server = server;
    this.#parse = parse;
  }

  get traces(): ServerTraces {
    const said = this.#said.split(/\r?\n/).filter((line) => line.trim() !== "");
    const { startError, end, nonsense } = this.#traces;
    return { startError, end, nonsense, said: said.slice(-mostSaid) };
  }

  async start(): Promise<void> {
    const spawn = createRequire(import.meta.url)("cross-spawn") as typeof nodeSpawn;
    const { command, args, cwd, env } = this.#server;
    const child = spawn(command, [...args], {
      cwd,
      env: env as NodeJS.ProcessEnv,
      stdio: ["pipe", "pipe", "pipe"],
      detached: hasGroups,
      windowsHide: true,
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        this.#traces.end =
          signal === null ? `ended with status ${code ?? "unknown"}` : `was ended by ${signal}`;
        resolve();
      });
      child.once("error", () => resolve());
    });
    child.once("close", () => this.onclose?.());
    // A server that has gone closes its input; that it has gone is told by `close`.
    child.stdin!.on("error", (error) => this.onerror?.(error));
    this.#readLines(child);
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.#said = (this.#said + text).slice(-10_000);
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (error: NodeJS.ErrnoException) => {
        this.#traces.startError = error.code === "ENOENT" ? "there is no such command" : error.message;
        reject(error);
      });
    });
  }

  #readLines(child: ChildProcess): void {
    const decoder = new StringDecoder("utf8");
    child.stdout!.on("data", (bytes: Buffer) => {
      const lines = (this.#line + decoder.write(bytes)).split("\n");
      this.#line = lines.pop()!;
      for (const line of lines) this.#take(line.replace(/\r$/, ""));
      if (this.#line.length > longestLine) {
        this.#traces.nonsense ??= this.#line;
        this.#line = "";
        void this.close();
      }
    });
  }

  /** Some servers greet on stdout before they speak the protocol: such lines are passed over, and told where nothing else comes. */
  #take(line: string): void {
    if (line.trim() === "") return;
    let message: JSONRPCMessage;
    try {
      message = this.#parse(line);
    } catch (error) {
      this.#traces.nonsense ??= line;
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    this.onmessage?.(message);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const { stdin } = this.#child ?? {};
    if (!stdin?.writable) throw new Error("the server has gone");
    stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Ends the server, and waits until it has ended. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    child.stdin!.end();
    if (!(await within(patience.input, this.#ended))) {
      this.#signal(child, "SIGTERM");
      if (!(await within(patience.signal, this.#ended))) this.#signal(child, "SIGKILL");
      await this.#ended;
    }
    // What the command has started and left behind, too.
    this.#signal(child, "SIGKILL");
    child.stdout!.destroy();
    child.stderr!.destroy();
  }

  /** For the last moment, when there is no time to wait. */
  kill(): void {
    if (this.#child?.pid !== undefined) this.#signal(this.#child, "SIGKILL");
  }

  #signal(child: ChildProcess, signal: NodeJS.Signals): void {
    if (!hasGroups) {
      child.kill(signal);
      return;
    }
    try {
      process.kill(-child.pid!, signal);
    } catch {
      // Nobody of the group is left.
    }
  }
}

const hasGroups = process.platform !== "win32";

/** Whether it happened in time. */
async function within(milliseconds: number, happened: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), milliseconds)));
  const answer = await Promise.race([happened.then(() => true), late]);
  clearTimeout(timer);
  return answer;
}
