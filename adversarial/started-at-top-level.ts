// at the top level a NAMED function that is started or handed to a timer, and changes an object that later calls are given, is not seen.
import { callTool } from "parcall/runtime";
const o: any = { n: 1 };
const step = async () => { await callTool("get_user", 5); o.n = 2; };
const p = step();
const a = await callTool("get_user", "1");
const b = await callTool("get_user", o);
await p;
