/** Helpers that call tools. Each takes a tag last, and gives every call of its own a tag within that one. */
export const asyncLibrary: Readonly<Record<string, string>> = {
  fetchUser: `async function fetchUser(id@any, tag@any) {
  return callTool("get_user", id, { tag: tag + "/t901" });
}`,
  translate: `const translate = async (text@any, tag@any, lang = "fr") =>
  await callTool("translate", \`\${lang}: \${text}\`, { tag: tag + "/t902" });`,
  nameOf: `const nameOf = async function (id@any, tag@any) {
  const user = await callTool("get_user", id, { tag: tag + "/t903" });
  return user.name;
};`,
  digest: `async function digest(text@any, tag@any) {
  const prompt = String(text).trim().toUpperCase();
  const found = await callTool("searchDocs", prompt, { tag: tag + "/t904" });
  const summary = await callTool("summarize", found.id, { tag: tag + "/t905" });
  return { id: summary.id, name: found.name, total: found.total, ok: true, items: found.items };
}`,
  pairUp: `async function pairUp(a@any, b@any, tag@any) {
  const left = await callTool("get_user", a, { tag: tag + "/t906" });
  const right = await callTool("list_orders", b, { tag: tag + "/t907" });
  return { id: left.id + right.id, name: left.name, total: right.total, ok: left.ok, items: right.items };
}`,
  enrich: `async function enrich(target@any, tag@any) {
  const extra = await callTool("searchDocs", "extra", { tag: tag + "/t908" });
  target.extra = extra.name;
  return extra;
}`,
  markThenCall: `async function markThenCall(target@any, tag@any) {
  target.marked = tag;
  return callTool("weather", target.name ?? "none", { tag: tag + "/t909" });
}`,
  safely: `async function safely(text@any, tag@any) {
  try {
    return await callTool("searchDocs", text, { tag: tag + "/t910" });
  } catch (error@any) {
    return { id: "safe", name: error.message, total: 1, ok: false, items: [] };
  }
}`,
  logged: `async function logged(text@any, tag@any) {
  console.log("calling", tag);
  const answer = await callTool("get_user", text, { tag: tag + "/t911" });
  console.log("called", tag, answer.name);
  return answer;
}`,
  announced: `async function announced(text@any, tag@any) {
  console.log("calling", tag);
  return callTool("get_user", text, { tag: tag + "/t912" });
}`,
  requireAccess: `async function requireAccess(id@any, tag@any) {
  const access = await callTool("get_user", id, { tag: tag + "/t913" });
  if (access.total % 5 === 0) throw new Error("denied: " + access.id);
}`,
  checkedUser: `async function checkedUser(id@any, tag@any) {
  const user = await callTool("get_user", id, { tag: tag + "/t914" });
  if (user.total % 7 === 0) throw new Error("rejected: " + user.id);
  return user;
}`,
  requireText: `async function requireText(text@any) {
  if (!text) throw new Error("denied: no text");
}`,
  counted: `async function counted(text@any, tag@any) {
  stats.calls++;
  return callTool("list_orders", text, { tag: tag + "/t915" });
}`,
  countedAfter: `async function countedAfter(text@any, tag@any) {
  const answer = await callTool("list_orders", text, { tag: tag + "/t916" });
  stats.names.push(answer.name);
  return answer;
}`,
  numbered: `async function numbered(text@any, tag@any) {
  return callTool("list_orders", text + nextId(), { tag: tag + "/t917" });
}`,
  cached: `async function cached(key@any, tag@any) {
  if (cache.has(key)) return cache.get(key);
  const answer = await callTool("get_user", key, { tag: tag + "/t918" });
  cache.set(key, answer);
  return answer;
}`,
  notify: `async function notify(text@any, tag@any) {
  return await callTool("send_email", text, { tag: tag + "/t919" });
}`,
  save: `async function save(path@any, value@any, tag@any) {
  await callTool("write_file", { path, value, tag: tag + "/t920" });
}`,
  retried: `async function retried(text@any, tag@any) {
  let last@any;
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      return await callTool("searchDocs", text, { tag: tag + "/t921/" + attempt });
    } catch (error) {
      last = error;
    }
  }
  throw last;
}`,
  both: `const both = async (text@any, tag@any) => {
  const [a, b] = await Promise.all([
    callTool("get_user", text, { tag: tag + "/t922" }),
    callTool("weather", text, { tag: tag + "/t923" }),
  ]);
  return { id: a.id, name: b.name, total: a.total, ok: b.ok, items: b.items };
};`,
  twice: `async function twice(text@any, tag@any) {
  const once = await fetchUser(text, tag + "/t924");
  return fetchUser(once.name, tag + "/t925");
}`,
  timed: `async function timed(run@any) {
  const before = tick();
  const answer = await run();
  stats.calls += tick() - before;
  return answer;
}`,
  wrapped: `async function wrapped(run@any) {
  return await run();
}`,
  countdown: `async function countdown(n@any, tag@any)@promise {
  const answer = await callTool("weather", "n" + n, { tag: tag + "/t926/" + n });
  return n <= 0 ? answer : countdown(n - 1, tag);
}`,
  collect: `async function collect(list@any, tag@any) {
  const rows@any = [];
  for (const [index, entry] of list.slice(0, 2).entries()) {
    rows.push(await callTool("get_user", entry, { tag: tag + "/t927/" + index }));
  }
  return rows;
}`,
  parsedAnswer: `async function parsedAnswer(text@any, tag@any) {
  const answer = await callTool("searchDocs", text, { tag: tag + "/t928" });
  try {
    return JSON.parse(answer.content[0].text);
  } catch {
    return { id: answer.id, tool: "none" };
  }
}`,
  api: `const api@any = {
  lang: "en",
  used: 0,
  async get(id@any, tag@any) {
    return callTool("get_user", this.lang + id, { tag: tag + "/t929" });
  },
  async tracked(id@any, tag@any) {
    this.used++;
    return callTool("get_user", id, { tag: tag + "/t930" });
  },
  list: async (id@any, tag@any) => callTool("list_orders", id, { tag: tag + "/t931" }),
};`,
  Service: `class Service {
  used = 0;
  last@any = null;
  prefix@any;
  constructor(prefix@any = "s") {
    this.prefix = prefix;
  }
  async fetch(id@any, tag@any) {
    return callTool("get_user", this.prefix + id, { tag: tag + "/t932" });
  }
  async tracked(id@any, tag@any) {
    this.used++;
    this.last = await callTool("get_user", id, { tag: tag + "/t933" });
    return this.last;
  }
  async send(text@any, tag@any) {
    await this.check(text);
    return callTool("createTicket", text, { tag: tag + "/t934" });
  }
  async check(text@any) {
    if (text === "") throw new Error("denied: empty");
  }
  static async ping(tag@any) {
    return callTool("weather", "ping", { tag: tag + "/t935" });
  }
  get label() {
    return this.prefix + this.used;
  }
}`,
  LoudService: `class LoudService extends Service {
  async fetch(id@any, tag@any) {
    console.log("fetch", id);
    return super.fetch(id, tag);
  }
}`,
  service: `const service@any = new Service("m");`,
  loud: `const loud@any = new LoudService("l");`,
};
