// export default { setLanguage(l) { language = l } }: same
import { callTool } from "parcall/runtime";
let language = "en";
export default { setLanguage(l: string) { language = l; } };
export async function main() {
  const a = await callTool("get_user", language);
  const b = await callTool("get_team", language);
  return [a, b];
}
