// ({ p = d } = o): p may be d, then p.n = … changes d.n, which the second call reads
import { callTool } from "parcall/runtime";

export async function main() {
  const d: any = { n: 1 }; const o: any = {}; let p: any; ({ p = d } = o);
  const a: any = await callTool("get_a", "1");
  p.n = a.id;
  const b: any = await callTool("get_b", d.n);
  return [a, b];
}
