// a / n of bigints throws a RangeError for n = 0n (also %, ** with a negative exponent): it is put before send_a, which is then never sent
import { callTool } from "parcall/runtime";
export async function main(q: any) {
  const a = 10n, n = q?.missing ? 1n : 0n;
  await callTool("send_a", 1);
  const m = String(a / n);
  const b = await /* parcall: pure */ callTool("get_b", m);
  return b;
}
