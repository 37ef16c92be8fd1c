// 'x'.match('(') throws (also search, matchAll with a text, matchAll/replaceAll with a RegExp without g): it is put before send_a, which is then never sent
import { callTool } from "parcall/runtime";
export async function main(q: any) {
  const text = q?.missing ? "x" : "(";
  await callTool("send_a", 1);
  const m = "x".match(text);
  const b = await /* parcall: pure */ callTool("get_b", m);
  return b;
}
