// Api = class extends Plain {…} before new Api() (JavaScript)
import { callTool } from "parcall/runtime";
let count = 0;
class Api {
  async fetch(x: string) { return callTool("get_user", x); }
}
const Plain = Api;
// @ts-expect-error
Api = class extends Plain { async fetch(x: string) { const r = await callTool("get_user", x + count); count++; return r; } };
export async function main() {
  const api = new Api();
  const a = await api.fetch("a");
  const b = await api.fetch("b");
  return [a, b, count];
}
