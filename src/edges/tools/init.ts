import * as path from "node:path";
import { plainPaint, type Paint } from "../../render/paint.js";
import { align, clean, count } from "../../render/words.js";
import { manifestName } from "../manifest.js";
import { ManifestFile, nearestManifest } from "./manifest-file.js";
import type { CallSite } from "./read-calls.js";
import { summarizeTools, type ToolSummary } from "./tool-summary.js";

/** A manifest and the calls that it holds for. */
export interface ManifestCalls {
  /** Absolute. */
  readonly file: string;
  readonly sites: readonly CallSite[];
}

/**
 * Calls by the manifest that holds for their file: the named one, else the nearest one, else one to be made in the current folder. A file
 * outside of the current folder without a manifest would not find the new one: it is answered in `homeless`.
 */
export function byManifest(
  sites: readonly CallSite[],
  cwd: string,
  named: string | undefined,
): { readonly groups: readonly ManifestCalls[]; readonly homeless: readonly string[] } {
  const groups = new Map<string, CallSite[]>();
  const homeless = new Set<string>();
  for (const site of sites) {
    const file = named === undefined ? manifestOf(path.dirname(site.file), cwd) : path.resolve(cwd, named);
    if (file === undefined) homeless.add(site.name);
    else groups.set(file, [...(groups.get(file) ?? []), site]);
  }
  return {
    groups: [...groups]
      .map(([file, each]) => ({ file, sites: each }))
      .sort((a, b) => (a.file < b.file ? -1 : 1)),
    homeless: [...homeless],
  };
}

function manifestOf(folder: string, cwd: string): string | undefined {
  const found = nearestManifest(folder);
  if (found !== undefined) return found;
  const isInside = folder === cwd || folder.startsWith(cwd.endsWith(path.sep) ? cwd : cwd + path.sep);
  return isInside ? path.join(cwd, manifestName) : undefined;
}

export interface Initialized {
  readonly manifest: ManifestFile;
  readonly summaries: readonly ToolSummary[];
  readonly added: readonly ToolSummary[];
  /** Calls whose tool is not named by a constant. */
  readonly unnamed: readonly CallSite[];
}

/** Puts every tool that nothing declares into the manifest, as it is judged today. Nothing that stands there is touched. */
export function initialize({ file, sites }: ManifestCalls, cwd: string): Initialized {
  const manifest = ManifestFile.open(file, cwd);
  const summaries = summarizeTools(sites);
  // A name with a `*` would stand for other tools as well.
  const added = summaries.filter(
    ({ declaredBy, tool, kind }) =>
      declaredBy === undefined &&
      !tool.includes("*") &&
      (kind === "pure" || kind === "reads" || kind === "writes"),
  );
  for (const { tool, kind } of added) manifest.set([tool], kind as "pure" | "reads" | "writes");
  return { manifest, summaries, added, unnamed: sites.filter(({ tool }) => tool === undefined) };
}

/** The table for review, and what to look at first. */
export function initText(done: Initialized, isDry: boolean, paint: Paint = plainPaint): string {
  const { manifest, summaries, added, unnamed } = done;
  const isNew = new Set(added);
  const lines: string[] = [];
  if (summaries.length > 0) {
    const rows = summaries.map((each) => [
      isNew.has(each) ? "+" : " ",
      clean(each.tool),
      each.kind,
      clean(origin(each)),
      String(each.sites.length),
      places(each.sites),
    ]);
    const [head, ...body] = align([
      [" ", "tool", "effect", "where this comes from", "calls", "where it is called"],
      ...rows,
    ]);
    lines.push(
      paint.bold(head!),
      ...body.map((line, index) => (isNew.has(summaries[index]!) ? paint.green(line) : line)),
      "",
    );
  }
  const name = clean(manifest.name);
  if (added.length === 0) {
    lines.push(
      summaries.length === 0
        ? `No tool is called by a constant name; ${name} ${manifest.isNew ? "is not made" : "stays as it is"}.`
        : `All ${count(summaries.length, "tool")} are declared; ${name} stays as it is.`,
    );
  } else {
    const would = isDry ? "would be " : "";
    lines.push(
      manifest.isNew
        ? `${name}: ${would}made, with ${entries(added.length)} (+)`
        : `${name}: ${entries(added.length)} ${would}added (+); those that were there stay`,
      ...advice(added),
    );
  }
  if (unnamed.length > 0) {
    lines.push(
      "",
      `${count(unnamed.length, "call")} ${unnamed.length === 1 ? "names its tool" : "name their tools"} by no constant, so no entry can speak of ${unnamed.length === 1 ? "it" : "them"}; a comment before the call can (/* parcall: reads */):`,
      ...unnamed.map(({ name: file, line, column }) => `  ${clean(file)}:${line}:${column}`),
    );
  }
  return `${lines.join("\n")}\n`;
}

function origin({ source, because }: ToolSummary): string {
  return source === "inferred" ? `inferred: ${because}` : because;
}

const mostPlaces = 3;

function places(sites: readonly CallSite[]): string {
  const all = sites.map(({ name, line }) => `${clean(name)}:${line}`);
  const more = all.length - mostPlaces;
  return more > 0 ? `${all.slice(0, mostPlaces).join(", ")} and ${more} more` : all.join(", ");
}

function entries(number: number): string {
  return number === 1 ? "1 entry" : `${number} entries`;
}

const mostAdvice = 5;

/** What a person should look at first: a wrong "reads" can lose data, a wrong "writes" costs time, the more the more it is called. */
function advice(added: readonly ToolSummary[]): readonly string[] {
  const risky = added.filter(({ kind, isNounPhrase }) => kind === "reads" && isNounPhrase);
  const slow = added
    .filter(({ kind }) => kind === "writes")
    .sort(
      (a, b) =>
        // The name says least of a noun phrase; then what is called most often costs most.
        Number(b.isNounPhrase) - Number(a.isNounPhrase) ||
        b.sites.length - a.sites.length ||
        (a.tool < b.tool ? -1 : 1),
    );
  const rows = [
    ...risky.map(({ tool }) => [
      clean(tool),
      "reads",
      `its name is a noun phrase: does it change nothing? If it does, write "writes"`,
    ]),
    ...slow.map(({ tool, sites }) => [
      clean(tool),
      "writes",
      `${count(sites.length, "call")} keep${sites.length === 1 ? "s" : ""} ${sites.length === 1 ? "its" : "their"} place: if it changes nothing, write "reads" or "pure"`,
    ]),
  ];
  const lines = [
    "",
    "These are guesses by the names, and from now on they count as declared, in the profile strict, too. Correct what is wrong.",
    `"writes" is the safe guess: it costs time at most. A wrong "reads" or "pure" can lose data.`,
  ];
  if (rows.length === 0) return lines;
  const more = rows.length - mostAdvice;
  const shown = align(rows.slice(0, mostAdvice)).map((line) => `  ${line}`);
  return [...lines, "Worth a look first:", ...shown, ...(more > 0 ? [`  and ${more} more`] : [])];
}
