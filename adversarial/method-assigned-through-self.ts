// Object.assign(api.self(), {…}) replaces a method of an object literal whose method returns this
import { callTool } from "parcall/runtime";
const api = { self() { return this; }, async call(x: string) { return callTool("get_user", x); } };
let n = 0;
Object.assign(api.self(), { async call(x: string) { const r = await callTool("get_user", x + n); n++; return r; } });
export async function main() { const a = await api.call("a"); const b = await api.call("b"); return [a, b]; }
