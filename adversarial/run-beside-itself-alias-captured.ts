// same with an object captured from the function around it, started by names.map(load)
import { callTool } from "parcall/runtime";
export async function main() {
  const box = { n: 0 };
  const load = async (x: string) => {
    const mine = box;
    mine.n++;
    const a = await callTool("get_user", x);
    const b = await callTool("get_team", x + box.n);
    return [a, b];
  };
  return Promise.all(["a", "b"].map((x) => load(x)));
}
