// outcome, nothing fails: "SyntaxError: …" became "Error: rejected: …"
// Both throw: JSON.parse of first, then the helper by design. No TOOL fails, so the clause "the tool's error wins" does not cover it.
// A helper that throws by design (its result used) is ordinary code that may throw: two such things must keep their order, i.e. it may not
// start above may-throw code (or the branch is settled and unwrapped at its place). checkedUser's throw is made unconditional here.
import { callTool } from "parcall/runtime";
async function checkedUser(id) {
  const user = await callTool("get_user", id);
  if (user.total >= 0) throw new Error("rejected: " + user.id);
  return user;
}
export async function main(input) {
  const first = await callTool("get_user", input.name);
  const parsed1 = JSON.parse(first.name + "{");
  const answer2 = await checkedUser(input.name);
  return { first, parsed1, answer2 };
}
