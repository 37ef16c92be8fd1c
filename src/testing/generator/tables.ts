import { callKinds } from "./calls.js";
import { Choices } from "./choices.js";
import { closureKinds } from "./closures.js";
import { controlKinds } from "./control.js";
import { helperKinds } from "./helpers.js";
import { bodyKinds } from "./loops-bodies.js";
import { otherLoopKinds } from "./loops-others.js";
import { loopKinds } from "./loops-shapes.js";
import { objectKinds } from "./objects.js";
import type { StatementTables, StatementWriter, WeightedKind } from "./statement.js";
import { surroundingKinds } from "./surroundings.js";
import { workflowKinds } from "./workflow.js";
import { wrapperKinds } from "./wrappers.js";

/** Which programs are written: with few loops, and all of one kind; with loops of all kinds; or mostly of loops. */
export type Shapes = "straight" | "all" | "loops";

export const allShapes: readonly Shapes[] = ["straight", "all", "loops"];

function table(kinds: readonly WeightedKind[]): readonly StatementWriter[] {
  return kinds.flatMap(([weight, write]) => Array<StatementWriter>(weight).fill(write));
}

/** Loops are long: their choices need more digits than a number has. */
function long(kinds: readonly WeightedKind[], weight = 1): readonly WeightedKind[] {
  return kinds.map(([own, write]) => [
    own * weight,
    (writer, _choices, names, seed) => write(writer, Choices.endless(seed.choices), names, seed),
  ]);
}

const straight = table([
  ...callKinds,
  ...workflowKinds,
  ...objectKinds,
  ...controlKinds,
  ...closureKinds,
  ...helperKinds,
  ...wrapperKinds,
  ...surroundingKinds,
]);
const inLoops = table([...long(bodyKinds), ...long(loopKinds)]);

const tables: Readonly<Record<Shapes, StatementTables>> = {
  straight: { outside: straight, inLoops: straight },
  all: {
    outside: [...straight, ...table([...long(loopKinds), ...long(otherLoopKinds)])],
    inLoops: [...straight, ...inLoops],
  },
  loops: {
    outside: [
      ...table([...callKinds, ...long(loopKinds, 6), ...long(otherLoopKinds, 2), ...workflowKinds]),
      ...table([...objectKinds, ...helperKinds]),
    ],
    inLoops: [...inLoops, ...inLoops, ...inLoops, ...straight],
  },
};

export function tablesOf(shapes: Shapes): StatementTables {
  return tables[shapes];
}

/** How many kinds of statements there are, each counted as often as it is to come. */
export function statementKindsOf(shapes: Shapes): number {
  const { outside, inLoops: inner } = tables[shapes];
  return Math.max(outside.length, inner.length);
}
