// u.search = … changes what const p = u.searchParams answers (p.get('k')); same with { searchParams } = u
import { callTool } from "parcall/runtime";

export async function main() {
  const u = new URL('http://x/?k=1'); const p = u.searchParams;
  const a: any = await callTool("get_a", "1");
  u.search = '?k=' + a.id;
  const b: any = await callTool("get_b", p.get('k'));
  return [a, b];
}
