import { outcomeOf } from "../../diagnostics/codes.js";
import type { Dependence } from "../../model/dependence.js";
import type { ToolEffect } from "../../model/effects.js";
import type { Analysis, RegionAnalysis } from "../../model/steps.js";
import { contains, type Span } from "../../model/span.js";
import type { ToolCall } from "../../model/workflow.js";

/** Longer chains through code are cut: nobody reads on, and a block of a thousand statements may have a thousand of them. */
const longestChain = 20;

function mayChange(effect: ToolEffect | undefined): boolean {
  return effect !== undefined && effect.kind !== "pure" && effect.kind !== "reads";
}

/** The dependences of a region, followed from a call back to other calls. */
export class Causes {
  readonly #into: Dependence[][];
  readonly #lastCall = new Map<number, number | undefined>();
  readonly #critical: (Dependence | undefined)[] = [];

  constructor(
    readonly analysis: RegionAnalysis,
    readonly byId: ReadonlyMap<string, ToolCall>,
    readonly effects: Analysis["effects"],
  ) {
    this.#into = analysis.steps.map(() => []);
    for (const dependence of analysis.dependences)
      if (!dependence.weak) this.#into[dependence.to]!.push(dependence);
    // In source order, in which whatever a step waits for comes before it.
    for (const { index } of analysis.steps) this.#critical.push(this.#findCritical(index));
  }

  /** What a step waits for; a weak dependence does not make it wait. */
  into(step: number): readonly Dependence[] {
    return this.#into[step]!;
  }

  /**
   * The dependence that keeps a step from running in an earlier round: of those that wait for the latest call one that is proven, since
   * without the others it would be there all the same; of equals the first found.
   */
  critical(step: number): Dependence | undefined {
    return this.#critical[step];
  }

  #findCritical(step: number): Dependence | undefined {
    let equals: Dependence[] = [];
    let latest = -1;
    for (const dependence of this.#into[step]!) {
      const call = this.lastCallBefore(dependence.from);
      if (call === undefined || call < latest) continue;
      if (call > latest) equals = [];
      latest = call;
      equals.push(dependence);
    }
    if (equals.length < 2) return equals[0];
    return (
      equals.find((dependence) => this.decisive(dependence).kind === "data") ??
      equals.find((dependence) => outcomeOf(this.decisive(dependence).code) === "ordered") ??
      equals[0]
    );
  }

  /** The dependences by which a cause goes back to a call, the latest first. */
  chain(cause: Dependence): readonly Dependence[] {
    const chain = [cause];
    for (let from = cause.from; this.callAt(from) === undefined && chain.length < longestChain;) {
      const before = this.critical(from);
      if (!before) break;
      chain.push(before);
      from = before.from;
    }
    return chain;
  }

  /** Of a chain through code the link that is no flow of data is the one that a person can do something about. */
  decisive(cause: Dependence): Dependence {
    return this.chain(cause).findLast(({ kind }) => kind !== "data") ?? cause;
  }

  /** The last call that a step is, or waits for through code. */
  lastCallBefore(step: number): number | undefined {
    const known = this.#lastCall.get(step);
    if (known !== undefined || this.#lastCall.has(step)) return known;
    // Without recursion: a block of code may be one long chain.
    const waiting = [step];
    while (waiting.length > 0) {
      const at = waiting.at(-1)!;
      const isCall = this.#makesCall(at);
      const open = isCall ? [] : this.#into[at]!.filter(({ from }) => !this.#lastCall.has(from));
      if (open.length > 0) {
        waiting.push(...open.map(({ from }) => from));
        continue;
      }
      waiting.pop();
      let last: number | undefined = isCall ? at : undefined;
      for (const { from } of isCall ? [] : this.#into[at]!) {
        const before = this.#lastCall.get(from);
        if (before !== undefined && (last === undefined || before > last)) last = before;
      }
      this.#lastCall.set(at, last);
    }
    return this.#lastCall.get(step);
  }

  /** The call of a step; of a batch that the program has already the member that some code is part of, else one that says most. */
  callAt(step: number | undefined, because?: Span): ToolCall | undefined {
    if (step === undefined) return undefined;
    const { call, members = [], inside } = this.analysis.steps[step]!;
    const isPart = (id: string): boolean =>
      because !== undefined && contains(this.byId.get(id)?.whole ?? because, because);
    const member = members.find(isPart) ?? members.find((id) => mayChange(this.effects[id])) ?? members.at(0);
    const id = member ?? call ?? inside.at(-1);
    return id === undefined ? undefined : this.byId.get(id);
  }

  /** What a call that waits for a step says that it waits for: which answer of a batch it is, is not known. */
  labelAt(step: number | undefined): string | undefined {
    const call = step === undefined ? undefined : this.analysis.steps[step]!.call;
    const batch = call === undefined ? undefined : this.byId.get(call);
    return batch && batch.members.length > 0 ? batch.label : this.callAt(step)?.label;
  }

  /** The next step that makes a call. */
  nextCall(step: number): number | undefined {
    for (let next = step + 1; next < this.analysis.steps.length; next++)
      if (this.#makesCall(next)) return next;
    return undefined;
  }

  #makesCall(step: number): boolean {
    const { call, inside } = this.analysis.steps[step]!;
    return call !== undefined || inside.length > 0;
  }
}
