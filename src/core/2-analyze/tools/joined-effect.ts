import type { EffectKind, Resource, ToolEffect } from "../../model/effects.js";

const kinds: readonly EffectKind[] = ["pure", "reads", "writes", "approval", "unknown"];

/** The effect of a helper: what all the tools do that it calls. */
export function joinedEffect(helper: string, effects: readonly ToolEffect[]): ToolEffect {
  const strongest = effects.reduce(
    (worst, { kind }) => Math.max(worst, kinds.indexOf(kind)),
    effects.length === 0 ? kinds.indexOf("unknown") : 0,
  );
  const kind = kinds[strongest]!;
  const cause = effects.find((effect) => effect.kind === kind);
  return {
    kind,
    source: "helper",
    because: cause
      ? `${helper} calls tools: ${cause.because}`
      : `it is not known which tools ${helper} calls`,
    reads: joined(effects.map(({ reads }) => reads)),
    writes: joined(effects.map(({ writes }) => writes)),
    relaxed: effects.length > 0 && effects.every((effect) => effect.relaxed || !changes(effect)),
    tools: [...new Set(effects.filter(changes).flatMap(({ tools = [] }) => tools))],
    idempotent: effects.length > 0 && effects.every((effect) => effect.idempotent || !changes(effect)),
  };
}

function changes({ kind }: ToolEffect): boolean {
  return kind !== "pure" && kind !== "reads";
}

function joined(parts: readonly ("world" | readonly Resource[])[]): "world" | readonly Resource[] {
  const named: Resource[] = [];
  for (const part of parts) {
    if (part === "world") return "world";
    named.push(...part);
  }
  return parts.length === 0 ? "world" : named;
}
