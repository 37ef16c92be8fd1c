// the rewrite failed its own check (a second rewrite would change the closure): an object that a closure puts into a map was taken for one from outside or not, depending on the order of statements
import { callTool } from "parcall/runtime";
export async function main(input: any) {
  const thing: any = { done: 0, steps: [] };
  const noted = await /* parcall: reads */ callTool("run_report", thing, { tag: "t2" });
  const step = async (k: any) => {
    const map = new Map([[1, thing], [2, k]]);
    const answer = await callTool("get_user", "query k/t3", { tag: k + "/t3" });
    const own = await callTool("get_user", "query k/t4", { tag: k + "/t4" });
    return [own, answer, map];
  };
  thing.summary = (await callTool("searchDocs", { list: input.list }, { tag: "t5" })).name;
  return [thing, noted, await step(1)];
}
