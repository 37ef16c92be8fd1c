/**
 * Of the pairs of calls that do not depend on each other, how many does parcall keep apart, and why? Random programs, whose true
 * dependences are found by experiment:
 *
 *     npm run bench:precision -- [--runs N] [--seed N] [--smallest CODE]…
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { programSeeds } from "../src/testing/generate.js";
import { writeProgram } from "../src/testing/program-writer.js";
import { measureProgram, type Pair } from "./precision/measure.js";
import { describePrecision } from "./precision/table.js";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    smallest: { type: "string", multiple: true },
  },
});

/** Pairs of calls of one run: what two iterations of a loop do to each other is another question, and another measurement. */
const shapes = "straight";
const [runs, seed] = [Number(values.runs), Number(values.seed)];

/** Independent, and left in sequence: the rule, or the rules, without which they were not. */
function isMissed({ truth, cause }: Pair): boolean {
  return truth === undefined && cause !== undefined;
}

async function measure(): Promise<void> {
  const sources = fc
    .sample(programSeeds(shapes), { numRuns: runs, seed })
    .map((programSeed) => writeProgram(programSeed, shapes));
  const pairs: Pair[] = [];
  for (const source of sources) pairs.push(...(await measureProgram(source)));
  console.log(describePrecision(pairs));
  console.log(`seed ${seed}, ${runs} programs`);
}

/** The smallest program that shows a reason, or a dependence that parcall does not see. */
async function findSmallest(code: string): Promise<void> {
  let last = "";
  const property = fc.asyncProperty(programSeeds(shapes), async (programSeed) => {
    const source = writeProgram(programSeed, shapes);
    const shows = ({ truth, cause }: Pair): boolean =>
      cause?.code === code || (cause === undefined && code === `not ordered ${truth}`);
    const pair = (await measureProgram(source)).find(
      (one) => shows(one) && (isMissed(one) || one.cause === undefined),
    );
    if (pair === undefined) return true;
    last = `// ${code}: ${pair.first} and ${pair.second} ${pair.cause?.path ?? ""}\n${source}`;
    return false;
  });
  // Shrinking has no end of its own that one would wait for.
  await fc.check(property, { numRuns: runs, seed, interruptAfterTimeLimit: 60_000 });
  console.log(last === "" ? `no program shows ${code}` : last);
}

if (values.smallest === undefined) await measure();
else for (const code of values.smallest) await findSmallest(code);
