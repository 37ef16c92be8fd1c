// const p = agent.run(); agent.setLanguage('de'); — run, started and not waited for, reads this.language before and after; the second read comes too early
import { callTool } from "parcall/runtime";
class Agent {
  language = "en";
  setLanguage(l: string) { this.language = l; }
  async run() {
    const a = await callTool("get_user", this.language);
    const b = await callTool("get_team", this.language);
    return [a, b];
  }
}
export async function main() {
  const agent = new Agent();
  const p = agent.run();
  agent.setLanguage("de");
  return p;
}
