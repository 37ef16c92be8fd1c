import { toolEffect } from "../../core/2-analyze/tools/tool-effect.js";
import type { EffectKind, ManifestEntry } from "../../core/model/effects.js";

type EntryObject = Exclude<ManifestEntry, string>;
export type Annotations = NonNullable<EntryObject["annotations"]>;

const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

/**
 * What the manifest keeps of a server's annotations: the hints that it gives, as it gives them. A hint that it does not give stays absent: the
 * protocol's defaults come in when the effect is worked out. A title is for people, and says nothing.
 */
export function snapshotOf(given: Readonly<Record<string, unknown>>): Annotations {
  const said = hints
    .filter((hint) => typeof given[hint] === "boolean")
    .map((hint) => [hint, given[hint]] as const);
  return Object.fromEntries(said) as Annotations;
}

export function sameHints(a: Annotations, b: Annotations): boolean {
  return hints.every((hint) => a[hint] === b[hint]);
}

export function hintsInWords(annotations: Annotations): string {
  const said = hints
    .filter((hint) => annotations[hint] !== undefined)
    .map((hint) => `${hint}: ${annotations[hint]}`);
  return said.length === 0 ? "no hint, so it may write" : said.join(", ");
}

/** What a person has said of the tool; undefined where the entry only holds flags and annotations. */
export function effectByHand(entry: ManifestEntry): EffectKind | undefined {
  const byHand: ManifestEntry = typeof entry === "string" ? entry : { ...entry, annotations: undefined };
  const { kind } = toolEffect({ tool: "tool", resultUsed: true, constants: {} }, { tool: byHand }, "strict");
  return kind === "unknown" ? undefined : kind;
}

export interface Contradiction {
  readonly message: string;
  /** Whether it can do harm; else it only costs time. */
  readonly isDangerous: boolean;
}

/**
 * Where a person and the server say different things. What the server does not say is no contradiction. `destructiveHint` counts only beside
 * `readOnlyHint: false`, as in the protocol: some libraries fill it in with its default, true, for tools that only read.
 */
export function contradictions(entry: ManifestEntry, annotations: Annotations): readonly Contradiction[] {
  const found: Contradiction[] = [];
  const kind = effectByHand(entry);
  const { readOnlyHint, destructiveHint, idempotentHint } = annotations;
  const changes = readOnlyHint === false || (readOnlyHint === undefined && destructiveHint === true);
  if ((kind === "pure" || kind === "reads") && changes) {
    const hint =
      destructiveHint === true
        ? "that it destroys (destructiveHint: true)"
        : "that it changes something (readOnlyHint: false)";
    found.push({ message: `it is declared ${words[kind]}, and the server says ${hint}`, isDangerous: true });
  }
  if (kind === "writes" && readOnlyHint === true) {
    const message = "it is declared to write, and the server says that it only reads (readOnlyHint: true)";
    found.push({ message, isDangerous: false });
  }
  if (
    typeof entry !== "string" &&
    entry.idempotent === true &&
    idempotentHint === false &&
    readOnlyHint !== true
  ) {
    const message =
      "it is declared idempotent, and the server says that it must not be repeated (idempotentHint: false)";
    found.push({ message, isDangerous: true });
  }
  return found;
}

const words = { pure: "to be pure", reads: "to read only" };
