import type { Code } from "../diagnostics/codes.js";
import type { Dependence, DependenceKind } from "../model/dependence.js";
import type { ToolEffect } from "../model/effects.js";
import type { Span } from "../model/span.js";
import type { Preference } from "../model/steps.js";
import {
  clockLocation,
  consoleLocation,
  Throws,
  type Fence,
  type Location,
  type Mark,
  type Sink,
  type ToolUse,
} from "./sink.js";
import { conflictingResource, effectsConflict, type Places } from "./tools/resources.js";

/** What the builder needs of a step. */
export interface StepFacts {
  readonly isCall: boolean;
  readonly span: Span;
  readonly sink: Sink;
}

const consoleKey = consoleLocation * 2 + 1;

interface Writer {
  readonly step: number;
  readonly use: ToolUse;
}

/**
 * Finds every reason why one step of a region must come after another, in one pass in source order: work grows with the number of
 * accesses, because each new dependence on a location, a writing tool or a fence makes the older ones follow from it.
 */
export class DependenceBuilder {
  readonly #steps: readonly StepFacts[];
  readonly #found = new Map<number, Map<number, Dependence>>();
  readonly #lastWrite = new Map<Location, { step: number; span: Span }>();
  readonly #readers = new Map<Location, { step: number; span: Span }[]>();
  /** Every step since the last fence, and the fence itself. */
  #sinceFence: number[] = [];
  #lastFence: number | undefined;
  /** The last helper since then that is called for nothing but its throw. */
  #lastGuard: number | undefined;
  /** Steps that make tool calls, and code that may fail, since the last step that orders them. */
  #callsSinceWriter: number[] = [];
  #failingSinceWriter: number[] = [];
  #failingSinceOutliving: number[] = [];
  #callsSinceShared: number[] = [];
  #callsSinceThrowing: number[] = [];
  readonly #places: Places = new Map();
  #writers: Writer[] = [];
  #readersOfTools: Writer[] = [];
  #lastWriter: Writer | undefined;
  #lastOutliving: { step: number; mark: Mark } | undefined;
  #lastShared: { step: number; mark: Mark; code: Code } | undefined;
  #lastThrowing: number | undefined;
  #callsSincePreference: number[] = [];
  #lastPreference: number | undefined;
  readonly #preferences: Preference[] = [];

  constructor(steps: readonly StepFacts[]) {
    this.#steps = steps;
  }

