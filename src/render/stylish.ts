import type { Report } from "../core/model/report.js";
import { isOpportunity, isSound, listed } from "./findings.js";
import { type Gain, gainsOf } from "./gains.js";
import type { Paint } from "./paint.js";
import { align, amountOf, clean, count, savedRounds } from "./words.js";

/** `check` for people: a file's name, then `line:column  message  code`. */
export function stylish(reports: readonly Report[], paint: Paint): string {
  const lines: string[] = [];
  let opportunities = 0;
  let others = 0;
  let files = 0;
  let before = 0;
  let after = 0;
  let perElement = 0;
  for (const report of reports) {
    const found = listed(report);
    if (found.length === 0) continue;
    const here = found.filter(isOpportunity).length;
    opportunities += here;
    others += found.length - here;
    if (here > 0) {
      files += 1;
      before += report.summary.roundsBefore;
      after += report.summary.roundsAfter;
      perElement += report.summary.perElement?.roundsBefore ?? 0;
    }
    lines.push(paint.underline(clean(report.fileName)));
    const rows = found.map((one) => [`${one.line}:${one.column}`, clean(one.message), one.code]);
    const [places, messages] = [0, 1].map((column) =>
      align(
        rows.map((row) => [row[column]!, ""]),
        "",
      ),
    ) as [readonly string[], readonly string[]];
    rows.forEach((row, index) => {
      lines.push(`  ${paint.dim(places[index]!)}  ${messages[index]!}  ${paint.dim(row[2]!)}`);
    });
    lines.push("");
  }
  const warnings = others === 0 ? "" : paint.yellow(`${count(others, "warning")}.`);
  if (opportunities === 0) {
    const sound = reports.filter(isSound).length;
    if (sound === 0 && reports.length > 0) return "";
    lines.push(`No calls could run together in ${count(sound, "file")}. ${warnings}`.trimEnd());
  } else {
    const where = `${count(opportunities, "place")} in ${count(files, "file")}`;
    const rounds = `${amountOf("round", before, perElement)} could be ${after}`;
    lines.push(
      `${paint.bold(paint.yellow(`Calls could run together: ${where}, ${rounds}.`))} ${warnings}`.trimEnd(),
    );
    lines.push(paint.dim("parcall explain shows the plan, parcall rewrite --write carries it out."));
  }
  lines.push(...gainLines(gainsOf(reports), paint));
  return `${lines.join("\n")}\n`;
}

/** What would gain most, each with its place where it is one place. */
function gainLines(gains: readonly Gain[], paint: Paint): readonly string[] {
  if (gains.length === 0) return [];
  return [
    "",
    paint.bold("What would gain most:"),
    ...gains.map(({ kind, saves, savesPerElement, places, message }) => {
      const [first] = places;
      const where =
        kind === "manifest" || kind === "pure"
          ? ` in ${count(places.length, "file")}`
          : ` at ${clean(first!.fileName)}:${first!.line}:${first!.column}`;
      return `  ${paint.green(`${savedRounds(saves, savesPerElement)} fewer`)}${where}: ${clean(message)}`;
    }),
  ];
}
