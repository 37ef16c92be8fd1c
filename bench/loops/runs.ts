import { compileProgram, type CompiledProgram } from "../../src/testing/compile.js";
import { runProgram, type CallRecord, type Trace } from "../../src/testing/execute.js";
import { scenarioOf, type Scenario } from "../../src/testing/scenario.js";

/** One call of a run. Its name is the tag that the program gave it, which holds the iteration: `t3/alpha`. */
export interface NamedCall {
  readonly name: string;
  readonly record: CallRecord;
  /** What it was given. */
  readonly given: string;
}

export interface NamedRun {
  readonly trace: Trace;
  readonly calls: readonly NamedCall[];
  readonly byName: ReadonlyMap<string, NamedCall>;
}

/** What is changed in the world: one call, by its name, answers otherwise, or fails. */
export interface Change {
  readonly name: string;
  /** Undefined where it fails. */
  readonly answer: ((usual: Record<string, unknown>) => unknown) | undefined;
}

/** Runs one program in one world, as it is and with changes. */
export class Runs {
  readonly #program: CompiledProgram;

  constructor(
    source: string,
    private readonly scenario: Partial<Scenario>,
  ) {
    this.#program = compileProgram(source);
  }

  async run(change?: Change): Promise<NamedRun> {
    const base = scenarioOf(this.scenario);
    const [starting, ending] = [new Names(), new Names()];
    const trace = await runProgram(this.#program, {
      ...base,
      steady: true,
      answer: (tool, args, signature) => {
        const usual = base.answer(tool, args, signature);
        const isMeant = ending.nameOf(signature) === change?.name && change.answer !== undefined;
        return isMeant ? change.answer!(usual as Record<string, unknown>) : usual;
      },
      // Asked once for each call, when it starts.
      failing: {
        has: (key) => starting.nameOf(key) === change?.name && change.answer === undefined,
      } as ReadonlySet<string>,
    });
    const names = new Names();
    const calls = trace.calls.map((record) => ({
      name: names.nameOf(record.key),
      record,
      given: record.key.replace(/#\d+$/, ""),
    }));
    return { trace, calls, byName: new Map(calls.map((call) => [call.name, call])) };
  }
}

/** Names calls by their tags, and calls with one tag by their number. */
class Names {
  readonly #seen = new Map<string, number>();

  nameOf(key: string): string {
    const tag = tagIn(key);
    const times = (this.#seen.get(tag) ?? 0) + 1;
    this.#seen.set(tag, times);
    return times === 1 ? tag : `${tag}#${times}`;
  }
}

/** The tag among the arguments: a tag within a text is that of another call, whose failure the text tells. */
function tagIn(key: string): string {
  return [...key.matchAll(/\btag:"([^"\\]*)"/g)].at(-1)?.[1] ?? key;
}

/** The tags of the source that made the name of a call, outermost first: `t3/alpha/t901` is call `t901` of a helper. */
export function sourceTags(name: string): string[] {
  return name.split(/[/#]/).filter((part) => /^t\d+$/.test(part));
}
