import type { Code } from "../../diagnostics/codes.js";
import type { Dependence } from "../../model/dependence.js";
import type { EffectSource, ToolEffect } from "../../model/effects.js";
import { contains } from "../../model/span.js";
import type { ToolCall } from "../../model/workflow.js";
import type { Obstacle } from "./remedy.js";

/** Reasons whose subject is a tool. */
export const aboutTools: ReadonlySet<Code> = new Set<Code>([
  "approval",
  "declared-write",
  "inferred-write",
  "undeclared-tool",
  "unknown-tool",
]);

/** What a dependence between two calls is about, for the sentence and for the remedy. */
export function obstacleOf(
  link: Dependence,
  from: ToolCall | undefined,
  to: ToolCall | undefined,
  byId: ReadonlyMap<string, ToolCall>,
  effects: Readonly<Record<string, ToolEffect>>,
): Obstacle & { readonly source: EffectSource | undefined } {
  const ends = [from, to].filter((call) => call !== undefined);
  const unnamed = ends.filter((call) => hasUnnamed(effects[call.id])).map((call) => call.id);
  const isProven = unnamed.length === 0 || !from || !to || isSurelyOne(effects[from.id], effects[to.id]);
  // Two names of resources conflict also where one of them is not known, and that is no proof.
  const code = link.code === "resource-conflict" && !isProven ? "unknown-resource" : link.code;
  const writer = aboutTools.has(code) ? writerOf(link, ends, byId) : undefined;
  const behind = (writer && effects[writer.id]?.tools) ?? [];
  // A tool behind a function that does more than a helper has no call here, and is named itself.
  const own = writer ? behind : named(link, byId);
  // An undeclared tool keeps its place beside any other: to declare one of two brings nothing.
  const tools =
    code === "undeclared-tool"
      ? ends.filter(({ id }) => effects[id]?.kind === "unknown").flatMap(({ id }) => effects[id]?.tools ?? [])
      : own;
  return {
    code,
    because: link.because,
    name: writer ? (writer.tool ?? writer.helper ?? writer.label) : link.subject,
    writer: writer?.id,
    tools: [...new Set(tools)].sort(),
    // `delete_user` tells what it does: whoever declares it as a reader has been talked into it.
    isChange: /verb of change|method of the route/.test((writer && effects[writer.id]?.because) ?? ""),
    unnamed,
    refused: undefined,
    source: writer && effects[writer.id]?.source,
  };
}

function named({ subject, code }: Dependence, byId: ReadonlyMap<string, ToolCall>): readonly string[] {
  return subject !== undefined && aboutTools.has(code) && !byId.has(subject) ? [subject] : [];
}

/** The call that a dependence between tools is because of. */
function writerOf(
  { subject, because }: Dependence,
  ends: readonly ToolCall[],
  byId: ReadonlyMap<string, ToolCall>,
): ToolCall | undefined {
  const named = subject === undefined ? undefined : byId.get(subject);
  return named ?? ends.find((call) => contains(because, call.whole));
}

/** Whether one of two tools writes a resource that the other one uses under the same constant name. */
function isSurelyOne(a: ToolEffect | undefined, b: ToolEffect | undefined): boolean {
  if (!a || !b) return true;
  const named = (resources: ToolEffect["reads"]): readonly string[] =>
    resources === "world" ? [] : resources.flatMap(({ name }) => name ?? []);
  const used = (effect: ToolEffect): readonly string[] => [...named(effect.reads), ...named(effect.writes)];
  const others = new Set(used(b));
  const written = new Set([...named(a.writes), ...named(b.writes)]);
  return used(a).some((name) => others.has(name) && written.has(name));
}

function hasUnnamed(effect: ToolEffect | undefined): boolean {
  const isOpen = (resources: ToolEffect["reads"]): boolean =>
    resources !== "world" && resources.some(({ name }) => name === undefined);
  return effect !== undefined && (isOpen(effect.reads) || isOpen(effect.writes));
}
