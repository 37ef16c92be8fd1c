import { outcomeOf, type Code } from "../diagnostics/codes.js";
import { explainReason } from "../diagnostics/messages.js";
import type { Dependence } from "../model/dependence.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { printPlan, type Plan } from "../model/plan.js";
import type { Report, ReportCall, ReportReason, ReportRegion, ReportWait } from "../model/report.js";
import type { RegionSchedule } from "../model/schedule.js";
import type { Position, Span } from "../model/span.js";
import type { Analysis, Refusal, RegionAnalysis } from "../model/steps.js";
import type { Region, ToolCall, Workflow } from "../model/workflow.js";
import { lineStarts, locate } from "./assemble.js";

export interface ReportInput {
  readonly source: string;
  readonly workflow: Workflow;
  readonly analysis: Analysis;
  readonly schedules: readonly RegionSchedule[];
  readonly plans: readonly Plan[];
  readonly changed: boolean;
  /** Rounds that a region would save without the dependences of one cause. */
  readonly savedWithout: (region: number, cause: Dependence) => number;
  /** A reason that holds for every call: the file is ignored, or the rewrite failed. */
  readonly blanket?: { readonly code: Code; readonly span: Span } | undefined;
}

/** Tells what was found: every call with its outcome, and the reason for each one that is not batched. */
export function makeReport(input: ReportInput): {
  readonly report: Report;
  readonly diagnostics: Diagnostic[];
} {
  const { source, workflow } = input;
  const starts = lineStarts(source);
  const at = (span: Span): Span & Position => {
    const [line, column] = locate(starts, span.start);
    return { start: span.start, end: span.end, line: line + 1, column: column + 1 };
  };
  const regions: ReportRegion[] = [];
  const calls: ReportCall[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, region] of workflow.regions.entries()) {
    const reporter = new RegionReporter(input, index, region, at);
    calls.push(...reporter.calls());
    const line = reporter.region();
    if (line) regions.push(line);
    diagnostics.push(...reporter.findings());
  }
  for (const call of workflow.calls)
    if (call.region === "r0" && call.place !== "started") calls.push(loneCall(input, call, at));
  calls.sort((a, b) => a.start - b.start);
  const count = (outcome: ReportCall["outcome"]): number =>
    calls.filter((call) => call.outcome === outcome).length;
  const sum = (of: (region: ReportRegion) => number): number =>
    regions.reduce((total, region) => total + of(region), 0);
  const lone = calls.filter((call) => call.region === "r0").length;
  const summary = {
    found: calls.length,
    batched: count("batched"),
    ordered: count("ordered"),
    kept: count("kept"),
    roundsBefore: sum((region) => region.roundsBefore) + lone,
    roundsAfter: sum((region) => region.roundsAfter) + lone,
    work: calls.length,
    span: sum((region) => region.span) + lone,
  };
  return {
    report: {
      version: 1,
      fileName: workflow.fileName,
      changed: input.changed,
      summary,
      regions,
      calls,
      diagnostics,
    },
    diagnostics,
  };
}

/** A call in a function without a block: `async (id) => ({ user: await … })`. */
function loneCall(input: ReportInput, call: ToolCall, at: (span: Span) => Span & Position): ReportCall {
  const hasOthers = input.workflow.calls.some(
    (other) => other !== call && other.region === "r0" && other.statement === call.statement,
  );
  return {
    ...at(call.call),
    ...identity(input, call),
    region: "r0",
    round: 1,
    outcome: "kept",
    reason: reasonOf(
      call,
      input.blanket?.code ?? (hasOthers ? "unsupported-syntax" : "only-call"),
      at(input.blanket?.span ?? call.call),
      hasOthers ? "a function without braces" : undefined,
      undefined,
    ),
    waits: [],
  };
}

function identity({ analysis }: ReportInput, call: ToolCall) {
  const { kind, source, because } = analysis.effects[call.id]!;
  return {
    id: call.id,
    label: call.label,
    tool: call.tool ?? null,
    convention: call.convention,
    effect: { kind, source, because },
  };
}

function reasonOf(
  call: ToolCall,
  code: Code,
  because: Span & Position,
  name: string | undefined,
  other: string | undefined,
): ReportReason {
  return {
    code,
    ...explainReason(code, {
      call: call.label,
      tool: call.tool ?? "the tool",
      name,
      other,
      line: because.line,
    }),
    because,
  };
}

class RegionReporter {
  readonly #analysis: RegionAnalysis;
  readonly #schedule: RegionSchedule;
  readonly #own: readonly ToolCall[];
  readonly #byId: ReadonlyMap<string, ToolCall>;
  readonly #byPlace: ReadonlyMap<number, ToolCall>;
  readonly #into: Dependence[][];
  readonly #stepOf = new Map<string, number>();
  /** The moment at which each call runs: calls that stay inside code have moments of their own. */
  readonly #moment = new Map<string, number>();
  readonly #batch = new Map<string, string>();
  readonly #lastCall = new Map<number, number | undefined>();
  #moments = 0;
  #momentsBefore = 0;
  #savings = 0;

