// xs.forEach((x) => callTool(…)) inside a helper starts calls that nobody waits for; the helper is batched with the call before it, and where that fails (and one of these) a rejection is unhandled that was never made
import { callTool } from "parcall/runtime";
async function f(xs: any[]) { xs.forEach((x) => callTool("get_user", x)); return callTool("get_team", 1); }
export async function main(input: any) {
  const a = await callTool("get_a", 1);
  const b = await f(input.list);
  return [a, b];
}
