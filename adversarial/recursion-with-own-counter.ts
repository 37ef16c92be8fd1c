// step(a), step(b) count in a variable of walk and are batched; count is seen too early
import { callTool } from "parcall/runtime";
async function walk(n: number): Promise<any> {
  let count = 0;
  async function step(x: string) {
    const r = await callTool("get_user", x + ":" + count);
    count++;
    return r;
  }
  const deep = n > 0 ? await walk(n - 1) : [];
  const a = await step("a");
  const b = await step("b");
  return [deep, a, b, count];
}
export async function main() {
  return walk(1);
}
