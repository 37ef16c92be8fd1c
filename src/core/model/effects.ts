/** What a tool does to what it shares with other tools (semantics, section 4). */
export type EffectKind = "pure" | "reads" | "writes" | "approval" | "unknown";

/** Where the effect of a tool comes from; the report always names it. */
export type EffectSource = "pragma" | "manifest" | "annotations" | "inferred" | "profile" | "helper";

/**
 * A resource that a tool reads or writes. `name` is constant ("file:/tmp/a"), `undefined` where a template could not be
 * filled with constants; `template` is the text as declared. The world conflicts with every resource.
 */
export interface Resource {
  readonly template: string;
  readonly name: string | undefined;
}

export interface ToolEffect {
  readonly kind: EffectKind;
  readonly source: EffectSource;
  /** For people: "name begins with the reading verb 'get'", "parcall.tools.json: get_*". */
  readonly because: string;
  /** Resources read and written; `"world"` when nothing narrower is declared. */
  readonly reads: "world" | readonly Resource[];
  readonly writes: "world" | readonly Resource[];
  /** A write that may start although an earlier call may still fail. */
  readonly relaxed: boolean;
  readonly idempotent: boolean;
  /** The tools that it is the effect of: those behind a helper that change something. */
  readonly tools?: readonly string[];
}

/** What the manifest may say of a tool. */
export type ManifestEntry =
  | "pure"
  | "reads"
  | "writes"
  | "approval"
  | {
      readonly effect?: "pure" | "reads" | "writes" | "approval";
      readonly reads?: readonly string[];
      readonly writes?: readonly string[];
      readonly failures?: "exact" | "relaxed";
      readonly idempotent?: boolean;
      /** A snapshot of MCP tool annotations, as the server gave them. */
      readonly annotations?: {
        readonly readOnlyHint?: boolean;
        readonly destructiveHint?: boolean;
        readonly idempotentHint?: boolean;
        readonly openWorldHint?: boolean;
      };
    };

/** Tool names, which may hold `*`, to what is known of them. */
export type ToolTable = Readonly<Record<string, ManifestEntry>>;
