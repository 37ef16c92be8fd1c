// export const settings = { setLanguage(l) { language = l } }: may be called meanwhile like an exported function (which is held back), but is batched; not seen by the oracle (nobody calls it)
import { callTool } from "parcall/runtime";
let language = "en";
export const settings = { setLanguage(l: string) { language = l; } };
export async function main() {
  const a = await callTool("get_user", language);
  const b = await callTool("get_team", language);
  return [a, b];
}
