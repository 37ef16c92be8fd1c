/**
 * How close to the ideal are rewrites of real programs whose dependences are known? Reads NESTFUL, which the project does not contain:
 *
 *     npm run bench:nestful -- FOLDER_OR_FILE… [--profile NAME]… [--runs N] [--seed N] [--show ROW]
 */
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import type { EffectsProfile } from "../src/index.js";
import { measureRow, type Measured } from "./nestful/measure.js";
import { readRows } from "./nestful/rows.js";
import { describeProfile } from "./nestful/table.js";

const profiles: readonly EffectsProfile[] = ["inferred", "strict", "data-only"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    profile: { type: "string", multiple: true },
    runs: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
    show: { type: "string", multiple: true },
  },
});

async function main(): Promise<number> {
  const chosen = (values.profile ?? profiles).map(readProfile);
  const [runs, seed] = [readNumber("runs"), readNumber("seed")];
  const files = (await Promise.all(positionals.map(filesAt))).flat();
  if (files.length === 0) throw new Error("give the folder that holds the data, or its files");
  let wrong = 0;
  for (const file of files) {
    const { rows, skipped } = readRows(await readFile(file, "utf8"));
    console.log(`${path.basename(file)}: ${rows.length} rows used, ${skipped.length} skipped`);
    for (const { number, why } of skipped) console.log(`  row ${number} skipped: ${why}`);
    for (const profile of chosen) {
      const measured: Measured[] = [];
      for (const row of rows) measured.push(await measureRow(row, { profile, runs, seed }));
      console.log(describeProfile(profile, measured));
      for (const one of measured) if (values.show?.includes(String(one.row))) show(one);
      wrong += measured.filter((one) => one.wrong.length > 0).length;
    }
  }
  console.log(`seed ${seed}, ${runs} draws of lognormal latencies (sigma 0.8)`);
  return wrong === 0 ? 0 : 1;
}

function show({ row, program, code, report }: Measured): void {
  console.log(
    `--- row ${row}\n${program}--- becomes ${report.regions.map(({ planText }) => planText).join(", ")}\n${code}`,
  );
  for (const { id, label, tool, effect, round, outcome, reason } of report.calls) {
    const why = reason === undefined ? "" : `${reason.code}: ${reason.message}. ${reason.help ?? ""}`;
    console.log(
      `${id} ${label} = ${tool} (${effect.kind}: ${effect.because}), round ${round}, ${outcome} ${why}`,
    );
  }
}

async function filesAt(given: string): Promise<string[]> {
  if (!(await stat(given)).isDirectory()) return [given];
  const names = (await readdir(given)).filter((name) => name.endsWith(".json"));
  return names.toSorted().map((name) => path.join(given, name));
}

function readProfile(name: string): EffectsProfile {
  const found = profiles.find((profile) => profile === name);
  if (found === undefined) throw new Error(`--profile is one of ${profiles.join(", ")}`);
  return found;
}

function readNumber(name: "runs" | "seed"): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a whole number from 1`);
  return value;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
