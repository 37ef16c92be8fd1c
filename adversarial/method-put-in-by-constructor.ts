// const self = this; self[k] = v in the constructor
import { callTool } from "parcall/runtime";
let count = 0;
class Api {
  constructor(overrides: any = {}) { const self: any = this; for (const [k, v] of Object.entries(overrides)) { self[k] = v; } }
  async fetch(x: string) { return callTool("get_user", x); }
}
export async function main() {
  const api = new Api({ fetch: async (x: string) => { const r = await callTool("get_user", x + count); count++; return r; } });
  const a = await api.fetch("a");
  const b = await api.fetch("b");
  return [a, b, count];
}
