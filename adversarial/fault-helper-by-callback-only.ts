// the rewrite failed its own check: 'the new text makes 7 calls, the old one 6': f3 makes its calls only through f1(x, () => callTool(…)); after f3's body became a batch f3 counts as a helper and Promise.all([f3(), f2()]) as a batch
import { callTool } from "parcall/runtime";
export async function main() {
  async function f1(x: string, fn: () => Promise<any>) { const r = await fn(); return r; }
  async function f2(x: string, fn: () => Promise<any>) { try { return await fn(); } catch { return await fn(); } }
  async function f3(x: string) { const r = await f1(x, () => callTool("get_team", x)); const r2 = await f2(x, () => callTool("get_x", x)); return [r, r2]; }
  let n = 0;
  const [v1, v1b] = await Promise.all([f3("h"), f2("e", () => callTool("get_y", "e"))]);
  return [v1, v1b];
}
