import type { OptimizeOptions } from "../src/index.js";

/** A program that type-checks, and of which something can run together. */
export interface TypedProgram {
  readonly name: string;
  readonly text: string;
  /** Rounds before and after, worked out by hand: a program that is left alone would prove nothing. */
  readonly rounds: readonly [before: number, after: number];
  readonly options?: OptimizeOptions;
  /** What is declared for all files: the functions by the host, or something by the program itself. Such programs are checked apart. */
  readonly globals?: "host" | "own";
}

/** Files that programs import from; they lie beside them. */
export const supportFiles: Readonly<Record<string, string>> = {
  "types.ts": `export interface User { name: string; age: number; manager?: User }
export interface Order { id: string; price: number }
export interface Cart { items: Order[]; total: number }
export type Result<T> = { ok: true; value: T } | { ok: false; error: string };
`,
  "mcp.ts": `export interface Content { type: "text"; text: string }
export interface Answer { content: Content[]; isError?: boolean }
export interface Request { name: string; arguments?: Record<string, unknown> }
export declare class Client {
  callTool(request: Request): Promise<Answer>;
  close(): Promise<void>;
}
export declare class TypedClient<T> {
  callTool(request: Request): Promise<T>;
}
`,
  // A team's own wrapper round the runtime: it knows the types of its tools.
  "tools.ts": `import type { Cart, User } from "./types.js";
export interface ToolTypes { get_user: User; get_cart: Cart; list_names: string[] }
export declare function callTool<N extends keyof ToolTypes>(name: N, prompt?: unknown): Promise<ToolTypes[N]>;
`,
  // One whose answers are what the caller says.
  "generic-tools.ts": `export declare function callTool<T>(name: string, prompt?: unknown): Promise<T>;
export declare class GenericClient {
  callTool<T>(request: { name: string; arguments?: object }): Promise<T>;
}
export declare class NamedClient {
  callTool(name: "get_user", given: { id: string }): Promise<{ name: string }>;
  callTool(name: "get_total", given: { id: string }): Promise<number>;
}
`,
  // One that has a batch of its own, with types as precise.
  "batching-tools.ts": `import type { ToolTypes } from "./tools.js";
export { callTool } from "./tools.js";
type Name = keyof ToolTypes;
export declare function callToolsParallel<const C extends readonly (readonly [Name, unknown?])[]>(
  calls: C,
): Promise<{ -readonly [I in keyof C]: ToolTypes[C[I][0]] }>;
`,
};

export const hostDeclarations = `declare function callTool(name: string, prompt?: unknown): Promise<any>;
declare function callToolsParallel<const C extends readonly unknown[]>(calls: C): Promise<{ -readonly [I in keyof C]: any }>;
`;

const runtime = `import { callTool } from "parcall/runtime";\n`;
const types = `import type { Cart, Order, User } from "./types.js";\nexport type { Cart, Order, User };\n`;
const client = `import type { Client } from "./mcp.js";\n`;

const ask = (name: string, path = "path"): string =>
  `client.callTool({ name: "${name}", arguments: { path: ${path} } })`;

