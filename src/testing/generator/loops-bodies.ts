import type { Choices } from "./choices.js";
import { accumulate, latest, targetOf } from "./loops-accumulators.js";
import { withName, withNames, type Names } from "./names.js";
import type { StatementWriter, WeightedKind } from "./statement.js";
import { readingTools } from "./tools.js";
import type { Writer } from "./writer.js";

/**
 * A call in the body of a loop, without `await`. Most of them only read, so that the loop can be rewritten at all, and are asked about what
 * the loop iterates.
 */
export function loopCall(writer: Writer, choices: Choices, names: Names): string {
  if (choices.rarely(7)) return writer.call(choices, names);
  const tag = writer.tag();
  const item = latest(names, "texts");
  if (choices.rarely(15))
    return choices.of([
      `callTool("write_file", { path: ${item} + ".txt", tag: ${tag} })`,
      `callTool("send_email", ${item}, { tag: ${tag} })`,
      `callTool("write_file", { path: "a.txt", tag: ${tag} })`,
      `callTool("append_log", ${item}, { tag: ${tag} })`,
      `callTool("set_row", { table: ${item}, tag: ${tag} })`,
    ]);
  const tool = choices.of(readingTools);
  const prompt = choices.of([
    () => item,
    () => `\`about \${${item}}\``,
    () => `{ q: ${item}, n: ${writer.number(choices, names)} }`,
    () => `${latest(names, "answers")}.id`,
    () => `\`\${${item}}: \${${choices.of(names.texts)}}\``,
    () => (latest(names, "objects") === "input" ? item : latest(names, "objects")),
    () => writer.prompt(choices, names, tag),
  ])();
  return choices.rarely(9)
    ? `client.callTool({ name: "${tool}", arguments: { tag: ${tag}, p: ${prompt} } })`
    : `callTool("${tool}", ${prompt}, { tag: ${tag} })`;
}

const call: StatementWriter = (writer, choices, names) => {
  const name = writer.fresh("answer");
  writer.line(`const ${name}${writer.annotation()} = await ${loopCall(writer, choices, names)};`);
  return withName(names, "answers", name);
};

/** Helpers of the library: each makes its calls with the tag that it is given. */
const helper: StatementWriter = (writer, choices, names) => {
  const name = writer.fresh("answer");
  const [item, tag] = [latest(names, "texts"), writer.tag()];
  const helpers = ["fetchUser", "fetchUser", "translate", "digest", "checkedUser", "twice", "both"];
  const others = ["safely", "announced", "logged", "counted", "countedAfter", "cached", "numbered"];
  const called = choices.of([...helpers, ...others]);
  writer.line(`const ${name} = await ${called}(${item}, ${tag});`);
  return withName(names, "answers", name);
};

/** Objects of one iteration, or of all of them, that are handed to tools and change before and behind that. */
const localObject: StatementWriter = (writer, choices, names) => {
  const [name, answer] = [writer.fresh("request"), writer.fresh("answer")];
  const item = latest(names, "texts");
  const [before, behind] = choices.of<readonly [string, string]>([
    [`const ${name}${writer.annotation()} = { q: ${item} };\n${name}.lang = "fr";`, `${name}.done = true;`],
    [
      `const ${name}${writer.annotation()} = [${item}];\n${name}.push(${choices.of(names.texts)});`,
      `${name}.length = 0;`,
    ],
    [`const ${name}${writer.annotation()} = { q: ${item} };`, `${name}.q = ${answer}.id;`],
    [`const ${name} = ${latest(names, "objects")};\n${name}.q = ${item};`, `${name}.q = "none";`],
    [`let ${name}${writer.annotation()} = ${item};\n${name} += "?";`, `${name} = ${answer}.name;`],
    [
      `const ${name}${writer.annotation()} = new Map([[${item}, 1]]);\n${name}.set("lang", 2);`,
      `${name}.clear();`,
    ],
  ]);
  writer.line(before);
  const tag = writer.tag();
  writer.line(`const ${answer} = await callTool("${choices.of(readingTools)}", ${name}, { tag: ${tag} });`);
  if (choices.upTo(2) === 0) writer.line(behind);
  if (choices.rarely(4)) writer.line(`${targetOf(choices, names, "results")}.push(${name});`);
  return withName(names, "answers", answer);
};

