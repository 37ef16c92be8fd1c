import { createRequire } from "node:module";
import * as path from "node:path";
import type * as Jsonc from "jsonc-parser";
import type { ManifestEntry, ToolTable } from "../../core/model/effects.js";
import { resolveManifest } from "../../core/options.js";
import { ConfigurationError, inWords, readJson, shown } from "../config.js";
import { createText, kindAt, readText, writeText } from "../files.js";
import { manifestName } from "../manifest.js";

/** The manifest that holds for a folder: the nearest one, going up. */
export function nearestManifest(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, manifestName);
    if (kindAt(file) === "file") return file;
    if (path.dirname(at) === at) return undefined;
  }
}

/** A manifest as a text that people keep: changes touch nothing but the entries that change. */
export class ManifestFile {
  /** Absolute. */
  readonly file: string;
  /** As messages name it. */
  readonly name: string;
  /** The text as it stands in the file; empty where there is no file yet. */
  readonly before: string;
  readonly #begun: string;
  #text: string;

  private constructor(file: string, name: string, before: string) {
    [this.file, this.name, this.before] = [file, name, before];
    this.#begun = before === "" ? emptyManifest(path.dirname(file)) : before;
    this.#text = this.#begun;
  }

  /** Reads a manifest, or begins one where there is none. What cannot be used is thrown as a `ConfigurationError`. */
  static open(file: string, cwd: string): ManifestFile {
    const name = shown(file, cwd);
    if (kindAt(file) === undefined) return new ManifestFile(file, name, "");
    const text = readText(file);
    const { diagnostics } = resolveManifest(readJson(text, name));
    if (diagnostics.length > 0) throw new ConfigurationError(inWords(diagnostics, name));
    const manifest = new ManifestFile(file, name, text);
    const twice = manifest.#twice();
    if (twice.length > 0) throw new ConfigurationError(twice);
    return manifest;
  }

  get isNew(): boolean {
    return this.before === "";
  }

  get text(): string {
    return this.#text;
  }

  get isChanged(): boolean {
    return this.#text !== this.#begun;
  }

  get tools(): ToolTable {
    return resolveManifest(readJson(this.#text, this.name)).tools;
  }

  /** Where an entry, or a part of it, stands; both counted from 1. */
  place(...keys: readonly (string | number)[]): { readonly line: number; readonly column: number } {
    const { findNodeAtLocation } = jsonc();
    const found = findNodeAtLocation(this.#tree(), ["tools", ...keys]);
    const node = found?.parent?.type === "property" ? found.parent : found;
    return this.#locate(node?.offset ?? 0);
  }

  /** Adds or replaces an entry, or one key of it; `undefined` takes it away. Every other byte stays. */
  set(keys: readonly [string, ...string[]], value: ManifestEntry | object | undefined): void {
    const { findNodeAtLocation, modify, applyEdits } = jsonc();
    const bom = this.#text.startsWith("\uFEFF") ? "\uFEFF" : "";
    const text = this.#text.slice(bom.length);
    const target = findNodeAtLocation(this.#tree(), ["tools", ...keys]);
    if (value === undefined) {
      // Without options for formatting, nothing beside the edit is laid out anew.
      this.#text = bom + applyEdits(text, modify(text, ["tools", ...keys], undefined, {}));
    } else if (target !== undefined) {
      this.#text = bom + splice(text, target.offset, target.offset + target.length, onOneLine(value));
    } else {
      const holder = findNodeAtLocation(this.#tree(), ["tools", ...keys.slice(0, -1)])!;
      this.#text = bom + insert(text, holder, keys.at(-1)!, value);
    }
  }

  save(): void {
    if (this.isNew) createText(this.file, this.#text);
    else writeText(this.file, this.#text);
  }

  #tree(): Jsonc.Node {
    // The byte order mark counts as a character of the first line for nobody.
    return jsonc().parseTree(this.#text.replace(/^\uFEFF/, ""))!;
  }

  #locate(offset: number): { readonly line: number; readonly column: number } {
    const lines = this.#text
      .replace(/^\uFEFF/, "")
      .slice(0, offset)
      .split("\n");
    return { line: lines.length, column: lines.at(-1)!.length + 1 };
  }

  /** Of two entries with one name JSON takes the later one without a word, and the writer may have meant the other. */
  #twice(): readonly string[] {
    const problems: string[] = [];
    const look = (node: Jsonc.Node): void => {
      const seen = new Map<unknown, Jsonc.Node>();
      for (const property of node.type === "object" ? node.children! : []) {
        const key = property.children![0]!;
        const first = seen.get(key.value);
        if (first === undefined) seen.set(key.value, key);
        else {
          const { line, column } = this.#locate(key.offset);
          problems.push(
            `${this.name}:${line}:${column}: ${JSON.stringify(key.value)} stands here a second time (first in line ${this.#locate(first.offset).line}); keep one`,
          );
        }
        look(property.children![1]!);
      }
    };
    look(this.#tree());
    return problems;
  }
}

/** Loaded when a manifest is to be changed or checked. */
function jsonc(): typeof Jsonc {
  return createRequire(import.meta.url)("jsonc-parser") as typeof Jsonc;
}

/** An editor completes and checks the file where the schema is at hand. */
function emptyManifest(folder: string): string {
  const schema = "node_modules/parcall/schemas/tools.schema.json";
  const line = kindAt(path.join(folder, schema)) === "file" ? `  "$schema": "./${schema}",\n` : "";
  return `{\n${line}  "tools": {}\n}\n`;
}

/** Puts a property into an object as the properties beside it are laid out: on a line of its own where they are. */
function insert(text: string, holder: Jsonc.Node, key: string, value: object | string): string {
  const property = `${JSON.stringify(key)}: ${onOneLine(value)}`;
  const siblings = holder.children ?? [];
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const first = siblings[0];
  if (first === undefined) {
    const outer = indentAt(text, holder.offset);
    const inside = `${newline}${outer}${unitOf(text)}${property}${newline}${outer}`;
    return splice(text, holder.offset + 1, holder.offset + holder.length - 1, inside);
  }
  const isInline = !text.slice(holder.offset, first.offset).includes("\n");
  const gap = isInline ? " " : `${newline}${indentAt(text, first.offset)}`;
  const index = insertionIndex(
    siblings.map((each) => String(each.children![0]!.value)),
    key,
  );
  const next = siblings[index];
  if (next !== undefined) return splice(text, next.offset, next.offset, `${property},${gap}`);
  const end = siblings.at(-1)!.offset + siblings.at(-1)!.length;
  return splice(text, end, end, `,${gap}${property}`);
}

function splice(text: string, start: number, end: number, inside: string): string {
  return text.slice(0, start) + inside + text.slice(end);
}

/** One line for one entry: a change of it is one line of a diff. */
function onOneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${onOneLine(each)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

/** The white space that the line of a place begins with. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))![0];
}

function unitOf(text: string): string {
  return /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
}

/** A file that is sorted stays sorted; in any other a new entry goes to the end. */
function insertionIndex(names: readonly string[], name: string): number {
  const isSorted = names.every((each, index) => index === 0 || names[index - 1]! <= each);
  const after = names.findIndex((each) => each > name);
  return isSorted && after >= 0 ? after : names.length;
}
