import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { Configurations, messagesOf, readJson } from "../config.js";
import { readText } from "../files.js";
import type { Io } from "../io.js";
import { manifestName } from "../manifest.js";
import { listServerTools, ServerError } from "../mcp-client.js";
import { Session, type Flags } from "../session.js";
import { ManifestFile, nearestManifest } from "./manifest-file.js";
import { pullText, takeAnnotations } from "./pull.js";

/** `parcall tools pull -- COMMAND`; answers the exit status. */
export async function runPull(
  io: Io,
  session: Flags,
  flags: {
    readonly tools?: string;
    readonly dryRun?: boolean;
    readonly prefix: string;
    readonly timeout: number;
  },
  [command = "", ...args]: readonly string[],
): Promise<number> {
  const out = new Session(io, session);
  try {
    const file =
      flags.tools === undefined
        ? (nearestManifest(io.cwd) ?? path.join(io.cwd, manifestName))
        : path.resolve(io.cwd, flags.tools);
    // A manifest that cannot be written to is found before a server is started.
    const manifest = ManifestFile.open(file, io.cwd);
    const { configuration } = await new Configurations(io.cwd, session.config).for(file);
    const server = { command, args, cwd: io.cwd, env: io.env };
    const tools = await listServerTools(server, flags.timeout, version());
    const pulled = takeAnnotations(manifest, tools, flags.prefix, configuration.tools ?? {});
    const isDry = flags.dryRun === true;
    if (!isDry && manifest.isChanged) manifest.save();
    out.print(pullText(manifest, pulled, isDry, await out.paint()));
    return 0;
  } catch (error) {
    const messages = error instanceof ServerError ? [error.message] : messagesOf(error, io.cwd);
    if (messages === undefined) throw error;
    messages.forEach((message) => out.complain(message));
    return 2;
  }
}

function version(): string {
  const file = fileURLToPath(new URL("../../../../package.json", import.meta.url));
  return (readJson(readText(file), "package.json") as { readonly version: string }).version;
}
