import type * as Library from "@modelcontextprotocol/client";
import { ServerProcess, type ServerCommand, type ServerTraces } from "./tools/server-process.js";

/** A tool as its server describes it. */
export interface ServerTool {
  readonly name: string;
  /** Undefined where the server says nothing. */
  readonly annotations: Readonly<Record<string, unknown>> | undefined;
}

/** A server that could not be asked, in words for the user. */
export class ServerError extends Error {}

/** A server with more pages than this goes on for ever. */
const mostPages = 1_000;

/**
 * Starts an MCP server on stdin and stdout, asks for all its tools, and ends it, whatever happens. The library is loaded here and nowhere
 * else: no other command needs it.
 */
export async function listServerTools(
  server: ServerCommand,
  timeoutSeconds: number,
  version: string,
): Promise<readonly ServerTool[]> {
  const { Client, deserializeMessage } = await loadLibrary();
  const connection = new ServerProcess(server, deserializeMessage);
  const client = new Client({ name: "parcall", version }, { listMaxPages: mostPages });
  const stopWatching = endWithParcall(connection);
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(new Error("too late"));
    }, timeoutSeconds * 1000);
  });
  // The library has a limit for each request; the one for everything is above.
  const limits = { timeout: timeoutSeconds * 1000 + 1000 };
  const ask = async (): Promise<readonly ServerTool[]> => {
    await client.connect(connection, limits);
    if (client.getServerCapabilities()?.tools === undefined) throw new ServerError("it offers no tools");
    const { tools } = await client.listTools(undefined, limits);
    return tools.map(({ name, annotations }) => ({ name, annotations }));
  };
  try {
    return await Promise.race([ask(), late]);
  } catch (error) {
    throw new ServerError(
      [
        `${[server.command, ...server.args].join(" ")}: ${reason(error, connection.traces, isLate ? timeoutSeconds : undefined)}`,
        ...connection.traces.said.map((line) => `  it said: ${line}`),
      ].join("\n"),
    );
  } finally {
    clearTimeout(timer);
    await connection.close();
    stopWatching();
  }
}

async function loadLibrary(): Promise<typeof Library> {
  try {
    return await import("@modelcontextprotocol/client");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new ServerError(
      "the package @modelcontextprotocol/client is not there: it was left out when parcall was installed (npm install @modelcontextprotocol/client)",
    );
  }
}

/** Traces tell more than what the library makes of them: "connection closed" is the same for all that can go wrong. */
function reason(error: unknown, traces: ServerTraces, late: number | undefined): string {
  const { startError, end, nonsense } = traces;
  if (startError !== undefined) return `it could not be started: ${startError}`;
  const spoke =
    nonsense === undefined
      ? ""
      : `; it printed what is not of the protocol: ${JSON.stringify(nonsense.slice(0, 80))}`;
  if (late !== undefined)
    return `it did not answer within ${late === 1 ? "1 second" : `${late} seconds`} (--timeout)${spoke}`;
  if (end !== undefined) return `it ${end} before it had listed its tools${spoke}`;
  if (error instanceof ServerError) return error.message;
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").slice(0, 300);
  return `it does not speak the protocol as it should: ${message}${spoke}`;
}

/** The server has a process group of its own, so what ends parcall (Ctrl-C) does not reach it by itself. */
function endWithParcall(connection: ServerProcess): () => void {
  const onExit = (): void => connection.kill();
  const onSignal = (signal: NodeJS.Signals): void => {
    stop();
    connection.kill();
    process.kill(process.pid, signal);
  };
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  const stop = (): void => {
    process.off("exit", onExit);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on("exit", onExit);
  for (const signal of signals) process.on(signal, onSignal);
  return stop;
}
