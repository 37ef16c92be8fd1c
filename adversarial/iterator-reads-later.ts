// const it = map.entries() (values, keys; also of a list) is lazy: map.set(…) before Array.from(it) / Object.fromEntries(it) must come first; here b is asked without the new entry
import { callTool } from "parcall/runtime";

export async function main() {
  const s: any = new Map([['x', 1]]); const it = s.entries();
  const a: any = await callTool("get_a", "1");
  s.set(a.id, 2);
  const b: any = await callTool("get_b", Array.from(it));
  return [a, b];
}
