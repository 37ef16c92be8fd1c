// l.forEach((...args) => args[2].push(x)): a rest parameter of a callback gets the list itself
import { callTool } from "parcall/runtime";

export async function main() {
  const l: any[] = [1];
  const a: any = await callTool("get_a", "1");
  l.forEach((...args: any[]) => { args[2].push(a.id); });
  const b: any = await callTool("get_b", l.length);
  return [a, b];
}
