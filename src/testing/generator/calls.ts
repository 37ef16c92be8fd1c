import { withName } from "./names.js";
import type { StatementWriter, WeightedKind } from "./statement.js";

const declareAnswer: StatementWriter = (writer, choices, names) => {
  const name = writer.fresh("answer");
  const keyword = choices.of(["const", "const", "let", "var"]);
  const call = writer.call(choices, names);
  const value = choices.rarely(12) ? `(await ${call})` : `await ${call}`;
  writer.line(`${keyword} ${name}${writer.annotation()} = ${value};`);
  const declared = withName(names, "answers", name);
  return keyword === "const" ? declared : withName(declared, "assignable", name);
};

const destructure: StatementWriter = (writer, choices, names) => {
  const [one, two] = [writer.fresh("part"), writer.fresh("part")];
  const pattern = choices.of([
    `{ name: ${one}, id: ${two} }`,
    `{ name: ${one} = "none", missing: ${two} = input.name }`,
    `{ items: [{ name: ${one} }, , { name: ${two} } = { name: "third" }] }`,
    `{ text: ${one}, ...${two} }`,
    `{ missing: ${one} = "d${writer.mark()}", name: ${two} = ${one} }`,
  ]);
  writer.line(`const ${pattern} = await ${writer.call(choices, names)};`);
  return { ...names, texts: [...names.texts, one, two] };
};

const assignAnswer: StatementWriter = (writer, choices, names) => {
  if (names.assignable.length === 0) {
    const name = writer.fresh("later");
    writer.line(
      `let ${name}${writer.annotation()} = { id: "none", name: "none", total: 0, ok: false, items: [] };`,
    );
    return withName(withName(names, "answers", name), "assignable", name);
  }
  const target = choices.rarely(4) ? `${choices.of(names.objects)}.got` : choices.of(names.assignable);
  writer.line(`${target} = await ${writer.call(choices, names)};`);
  return names;
};

const unused: StatementWriter = (writer, choices, names) => {
  writer.line(`await ${writer.call(choices, names)};`);
  return names;
};

const severalCalls: StatementWriter = (writer, choices, names) => {
  const name = writer.fresh("both");
  const one = (): string => `(await ${writer.call(choices, names)})`;
  const [a, b] = [one(), one()];
  const number = writer.number(choices, names);
  const [text, kind] = choices.of([
    [`{ id: ${a}.id, name: ${b}.name, total: ${number}, items: [] }`, "answers"],
    [`\`\${${a}.id} \${${number}} \${${b}.name}\``, "texts"],
    [`[${a}, ${number}, ${b}]`, "arrays"],
    [`Math.max(${a}.total, ${b}.total) + ${number}`, "texts"],
    [`await callTool("summarize", ${a}.id, { tag: ${writer.tag()}, b: ${b}.id })`, "answers"],
    [`${number} + ${a}.total + ${number} * ${b}.total`, "texts"],
    [`JSON.stringify({ a: ${a}, n: ${number}, b: ${b} })`, "texts"],
  ] as const);
  writer.line(`const ${name}${writer.annotation()} = ${text};`);
  return withName(names, kind, name);
};

const conditionalCall: StatementWriter = (writer, choices, names) => {
  const name = writer.fresh("maybe");
  const condition = writer.condition(choices, names);
  const call = `await ${writer.call(choices, names)}`;
  const other = `{ id: "other", name: "other", total: 3, items: [] }`;
  const text = choices.of([
    () => `${condition} ? ${call} : ${other}`,
    () => `${condition} ? ${call} : await ${writer.call(choices, names)}`,
    () => `(${condition} && (${call})) || ${other}`,
    () => `${choices.of(names.answers)}.missing ?? (${call})`,
  ])();
  writer.line(`const ${name}${writer.annotation()} = ${text};`);
  return withName(names, "answers", name);
};

const withPragma: StatementWriter = (writer, choices, names) => {
  const name = writer.fresh("noted");
  const tag = writer.tag();
  const prompt = writer.prompt(choices, names, tag);
  const [pragma, tool] = choices.of([
    ["reads", "run_report"],
    ["pure", "run_numbers"],
    ["writes", "get_lock"],
    ["keep", "get_user"],
  ] as const);
  const call = `callTool("${tool}", ${prompt}, { tag: ${tag} })`;
  if (choices.upTo(2) === 0) writer.line(`/* parcall: ${pragma} */`, `const ${name} = await ${call};`);
  else writer.line(`const ${name} = await /* parcall: ${pragma} */ ${call};`);
  return withName(names, "answers", name);
};

const startOrAwait: StatementWriter = (writer, choices, names) => {
  const [promise, ...others] = names.promises;
  const name = writer.fresh(promise === undefined ? "pending" : "done");
  if (promise === undefined) {
    writer.line(`const ${name} = ${writer.call(choices, names)};`);
    return { ...names, promises: [name] };
  }
  writer.line(`const ${name} = await ${promise};`);
  return { ...withName(names, "answers", name), promises: others };
};

const special: StatementWriter = (writer, choices, names) => {
  const tool = choices.of(["append_log", "approve_payment"]);
  writer.line(`await callTool("${tool}", "x", { tag: ${writer.tag()} });`);
  return names;
};

export const callKinds: readonly WeightedKind[] = [
  [8, declareAnswer],
  [2, destructure],
  [2, assignAnswer],
  [1, unused],
  [2, severalCalls],
  [1, conditionalCall],
  [1, withPragma],
  [1, startOrAwait],
  [1, special],
];