  build(): { readonly dependences: Dependence[]; readonly preferences: readonly Preference[] } {
    for (const [index, step] of this.#steps.entries()) {
      this.#fences(index, step);
      this.#accesses(index, step.sink);
      this.#tools(index, step.sink);
      this.#failures(index, step);
      this.#sharedState(index, step);
    }
    const dependences = [...this.#found.values()].flatMap((bySource) => [...bySource.values()]);
    return { dependences, preferences: this.#preferences };
  }

  #add(
    from: number,
    to: number,
    kind: DependenceKind,
    code: Code,
    because: Span,
    subject: string | undefined,
    weak = false,
  ): void {
    if (from === to) return;
    let bySource = this.#found.get(to);
    if (!bySource) this.#found.set(to, (bySource = new Map()));
    const known = bySource.get(from);
    // One dependence a pair; a strict one says more than a weak one.
    if (known && (!known.weak || weak)) return;
    bySource.set(from, {
      from,
      to,
      kind,
      weak,
      code,
      because,
      ...(subject === undefined ? {} : { subject }),
    });
  }

  #fences(index: number, { sink, isCall }: StepFacts): void {
    for (const before of [this.#lastFence, this.#lastGuard]) {
      if (before === undefined) continue;
      const { code, span, name } = fenceOf(this.#steps[before]!)!;
      this.#add(before, index, "control", code, span, name);
    }
    const fence = fenceOf(this.#steps[index]!);
    // A guard lets calls start beside it that come before it, and none that it may be there to prevent.
    const isGuard = isCall && !sink.fence && fence !== undefined;
    if (isGuard) this.#lastGuard = index;
    if (!fence || isGuard) {
      this.#sinceFence.push(index);
      return;
    }
    for (const before of this.#sinceFence)
      this.#add(before, index, "control", fence.code, fence.span, fence.name);
    this.#sinceFence = [];
    this.#lastGuard = undefined;
    this.#lastFence = index;
  }

  #accesses(index: number, sink: Sink): void {
    for (const { location, write, span, name } of sink.accesses.values()) {
      const last = this.#lastWrite.get(location);
      if (!write) {
        if (last) this.#add(last.step, index, "data", "data-dependence", span, name);
        const readers = this.#readers.get(location);
        if (readers) readers.push({ step: index, span });
        else this.#readers.set(location, [{ step: index, span }]);
        continue;
      }
      // Two members of one batch read the clock in their order, and print in it.
      const isOrdered = location === clockLocation || location === consoleLocation;
      // (Beside code there is no batch to be in.)
      const isShared = isOrdered && last && this.#steps[last.step]!.isCall && this.#steps[index]!.isCall;
      if (last) this.#add(last.step, index, "output", "output-dependence", span, name, isShared);
      for (const reader of this.#readers.get(location) ?? [])
        this.#add(reader.step, index, "anti", "anti-dependence", span, name);
    }
    // A step reads before it writes: its own writes count for later steps only.
    for (const { location, write, span } of sink.accesses.values()) {
      if (!write) continue;
      this.#lastWrite.set(location, { step: index, span });
      this.#readers.delete(location);
    }
  }

  #tools(index: number, sink: Sink): void {
    for (const use of sink.tools) {
      const mayChange = changes(use.effect);
      this.#conflicts(index, use, mayChange);
      if (mayChange && !use.effect.relaxed) {
        const code = writeCode(use.effect);
        const { span } = this.#steps[index]!;
        for (const before of this.#callsSinceWriter)
          this.#add(before, index, "throws", code, span, use.call ?? use.name);
        for (const before of this.#failingSinceWriter)
          this.#add(
            before,
            index,
            "throws",
            "may-throw-first",
            this.#steps[before]!.span,
            use.call ?? use.name,
          );
      }
    }
    const last = this.#lastWriter;
    if (last && (sink.tools.length > 0 || sink.throws >= Throws.Nullish)) {
      // What a failure would stop must have been written by then: the later call may share the batch and not come before it.
      this.#add(
        last.step,
        index,
        "throws",
        writeCode(last.use.effect),
        this.#steps[last.step]!.span,
        last.use.call ?? last.use.name,
        true,
      );
    }
    if (sink.tools.length === 0) {
      if (sink.throws >= Throws.Nullish) this.#failingSinceWriter.push(index);
      return;
    }
    this.#callsSinceWriter.push(index);
    for (const use of sink.tools) {
      if (!changes(use.effect)) {
        if (use.effect.kind !== "pure") this.#readersOfTools.push({ step: index, use });
        continue;
      }
      this.#writers.push({ step: index, use });
      this.#lastWriter = { step: index, use };
      if (use.effect.relaxed) continue;
      this.#callsSinceWriter = [index];
      this.#failingSinceWriter = [];
      // It has waited for those before it, and not for those that start with it, as members of one batch.
      this.#readersOfTools = this.#readersOfTools.filter(({ step }) => step === index);
    }
  }

  /** Orders a tool after those before it whose resources it disturbs, or which disturb its own. */
  #conflicts(index: number, use: ToolUse, mayChange: boolean): void {
    for (let at = this.#writers.length - 1; at >= 0; at--) {
      const before = this.#writers[at]!;
      if (before.step === index || !effectsConflict(before.use.effect, use.effect, this.#places)) continue;
      this.#conflict(before, index, use, before.use.effect);
      // An exact write has waited for everything before it.
      if (!before.use.effect.relaxed) break;
    }
    if (!mayChange) return;
    for (const before of this.#readersOfTools) {
      if (before.step !== index && effectsConflict(before.use.effect, use.effect, this.#places))
        this.#conflict(before, index, use, use.effect);
    }
  }

  #conflict(before: Writer, index: number, use: ToolUse, write: ToolEffect): void {
    const resource = conflictingResource(before.use.effect, use.effect, this.#places);
    const code = resource === undefined || resource === "world" ? writeCode(write) : "resource-conflict";
    const writer = write === use.effect ? index : before.step;
    this.#add(
      before.step,
      index,
      "effect",
      code,
      this.#steps[writer]!.span,
      resource === "world" ? undefined : resource,
    );
  }

  #failures(index: number, { sink, isCall, span }: StepFacts): void {
    const makesCalls = isCall || sink.tools.length > 0;
    if (sink.outlives) {
      const { outlives } = sink;
      for (const before of this.#failingSinceOutliving)
        this.#add(before, index, "throws", "state-outlives-failure", outlives.span, outlives.name);
      if (this.#lastOutliving)
        this.#add(
          this.#lastOutliving.step,
          index,
          "output",
          "state-outlives-failure",
          outlives.span,
          outlives.name,
        );
      this.#failingSinceOutliving = [];
      this.#lastOutliving = { step: index, mark: outlives };
    } else if (makesCalls || sink.throws >= Throws.Nullish) {
      if (this.#lastOutliving) {
        const { step, mark } = this.#lastOutliving;
        this.#add(step, index, "throws", "state-outlives-failure", mark.span, mark.name);
      }
      this.#failingSinceOutliving.push(index);
    }
    if (
      !isCall &&
      sink.throws === Throws.Nullish &&
      sink.tools.length === 0 &&
      !sink.accesses.has(consoleKey)
    ) {
      // The tool's error should win here too, where that costs no round; a log line stands before the calls.
      for (const from of this.#callsSincePreference) this.#preferences.push({ from, to: index });
      if (this.#lastPreference !== undefined)
        this.#preferences.push({ from: this.#lastPreference, to: index });
      this.#callsSincePreference = [];
      this.#lastPreference = index;
    } else if (makesCalls) this.#callsSincePreference.push(index);
    const mayThrowByItself = isCall && sink.helperThrows >= Throws.Missing;
    if (mayThrowByItself) {
      // No tool need fail for either error: that of the code above the helper comes first, and the calls above it have been made.
      const from = this.#lastThrowing;
      if (from !== undefined)
        this.#add(from, index, "throws", "may-throw-first", this.#steps[from]!.span, undefined);
      for (const before of this.#callsSinceThrowing)
        this.#add(before, index, "throws", "may-throw-first", span, undefined, true);
      this.#callsSinceThrowing = [index];
    }
    if (!isCall && sink.throws >= Throws.Missing) {
      // Where a tool fails and code behind it would have thrown as well, the tool's error wins.
      for (const before of this.#callsSinceThrowing)
        this.#add(before, index, "throws", "may-throw-first", span, undefined);
      if (this.#lastThrowing !== undefined)
        this.#add(this.#lastThrowing, index, "throws", "may-throw-first", span, undefined);
      this.#callsSinceThrowing = [];
      this.#lastThrowing = index;
    } else if (makesCalls && !mayThrowByItself) this.#callsSinceThrowing.push(index);
  }

  #sharedState(index: number, { sink, isCall }: StepFacts): void {
    const makesCalls = isCall || sink.tools.length > 0;
    const mark = sink.shared ?? (isCall ? undefined : sink.clock);
    const code = sink.shared ? "shared-variable" : "clock-order";
    if (mark) {
      const { span, name } = mark;
      for (const before of this.#callsSinceShared) this.#add(before, index, "effect", code, span, name);
      if (this.#lastShared) this.#add(this.#lastShared.step, index, "effect", code, span, name);
      this.#callsSinceShared = [];
      this.#lastShared = { step: index, mark, code };
    }
    if (!makesCalls) return;
    if (this.#lastShared && this.#lastShared.step !== index) {
      this.#add(
        this.#lastShared.step,
        index,
        "effect",
        this.#lastShared.code,
        this.#lastShared.mark.span,
        this.#lastShared.mark.name,
      );
    }
    this.#callsSinceShared.push(index);
  }
}

/** What nothing behind a step crosses; of a guard in the midst of code nothing before it does, either. */
function fenceOf({ sink }: StepFacts): Fence | undefined {
  return sink.fence ?? (sink.guard && { code: "control-dependence", ...sink.guard });
}

/** Whether a tool may change something, or must be taken to. */
function changes(effect: ToolEffect): boolean {
  return effect.kind !== "pure" && effect.kind !== "reads";
}

/** The reason that a changing tool gives to the calls around it. */
function writeCode(effect: ToolEffect): Code {
  if (effect.kind === "approval") return "approval";
  if (effect.kind === "unknown") return effect.source === "profile" ? "undeclared-tool" : "unknown-tool";
  return effect.source === "inferred" || effect.source === "profile" ? "inferred-write" : "declared-write";
}
