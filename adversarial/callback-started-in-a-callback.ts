// same for fn(x) in xs.forEach((x) => fn(x))
import { callTool } from "parcall/runtime";
async function each(xs: any[], fn: (x: any) => Promise<any>) { xs.forEach((x) => fn(x)); return callTool("get_team", 1); }
export async function main(input: any) {
  const a = await callTool("get_a", 1);
  const b = await each(input.list, (x) => callTool("get_user", x));
  return [a, b];
}
