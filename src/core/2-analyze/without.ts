import type { Cause } from "../model/change.js";
import type { Dependence } from "../model/dependence.js";
import type { Span } from "../model/span.js";
import type { StepFacts } from "./dependences.js";
import { Throws } from "./sink.js";

/** Takes a cause out of what the steps do, before dependences are made of it: what it hid comes to light. */
export function withoutCause(facts: readonly StepFacts[], cause: Cause | undefined): readonly StepFacts[] {
  if (!cause) return facts;
  const is = (span: Span | undefined): boolean =>
    span?.start === cause.because.start && span.end === cause.because.end;
  for (const { isCall, span, sink } of facts) {
    if (sink.fence?.code === cause.code && is(sink.fence.span)) sink.fence = undefined;
    if (cause.code === "may-throw-first" && is(span)) sink.throws = Throws.Never;
    if (cause.code === "state-outlives-failure")
      for (const [location, mark] of sink.outliving) if (is(mark.span)) sink.outliving.delete(location);
    // A copy of the variable stands for all its uses.
    if (cause.code === "shared-variable")
      for (const [location, mark] of sink.sharing)
        if (mark.name === cause.name) sink.sharing.delete(location);
    // A call that is not asked with it, and code that leaves alone what is gone through.
    const isGone =
      cause.code === "carried-dependence" ? isCall : cause.code === "changed-collection" && !isCall;
    for (const [key, { name, write }] of isGone ? sink.accesses : [])
      if (name === cause.name && write !== isCall) sink.accesses.delete(key);
    if (cause.code === "clock-order" && is(sink.clock?.span)) sink.clock = undefined;
  }
  return facts;
}

/** A variable that is written anew is known only by the dependences that come of it: a name of its own would leave none of them. */
export function withoutRenamed(
  dependences: readonly Dependence[],
  cause: Cause | undefined,
): readonly Dependence[] {
  if (cause?.code !== "anti-dependence" && cause?.code !== "output-dependence") return dependences;
  const { because } = cause;
  return dependences.filter(
    (one) =>
      !(one.kind === "anti" || one.kind === "output") ||
      one.because.start !== because.start ||
      one.because.end !== because.end,
  );
}
