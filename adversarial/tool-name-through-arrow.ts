// same with (n) => callTool(n, 1)
import { callTool } from "parcall/runtime";
async function run(label: string, f: (n: string) => Promise<any>, name: string) { const r = await f(name); return [label, r]; }
export async function main() {
  const a = await run("get_x", (n) => callTool(n, 1), "send_mail");
  const b = await run("get_y", (n) => callTool(n, 2), "send_letter");
  return [a, b];
}