export const typedPrograms: readonly TypedProgram[] = [
  {
    name: "const, untyped",
    text: `${runtime}
export async function main(id: string) {
  const user = await callTool("get_user", id);
  const orders = await callTool("list_orders", id);
  return { name: user.name, orders };
}
`,
    rounds: [2, 1],
  },
  {
    name: "let and var, changed later",
    text: `${runtime}
export async function main(id: string) {
  let user = await callTool("get_user", id);
  var orders = await callTool("list_orders", id);
  user = { ...user, orders };
  orders = [];
  return [user, orders];
}
`,
    rounds: [2, 1],
  },
  {
    name: "annotations",
    text: `${runtime}${types}
export async function main(id: string): Promise<number> {
  const user: User = await callTool("get_user", id);
  const cart: Cart | undefined = await callTool("get_cart", id);
  let names: readonly string[] = await callTool("list_names");
  if (names.length === 0) names = [user.name];
  return user.age + (cart?.total ?? 0) + names.length;
}
`,
    rounds: [3, 1],
  },
  {
    name: "an annotation beside untyped answers",
    text: `${runtime}${types}
export async function main(id: string) {
  const user: User = await callTool("get_user", id);
  const cart = await callTool("get_cart", id);
  await callTool("get_session");
  return [user, cart] as const;
}
`,
    rounds: [3, 1],
  },
  {
    name: "casts",
    text: `${runtime}${types}
export async function main(id: string) {
  const user = (await callTool("get_user", id)) as User;
  const cart = (await callTool("get_cart", id)) as Cart;
  const names = <string[]>(await callTool("list_names"));
  return user.name + cart.total.toFixed(2) + names.join();
}
`,
    rounds: [3, 1],
  },
  {
    name: "casts of unlike types, by way of unknown",
    text: `${runtime}${types}
export async function main(id: string) {
  const user = (await callTool<Cart>("get_user", id)) as unknown as User;
  const total = (await callTool<Cart>("get_cart", id) as Partial<Cart>).total;
  return { user, total };
}
`,
    rounds: [2, 1],
  },
  {
    name: "type arguments",
    text: `${runtime}${types}
export async function main(id: string) {
  const user = await callTool<User>("get_user", id);
  const orders = await callTool<Order[]>("list_orders", id);
  return orders.map((order) => user.name + order.id);
}
`,
    rounds: [2, 1],
  },
  {
    name: "type arguments, some",
    text: `${runtime}${types}
export async function main(id: string) {
  const user = await callTool<User>("get_user", id);
  const orders = await callTool("list_orders", id);
  await callTool<void>("get_session");
  return { user, orders };
}
`,
    rounds: [3, 1],
  },
  {
    name: "type arguments with annotations that widen",
    text: `${runtime}${types}
export async function main(id: string) {
  const user: User | string = await callTool<User>("get_user", id);
  const total: unknown = await callTool<number>("get_total", id);
  return [user.name, total] as const;
}
`,
    rounds: [2, 1],
  },
  {
    name: "annotations that widen, of a client's answers",
    text: `${client}import type { Answer } from "./mcp.js";
export async function main(client: Client, path: string) {
  const files: Answer | undefined = await ${ask("list_directory")};
  let info: Answer | string = await ${ask("get_info")};
  const size = info.content.length;
  info = "done";
  return { count: files.content.length, info, size };
}
`,
    rounds: [2, 1],
  },
  {
    name: "assignments that narrow",
    text: `${runtime}${types}
export async function main(id: string) {
  let user: User | string | undefined;
  let total: number | undefined;
  let some: unknown;
  user = await callTool<User>("get_user", id);
  total = await callTool<number>("get_total", id);
  some = await callTool<User[]>("get_some", id);
  return [user.name, total.toFixed(), some] as const;
}
`,
    rounds: [3, 1],
  },
  {
    name: "casts that narrow what is annotated",
    text: `${runtime}${types}
export async function main(id: string) {
  const user: User | undefined = (await callTool("get_user", id)) as User;
  const names: readonly string[] | string = (await callTool("list_names")) as string[];
  return [user.name, names.join()] as const;
}
`,
    rounds: [2, 1],
  },
  {
    name: "unions told apart afterwards",
    text: `${runtime}import type { Result, User } from "./types.js";

export async function main(id: string): Promise<User | string> {
  const found = await callTool<Result<User>>("get_user", id);
  const count = await callTool<Result<number>>("get_count", id);
  if (!found.ok) return found.error;
  return count.ok ? found.value : count.error;
}
`,
    rounds: [2, 1],
  },
  {
    name: "destructuring with defaults",
    text: `${runtime}${types}
export async function main(id: string) {
  const { name, age = 3, ...rest }: Partial<User> = await callTool("get_user", id);
  const { items: [first, ...others], total } = await callTool<Cart>("get_cart", id);
  const { page = 1 } = await callTool("get_settings");
  return { name, age, rest, first, others, total, page };
}
`,
    rounds: [3, 1],
  },
  {
    name: "tuples taken apart",
    text: `${runtime}
export async function main() {
  const [name, count] = await callTool<[string, number]>("get_pair");
  const [head] = await callTool<string[]>("list_names");
  const [, second = "none"] = await callTool<string[]>("list_titles");
  return name + count.toFixed() + (head?.length ?? 0) + second;
}
`,
    rounds: [3, 1],
  },
  {
    name: "unused results",
    text: `${runtime}
export async function main(id: string): Promise<void> {
  await callTool("get_session", id);
  await callTool("get_settings", id);
}
`,
    rounds: [2, 1],
  },
  {
    name: "assignment",
    text: `${runtime}${types}
export async function main(id: string) {
  let user: User;
  let rate = 0;
  let cart: Cart | null = null;
  user = await callTool("get_user", id);
  rate = await callTool("get_rate", "EUR");
  cart = await callTool<Cart>("get_cart", id);
  return rate * cart.total + user.age;
}
`,
    rounds: [3, 1],
  },
  {
    name: "assignment to a variable whose type grows with it",
    text: `${runtime}${types}
export async function main(id: string) {
  let user;
  let cart;
  user = await callTool<User>("get_user", id);
  cart = await callTool<Cart>("get_cart", id);
  return user.name.length + cart.total;
}
`,
    rounds: [2, 1],
  },
  {
    name: "returned object",
    text: `${runtime}${types}
export async function main(id: string): Promise<{ user: User; cart: Cart; count: number }> {
  return {
    user: await callTool("get_user", id),
    cart: await callTool<Cart>("get_cart", id),
    count: (await callTool<string[]>("list_names")).length,
  };
}
`,
    rounds: [3, 1],
  },
  {
    name: "returned object without a declared type",
    text: `${runtime}${types}
export async function main(id: string) {
  return {
    user: await callTool<User>("get_user", id),
    first: (await callTool<string[]>("list_names"))[0],
    other: await callTool("get_other"),
  };
}
`,
    rounds: [3, 1],
  },
  {
    name: "arguments, templates and arrays",
    text: `${runtime}
const pair = (left: string, right: number): string => left.repeat(right);
export async function main() {
  const text = pair(await callTool<string>("get_word"), await callTool<number>("get_count"));
  const line = \`\${await callTool("get_day")}: \${await callTool<string>("get_weather")}\`;
  const both = [await callTool<string>("get_a"), await callTool<number>("get_b")];
  const exact = [await callTool<string>("get_c"), await callTool<number>("get_d")] as const;
  return { text, line, both, exact };
}
`,
    // `pair` only computes, so that all eight can start together.
    rounds: [8, 1],
  },
  {
    name: "JSON.parse and chains behind the answer",
    text: `${runtime}${types}
export async function main(id: string) {
  const user = JSON.parse(await callTool<string>("get_user", id)) as User;
  const names = (await callTool<User[]>("list_users")).map((one) => one.name);
  const boss = (await callTool<User>("get_boss")).manager?.name ?? "nobody";
  const sure = (await callTool<User | undefined>("get_sure"))!;
  return [user, names, boss, sure.name] as const;
}
`,
    rounds: [4, 1],
  },
  {
    name: "satisfies",
    text: `${runtime}${types}
export async function main(id: string) {
  const query = { id, limit: 3 } satisfies Record<string, unknown>;
  const user = (await callTool<User>("get_user", query)) satisfies { name: string };
  const cart = await callTool<Cart>("get_cart", { id } satisfies object);
  return { user, cart };
}
`,
    rounds: [2, 1],
  },
  {
    name: "generics",
    text: `${runtime}
export async function both<Left, Right extends { id: string }>(name: string): Promise<[Left, Right["id"]]> {
  const left = await callTool<Left>("get_left", name);
  const right = await callTool<Right>("get_right", name);
  return [left, right.id];
}
`,
    rounds: [2, 1],
  },
  {
    name: "an arrow whose type comes from its context",
    text: `${runtime}${types}
type Load = (id: string, ...more: number[]) => Promise<User | Cart>;
export const load: Load = async (id, first) => {
  const user = await callTool<User>("get_user", { id, first });
  const cart = await callTool<Cart>("get_cart", id);
  return user.age > 3 ? user : cart;
};
`,
    rounds: [2, 1],
  },
  {
    name: "elements that may not be there",
    text: `${runtime}${types}
export async function main(ids: string[], byName: Record<string, Order>) {
  const [id] = ids;
  if (id === undefined) throw new Error("no id");
  const users = await callTool<User[]>("list_users", { prefix: id.slice(1) });
  const order = await callTool<Order>("get_order", byName[id]?.id);
  const price = byName[id]?.price;
  return { first: users[0], order, price };
}
`,
    rounds: [2, 1],
  },
  {
    name: "kwargs, null and spread",
    text: `${runtime}
interface Options { deep: boolean }
export async function main(options: Options, base: { lang: string }) {
  const a = await callTool("get_a", { ...base, id: 1 }, options);
  const b = await callTool("get_b", undefined, null);
  const c = await callTool<string>("get_c", ["x", 1] as const, { ...options });
  return [a, b, c];
}
`,
    rounds: [3, 1],
  },
  {
    name: "a tool's name from an enum",
    text: `${runtime}
enum Tool { User = "get_user", Cart = "get_cart" }
const third = "get_third" as const;
export async function main(fourth: \`get_\${string}\`) {
  const user = await callTool(Tool.User, 1);
  const cart = await callTool<number>(Tool.Cart, 2);
  const other = await callTool<string>(third);
  const last = await callTool(fourth, user.id);
  return [cart, other, last] as const;
}
`,
    rounds: [4, 2],
    options: { effects: "data-only" },
  },
  {
    name: "try, catch and branches",
    text: `${runtime}${types}
export async function main(id: string | number) {
  let user: User | undefined;
  try {
    const found = await callTool<User>("get_user", id);
    const cart = await callTool<Cart>("get_cart", id);
    user = cart.total > 0 ? found : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (typeof id === "string") {
    const upper = await callTool<string>("get_upper", id.toUpperCase());
    const lower = await callTool<string>("get_lower", id.toLowerCase());
    return upper + lower + user?.name;
  }
  switch (id) {
    case 1: {
      const one = await callTool("get_one", id);
      const more = await callTool("get_more", id.toFixed());
      return [one, more];
    }
    default:
      return id;
  }
}
`,
    rounds: [6, 3],
  },
  {
    name: "a class with a private client",
    text: `${client}
export class Agent {
  constructor(private readonly client: Client, private readonly root: string) {}

  async look(): Promise<string[]> {
    const files = await this.client.callTool({ name: "list_directory", arguments: { path: this.root } });
    const notes = await this.client.callTool({ name: "read_file", arguments: { path: this.root + "/notes" } });
    return [...files.content, ...notes.content].map(({ text }) => text);
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "a generic class with #client",
    text: `import { TypedClient } from "./mcp.js";
export class Agent<T extends object> {
  readonly #client = new TypedClient<T>();

  protected async look(id: string): Promise<readonly [T, keyof T]> {
    const first = await this.#client.callTool({ name: "get_first", arguments: { id } });
    const [second] = Object.keys(await this.#client.callTool({ name: "get_second", arguments: { id } })) as (keyof T)[];
    return [first, second!];
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "this.client, narrowed by a test",
    text: `${client}
export class Agent {
  private client?: Client;
  use(client: Client): void {
    this.client = client;
  }
  async look(path: string) {
    if (!this.client) throw new Error("not connected");
    const files = await this.client.callTool({ name: "list_directory", arguments: { path } });
    const info = await this.client.callTool({ name: "get_info", arguments: { path } });
    return { files, info };
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "this.#client, narrowed by a test",
    text: `${client}
export class Agent {
  #client: Client | null = null;
  use(client: Client): void {
    this.#client = client;
  }
  async look(path: string) {
    if (this.#client === null) return undefined;
    const files = await this.#client.callTool({ name: "list_directory", arguments: { path } });
    const info = await this.#client.callTool({ name: "get_info", arguments: { path } });
    return { files, info };
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "let client, narrowed by a test and by assignment",
    text: `import { Client } from "./mcp.js";
export async function main(path: string, given: Client | undefined, fresh: boolean) {
  let client = given;
  if (fresh) client = undefined;
  if (!client) client = new Client();
  const files = await ${ask("list_directory")};
  const info = await ${ask("get_info")};
  return [files, info];
}
`,
    rounds: [2, 1],
  },
  {
    name: "a parameter that is never assigned, narrowed",
    text: `${client}
export async function main(client: Client | undefined, path?: string) {
  if (!client || path === undefined) return [];
  const files = await ${ask("list_directory", "path.trim()")};
  const info = await ${ask("get_info", "path.slice(1)")};
  return [files, info];
}
`,
    rounds: [2, 1],
  },
  {
    name: "a variable in the arguments, assigned and narrowed",
    text: `${client}
export async function main(client: Client, path: string | null, items: (string | number)[]) {
  if (path === null) path = "/";
  let [item] = items;
  if (typeof item !== "string") item = String(item);
  const files = await ${ask("list_directory", "path.trim()")};
  const info = await ${ask("get_info", "item.trim()")};
  return [files, info];
}
`,
    rounds: [2, 1],
  },
  {
    name: "properties in the arguments, narrowed",
    text: `${client}
interface Options { root?: string; nested: { depth: number | undefined } }
export async function main(client: Client, options: Options) {
  if (options.root && options.nested.depth !== undefined) {
    const files = await ${ask("list_directory", "options.root.trim()")};
    const info = await ${ask("get_info", "options.nested.depth.toFixed()")};
    return [files, info];
  }
  return [];
}
`,
    rounds: [2, 1],
  },
  {
    name: "elements in the arguments, narrowed",
    text: `${client}
export async function main(client: Client, paths: string[], at: number, byName: Record<string, string>) {
  if (paths[0] === undefined || paths[at] === undefined || byName.home === undefined) return [];
  const files = await ${ask("list_directory", "paths[0].trim()")};
  const info = await ${ask("get_info", "paths[at].trim()")};
  const home = await ${ask("get_home", "byName.home.trim()")};
  return [files, info, home];
}
`,
    rounds: [3, 1],
  },
  {
    name: "a union told apart, in the arguments",
    text: `${client}import type { Result } from "./types.js";
export async function main(client: Client, path: Result<string>, job: { kind: "a"; a: string } | { kind: "b"; b: number }) {
  let chosen = job;
  if (!path.ok || chosen.kind !== "a") return "";
  const files = await ${ask("list_directory", "path.value.trim()")};
  const info = await ${ask("get_info", "chosen.a.trim()")};
  chosen = { kind: "b", b: 1 };
  return [files, info, chosen.kind];
}
`,
    rounds: [2, 1],
  },
  {
    name: "narrowed by instanceof, in and typeof",
    text: `${client}
export async function main(client: Client, given: { file: string | URL; extra: object | string }) {
  if (!(given.file instanceof URL) || typeof given.extra !== "object" || !("depth" in given.extra)) return [];
  const files = await ${ask("list_directory", "given.file.href")};
  const info = await ${ask("get_info", "String(given.extra.depth)")};
  return [files, info];
}
`,
    rounds: [2, 1],
  },
  {
    name: "narrowed by an assertion",
    text: `${client}
function assertIsThere<T>(value: T | undefined): asserts value is T {
  if (value === undefined) throw new Error("missing");
}
export async function main(host: { client?: Client }, path: string) {
  assertIsThere(host.client);
  const files = await host.client.callTool({ name: "list_directory", arguments: { path } });
  const info = await host.client.callTool({ name: "get_info", arguments: { path } });
  return [files, info];
}
`,
    rounds: [2, 1],
  },
  {
    name: "narrowed by && around a block and by a switch",
    text: `${client}
export async function main(host: { client?: Client; mode: { kind: "a" } | { kind: "b"; path: string } }) {
  switch (host.mode.kind) {
    case "b": {
      if (host.client && host.mode.path.length > 1) {
        const files = await host.client.callTool({ name: "list_directory", arguments: { path: host.mode.path } });
        const info = await host.client.callTool({ name: "get_info", arguments: { path: host.mode.path } });
        return [files, info];
      }
      return [];
    }
    case "a":
      return [];
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "narrowed by being assigned: an initializer",
    text: `import { Client } from "./mcp.js";
export async function main(path: string | undefined, again: boolean) {
  let client: Client | undefined = new Client();
  let place: string | undefined = path ?? "/";
  const files = await ${ask("list_directory", "place.trim()")};
  const info = await ${ask("get_info", "place.slice(1)")};
  if (again) [client, place] = [undefined, undefined];
  return [files, info, client, place];
}
`,
    rounds: [2, 1],
  },
  {
    name: "assigned before it is used",
    text: `import { Client } from "./mcp.js";
export async function main(fresh: boolean) {
  let client: Client;
  let path: string;
  if (fresh) {
    client = new Client();
    path = "/new";
  } else {
    client = new Client();
    path = "/old";
  }
  const files = await ${ask("list_directory")};
  const info = await ${ask("get_info")};
  return [files, info];
}
`,
    rounds: [2, 1],
  },
  {
    name: "a narrowed client in the middle of an expression",
    text: `${client}
export class Agent {
  client?: Client;
  async look(path: string) {
    if (!this.client) return;
    return {
      text: (await this.client.callTool({ name: "read_file", arguments: { path } })).content[0]?.text,
      info: await this.client.callTool({ name: "get_info", arguments: { path } }),
    };
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "a client for each, narrowed apart",
    text: `${client}
export async function main(host: { files?: Client; web?: Client }, url: string) {
  if (host.files === undefined) return;
  if (host.web === undefined) return;
  const page = await host.web.callTool({ name: "fetch_page", arguments: { url } });
  const note = await host.files.callTool({ name: "read_file", arguments: { path: "note" } });
  return { page, note };
}
`,
    rounds: [2, 1],
  },
  {
    name: "client! and typed answers",
    text: `import { TypedClient } from "./mcp.js";
import type { User } from "./types.js";
export class Agent {
  client?: TypedClient<User>;
  async look(id: string) {
    const first = await this.client!.callTool({ name: "get_first", arguments: { id } });
    const { name, manager: boss = first } = await this.client!.callTool({ name: "get_second", arguments: { id } });
    return { first, name, boss };
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "this in a function that declares it",
    text: `${client}
export async function look(this: { client: Client }, path: string) {
  const files = await this.client.callTool({ name: "list_directory", arguments: { path } });
  const info: { isError?: boolean } = await this.client.callTool({ name: "get_info", arguments: { path } });
  await this.client.callTool({ name: "get_nothing" });
  return [files, info];
}
`,
    rounds: [3, 1],
  },
  {
    name: "client calls with annotations, casts and assignments",
    text: `${client}
import type { Answer } from "./mcp.js";
export async function main(client: Client, path: string) {
  let last: Answer | undefined;
  let any;
  const files: { content: readonly { text: string }[] } = await ${ask("list_directory")};
  const info = (await ${ask("get_info")}) as Required<Answer>;
  last = await ${ask("read_file")};
  any = await ${ask("read_other")};
  return [files.content[0]?.text, info.isError, last.content.length, any.content] as const;
}
`,
    rounds: [4, 1],
  },
  {
    name: "both conventions in one batch",
    text: `${runtime}${client}
export async function main(client: Client, path: string) {
  const files = await ${ask("list_directory")};
  const words = await callTool<string[]>("list_words", path);
  const other = await callTool("get_other");
  return { files, words, other };
}
`,
    rounds: [3, 1],
  },
  {
    name: "callTool declared in the file",
    text: `declare function callTool(name: string, prompt?: unknown): Promise<any>;
export async function main(id: string) {
  const user = await callTool("get_user", id);
  const orders: { id: string }[] = await callTool("list_orders", id);
  const names = (await callTool("list_names")) as string[];
  return { user, orders, names };
}
`,
    rounds: [3, 1],
  },
  {
    name: "callTool declared in the file, with unknown answers",
    text: `${types}declare function callTool(name: string, prompt?: unknown): Promise<unknown>;
export async function main(id: string) {
  const user = (await callTool("get_user", id)) as User;
  const cart = await callTool("get_cart", id);
  return { user, cart };
}
`,
    rounds: [2, 1],
  },
  {
    name: "callTool declared in the file, generic",
    text: `${types}declare function callTool<T>(name: string, prompt?: unknown): Promise<T>;
export async function main(id: string) {
  const user: User = await callTool("get_user", id);
  const cart = await callTool<Cart>("get_cart", id);
  return { user, cart };
}
`,
    rounds: [2, 1],
  },
  {
    name: "callTool declared in the file as a constant with a type of its own",
    text: `${types}declare const callTool: <N extends "get_user" | "get_cart">(name: N, prompt?: unknown) => Promise<N extends "get_user" ? User : Cart>;
export async function main(id: string) {
  const user = await callTool("get_user", id);
  const cart = await callTool("get_cart", id);
  return { user, cart };
}
`,
    rounds: [2, 1],
  },
  {
    name: "callTool and callToolsParallel declared by the host",
    text: `export async function main(id: string) {
  const user = await callTool("get_user", id);
  const { total = 0 } = await callTool("get_cart", id);
  return [user, total];
}
`,
    rounds: [2, 1],
    globals: "host",
  },
  {
    name: "a module of one's own that knows its tools",
    text: `import { callTool } from "./tools.js";
export async function main(id: string) {
  const user = await callTool("get_user", id);
  const { items, total } = await callTool("get_cart", id);
  return { user, items, total };
}
`,
    rounds: [2, 1],
    options: { exportsOf: () => ["callTool"] },
  },
  {
    name: "a module of one's own with a batch of its own",
    text: `import { callTool } from "./batching-tools.js";
export async function main(id: string) {
  const user = await callTool("get_user", id);
  const names = await callTool("list_names", id);
  return { user, first: names[0] };
}
`,
    rounds: [2, 1],
    options: { exportsOf: () => ["callTool", "callToolsParallel"] },
  },
  {
    name: "namespace import",
    text: `import * as pc from "parcall/runtime";
import type { User } from "./types.js";
export async function main(id: string) {
  const user = await pc.callTool<User>("get_user", id);
  const orders = await pc.callTool("list_orders", id);
  return { user, orders };
}
`,
    rounds: [2, 1],
  },
  {
    name: "alias",
    text: `import { callTool as run } from "parcall/runtime";
export async function main(id: string) {
  const user = await run<string>("get_user", id);
  const callToolsParallel = await run("list_orders", id);
  return { user, callToolsParallel };
}
`,
    rounds: [2, 1],
  },
  {
    name: "import with other names, all used",
    text: `import { configureRuntime, callTool, type Kwargs, unwrap as open } from "parcall/runtime";
export const options: Kwargs = null;
configureRuntime({ invoke: { get_a: () => 1 } });
export async function main() {
  const a = await callTool("get_a", 1, options);
  const b = await callTool("get_b");
  return [a, open({ status: "fulfilled", value: b })];
}
`,
    rounds: [2, 1],
  },
  {
    name: "import of which callTool stays in use",
    text: `import { callTool } from "parcall/runtime";
export const run = callTool;
export async function main() {
  const c = await callTool("get_c");
  const d = await callTool("get_d");
  return [c, d];
}
`,
    rounds: [2, 1],
  },
  {
    name: "import that has callToolsParallel already",
    text: `import { callTool, callToolsParallel as all } from "parcall/runtime";
export async function first() {
  const [a, b] = await all([["get_a"], ["get_b"]]);
  return [a, b];
}
export async function second() {
  const c = await callTool("get_c");
  const d = await callTool<string>("get_d");
  return [c, d];
}
`,
    rounds: [3, 2],
  },
  {
    name: "type-only imports beside it",
    text: `import type { Answer, Runtime } from "parcall/runtime";
import { callTool } from "parcall/runtime";
export type Batch = Runtime["callToolsParallel"];
export async function main(): Promise<Answer> {
  const a: Answer = await callTool("get_a");
  const b = await callTool<Runtime>("get_b");
  return [a, b];
}
`,
    rounds: [2, 1],
  },
  {
    name: "top-level await",
    text: `${runtime}${types}
const user = await callTool<User>("get_user");
export const cart: Cart = await callTool("get_cart");
export let { total } = await callTool<Cart>("get_total");
total += 1;
console.log(user, total);
`,
    rounds: [3, 1],
  },
  {
    name: "an object of methods and a closure",
    text: `${runtime}${types}
export const agent = {
  level: 3,
  async load(id: string) {
    const user = await callTool<User>("get_user", { id, level: this.level });
    const cart = await callTool<Cart>("get_cart", { id, level: this.level });
    const price = async (): Promise<number> => {
      const rate = await callTool<number>("get_rate");
      const fee = await callTool<number>("get_fee");
      return rate * cart.total + fee;
    };
    return { user, price };
  },
};
`,
    rounds: [4, 2],
  },
  {
    name: "a chain beside an independent call",
    text: `${runtime}${types}
export async function main(id: string) {
  const user = await callTool<User>("get_user", id);
  const orders = await callTool<Order[]>("list_orders", user.manager?.name ?? user.name);
  const rate = await callTool<number>("get_rate");
  const summary: string = await callTool("summarize", orders.map(({ price }) => price * rate));
  return summary.length;
}
`,
    rounds: [4, 3],
  },
  {
    name: "a type that only a discarded answer has",
    text: `${runtime}import type { User } from "./types.js";
export async function main(id: string) {
  await callTool<User>("get_user", id);
  const total = await callTool<number>("get_total", id);
  return total;
}
`,
    rounds: [2, 1],
  },
  {
    name: "a client of any type, and one with overloads",
    text: `import type { NamedClient } from "./generic-tools.js";
export async function main(id: string, loose: any, named: NamedClient) {
  const a = await loose.callTool({ name: "get_a", arguments: { id } });
  const user = await named.callTool("get_user", { id });
  const total: number = await named.callTool("get_total", { id });
  return { a, user, total };
}
`,
    rounds: [3, 1],
  },
  {
    name: "generic tools, with type arguments",
    text: `import { callTool, type GenericClient } from "./generic-tools.js";
${types}
export async function main(client: GenericClient, id: string) {
  const user = await client.callTool<User>({ name: "get_user", arguments: { id } });
  const { items = [] } = await callTool<Partial<Cart>>("get_cart", id);
  return { user, items };
}
`,
    rounds: [2, 1],
    options: { exportsOf: () => ["callTool"] },
  },
  {
    name: "generic tools, whose answers have the type of their annotation",
    text: `import { callTool, type GenericClient } from "./generic-tools.js";
${types}
export async function main(client: GenericClient, id: string) {
  const user: User = await client.callTool({ name: "get_user", arguments: { id } });
  const cart: Cart | null = await callTool("get_cart", id);
  const names = (await callTool("list_names")) as string[];
  return [user.name, cart?.total, names.length] as const;
}
`,
    rounds: [3, 1],
    options: { exportsOf: () => ["callTool"] },
  },
  {
    name: "generic tools, whose answers have the type of what they are assigned to",
    text: `import { callTool } from "./generic-tools.js";
${types}
export async function main(id: string): Promise<{ user: User; other: Order }> {
  let cart: Cart;
  cart = await callTool("get_cart", id);
  console.log(cart.total);
  return { user: await callTool("get_user", id), other: await callTool("get_other", id) };
}
`,
    rounds: [3, 1],
    options: { exportsOf: () => ["callTool"] },
  },
  {
    name: "types that only discarded answers have",
    text: `${runtime}import type { Cart, User } from "./types.js";
export async function main(id: string) {
  await callTool<User>("get_user", id);
  await callTool<Cart>("get_cart", id);
}
`,
    rounds: [2, 1],
  },
  {
    name: "callTool as a parameter",
    text: `interface Tools { callTool(name: string, prompt?: unknown): Promise<any> }
export async function main({ callTool }: Tools, id: string) {
  const user = await callTool("get_user", id);
  const { total = 0 } = await callTool("get_cart", id);
  return { user, total };
}
`,
    rounds: [2, 1],
  },
  {
    name: "callTool as a parameter that is generic",
    text: `import type { Cart, User } from "./types.js";
type CallTool = <T>(name: string, prompt?: object) => Promise<T>;
export const main = async (callTool: CallTool, id: string) => {
  const user = await callTool<User>("get_user", { id });
  const cart = await callTool<Cart>("get_cart", { id });
  return { user, cart };
};
`,
    rounds: [2, 1],
  },
  {
    name: "callTool declared in a declare global block",
    text: `import type { User } from "./types.js";
declare global {
  function callTool(name: string, prompt?: unknown): Promise<any>;
}
export async function main(id: string) {
  const user: User = await callTool("get_user", id);
  const cart = await callTool("get_cart", id);
  return { user, cart };
}
`,
    rounds: [2, 1],
    globals: "own",
  },
  {
    name: "callTool declared in the file as a constant",
    text: `declare const callTool: (name: string, prompt?: unknown) => Promise<any>, other: number;
export async function main(id: string) {
  const user = await callTool("get_user", { id, other });
  const cart = await callTool("get_cart", id);
  return { user, cart };
}
`,
    rounds: [2, 1],
  },
  {
    name: "this.job, told apart by its kind",
    text: `${client}
type Job = { kind: "file"; path: string } | { kind: "page"; url: string };
export class Worker {
  constructor(private readonly client: Client, private job: Job) {}
  next(job: Job): void {
    this.job = job;
  }
  async run() {
    if (this.job.kind !== "file") return [];
    const files = await this.client.callTool({ name: "list_directory", arguments: { path: this.job.path } });
    const info = await this.client.callTool({ name: "get_info", arguments: { path: this.job.path } });
    return [files, info];
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "narrowed by an optional chain",
    text: `${client}
export class Agent {
  session?: { client: Client; root?: string };
  async look(name: string) {
    if (!this.session?.root) return [];
    const files = await this.session.client.callTool({ name: "list_directory", arguments: { path: this.session.root.trim() } });
    const info = await this.session.client.callTool({ name: "get_info", arguments: { path: this.session.root + name } });
    return [files, info];
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "narrowed by being filled: ??= and =",
    text: `import { Client } from "./mcp.js";
export class Agent {
  private client?: Client;
  private other: Client | undefined;
  async look(path: string) {
    this.client ??= new Client();
    this.other = new Client();
    const files = await this.client.callTool({ name: "list_directory", arguments: { path } });
    const info = await this.other.callTool({ name: "get_info", arguments: { path } });
    return [files, info];
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "narrowed by a predicate inside a condition",
    text: `${client}
const isThere = <T>(value: T | undefined): value is T => value !== undefined;
export async function main(host: { client?: Client; ready: boolean }, path: string) {
  const found = host.ready && isThere(host.client) ? "yes" : "no";
  if (host.ready && isThere(host.client)) {
    const files = await host.client.callTool({ name: "list_directory", arguments: { path } });
    const info = await host.client.callTool({ name: "get_info", arguments: { path } });
    return [found, files, info];
  }
  return [];
}
`,
    rounds: [2, 1],
  },
  {
    name: "narrowed by a condition that has a name",
    text: `${client}
export class Agent {
  constructor(private readonly client?: Client) {}
  async look(path: string) {
    const isReady = this.client !== undefined;
    if (!isReady) return [];
    const files = await this.client.callTool({ name: "list_directory", arguments: { path } });
    const info = await this.client.callTool({ name: "get_info", arguments: { path } });
    return [files, info];
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "narrowed in a loop and in a conditional",
    text: `${client}
export async function main(host: { client: Client | null }, paths: string[]) {
  const all = [];
  for (const path of paths) {
    if (host.client === null || path.length === 0) continue;
    const files = await host.client.callTool({ name: "list_directory", arguments: { path } });
    const info = await host.client.callTool({ name: "get_info", arguments: { path } });
    all.push(files.content, info.content);
  }
  return all;
}
`,
    rounds: [2, 1],
  },
  {
    name: "narrowed by a quoted key",
    text: `${client}
export async function main(hosts: Record<string, Client>, path: string) {
  if (!hosts["files"] || !hosts["web"]) return [];
  const files = await hosts["files"].callTool({ name: "list_directory", arguments: { path } });
  const page = await hosts["web"].callTool({ name: "fetch_page", arguments: { path } });
  return [files, page];
}
`,
    rounds: [2, 1],
  },
  {
    name: "a variable that a closure assigns and a try narrows",
    text: `import { Client } from "./mcp.js";
export async function main(path: string) {
  let client: Client | undefined;
  try {
    client = new Client();
    const files = await ${ask("list_directory")};
    const info = await ${ask("get_info")};
    return [files, info];
  } finally {
    await client?.close();
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "choices with answers of any type",
    text: `import { callTool } from "parcall/runtime";
export async function main(id: string, vip: boolean, known: { name?: string; tags: string[] }) {
  const rush = vip ? await callTool("get_rush", id) : undefined;
  const name = known.name ?? (await callTool("get_name", id));
  const perks = vip && (await callTool("get_perks", id));
  let tags = known.tags || (await callTool("get_tags", id));
  tags = vip ? [...tags] : await callTool("list_tags", id);
  const report = { rush: vip ? await callTool("get_report", id) : 0, name };
  return { rush, name, perks, tags, report };
}
`,
    rounds: [6, 2],
  },
  {
    name: "choices with answers of a type",
    text: `import { callTool } from "parcall/runtime";
import type { Cart, User } from "./types.js";
export async function main(id: string, all: boolean, level: number, label: string | undefined, known: User | null) {
  const user = known ?? (await callTool<User>("get_user", id));
  const cart = all ? await callTool<Cart>("get_cart", id) : undefined;
  const tags = all ? await callTool<string[]>("list_tags", id) : [];
  const size = all ? await callTool<number>("get_size", id) : "none";
  const flagged = all ? await callTool<boolean>("get_flag", id) : false;
  const deep = level && (await callTool<User>("get_deep", id));
  const text = label || (await callTool<number>("get_text", id));
  const box = all ? await callTool<{ width: number }>("get_box", id) : { width: 1 };
  const note = all ? ((await callTool("get_note", id)) as string) : [];
  tags.push(user.name);
  return { user, cart, tags, size, flagged, deep, text, box, note };
}
`,
    rounds: [9, 1],
  },
  {
    name: "choices that are widened, annotated and assigned",
    text: `import { callTool } from "parcall/runtime";
import type { User } from "./types.js";
export async function main(id: string, all: boolean) {
  let size = all ? await callTool<number>("get_size", id) : "none";
  let isOpen = all ? await callTool<User>("get_door", id) : true;
  let user: User | null = all ? await callTool<User>("get_user", id) : null;
  let mode: "fast" | "slow" = all ? await callTool<"slow">("get_mode", id) : "fast";
  let owner: User | undefined;
  owner = all ? await callTool<User>("get_owner", id) : undefined;
  const open = size;
  size = "some";
  isOpen = false;
  if (!all) user = null;
  if (all) mode = "fast";
  return { size, isOpen, user, mode, open, owner };
}
`,
    rounds: [5, 1],
  },
  {
    name: "choices that tell things apart",
    text: `${client}
export class Agent {
  private readonly client?: Client;
  constructor(private readonly job: { path?: string; kind: "all" } | { path: string; kind: "one"; depth: number }) {}
  async look(host: { client: Client | null }, path: string | undefined) {
    if (!this.client) throw new Error("not connected");
    const files = this.job.path ? await this.client.callTool({ name: "list_files", arguments: { path: this.job.path.trim() } }) : null;
    const info = path === undefined ? undefined : await this.client.callTool({ name: "get_info", arguments: { path: path.trim() } });
    const page = host.client && (await host.client.callTool({ name: "get_page", arguments: { path } }));
    const depth =
      this.job.kind === "one"
        ? await this.client.callTool({ name: "get_depth", arguments: { depth: this.job.depth.toFixed(0) } })
        : undefined;
    return [files, info, page, depth];
  }
}
`,
    rounds: [4, 1],
  },
  {
    name: "choices whose type comes from their place",
    text: `import { callTool, type GenericClient } from "./generic-tools.js";
import type { User } from "./types.js";
export async function main(client: GenericClient, id: string, all: boolean) {
  const user: User | null = all ? await callTool("get_user", id) : null;
  const names: string[] = all ? await client.callTool({ name: "list_names", arguments: { id } }) : [];
  const total: number = all ? await client.callTool({ name: "get_total" }) : 0;
  return { user, names, total };
}
`,
    rounds: [3, 1],
    options: { exportsOf: () => ["callTool"] },
  },
  {
    name: "choices in a generic function",
    text: `import { callTool } from "parcall/runtime";
export async function main<T extends object, V>(id: string, all: boolean, known: T | undefined, value: V) {
  const found = all ? await callTool<T>("get_found", id) : undefined;
  const other = known ?? (await callTool<T>("get_other", id));
  const more = all ? await callTool<V>("get_more", id) : null;
  const last = all ? await callTool("get_last", id) : value;
  return { found, other, more, last };
}
`,
    rounds: [4, 3],
  },
  {
    name: "choices with the types of a team's own tools",
    text: `import { callTool } from "./tools.js";
export async function main(id: string, all: boolean, known: string[] | null) {
  const user = all ? await callTool("get_user", id) : undefined;
  const cart = all ? await callTool("get_cart", id) : { items: [], total: 0 };
  const names = known ?? (await callTool("list_names", id));
  return { user, cart, names };
}
`,
    rounds: [3, 1],
    options: { exportsOf: () => ["callTool"] },
  },
  {
    name: "choices as started promises",
    text: `import { callTool } from "parcall/runtime";
import type { User } from "./types.js";
export async function main(id: string, all: boolean, place: { name: string }) {
  const tags = all ? await callTool<string[]>("list_tags", id) : [];
  const user = all ? await callTool<User>("get_user", id) : undefined;
  const size = place.name && (await callTool<number>("get_size", id));
  return { tags, user, size };
}
`,
    rounds: [3, 2],
    options: { emit: "promise-all" },
  },
  {
    name: "a batch of tuples beside typed answers",
    text: `import { callTool, callToolsParallel } from "parcall/runtime";
${types}
export async function main(id: string) {
  const user: User = await callTool("get_user", id);
  const [cart, , rate] = await callToolsParallel([["get_cart", id], ["get_session"], ["get_rate", "EUR"]]);
  const order = await callTool<Order>("get_order", id);
  return [user, cart.total * rate.total, order] as const;
}
`,
    rounds: [3, 1],
  },
  {
    name: "a batch of branches with types of their own",
    text: `import { callTool, callToolsParallel } from "parcall/runtime";
${types}
export async function main(id: string) {
  const user: User = await callTool("get_user", id);
  const [cart, order] = await callToolsParallel([["get_cart", id], () => callTool<Order>("get_order", id)]);
  return [user, cart.total, order.price] as const;
}
`,
    rounds: [2, 1],
  },
  {
    name: "batches with annotations and casts, together and one by one",
    text: `import { callTool, callToolsParallel, callToolsSettled } from "parcall/runtime";
${types}
export async function main(id: string) {
  const [user, order]: [User, Order] = await callToolsParallel([["get_user", id], ["get_order", id]]);
  const [cart, names] = (await Promise.all([callTool("get_cart", id), callTool("list_names")])) as [Cart, string[]];
  const settled = await callToolsSettled([["get_rate", id], () => callTool<Cart>("get_cart", id)]);
  const all = await Promise.all([callTool<User>("get_user", id), callTool<Cart>("get_cart", id)]);
  return { user, order, cart, names, settled, all };
}
`,
    rounds: [4, 1],
  },
  {
    name: "a generic client in a batch",
    text: `import { GenericClient } from "./generic-tools.js";
${types}
export async function main(client: GenericClient, ids: string[]) {
  const name: string = await client.callTool({ name: "get_name" });
  const [user, order]: [User, Order] = await Promise.all([
    client.callTool<User>({ name: "get_user" }),
    client.callTool<Order>({ name: "get_order" }),
  ]);
  let users: User[] = [];
  users = await Promise.all(ids.map((id) => client.callTool<User>({ name: "get_user", arguments: { id } })));
  return { name, user, order, users };
}
`,
    rounds: [3, 1],
  },
  {
    name: "code of a callback takes its type from the place of a batch",
    text: `import { callTool } from "parcall/runtime";
import type { Result, User } from "./types.js";
export async function main(ids: string[]) {
  const names: string[] = await callTool("list_names");
  let results: Result<User>[] = [];
  results = await Promise.all(
    ids.map(async (id) => {
      const user = await callTool<User>("get_user", id);
      return user.age > 0 ? { ok: true, value: user } : { ok: false, error: "no age" };
    }),
  );
  return { names, results };
}
`,
    rounds: [3, 2],
  },
  {
    name: "rows of unknown number",
    text: `import { callTool, callToolsParallel } from "parcall/runtime";
export async function main(ids: readonly string[]) {
  const count = await callTool<number>("get_count");
  const [first, ...names] = await callToolsParallel(ids.map((id) => ["get_name", id, { short: true }]));
  return { count, first, names };
}
`,
    rounds: [2, 1],
  },
  {
    name: "what a test has narrowed is used by a batch",
    text: `import type { Client } from "./mcp.js";
export class Shop {
  client?: Client;
  async load(id: string) {
    if (!this.client) throw new Error("no client");
    const user = await this.client.callTool({ name: "get_user", arguments: { id } });
    const [cart, orders] = await Promise.all([
      this.client.callTool({ name: "get_cart", arguments: { id } }),
      this.client.callTool({ name: "list_orders", arguments: { id } }),
    ]);
    return { user, cart, orders };
  }
}
`,
    rounds: [2, 1],
  },
  {
    name: "a loop: halves that use different names of its pattern",
    text: `${runtime}
export async function main(rows: { id: string; title: string; tags: string[] }[]) {
  const notes: string[] = [];
  for (const { id, title, tags: [first] } of rows) {
    const abstract = await callTool("get_abstract", id);
    notes.push(title + abstract.text + first);
  }
  return notes;
}
`,
    rounds: [1, 1],
  },
  {
    name: "a loop: typed answers, one of which may be null",
    text: `${runtime}${types}
type Found = Order | null;
export async function main(ids: readonly string[]) {
  const people: User[] = [];
  const found: Found[] = [];
  for (const id of ids) {
    const user = await callTool<User>("get_user", id);
    people.push({ ...user, name: user.name + id });
  }
  for (const id of ids) {
    let order = await callTool<Found>("find_order", id);
    if (order === null) order = { id, price: 0 };
    found.push(order);
  }
  return { people, found };
}
`,
    rounds: [2, 1],
  },
  {
    name: "a loop: a chain whose links use different parts of the answers",
    text: `${runtime}
export async function main(names: string[]) {
  const lines: string[] = [];
  for (const name of names) {
    const { text, url } = await callTool("get_page", name);
    const summary = await callTool("summarize", text);
    lines.push(url + summary);
  }
  return lines;
}
`,
    rounds: [2, 2],
  },
  {
    name: "a loop: counters that are gathered for a branch",
    text: `${runtime}
export async function main(id: string, names: string[]) {
  const lines: string[] = [];
  const title = await callTool("get_title", id);
  for (let low = 0, high = names.length - 1; low < high; low++, high--) {
    const match = await callTool("get_match", { home: names[low], away: names[high] });
    lines.push(names[low] + match.text);
  }
  return { title, lines };
}
`,
    rounds: [2, 1],
  },
  {
    name: "nested loops: what only the rows of the inner one need",
    text: `${runtime}
export async function main(groups: { name: string; ids: string[] }[]) {
  const all: Record<string, string[]> = {};
  for (const { name, ids } of groups) {
    const texts: string[] = [];
    for (const id of ids) {
      const label = id.trim();
      const item = await callTool("get_item", label);
      texts.push(item.text);
    }
    all[name] = texts;
  }
  return all;
}
`,
    rounds: [1, 1],
  },
  {
    name: "a loop of a helper that may find nothing",
    text: `${runtime}
async function find(id: string): Promise<{ name: string } | undefined> {
  const user = await callTool("find_user", id);
  return user.name ? { name: user.name } : undefined;
}
export async function main(ids: string[]) {
  const names: string[] = [];
  for (const id of ids) {
    const user = await find(id);
    names.push(user?.name ?? id);
  }
  return names;
}
`,
    // (One of them in the helper.)
    rounds: [2, 2],
  },
];
