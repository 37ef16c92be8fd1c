// counted(api, 'fetch') puts a counting method in place by target[name] = …
import { callTool } from "parcall/runtime";
let count = 0;
function counted(target: any, name: string) {
  const original = target[name];
  target[name] = async (x: string) => { const r = await original.call(target, x + count); count++; return r; };
}
class Api {
  async fetch(x: string) { return callTool("get_user", x); }
}
export async function main() {
  const api = new Api();
  counted(api, "fetch");
  const a = await api.fetch("a");
  const b = await api.fetch("b");
  return [a, b, count];
}
