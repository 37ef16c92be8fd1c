import { parseArgs } from "node:util";
import { optimize } from "../index.js";
import { formatGeneratorResult, runGenerator } from "./generate.js";
import { allShapes } from "./program-writer.js";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string" },
    path: { type: "string" },
    faults: { type: "string" },
    shapes: { type: "string", default: "all" },
    "ignore-internal-faults": { type: "boolean", default: false },
    "ignore-races": { type: "boolean", default: false },
  },
});

const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);

const shapes = allShapes.find((name) => name === values.shapes);
if (shapes === undefined) throw new Error(`--shapes is one of ${allShapes.join(", ")}`);

const result = await runGenerator({
  optimize,
  runs: numberOf(values.runs),
  seed: numberOf(values.seed),
  path: values.path,
  faults: numberOf(values.faults),
  shapes,
  ignoreInternalFaults: values["ignore-internal-faults"],
  ignoreRaces: values["ignore-races"],
});
process.stdout.write(`${formatGeneratorResult(result)}\n`);
if (result.counterExample !== undefined) process.exitCode = 1;
