import { outcomeOf } from "../../diagnostics/codes.js";
import { explainReason } from "../../diagnostics/messages.js";
import { type Amount, plus } from "../../model/amount.js";
import type { Change } from "../../model/change.js";
import type { Dependence } from "../../model/dependence.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { printPlan } from "../../model/plan.js";
import type { ReportCall, ReportLink, ReportReason, ReportRegion, ReportWait } from "../../model/report.js";
import { type RegionSchedule, startsTogether } from "../../model/schedule.js";
import type { Position, Span } from "../../model/span.js";
import { callsOfStep, type Refusal, type RegionAnalysis } from "../../model/steps.js";
import type { Region, ToolCall } from "../../model/workflow.js";
import { Causes } from "./causes.js";
import type { ReportInput } from "./input.js";
import { Moments } from "./moments.js";
import { aboutTools, obstacleOf } from "./obstacle.js";
import { remediesFor } from "./remedy.js";
import { perElement, Repeats } from "./repeats.js";

/** A reason with the changes that its help comes to. */
export interface Reasoned<Reason extends ReportReason = ReportReason> {
  readonly reason: Reason;
  readonly changes: readonly Change[];
  /** What the change is about, for those who offer it. */
  readonly name: string | undefined;
}

/** A call of the report before it is known what its remedies would save. */
export interface Draft {
  readonly call: Omit<ReportCall, "reason" | "waits">;
  readonly reason: Reasoned | undefined;
  readonly waits: readonly Reasoned<ReportWait>[];
}

/** Tells of one region: its plan, its calls with their reasons, and what can run together. */
export class RegionReporter {
  readonly #analysis: RegionAnalysis;
  readonly #schedule: RegionSchedule;
  readonly #own: readonly ToolCall[];
  readonly #causes: Causes;
  readonly #moments: Moments;
  readonly #repeats: Repeats;
  readonly #stepOf = new Map<string, number>();
  /** The calls that stay inside of their statements, by the cause. */
  readonly #heldBy = new Map<string, string>();

