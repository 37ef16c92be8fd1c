import type { StatementWriter, WeightedKind } from "./statement.js";
import { oneOf } from "./templates.js";

/** What language models write between calls: progress, results that are filled step by step, parsing with a fallback. */
const log: StatementWriter = (writer, choices, names) => {
  writer.line(
    choices.of([
      () => `console.log("line ${writer.mark()}");`,
      () => `console.log(${writer.value(choices, names)});`,
      () => `console.log(${choices.of(names.objects)});`,
      () => `console.info(\`step \${${writer.number(choices, names)}}\`);`,
    ])(),
  );
  return names;
};

const progress = oneOf([
  ["objects", "const @new@any = { done: 0, steps: [] };"],
  ["objects", "const @new@any = { results: [], errors: [] };"],
  [
    "objects",
    `const @new@any = { user: null, notes: [], summary: "" };\n@new.user = await @call;\n@new.notes.push(@new.user.name);`,
  ],
  [
    "objects",
    "const @new@any = {};\n@new.first = await @call;\n@new.second = (await @call).name;\n@new.text = `${@new.first.id}: ${@new.second}`;",
  ],
  "@object.done = (@same.done ?? 0) + 1;",
  "@object.result = await @call;",
  "(@object.steps ??= []).push(@text);",
  "@array.push({ id: @answer.id, value: await @call });",
  "@array.push(@answer.name);",
  `@object["step" + @number] = @answer.id;`,
  ["objects", "const @new@any = { id: @answer.id, name: @answer.name, parts: [@text, @text] };"],
  "console.log(JSON.stringify(@object));",
  `if (!@answer.ok) @array.push("not ok");`,
]);

const count: StatementWriter = (writer, choices, names) => {
  if (names.counters.length === 0 || choices.rarely(4)) {
    const name = writer.fresh("n");
    writer.line(`let ${name} = ${choices.of(names.answers)}.items.length;`);
    return { ...names, numbers: [...names.numbers, name], counters: [...names.counters, name] };
  }
  const number = choices.of(names.counters);
  writer.line(
    choices.of([
      () => `${number}++;`,
      () => `${number} += ${choices.of(names.answers)}.total;`,
      () => `${number} = ${number} * 2 + 1;`,
      () => `${number} += (await ${writer.call(choices, names)}).total;`,
    ])(),
  );
  return names;
};

/** Code that throws by design, or uses what may be missing. The names tell what comes of it from everything else. */
const mayThrow: StatementWriter = (writer, choices, names) => {
  const name = writer.fresh("parsed");
  const answer = choices.of(names.answers);
  const [text, kind] = choices.of([
    [`JSON.parse(\`{"n": \${${answer}.total}}\`).n`, "texts"],
    [`${answer}.items[1]?.name ?? "none"`, "texts"],
    [`${answer}.items[1].name`, "texts"],
    [`JSON.parse(${answer}.name + "{")`, "texts"],
    [`${answer}.name.toUpperCase()`, "texts"],
    [`JSON.parse(${answer}.content?.[0].text ?? "{}")`, "objects"],
    [`new URL("https://example.com/" + ${answer}.id).pathname`, "texts"],
    [`parseAmount(${answer}.text ?? "7")`, "texts"],
  ] as const);
  writer.line(`const ${name} = ${text};`);
  return { ...names, [kind]: [...names[kind], name] };
};

const fallback: StatementWriter = (writer, choices, names) => {
  const name = writer.fresh("data");
  const answer = choices.of(names.answers);
  const text = choices.of([`${answer}.text`, `JSON.stringify(${answer})`, `${answer}.content?.[0].text`]);
  writer.line(`let ${name}${writer.annotation()} = {};`, "try {");
  writer.inside(() => writer.line(`${name} = JSON.parse(${text});`));
  writer.line("} catch {");
  writer.inside(() => {
    if (choices.rarely(3)) writer.line(`console.warn("not JSON", ${answer}.id);`);
    writer.line(`${name} = { raw: ${answer}.name };`);
  });
  writer.line("}");
  return { ...names, objects: [...names.objects, name] };
};

export const workflowKinds: readonly WeightedKind[] = [
  [3, log],
  [3, progress],
  [1, count],
  [1, mayThrow],
  [1, fallback],
];
