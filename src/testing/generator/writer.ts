import { Choices } from "./choices.js";
import type { Names } from "./names.js";
import type { StatementSeed, StatementTables } from "./statement.js";
import { readingTools, writingTools } from "./tools.js";

/** Collects the lines of a program and hands out names, tags and expressions. */
export class Writer {
  readonly lines: string[] = [];
  #nextName = 1;
  #nextTag = 1;
  #depth = 0;
  /** What stands before and behind a tag, so that each call of a helper or of a loop has its own. */
  #tagBefore = "";
  #tagBehind = "";
  #loops = 0;

  constructor(
    readonly form: "function" | "top level" | "arrow",
    readonly typed: boolean,
    /** Where a `return` may stand. */
    public inFunction: boolean,
    private readonly kinds: StatementTables,
  ) {}

  get depth(): number {
    return this.#depth;
  }

  /** How many loops of the same function stand around this place: where there is one, `continue` may stand. */
  get loops(): number {
    return this.#loops;
  }

  line(...texts: readonly string[]): void {
    for (const text of texts)
      for (const part of text.split("\n")) this.lines.push("  ".repeat(this.#depth) + part);
  }

  inside(write: () => void): void {
    this.#depth++;
    write();
    this.#depth--;
  }

  fresh(stem: string): string {
    return `${stem}${this.#nextName++}`;
  }

  /** Something that no other place of the program says. */
  mark(): string {
    return `t${this.#nextTag++}`;
  }

  /** Every call of a program is told from every other by its tag: `"t3"`, in a helper `tag + "/t3"`, in a loop `"t3/" + item`. */
  tag(): string {
    const tag = this.mark();
    const before = this.#tagBefore === "" ? `"` : `${this.#tagBefore} + "/`;
    const behind = this.#tagBehind === "" ? `"` : `/" + ${this.#tagBehind}`;
    return before + tag + behind;
  }

  /** Writes what is called again and again, with another value of this variable each time. */
  repeated(variable: string, how: "parameter" | "loop", write: () => void): void {
    const [before, behind, loops] = [this.#tagBefore, this.#tagBehind, this.#loops];
    if (how === "parameter") [this.#tagBefore, this.#tagBehind, this.#loops] = [variable, "", 0];
    else {
      this.#tagBehind = behind === "" ? variable : `${behind} + "/" + ${variable}`;
      this.#loops++;
    }
    write();
    [this.#tagBefore, this.#tagBehind, this.#loops] = [before, behind, loops];
  }

  statements(seeds: readonly StatementSeed[], names: Names): Names {
    return seeds.reduce((scope, seed) => this.#statement(seed, scope), names);
  }

  block(seeds: readonly StatementSeed[], names: Names): void {
    this.inside(() => void this.statements(seeds, names));
  }

  #statement(seed: StatementSeed, names: Names): Names {
    const kinds = this.#loops > 0 ? this.kinds.inLoops : this.kinds.outside;
    const write = kinds[seed.kind % kinds.length]!;
    return write(this, new Choices(seed.choices), names, seed);
  }

  annotation(): string {
    return this.typed ? ": any" : "";
  }

  /** A call of a tool, without `await`. */
  call(choices: Choices, names: Names, tag = this.tag()): string {
    const tool = choices.rarely(5) ? choices.of(writingTools) : choices.of(readingTools);
    const prompt = this.prompt(choices, names, tag);
    if (choices.rarely(8))
      return `client.callTool({ name: "${tool}", arguments: { tag: ${tag}, p: ${prompt} } })`;
    if (choices.rarely(12)) return this.#resourceCall(choices, names, tag);
    return `callTool("${tool}", ${prompt}, { tag: ${tag} })`;
  }

  /** A call of a tool with declared resources: constants, constants by name, and what only the run tells. */
  #resourceCall(choices: Choices, names: Names, tag: string): string {
    const path = (): string =>
      choices.of([`"a.txt"`, `"b.txt"`, `input.name`, `inbox`, choices.of(names.texts)]);
    const [tool, given] = choices.of([
      ["read_file", () => `path: ${path()}`],
      ["write_file", () => `path: ${path()}`],
      ["copy_file", () => `from: ${path()}, to: ${path()}`],
      ["set_row", () => `table: ${choices.of([`"users"`, `"orders"`])}, v: ${this.value(choices, names)}`],
      ["get_row", () => `table: ${choices.of([`"users"`, `"orders"`])}`],
    ] as const);
    if (choices.upTo(2) === 0) return `callTool("${tool}", { ${given()}, tag: ${tag} })`;
    return `client.callTool({ name: "${tool}", arguments: { ${given()}, tag: ${tag} } })`;
  }

  prompt(choices: Choices, names: Names, tag: string): string {
    switch (choices.upTo(12)) {
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
      case 9:
        return `{ list: ${choices.of(names.arrays)}, size: ${choices.of(names.arrays)}.length }`;
      default:
        return `"query ${tag.replaceAll(/["+ ]/g, "")}"`;
    }
  }

  number(choices: Choices, names: Names): string {
    return names.numbers.length === 0 ? "7" : choices.of(names.numbers);
  }

  value(choices: Choices, names: Names): string {
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
        return `"v${this.mark()}"`;
    }
  }

  condition(choices: Choices, names: Names): string {
    const answer = choices.of(names.answers);
    return choices.of([
      `${answer}.ok`,
      `${answer}.total > 400`,
      `${this.number(choices, names)} % 2 === 0`,
      `!${answer}.ok`,
      `${choices.of(names.arrays)}.length > 2`,
    ]);
  }
}
