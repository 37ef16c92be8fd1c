// the constructor returns another object, whose fetch counts
import { callTool } from "parcall/runtime";
let count = 0;
class Api {
  constructor() { return new Proxy2(this) as any; }
  async fetch(x: string) { return callTool("get_user", x); }
}
class Proxy2 { constructor(readonly t: any) {} async fetch(x: string) { const r = await callTool("get_user", x + count); count++; return r; } }
export async function main() {
  const api = new Api();
  const a = await api.fetch("a");
  const b = await api.fetch("b");
  return [a, b, count];
}
