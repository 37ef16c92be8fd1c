// Sub.all() runs Base.all with this = Sub; this.one is overridden
import { callTool } from "parcall/runtime";
class Base { static n = 0; static async one(x: string) { return callTool("get_user", x); } static async all() { const a = await this.one("a"); const b = await this.one("b"); return [a, b]; } }
class Sub extends Base { static async one(x: string) { const r = await callTool("get_user", x + Sub.n); Sub.n++; return r; } }
export async function main() { return Sub.all(); }
