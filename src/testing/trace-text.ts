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
  const width = Math.min(70, Math.max(...left.map(({ length }) => length)));
  const rows: string[] = [];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [before, after] = [left[index] ?? "", right[index] ?? ""];
    rows.push(`  ${before.padEnd(width)} ${before === after ? " " : "≠"} ${after}`);
  }
  return rows.join("\n");
}

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
