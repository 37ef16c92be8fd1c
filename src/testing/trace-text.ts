import type { CallRecord, Trace } from "./execute.js";

/** The calls of a run, by the moment at which they start. */
export function roundsOf(trace: Trace): CallRecord[][] {
  const rounds = new Map<number, CallRecord[]>();
  for (const call of trace.calls) rounds.set(call.start, [...(rounds.get(call.start) ?? []), call]);
  return [...rounds.entries()].toSorted(([a], [b]) => a - b).map(([, calls]) => calls);
}

/** Two runs beside each other: calls with their times, console, outcome and state. */
export function sideBySide(original: Trace, rewritten: Trace): string {
  const [left, right] = [linesOf(original), linesOf(rewritten)];
  const width = Math.min(mostColumns, Math.max(...left.map(({ length }) => length)));
  const rows: string[] = [];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [before, after] = [left[index] ?? "", right[index] ?? ""];
    const from = Math.max(0, firstDifference(before, after) - 50);
    const [shownBefore, shownAfter] = [excerpt(before, from), excerpt(after, from)];
    rows.push(`  ${shownBefore.padEnd(width)} ${before === after ? " " : "≠"} ${shownAfter}`);
  }
  return rows.join("\n");
}

/** Long lines are shown from a little before the place where they begin to differ; equal ones from their beginning. */
function excerpt(line: string, from: number): string {
  const text = from === 0 ? line : `…${line.slice(from)}`;
  return text.length > mostColumns ? `${text.slice(0, mostColumns - 1)}…` : text;
}

function firstDifference(before: string, after: string): number {
  if (before === after) return 0;
  let index = 0;
  while (index < before.length && before[index] === after[index]) index++;
  return index;
}

const mostColumns = 90;

function linesOf(trace: Trace): string[] {
  const time = (value: number | undefined): string =>
    value === undefined ? "…" : String(Math.round(value * 100) / 100);
  const { visible } = trace;
  return [
    ...trace.calls.map(
      ({ key, start, end, failed }) => `${time(start)}-${time(end)} ${key}${failed ? " FAILS" : ""}`,
    ),
    ...trace.console.map(({ text }) => `> ${text}`),
    `${trace.outcome.kind} ${trace.outcome.text}`,
    `input ${visible.input} state ${visible.state}`,
    ...Object.entries(visible.exported).map(([name, value]) => `export ${name} = ${value}`),
    ...trace.unhandled.map((message) => `unhandled ${message}`),
    ...trace.running.map((key) => `still running ${key}`),
  ];
}
