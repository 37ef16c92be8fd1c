import type { Refusal } from "../model/steps.js";
import type { ToolCall } from "../model/workflow.js";
import { clockLocation, consoleLocation, Sink, Throws, type ToolUse } from "./sink.js";

/**
 * A call of a function that makes calls of tools. Where it does nothing else that can be observed it is a helper, and runs as a branch; anything else
 * is code that waits for tools in its place.
 */
export interface HelperCall {
  readonly tools: readonly ToolUse[];
  /** What it does wherever it runs: what it reads, and lines that it prints and random numbers that it takes before it first waits. */
  readonly anywhere: Sink;
  /** What it does beside, where it is not moved. */
  readonly inPlace: Sink;
  /** What makes it more than a helper. */
  readonly more: Refusal | undefined;
  /** Why this helper has to stay where it is. */
  readonly refusal: Refusal | undefined;
}

/**
 * What a call does whose function does `summary`. How the function's own code may fail says nothing of the caller's code: a failure of
 * the call is all that the caller sees of it. `nameTool` says what is known of a tool that the function calls by a name that it was
 * given, as the argument at an index.
 */
export function helperCall(
  call: ToolCall,
  summary: Sink,
  resultIsUsed: boolean,
  nameTool: (argument: number) => Pick<ToolUse, "effect" | "namedBy">,
): HelperCall {
  const anywhere = new Sink();
  const inPlace = new Sink();
  // Branches start in source order, so that what they print, and the random numbers that they take, before they first wait keep their
  // order. (Between the calls of a body with several, a line may have been moved to where it stands.)
  const isEarly = !summary.late && summary.tools.length === 1;
  for (const { location, write, span, name } of summary.accesses.values()) {
    // A moment that is measured keeps its place; a random number or an id only has its turn.
    const isTurn = location === consoleLocation || (location === clockLocation && !summary.clock);
    const isAnywhere = !write || (isTurn && isEarly);
    (isAnywhere ? anywhere : inPlace).add(location, write, span, name);
  }
  for (const [location, mark] of summary.sharing) anywhere.share(location, mark);
  inPlace.raise(summary.throws);
  inPlace.fence = summary.fence;
  for (const [location, mark] of summary.outliving) inPlace.outlive(location, mark);
  inPlace.clock = summary.clock;
  anywhere.helperThrows = summary.throws;
  inPlace.late = summary.late;
  inPlace.kept = summary.kept;
  const more = beyondTools(call, summary, inPlace);
  const refusal = more ?? heldBack(inPlace, anywhere);
  if (!resultIsUsed && summary.throws === Throws.ByDesign) {
    const guard = { span: call.call, name: call.label };
    anywhere.guard = guard;
    inPlace.fence ??= { code: "control-dependence", ...guard };
  }
  const name = call.helper ?? call.label;
  return {
    tools: summary.tools.map(({ effect, namedBy }) => ({
      call: more ? undefined : call.id,
      name,
      ...(namedBy === undefined ? { effect } : nameTool(namedBy)),
    })),
    anywhere,
    inPlace,
    more,
    refusal,
  };
}

function beyondTools(call: ToolCall, summary: Sink, inPlace: Sink): Refusal | undefined {
  if (summary.fence && summary.fence.code !== "ignored-by-pragma") return summary.fence;
  for (const { location, span, name } of inPlace.accesses.values())
    if (location !== clockLocation) return { code: "helper-effects", span, name };
  if (summary.tools.length > 0) return undefined;
  return { code: "other-await", span: call.whole, name: call.label };
}

function heldBack(inPlace: Sink, anywhere: Sink): Refusal | undefined {
  if (inPlace.fence) return inPlace.fence;
  // What a comment inside of a helper says holds for the calls of the helper.
  if (inPlace.kept) return { code: "keep-pragma", ...inPlace.kept };
  if (anywhere.shared) return { code: "shared-variable", ...anywhere.shared };
  for (const { span, name } of inPlace.accesses.values()) return { code: "clock-order", span, name };
  if (inPlace.outlives) return { code: "state-outlives-failure", ...inPlace.outlives };
  return undefined;
}
