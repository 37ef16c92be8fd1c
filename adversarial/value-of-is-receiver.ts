// o.valueOf() is o itself: p.n = … changes o.n
import { callTool } from "parcall/runtime";

export async function main() {
  const o: any = {n: 1}; const p = o.valueOf();
  const a: any = await callTool("get_a", "1");
  p.n = a.id;
  const b: any = await callTool("get_b", o.n);
  return [a, b];
}
