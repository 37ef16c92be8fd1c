// Api[name] = … replaces a static method
import { callTool } from "parcall/runtime";
let count = 0;
class Api {
  static async fetch(x: string) { return callTool("get_user", x); }
}
for (const name of ["fetch"] as const) {
  const original = Api[name];
  Api[name] = async (x: string) => { const r = await original(x + count); count++; return r; };
}
export async function main() {
  const a = await Api.fetch("a");
  const b = await Api.fetch("b");
  return [a, b, count];
}
