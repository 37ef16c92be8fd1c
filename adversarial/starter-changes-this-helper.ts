// same with a private helper method this.one(x)
import { callTool } from "parcall/runtime";
class Agent {
  language = "en";
  setLanguage(l: string) { this.language = l; }
  private async one(x: string) { return callTool("get_user", x + this.language); }
  async run() {
    const a = await this.one("a");
    const b = await this.one("b");
    return [a, b];
  }
}
export async function main() {
  const agent = new Agent();
  const p = agent.run();
  agent.setLanguage("de");
  return p;
}
