// a property of the program's own named length that holds an object ({ length: { km } })
import { callTool } from "parcall/runtime";

export async function main() {
  const size: any = { length: { km: 1 } }; const l = size.length;
  const a: any = await callTool("get_a", "1");
  l.km = a.id;
  const b: any = await callTool("get_b", size.length.km);
  return [a, b];
}
