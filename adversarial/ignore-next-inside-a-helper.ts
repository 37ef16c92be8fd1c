// a statement under parcall-ignore-next in a helper ('a barrier') does not hold the helper's calls in order (question of the contract; same with /* parcall: keep */ in the helper)
import { callTool } from "parcall/runtime";
async function f(x: number) {
  // parcall-ignore-next the server counts these
  const r = await callTool("get_user", x);
  return r;
}
export async function main() {
  const a = await f(1);
  const b = await f(2);
  return [a, b];
}
