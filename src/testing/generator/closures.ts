import { withName, type Names } from "./names.js";
import type { StatementWriter, WeightedKind } from "./statement.js";
import { oneOf } from "./templates.js";

/** An async function of its own, with any statements in it; `k` is its tag. */
const closure: StatementWriter = (writer, choices, names, seed) => {
  const name = writer.fresh("step");
  const wasInFunction = writer.inFunction;
  writer.inFunction = false;
  const k = writer.fresh("k");
  const inner: Names = { ...withName(names, "texts", k), promises: [] };
  const arrow = choices.upTo(2) === 0;
  const parameter = `${k}${writer.annotation()}`;
  writer.line(arrow ? `const ${name} = async (${parameter}) => {` : `async function ${name}(${parameter}) {`);
  writer.inside(() =>
    writer.repeated(k, "parameter", () => {
      const scope = writer.statements(seed.body, inner);
      writer.line(`const own = await ${writer.call(choices, scope)};`);
      if (names.counters.length > 0 && choices.upTo(3) === 1) writer.line(`${choices.of(names.counters)}++;`);
      if (choices.upTo(3) === 1) writer.line(`console.log("step", ${k});`);
      if (choices.upTo(3) === 1)
        writer.line(`await callTool("list_orders", own.id, { tag: ${writer.tag()} });`);
      if (names.assignable.length > 0 && choices.upTo(3) === 1)
        writer.line(`${choices.of(names.assignable)} = own;`);
      writer.line(`return own;`);
    }),
  );
  writer.line(arrow ? "};" : "}");
  writer.inFunction = wasInFunction;
  return withName(names, "steps", name);
};

/** An async function that may be started without being waited for: what it does between its calls, it does beside its caller. */
const chain: StatementWriter = (writer, choices, names) => {
  const name = writer.fresh("chain");
  const k = writer.fresh("k");
  writer.line(`const ${name} = async (${k}${writer.annotation()}) => {`);
  writer.inside(() =>
    writer.repeated(k, "parameter", () => {
      const change = (): void => {
        const text = choices.of([
          () => `${choices.of(names.objects)}.by = ${k};`,
          () => `${choices.of(names.arrays)}.push(${k});`,
          () => `console.log("in", ${k});`,
          () => `${names.counters.length === 0 ? "input.k" : choices.of(names.counters)}++;`,
          () =>
            names.assignable.length === 0 ? `input.by = ${k};` : `${choices.of(names.assignable)} = own;`,
        ])();
        writer.line(text);
      };
      writer.line(`const own = await ${writer.call(choices, { ...names, promises: [] })};`);
      if (choices.upTo(3) === 1) change();
      if (choices.upTo(3) === 1)
        writer.line(`await callTool("list_orders", own.id, { tag: ${writer.tag()} });`);
      if (choices.upTo(3) === 1) change();
      writer.line("return own;");
    }),
  );
  writer.line("};");
  return withName(names, "steps", name);
};

const useClosure: StatementWriter = (writer, choices, names) => {
  if (names.steps.length === 0) {
    writer.line(`await ${writer.call(choices, names)};`);
    return names;
  }
  const name = writer.fresh("made");
  const step = choices.of(names.steps);
  const other = choices.of(names.steps);
  writer.line(
    choices.of([
      () => `const ${name} = await ${step}(${writer.tag()});`,
      () => `const ${name} = (await ${step}(${writer.tag()})) ?? input;`,
      () => `const ${name} = (await Promise.all([${step}(${writer.tag()}), ${other}(${writer.tag()})]))[0];`,
      () =>
        `const [${name}] = await Promise.all(["a", "b"].map((each) => ${step}(${writer.tag()} + "/" + each)));`,
    ])(),
  );
  return withName(names, "answers", name);
};

/** Started, and not awaited by this statement. */
const startClosure: StatementWriter = (writer, choices, names) => {
  if (names.steps.length === 0) return names;
  const started = choices.of(names.steps);
  const name = writer.fresh("pending");
  writer.line(`const ${name} = ${started}(${writer.tag()});`);
  return withName(names, "promises", name);
};

const makeThunk = oneOf([
  ["thunks", "const @new = () => @answer.name;"],
  ["thunks", "const @new = () => @text;"],
  ["thunks", "const @new = () => @array.length;"],
  ["thunks", "const @new = () => { @object.seen = @value; return @same.seen; };"],
  ["thunks", "const @new = () => { @array.push(@value); return @same.length; };"],
  ["thunks", "const @new = () => (@counter += 1);"],
  ["thunks", "let @new = () => @answer.id;"],
  ["thunks", "const @new = (() => { let local = @answer.total; return () => ++local; })();"],
  ["thunks", "function @new() { return @number + 1; }"],
  ["thunks", "const @new = function () { console.log(@text); return @answer.id; };"],
]);

const useThunk = oneOf([
  ["texts", "const @new = @thunk();"],
  ["texts", "const @new = [@thunk].map((run@any) => run()).join();"],
  ["objects", "const @new@any = { run: @thunk, label: @text };"],
  ["texts", "const @new = { run: @thunk }.run();"],
  ["texts", "const @new = [1, 2].map(@thunk).join();"],
  "@array.forEach(@thunk);",
  "@thunk();",
  "setTimeout(@thunk, 1);",
  "const @new@any = { go: @thunk };\n@new.go?.();",
  "await Promise.resolve().then(@thunk);",
  "console.log(@thunk());",
]);

const callbacks = oneOf([
  "@array.forEach((entry@any) => { @object.last = entry; });",
  "@array.forEach((entry@any) => console.log(entry));",
  ["arrays", "const @new = @array.map((entry@any, index@any) => ({ entry, index, n: @number }));"],
  ["texts", "const @new = @array.reduce((sum@any, entry@any) => sum + String(entry).length, 0);"],
  ["arrays", "const @new = @array.filter((entry@any) => entry !== @text);"],
  ["texts", "const @new = @array.some((entry@any) => (@object.checked = entry));"],
  ["texts", `const @new = input.name.replace("n", (found@any) => found + @answer.id);`],
  `await Promise.all(["p", "q"].map(async (each@any) => { @array.push(each); }));`,
]);

export const closureKinds: readonly WeightedKind[] = [
  [1, closure],
  [2, chain],
  [3, useClosure],
  [1, startClosure],
  [2, makeThunk],
  [3, useThunk],
  [1, callbacks],
];
