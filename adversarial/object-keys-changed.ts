// the list of Object.keys(…) is changed between two calls (keys.push(a.id); also keys.sort(), keys[0] = …, splice, shift) and read by the second: 'b' gets the list without the push
import { callTool } from "parcall/runtime";

export async function main() {
  const keys: any = Object.keys({x: 1});
  const a: any = await callTool("get_a", "1");
  keys.push(a.id);
  const b: any = await callTool("get_b", keys);
  return [a, b];
}
