// A's constructor calls this.init(), which B overrides to count; new B() is taken for quiet
import { callTool } from "parcall/runtime";
let count = 0;
class A { constructor() { this.init(); } init() {} }
class B extends A { init() { count++; } }
export async function main() {
  const a = await callTool("get_user", count);
  new B();
  const b = await callTool("get_user", count);
  new B();
  return [a, b, count];
}