  constructor(
    readonly input: ReportInput,
    readonly index: number,
    readonly model: Region,
    readonly at: (span: Span) => Span & Position,
  ) {
    this.#analysis = input.analysis.regions[index]!;
    this.#schedule = input.schedules[index]!;
    this.#byId = new Map(input.workflow.calls.map((call) => [call.id, call]));
    this.#own = model.calls.map((id) => this.#byId.get(id)!).filter((call) => call.place !== "started");
    this.#byPlace = new Map(this.#own.map((call) => [call.whole.start, call]));
    this.#into = this.#analysis.steps.map(() => []);
    for (const dependence of this.#analysis.dependences) this.#into[dependence.to]!.push(dependence);
    for (const { index: step, call, inside } of this.#analysis.steps) {
      if (call !== undefined) this.#stepOf.set(call, step);
      for (const id of inside) if (this.#byId.get(id)?.region === model.id) this.#stepOf.set(id, step);
    }
    this.#countMoments();
  }

  #countMoments(): void {
    const { steps } = this.#analysis;
    for (const item of this.#schedule.items) {
      if (item.kind === "calls") {
        this.#moments++;
        this.#momentsBefore += item.steps.length;
        this.#gather(item.steps.map((step) => steps[step]!.call!));
        continue;
      }
      const inside = steps[item.step]!.inside.filter((id) => this.#byId.get(id)?.region === this.model.id);
      const isMember = (id: string): boolean => this.#byId.get(id)!.place === "batch-member";
      const members = inside.filter(isMember);
      if (members.length > 0) {
        this.#moments++;
        this.#momentsBefore++;
        this.#gather(members);
      }
      for (const id of inside) {
        if (isMember(id)) continue;
        this.#moments++;
        this.#momentsBefore++;
        this.#gather([id]);
      }
    }
  }

  #gather(ids: readonly string[]): void {
    for (const id of ids) {
      this.#moment.set(id, this.#moments);
      if (ids.length > 1) this.#batch.set(id, `${this.model.id}.${this.#moments}`);
    }
  }

  region(): ReportRegion | undefined {
    if (this.#own.length === 0) return undefined;
    const plan = this.input.plans[this.index]!;
    return {
      ...this.at(this.model.span),
      id: this.model.id,
      name: this.model.name,
      calls: this.#own.map((call) => call.id),
      plan,
      planText: printPlan(plan),
      roundsBefore: this.#momentsBefore,
      roundsAfter: this.#moments,
      work: this.#own.length,
      span: this.#moments,
    };
  }

  calls(): ReportCall[] {
    return this.#own.map((call) => {
      const batch = this.#batch.get(call.id);
      const isBatched = batch !== undefined || call.place === "batch-member";
      const reason = isBatched && !this.input.blanket ? undefined : this.#reason(call);
      return {
        ...this.at(call.call),
        ...identity(this.input, call),
        region: this.model.id,
        round: this.#moment.get(call.id) ?? 1,
        outcome: reason ? outcomeOf(reason.code) : "batched",
        ...(batch === undefined ? {} : { batch }),
        ...(reason ? { reason } : {}),
        waits: this.#waits(call),
      };
    });
  }

