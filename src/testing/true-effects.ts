import type { EffectKind, ManifestEntry, ToolTable } from "../core/model/effects.js";

/** What a tool really does, as the oracle takes it: worked out from the call's arguments as they were when it ran. */
export interface TrueEffect {
  readonly kind: EffectKind;
  /** Resources by name; absent means the world, if the kind reads or writes at all. */
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** A write that may start although an earlier call may still fail. */
  readonly relaxed?: boolean;
}

export interface EffectCall {
  readonly tool: string;
  readonly args: readonly unknown[];
}

export type EffectOf = (call: EffectCall) => TrueEffect;
export type Conflicts = (first: TrueEffect, second: TrueEffect) => boolean;

export const readsWorld: TrueEffect = { kind: "reads" };

/** Whether the call changes anything: such a call must be made as often as in the original, whatever fails. */
export function changesSomething({ kind }: TrueEffect): boolean {
  return kind === "writes" || kind === "approval" || kind === "unknown";
}

/** Semantics, section 4: one writes what the other reads or writes; an approval is a barrier. */
export const conflict: Conflicts = (first, second) => {
  if (first.kind === "approval" || second.kind === "approval") return true;
  const [a, b] = [touched(first), touched(second)];
  return meet(a.writes, b.writes) || meet(a.writes, b.reads) || meet(a.reads, b.writes);
};

type Touched = "nothing" | "world" | readonly string[];

function touched({ kind, reads, writes }: TrueEffect): { reads: Touched; writes: Touched } {
  if (kind === "pure") return { reads: "nothing", writes: "nothing" };
  if (reads !== undefined || writes !== undefined)
    return { reads: reads ?? "nothing", writes: writes ?? "nothing" };
  return kind === "reads" ? { reads: "world", writes: "nothing" } : { reads: "world", writes: "world" };
}

function meet(first: Touched, second: Touched): boolean {
  if (first === "nothing" || second === "nothing") return false;
  if (first === "world" || second === "world") return true;
  return first.some((a) =>
    second.some((b) => a === "world" || b === "world" || within(a, b) || within(b, a)),
  );
}

/** `file:/out` and `file:/out/a.txt`: the folder must be there before the file. */
function within(outer: string, inner: string): boolean {
  return outer === inner || inner.startsWith(`${outer}/`);
}

/** Effects as a manifest declares them; tools that it does not name read. */
export function effectsFrom(table: ToolTable, otherwise: TrueEffect = readsWorld): EffectOf {
  const entries = Object.entries(table).toSorted(([a], [b]) => mostExact(b) - mostExact(a));
  const found = new Map<string, ManifestEntry | undefined>();
  return (call) => {
    if (!found.has(call.tool))
      found.set(call.tool, entries.find(([pattern]) => covers(pattern, call.tool))?.[1]);
    const entry = found.get(call.tool);
    return entry === undefined ? otherwise : effectOfEntry(entry, call.args);
  };
}

function mostExact(pattern: string): number {
  return pattern.includes("*") ? pattern.replaceAll("*", "").length : Number.POSITIVE_INFINITY;
}

function covers(pattern: string, tool: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(tool);
}

function effectOfEntry(entry: ManifestEntry, args: readonly unknown[]): TrueEffect {
  if (typeof entry === "string") return { kind: entry };
  const relaxed = entry.failures === "relaxed";
  const fill = (templates: readonly string[] | undefined): readonly string[] | undefined =>
    templates?.map((template) => resourceName(template, args));
  const [reads, writes] = [fill(entry.reads), fill(entry.writes)];
  const kind = entry.effect ?? (writes?.length ? "writes" : reads?.length ? "reads" : "pure");
  return { kind, reads, writes, relaxed };
}

/** A template that the arguments do not fill could mean anything. */
function resourceName(template: string, args: readonly unknown[]): string {
  let filled = true;
  const name = template.replace(/\{([^}]*)\}/g, (_all, argument: string) => {
    const value = args
      .map((arg) => (arg as Record<string, unknown> | null | undefined)?.[argument])
      .find((v) => v != null);
    if (typeof value !== "string" && typeof value !== "number") filled = false;
    return String(value);
  });
  return filled ? name : "world";
}
