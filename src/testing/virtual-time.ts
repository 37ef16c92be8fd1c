interface TimedEvent {
  readonly id: number;
  readonly at: number;
  readonly run: () => void;
  /** The event rejects a promise: whoever leaves it unhandled until the next event would have crashed for it. */
  readonly rejects: boolean;
}

/** A clock that jumps from one event to the next. */
export class VirtualClock {
  now = 0;
  private nextId = 1;
  private readonly events: TimedEvent[] = [];

  schedule(delay: number, run: () => void, rejects = false): number {
    const event: TimedEvent = { id: this.nextId++, at: this.now + Math.max(0, delay), run, rejects };
    let index = this.events.length;
    // Kept sorted, latest first, so that the next event is popped; equal times stay in the order of their scheduling.
    while (index > 0 && this.events[index - 1]!.at <= event.at) index--;
    this.events.splice(index, 0, event);
    return event.id;
  }

  cancel(id: number): void {
    const index = this.events.findIndex((event) => event.id === id);
    if (index >= 0) this.events.splice(index, 1);
  }

  /** Runs the events of the next moment. */
  advance(): "nothing" | "quiet" | "rejecting" {
    const next = this.events.at(-1);
    if (next === undefined) return "nothing";
    this.now = next.at;
    let rejecting = false;
    while (this.events.at(-1)?.at === next.at) {
      const event = this.events.pop()!;
      rejecting ||= event.rejects;
      event.run();
    }
    return rejecting ? "rejecting" : "quiet";
  }
}

/** A program that has not ended after so many moments is taken to run for ever. */
const mostMoments = 100_000;

/**
 * Lets a program that was already started run until nothing is left to happen; false where it would run for ever.
 *
 * A tick that is queued from a microtask runs when no microtask is left: the program then waits for the clock. That is many times
 * cheaper than a turn of the event loop, which is taken only after a rejection, because Node looks for unhandled
 * rejections between turns.
 */
export function runToEnd(clock: VirtualClock): Promise<boolean> {
  return new Promise((resolve) => {
    let moments = 0;
    const step = (): void => {
      const happened = clock.advance();
      if (happened === "nothing") setImmediate(() => resolve(true));
      else if (++moments > mostMoments) setImmediate(() => resolve(false));
      else if (happened === "rejecting") setImmediate(step);
      else queueMicrotask(whenIdle);
    };
    const whenIdle = (): void => process.nextTick(step);
    queueMicrotask(whenIdle);
  });
}
