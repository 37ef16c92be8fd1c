// const proto = Api.prototype; proto[name] = … wraps the methods
import { callTool } from "parcall/runtime";
let count = 0;
class Api { async fetch(x: string) { return callTool("get_user", x); } }
const proto: any = Api.prototype;
for (const name of Object.getOwnPropertyNames(proto)) {
  if (name === "constructor") continue;
  const original = proto[name];
  proto[name] = async function (this: any, x: string) { const r = await original.call(this, x + count); count++; return r; };
}
export async function main() {
  const api = new Api();
  const a = await api.fetch("a");
  const b = await api.fetch("b");
  return [a, b, count];
}
