import type { EffectsProfile } from "../../src/index.js";
import type { Measured, SpeedUp } from "./measure.js";

/** What is said of one file under one profile. */
export function describeProfile(profile: EffectsProfile, measured: readonly Measured[]): string {
  const improved = measured.filter(({ rounds }) => rounds.reached > 1);
  // Mean over all programs hides a miss behind the many programs that are one chain: those with something to gain are told alone.
  const withGain = measured.filter(({ rounds }) => rounds.ideal > 1);
  const wrong = measured.filter((one) => one.wrong.length > 0);
  const rounds = (ones: readonly Measured[]): SpeedUp[] => ones.map((one) => one.rounds);
  const skewed = (ones: readonly Measured[]): SpeedUp[] => ones.flatMap((one) => one.skewed);
  return [
    `  ${profile}`,
    `    wrong results           ${wrong.length}`,
    `    programs improved       ${improved.length} of ${measured.length} (${percent(improved.length / measured.length)}); ` +
      `${withGain.length} could be (${percent(withGain.length / measured.length)})`,
    `    speed-up in rounds      ${describe(rounds(measured))}; where there is something to gain ${describe(rounds(withGain))}`,
    `    speed-up, skewed        ${describe(skewed(measured))}; where there is something to gain ${describe(skewed(withGain))}`,
    ...describeMissed(measured),
    ...wrong.flatMap(({ row, wrong: texts }) => [`    row ${row} is wrong:`, ...texts]),
  ].join("\n");
}

function describe(all: readonly SpeedUp[]): string {
  if (all.length === 0) return "–";
  const [reached, ideal] = [mean(all.map((one) => one.reached)), mean(all.map((one) => one.ideal))];
  return `${reached.toFixed(3)}× of ${ideal.toFixed(3)}× (${percent(reached / ideal)})`;
}

/** Why programs stay below the ideal number of rounds, and what the report advises. */
function describeMissed(measured: readonly Measured[]): string[] {
  const missed = measured.filter(({ rounds }) => rounds.reached < rounds.ideal - 1e-9);
  if (missed.length === 0) return [];
  const reasons = missed.flatMap(({ report }) => report.calls.flatMap(({ reason }) => reason ?? []));
  const byCode = mostFirst(reasons.map(({ code }) => code));
  // The known graph itself orders by data; what could be otherwise has help.
  const [commonest] = mostFirst(reasons.flatMap(({ code, help }) => (help === undefined ? [] : code)));
  const helps = mostFirst(
    reasons.filter(({ code }) => code === commonest?.[0]).map(({ help }) => help ?? "(no help)"),
  );
  return [
    `    below the ideal         ${missed.length} programs: rows ${missed.map(({ row }) => row).join(", ")}`,
    `      reasons               ${byCode.map(([code, count]) => `${code} ${count}`).join(", ")}`,
    `      the commonest says    ${helps[0]?.[0] ?? "(no help)"}`,
  ];
}

function mostFirst(texts: readonly string[]): (readonly [text: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
