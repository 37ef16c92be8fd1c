import { manifestEntry } from "../../core/2-analyze/tools/manifest-entry.js";
import { toolEffect } from "../../core/2-analyze/tools/tool-effect.js";
import type { EffectKind, EffectSource } from "../../core/model/effects.js";
import type { CallSite } from "./read-calls.js";

/** A tool with all its calls. */
export interface ToolSummary {
  readonly tool: string;
  readonly kind: EffectKind;
  readonly source: EffectSource;
  readonly because: string;
  readonly sites: readonly CallSite[];
  /** The name of the entry that declares it, which may hold `*`. */
  readonly declaredBy: string | undefined;
  /** The name says nothing certain: it is a noun phrase, judged by how the answer is used. */
  readonly isNounPhrase: boolean;
}

/** The tools that calls name, sorted by name. */
export function summarizeTools(sites: readonly CallSite[]): readonly ToolSummary[] {
  const byTool = new Map<string, CallSite[]>();
  for (const site of sites) {
    if (site.tool === undefined) continue;
    const known = byTool.get(site.tool);
    if (known === undefined) byTool.set(site.tool, [site]);
    else known.push(site);
  }
  return [...byTool].sort(([a], [b]) => (a < b ? -1 : 1)).map(([tool, calls]) => summarize(tool, calls));
}

const byCare: readonly EffectKind[] = ["pure", "reads", "writes", "approval", "unknown"];

/**
 * The most careful effect of all calls: `weather` whose answer is used twice and thrown away once is declared to write, or the third call,
 * which is made for its effect, would be run beside others.
 */
function summarize(tool: string, sites: readonly CallSite[]): ToolSummary {
  const effects = sites.map((site) => effectOf(tool, site));
  const rank = (kind: EffectKind): number => byCare.indexOf(kind);
  const strongest = effects.reduce((one, other) => (rank(other.kind) > rank(one.kind) ? other : one));
  const same = effects.filter(({ kind }) => kind === strongest.kind).length;
  const share = same < sites.length ? `, in ${same} of ${sites.length} calls` : "";
  return {
    tool,
    kind: strongest.kind,
    source: strongest.source,
    because: strongest.because + share,
    sites,
    declaredBy: sites
      .map(({ declared }) => manifestEntry(tool, declared)?.name)
      .find((name) => name !== undefined),
    isNounPhrase: strongest.source === "inferred" && byName(tool, true).kind !== byName(tool, false).kind,
  };
}

/** What a comment says of one call (`/* parcall: reads *\/`) holds for its arguments, and not for the tool. */
function effectOf(tool: string, site: CallSite) {
  if (site.effect !== undefined && site.effect.source !== "pragma") return site.effect;
  return toolEffect({ tool, resultUsed: !site.isUnused, constants: {} }, site.declared, "inferred");
}

function byName(tool: string, resultUsed: boolean) {
  return toolEffect({ tool, resultUsed, constants: {} }, {}, "inferred");
}
