import type { Report, ReportCall, ReportLink, ReportReason, ReportWait } from "../core/model/report.js";
import type { Paint } from "./paint.js";
import { callsById, toolOf } from "./story.js";
import { clean, count, listed, savedRounds } from "./words.js";

export interface Place {
  readonly line: number;
  readonly column: number | undefined;
}

/** `explain FILE:LINE`: all that is known of the calls at a place, and how each comes to stand where it does. */
export function explainPlace(report: Report, text: string, place: Place, paint: Paint): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  const file = clean(report.fileName);
  if (report.calls.length === 0) return `No tool calls in ${file}.\n`;
  const here = callsAt(report, text, place);
  const shown = here.length > 0 ? here : nearestTo(report, place);
  const blocks = shown.map((call) => new CallText(report, lines, paint).of(call));
  if (here.length === 0) {
    const where = listed([...new Set(shown.map(({ line }) => line))].map((line) => `line ${line}`));
    const end = place.line > lines.length ? ` (the file has ${count(lines.length, "line")})` : "";
    blocks.unshift(`${file}:${place.line}: no tool call on this line${end}. The nearest is on ${where}.\n`);
  }
  return blocks.join("\n");
}

/** The calls that a line is part of, or the innermost that a column is in. */
function callsAt(report: Report, text: string, { line, column }: Place): readonly ReportCall[] {
  const height = ({ start, end }: ReportCall): number =>
    text.slice(start, end).split(/\r\n|[\n\r\u2028\u2029]/).length - 1;
  const onLine = report.calls.filter((call) => call.line <= line && line <= call.line + height(call));
  // A line inside of a long call that has calls of its own on it is about those.
  const beginning = onLine.filter((call) => call.line === line);
  const calls = beginning.length > 0 ? beginning : onLine;
  if (column === undefined || calls.length < 2) return calls;
  const before = calls.filter((call) => call.line < line || call.column <= column);
  const within = before.filter((call) => call.line < line || column < call.column + (call.end - call.start));
  return [within.at(-1) ?? before.at(-1) ?? calls[0]!];
}

function nearestTo(report: Report, { line }: Place): readonly ReportCall[] {
  const away = (call: ReportCall): number => Math.abs(call.line - line);
  const least = report.calls.reduce((best, call) => Math.min(best, away(call)), Infinity);
  return report.calls.filter((call) => away(call) === least);
}

class CallText {
  readonly #byId: ReadonlyMap<string, ReportCall>;
  readonly #gutter: number;

  constructor(
    readonly report: Report,
    readonly lines: readonly string[],
    readonly paint: Paint,
  ) {
    this.#byId = callsById(report);
    this.#gutter = String(lines.length).length;
  }

  of(call: ReportCall): string {
    const { paint } = this;
    const place = `${clean(this.report.fileName)}:${call.line}:${call.column}`;
    const lines = [
      `${paint.bold(place)}: ${paint.bold(clean(call.label))} is ${call.outcome}`,
      ...this.#quote(call.line),
      `  ${call.helper === undefined ? "tool    " : "function"} ${toolOf(call)}`,
      `  effect   ${call.effect.kind} (${call.effect.source}: ${clean(call.effect.because)})`,
      `  round    ${this.#round(call)}`,
      ...this.#company(call),
      ...this.#reason(call),
      ...this.#chain(call),
    ];
    return `${lines.join("\n")}\n`;
  }

  #round(call: ReportCall): string {
    const region = this.report.regions.find(({ id }) => id === call.region);
    return region === undefined
      ? `${call.round}`
      : `${call.round} of ${region.roundsAfter} in ${clean(region.name)} (line ${region.line})`;
  }

  #company(call: ReportCall): readonly string[] {
    const mates = this.report.calls.filter(
      (other) => other !== call && other.region === call.region && other.batch === call.batch,
    );
    // Alone in its batch is only what is made in each round of a loop.
    const mate =
      mates.length > 0 ? listed(mates.map((other) => this.#named(other))) : "in all rounds of its loop";
    const together = call.batch === undefined ? [] : [`  together ${mate}`];
    const others = call.waits.map(({ on }) => this.#byId.get(on)).filter((other) => other !== undefined);
    return [...together, `  waits    ${others.length === 0 ? "for no call" : `for ${this.#some(others)}`}`];
  }

  #some(calls: readonly ReportCall[]): string {
    const most = 5;
    const names = calls.slice(0, most).map((call) => this.#named(call));
    if (calls.length > most) names.push(count(calls.length - most, "other call"));
    return listed(names);
  }

  #named(call: ReportCall): string {
    return `${clean(call.label)} (line ${call.line})`;
  }

  /** Why it is not batched, unless the chain below says so in the same words. */
  #reason(call: ReportCall): readonly string[] {
    const { reason } = call;
    const help = reason?.help === undefined ? call.waits[0] : reason;
    const said =
      reason?.help === undefined &&
      (call.waits[0]?.links.some((link) => link.because.start === reason?.because.start) ?? false);
    return [
      ...(reason === undefined || said
        ? []
        : [
            "",
            `  ${this.paint.yellow("why")}: ${clean(reason.message)} ${this.#code(reason)}`,
            ...this.#quoteOther(reason, call.line),
          ]),
      ...(help?.help === undefined
        ? []
        : ["", `  ${this.paint.cyan("help")}: ${clean(help.help)}`, ...savesLine(help)]),
    ];
  }

  #code({ code }: { readonly code: string }): string {
    return this.paint.dim(`(${code})`);
  }

  /** From the call back to the first: each line, and why it comes after the next one shown. */
  #chain(call: ReportCall): readonly string[] {
    if (call.waits.length === 0) return [];
    const out = ["", `  ${this.paint.bold("Why it comes so late, back to the first call:")}`];
    let at = call;
    let before: ReportLink | undefined;
    for (let wait: ReportWait | undefined = call.waits[0]; wait; wait = at.waits[0]) {
      for (const link of wait.links) {
        const isSame = before?.code === link.code && before.because.start === link.because.start;
        const why = isSame ? "and it stays behind the calls before it" : clean(link.message);
        out.push(...this.#quote(link.to.line), this.#note(`${why} ${this.#code(link)}`));
        before = link;
        if (link.because.line !== link.to.line && link.because.line !== link.from.line)
          out.push(...this.#quote(link.because.line));
      }
      const next = this.#byId.get(wait.on);
      if (!next || next.start >= at.start) break;
      at = next;
    }
    out.push(...this.#quote(at.line), this.#note(`${clean(at.label)} waits for no call: round ${at.round}`));
    return out;
  }

  #quoteOther(reason: ReportReason, line: number): readonly string[] {
    return reason.because.line === line ? [] : this.#quote(reason.because.line);
  }

  #quote(line: number): readonly string[] {
    const text = clean((this.lines[line - 1] ?? "").trim());
    const cut = text.length > 100 ? `${text.slice(0, 99)}…` : text;
    return [`  ${this.paint.dim(`${String(line).padStart(this.#gutter)} │`)} ${cut}`];
  }

  #note(text: string): string {
    return `  ${" ".repeat(this.#gutter)} ${this.paint.dim("└")} ${text}`;
  }
}

function savesLine({ saves, savesPerElement }: ReportReason): readonly string[] {
  if (saves === undefined) return [];
  const saved = savedRounds(saves, savesPerElement);
  return [saved === undefined ? "        This alone saves no round." : `        This saves ${saved}.`];
}
