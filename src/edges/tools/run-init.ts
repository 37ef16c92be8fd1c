import { messagesOf } from "../config.js";
import type { Io } from "../io.js";
import type { Flags } from "../session.js";
import { byManifest, initialize, initText, type Initialized } from "./init.js";
import { readCalls } from "./read-calls.js";

/** `parcall tools init`; answers the exit status. */
export async function runInit(
  io: Io,
  session: Flags,
  flags: { readonly tools?: string; readonly dryRun?: boolean },
  paths: readonly string[],
): Promise<number> {
  const read = await readCalls(io, session, paths);
  const out = read.session;
  const { groups, homeless } = byManifest(read.sites, io.cwd, flags.tools);
  for (const name of homeless)
    out.complain(
      `${name}: no parcall.tools.json holds for it; name one with --tools, or run parcall in its folder`,
    );
  const done: Initialized[] = [];
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      const messages = messagesOf(error, io.cwd);
      if (messages === undefined) throw error;
      messages.forEach((message) => out.complain(message));
    }
  };
  for (const group of groups) guarded(() => done.push(initialize(group, io.cwd)));
  // A file that cannot be read may hold the one call that throws an answer away.
  if (out.failed) {
    out.note("nothing was written: mend this first");
    return 2;
  }
  const isDry = flags.dryRun === true;
  if (done.length === 0)
    out.print(
      `No tool is called in ${read.files.length === 1 ? "1 file" : `${read.files.length} files`}; no manifest is made.\n`,
    );
  for (const [index, each] of done.entries()) {
    if (!isDry && each.manifest.isChanged) guarded(() => each.manifest.save());
    if (out.failed) return 2;
    out.print(`${index > 0 ? "\n" : ""}${initText(each, isDry, await out.paint())}`);
    if (isDry && each.manifest.isChanged) {
      const { unifiedDiff } = await import("../diff.js");
      out.print(`\n${unifiedDiff(each.manifest.name, each.manifest.before, each.manifest.text)}`);
    }
  }
  return 0;
}
