import { manifestEntry } from "../../core/2-analyze/tools/manifest-entry.js";
import type { ToolTable } from "../../core/model/effects.js";
import { plainPaint, type Paint } from "../../render/paint.js";
import { align, clean } from "../../render/words.js";
import { ServerError, type ServerTool } from "../mcp-client.js";
import {
  contradictions,
  hintsInWords,
  sameHints,
  snapshotOf,
  type Annotations,
  type Contradiction,
} from "./annotations.js";
import type { ManifestFile } from "./manifest-file.js";

type What = "added" | "changed" | "same" | "kept" | "left out";

export interface PulledTool {
  readonly tool: string;
  readonly what: What;
  readonly text: string;
  readonly contradictions: readonly Contradiction[];
}

/**
 * Takes the annotations of a server's tools into the manifest. What people have written stays: a word, and every key of an object but
 * `annotations`. `elsewhere` is what the configuration declares.
 */
export function takeAnnotations(
  manifest: ManifestFile,
  tools: readonly ServerTool[],
  prefix: string,
  elsewhere: ToolTable,
): readonly PulledTool[] {
  const seen = new Set<string>();
  const before = manifest.tools;
  return tools
    .map(({ name, annotations }) => ({ tool: prefix + name, annotations }))
    .sort((a, b) => (a.tool < b.tool ? -1 : 1))
    .map(({ tool, annotations }) => {
      if (seen.has(tool)) throw new ServerError(`the server lists ${tool} twice`);
      seen.add(tool);
      return takeOne(manifest, before, tool, annotations && snapshotOf(annotations), elsewhere);
    });
}

function takeOne(
  manifest: ManifestFile,
  before: ToolTable,
  tool: string,
  given: Annotations | undefined,
  elsewhere: ToolTable,
): PulledTool {
  const result = (what: What, text: string, against: readonly Contradiction[] = []): PulledTool => ({
    tool,
    what,
    text,
    contradictions: against,
  });
  if (tool === "" || tool.includes("*"))
    return result("left out", "an entry of this name would stand for other tools");
  const entry = Object.hasOwn(before, tool) ? before[tool]! : undefined;
  if (typeof entry === "object") {
    const against = given === undefined ? [] : contradictions(entry, given);
    const old = entry.annotations;
    if (given === undefined) {
      if (old === undefined) return result("kept", "the server gives no annotations", against);
      const isEmpty = Object.keys(entry).length === 1;
      manifest.set(isEmpty ? [tool] : [tool, "annotations"], undefined);
      return result("changed", `had ${hintsInWords(old)}; the server gives no annotations any more`);
    }
    if (old !== undefined && sameHints(old, given)) return result("same", hintsInWords(given), against);
    manifest.set([tool, "annotations"], given);
    return old === undefined
      ? result("changed", `${hintsInWords(given)}; the rest of the entry is made by hand and stays`, against)
      : result("changed", `${hintsInWords(given)}; had ${hintsInWords(old)}`, against);
  }
  // Without an entry of its own: one that was made by hand for many tools, or for the configuration, would lose to a new one.
  const byHand = manifestEntry(tool, before) ?? manifestEntry(tool, elsewhere);
  if (byHand !== undefined) {
    const said = byHand.name === tool ? "" : ` (${byHand.name})`;
    const shown = typeof byHand.entry === "string" ? `"${byHand.entry}"` : "an entry";
    const against = given === undefined ? [] : contradictions(byHand.entry, given);
    return result(
      "kept",
      `${shown}${said} is made by hand; the server says ${given === undefined ? "nothing" : hintsInWords(given)}`,
      against,
    );
  }
  if (given === undefined) return result("left out", "the server gives no annotations");
  manifest.set([tool], { annotations: given });
  return result("added", hintsInWords(given));
}

/** What happened to which entry; those that stay the same are counted only. */
export function pullText(
  manifest: ManifestFile,
  pulled: readonly PulledTool[],
  isDry: boolean,
  paint: Paint = plainPaint,
): string {
  const told = pulled.filter(({ what }) => what !== "same");
  const lines = align(told.map(({ what, tool, text }) => [what, clean(tool), text]));
  const against = pulled.flatMap(({ tool, contradictions: all }) => all.map((each) => ({ tool, ...each })));
  const number = (what: What): number => pulled.filter((each) => each.what === what).length;
  const counts = (["added", "changed", "same", "kept", "left out"] as const)
    .filter((what) => number(what) > 0)
    .map((what) => `${number(what)} ${what === "same" ? "as before" : what}`);
  const name = clean(manifest.name);
  const state = !manifest.isChanged ? "stays as it is" : isDry ? "would be written" : "written";
  return [
    ...lines,
    ...(lines.length > 0 ? [""] : []),
    ...against.map(({ tool, message, isDangerous }) =>
      isDangerous ? paint.yellow(`warning: ${clean(tool)}: ${message}`) : `note: ${clean(tool)}: ${message}`,
    ),
    ...(against.length > 0 ? [""] : []),
    `${name}: ${state}; ${pulled.length === 0 ? "the server has no tools" : counts.join(", ")}`,
    "",
  ].join("\n");
}
