/**
 * Do the rewrites of random programs take as few rounds as the true dependences of their calls allow, and never more time than the
 * programs, however often their loops run?
 *
 *     npm run bench:loops -- [--runs N] [--seed N] [--shapes loops|all|straight] [--examples N]
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { programSeeds } from "../src/testing/generate.js";
import { allShapes, writeProgram } from "../src/testing/program-writer.js";
import { measureRounds, type LeftOut, type Measured } from "./loops/measure.js";
import { describeSizes, measureSizes, type Sized } from "./loops/sizes.js";
import { describeRounds } from "./loops/table.js";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    shapes: { type: "string", default: "loops" },
    examples: { type: "string", default: "0" },
  },
});
const shapes = allShapes.find((name) => name === values.shapes) ?? "loops";
const [runs, seed] = [Number(values.runs), Number(values.seed)];

const rounds: (Measured | LeftOut)[] = [];
const sizes: Sized[] = [];
for (const programSeed of fc.sample(programSeeds(shapes), { numRuns: runs, seed })) {
  const source = writeProgram(programSeed, shapes);
  rounds.push(await measureRounds(source));
  sizes.push(...(await measureSizes(source)));
}
console.log(describeRounds(rounds, Number(values.examples)));
console.log(describeSizes(sizes));
console.log(`shapes ${shapes}, seed ${seed}, ${runs} programs`);
