// the rewrite failed its own check: Cannot read properties of undefined (reading 'call')
import { callTool } from "parcall/runtime";
async function walk(n: number): Promise<any> {
  if (n <= 0) return [];
  let count = 0;
  async function step(x: string) {
    const r = await callTool("get_user", x + ":" + count);
    count++;
    return r;
  }
  const deep = await walk(n - 1);
  const a = await step("a");
  const b = await step("b");
  return [deep, a, b, count];
}
export async function main() {
  return walk(2);
}
