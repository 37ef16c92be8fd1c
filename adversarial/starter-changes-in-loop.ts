// all.push(run()); cfg.lang = l in a loop
import { callTool } from "parcall/runtime";
export async function main() {
  const cfg = { lang: "en" };
  async function run() {
    const a = await callTool("get_user", cfg.lang);
    const b = await callTool("get_user", cfg.lang + "2");
    return [a, b];
  }
  const all = [];
  for (const l of ["de", "fr"]) { all.push(run()); cfg.lang = l; }
  return Promise.all(all);
}
