/** A signal that is never aborted, for tools that expect one. */
export function neverAborted(): AbortSignal {
  if (typeof AbortController === "function") return new AbortController().signal;
  // A bare sandbox (node:vm, QuickJS) has no AbortController; tools there only ever look at these.
  const inert = {
    aborted: false,
    reason: undefined,
    onabort: null,
    throwIfAborted: () => undefined,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    dispatchEvent: () => true,
  };
  return inert as unknown as AbortSignal;
}
