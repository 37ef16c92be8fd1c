import type { Io } from "./io.js";

/** A line on stderr that says how far the command is, once it takes longer than a moment and stderr is a terminal. */
export class Progress {
  readonly #io: Pick<Io, "now" | "stderr">;
  readonly #started: number;
  #last = -Infinity;
  #shown = false;

  constructor(io: Pick<Io, "now" | "stderr">) {
    this.#io = io;
    this.#started = io.now();
  }

  at(done: number, total: number, file: string): void {
    if (this.#io.stderr.isTTY !== true) return;
    const now = this.#io.now();
    if (now - this.#started < patience || now - this.#last < interval) return;
    const line = `parcall: ${done + 1}/${total} ${file}`.replace(/\p{Cc}/gu, "?");
    this.#io.stderr.write(`\r\u001b[2K${line.slice(0, (this.#io.stderr.columns ?? 80) - 1)}`);
    this.#last = now;
    this.#shown = true;
  }

  /** Makes room for other output. */
  clear(): void {
    if (this.#shown) this.#io.stderr.write("\r\u001b[2K");
    this.#shown = false;
  }
}

const patience = 500;
const interval = 100;
