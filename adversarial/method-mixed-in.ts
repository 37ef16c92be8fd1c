// mix(api, counting) does Object.assign(target, source) on a parameter
import { callTool } from "parcall/runtime";
let count = 0;
const counting = { async fetch(x: string) { const r = await callTool("get_user", x + count); count++; return r; } };
function mix(target: object, source: object) { Object.assign(target, source); }
class Api {
  async fetch(x: string) { return callTool("get_user", x); }
}
export async function main() {
  const api = new Api();
  mix(api, counting);
  const a = await api.fetch("a");
  const b = await api.fetch("b");
  return [a, b, count];
}
