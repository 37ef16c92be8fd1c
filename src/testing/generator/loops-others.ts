import { loopCall } from "./loops-bodies.js";
import { withName } from "./names.js";
import type { StatementWriter, WeightedKind } from "./statement.js";
import { oneOf } from "./templates.js";

/** Loops that stay as they are, whatever they call: queues, polling, retries, labels, streams. */
const kept: StatementWriter = (writer, choices, names) => {
  const [name, at, item] = [writer.fresh("queue"), writer.fresh("n"), writer.fresh("item")];
  const list = choices.of(names.lists);
  const answer = writer.fresh("answer");
  const array = choices.of(names.arrays);
  const inner = (variable: string, kind: "texts" | "numbers" = "texts"): string => {
    let text = "";
    writer.repeated(variable, "loop", () => {
      text = loopCall(writer, choices, withName({ ...names, promises: [] }, kind, variable));
    });
    return text;
  };
  const any = writer.annotation();
  writer.line(
    choices.of([
      () =>
        `const ${name}${any} = ${list}.slice(0, 3);\nwhile (${name}.length > 0) {\n  const ${item} = ${name}.shift();\n  ${array}.push((await ${inner(item)}).id);\n}`,
      () =>
        `let ${at} = 0;\ndo {\n  const ${answer} = await ${inner(at, "numbers")};\n  if (${answer}.ok) break;\n  ${at}++;\n} while (${at} < 2);`,
      () =>
        `let ${answer}${any} = null;\nfor (let ${at} = 0; ${at} < 3; ${at}++) {\n  ${answer} = await ${inner(at, "numbers")};\n  if (${answer}.total % 2 === 0) break;\n}\nconsole.log(${answer}?.id);`,
      () =>
        `let ${name}${any} = "page1";\nlet ${at} = 0;\nwhile (${name} && ${at} < 3) {\n  const ${answer} = await callTool("list_orders", ${name}, { tag: "${writer.mark()}/" + ${at} });\n  ${name} = ${answer}.tags[0];\n  ${at}++;\n}`,
      () =>
        `${name}: for (const ${item} of ${list}) {\n  for (const ${at} of ["p", "q"]) {\n    const ${answer} = await ${inner(`${item} + ${at}`)};\n    if (${answer}.total % 3 === 0) continue ${name};\n    console.log(${item}, ${answer}.id);\n  }\n}`,
      () => `for await (const ${item} of ${list}) {\n  ${array}.push(await ${inner(item)});\n}`,
      () =>
        `for (const ${item} of ${list}) {\n  for (let ${at} = 0; ${at} < 2; ${at}++) {\n    try {\n      ${array}.push(await ${inner(`${item} + ${at}`)});\n      break;\n    } catch (error) {\n      if (${at} === 1) throw error;\n    }\n  }\n}`,
      () =>
        `${list}.forEach((${item}${any}) => {\n  ${array}.push(${item});\n});\nawait ${loopCall(writer, choices, names)};`,
    ])(),
  );
  return names;
};

/** What programs that run calls together already look like, over lists and without. */
const together = oneOf([
  [
    "answers",
    `const [@new, other@mark] = await callToolsParallel([["get_user", @text, { tag: @tag }], ["weather", @text, { tag: @tag }]]);`,
  ],
  ["answers", "const [@new, other@mark] = await Promise.all([@call, @call]);"],
  [
    "arrays",
    `const @new@any = await callToolsParallel(@list.map((each@any) => ["get_user", each, { tag: @tag + "/" + each }]));`,
  ],
  [
    "arrays",
    `const @new@any = await Promise.all(@list.map((each@any) => callTool("summarize", each, { tag: @tag + "/" + each })));`,
  ],
  [
    "arrays",
    `const @new@any = await Promise.all(@list.map(async (each@any) => {\n  const got = await callTool("searchDocs", each, { tag: @tag + "/" + each });\n  return got.name;\n}));`,
  ],
  [
    "arrays",
    `const @new@any = await Promise.all(@rows.map(async (row@any) => {\n  const got = await callTool("get_user", row.id, { tag: @tag + "/" + row.id });\n  return callTool("summarize", got.id, { tag: @tag + "/" + row.id });\n}));`,
  ],
  `await Promise.all([@call, @call]);`,
  `await Promise.all(@list.map((each@any) => fetchUser(each, @tag + "/" + each)));`,
  ["answers", "const [@new] = await callToolsParallel([() => @call, () => fetchUser(@text, @tag)]);"],
  [
    "answers",
    `const [@new] = await callToolsParallel([{ tool: "get_user", prompt: @text, kwargs: { tag: @tag } }, { tool: "weather", prompt: @text, kwargs: { tag: @tag } }]);`,
  ],
  ["arrays", `const @new@any = (await Promise.allSettled([@call, @call])).map((one@any) => one.status);`],
  [
    "arrays",
    `const @new@any = await Promise.all([...@list.map((each@any) => callTool("weather", each, { tag: @tag + "/" + each })), @call]);`,
  ],
  [
    "arrays",
    `const calls@new@any = [];\nfor (const each of @list) calls@new.push(["get_user", each, { tag: @tag + "/" + each }]);\nconst @new@any = await callToolsParallel([["weather", @text, { tag: @tag }], ...calls@new]);`,
  ],
  [
    "arrays",
    `const pending@new@any = @list.map((each@any) => callTool("weather", each, { tag: @tag + "/" + each }));\nconst @new@any = await Promise.all(pending@new);`,
  ],
]);

export const otherLoopKinds: readonly WeightedKind[] = [
  [2, kept],
  [4, together],
];