/** Tests of what is iterated, or of an answer, after which the iteration or the loop ends. */
export const leave: StatementWriter = (writer, choices, names) => {
  const item = latest(names, "texts");
  const answer = latest(names, "answers");
  const test = choices.of([
    `${item} === "q"`,
    `${answer}.ok`,
    `${writer.number(choices, names)} % 2 === 1`,
    `!${item}`,
    `${answer}.total % 5 === 2`,
    `${targetOf(choices, names, "sets")}.has(${item})`,
    `${targetOf(choices, names, "results")}.length > 2`,
    `String(${item}).length < 2`,
  ]);
  const ways = ["continue;", "continue;", "continue;", "break;"];
  const leaving = [
    ...(writer.loops > 0 ? ways : []),
    ...(writer.inFunction ? [`return { early: ${item} };`] : []),
    `throw new Error("stop " + ${item});`,
  ];
  const way = choices.of(leaving);
  if (choices.upTo(2) === 0) writer.line(`if (${test}) ${way}`);
  else writer.line(`if (${test}) {\n  console.log("leaving", ${item});\n  ${way}\n}`);
  return names;
};

const pair: StatementWriter = (writer, choices, names) => {
  const [one, two] = [writer.fresh("one"), writer.fresh("two")];
  writer.line(`const ${one} = await ${loopCall(writer, choices, names)};`);
  const isChain = choices.upTo(3) === 2;
  const scope = isChain ? withName(names, "answers", one) : names;
  const other = isChain
    ? `callTool("summarize", ${one}.id, { tag: ${writer.tag()} })`
    : loopCall(writer, choices, scope);
  writer.line(`const ${two}${writer.annotation()} = await ${other};`);
  return withNames(names, [
    ["answers", one],
    ["answers", two],
  ]);
};

/** Code between the calls: derived texts, counters, lines of output. */
const prepare: StatementWriter = (writer, choices, names) => {
  const [item, answer] = [latest(names, "texts"), latest(names, "answers")];
  const name = writer.fresh("text");
  const n = targetOf(choices, names, "counters");
  const [text, declares] = choices.of<readonly [string, boolean]>([
    [`const ${name} = String(${item}).trim() + "!";`, true],
    [`console.log("next", ${item});`, false],
    [`const ${name} = \`\${${item}} of \${${answer}.name}\`;`, true],
    [`${n} += 1;`, false],
    [`const ${name} = slug(${item});`, true],
    [`const ${name} = \`\${${n}} \${${item}}\`;`, true],
    [`${targetOf(choices, names, "strings")} += ${item} + ",";`, false],
    [`${targetOf(choices, names, "sets")}.add(${item});`, false],
    [`const ${name} = nextId();`, true],
    [`record(${item});`, false],
    [`const ${name} = JSON.stringify({ of: ${item} });`, true],
    [`${targetOf(choices, names, "results")}.push(${item});`, false],
    [`const ${name} = crypto.randomUUID();`, true],
    [`const ${name} = JSON.parse(\`{"n": \${${answer}.total}}\`).n;`, true],
  ]);
  writer.line(text);
  return declares ? withName(names, "texts", name) : names;
};

/** Functions that remember the variables of one iteration. */
const capture: StatementWriter = (writer, choices, names) => {
  const [item, answer] = [latest(names, "texts"), latest(names, "answers")];
  const name = writer.fresh("tell");
  writer.line(
    choices.of([
      () =>
        `const ${name} = () => \`\${${item}} \${${answer}.name}\`;\n${targetOf(choices, names, "results")}.push(${name}());`,
      () => `${targetOf(choices, names, "results")}.push(() => ${item});`,
      () => `const ${name} = (n${writer.annotation()}) => ${item} + n;\nconsole.log(${name}(1));`,
      () => `const ${name} = () => (${targetOf(choices, names, "counters")} += 1);\n${name}();`,
      () =>
        `(input.later ??= []).push(() => ${answer}.id);\nconsole.log(input.later.map((run${writer.annotation()}) => run()).join());`,
    ])(),
  );
  return names;
};

const guarded: StatementWriter = (writer, choices, names) => {
  const item = latest(names, "texts");
  const test = choices.of([
    `${latest(names, "answers")}.ok`,
    `${item} !== "q"`,
    writer.condition(choices, names),
  ]);
  writer.line(`if (${test}) {`);
  writer.inside(() => {
    const scope = call(writer, choices, names, { kind: 0, choices: 0, body: [], other: [] });
    accumulate(writer, choices, scope, { kind: 0, choices: 0, body: [], other: [] });
  });
  writer.line("}");
  return names;
};

/** What stands in the bodies of loops, beside what stands everywhere. */
export const bodyKinds: readonly WeightedKind[] = [
  [6, call],
  [6, accumulate],
  [2, helper],
  [3, prepare],
  [3, pair],
  [2, localObject],
  [2, leave],
  [1, guarded],
  [1, capture],
];
