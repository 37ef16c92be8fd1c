/** Runs a task as soon as a slot is free, synchronously if one is; tasks start in the order in which they come. */
export type Limit = <T>(task: () => T | PromiseLike<T>) => Promise<T>;

/** A limit of `maximum` tasks at once; throws a RangeError unless that is a number from 1 to Infinity. */
export function createLimit(maximum: number): Limit {
  if (typeof maximum !== "number" || !(maximum >= 1)) {
    throw new RangeError(`maxConcurrency must be a number from 1 to Infinity, not ${String(maximum)}.`);
  }
  const slots = Math.floor(maximum);
  const waiting = createQueue<() => void>();
  let running = 0;

  const release = () => {
    running--;
    waiting.take()?.();
  };

  return <T>(task: () => T | PromiseLike<T>) =>
    new Promise<T>((resolve) => {
      const start = () => {
        running++;
        // The executor turns a synchronous throw into a rejection and a plain value into a promise.
        const result = new Promise<T>((settle) => settle(task()));
        result.then(release, release);
        resolve(result);
      };
      if (running < slots) start();
      else waiting.add(start);
    });
}

/** First in, first out, in constant time each: `array.shift()` moves all that is left, which is felt from some ten thousand calls on. */
function createQueue<T>() {
  let incoming: T[] = [];
  let outgoing: T[] = [];
  return {
    add(item: T): void {
      incoming.push(item);
    },
    take(): T | undefined {
      if (outgoing.length === 0) {
        outgoing = incoming.reverse();
        incoming = [];
      }
      return outgoing.pop();
    },
  };
}
