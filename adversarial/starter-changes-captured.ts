// same with a closure that captures list and is started
import { callTool } from "parcall/runtime";
export async function main() {
  const list = ["x"];
  const run = async () => {
    const a = await callTool("get_user", list);
    const b = await callTool("get_team", list);
    return [a, b];
  };
  const p = run();
  list.push("y");
  const r = await p;
  return r;
}
