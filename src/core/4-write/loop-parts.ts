import type { LoopPart, StatementAt } from "../model/steps.js";
import type { Statement } from "../model/workflow.js";
import { type Chosen, isGuarded, isSame, type LoopChoices, type PlacedMember } from "./loop-choice.js";

/** The members of earlier stages whose answers a statement binds, as the first of several of one stage; `covered` by that one. */
export function answersBoundBy(
  choices: LoopChoices,
  { split }: Chosen,
  at: StatementAt,
): PlacedMember | undefined {
  for (const [stage, { members }] of split.stages.entries())
    for (const [index, member] of members.entries())
      if (choices.isConstant(member.step) && isSame(choices.placeOf(member.step), at))
        return { stage, index, member };
  return undefined;
}

/** Whether the answers of a stage are bound together: `const [price, stock] = answers[i];` */
export function areBoundTogether(
  choices: LoopChoices,
  { split }: Chosen,
  stage: number,
  isTaken: (at: StatementAt) => boolean,
): boolean {
  const { members } = split.stages[stage]!;
  const taken = members.filter(({ step }) => isTaken(choices.placeOf(step)));
  const [first] = taken;
  return (
    !split.isSettled &&
    taken.length > 1 &&
    taken.every((member) => choices.isConstant(member.step) && !isGuarded(member)) &&
    taken.every(({ step }) => choices.placeOf(step).region === choices.placeOf(first!.step).region)
  );
}

/** What stands before a member, without what is in its place already or bound by the parameter. */
export function partsLeft(
  choices: LoopChoices,
  { split }: Chosen,
  stage: number,
  parts: readonly LoopPart[],
): readonly LoopPart[] {
  const link = choices.linkBefore(split, stage);
  const bound = link && choices.placeOf(link.member.step);
  const { inlined } = split.stages[stage]!;
  return parts.filter(
    (part) =>
      !("statement" in part) ||
      !(
        (bound && isSame(part.statement, bound)) ||
        inlined.some(({ statement }) => isSame(part.statement, statement))
      ),
  );
}

/** The statements that some batch has a copy of. */
export function copiedStatements(choices: LoopChoices, chosen: Chosen): ReadonlySet<Statement> {
  const copied = new Set<Statement>();
  for (const [stage, { members }] of chosen.split.stages.entries())
    for (const { parts } of members)
      for (const part of partsLeft(choices, chosen, stage, parts))
        if ("statement" in part && !answersBoundBy(choices, chosen, part.statement))
          copied.add(choices.statementOf(part.statement));
  return copied;
}
