import type { ToolTable } from "../core/model/effects.js";
import { effectsFrom, type EffectOf } from "./true-effects.js";

/** A statement to be: what it is and, as the digits of a number, every choice within it. Zero is the plainest choice. */
export interface StatementSeed {
  readonly kind: number;
  readonly choices: number;
  readonly body: readonly StatementSeed[];
  readonly other: readonly StatementSeed[];
}

export interface ProgramSeed {
  /** Form of the program, result, and how it refers to the runtime. */
  readonly choices: number;
  readonly statements: readonly StatementSeed[];
}

/** The manifest that generated programs are optimized with. */
export const generatedManifest: ToolTable = {
  compute: "pure",
  approve_payment: "approval",
  write_file: { writes: ["file:{path}"] },
  read_file: { reads: ["file:{path}"] },
  append_log: { writes: ["log"], failures: "relaxed" },
};

/** What the tools of generated programs really do. `run_report`, `run_numbers` and `get_lock` always carry a pragma that says so. */
export const generatedEffects: EffectOf = effectsFrom({
  ...generatedManifest,
  send_email: "writes",
  "update-record": "writes",
  createTicket: "writes",
  get_lock: "writes",
  run_numbers: "pure",
});

const readingTools = [
  "get_user",
  "list_orders",
  "searchDocs",
  "summarize",
  "content_generator",
  "weather",
  "compute",
];
const writingTools = ["send_email", "update-record", "createTicket"];

/** Names that are in scope at a place of the program. */
interface Names {
  readonly answers: readonly string[];
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
  readonly objects: readonly string[];
  readonly arrays: readonly string[];
  /** Variables that may be assigned an answer. */
  readonly assignable: readonly string[];
  /** Functions of one tag that answer a promise of an answer. */
  readonly steps: readonly string[];
  /** Promises of calls under way. */
  readonly promises: readonly string[];
}

/** Reads one choice after another from a number. */
class Choices {
  constructor(private rest: number) {}

  upTo(count: number): number {
    const choice = this.rest % count;
    this.rest = Math.floor(this.rest / count);
    return choice;
  }

  of<T>(items: readonly T[]): T {
    return items[this.upTo(items.length)]!;
  }

  /** True once in so many cases; never for the plainest choice. */
  rarely(oneIn: number): boolean {
    return this.upTo(oneIn) === oneIn - 1;
  }
}

/** Writes a program as language models do: straight on, one call after another. */
export function writeProgram(seed: ProgramSeed): string {
  return new ProgramWriter(seed).text();
}

/** How many kinds of statements there are. */
export const statementKinds = 40;

class ProgramWriter {
  private readonly lines: string[] = [];
  private nextName = 1;
  private nextTag = 1;
  private readonly form: "function" | "top level" | "arrow";
  private readonly typed: boolean;
  private depth = 0;
  /** Where a `return` may stand. */
  private inFunction: boolean;

  constructor(private readonly seed: ProgramSeed) {
    const choices = new Choices(seed.choices);
    this.form = choices.of(["function", "function", "top level", "arrow", "function"] as const);
    this.typed = choices.rarely(10);
    this.inFunction = this.form !== "top level";
  }

