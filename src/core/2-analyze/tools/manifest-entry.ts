import type { ManifestEntry, ToolTable } from "../../model/effects.js";

export interface ManifestMatch {
  /** The name as the manifest has it, which may hold `*`. */
  readonly name: string;
  readonly entry: ManifestEntry;
}

/** The manifest's entry for a tool; the most exact name wins. */
export function manifestEntry(tool: string, tools: ToolTable): ManifestMatch | undefined {
  return manifestEntries(tool, tools)[0];
}

/**
 * The manifest's entries for a tool, the most exact name first: a literal name, then the pattern with more literal characters,
 * then an order that does not depend on the file's. Only own keys count: a tool may be called `constructor`.
 */
export function manifestEntries(tool: string, tools: ToolTable): readonly ManifestMatch[] {
  const literal = Object.hasOwn(tools, tool) ? { name: tool, entry: tools[tool]! } : undefined;
  // A word says all that there is to say.
  if (typeof literal?.entry === "string") return [literal];
  const patterns: ManifestMatch[] = [];
  for (const [name, entry] of Object.entries(tools)) {
    if (name !== tool && name.includes("*") && matchesPattern(tool, name)) patterns.push({ name, entry });
  }
  patterns.sort((a, b) => (isMoreExact(a.name, b.name) ? -1 : 1));
  return literal === undefined ? patterns : [literal, ...patterns];
}

function isMoreExact(name: string, other: string): boolean {
  const more = literalLength(name) - literalLength(other);
  if (more !== 0) return more > 0;
  return name.length !== other.length ? name.length < other.length : name < other;
}

function literalLength(pattern: string): number {
  return pattern.replaceAll("*", "").length;
}

/** Whether `*` in the pattern can stand for parts of the name; without a regular expression, whose time could explode on `*a*a*a*`. */
function matchesPattern(name: string, pattern: string): boolean {
  const parts = pattern.split("*");
  const first = parts[0]!;
  const last = parts[parts.length - 1]!;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last))
    return false;
  const end = name.length - last.length;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, from);
    if (found === -1 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}
