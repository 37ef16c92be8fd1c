// the rewrite failed its own check: 'the call b is missing or different in the new text': let box; f(box); box = {…}; f(box) (helper argument copied into a constant)
import { callTool } from "parcall/runtime";
async function f(o: { n: number }, x: string) { const r = await callTool("get_user", x); return [r, o.n]; }
export async function main() {
  let box = { n: 1 };
  const a = await f(box, "a");
  box = { n: 2 };
  const b = await f(box, "b");
  box.n = 9;
  const c = await callTool("get_team", "c");
  return [a, b, c];
}
