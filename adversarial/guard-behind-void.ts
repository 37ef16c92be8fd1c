// void (await need('u')) is a guard (called only for its throw) but is batched with get_secret; same with (await need('u')) as unknown (not seen by the oracle: extra reads)
import { callTool } from "parcall/runtime";
async function need(x: string) { const r = await callTool("get_access", x); if (x) throw new Error("denied"); return r; }
export async function main() {
  void (await need("u"));
  const s = await callTool("get_secret", "x");
  const t = await callTool("get_secret", "y");
  return [s, t];
}
