import { variantNumbers, nullVariant, type Environment, type Laboratory, type Run } from "./environments.js";

/** A world that each experiment is made in. */
export type World = Pick<Environment, "world" | "also">;

/** Other answers of all tools, other input: what one world does not show, a branch that it does not take, another may. */
const everyWorld: readonly World[] = [{ world: 0 }, { world: 1 }, { world: 2 }, { world: 3 }];

/**
 * The worlds for a program: for each call that is made in none of the four, one in which another answer has it made. A schedule is one
 * for all worlds, so what stands under a condition orders the calls around it also where the condition is false.
 */
export async function findWorlds(laboratory: Laboratory, tags: readonly string[]): Promise<readonly World[]> {
  const worlds = [...everyWorld];
  const runs: Run[] = [];
  for (const world of worlds) runs.push(await laboratory.run(world));
  const changes = tags.flatMap((tag) =>
    variantNumbers.filter((variant) => variant !== nullVariant).map((variant) => ({ tag, variant })),
  );
  for (const missing of tags.filter((tag) => !runs.some((run) => run.isMade(tag)))) {
    if (runs.some((run) => run.isMade(missing))) continue;
    for (const also of changes) {
      if (!runs[0]!.isMade(also.tag)) continue;
      const run = await laboratory.run({ world: 0, also });
      if (!run.isMade(missing)) continue;
      worlds.push({ world: 0, also });
      runs.push(run);
      break;
    }
  }
  return worlds;
}

/**
 * The calls that are made in any of these runs, in an order that is that of every run as far as there is one; `tags` are in the order
 * of the source, which says where a call belongs that is not made together with its neighbours.
 */
export function orderOfCalls(runs: readonly Run[], tags: readonly string[]): readonly string[] {
  const order: string[] = [];
  for (const run of runs) {
    let last = -1;
    const made = tags.filter((tag) => run.isMade(tag));
    for (const tag of made.toSorted((a, b) => run.placeOf(a)! - run.placeOf(b)!)) {
      const known = order.indexOf(tag);
      if (known >= 0) {
        last = Math.max(last, known);
        continue;
      }
      const isBefore = (other: string | undefined): boolean =>
        other !== undefined && !run.isMade(other) && tags.indexOf(other) < tags.indexOf(tag);
      do last++;
      while (isBefore(order[last]));
      order.splice(last, 0, tag);
    }
  }
  return order;
}
