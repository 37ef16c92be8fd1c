// formatToParts answers a list of objects; parts[0].value = a.id is lost for the second call
import { callTool } from "parcall/runtime";

export async function main() {
  const parts: any = new Intl.NumberFormat('en').formatToParts(12);
  const a: any = await callTool("get_a", "1");
  parts[0].value = a.id;
  const b: any = await callTool("get_b", parts[0].value);
  return [a, b];
}
