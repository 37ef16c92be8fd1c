import { Choices } from "./choices.js";
import { accumulate, declareAccumulators, namesBehind } from "./loops-accumulators.js";
import { leave, loopCall } from "./loops-bodies.js";
import { loopHead, namesAround, namesInside, type LoopHead } from "./loops-heads.js";
import { withName, type Names } from "./names.js";
import type { StatementSeed, StatementWriter, WeightedKind } from "./statement.js";
import type { Writer } from "./writer.js";

/** Loops that stand in more loops than these are single calls: three times three iterations are enough. */
const mostLoops = 3;
const noStatement: StatementSeed = { kind: 0, choices: 0, body: [], other: [] };

function isTooDeep(writer: Writer): boolean {
  return writer.loops >= mostLoops;
}

function plainCall(writer: Writer, choices: Choices, names: Names): Names {
  const name = writer.fresh("answer");
  writer.line(`const ${name} = await ${loopCall(writer, choices, names)};`);
  return withName(names, "answers", name);
}

/** The loop's head and braces, around what is written. */
function around(writer: Writer, head: LoopHead, names: Names, write: (inner: Names) => void): void {
  writer.line(`${head.open} {`);
  writer.inside(() => {
    writer.line(...head.first);
    writer.repeated(head.iteration, "loop", () => write(namesInside(head, names)));
    writer.line(...head.last);
  });
  writer.line("}");
}

/** Calls of one iteration, and what becomes of their answers. */
function body(writer: Writer, choices: Choices, names: Names, head: LoopHead, seed: StatementSeed): void {
  let scope = writer.statements(seed.body, names);
  const [early, late] = [choices.rarely(5), choices.rarely(6)];
  if (early) scope = leave(writer, choices, scope, noStatement);
  const change = choices.rarely(6) && head.changes.length > 0 ? choices.of(head.changes) : undefined;
  const changesFirst = choices.upTo(2) === 0;
  if (change !== undefined && changesFirst) writer.line(change);
  const name = writer.fresh("answer");
  switch (choices.upTo(6)) {
    case 1:
      writer.line(`${scope.results.at(-1) ?? "input.list"}.push(await ${loopCall(writer, choices, scope)});`);
      break;
    case 2: {
      const total = scope.counters.at(-1) ?? "input.k";
      writer.line(`${total} += (await ${loopCall(writer, choices, scope)}).total;`);
      break;
    }
    case 3: {
      const [object, key] = [scope.records.at(-1) ?? "input", scope.texts.at(-1)];
      writer.line(`${object}[${key}] = await ${loopCall(writer, choices, scope)};`);
      break;
    }
    case 4:
      writer.line(`await ${loopCall(writer, choices, scope)};`);
      break;
    default:
      writer.line(`const ${name}${writer.annotation()} = await ${loopCall(writer, choices, scope)};`);
      scope = accumulate(writer, choices, withName(scope, "answers", name), noStatement);
  }
  if (late) scope = leave(writer, choices, scope, noStatement);
  for (const other of seed.other) scope = accumulate(writer, new Choices(other.choices), scope, other);
  if (change !== undefined && !changesFirst) writer.line(change);
}

/** Above the loop its accumulators and what it iterates; behind it, all that it has filled. */
function withSurroundings(
  writer: Writer,
  choices: Choices,
  names: Names,
  write: (head: LoopHead, scope: Names) => Names | undefined,
): Names {
  if (isTooDeep(writer)) return plainCall(writer, choices, names);
  const scope = choices.rarely(5) ? names : declareAccumulators(writer, choices, names);
  const head = loopHead(writer, choices, scope);
  writer.line(...head.before);
  const inner = namesAround(head, scope);
  return namesBehind(write(head, inner) ?? inner, names);
}

export const loop: StatementWriter = (writer, choices, names, seed) =>
  withSurroundings(writer, choices, names, (head, scope) => {
    around(writer, head, scope, (inner) => body(writer, choices, inner, head, seed));
    return undefined;
  });

/** A loop whose body is one statement, without braces. */
const bare: StatementWriter = (writer, choices, names) =>
  withSurroundings(writer, choices, names, (head, scope) => {
    if (head.first.length + head.last.length > 0) {
      around(writer, head, scope, (inner) => body(writer, choices, inner, head, noStatement));
      return undefined;
    }
    writer.repeated(head.iteration, "loop", () => {
      const inner = namesInside(head, scope);
      const call = (): string => loopCall(writer, choices, inner);
      const array = scope.results.at(-1) ?? "input.list";
      const item = inner.texts.at(-1);
      const text = choices.of([
        () => `${array}.push(await ${call()});`,
        () => `await ${call()};`,
        () => `if (${writer.condition(choices, inner)}) ${array}.push(await ${call()});`,
        () => `${scope.counters.at(-1) ?? "input.k"} += (await ${call()}).total;`,
        () => `${scope.records.at(-1) ?? "input"}[${item}] = (await ${call()}).name;`,
        () => `console.log(${item}, await ${call()});`,
        () => `${array}.push({ of: ${item}, got: await ${call()}, more: await ${call()} });`,
      ])();
      writer.line(`${head.open} ${text}`);
    });
    return undefined;
  });

/** Two loops, the inner one with or without code beside it; the inner one may iterate what the outer one is at. */
const nested: StatementWriter = (writer, choices, names, seed) =>
  withSurroundings(writer, choices, names, (head, scope) => {
    if (writer.loops + 1 >= mostLoops) {
      around(writer, head, scope, (inner) => body(writer, choices, inner, head, seed));
      return undefined;
    }
    const isAlone = choices.upTo(3) === 0;
    around(writer, head, scope, (inner) => {
      const between = isAlone ? inner : writer.statements(seed.other, inner);
      const innerHead = loopHead(writer, choices, between);
      writer.line(...innerHead.before);
      const beside = namesAround(innerHead, between);
      around(writer, innerHead, beside, (deep) =>
        body(writer, choices, deep, innerHead, { ...seed, other: [] }),
      );
      if (!isAlone && choices.upTo(2) === 0) accumulate(writer, choices, beside, noStatement);
    });
    return undefined;
  });

