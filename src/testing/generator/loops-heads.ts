import type { Choices } from "./choices.js";
import { withNames, type NameKind, type Names } from "./names.js";
import type { Writer } from "./writer.js";

/** What a loop iterates, and how. All loops are short: what they iterate has at most a handful of elements. */
export interface LoopHead {
  /** Lines above the loop. */
  readonly before: readonly string[];
  /** `for (const item of items)` */
  readonly open: string;
  /** Lines at the beginning of the body. */
  readonly first: readonly string[];
  /** Tells iterations apart. */
  readonly iteration: string;
  /** What the loop declares for its body. */
  readonly declares: readonly (readonly [kind: NameKind, name: string])[];
  /** What the lines above the loop declare. */
  readonly around: readonly (readonly [kind: NameKind, name: string])[];
  /** Statements of the body that change what is iterated, or where the iteration is. */
  readonly changes: readonly string[];
  /** The loop ends by a variable that its body has to change. */
  readonly last: readonly string[];
}

type MakeHead = (writer: Writer, choices: Choices, names: Names) => LoopHead;

const plain = { before: [], first: [], around: [], changes: [], last: [] };

function changesOf(list: string): string[] {
  return [
    `if (${list}.length < 5) ${list}.push("more" + ${list}.length);`,
    `${list}.pop();`,
    `${list}.splice(0, 1);`,
    `${list}[0] = "changed";`,
    `${list}.reverse();`,
  ];
}

/** An array of texts, as an expression. */
function textList(choices: Choices, names: Names): string {
  const list = choices.of(names.lists);
  const answer = choices.of(names.answers);
  const text = choices.of(names.texts);
  return choices.of([
    list,
    `["p", "q", "r"]`,
    `["p", ${text}]`,
    `["only"]`,
    "[]",
    `${list}.slice(0, 2)`,
    "first.tags",
    `(${answer}.tags ?? [])`,
    `${list}.filter((word) => word !== ${text})`,
    `${list}.map((word, place) => \`\${place} \${word}\`)`,
    `[...${list}, ${text}]`,
    `${list}.toReversed()`,
    `Array.from({ length: 3 }, (_, place) => "n" + place)`,
    `${list}.flatMap((word) => [word, word + "2"]).slice(0, 4)`,
    `"a-b-c".split("-")`,
    `${list}.slice(1)`,
    `new Set(${list})`,
    `Object.keys(input.sizes)`,
    `[${answer}.id, ${answer}.name]`,
    `${list}.concat(${text}).slice(-3)`,
  ]);
}

const ofTexts: MakeHead = (writer, choices, names) => {
  const item = writer.fresh("item");
  const list = textList(choices, names);
  const keyword = choices.of(["const", "const", "const", "let"]);
  const open = `for (${keyword} ${item} of ${list})`;
  const changes = /^[\w.]+$/.test(list) ? changesOf(list) : [];
  const own = keyword === "let" ? [`${item} = ${item} + "!";`] : [];
  const declares = [["texts", item] as const];
  return { ...plain, open, iteration: item, declares, changes: [...changes, ...own] };
};

/** An array of rows, as an expression. */
function rowList(choices: Choices, names: Names): string {
  const rows = choices.of(names.rows);
  const answer = choices.of(names.answers);
  return choices.of([
    rows,
    "first.rows",
    "first.items",
    `(${answer}.rows ?? [])`,
    `${rows}.filter((row) => row.price > 20)`,
    `${rows}.slice(0, 2)`,
    `${rows}.toSorted((a, b) => a.price - b.price)`,
    `${rows}.map((row) => ({ ...row, price: row.price + 1 }))`,
    `[...${rows}, ...${answer}.items].slice(0, 3)`,
    `${rows}.filter(({ id }) => id !== "nobody")`,
  ]);
}

