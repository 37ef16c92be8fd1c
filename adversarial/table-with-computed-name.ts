// const TOOLS = { search: 'get_a', [k]: 'send_a' } with k = 'search' (or ['search']: …) overwrites the entry; two sends share a batch

import { callTool } from "parcall/runtime";
const k = "search"; const TOOLS: any = { search: "get_a", [k]: "send_a" };
export async function main(q: string) { const a = await callTool(TOOLS.search, 1); const b = await callTool(TOOLS.search, 2); return [a, b]; }