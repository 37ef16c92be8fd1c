// const p = run(list); list.push('y'); — run gets the list as an argument
import { callTool } from "parcall/runtime";
async function run(list: string[]) {
  const a = await callTool("get_user", list);
  const b = await callTool("get_team", list);
  return [a, b];
}
export async function main() {
  const list = ["x"];
  const p = run(list);
  list.push("y");
  const r = await p;
  return r;
}
