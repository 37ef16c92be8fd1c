import { runInThisContext } from "node:vm";
import { printError } from "./plain-data.js";

/** jest hands a copy of `process` to its tests, on which no event ever happens; `node:vm` runs code outside its walls. */
const realProcess = runInThisContext("process") as NodeJS.Process;

type Listener = (reason: unknown) => void;

/** Sees the rejections that nobody handles while a program runs. */
export class UnhandledRejections {
  readonly seen: string[] = [];
  private readonly listener: Listener = (reason) => {
    this.seen.push(printError(reason));
  };
  private readonly others: Listener[];

  private constructor(private readonly host: NodeJS.Process) {
    // Other listeners (a test runner's) would take the program's rejection for their own failure.
    this.others = host.listeners("unhandledRejection") as Listener[];
    host.removeAllListeners("unhandledRejection");
    host.on("unhandledRejection", this.listener);
    // Handled after all: counted as unhandled, and no reason for Node to print a warning.
    host.on("rejectionHandled", ignore);
  }

  static watch(): UnhandledRejections {
    return new UnhandledRejections(realProcess);
  }

  stop(): void {
    this.host.removeListener("unhandledRejection", this.listener);
    this.host.removeListener("rejectionHandled", ignore);
    for (const other of this.others) this.host.on("unhandledRejection", other);
  }
}

function ignore(): void {
  // Nothing is to be done.
}
