// the rewrite failed its own check: as fault-variable-assigned-anew: f(k) with k reassigned (a number) or f({ box }), f([box])
import { callTool, callToolsParallel, callToolsSettled } from "parcall/runtime";
async function f(x: any) { return callTool("get_user", x); }
export async function main() {
  let box = { n: 1 };
  const a = await f({ box });
  box = { n: 2 };
  const b = await f([box]);
  box = { n: 3 };
  const c = await f(`${box.n}`);
  let k = 1;
  const d = await f(k);
  k = 2;
  const e = await f(k);
  k++;
  const g = await f(k + 1);
  return [a, b, c, d, e, g, k, box];
}