  constructor(
    readonly input: ReportInput,
    readonly index: number,
    readonly model: Region,
    readonly byId: ReadonlyMap<string, ToolCall>,
    readonly at: (span: Span) => Span & Position,
  ) {
    this.#analysis = input.analysis.regions[index]!;
    this.#schedule = input.schedules[index]!;
    this.#own = model.calls.map((id) => byId.get(id)!).filter((call) => call.place !== "started");
    for (const { id } of this.#own) {
      const refusal = input.analysis.refused[id];
      if (refusal) this.#heldBy.set(placeKey(refusal.code, refusal.span), id);
    }
    this.#causes = new Causes(this.#analysis, byId, input.analysis.effects);
    const { loops } = input.analysis;
    this.#repeats = new Repeats(loops, input.workflow.loops);
    this.#moments = new Moments(this.#analysis, this.#schedule, byId, loops, this.#repeats);
    for (const one of this.#analysis.steps) {
      const { index: step, inside } = one;
      for (const id of callsOfStep(one, loops)) this.#stepOf.set(id, step);
      for (const id of inside) if (byId.get(id)?.region === model.id) this.#stepOf.set(id, step);
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
      roundsBefore: this.#moments.before.total,
      roundsAfter: this.#moments.after,
      work: this.#moments.work.total,
      span: this.#moments.after,
      ...perElement(this.#moments.before, this.#moments.work),
      ...(this.model.loop && { inLoop: true }),
    };
  }

  drafts(): Draft[] {
    return this.#own.map((call) => {
      const batch = this.#moments.batchOf(call.id);
      // The only call of a callback runs beside those of the callback's other runs.
      const isAlone =
        this.model.inBatch && this.#own.length === 1 && this.input.analysis.refused[call.id] === undefined;
      const isBatched = batch !== undefined || call.place === "batch-member" || isAlone;
      const reason = isBatched && !this.input.blanket ? undefined : this.#reason(call);
      return {
        call: {
          ...this.at(call.call),
          ...identity(this.input, call),
          region: this.model.id,
          round: this.#moments.of(call.id),
          outcome: reason ? outcomeOf(reason.reason.code) : "batched",
          ...(batch === undefined ? {} : { batch }),
        },
        reason,
        waits: this.#waits(call),
      };
    });
  }

  /** One finding for each batch that a rewrite makes. */
  findings(): Diagnostic[] {
    if (this.input.blanket) return [];
    return this.#schedule.items.flatMap((item): Diagnostic[] => {
      const { steps } = this.#analysis;
      if (item.kind !== "calls" || !startsTogether(item.steps, steps)) return [];
      const { loops } = this.input.analysis;
      const members = item.steps.map((step) => steps[step]!);
      const calls = members.flatMap((step) =>
        callsOfStep(step, loops).map((id) => ({
          ...this.byId.get(id)!,
          isRepeated: step.loop !== undefined,
        })),
      );
      const [first, ...others] = calls;
      const before = members.map((step) => this.#repeats.rounds(step)).reduce(plus);
      return [
        {
          ...this.at(first!.call),
          code: "can-run-together",
          severity: "warning",
          message: `${togetherOf(calls)} (${roundsText(before)} → 1)`,
          help: "Run `parcall rewrite --write` to batch them.",
          related: others.map((call) => ({
            ...this.at(call.call),
            message: `${call.label} can start with it`,
          })),
          saves: before.total - 1,
          ...(before.perElement > 0 && { savesPerElement: before.perElement }),
        },
      ];
    });
  }

  #reason(call: ToolCall): Reasoned {
    const { blanket, analysis } = this.input;
    if (blanket) return blanketReason(call, blanket, this.at);
    const refusal = analysis.refused[call.id];
    if (refusal && refusal.code !== "control-dependence") return this.#refused(call, refusal);
    const looped = analysis.looped[call.id];
    if (this.#own.length === 1) {
      if (looped) return this.#kept(call, looped);
      return this.#lone(call);
    }
    const step = this.#stepOf.get(call.id);
    const own = step === undefined ? undefined : this.#causes.critical(step);
    const next = own || step === undefined ? undefined : this.#causes.nextCall(step);
    const cause = own ?? (next === undefined ? undefined : this.#causes.critical(next));
    if (!cause && looped) return this.#kept(call, looped);
    if (!cause) return this.#reasonOfNeighbour(call, refusal);
    if (own || next === undefined) return this.#explain(call, cause);
    // The first call of a region waits for none; what keeps the next one from running beside it is its reason.
    return beside(call, this.#explain(this.#causes.callAt(next, cause.because) ?? call, cause));
  }

  /** The one call of its block, of which the analysis has nothing to say. */
  #lone(call: ToolCall): Reasoned {
    const { loop } = this.model;
    if (!loop || loop.isOpen) return reasonAt(call, loop ? "in-loop" : "only-call", this.at(call.call));
    const name = loop.isBody ? "a loop in this place" : "a block of its own in a loop";
    const because = this.model.span;
    const cause = { code: "unsupported-syntax", because, name: undefined } as const;
    return reasonAt(call, cause.code, this.at(because), { name, changes: [{ kind: "move", cause }] });
  }

  /** Nothing orders the call, but the other calls of its block cannot leave their statements to run beside it. */
  #reasonOfNeighbour(call: ToolCall, own: Refusal | undefined): Reasoned {
    if (own) return this.#refused(call, own);
    const { refused } = this.input.analysis;
    const neighbour = this.#own.find((other) => other !== call && refused[other.id] !== undefined);
    if (!neighbour) return reasonAt(call, "only-call", this.at(call.call));
    return beside(call, this.#refused(neighbour, refused[neighbour.id]!));
  }

  #refused(call: ToolCall, { code, span, name }: Refusal): Reasoned {
    const obstacle = {
      code,
      because: span,
      name,
      writer: call.id,
      tools: [],
      isChange: false,
      unnamed: [],
      refused: call.id,
    };
    return reasonAt(call, code, this.at(span), { name, changes: remediesFor(obstacle) });
  }

  /** Why a call stays in its loop. What is said of a tool is said of the one that stands there: it may be the call itself. */
  #kept(call: ToolCall, refusal: Refusal): Reasoned {
    const { code, span, name } = refusal;
    const { workflow, analysis } = this.input;
    const isBehind = span.start > call.call.start;
    if (code === "control-dependence" && isBehind) {
      const cause = { code, because: span, name: undefined };
      return reasonAt(call, code, this.at(span), { name, isBehind, changes: [{ kind: "move", cause }] });
    }
    if (code === "data-dependence") {
      // What the loop works out round by round is not there for all rounds beforehand.
      const isAnswer = this.#own.some(({ label, id }) => label === name && id !== call.id);
      const other = isAnswer ? name : "code that must run round by round";
      return reasonAt(call, code, this.at(span), { name, other });
    }
    const writer = aboutTools.has(code)
      ? workflow.calls.findLast(({ whole }) => whole.start <= span.start && span.end <= whole.end)
      : undefined;
    if (!writer) return this.#refused(call, refusal);
    const subject = name === "" ? undefined : name;
    const link = { from: 0, to: 0, kind: "effect", weak: false, code, because: span, subject } as const;
    const obstacle = obstacleOf(link, writer, call, this.byId, analysis.effects);
    const place = this.at(obstacle.because);
    const { tools, source, isChange } = obstacle;
    const about = { name: obstacle.name, tools, source, isChange, changes: remediesFor(obstacle) };
    return reasonAt(call, obstacle.code, place, about);
  }

  #explain(call: ToolCall, cause: Dependence): Reasoned {
    const link = this.#causes.decisive(cause);
    const from = this.#causes.callAt(this.#causes.lastCallBefore(link.from));
    const to = this.#causes.callAt(link.to, link.because) ?? call;
    const other =
      link.kind === "data" ? this.#causes.labelAt(this.#causes.lastCallBefore(link.from)) : from?.label;
    const { effects } = this.input.analysis;
    const obstacle = obstacleOf(link, from, to, this.byId, effects);
    // The same code may keep a call inside of its statement, and with that gone the call is free.
    const held = this.#heldBy.get(placeKey(link.code, link.because));
    const place = this.at(link.because);
    return reasonAt(call, obstacle.code, place, {
      name: obstacle.name,
      other,
      tools: obstacle.tools,
      source: obstacle.source,
      isChange: obstacle.isChange,
      changes: remediesFor({ ...obstacle, refused: held }),
    });
  }

  #waits(call: ToolCall): Reasoned<ReportWait>[] {
    const step = this.#stepOf.get(call.id);
    if (step === undefined) return [];
    const waits = new Map<string, Reasoned<ReportWait>>();
    const critical = this.#causes.critical(step);
    for (const dependence of critical ? [critical, ...this.#causes.into(step)] : this.#causes.into(step)) {
      const before = this.#causes.callAt(this.#causes.lastCallBefore(dependence.from));
      // (Of a batch that the program has already the first call in it.)
      const on = before?.members[0] ?? before?.id;
      if (on === undefined || on === call.id || waits.has(on)) continue;
      const explained = this.#explain(call, dependence);
      const links = this.#causes.chain(dependence).map((link) => this.#link(link));
      const reason = { ...explained.reason, on, kind: dependence.kind, links };
      waits.set(on, { ...explained, reason });
    }
    return [...waits.values()];
  }

  #link(link: Dependence): ReportLink {
    const from = this.#causes.callAt(this.#causes.lastCallBefore(link.from));
    const to = this.#causes.callAt(link.to);
    const because = this.at(link.because);
    const { code, name, tools, source } = obstacleOf(link, from, to, this.byId, this.input.analysis.effects);
    const { message } = explainReason(code, {
      call: to?.label ?? "this line",
      tool: to?.tool ?? "the tool",
      name,
      other: this.#causes.callAt(link.from)?.label,
      tools,
      source,
      line: because.line,
    });
    return {
      kind: link.kind,
      code,
      message,
      because,
      from: this.at(this.#spanOf(link.from)),
      to: this.at(this.#spanOf(link.to)),
    };
  }

  #spanOf(index: number): Span {
    const step = this.#analysis.steps[index]!;
    const call = step.call === undefined ? undefined : this.byId.get(step.call);
    return call?.call ?? this.model.statements[step.statement]!.span;
  }
}