  text(): string {
    const choices = new Choices(Math.floor(this.seed.choices / 50));
    const alias = choices.of(["plain", "plain", "global", "namespace", "alias"] as const);
    if (this.form !== "arrow") this.writeModuleHead(alias);
    const names: Names = {
      answers: ["first"],
      texts: ["input.name"],
      numbers: this.form === "arrow" ? [] : ["counter"],
      objects: ["input"],
      arrays: ["input.list"],
      assignable: [],
      steps: [],
      promises: [],
    };
    const start = Math.floor(this.seed.choices / 20_000) % 1000;
    const head = `const first = await callTool("get_user", input.name, { start: ${start} });`;
    if (this.form === "top level") {
      this.line(`const input = state;`, head);
      const scope = this.statements(this.seed.statements, names);
      this.line(`console.log("end", ${this.everything(scope).join(", ")});`);
    } else {
      const any = this.typed ? ": any" : "";
      this.line(
        this.form === "arrow" ? `async (input${any}) => {` : `export async function main(input${any}) {`,
      );
      this.inside(() => {
        this.line(head);
        const scope = this.statements(this.seed.statements, names);
        this.writeReturn(scope, new Choices(Math.floor(this.seed.choices / 5000)));
      });
      this.line("}");
    }
    let text = `${this.lines.join("\n")}\n`;
    if (alias === "namespace" && this.form !== "arrow")
      text = text.replaceAll(/(?<![.\w])callTool\(/g, "pc.callTool(");
    if (alias === "alias" && this.form !== "arrow") text = text.replaceAll(/(?<![.\w])callTool\(/g, "call(");
    return text;
  }

  private writeModuleHead(alias: string): void {
    if (alias === "plain") this.line(`import { callTool } from "parcall/runtime";`);
    if (alias === "namespace") this.line(`import * as pc from "parcall/runtime";`);
    if (alias === "alias") this.line(`import { callTool as call } from "parcall/runtime";`);
    const any = this.typed ? ": any" : "";
    this.line(
      `export let counter = 0;`,
      `export const journal${any} = [];`,
      `function bump(by${any}) {`,
      `  counter += by;`,
      `  journal.push(counter);`,
      `  console.log("bump", counter);`,
      `}`,
      `function touch(target${any}, mark${any}) {`,
      `  target.mark = mark;`,
      `}`,
      `function requireOk(answer${any}) {`,
      `  if (answer.total % 5 === 0) throw new Error("not ok: " + answer.id);`,
      `}`,
    );
  }

  private line(...texts: readonly string[]): void {
    for (const text of texts) this.lines.push("  ".repeat(this.depth) + text);
  }

  private inside(write: () => void): void {
    this.depth++;
    write();
    this.depth--;
  }

  private fresh(stem: string): string {
    return `${stem}${this.nextName++}`;
  }

  private tag(): number {
    return this.nextTag++;
  }

  private wait(call: string): string {
    return `await ${call}`;
  }

  private statements(seeds: readonly StatementSeed[], names: Names): Names {
    return seeds.reduce((scope, seed) => this.statement(seed, scope), names);
  }

  private block(seeds: readonly StatementSeed[], names: Names): void {
    this.inside(() => void this.statements(seeds, names));
  }

  /** Every call of a program is told from every other by its tag. */
  private call(choices: Choices, names: Names, tagText = String(this.tag())): string {
    const tool = choices.rarely(5) ? choices.of(writingTools) : choices.of(readingTools);
    const prompt = this.prompt(choices, names, tagText);
    if (choices.rarely(8))
      return `client.callTool({ name: "${tool}", arguments: { tag: ${tagText}, p: ${prompt} } })`;
    if (choices.rarely(12)) return this.fileCall(choices, tagText);
    return `callTool("${tool}", ${prompt}, { tag: ${tagText} })`;
  }

  private fileCall(choices: Choices, tagText: string): string {
    const tool = choices.of(["read_file", "write_file"]);
    const path = choices.of([`"a.txt"`, `"b.txt"`, `input.name`]);
    if (choices.upTo(2) === 0) return `callTool("${tool}", { path: ${path}, tag: ${tagText} })`;
    return `client.callTool({ name: "${tool}", arguments: { path: ${path}, tag: ${tagText} } })`;
  }

  private prompt(choices: Choices, names: Names, tagText: string): string {
    switch (choices.upTo(10)) {
      case 1:
        return `${choices.of(names.answers)}.id`;
      case 2:
        return `\`\${${choices.of(names.answers)}.name} of \${${choices.of(names.answers)}.id}\``;
      case 3:
        return choices.of(names.objects);
      case 4:
        return choices.of(names.arrays);
      case 5:
        return `{ q: ${choices.of(names.answers)}.name, n: ${this.number(choices, names)} }`;
      case 6:
        return choices.of(names.texts);
      case 7:
        return `\`n \${${this.number(choices, names)}}\``;
      case 8:
        return choices.of(names.answers);
      default:
        return `"query ${tagText.replaceAll('"', "")}"`;
    }
  }

  private number(choices: Choices, names: Names): string {
    return names.numbers.length === 0 ? "7" : choices.of(names.numbers);
  }

  private value(choices: Choices, names: Names): string {
    switch (choices.upTo(5)) {
      case 1:
        return `${choices.of(names.answers)}.name`;
      case 2:
        return this.number(choices, names);
      case 3:
        return choices.of(names.texts);
      case 4:
        return `${choices.of(names.answers)}.items`;
      default:
        return `"v${this.tag()}"`;
    }
  }

  private condition(choices: Choices, names: Names): string {
    const answer = choices.of(names.answers);
    return choices.of([
      `${answer}.ok`,
      `${answer}.total > 400`,
      `${this.number(choices, names)} % 2 === 0`,
      `!${answer}.ok`,
    ]);
  }

  private annotation(): string {
    return this.typed ? ": any" : "";
  }

  private everything(names: Names): string[] {
    return [...names.answers, ...names.texts, ...names.numbers, ...names.objects, ...names.arrays];
  }

  private writeReturn(names: Names, choices: Choices): void {
    const entries = this.everything(names).map((name, index) => `r${index}: ${name}`);
    switch (choices.upTo(5)) {
      case 1: {
        const [a, b] = [this.wait(this.call(choices, names)), this.wait(this.call(choices, names))];
        return this.line(`return { a: ${a}, ${entries.join(", ")}, b: ${b} };`);
      }
      case 2:
        return this.line(`return await ${this.call(choices, names)};`);
      case 3:
        return this.line(`return ${this.call(choices, names)};`);
      case 4:
        return this.line(`return [${names.answers.at(-1)}, ${this.number(choices, names)}];`);
      default:
        return this.line(`return { ${entries.join(", ")} };`);
    }
  }

  private statement(seed: StatementSeed, names: Names): Names {
    const choices = new Choices(seed.choices);
    switch (seed.kind) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
      case 5:
      case 6:
        return this.declareAnswer(choices, names);
      case 7:
      case 8:
        return this.destructure(choices, names);
      case 9:
      case 10:
        return this.assignAnswer(choices, names);
      case 11:
        this.line(`await ${this.call(choices, names)};`);
        return names;
      case 12:
      case 13:
        return this.severalCalls(choices, names);
      case 14:
      case 15:
      case 16:
        this.line(
          `console.log(${choices.of([`"line ${this.tag()}"`, this.value(choices, names), choices.of(names.objects)])});`,
        );
        return names;
      case 17:
        return this.pureStatement(choices, names);
      case 18:
      case 19:
        return this.makeObject(choices, names);
      case 20:
      case 21:
        return this.mutate(choices, names);
      case 22:
        return this.count(choices, names);
      case 23:
        return this.branch(seed, choices, names);
      case 24:
        return this.switch(seed, choices, names);
      case 25:
        return this.guard(choices, names);
      case 26:
      case 27:
      case 28:
        return this.attempt(seed, choices, names);
      case 29:
        return this.closure(seed, choices, names);
      case 30:
      case 31:
        return this.useClosure(choices, names);
      case 32:
        return this.barrier(choices, names);
      case 33:
        return this.conditionalCall(choices, names);
      case 34:
        return this.withPragma(choices, names);
      case 35:
        return this.bareBlock(seed, choices, names);
      case 36:
        return this.startOrAwait(choices, names);
      case 37:
        return this.mayThrow(choices, names);
      case 38:
        return this.loop(seed, choices, names);
      default:
        this.line(
          `await callTool("${choices.of(["append_log", "approve_payment"])}", "x", { tag: ${this.tag()} });`,
        );
        return names;
    }
  }

  private declareAnswer(choices: Choices, names: Names): Names {
    const name = this.fresh("answer");
    const keyword = choices.of(["const", "const", "let", "var"]);
    const call = this.call(choices, names);
    const value = choices.rarely(12) ? `(${this.wait(call)})` : this.wait(call);
    this.line(`${keyword} ${name}${this.annotation()} = ${value};`);
    const answers = [...names.answers, name];
    return keyword === "const"
      ? { ...names, answers }
      : { ...names, answers, assignable: [...names.assignable, name] };
  }

  private destructure(choices: Choices, names: Names): Names {
    const [one, two] = [this.fresh("part"), this.fresh("part")];
    const pattern = choices.of([
      `{ name: ${one}, id: ${two} }`,
      `{ name: ${one} = "none", missing: ${two} = input.name }`,
      `{ items: [{ name: ${one} }, , { name: ${two} } = { name: "third" }] }`,
      `{ text: ${one}, ...${two} }`,
      `{ missing: ${one} = "d${this.tag()}", name: ${two} = ${one} }`,
    ]);
    this.line(`const ${pattern} = ${this.wait(this.call(choices, names))};`);
    return { ...names, texts: [...names.texts, one, two] };
  }

  private assignAnswer(choices: Choices, names: Names): Names {
    if (names.assignable.length === 0) {
      const name = this.fresh("later");
      this.line(
        `let ${name}${this.annotation()} = { id: "none", name: "none", total: 0, ok: false, items: [] };`,
      );
      return { ...names, answers: [...names.answers, name], assignable: [...names.assignable, name] };
    }
    const target = choices.rarely(4) ? `${choices.of(names.objects)}.got` : choices.of(names.assignable);
    this.line(`${target} = ${this.wait(this.call(choices, names))};`);
    return names;
  }

  private severalCalls(choices: Choices, names: Names): Names {
    const name = this.fresh("both");
    const one = (): string => `(${this.wait(this.call(choices, names))})`;
    const [a, b] = [one(), one()];
    const number = this.number(choices, names);
    const [text, shape] = choices.of([
      [`{ id: ${a}.id, name: ${b}.name, total: ${number}, items: [] }`, "answer"],
      [`\`\${${a}.id} \${${number}} \${${b}.name}\``, "text"],
      [`[${a}, ${number}, ${b}]`, "array"],
      [`Math.max(${a}.total, ${b}.total) + ${number}`, "text"],
      [`await callTool("summarize", ${a}.id, { tag: ${this.tag()}, b: ${b}.id })`, "answer"],
      [`${number} + ${a}.total + ${number} * ${b}.total`, "text"],
      [`JSON.stringify({ a: ${a}, n: ${number}, b: ${b} })`, "text"],
    ] as const);
    this.line(`const ${name}${this.annotation()} = ${text};`);
    if (shape === "answer") return { ...names, answers: [...names.answers, name] };
    if (shape === "array") return { ...names, arrays: [...names.arrays, name] };
    return { ...names, texts: [...names.texts, name] };
  }

  private pureStatement(choices: Choices, names: Names): Names {
    const name = this.fresh("text");
    const answer = choices.of(names.answers);
    const text = choices.of([
      `\`about \${${answer}.name}\``,
      `${answer}.items.map((item${this.annotation()}) => item.name).join(", ")`,
      `JSON.stringify(${answer})`,
      `Object.keys(${choices.of(names.objects)}).join()`,
      `${choices.of(names.arrays)}.length`,
      `String(${this.number(choices, names)})`,
    ]);
    this.line(`const ${name} = ${text};`);
    return { ...names, texts: [...names.texts, name] };
  }

  private makeObject(choices: Choices, names: Names): Names {
    const name = this.fresh("thing");
    switch (choices.upTo(4)) {
      case 0:
        this.line(`const ${name}${this.annotation()} = { k: ${this.value(choices, names)} };`);
        return { ...names, objects: [...names.objects, name] };
      case 1:
        this.line(`const ${name} = ${choices.of(names.objects)};`);
        return { ...names, objects: [...names.objects, name] };
      case 2:
        this.line(`const ${name}${this.annotation()} = [];`);
        return { ...names, arrays: [...names.arrays, name] };
      default:
        this.line(
          `const ${name}${this.annotation()} = { inner: ${choices.of(names.objects)}, list: ${choices.of(names.arrays)} };`,
        );
        return {
          ...names,
          objects: [...names.objects, `${name}.inner`],
          arrays: [...names.arrays, `${name}.list`],
        };
    }
  }

  private mutate(choices: Choices, names: Names): Names {
    const object = choices.of(names.objects);
    const array = choices.of(names.arrays);
    const value = this.value(choices, names);
    this.line(
      choices.of([
        `${object}.m${choices.upTo(3)} = ${value};`,
        `${array}.push(${value});`,
        `${object}.at = ${array}.length;`,
        `delete ${object}.k;`,
        `Object.assign(${object}, { merged: ${value} });`,
        `${array}.push((await ${this.call(choices, names)}).id);`,
        `${array}.push(await ${this.call(choices, names)});`,
      ]),
    );
    return names;
  }

  private count(choices: Choices, names: Names): Names {
    if (names.numbers.length === 0 || choices.rarely(4)) {
      const name = this.fresh("n");
      this.line(`let ${name} = ${choices.of(names.answers)}.items.length;`);
      return { ...names, numbers: [...names.numbers, name] };
    }
    const number = choices.of(names.numbers);
    const more = choices.of([
      `${number}++;`,
      `${number} += ${choices.of(names.answers)}.total;`,
      `${number} = ${number} * 2 + 1;`,
      `${number} += (await ${this.call(choices, names)}).total;`,
    ]);
    this.line(more);
    return names;
  }

  private branch(seed: StatementSeed, choices: Choices, names: Names): Names {
    this.line(`if (${this.condition(choices, names)}) {`);
    this.block(seed.body, names);
    if (seed.other.length > 0) {
      this.line("} else {");
      this.block(seed.other, names);
    }
    this.line("}");
    return names;
  }

  private switch(seed: StatementSeed, choices: Choices, names: Names): Names {
    this.line(`switch (${choices.of(names.answers)}.total % 3) {`);
    this.inside(() => {
      this.line("case 0: {");
      this.block(seed.body, names);
      this.inside(() => this.line("break;"));
      this.line("}", "default:");
      this.block(seed.other, names);
    });
    this.line("}");
    return names;
  }

  private guard(choices: Choices, names: Names): Names {
    const answer = choices.of(names.answers);
    const leave =
      this.inFunction && choices.upTo(2) === 0
        ? `return { early: ${answer}.id };`
        : `throw new Error("stop " + ${answer}.id);`;
    const check = choices.of([`${answer}.total % 4 === 1`, `!${answer}`, `${answer}.total % 3 === 2`]);
    this.line(
      choices.upTo(2) === 0
        ? `if (${check}) ${leave}`
        : `if (${check}) {\n${"  ".repeat(this.depth + 1)}${leave}\n${"  ".repeat(this.depth)}}`,
    );
    return names;
  }

  private attempt(seed: StatementSeed, choices: Choices, names: Names): Names {
    const name = this.fresh("result");
    this.line(`let ${name}${this.annotation()} = { id: "before", name: "before", total: 1, items: [] };`);
    const inner: Names = {
      ...names,
      answers: [...names.answers, name],
      assignable: [...names.assignable, name],
    };
    this.line("try {");
    this.inside(() => {
      const scope = this.statements(seed.body, inner);
      this.line(`${name} = ${this.wait(this.call(choices, scope))};`);
    });
    const error = `error${this.annotation()}`;
    this.line(`} catch (${error}) {`);
    this.inside(() => {
      if (choices.upTo(3) !== 1) this.line(`console.warn("failed", error.message, ${name}.id);`);
      const handler = choices.upTo(5);
      if (handler <= 1) this.line(`${name} = { id: "fallback", name: error.message, total: 2, items: [] };`);
      if (handler === 2) this.line(`throw error;`);
      if (handler === 3 && this.inFunction)
        this.line(`return { failed: ${name}.id, counted: ${this.number(choices, names)} };`);
      if (handler === 4) this.line(`input.failed = error.message;`);
    });
    if (choices.rarely(5)) {
      this.line("} finally {");
      this.inside(() => this.line(`console.log("finally", ${name}.id);`));
    }
    this.line("}");
    return inner;
  }

  private closure(seed: StatementSeed, choices: Choices, names: Names): Names {
    const name = this.fresh("step");
    const wasInFunction = this.inFunction;
    this.inFunction = true;
    const parameter = `k${this.annotation()}`;
    const inner: Names = { ...names, texts: [...names.texts, "k"], promises: [] };
    const arrow = choices.upTo(2) === 0;
    this.line(arrow ? `const ${name} = async (${parameter}) => {` : `async function ${name}(${parameter}) {`);
    this.inside(() => {
      // What the closure does besides its own call is made unique by `k`, which each use gives another value.
      const scope = this.statements(seed.body.filter(makesNoCall), inner);
      this.line(`const own = ${this.wait(this.call(choices, scope, "k"))};`);
      if (names.numbers.length > 0 && choices.upTo(3) === 1) this.line(`${choices.of(names.numbers)}++;`);
      if (choices.upTo(3) === 1) this.line(`console.log("step", k);`);
      if (choices.upTo(3) === 1) this.line(`await callTool("list_orders", own.id, { tag: "second " + k });`);
      if (names.assignable.length > 0 && choices.upTo(3) === 1)
        this.line(`${choices.of(names.assignable)} = own;`);
      this.line(`return own;`);
    });
    this.line(arrow ? "};" : "}");
    this.inFunction = wasInFunction;
    return { ...names, steps: [...names.steps, name] };
  }

  private useClosure(choices: Choices, names: Names): Names {
    if (names.steps.length === 0) return this.declareAnswer(choices, names);
    const name = this.fresh("made");
    this.line(`const ${name} = await ${choices.of(names.steps)}(${this.tag()});`);
    return { ...names, answers: [...names.answers, name] };
  }

  private barrier(choices: Choices, names: Names): Names {
    if (this.form === "arrow") return names;
    this.line(
      choices.of([
        `bump(${this.number(choices, names)});`,
        `touch(${choices.of(names.objects)}, ${this.value(choices, names)});`,
        `requireOk(${choices.of(names.answers)});`,
      ]),
    );
    return names;
  }

  private conditionalCall(choices: Choices, names: Names): Names {
    const name = this.fresh("maybe");
    const condition = this.condition(choices, names);
    const call = this.wait(this.call(choices, names));
    const other = `{ id: "other", name: "other", total: 3, items: [] }`;
    const text = choices.of([
      `${condition} ? ${call} : ${other}`,
      `${condition} ? ${call} : ${this.wait(this.call(choices, names))}`,
      `(${condition} && (${call})) || ${other}`,
      `${choices.of(names.answers)}.missing ?? (${call})`,
    ]);
    this.line(`const ${name}${this.annotation()} = ${text};`);
    return { ...names, answers: [...names.answers, name] };
  }

  private withPragma(choices: Choices, names: Names): Names {
    const name = this.fresh("noted");
    const prompt = this.prompt(choices, names, "0");
    const [pragma, tool] = choices.of([
      ["reads", "run_report"],
      ["pure", "run_numbers"],
      ["writes", "get_lock"],
      ["keep", "get_user"],
    ] as const);
    const call = `callTool("${tool}", ${prompt}, { tag: ${this.tag()} })`;
    if (choices.upTo(2) === 0) this.line(`/* parcall: ${pragma} */`, `const ${name} = await ${call};`);
    else this.line(`const ${name} = await /* parcall: ${pragma} */ ${call};`);
    return { ...names, answers: [...names.answers, name] };
  }

  private bareBlock(seed: StatementSeed, choices: Choices, names: Names): Names {
    this.line("{");
    this.inside(() => {
      const shadowed = choices.of(names.answers);
      if (choices.rarely(3))
        this.line(`const ${shadowed} = { id: "inner", name: "inner", total: 4, ok: true, items: [] };`);
      this.statements(seed.body, {
        ...names,
        assignable: names.assignable.filter((name) => name !== shadowed),
      });
    });
    this.line("}");
    return names;
  }

  private startOrAwait(choices: Choices, names: Names): Names {
    const [promise, ...others] = names.promises;
    const name = this.fresh(promise === undefined ? "pending" : "done");
    if (promise === undefined) {
      this.line(`const ${name} = ${this.call(choices, names)};`);
      return { ...names, promises: [name] };
    }
    this.line(`const ${name} = await ${promise};`);
    return { ...names, answers: [...names.answers, name], promises: others };
  }

  private mayThrow(choices: Choices, names: Names): Names {
    const name = this.fresh("parsed");
    const answer = choices.of(names.answers);
    const text = choices.of([
      `JSON.parse(\`{"n": \${${answer}.total}}\`).n`,
      `${answer}.items[1]?.name ?? "none"`,
      `${answer}.items[1].name`,
      `JSON.parse(${answer}.name + "{")`,
      `${answer}.name.toUpperCase()`,
    ]);
    this.line(`const ${name} = ${text};`);
    return { ...names, texts: [...names.texts, name] };
  }

  private loop(seed: StatementSeed, choices: Choices, names: Names): Names {
    const item = this.fresh("item");
    this.line(`for (const ${item} of ["p", "q"]) {`);
    this.inside(() => {
      const scope = this.statements(seed.body.filter(makesNoCall), {
        ...names,
        texts: [...names.texts, item],
      });
      this.line(`await ${this.call(choices, scope, `"${this.tag()}" + ${item}`)};`);
    });
    this.line("}");
    return names;
  }
}

/** Statements whose calls would be made twice with one tag do not go into loops and closures. */
function makesNoCall({ kind }: StatementSeed): boolean {
  return (kind >= 14 && kind <= 19) || kind === 25 || kind === 37;
}
