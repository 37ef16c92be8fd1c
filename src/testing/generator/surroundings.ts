import type { WeightedKind } from "./statement.js";
import { oneOf } from "./templates.js";

/** What a program shares with all the world: time, chance, the console, and code that nobody can look into. */

const chance = oneOf([
  ["texts", "const @new = crypto.randomUUID();"],
  ["texts", "const @new = Math.random();"],
  ["texts", "const @new = Date.now();"],
  ["texts", "const @new = new Date().toISOString();"],
  ["objects", "const @new@any = { id: crypto.randomUUID(), at: Date.now() };"],
  ["answers", `const @new = await callTool("get_user", { since: Date.now() }, { tag: @tag });`],
  ["answers", `const @new = await callTool("get_user", { lot: Math.random() }, { tag: @tag });`],
  ["texts", `const @new = Date.now();\nawait @call;\nconsole.log("took", Date.now() - @new);`],
  ["texts", "const @new = stamped(@text);"],
  ["answers", "const @new = await traced(@text, @tag);"],
  "@object.at = Date.now();",
  "@array.push(Math.random());",
  ["thunks", "const @new = () => Math.random();"],
]);

const printing = oneOf([
  `console.group(@text);\nconsole.log(@value);\nconsole.groupEnd();`,
  `console.group("calls");\nawait @call;\nconsole.groupEnd();`,
  "console.table(@array);",
  "console.table([@object]);",
  `console.count("steps");`,
  "console.assert(@condition, @value);",
  "console.dir(@object);",
  `console.time("all");`,
]);

const unknown = oneOf([
  "audit(@object);",
  "audit(@text, @answer);",
  ["objects", "const @new@any = normalize(@object) ?? {};"],
  ["arrays", "const @new@any = normalize(@array) ?? [];"],
  "audit(service);",
  "audit(service.fetch.bind(service));",
  "audit(() => service.used++);",
  "audit(@thunk);",
  "audit((it@any) => { @object.seen = it; });",
  "audit(bump);",
  "audit(stats, journal);",
  "await audit(@array);",
  "audit();",
]);

export const surroundingKinds: readonly WeightedKind[] = [
  [2, chance],
  [1, printing],
  [1, unknown],
];
