// state/calls: a timer's callback changes `input` while main waits; answer3 is given `input`, and is batched with answer2 before it
import { callTool as call } from "parcall/runtime";
const input = state;
const thunk1 = () => { input.seen = input.name; return input.seen; };
setTimeout(thunk1, 1);
const answer2: any = await call("get_user", "query t1", { tag: "t1" });
const answer3: any = await call("get_user", input, { tag: "t2" });
const answer4: any = await call("get_user", "query t3", { tag: "t3" });
console.log("end", answer2, answer3, answer4, input);
