// export const settings = { set language(l) { language = l } }: as exported-object-live
import { callTool } from "parcall/runtime";
let language = "en";
export const settings = { get language() { return language; }, set language(l: string) { language = l; } };
export async function main() {
  const a = await callTool("get_user", language);
  const b = await callTool("get_team", language);
  return [a, b];
}
