// the rewrite failed its own check: "a second rewrite would change region r2 again"
import { callTool } from "parcall/runtime";
async function fetchUser(id, tag) {
  return callTool("get_user", id, { tag: tag + "/t901" });
}
export async function main(input) {
  const first = await callTool("get_user", input.name, { start: 0 });
  input.list.push(await fetchUser(input.name, "t1"));
  const thing1 = { user: null, notes: [], summary: "" };
  thing1.user = await callTool("read_file", { path: input.name, tag: "t2" });
  thing1.notes.push(thing1.user.name);
  thing1["step" + 7] = first.id;
  const maybe2 = (first.ok && (await callTool("content_generator", "query t3", { tag: "t3" }))) || { id: "other", name: "other", total: 3, items: [] };
  return { r0: first, r1: maybe2, r2: input.name, r3: input, r4: thing1, r5: input.list };
}

