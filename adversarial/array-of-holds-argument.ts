// Array.of(o) holds o itself: o.n = … is not seen by l[0].n (same for Array(o, o))
import { callTool } from "parcall/runtime";

export async function main() {
  const o: any = { n: 1 }; const l = Array.of(o);
  const a: any = await callTool("get_a", "1");
  o.n = a.id;
  const b: any = await callTool("get_b", l[0].n);
  return [a, b];
}
