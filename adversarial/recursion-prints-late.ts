// f prints before its call and again in its recursive call: lines interleave
import { callTool } from "parcall/runtime";
async function f(n: number): Promise<any> { console.log("n", n); const r = await callTool("get_user", n); return n > 0 ? f(n - 1) : r; }
export async function main() {
  const a = await f(1);
  const b = await f(2);
  return [a, b];
}
