import * as path from "node:path";
import { messagesOf } from "../config.js";
import { kindAt } from "../files.js";
import type { Io } from "../io.js";
import type { Flags } from "../session.js";
import { checkJson, checkText, checkTools, coversFolder } from "./check.js";
import { ManifestFile, nearestManifest } from "./manifest-file.js";
import { readCalls, type CallSite } from "./read-calls.js";

/** `parcall tools check`; answers the exit status. */
export async function runCheck(
  io: Io,
  session: Flags,
  flags: { readonly tools?: string; readonly format: string },
  paths: readonly string[],
): Promise<number> {
  const { sites, files, session: out } = await readCalls(io, session, paths);
  const manifestOf = (folder: string): string | undefined =>
    flags.tools === undefined ? nearestManifest(folder) : path.resolve(io.cwd, flags.tools);
  // The manifest of the folder that is checked, too: all of its entries may be unused.
  const folders = (paths.length === 0 ? ["."] : paths)
    .map((given) => path.resolve(io.cwd, given))
    .filter((target) => kindAt(target) === "folder");
  const names = new Set([...files.map((file) => manifestOf(path.dirname(file))), ...folders.map(manifestOf)]);
  const manifests: { readonly manifest: ManifestFile; readonly sites: readonly CallSite[] }[] = [];
  for (const file of [...names].filter((each) => each !== undefined).sort()) {
    try {
      const own = sites.filter((site) => manifestOf(path.dirname(site.file)) === file);
      const manifest = ManifestFile.open(file, io.cwd);
      if (manifest.isNew) out.complain(`${manifest.name}: there is no such file`);
      else manifests.push({ manifest, sites: own });
    } catch (error) {
      const messages = messagesOf(error, io.cwd);
      if (messages === undefined) throw error;
      messages.forEach((message) => out.complain(message));
    }
  }
  const isConfigured = sites.some(({ declared }) => Object.keys(declared).length > 0);
  if (!out.failed && manifests.length === 0 && !isConfigured)
    out.complain("no parcall.tools.json holds for these files; parcall tools init writes one");
  if (out.failed) return 2;
  const sawAll = (manifest: ManifestFile): boolean => coversFolder(paths, io.cwd, manifest.file);
  const checked = checkTools({ manifests, sites, sawAll });
  const shown = manifests.map(({ manifest }) => manifest.name);
  const tools = new Set(sites.map(({ tool }) => tool).filter((tool) => tool !== undefined)).size;
  out.print(
    flags.format === "json"
      ? checkJson(checked, shown, tools)
      : checkText(checked, shown, tools, await out.paint()),
  );
  return checked.findings.some(({ severity }) => severity === "warning") ? 1 : 0;
}
