// the rewrite failed its own check: 'a second rewrite would change region r1 again': helpers that are methods, a reading pair v3/v4, writing helpers v5/v6, then Promise.all([svc.read(), Svc.send()])
import { callTool } from "parcall/runtime";
class Svc {
  async read(x: any) { const inner = async (y: any) => { const r = await callTool("get_user", y); return r; }; const p = await inner(x + 1); const q = await inner(x + 2); return [p, q]; }
  static async send(x: any) { const inner = async (y: any) => { const r = await callTool("send_mail", y); return r; }; const p = await inner(x + 1); const q = await inner(x + 2); return [p, q]; }
}
const svc = new Svc();
export async function main() {
  const v0 = await svc.read("f");
  const v1 = await Svc.send("a");
  const v3 = await svc.read(v1[0]?.id);
  const v4 = await callTool("get_user", "c");
  const v5 = await Svc.send("h");
  const v6 = await Svc.send(v4?.id);
  const [v7, v7b] = await Promise.all([svc.read("g"), Svc.send("c")]);
  return [v0, v1, v3, v4, v5, v6, v7];
}
