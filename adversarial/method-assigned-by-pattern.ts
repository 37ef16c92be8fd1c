// ({ impl: api.fetch } = …) replaces the method
import { callTool } from "parcall/runtime";
let count = 0;
class Api {
  async fetch(x: string) { return callTool("get_user", x); }
}
export async function main() {
  const api = new Api();
  ({ impl: api.fetch } = { impl: async (x: string) => { const r = await callTool("get_user", x + count); count++; return r; } });
  const a = await api.fetch("a");
  const b = await api.fetch("b");
  return [a, b, count];
}
