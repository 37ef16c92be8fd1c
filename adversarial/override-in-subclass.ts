// this.fetch in Base.run is overridden in Sub (counts after its call), but Base.fetch is taken
import { callTool } from "parcall/runtime";
class Base {
  calls = 0;
  async fetch(x: string) { return callTool("get_user", x + this.calls); }
  async run() {
    const a = await this.fetch("a");
    const b = await this.fetch("b");
    return [a, b];
  }
}
class Sub extends Base {
  override async fetch(x: string) { const r = await callTool("get_user", x + this.calls); this.calls++; return r; }
}
export async function main() {
  return new Sub().run();
}
