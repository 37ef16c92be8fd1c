import type { Piece } from "../model/edit.js";
import type { LoopGuard } from "../model/steps.js";

/** A condition, or its opposite. */
export function testOf({ condition, isNegated, flipped }: LoopGuard, source: string): Piece[] {
  if (!isNegated) return [{ from: condition, isCopy: true }];
  if (flipped === undefined) {
    const isName = /^[\w$.]+(\([^()]*\))?$/.test(source.slice(condition.start, condition.end));
    const [open, close] = isName ? ["!", ""] : ["!(", ")"];
    return [{ text: open }, { from: condition, isCopy: true }, { text: close }];
  }
  if ("operand" in flipped) return [{ from: flipped.operand, isCopy: true }];
  return [
    { from: { start: condition.start, end: flipped.operator.start }, isCopy: true },
    { text: flipped.text },
    { from: { start: flipped.operator.end, end: condition.end }, isCopy: true },
  ];
}

/** Conditions that must all hold. */
export function allOf(guards: readonly LoopGuard[], source: string): Piece[] {
  const isLone = guards.length === 1;
  return guards.flatMap((guard, index): Piece[] => {
    const text = source.slice(guard.condition.start, guard.condition.end);
    // Operators that bind less than `&&`, or less than `?`, and whatever looks like one.
    const isLoose = isLone ? /\?|=>|[^=!<>]=[^=>]|,/.test(text) : /\||\?|=>|[^=!<>]=[^=>]|,/.test(text);
    const isWrapped = guard.isNegated && guard.flipped === undefined;
    const [open, close] = isLoose && !isWrapped ? ["(", ")"] : ["", ""];
    return [{ text: (index === 0 ? "" : " && ") + open }, ...testOf(guard, source), { text: close }];
  });
}
