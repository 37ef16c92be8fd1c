// send_mail of the recursive call runs beside the next helper: get_team no longer waits for it
import { callTool } from "parcall/runtime";
async function call(name: string, n: number): Promise<any> {
  const r = await callTool(name, n);
  if (n > 0) await call("send_mail", n - 1);
  return r;
}
export async function main() {
  const a = await call("get_user", 1);
  const b = await call("get_team", 2);
  return [a, b];
}
