/**
 * The value of a settled call.
 *
 * @param settled One answer of `callToolsSettled`.
 * @returns Its value.
 * @throws Its reason, as it is, where the call failed.
 */
export function unwrap<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === "rejected") throw settled.reason;
  return settled.value;
}
