import type { Resource, ToolEffect } from "../../model/effects.js";

/**
 * Whether two calls must keep their order: one writes a resource that the other reads or writes.
 * Approval is a barrier and an unknown tool keeps its place, so both conflict with everything, even with a pure tool.
 */
export function effectsConflict(a: ToolEffect, b: ToolEffect, places: Places = new Map()): boolean {
  return conflictingResource(a, b, places) !== undefined;
}

/** The resource that keeps two calls in order, for messages: `"world"`, a resource's name, or its template where it has no name. */
export function conflictingResource(
  a: ToolEffect,
  b: ToolEffect,
  places: Places = new Map(),
): string | undefined {
  if (isBarrier(a) || isBarrier(b)) return "world";
  if (a.kind === "pure" || b.kind === "pure") return undefined;
  return (
    common(a.writes, b.writes, places) ??
    common(a.writes, b.reads, places) ??
    common(a.reads, b.writes, places)
  );
}

function isBarrier(effect: ToolEffect): boolean {
  return effect.kind === "approval" || effect.kind === "unknown";
}

type Resources = ToolEffect["reads"];

function common(a: Resources, b: Resources, places: Places): string | undefined {
  if (a === "world") return b === "world" || b.length > 0 ? "world" : undefined;
  if (b === "world") return a.length > 0 ? "world" : undefined;
  for (const left of a) {
    for (const right of b) {
      if (mayBeSame(placeIn(places, left), placeIn(places, right)))
        return left.name ?? right.name ?? left.template;
    }
  }
  return undefined;
}

/** The places of resources that were asked for before; whoever compares many keeps one. */
export type Places = Map<Resource, Place>;

function placeIn(places: Places, resource: Resource): Place {
  let known = places.get(resource);
  if (!known) places.set(resource, (known = place(resource)));
  return known;
}

function mayBeSame(left: Place, right: Place): boolean {
  if (left.scheme !== right.scheme) return standsForScheme(left, right) || standsForScheme(right, left);
  // Behind an equal scheme a hole may hold anything: `file:/a/{x}` is `file:/b` when x is "../b".
  if (left.segments === undefined || right.segments === undefined) return true;
  // The working folder is not known: `out` may be `/home/me/out`, `../me/out` or `~/out`.
  if (left.root !== right.root) return true;
  // One path inside the other conflicts: creating the folder `file:/out` must precede writing `file:/out/a.txt`.
  const shorter = left.segments.length < right.segments.length ? left.segments : right.segments;
  const longer = shorter === left.segments ? right.segments : left.segments;
  return shorter.every((segment, index) => segment === longer[index]);
}

export interface Place {
  /** What stands before the first colon; undefined where a hole may hold it. */
  readonly scheme: string | undefined;
  /** What the segments count from: `/`, a drive, `~`, or the working folder and how many levels above it. */
  readonly root: string;
  /** Undefined where a part is not constant. */
  readonly segments: readonly string[] | undefined;
}

/** `user` may be the whole of what `user:1` is a part of; a name whose scheme is a hole may be anything. */
function standsForScheme(whole: Place, part: Place): boolean {
  if (whole.scheme === undefined) return true;
  return whole.scheme === "" && (whole.segments === undefined || whole.segments.join("/") === part.scheme);
}

const schemePattern = /^([a-z][a-z0-9+._-]+):/;
/** A shell or a tool gives these a meaning of its own: `*.txt`, `$HOME`, `%41`, `[ab]`. */
const notLiteral = /[*?$%[\]{}]/;

function place(resource: Resource): Place {
  const text = folded(resource.name ?? staticPrefix(resource.template));
  const scheme = schemePattern.exec(text)?.[1];
  const path = text.slice(scheme === undefined ? 0 : scheme.length + 1);
  if (resource.name === undefined) {
    // "fi{x}" could become "file:/a", so only a scheme that is complete before the first hole is known.
    return { scheme: scheme, root: "", segments: undefined };
  }
  if (notLiteral.test(path)) return { scheme: scheme ?? "", root: "", segments: undefined };
  return { scheme: scheme ?? "", ...resolved(path) };
}

/** Equal for two spellings of one name where letters' case or composition do not count: `A.txt` and `a.txt` are one file on a Mac. */
function folded(name: string): string {
  return name.normalize("NFKC").toUpperCase().toLowerCase().replaceAll("\\", "/");
}

function staticPrefix(template: string): string {
  const hole = template.indexOf("{");
  return hole === -1 ? template : template.slice(0, hole);
}

/** `./a`, `a/`, `a//b/..` and `x/../a` are all `a`. Windows drops dots and spaces at the end of a name. */
function resolved(path: string): { root: string; segments: readonly string[] } {
  const drive = /^\/*([a-z]):/.exec(path)?.[0];
  const base = drive !== undefined ? "drive" : path.startsWith("/") ? "/" : path.startsWith("~") ? "~" : "";
  const segments: string[] = [];
  let above = 0;
  for (const raw of path.split(/[/:]/)) {
    const segment = raw === ".." ? raw : raw.replace(/[. ]+$/, "");
    if (segment === "") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) above += 1;
  }
  return { root: base === "/" ? base : `${base}${"../".repeat(above)}`, segments };
}
