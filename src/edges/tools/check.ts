import * as path from "node:path";
import { manifestEntries, manifestEntry } from "../../core/2-analyze/tools/manifest-entry.js";
import type { ManifestEntry } from "../../core/model/effects.js";
import { nearest } from "../../core/nearest.js";
import { plainPaint, type Paint } from "../../render/paint.js";
import { align, clean, count } from "../../render/words.js";
import { contradictions, effectByHand } from "./annotations.js";
import type { ManifestFile } from "./manifest-file.js";
import type { CallSite } from "./read-calls.js";

export type FindingCode = "not-declared" | "unused-entry" | "contradicts-annotations" | "unknown-argument";

export interface Finding {
  readonly code: FindingCode;
  /** A note costs time at most, and does not count for the exit status. */
  readonly severity: "warning" | "note";
  readonly tool: string;
  readonly message: string;
  readonly help?: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface CheckInput {
  /** Manifests with the calls that they hold for. */
  readonly manifests: readonly { readonly manifest: ManifestFile; readonly sites: readonly CallSite[] }[];
  readonly sites: readonly CallSite[];
  /** Whether everything that a manifest holds for was looked at: only then an entry can be told to be unused. */
  readonly sawAll: (manifest: ManifestFile) => boolean;
}

export interface Checked {
  readonly findings: readonly Finding[];
  /** What could not be looked at, and why. */
  readonly notes: readonly string[];
}

/** Compares manifests with the calls of the program. */
export function checkTools({ manifests, sites, sawAll }: CheckInput): Checked {
  const findings: Finding[] = [...notDeclared(sites)];
  const notes: string[] = [];
  for (const { manifest, sites: calls } of manifests) {
    const callsOf = callsByEntry(calls);
    const unnamed = calls.find(({ tool }) => tool === undefined);
    const unused: Finding[] = [];
    for (const [name, entry] of Object.entries(manifest.tools)) {
      const own = callsOf.get(name) ?? [];
      findings.push(...contradicting(manifest, name, entry), ...unknownArguments(manifest, name, entry, own));
      if (own.length === 0 && isMadeByHand(entry)) unused.push(unusedEntry(manifest, name, calls));
    }
    if (unused.length === 0) continue;
    const without = `${manifest.name}: ${count(unused.length, "entry").replace("entrys", "entries")} may be unused`;
    if (!sawAll(manifest)) notes.push(`${without}; that is told where the folder of the manifest is checked`);
    else if (unnamed !== undefined)
      notes.push(
        `${without}; that cannot be told, for a call names its tool by no constant (${unnamed.name}:${unnamed.line}:${unnamed.column})`,
      );
    else findings.push(...unused);
  }
  return { findings: findings.sort(byPlace), notes };
}

function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1);
}

/** One finding for each tool, at its first call. */
function notDeclared(sites: readonly CallSite[]): readonly Finding[] {
  const first = new Map<string, Finding>();
  const number = new Map<string, number>();
  for (const { tool, declared, name, line, column } of sites) {
    if (tool === undefined || manifestEntry(tool, declared) !== undefined) continue;
    number.set(tool, (number.get(tool) ?? 0) + 1);
    if (first.has(tool)) continue;
    const meant = nearest(
      tool,
      Object.keys(declared).filter((key) => !key.includes("*")),
    );
    first.set(tool, {
      code: "not-declared",
      severity: "warning",
      tool,
      message: "the tool is called and stands in no manifest",
      help: meant === undefined ? "parcall tools init adds it" : `did you mean ${meant}?`,
      ...{ file: name, line, column },
    });
  }
  return [...first.values()].map((finding) => {
    const more = number.get(finding.tool)! - 1;
    return more === 0
      ? finding
      : { ...finding, message: `${finding.message} (and ${count(more, "more call")})` };
  });
}

/** Which calls each entry has a say in: the most exact one that matches, and those behind it up to the first that gives the effect. */
function callsByEntry(sites: readonly CallSite[]): ReadonlyMap<string, readonly CallSite[]> {
  const calls = new Map<string, CallSite[]>();
  for (const site of sites) {
    for (const { name, entry } of site.tool === undefined ? [] : manifestEntries(site.tool, site.declared)) {
      const known = calls.get(name);
      if (known === undefined) calls.set(name, [site]);
      else known.push(site);
      if (effectByHand(entry) !== undefined) break;
    }
  }
  return calls;
}

/** A server has more tools than a program calls, so an entry that only holds what a server said is not in the way. */
function isMadeByHand(entry: ManifestEntry): boolean {
  return typeof entry === "string" || Object.keys(entry).some((key) => key !== "annotations");
}

