/** One call of a row; `label` is what later calls refer to it by. */
export interface RowCall {
  readonly name: string;
  readonly label: string;
  readonly given: Readonly<Record<string, unknown>>;
}

/** A row that can be printed as a program. */
export interface Row {
  /** Counted from 0, as in the file. */
  readonly number: number;
  readonly calls: readonly RowCall[];
  readonly result: Readonly<Record<string, unknown>>;
}

export interface SkippedRow {
  readonly number: number;
  readonly why: string;
}

/** `$var1.author[0].id$` */
export interface Reference {
  readonly label: string;
  readonly path: readonly (string | number)[];
}

/** Reads a data file: a JSON array of `{ output }`, where the output may itself be JSON in a string. */
export function readRows(text: string): { rows: readonly Row[]; skipped: readonly SkippedRow[] } {
  const data: unknown = JSON.parse(text);
  if (!Array.isArray(data)) throw new TypeError("the file holds no array of rows");
  const read = data.map((item: unknown, number) => readRow(item, number));
  return {
    rows: read.filter((row) => "calls" in row),
    skipped: read.filter((row) => "why" in row),
  };
}

function readRow(item: unknown, number: number): Row | SkippedRow {
  const output = (item as { output?: unknown } | null)?.output;
  const steps: unknown = typeof output === "string" ? JSON.parse(output) : output;
  if (!Array.isArray(steps)) return { number, why: "it has no list of calls" };
  const calls: RowCall[] = [];
  let result: Row["result"] | undefined;
  for (const step of steps as { name: string; label?: string; arguments?: RowCall["given"] }[]) {
    const given = step.arguments ?? {};
    const unknown = referencesIn(given).find(({ label }) => !calls.some((call) => call.label === label));
    // Nothing answers to it yet: no order of the calls could run such a row.
    if (unknown !== undefined)
      return { number, why: `${step.name} refers to ${unknown.label} before it ends` };
    if (step.name === "var_result") {
      result = given;
      continue;
    }
    const label = step.label ?? "";
    if (!/^[A-Za-z_]\w*$/.test(label)) return { number, why: `${step.name} has no usable label` };
    if (calls.some((call) => call.label === label)) return { number, why: `the label ${label} is repeated` };
    calls.push({ name: step.name, label, given });
  }
  return result === undefined ? { number, why: "it has no result" } : { number, calls, result };
}

/** The stretches of a text: plain ones and references, in order. */
export function splitText(text: string): readonly (string | Reference)[] {
  const parts: (string | Reference)[] = [];
  let position = 0;
  for (const match of text.matchAll(/\$([A-Za-z_]\w*)((?:\.|\[)[^$]*)?\$/g)) {
    if (match.index > position) parts.push(text.slice(position, match.index));
    parts.push({ label: match[1]!, path: readPath(match[2] ?? "") });
    position = match.index + match[0].length;
  }
  if (position < text.length || parts.length === 0) parts.push(text.slice(position));
  return parts;
}

/** `.author[0].Exchange Rate` */
function readPath(text: string): (string | number)[] {
  return [...text.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)].map(([, field, index]) => field ?? Number(index));
}

export function referencesIn(value: unknown): readonly Reference[] {
  if (typeof value === "string") return splitText(value).filter((part) => typeof part !== "string");
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}

/** The known graph: for each call the places of the calls whose answers it uses. */
export function knownGraph({ calls }: Row): readonly (readonly number[])[] {
  return calls.map(({ given }) => [
    ...new Set(referencesIn(given).map(({ label }) => calls.findIndex((call) => call.label === label))),
  ]);
}

/** The least time in which the row's calls can end, if each takes as long as it is given. */
export function criticalPath(graph: readonly (readonly number[])[], durations: readonly number[]): number {
  const ends: number[] = [];
  for (const [place, uses] of graph.entries()) {
    ends.push(Math.max(0, ...uses.map((used) => ends[used]!)) + durations[place]!);
  }
  return Math.max(0, ...ends);
}