const ofRows: MakeHead = (writer, choices, names) => {
  const list = rowList(choices, names);
  const changes = /^[\w.]+$/.test(list)
    ? [`${list}.pop();`, `if (${list}.length < 4) ${list}.push({ id: "r" + ${list}.length, price: 9 });`]
    : [];
  const row = writer.fresh("row");
  const declares = [["objects", row] as const, ["texts", `${row}.name`] as const];
  if (choices.upTo(2) === 0)
    return {
      ...{ ...plain, open: `for (const ${row} of ${list})`, iteration: `${row}.id`, declares },
      changes: [...changes, `${row}.done = true;`, `${row}.price += 1;`],
    };
  const [id, name] = [writer.fresh("id"), writer.fresh("name")];
  const pattern = choices.of([
    `{ id: ${id}, name: ${name} }`,
    `{ id: ${id}, missing: ${name} = "none" }`,
    `{ id: ${id}, ...${name} }`,
    `{ id: ${id}, name: ${name} = ${id} }`,
  ]);
  const kind = pattern.includes("...") ? "objects" : "texts";
  return {
    ...{ ...plain, open: `for (const ${pattern} of ${list})`, iteration: id, changes },
    declares: [
      ["texts", id],
      [kind, name],
    ],
  };
};

const ofEntries: MakeHead = (writer, choices, names) => {
  const [place, item] = [writer.fresh("i"), writer.fresh("item")];
  const list = choices.of(names.lists);
  const entries = choices.of([
    `${list}.entries()`,
    `${choices.of(names.arrays)}.slice(0, 3).entries()`,
    `${choices.of(names.rows)}.entries()`,
    `Object.entries(${choices.of(["input.sizes", `{ p: 1, q: ${choices.of(names.texts)} }`])})`,
    `Object.entries(${choices.of(names.objects)}).slice(0, 2)`,
    `${list}.map((word, place) => [place, word])`,
    `Array(2).fill(${choices.of(names.texts)}).entries()`,
  ]);
  return {
    ...{ ...plain, open: `for (const [${place}, ${item}] of ${entries})`, iteration: place },
    declares: [
      ["numbers", place],
      ["texts", item],
    ],
  };
};

const ofTables: MakeHead = (writer, choices, names) => {
  const [table, key, value] = [writer.fresh("table"), writer.fresh("key"), writer.fresh("value")];
  const text = choices.of(names.texts);
  const isMap = choices.upTo(3) < 2;
  const made = isMap
    ? choices.of([`new Map([["p", 1], ["q", ${text}]])`, "new Map(Object.entries(input.sizes))", "new Map()"])
    : choices.of([`new Set(["p", "q", ${text}])`, `new Set(${choices.of(names.lists)})`, "new Set()"]);
  const before = [`const ${table}${writer.annotation()} = ${made};`];
  const changes = isMap
    ? [`${table}.delete("q");`, `${table}.set(${key}, "changed");`]
    : [`${table}.delete("q");`, `if (${table}.size < 4) ${table}.add("more" + ${table}.size);`];
  const pair = isMap && choices.upTo(2) === 0;
  const of = choices.of(isMap ? ["", ".keys()"] : ["", ".values()"]);
  const open = pair
    ? `for (const [${key}, ${value}] of ${table}${choices.of(["", ".entries()"])})`
    : `for (const ${key} of ${isMap ? `${table}.keys()` : table + of})`;
  const keys = [["texts", key] as const];
  const declares = pair ? [...keys, ["texts", value] as const] : keys;
  return { ...plain, before, open, iteration: key, declares, changes };
};

const ofAnswers: MakeHead = (writer, choices, names) => {
  const row = writer.fresh("row");
  const call = writer.call(choices, names);
  const rows = [["objects", row] as const, ["texts", `${row}.id`] as const];
  const found = writer.fresh("found");
  const field = choices.of(["rows", "tags", "items"]);
  const isText = field === "tags";
  const head = {
    ...{ ...plain, iteration: isText ? row : `${row}.id` },
    declares: isText ? [["texts", row] as const] : rows,
  };
  if (choices.upTo(3) === 2) return { ...head, open: `for (const ${row} of (await ${call}).${field})` };
  return {
    ...head,
    before: [`const ${found} = await ${call};`],
    around: [["answers", found]],
    open: `for (const ${row} of ${found}.${field})`,
    changes: [`${found}.${field}.pop();`, `${found}.note = "changed";`],
  };
};

const ofCharacters: MakeHead = (writer, choices, names) => {
  const letter = writer.fresh("letter");
  const text = choices.of([`"ab"`, `${choices.of(names.answers)}.name.slice(0, 3)`, `""`, `"a💡"`]);
  const open = `for (const ${letter} of ${text})`;
  return { ...plain, open, iteration: letter, declares: [["texts", letter]] };
};

