// const TOOLS = { search: 'get_a', use(n) { this.search = n } }; TOOLS.use('send_a'): the table changes itself; two sends share a batch (also use: function (n) {…}; TOOLS.valueOf().search = …)

import { callTool } from "parcall/runtime";
const TOOLS = { search: "get_a", use(n: string) { this.search = n; } };
export async function main(q: string) { TOOLS.use("send_a"); const a = await callTool(TOOLS.search, 1); const b = await callTool(TOOLS.search, 2); return [a, b]; }