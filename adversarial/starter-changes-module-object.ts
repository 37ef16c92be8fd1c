// const p = run(); cfg.lang = 'de'; — run (started) reads cfg.lang of a module object twice
import { callTool } from "parcall/runtime";
const cfg = { lang: "en" };
async function run() {
  const a = await callTool("get_user", cfg.lang);
  const b = await callTool("get_team", cfg.lang);
  return [a, b];
}
export async function main() {
  const p = run();
  cfg.lang = "de";
  return p;
}