/** A loop within a `try`, whose handler sees how far it came. */
const attempted: StatementWriter = (writer, choices, names, seed) =>
  withSurroundings(writer, choices, names, (head, scope) => {
    const seen = [...scope.results, ...scope.counters, ...scope.strings, ...scope.records, ...scope.maps];
    writer.line("try {");
    writer.inside(() => {
      around(writer, head, scope, (inner) => body(writer, choices, inner, head, seed));
      if (choices.rarely(3)) writer.line(`console.log("all", ${seen[0] ?? "input.list"});`);
    });
    writer.line(`} catch (error${writer.annotation()}) {`);
    writer.inside(() => {
      const shown = seen.length === 0 ? ["input.k"] : seen;
      if (choices.upTo(4) !== 1) writer.line(`console.warn("failed", error.message, ${shown.join(", ")});`);
      if (choices.rarely(4)) writer.line("throw error;");
      if (choices.rarely(4) && writer.inFunction) writer.line(`return { failed: ${shown[0]} };`);
    });
    writer.line("}");
    return undefined;
  });

/** A loop with a handler for each iteration. */
const attempting: StatementWriter = (writer, choices, names, seed) =>
  withSurroundings(writer, choices, names, (head, scope) => {
    around(writer, head, scope, (inner) => {
      writer.line("try {");
      writer.inside(() => body(writer, choices, inner, head, seed));
      const item = inner.texts.at(-1);
      writer.line(`} catch (error${writer.annotation()}) {`);
      writer.inside(() =>
        writer.line(
          choices.of([
            () => `${scope.results.at(-1) ?? "input.list"}.push(error.message);`,
            () => `console.warn("failed", ${item}, error.message);`,
            () => `${scope.records.at(-1) ?? "input"}[${item}] = null;`,
            () => `${scope.counters.at(-1) ?? "input.k"} -= 1;`,
            () => "continue;",
            () => "break;",
            () => `throw new Error("stop " + ${item});`,
          ])(),
        ),
      );
      writer.line("}");
    });
    return undefined;
  });

/** Two loops over the same, of which the second may use what the first has gathered. */
const twice: StatementWriter = (writer, choices, names, seed) => {
  if (isTooDeep(writer)) return plainCall(writer, choices, names);
  const [list, one, two] = [choices.of(names.lists), writer.fresh("found"), writer.fresh("more")];
  const [a, b, at] = [writer.fresh("item"), writer.fresh("item"), writer.fresh("at")];
  writer.line(`const ${one}${writer.annotation()} = [];`, `const ${two}${writer.annotation()} = [];`);
  writer.line(`for (const ${a} of ${list}) {`);
  const inner = { ...withName(names, "texts", a), promises: [] };
  writer.inside(() =>
    writer.repeated(a, "loop", () => writer.line(`${one}.push(await ${loopCall(writer, choices, inner)});`)),
  );
  writer.line("}");
  const between = writer.statements(seed.other, names);
  const uses = choices.of(["none", "element", "all"]);
  writer.line(
    uses === "all" ? `for (const ${b} of ${one}) {` : `for (const [${at}, ${b}] of ${list}.entries()) {`,
  );
  writer.inside(() =>
    writer.repeated(uses === "all" ? `${b}.id` : at, "loop", () => {
      const prompt = uses === "none" ? b : uses === "all" ? `${b}.name` : `${one}[${at}]?.id`;
      writer.line(`${two}.push(await callTool("summarize", ${prompt}, { tag: ${writer.tag()} }));`);
    }),
  );
  writer.line("}");
  return withName(withName(between, "arrays", one), "arrays", two);
};

/** Lists for other loops: made by code that calls no tool, or of answers. */
const gather: StatementWriter = (writer, choices, names) => {
  const name = writer.fresh("words");
  const answer = choices.of(names.answers);
  const list = choices.of(names.lists);
  const [kind, text] = choices.of<readonly ["lists" | "rows", string]>([
    ["lists", `const ${name}${writer.annotation()} = ["alpha", ${choices.of(names.texts)}];`],
    [
      "lists",
      `const ${name}${writer.annotation()} = [];\nfor (const word of ${list}) ${name}.push(\`about \${word}\`);`,
    ],
    [
      "lists",
      `const ${name}${writer.annotation()} = ${answer}.items.map((part${writer.annotation()}) => part.name);`,
    ],
    ["lists", `const ${name} = ${list};`],
    ["lists", `if (${list}.length < 5) ${list}.push(${choices.of(names.texts)});`],
    [
      "rows",
      `const ${name}${writer.annotation()} = [{ id: "r1", name: ${choices.of(names.texts)}, price: 3 }];`,
    ],
    [
      "rows",
      `const ${name}${writer.annotation()} = ${choices.of(names.rows)}.filter((row${writer.annotation()}) => row.price > 15);`,
    ],
    [
      "rows",
      `const ${name}${writer.annotation()} = ${list}.map((word${writer.annotation()}, at${writer.annotation()}) => ({ id: "w" + at, name: word, price: at }));`,
    ],
  ]);
  writer.line(text);
  return text.startsWith("if") ? names : withName(names, kind, name);
};

export const loopKinds: readonly WeightedKind[] = [
  [6, loop],
  [2, bare],
  [2, nested],
  [2, attempted],
  [1, attempting],
  [1, twice],
  [2, gather],
];
