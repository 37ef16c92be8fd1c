// 'xx'.replace(re, …) with a sticky /y (or match/matchAll… with /y) moves re.lastIndex, as re.exec does; a second replace in the argument of the next call comes out different
import { callTool } from "parcall/runtime";

export async function main() {
  const re = /x/y; 
  const a: any = await callTool("get_a", "1");
  'xx'.replace(re, a.id);
  const b: any = await callTool("get_b", 'xx'.replace(re, 'y'));
  return [a, b];
}
