// /* parcall: writes */ before a call of a helper is ignored: h(1), h(2) share a batch with other calls (not seen by the oracle: get_user reads)
import { callTool } from "parcall/runtime";
async function h(x: number) { return callTool("get_user", x); }
export async function main() {
  // parcall-ignore-next
  const z = await h(0);
  /* parcall: writes */
  const a = await h(1);
  const b = await /* parcall: writes */ h(2);
  const c = await /* parcall: keep */ h(3);
  const d = await h(4);
  const e = await h(5);
  return [z, a, b, c, d, e];
}