const inKeys: MakeHead = (writer, choices, names) => {
  const [key, thing] = [writer.fresh("key"), writer.fresh("sizes")];
  const made = choices.of([
    `{ p: 1, q: ${choices.of(names.texts)} }`,
    "{ ...input.sizes }",
    `{ 2: "b", 1: "a" }`,
  ]);
  const declares = [["texts", key] as const];
  if (choices.upTo(2) === 0)
    return {
      ...{ ...plain, before: [`const ${thing}${writer.annotation()} = ${made};`], iteration: key, declares },
      ...{ open: `for (const ${key} in ${thing})`, around: [["objects", thing]] },
      changes: [`delete ${thing}.q;`, `${thing}[${key}] = "changed";`],
    };
  const of = choices.of(["input.sizes", "first.items", made, choices.of(names.lists)]);
  return { ...plain, open: `for (const ${key} in ${of})`, iteration: key, declares };
};

const counting: MakeHead = (writer, choices, names) => {
  const [i, item] = [writer.fresh("i"), writer.fresh("item")];
  const list = choices.of(names.lists);
  const answer = choices.of(names.answers);
  const other = writer.fresh("j");
  const [open, more] = choices.of<readonly [string, readonly string[]]>([
    [`for (let ${i} = 0; ${i} < ${list}.length; ${i}++)`, changesOf(list)],
    [`for (let ${i} = 0; ${i} < 2; ${i}++)`, [`if (${choices.of(names.texts)}) ${i}++;`]],
    [`for (let ${i} = 0; ${i} <= 4; ${i} += 2)`, []],
    [`for (let ${i} = ${list}.length - 1; ${i} >= 0; ${i}--)`, [`${list}[0] = "changed";`]],
    [`for (let ${i} = 0, ${other} = ${list}.length; ${i} < ${other}; ${i}++)`, changesOf(list)],
    [`for (let ${i} = 0, ${other} = 3; ${i} < ${other}; ${i}++, ${other}--)`, [`${other}--;`]],
    [`for (let ${i} = 0; ${i} < ${answer}.total % 4; ${i}++)`, []],
    [`for (let ${i} = 3; ${i} > ${answer}.total % 3; ${i} -= 1)`, []],
    [`for (let ${i} = 1; ${i} < Math.min(${choices.of(names.arrays)}.length, 3); ${i}++)`, []],
    [`for (let ${i} = 0; ${i} < 0; ${i}++)`, []],
    [`for (var ${i} = 0; ${i} < 2; ${i}++)`, []],
    [`for (let ${i} = 1; ${i} < 8; ${i} *= 2)`, []],
  ]);
  const declares = [["numbers", i] as const, ["texts", i] as const];
  if (choices.upTo(2) === 1) return { ...plain, open, iteration: i, declares, changes: more };
  return {
    ...{ ...plain, open, iteration: i, changes: more, first: [`const ${item} = ${list}[${i}] ?? "none";`] },
    declares: [
      ["numbers", i],
      ["texts", item],
    ],
  };
};

/** A counter of the program's own, beside what it iterates: the elements may be equal. */
const counted: MakeHead = (writer, choices, names) => {
  const [at, item] = [writer.fresh("at"), writer.fresh("item")];
  const list = choices.of([choices.of(names.lists), `["x", "x"]`, `Array(3).fill("same")`, `range(2)`]);
  const head = {
    ...{ ...plain, before: [`let ${at} = 0;`], around: [["numbers", at] as const], iteration: at },
    ...{ open: `for (const ${item} of ${list})`, declares: [["texts", item] as const] },
  };
  return choices.upTo(2) === 0 ? { ...head, first: [`${at}++;`] } : { ...head, last: [`${at} += 1;`] };
};

const heads: readonly MakeHead[] = [
  ...[ofTexts, ofTexts, ofTexts, ofRows, ofRows, ofEntries, ofEntries, ofTables],
  ...[ofAnswers, ofAnswers, ofCharacters, inKeys, counting, counting, counting, counted],
];

export function loopHead(writer: Writer, choices: Choices, names: Names): LoopHead {
  return choices.of(heads)(writer, choices, names);
}

/** The names within the loop. */
export function namesInside(head: LoopHead, names: Names): Names {
  return withNames({ ...names, promises: [] }, head.declares);
}

export function namesAround(head: LoopHead, names: Names): Names {
  return withNames(names, head.around);
}