function unusedEntry(manifest: ManifestFile, name: string, calls: readonly CallSite[]): Finding {
  const called = [...new Set(calls.map(({ tool }) => tool).filter((tool) => tool !== undefined))];
  const matched =
    name.includes("*") && called.some((tool) => manifestEntry(tool, { [name]: "pure" }) !== undefined);
  // A slip in the name of an entry: the tool that was meant is called, and nothing else declares it.
  const meant = nearest(name, undeclared(calls));
  const base = { code: "unused-entry", severity: "warning", tool: name } as const;
  const message = matched
    ? "every tool that it stands for has a more exact entry"
    : "no call uses this entry";
  return {
    ...base,
    message,
    help: meant === undefined || matched ? "take it out" : `did you mean ${meant}?`,
    ...at(manifest, name),
  };
}

function undeclared(calls: readonly CallSite[]): readonly string[] {
  const free = calls.filter(
    ({ tool, declared }) => tool !== undefined && manifestEntry(tool, declared) === undefined,
  );
  return [...new Set(free.map(({ tool }) => tool!))];
}

function contradicting(manifest: ManifestFile, name: string, entry: ManifestEntry): readonly Finding[] {
  if (typeof entry === "string" || entry.annotations === undefined) return [];
  return contradictions(entry, entry.annotations).map(({ message, isDangerous }) => ({
    code: "contradicts-annotations",
    severity: isDangerous ? "warning" : "note",
    tool: name,
    message,
    help: isDangerous
      ? "correct the entry; if the server is wrong, write the effect as a word, which parcall tools pull leaves alone"
      : "what is declared holds; if the server is right, take the declaration out",
    ...at(manifest, name),
  }));
}

/** `file:{pth}` is never filled, so all calls of the tool seem to touch the same file. */
function unknownArguments(
  manifest: ManifestFile,
  name: string,
  entry: ManifestEntry,
  calls: readonly CallSite[],
): readonly Finding[] {
  if (typeof entry === "string" || calls.length === 0) return [];
  const passed = calls.map(({ argumentNames }) => argumentNames);
  if (passed.some((names) => names === undefined)) return [];
  const known = [...new Set(passed.flatMap((names) => names!))].sort();
  return (["reads", "writes"] as const).flatMap((key) =>
    (entry[key] ?? []).flatMap((template, index) =>
      [...template.matchAll(/\{([^{}]*)\}/g)]
        .filter(([, argument]) => !known.includes(argument!))
        .map(([, argument]): Finding => {
          const meant = nearest(argument!, known);
          const passes =
            known.length === 0 ? "the calls pass no named argument" : `the calls pass ${known.join(", ")}`;
          return {
            code: "unknown-argument",
            severity: "warning",
            tool: name,
            message: `${key}[${index}] names the argument {${argument}}, which no call passes`,
            help: meant === undefined ? passes : `did you mean {${meant}}?`,
            ...at(manifest, name, key, index),
          };
        }),
    ),
  );
}

function at(manifest: ManifestFile, ...keys: readonly (string | number)[]) {
  return { file: manifest.name, ...manifest.place(...keys) };
}

/** Findings by file, as `check` prints its own. */
export function checkText(
  checked: Checked,
  manifests: readonly string[],
  tools: number,
  paint: Paint = plainPaint,
): string {
  const lines: string[] = [];
  const files = [...new Set(checked.findings.map(({ file }) => file))];
  for (const file of files) {
    const own = checked.findings.filter((finding) => finding.file === file);
    const rows = align(
      own.map(({ line, column, severity, tool, message, help, code }) => [
        `${line}:${column}`,
        severity,
        `${clean(tool)}: ${clean(message)}${help === undefined ? "" : ` (${clean(help)})`}`,
        code,
      ]),
    );
    lines.push(paint.underline(clean(file)), ...rows.map((row) => `  ${row}`), "");
  }
  for (const note of checked.notes) lines.push(clean(note));
  if (checked.notes.length > 0) lines.push("");
  const warnings = checked.findings.filter(({ severity }) => severity === "warning").length;
  const checkedIn = manifests.length === 0 ? "the configuration" : manifests.map(clean).join(", ");
  const called = count(tools, "tool");
  lines.push(
    warnings === 0
      ? `${called} called, nothing wrong with ${checkedIn}.`
      : `${called} called, ${count(warnings, "finding")} for ${checkedIn}.`,
  );
  return `${lines.join("\n")}\n`;
}

/** What `--format json` prints; `schemas/tools-check.schema.json` describes it. */
export function checkJson(checked: Checked, manifests: readonly string[], tools: number): string {
  const { findings, notes } = checked;
  return `${JSON.stringify({ version: 1, manifests, tools, findings, notes }, undefined, 2)}\n`;
}

/** Whether one of the paths is a folder that holds the manifest's, so that all files that it can hold for were looked at. */
export function coversFolder(paths: readonly string[], cwd: string, manifest: string): boolean {
  const folder = path.dirname(manifest);
  return (paths.length === 0 ? ["."] : paths).some((given) => {
    const target = path.resolve(cwd, given);
    return folder === target || folder.startsWith(target.endsWith(path.sep) ? target : target + path.sep);
  });
}
