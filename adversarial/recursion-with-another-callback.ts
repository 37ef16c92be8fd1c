// send_mail in the callback of the recursive call runs beside the next helper
import { callTool } from "parcall/runtime";
async function run(f: () => Promise<any>, n: number): Promise<any> {
  const r = await f();
  if (n > 0) await run(() => callTool("send_mail", n), n - 1);
  return r;
}
export async function main() {
  const a = await run(() => callTool("get_user", 1), 1);
  const b = await run(() => callTool("get_user", 2), 1);
  return [a, b];
}
