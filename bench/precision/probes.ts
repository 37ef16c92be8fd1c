import ts from "typescript";
import { textOf } from "../../src/testing/plain-data.js";
import type { Span } from "../../src/core/model/span.js";
import { Laboratory, type Environment } from "./environments.js";
import type { Scenario } from "../../src/testing/scenario.js";

/** What the arguments of a call are at two places of the program; undefined where they cannot be worked out there. */
export interface ArgumentsAt {
  readonly first: string | undefined;
  readonly second: string | undefined;
}

/** The program's way to tell a probe something. */
interface ProbeScope {
  __probe?: (place: string, evaluate: () => unknown) => unknown;
}

/** Runs programs with probes put in: to see values at other places, and to change them. */
export class Probes {
  readonly #tree: ts.SourceFile;

  constructor(
    private readonly source: string,
    private readonly scenario: Partial<Scenario>,
  ) {
    this.#tree = ts.createSourceFile("workflow.ts", source, ts.ScriptTarget.ESNext, true);
  }

  /** The arguments of a call, as they would be right before the statements of the one and of the other. */
  async argumentsAt(call: Span, first: Span, second: Span): Promise<ArgumentsAt | undefined> {
    const node = this.#callAt(call);
    const text = node?.arguments.map((argument) => argument.getText()).join(", ");
    const [one, two] = [this.#statementOf(first), this.#statementOf(second)];
    if (text === undefined || text.includes("await") || one === undefined || two === undefined || one === two)
      return undefined;
    const probe = (place: string): string => `__probe("${place}", () => [${text}]); `;
    const [late, early] = one < two ? [two, one] : [one, two];
    const probed =
      this.source.slice(0, early) +
      probe(early === one ? "first" : "second") +
      this.source.slice(early, late) +
      probe(late === one ? "first" : "second") +
      this.source.slice(late);
    const seen = new Map<string, string | undefined>();
    await this.#run(probed, (place, evaluate) => {
      if (seen.has(place)) return;
      try {
        seen.set(place, textOf(evaluate()));
      } catch {
        seen.set(place, undefined);
      }
    });
    return { first: seen.get("first"), second: seen.get("second") };
  }

  /** What a call is handed when it is first made, functions left out; undefined where it is not made, or waits among its arguments. */
  async given(call: Span, environment: Environment): Promise<string | undefined> {
    const node = this.#callAt(call);
    if (!node || node.arguments.length === 0 || /\bawait\b/.test(node.getText())) return undefined;
    const [start, end] = [node.arguments.pos, node.arguments.end];
    const probed = `${this.source.slice(0, start)}...__probe("given", () => [${this.source.slice(start, end)}])${this.source.slice(end)}`;
    let given: string | undefined;
    await this.#run(
      probed,
      (_place, evaluate) => {
        const values = evaluate() as readonly unknown[];
        given ??= textOf(values.filter((value) => typeof value !== "function"));
        return values;
      },
      (laboratory) => laboratory.run(environment),
    );
    return given;
  }

  /**
   * Names between two places whose values come of code that throws by design: `const parsed1 = JSON.parse(text)`. The generator gives
   * them names of their own.
   */
  parsedBetween(start: number, end: number): string[] {
    const names: string[] = [];
    for (const { 1: name, index } of this.source.matchAll(/const (parsed\d+)[^=\n]* = /g))
      if (start < index && index < end) names.push(name!);
    return names;
  }

  /** The program in which this name has another value. */
  withOther(name: string): string {
    return this.source.replace(
      new RegExp(`(const ${name}[^=\\n]* = )(.*);\\n`),
      (_all, head: string, value: string) => `${head}__probe("${name}", () => (${value}));\n`,
    );
  }

  async tagsWithOther(
    name: string,
    tag: string,
  ): Promise<{ usual: string | undefined; other: string | undefined }> {
    const text = this.withOther(name);
    const run = async (change: (value: unknown) => unknown): Promise<string | undefined> => {
      let found: string | undefined;
      await this.#run(
        text,
        (_place, evaluate) => change(evaluate()),
        async (laboratory) => {
          found = (await laboratory.run()).argumentsOf(tag);
        },
      );
      return found;
    };
    return { usual: await run((value) => value), other: await run(otherValue) };
  }

  async #run(
    text: string,
    probe: NonNullable<ProbeScope["__probe"]>,
    use: (laboratory: Laboratory) => Promise<unknown> = (laboratory) => laboratory.run(),
  ): Promise<void> {
    const scope = globalThis as ProbeScope;
    scope.__probe = probe;
    try {
      await use(new Laboratory(text, this.scenario));
    } finally {
      delete scope.__probe;
    }
  }

  #callAt(span: Span): ts.CallExpression | undefined {
    let found: ts.CallExpression | undefined;
    const visit = (node: ts.Node): void => {
      if (node.getStart() > span.start || node.end < span.end) return;
      if (ts.isCallExpression(node) && node.getStart() === span.start && node.end === span.end) found = node;
      ts.forEachChild(node, visit);
    };
    visit(this.#tree);
    return found;
  }

  /** Where the statement begins that the call stands in, within its list of statements. */
  #statementOf(span: Span): number | undefined {
    let found: number | undefined;
    const visit = (node: ts.Node): void => {
      if (node.pos > span.start || node.end < span.end) return;
      if (ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node)) {
        const statement = node.statements.find((one) => one.pos <= span.start && span.end <= one.end);
        if (statement !== undefined) found = statement.getStart();
      }
      ts.forEachChild(node, visit);
    };
    visit(this.#tree);
    return found;
  }
}

function otherValue(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return `${value} changed`;
  if (Array.isArray(value)) return [...(value as unknown[]), "changed"];
  if (typeof value === "object" && value !== null)
    return Object.fromEntries([
      ...Object.entries(value).map(([key, item]) => [key, otherValue(item)]),
      ["changed", 1],
    ]);
  return value;
}
