// Promise.all([load('a'), load('b')]): load pushes to a module list through a local alias (const mine = list) and reads list.length between its calls
import { callTool } from "parcall/runtime";
const list: string[] = [];
async function load(x: string) {
  const mine = list;
  mine.push(x);
  const a = await callTool("get_user", x);
  const b = await callTool("get_team", x + list.length);
  return [a, b];
}
export async function main() {
  return Promise.all([load("a"), load("b")]);
}
