// started outer() awaits run(); setLang('de') is called by the starter
import { callTool } from "parcall/runtime";
const cfg = { lang: "en" };
function setLang(l: string) { cfg.lang = l; }
async function run() {
  const a = await callTool("get_user", cfg.lang);
  const b = await callTool("get_team", cfg.lang);
  return [a, b];
}
async function outer() { const r = await run(); return r; }
export async function main() {
  const p = outer();
  setLang("de");
  return p;
}
