// a field of the base class (fetch = async …) shadows the subclass's method (JavaScript; instance fields win over prototype methods)
import { callTool } from "parcall/runtime";
let count = 0;
class Base {
  fetch = async (x: string) => { const r = await callTool("get_user", x + count); count++; return r; };
}
class Sub extends Base {
  // @ts-expect-error
  async fetch(x: string) { return callTool("get_team", x); }
}
export async function main() {
  const s = new Sub();
  const a = await s.fetch("a");
  const b = await s.fetch("b");
  return [a, b];
}
