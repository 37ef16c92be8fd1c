// run(label, f, name): f is given the name of the tool; the effect is taken from the argument 'get_x' (label) and two sends are batched
import { callTool } from "parcall/runtime";
async function callIt(name: string) { return callTool(name, 1); }
async function run(label: string, f: (n: string) => Promise<any>, name: string) { const r = await f(name); return [label, r]; }
export async function main() {
  const a = await run("get_x", callIt, "send_mail");
  const b = await run("get_y", callIt, "send_letter");
  return [a, b];
}
