import type { LeftOut, Measured } from "./measure.js";

export function describeRounds(results: readonly (Measured | LeftOut)[], examples: number): string {
  const measured = results.filter((one) => typeof one !== "string");
  const left = results.filter((one) => typeof one === "string");
  const reached = measured.filter(({ after, depth }) => after === depth);
  const missed = measured.filter(({ after, depth }) => after > depth);
  const below = measured.filter(({ after, depth }) => after < depth);
  const slower = measured.filter(({ before, after }) => after > before);
  const sum = (pick: (one: Measured) => number): number =>
    measured.reduce((total, one) => total + pick(one), 0);
  return [
    `${results.length} programs, ${measured.length} measured (left out: ${counts(left)})`,
    `rounds: ${sum(({ before }) => before)} before, ${sum(({ after }) => after)} after, ${sum(({ depth }) => depth)} as their dependences allow`,
    `as few as they allow: ${reached.length} (${percent(reached.length, measured.length)})`,
    `more: ${missed.length} (${percent(missed.length, measured.length)}); programs with calls that wait without need, by the reason that parcall gives:`,
    ...mostFirst(missed.flatMap(({ delayed }) => [...new Set(delayed.map(({ code }) => code))])).map(
      ([code, count]) => `  ${String(count).padStart(6)}  ${code}`,
    ),
    `fewer, so that a dependence was overlooked or is none: ${below.length}`,
    `slower than before: ${slower.length}`,
    ...below
      .concat(slower)
      .slice(0, examples)
      .map((one) => example("fewer or slower", one)),
    ...smallest(missed)
      .slice(0, examples)
      .map((one) => example("more", one)),
  ].join("\n");
}

function example(what: string, { source, before, after, depth, delayed }: Measured): string {
  const waiting = delayed
    .map(({ name, round, earliest, code }) => `${name} in round ${round}, not ${earliest}: ${code}`)
    .join("\n// ");
  return `--- ${what}: ${before} rounds before, ${after} after, ${depth} possible\n// ${waiting}\n${source}`;
}

/** The shortest program for each set of reasons. */
function smallest(missed: readonly Measured[]): Measured[] {
  const shortest = new Map<string, Measured>();
  for (const one of missed.toSorted((a, b) => a.source.length - b.source.length)) {
    const codes = [...new Set(one.delayed.map(({ code }) => code))].toSorted().join("+");
    if (!shortest.has(codes)) shortest.set(codes, one);
  }
  return [...shortest.values()];
}

function counts(texts: readonly string[]): string {
  return mostFirst(texts)
    .map(([text, count]) => `${text} ${count}`)
    .join(", ");
}

function mostFirst(texts: readonly string[]): (readonly [text: string, count: number])[] {
  const found = new Map<string, number>();
  for (const text of texts) found.set(text, (found.get(text) ?? 0) + 1);
  return [...found].toSorted(([, a], [, b]) => b - a);
}

function percent(part: number, whole: number): string {
  return `${(whole === 0 ? 0 : (100 * part) / whole).toFixed(1)} %`;
}
