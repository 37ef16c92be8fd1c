// Object.assign(Api, { fetch }) replaces a static method
import { callTool } from "parcall/runtime";
let count = 0;
class Api {
  static async fetch(x: string) { return callTool("get_user", x); }
}
Object.assign(Api, { fetch: async (x: string) => { const r = await callTool("get_user", x + count); count++; return r; } });
export async function main() {
  const a = await Api.fetch("a");
  const b = await Api.fetch("b");
  return [a, b, count];
}
