import { withName, type Names } from "./names.js";
import type { StatementWriter, WeightedKind } from "./statement.js";

const branch: StatementWriter = (writer, choices, names, seed) => {
  writer.line(`if (${writer.condition(choices, names)}) {`);
  writer.block(seed.body, names);
  if (seed.other.length > 0) {
    writer.line("} else {");
    writer.block(seed.other, names);
  }
  writer.line("}");
  return names;
};

const switching: StatementWriter = (writer, choices, names, seed) => {
  writer.line(`switch (${choices.of(names.answers)}.total % 3) {`);
  writer.inside(() => {
    writer.line("case 0: {");
    writer.block(seed.body, names);
    writer.inside(() => writer.line("break;"));
    writer.line("}", "default: {");
    writer.block(seed.other, names);
    writer.line("}");
  });
  writer.line("}");
  return names;
};

const guard: StatementWriter = (writer, choices, names) => {
  const answer = choices.of(names.answers);
  const returns = writer.inFunction && choices.upTo(2) === 0;
  const check = choices.of([
    `${answer}.total % 4 === 1`,
    `!${answer}`,
    `${answer}.total % 3 === 2`,
    `!input.name`,
    `${choices.of(names.arrays)}.length > 3`,
  ]);
  // What is not there has no properties, and the test is to be what ends the program.
  const id = check.startsWith("!") ? `"none"` : `${answer}.id`;
  const leave = returns ? `return { early: ${id} };` : `throw new Error("stop " + ${id});`;
  if (choices.upTo(2) === 0) {
    writer.line(`if (${check}) ${leave}`);
    return names;
  }
  writer.line(`if (${check}) {`);
  writer.inside(() => {
    if (choices.rarely(3)) writer.line(`console.error("leaving", ${id});`);
    writer.line(leave);
  });
  writer.line("}");
  return names;
};

const attempt: StatementWriter = (writer, choices, names, seed) => {
  const name = writer.fresh("result");
  writer.line(`let ${name}${writer.annotation()} = { id: "before", name: "before", total: 1, items: [] };`);
  const inner = withName(withName(names, "answers", name), "assignable", name);
  writer.line("try {");
  writer.inside(() => {
    const scope = writer.statements(seed.body, inner);
    writer.line(`${name} = await ${writer.call(choices, scope)};`);
  });
  const error = `error${writer.annotation()}`;
  writer.line(`} catch (${error}) {`);
  writer.inside(() => {
    if (choices.upTo(3) !== 1) writer.line(`console.warn("failed", error.message, ${name}.id);`);
    const handler = choices.upTo(5);
    if (handler <= 1) writer.line(`${name} = { id: "fallback", name: error.message, total: 2, items: [] };`);
    if (handler === 2) writer.line(`throw error;`);
    if (handler === 3 && writer.inFunction)
      writer.line(`return { failed: ${name}.id, counted: ${writer.number(choices, names)} };`);
    if (handler === 4) writer.line(`input.failed = error.message;`);
  });
  if (choices.rarely(5)) {
    writer.line("} finally {");
    writer.inside(() => writer.line(`console.log("finally", ${name}.id);`));
  }
  writer.line("}");
  return inner;
};

const bareBlock: StatementWriter = (writer, choices, names, seed) => {
  writer.line("{");
  writer.inside(() => {
    const shadowed = choices.of(names.answers);
    const isName = /^\w+$/.test(shadowed) && shadowed !== "input";
    const hides = isName && choices.rarely(3);
    if (hides)
      writer.line(`const ${shadowed} = { id: "inner", name: "inner", total: 4, ok: true, items: [] };`);
    // Within the block, names of its outer namesake's parts would mean another thing, or nothing yet.
    const without = (list: readonly string[]): readonly string[] =>
      hides ? list.filter((name) => name !== shadowed && !name.startsWith(`${shadowed}.`)) : list;
    writer.statements(seed.body, {
      ...names,
      assignable: without(names.assignable),
      objects: without(names.objects),
      arrays: without(names.arrays),
    });
  });
  writer.line("}");
  return names;
};

const loop: StatementWriter = (writer, choices, names, seed) => {
  const item = writer.fresh("item");
  const [head, ofItem] = choices.of<readonly [string, (inner: Names) => Names]>([
    [`for (const ${item} of ["p", "q"]) {`, (inner) => withName(inner, "texts", item)],
    [`for (let ${item} = 0; ${item} < 2; ${item}++) {`, (inner) => withName(inner, "numbers", item)],
    [`for (const ${item} in { p: 1, q: 2 }) {`, (inner) => withName(inner, "texts", item)],
    [
      `for (const [${item}] of ${choices.of(names.arrays)}.slice(0, 2).entries()) {`,
      (inner) => withName(inner, "numbers", item),
    ],
  ]);
  writer.line(head);
  writer.inside(() => {
    writer.repeated(item, "loop", () => {
      const scope = writer.statements(seed.body, ofItem({ ...names, promises: [] }));
      if (choices.rarely(4))
        writer.line(`if (${writer.condition(choices, scope)}) ${choices.of(["continue", "break"])};`);
      if (choices.upTo(3) < 2) writer.line(`await ${writer.call(choices, scope)};`);
      else writer.line(`${choices.of(names.arrays)}.push(await ${writer.call(choices, scope)});`);
    });
  });
  writer.line("}");
  return names;
};

export const controlKinds: readonly WeightedKind[] = [
  [1, branch],
  [1, switching],
  [2, guard],
  [3, attempt],
  [1, bareBlock],
  [2, loop],
];
