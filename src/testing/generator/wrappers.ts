import type { WeightedKind } from "./statement.js";
import { oneOf } from "./templates.js";

/** Functions that call what they are told to: tools by name, other functions, or nothing where they know the answer already. */
export const wrapperLibrary: Readonly<Record<string, string>> = {
  audit: `import { audit } from "./unknown.js";`,
  normalize: `import { normalize } from "./unknown.js";`,
  stamped: `const stamped = (text@any) => \`\${Date.now()} \${text}\`;`,
  slugs: `const slugs@any = new Map();`,
  slugOnce: `function slugOnce(text@any) {
  if (!slugs.has(text)) slugs.set(text, String(text).toLowerCase());
  return slugs.get(text);
}`,
  traced: `async function traced(text@any, tag@any) {
  return callTool("get_user", text, { id: crypto.randomUUID(), tag: tag + "/t936" });
}`,
  ask: `async function ask(tool@any, prompt@any, tag@any) {
  return callTool(tool, prompt, { tag: tag + "/t937" });
}`,
  askClient: `const askClient = async (name@any, p@any, tag@any) =>
  client.callTool({ name, arguments: { p, tag: tag + "/t938" } });`,
  askLoudly: `async function askLoudly(tool@any, prompt@any, tag@any) {
  console.log("asking", tool);
  return ask(tool, prompt, tag + "/t939");
}`,
  withRetry: `async function withRetry(run@any, times = 2) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run(attempt);
    } catch (error) {
      if (attempt >= times) throw error;
    }
  }
}`,
  orElse: `async function orElse(run@any, fallback@any) {
  try {
    return await run();
  } catch {
    return fallback;
  }
}`,
  memo: `const memo = (() => {
  const seen@any = new Map();
  return async (key@any, tag@any) => {
    if (!seen.has(key)) seen.set(key, await callTool("get_user", key, { tag: tag + "/t940" }));
    return seen.get(key);
  };
})();`,
  started: `const started@any = {};`,
  memoStarted: `function memoStarted(key@any, tag@any) {
  started[key] ??= callTool("searchDocs", key, { tag: tag + "/t941" });
  return started[key];
}`,
  loadAll: `async function loadAll(list@any, run@any) {
  const rows@any = [];
  for (const [at, entry] of list.slice(0, 2).entries()) rows.push(await run(entry, at));
  return rows;
}`,
  buildReport: `async function buildReport(id@any, tag@any) {
  const report@any = { user: null, orders: [], notes: "" };
  report.user = await callTool("get_user", id, { tag: tag + "/t942" });
  const orders = await callTool("list_orders", id, { tag: tag + "/t943" });
  report.orders.push(...orders.items);
  report.notes = report.user.name + ": " + report.orders.length;
  return report;
}`,
  userIf: `async function userIf(wanted@any, id@any, tag@any) {
  return wanted ? callTool("get_user", id, { tag: tag + "/t944" }) : undefined;
}`,
};

const wrapped = oneOf([
  ["answers", `const @new = await ask("get_user", @text, @tag);`],
  ["answers", `const @new = await ask("summarize", @answer.id, @tag);`],
  ["answers", `const @new = await ask("createTicket", @object, @tag);`],
  `await ask("send_email", @text, @tag);`,
  ["answers", `const @new = await askClient("weather", @text, @tag);`],
  ["answers", `const @new = await askLoudly("list_orders", @text, @tag);`],
  ["answers", `const @new = await ask(@condition ? "get_user" : "send_email", @text, @tag);`],
  ["answers", "const @new = await withRetry(() => @call);"],
  ["answers", "const @new = await withRetry(() => fetchUser(@text, @tag), 3);"],
  ["answers", "const @new = await withRetry(async () => { const got = await @call; return got; });"],
  ["answers", "const @new = await withRetry((attempt@any) => { @object.attempt = attempt; return @call; });"],
  ["answers", "const @new = await withRetry(async () => { @counter += 1; return @call; });"],
  ["answers", "const @new = (await orElse(() => @call, null)) ?? @answer;"],
  ["answers", "const @new = await orElse(() => nameOf(@text, @tag), @answer);"],
  ["answers", "const @new = await memo(@text, @tag);"],
  ["answers", "const @new = await memoStarted(@text, @tag);"],
  [
    "arrays",
    `const @new = await loadAll(@array, (entry@any, at@any) => callTool("get_user", entry, { tag: @tag + "/" + at }));`,
  ],
  ["objects", "const @new@any = await buildReport(@text, @tag);"],
  ["texts", "const @new = slugOnce(@text);"],
]);

const conditional = oneOf([
  ["texts", "const @new = @condition ? await @call : undefined;"],
  ["texts", "const @new = @condition ? await fetchUser(@text, @tag) : undefined;"],
  ["texts", "const @new = @condition ? (await @call).name : @text;"],
  ["texts", "const @new = await userIf(@condition, @text, @tag);"],
  "if (@condition) await @call;",
  "if (@condition) @object.extra = await @call;",
  "@condition && (await @call);",
  "@object.cached ??= await @call;",
]);

export const wrapperKinds: readonly WeightedKind[] = [
  [3, wrapped],
  [2, conditional],
];
