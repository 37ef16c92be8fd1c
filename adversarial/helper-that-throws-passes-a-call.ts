// a helper that throws by itself ran before a call above it, which was then never made, though no tool had failed
import { callTool } from "parcall/runtime";
async function checkedUser(id: string, tag: string) {
  const user = await callTool("get_user", id, { tag });
  if (user.total % 2 === 0 || user.total % 2 === 1) throw new Error(`rejected: ${user.id}`);
  return user;
}
export async function main(input: any) {
  const first = await callTool("get_user", input.name, { tag: "t0" });
  const second = await callTool("get_team", first.id, { tag: "t1" });
  const checked = await checkedUser(input.name, "t2");
  const last = await callTool("get_user", checked.id, { tag: "t4" });
  return [first, second, checked, last];
}
