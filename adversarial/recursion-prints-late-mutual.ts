// same with ping/pong
import { callTool } from "parcall/runtime";
async function ping(n: number): Promise<any> { console.log("ping", n); return n > 0 ? pong(n - 1) : 0; }
async function pong(n: number): Promise<any> { const r = await callTool("get_user", n); return n > 0 ? ping(n - 1) : r; }
export async function main() {
  const a = await ping(3);
  const b = await ping(5);
  return [a, b];
}
