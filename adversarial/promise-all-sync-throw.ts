// --emit promise-all: a helper that is not async and throws at once, as the last member, stands bare in the list: the error is thrown before the others are waited for (they still run; their failure is unhandled, and the first error does not win)
import { callTool } from "parcall/runtime";
function get(x: string) {
  if (x === "c") throw new Error("bad name");
  return callTool("get_user", x);
}
export async function main() {
  const a = await get("a");
  const b = await get("b");
  const c = await get("c");
  return [a, b, c];
}