  /** One finding for each batch that a rewrite makes. */
  findings(): Diagnostic[] {
    if (this.input.blanket) return [];
    return this.#schedule.items.flatMap((item): Diagnostic[] => {
      if (item.kind !== "calls" || item.steps.length < 2) return [];
      const calls = item.steps.map((step) => this.#byId.get(this.#analysis.steps[step]!.call!)!);
      const [first, ...others] = calls;
      return [
        {
          ...this.at(first!.call),
          code: "can-run-together",
          severity: "warning",
          message: `these ${calls.length} calls can run together: ${calls.map((call) => call.label).join(", ")} (${calls.length} rounds → 1)`,
          help: "Run `parcall rewrite --write` to batch them.",
          related: others.map((call) => ({
            ...this.at(call.call),
            message: `${call.label} can start with it`,
          })),
          saves: calls.length - 1,
        },
      ];
    });
  }

  #reason(call: ToolCall): ReportReason {
    const { blanket, analysis } = this.input;
    if (blanket) return reasonOf(call, blanket.code, this.at(blanket.span), undefined, undefined);
    const refusal = analysis.refused[call.id];
    if (refusal && refusal.code !== "control-dependence")
      return reasonOf(call, refusal.code, this.at(refusal.span), refusal.name, undefined);
    if (this.#own.length === 1)
      return reasonOf(
        call,
        this.model.inLoop ? "in-loop" : "only-call",
        this.at(call.call),
        undefined,
        undefined,
      );
    const step = this.#stepOf.get(call.id);
    const own = step === undefined ? undefined : this.#critical(step);
    const next = own || step === undefined ? undefined : this.#nextCall(step);
    const cause = own ?? (next === undefined ? undefined : this.#critical(next));
    if (!cause) return this.#reasonOfNeighbour(call, refusal);
    const reason =
      own || next === undefined ? this.#explain(call, cause) : this.#explainNext(call, next, cause);
    if (outcomeOf(reason.code) !== "kept" || this.#savings > 20) return reason;
    this.#savings++;
    const saves = this.input.savedWithout(this.index, cause);
    return saves > 0 ? { ...reason, saves } : reason;
  }

  /** The dependence that keeps a step from running in an earlier round: of those that wait for the latest call, the first found. */
  #critical(step: number): Dependence | undefined {
    let best: Dependence | undefined;
    let latest = -1;
    for (const dependence of this.#into[step]!) {
      if (dependence.weak) continue;
      const call = this.#lastCallBefore(dependence.from);
      if (call !== undefined && call > latest) {
        latest = call;
        best = dependence;
      }
    }
    return best;
  }

  /** Nothing orders the call, but the other calls of its block cannot leave their statements to run beside it. */
  #reasonOfNeighbour(call: ToolCall, own: Refusal | undefined): ReportReason {
    const neighbour = this.#own.find(
      (other) => other !== call && this.input.analysis.refused[other.id] !== undefined,
    );
    const refusal = own ?? (neighbour && this.input.analysis.refused[neighbour.id]);
    if (!refusal) return reasonOf(call, "only-call", this.at(call.call), undefined, undefined);
    const reason = reasonOf(
      own ? call : neighbour!,
      refusal.code,
      this.at(refusal.span),
      refusal.name,
      undefined,
    );
    return own ? reason : { ...reason, message: `${call.label} has no call beside it: ${reason.message}` };
  }

  /** The next step that makes a call. */
  #nextCall(step: number): number | undefined {
    for (let next = step + 1; next < this.#analysis.steps.length; next++) {
      const { call, inside } = this.#analysis.steps[next]!;
      if (call !== undefined || inside.length > 0) return next;
    }
    return undefined;
  }

  /** The first call of a region waits for none; what keeps the next one from running beside it is its reason. */
  #explainNext(call: ToolCall, next: number, cause: Dependence): ReportReason {
    const reason = this.#explain(this.#callAt(next) ?? call, cause);
    return { ...reason, message: `${call.label} has no call beside it: ${reason.message}` };
  }

  /** The last call that a step is, or waits for through code. */
  #lastCallBefore(step: number): number | undefined {
    const known = this.#lastCall.get(step);
    if (known !== undefined || this.#lastCall.has(step)) return known;
    const { call, inside } = this.#analysis.steps[step]!;
    let last: number | undefined = call !== undefined || inside.length > 0 ? step : undefined;
    if (last === undefined) {
      for (const { from } of this.#into[step]!) {
        const before = this.#lastCallBefore(from);
        if (before !== undefined && (last === undefined || before > last)) last = before;
      }
    }
    this.#lastCall.set(step, last);
    return last;
  }

  #explain(call: ToolCall, cause: Dependence): ReportReason {
    const chain = this.#chain(cause);
    // Of a chain through code the link that is no flow of data is the one that a person can do something about.
    const link = chain.findLast(({ kind }) => kind !== "data") ?? cause;
    if (link !== cause) return this.#explain(call, link);
    const other = this.#callAt(this.#lastCallBefore(cause.from));
    const place = this.at(cause.because);
    return reasonOf(call, cause.code, place, this.#nameOf(cause), other?.label);
  }

  /** The dependences by which a cause goes back to a call, the latest first. */
  #chain(cause: Dependence): Dependence[] {
    const chain = [cause];
    for (let from = cause.from; this.#callAt(from) === undefined && chain.length < 20;) {
      const before = this.#critical(from);
      if (!before) break;
      chain.push(before);
      from = before.from;
    }
    return chain;
  }

  /** A cause that is a tool is named by the tool. */
  #nameOf(cause: Dependence): string | undefined {
    const tool = cause.subject === undefined ? undefined : this.#byId.get(cause.subject);
    if (tool) return tool.tool ?? tool.label;
    if (cause.subject !== undefined) return cause.subject;
    const writer = this.#byPlace.get(cause.because.start);
    return writer?.tool ?? writer?.label;
  }

  #callAt(step: number | undefined): ToolCall | undefined {
    if (step === undefined) return undefined;
    const { call, inside } = this.#analysis.steps[step]!;
    const id = call ?? inside.at(-1);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  #waits(call: ToolCall): ReportWait[] {
    const step = this.#stepOf.get(call.id);
    if (step === undefined) return [];
    const waits = new Map<string, ReportWait>();
    for (const dependence of this.#into[step]!) {
      if (dependence.weak) continue;
      const before = this.#callAt(this.#lastCallBefore(dependence.from));
      if (!before || before.id === call.id || waits.has(before.id)) continue;
      waits.set(before.id, { ...this.#explain(call, dependence), on: before.id, kind: dependence.kind });
    }
    return [...waits.values()];
  }
}
