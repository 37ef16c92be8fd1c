import { AsyncLocalStorage } from "node:async_hooks";
import { promiseHooks } from "node:v8";
import type { SimulatedRuntime } from "./runtime-under-test.js";

/** A place in an array that was given to `callToolsParallel` or `callToolsSettled`. */
export interface BatchMember {
  readonly batch: number;
  readonly index: number;
}

/** Where a call of a run comes from. */
export interface CallOrigin {
  /** Calls of one turn are started one after another by code that waits for nothing in between. */
  readonly turn: number;
  /** The members that it is made in, outermost first. */
  readonly members: readonly BatchMember[];
}

/** A prompt that knows its member: a runtime may keep a call waiting, and start it from anywhere. */
class MarkedPrompt {
  constructor(
    readonly prompt: unknown,
    readonly members: readonly BatchMember[],
  ) {}
}

/**
 * Finds out where the calls of a run come from. It costs a hook on every promise, so that only runs are watched whose order of calls is
 * asked for.
 *
 * Time alone does not tell: in `[() => a1().then(a2), () => b1().then(b2)]`, `a2` and `b2` start at one moment of the virtual clock,
 * in an order that nothing but the number of microtasks decides.
 */
export class CallOrigins {
  readonly #members = new AsyncLocalStorage<readonly BatchMember[]>();
  readonly #unhook: () => void;
  #turn = 0;
  /** How many members each batch has. */
  readonly batches: number[] = [];

  constructor() {
    this.#unhook = promiseHooks.onBefore(() => this.newTurn()) as () => void;
  }

  stop(): void {
    this.#unhook();
    this.#members.disable();
  }

  /** Something begins that no promise announces: a timer. */
  newTurn(): void {
    this.#turn++;
  }

  /** The origin of a call that begins now, and its prompt as the program gave it. */
  ofCall(prompt: unknown): { readonly origin: CallOrigin; readonly prompt: unknown } {
    const marked = prompt instanceof MarkedPrompt ? prompt : undefined;
    const members = marked?.members ?? this.#members.getStore() ?? [];
    return { origin: { turn: this.#turn, members }, prompt: marked === undefined ? prompt : marked.prompt };
  }

  /** The runtime, whose batches tell their members. */
  watching(runtime: SimulatedRuntime): SimulatedRuntime {
    return {
      ...runtime,
      callToolsParallel: this.#watched(runtime.callToolsParallel),
      callToolsSettled: this.#watched(runtime.callToolsSettled),
    };
  }

  #watched(start: unknown): (calls: unknown) => unknown {
    return (calls) => {
      const given = Array.isArray(calls) ? this.#marked(calls as unknown[]) : calls;
      return (start as (calls: unknown) => unknown)(given);
    };
  }

  #marked(calls: readonly unknown[]): unknown[] {
    const batch = this.batches.push(calls.length) - 1;
    const outer = this.#members.getStore() ?? [];
    return calls.map((call, index) => {
      const members = [...outer, { batch, index }];
      if (typeof call === "function")
        return () => this.#members.run(members, () => (call as () => unknown)());
      if (Array.isArray(call)) {
        const [tool, prompt, ...others] = call as unknown[];
        return [tool, new MarkedPrompt(prompt, members), ...others];
      }
      if (typeof call !== "object" || call === null) return call;
      return { ...call, prompt: new MarkedPrompt((call as { prompt?: unknown }).prompt, members) };
    });
  }
}
