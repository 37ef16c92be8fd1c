import { Choices } from "./choices.js";
import { withName, withNames, type NameKind, type Names } from "./names.js";
import type { StatementWriter } from "./statement.js";
import type { Writer } from "./writer.js";

/** The name that was declared last: within a loop, most often one of its own. */
export function latest(names: Names, kind: NameKind): string {
  return names[kind].at(-1) ?? "input.name";
}

/** What a body can fill: the names that are there for it, and what it finds in the input, which all the world can see. */
function targets(choices: Choices, names: Names): readonly (readonly [kind: NameKind, name: string])[] {
  const kinds = ["results", "records", "counters", "strings", "maps", "sets", "assignable"] as const;
  const own = kinds.flatMap((kind) => names[kind].map((name) => [kind, name] as const));
  const visible = [
    ...names.arrays.map((name) => ["results", name] as const),
    ...names.objects.map((name) => ["records", name] as const),
    ["counters", "input.k"] as const,
    ["strings", "input.text"] as const,
    ["maps", "(input.byKey ??= new Map())"] as const,
    ["sets", "(input.known ??= new Set())"] as const,
    ["assignable", "input.last"] as const,
  ];
  return own.length === 0 || choices.rarely(10) ? visible : own;
}

/** One of the names of this kind that a body can fill. */
export function targetOf(choices: Choices, names: Names, kind: NameKind): string {
  const found = targets(choices, names).filter((target) => target[0] === kind);
  const visible = targets(new Choices(9), names).find((target) => target[0] === kind);
  return found.length === 0 ? visible![1] : choices.of(found)[1];
}

type Filling = (target: string, answer: string, item: string, names: Names) => string;

/** What becomes of an answer, by what it goes to: this is what keeps its order. */
const fillings: Readonly<Partial<Record<NameKind, readonly Filling[]>>> = {
  results: [
    (array, answer) => `${array}.push(${answer});`,
    (array, answer) => `${array}.push(${answer}.name);`,
    (array, answer, item) => `${array}.push({ of: ${item}, id: ${answer}.id });`,
    (array, answer) =>
      `if (${answer}.ok) ${array}.push(${answer}.id);\nelse console.log("not ok", ${answer}.id);`,
    (array, answer) => `${array}.unshift(${answer}.id);`,
    (array, answer) => `${array}[${array}.length] = ${answer}.id;`,
    (array, answer) => `for (const part of ${answer}.items) ${array}.push(part.id);`,
    (array, answer, _item, { counters }) => `${array}.push(${counters.at(-1) ?? `${answer}.total`});`,
  ],
  counters: [
    (n, answer) => `${n} += ${answer}.total;`,
    (n) => `${n}++;`,
    (n, answer) => `${n} = Math.max(${n}, ${answer}.total);`,
    (n, answer) => `${n} += 0.1 * ${answer}.total;`,
    (n, answer, item) =>
      `if (${answer}.total > ${n}) {\n  ${n} = ${answer}.total;\n  console.log("best", ${item});\n}`,
    (n, answer, _item, { assignable }) =>
      `if (${answer}.total > ${n}) {\n  ${n} = ${answer}.total;\n  ${assignable.at(-1) ?? "input.last"} = ${answer};\n}`,
  ],
  records: [
    (object, answer, item) => `${object}[${item}] = ${answer}.name;`,
    (object, answer, item) => `(${object}["of " + ${item}] ??= []).push(${answer}.id);`,
    (object) => `${object}.count = (${object}.count ?? 0) + 1;`,
    (object, answer) => `if (!${answer}.ok) ${object}.failed = ${answer}.id;`,
    (object, answer, item) => `${object}[${item}] = { ...${object}[${item}], name: ${answer}.name };`,
  ],
  maps: [
    (map, answer, item) => `${map}.set(${item}, ${answer});`,
    (map, answer, item) => `${map}.set(${item}, (${map}.get(${item}) ?? 0) + ${answer}.total);`,
  ],
  strings: [
    (text, answer) => `${text} += ${answer}.name + ";";`,
    (text, answer) => `${text} = \`\${${text}}\${${answer}.id},\`;`,
  ],
  sets: [(set, answer) => `${set}.add(${answer}.id);`, (set, _answer, item) => `${set}.add(${item});`],
  assignable: [
    (last, answer) => `${last} = ${answer};`,
    (last, answer) => `if (${answer}.ok) ${last} = ${answer};`,
  ],
};

export const accumulate: StatementWriter = (writer, choices, names) => {
  const [answer, item] = [latest(names, "answers"), latest(names, "texts")];
  const way = choices.upTo(12);
  if (way === 10) writer.line(`console.log("got", ${item}, ${answer}.name);`);
  else if (way === 11) writer.line(`${latest(names, "objects")}.result = ${answer}.name;`);
  else {
    const [kind, target] = choices.of(targets(choices, names));
    writer.line(choices.of(fillings[kind]!)(target, answer, item, names));
  }
  return names;
};

/** Accumulators above a loop; `isRead`: the prompts of the loop may read them. */
export function declareAccumulators(writer: Writer, choices: Choices, names: Names): Names {
  const isRead = choices.rarely(4);
  let scope = names;
  const declare = (kind: NameKind, stem: string, value: string, keyword = "const"): void => {
    const name = writer.fresh(stem);
    writer.line(`${keyword} ${name}${writer.annotation()} = ${value};`);
    scope = withName(scope, kind, name);
    if (!isRead) return;
    const readAs = ({ results: "arrays", records: "objects", strings: "texts" } as const)[kind as "results"];
    scope = withNames(scope, [...(readAs ? [[readAs, name] as const] : []), ...numberOf(kind, name)]);
  };
  const numberOf = (kind: NameKind, name: string): readonly (readonly [NameKind, string])[] =>
    kind === "counters" ? [["numbers", name]] : [];
  for (let count = 1 + choices.upTo(3); count > 0; count--) {
    const [kind, stem, value, keyword] = choices.of<readonly [NameKind, string, string, string?]>([
      ["results", "results", "[]"],
      ["counters", "total", "0", "let"],
      ["records", "table", "{}"],
      ["maps", "byKey", "new Map()"],
      ["strings", "text", `""`, "let"],
      ["assignable", "best", "null", "let"],
      ["sets", "seen", "new Set()"],
      ["counters", "most", "-1", "let"],
    ]);
    declare(kind, stem, value, keyword);
  }
  return scope;
}

/** Behind the loop, everything may be read. */
export function namesBehind(scope: Names, names: Names): Names {
  const fresh = (kind: NameKind): readonly string[] =>
    scope[kind].filter((name) => !names[kind].includes(name));
  const read = (kind: NameKind, as: NameKind): (readonly [NameKind, string])[] =>
    fresh(kind).flatMap((name) => (scope[as].includes(name) ? [] : [[as, name] as const]));
  return {
    ...withNames(scope, [
      ...read("results", "arrays"),
      ...read("records", "objects"),
      ...read("strings", "texts"),
      ...read("counters", "numbers"),
    ]),
    results: names.results,
    records: names.records,
  };
}
