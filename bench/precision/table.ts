import type { Pair } from "./measure.js";

/** What is measured, for all programs and for those in which parcall knows every function. */
export function describePrecision(pairs: readonly Pair[]): string {
  return [
    "all programs",
    describePairs(pairs),
    "programs in which every function is known",
    describePairs(pairs.filter(({ holdsUnknown }) => !holdsUnknown)),
  ].join("\n");
}

function describePairs(pairs: readonly Pair[]): string {
  const independent = pairs.filter(({ truth }) => truth === undefined);
  const isDecided = ({ cause }: Pair): boolean =>
    cause?.code === "clock-order" && cause.path.startsWith("effect/");
  const decided = independent.filter(isDecided);
  const apart = independent.filter((pair) => pair.cause !== undefined && !isDecided(pair));
  const dependent = pairs.filter(({ truth }) => truth !== undefined);
  const loose = dependent.filter(({ cause }) => cause === undefined);
  return [
    `${pairs.length} pairs of calls of one block: ${dependent.length} depend on each other, ${independent.length} do not`,
    `  why they do: ${counts(dependent.map(({ truth }) => truth!))}`,
    `independent, and left in sequence because the clock is read between them (decision 012): ${decided.length} (${percent(decided.length, independent.length)})`,
    `independent, and left in sequence for another reason: ${apart.length} (${percent(apart.length, independent.length)})`,
    ...mostFirst(apart.map(({ cause }) => cause!.code)).map(
      ([code, count]) =>
        `  ${percent(count, independent.length).padStart(7)}  ${String(count).padStart(6)}  ${code}`,
    ),
    ...mostFirst(apart.flatMap(({ cause }) => (cause!.subject === "" ? [] : cause!.subject)))
      .slice(0, 12)
      .map(([subject, count]) => `${String(count).padStart(15)}    ${subject}`),
    `dependent by experiment, and not ordered: ${loose.length} ${counts(loose.map(({ truth }) => truth!))}`,
  ].join("\n");
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
