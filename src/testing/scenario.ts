import { answerPrototype, cloneData, hashOf } from "./plain-data.js";

/** Everything about a run that is not the program. */
export interface Scenario {
  /** Arguments of the program's main function; every run gets its own copy. */
  readonly input: readonly unknown[];
  /** A global object `state`, which the program may change. */
  readonly state: object;
  /** The answer of a tool; asked once per call, so it may be computed but must depend on nothing else. */
  readonly answer: (tool: string, args: readonly unknown[], signature: string) => unknown;
  /** Milliseconds that a call takes, by its key, so that a call takes equally long in both programs. */
  readonly latency: (key: string) => number;
  /** Keys of the calls that fail. */
  readonly failing: ReadonlySet<string>;
  /** The clock, random numbers and ids answer the same each time. */
  readonly steady: boolean;
}

export const noFailures: ReadonlySet<string> = new Set();

export const unitLatency = (): number => 1;

/** Most calls are fast, a few take very long: lognormal, sigma 0.8, as tools on a network do. */
export function skewedLatency(seed: number): (key: string) => number {
  return (key) => {
    const first = (hashOf(key, seed) + 1) / 4294967297;
    const second = hashOf(key, seed + 77) / 4294967296;
    return 100 * Math.exp(0.8 * Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second));
  };
}

/** An answer with the fields that programs commonly read, different for every tool and every argument. */
export function defaultAnswer(tool: string, _args: readonly unknown[], signature: string): unknown {
  const hash = hashOf(signature);
  const tag = hash.toString(36);
  const answer = Object.create(answerPrototype) as Record<string, unknown>;
  answer.id = `${tool}-${tag}`;
  answer.name = `name-${tag}`;
  answer.text = `text of ${tag}`;
  answer.total = hash % 1000;
  answer.count = hash % 7;
  answer.ok = hash % 3 !== 0;
  answer.items = [
    { id: `${tag}-1`, name: `first-${tag}`, price: hash % 50 },
    { id: `${tag}-2`, name: `second-${tag}`, price: hash % 30 },
  ];
  answer.content = [{ type: "text", text: JSON.stringify({ id: tag, tool }) }];
  return answer;
}

/**
 * Answers given by tool. `{hash}` in a text becomes what tells this call's answer from others of the tool; tools that are not
 * in the table answer as by default.
 */
export function answersFrom(table: Readonly<Record<string, unknown>>): Scenario["answer"] {
  return (tool, args, signature) => {
    if (!Object.hasOwn(table, tool)) return defaultAnswer(tool, args, signature);
    return fill(cloneData(table[tool]), hashOf(signature).toString(36));
  };
}

function fill(value: unknown, tag: string): unknown {
  if (typeof value === "string") return value.replaceAll("{hash}", tag);
  if (Array.isArray(value)) return value.map((item) => fill(item, tag));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, tag)]));
}

export function scenarioOf(given: Partial<Scenario> = {}): Scenario {
  return {
    input: given.input ?? [],
    state: given.state ?? {},
    answer: given.answer ?? defaultAnswer,
    latency: given.latency ?? unitLatency,
    failing: given.failing ?? noFailures,
    steady: given.steady ?? false,
  };
}
