// export const settings = new Settings(): same
import { callTool } from "parcall/runtime";
let language = "en";
class Settings { setLanguage(l: string) { language = l; } }
export const settings = new Settings();
export async function main() {
  const a = await callTool("get_user", language);
  const b = await callTool("get_team", language);
  return [a, b];
}
