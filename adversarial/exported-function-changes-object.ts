// const cfg = {…}; export function setLanguage(l) { cfg.language = l }: held back for a variable (let language), not for a property of a module object (not seen by the oracle)
import { callTool } from "parcall/runtime";
const cfg = { language: "en" };
export function setLanguage(l: string) { cfg.language = l; }
export async function main() {
  const a = await callTool("get_user", cfg.language);
  const b = await callTool("get_team", cfg.language);
  return [a, b];
}