/** What can run together, in words: calls, calls of a loop, or both. */
function togetherOf(calls: readonly { readonly label: string; readonly isRepeated: boolean }[]): string {
  const names = (isMarked: boolean): string =>
    calls
      .map(({ label, isRepeated }) => (isMarked && isRepeated ? `${label} of all rounds of its loop` : label))
      .join(", ");
  if (calls.every(({ isRepeated }) => isRepeated))
    return `the calls of all rounds of this loop can run together: ${names(false)}`;
  return `these ${calls.length} calls can run together: ${names(true)}`;
}

/** `3 rounds`, `1 round for each element`, `2 rounds and 1 for each element` */
function roundsText({ total, perElement: each }: Amount): string {
  const count = (number: number): string => `${number} round${number === 1 ? "" : "s"}`;
  if (each === 0) return count(total);
  return each === total
    ? `${count(each)} for each element`
    : `${count(total - each)} and ${each} for each element`;
}

function placeKey(code: string, { start, end }: Span): string {
  return `${code} ${start} ${end}`;
}

function beside(call: ToolCall, reasoned: Reasoned): Reasoned {
  const message = `${call.label} has no call beside it: ${reasoned.reason.message}`;
  return { ...reasoned, reason: { ...reasoned.reason, message } };
}

/** What a call is, wherever it stands. */
export function identity({ analysis }: ReportInput, call: ToolCall) {
  const { kind, source, because } = analysis.effects[call.id]!;
  return {
    id: call.id,
    label: call.label,
    tool: call.tool ?? null,
    ...(call.helper === undefined ? {} : { helper: call.helper }),
    convention: call.convention,
    effect: { kind, source, because },
  };
}

/** The reason of a call in a file that is left alone as a whole. */
export function blanketReason(
  call: ToolCall,
  { code, span }: NonNullable<ReportInput["blanket"]>,
  at: (span: Span) => Span & Position,
): Reasoned {
  const obstacle = {
    code,
    because: span,
    name: undefined,
    writer: undefined,
    tools: [],
    isChange: false,
    unnamed: [],
  };
  return reasonAt(call, code, at(span), { changes: remediesFor({ ...obstacle, refused: undefined }) });
}

export function reasonAt(
  call: ToolCall,
  code: ReportReason["code"],
  because: Span & Position,
  about: Partial<Omit<Parameters<typeof explainReason>[1], "call" | "tool" | "line">> & {
    readonly changes?: readonly Change[];
  } = {},
): Reasoned {
  const { name, other, tools = [], source, isChange, isBehind, changes = [] } = about;
  const told = explainReason(code, {
    call: call.label,
    tool: call.tool ?? "the tool",
    name,
    other,
    tools,
    source,
    isChange,
    isBehind,
    line: because.line,
  });
  return { reason: { code, ...told, because }, changes, name };
}
