import type {
  EffectKind,
  EffectSource,
  ManifestEntry,
  Resource,
  ToolEffect,
  ToolTable,
} from "../../model/effects.js";
import type { EffectsProfile } from "../../model/options.js";
import { manifestEntries, type ManifestMatch } from "./manifest-entry.js";
import { nameEffect } from "./name-effect.js";

/** One call of a tool, as far as its effect depends on it. */
export interface ToolUse {
  /** Undefined where the name is not a constant. */
  readonly tool: string | undefined;
  readonly resultUsed: boolean;
  readonly pragma?: "pure" | "reads" | "writes";
  /** Constant values of the call's argument object; the prompt, where it is constant, under `prompt`. */
  readonly constants: Readonly<Record<string, string | number | boolean>>;
}

/** The effect of a call: pragma, manifest, annotations, profile; the first that says something wins (semantics, section 4). */
export function toolEffect(use: ToolUse, tools: ToolTable, profile: EffectsProfile): ToolEffect {
  if (use.pragma !== undefined) {
    return onWorld(use.pragma, "pragma", `the comment says that the call ${verbOf(use.pragma)}`);
  }
  const matches = use.tool === undefined ? [] : manifestEntries(use.tool, tools);
  const [first, ...wider] = matches;
  if (first === undefined) return byProfile(use, profile);
  const byWord = (match: ManifestMatch): ToolEffect | undefined => byPeople(match, use.constants);
  if (typeof first.entry === "string") return byWord(first)!;
  const effect =
    byWord(first) ??
    // An entry that says nothing of the effect takes no declared write away: with `"*_db": "writes"` and
    // `"query_db": { "idempotent": true }`, or a snapshot of a server that says otherwise, a person has said that the tool writes.
    wider.map(byWord).find((other) => other?.kind === "writes" || other?.kind === "approval") ??
    byAnnotations(first.name, first.entry) ??
    byProfile(use, profile);
  return { ...effect, ...flagsOf(first.entry) };
}

function byPeople({ name, entry }: ManifestMatch, constants: ToolUse["constants"]): ToolEffect | undefined {
  if (typeof entry !== "string") return byHand(name, entry, constants);
  return onWorld(entry, "manifest", `declared in the manifest: ${name}`);
}

function flagsOf(entry: ObjectEntry): Flags {
  return {
    relaxed: entry.failures === "relaxed",
    idempotent: entry.idempotent ?? entry.annotations?.idempotentHint ?? false,
  };
}

type ObjectEntry = Exclude<ManifestEntry, string>;
type Flags = Pick<ToolEffect, "relaxed" | "idempotent">;

/** What a person has written about the tool, or undefined where the entry only holds flags or annotations. */
function byHand(name: string, entry: ObjectEntry, constants: ToolUse["constants"]): ToolEffect | undefined {
  const kind = kindByHand(entry);
  if (kind === undefined) return undefined;
  const effect = onWorld(kind, "manifest", `declared in the manifest: ${name}`);
  if (kind !== "reads" && kind !== "writes") return effect;
  const fill = (templates: readonly string[]): Resource[] =>
    templates.map((template) => filled(template, constants));
  // `{"writes": ["file:{path}"]}` names all that the tool touches; `{"effect": "writes"}` without a list is the world.
  const namesResources = entry.reads !== undefined || (entry.writes?.length ?? 0) > 0;
  const unnamed = (given: boolean): "world" | [] => (namesResources && !given ? [] : "world");
  const reads = entry.reads !== undefined ? fill(entry.reads) : unnamed(entry.effect === "reads");
  // `{"effect": "reads", "reads": []}` says two things: taken for a tool that reads nothing, it would be run beside any write.
  if (kind === "reads") return reads.length === 0 ? effect : { ...effect, reads };
  const writes = entry.writes?.length ? fill(entry.writes) : unnamed(entry.effect === "writes");
  return { ...effect, reads, writes };
}

/** Resources beat a weaker word beside them: `{"effect": "pure", "writes": ["cart"]}` is a mistake that must not lose a write. */
function kindByHand(entry: ObjectEntry): EffectKind | undefined {
  if (entry.effect === "approval") return "approval";
  if (entry.effect === "writes" || (entry.writes?.length ?? 0) > 0) return "writes";
  if (entry.effect === "reads" || (entry.reads?.length ?? 0) > 0) return "reads";
  if (entry.effect === "pure") return "pure";
  if (entry.writes === undefined) return undefined;
  return entry.reads === undefined ? "reads" : "pure";
}

/** The protocol's defaults: a tool that does not say that it only reads may write. */
function byAnnotations(name: string, entry: ObjectEntry): ToolEffect | undefined {
  if (entry.annotations === undefined) return undefined;
  if (entry.annotations.readOnlyHint === true)
    return onWorld("reads", "annotations", `the server says that ${name} only reads`);
  return onWorld("writes", "annotations", `the server does not say that ${name} only reads`);
}

function byProfile(use: ToolUse, profile: EffectsProfile): ToolEffect {
  if (profile === "data-only") {
    return onWorld("pure", "profile", "with the profile data-only, undeclared tools only pass data");
  }
  if (use.tool === undefined) return onWorld("unknown", "inferred", "the tool's name is not a constant");
  if (profile === "strict") {
    return onWorld("unknown", "profile", "with the profile strict, undeclared tools keep their place");
  }
  const { kind, because } = nameEffect(use.tool, use.resultUsed);
  return onWorld(kind, "inferred", because);
}

function onWorld(kind: EffectKind, source: EffectSource, because: string): ToolEffect {
  return {
    kind,
    source,
    because,
    reads: kind === "pure" ? [] : "world",
    writes: kind === "pure" || kind === "reads" ? [] : "world",
    relaxed: false,
    idempotent: false,
  };
}

function verbOf(pragma: "pure" | "reads" | "writes"): string {
  return pragma === "pure" ? "is pure" : pragma;
}

/** The name is undefined unless every `{argument}` of the template is a constant of this call. */
function filled(template: string, constants: ToolUse["constants"]): Resource {
  let complete = true;
  const name = template.replace(/\{([^{}]*)\}/g, (hole, key: string) => {
    if (Object.hasOwn(constants, key)) return String(constants[key]);
    complete = false;
    return hole;
  });
  return { template, name: complete ? name : undefined };
}
