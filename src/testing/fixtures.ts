import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { OptimizeOptions } from "../core/model/options.js";
import type { ManifestEntry, ToolTable } from "../core/model/effects.js";
import type { Scenario } from "./scenario.js";
import { answersFrom } from "./scenario.js";
import { effectsFrom, type EffectOf } from "./true-effects.js";

/** A workflow with what people expect of its rewrite. */
export interface Fixture {
  /** `theme/name` */
  readonly name: string;
  readonly theme: string;
  /** The file's own name, which decides the language. */
  readonly fileName: string;
  readonly goldenPath: string;
  /** The whole text, header included: the header is the file's first comment, as workflows have them. */
  readonly source: string;
  /** One plan per region with calls, in source order; written by hand. */
  readonly plans: readonly string[];
  readonly why: string;
  /** The rewrite must return the input. */
  readonly unchanged: boolean;
  /** Calls are to run together that did not: a batch in the plan of a fixture that stays as it is, is one that the program has. */
  readonly batched: boolean;
  readonly options: OptimizeOptions;
  readonly scenario: Partial<Scenario>;
  /** What the tools really do: the manifest, and `effects:` for tools whose effect the compiler has to infer. */
  readonly effectOf: EffectOf;
  /** The golden as it is on disk. */
  readonly golden: string | undefined;
}

const extensions = /\.(?:[cm]?[jt]s|[jt]sx)$/;

export async function loadFixtures(root: string): Promise<Fixture[]> {
  const fixtures: Fixture[] = [];
  for (const theme of await foldersIn(root)) {
    const files = (await readdir(path.join(root, theme))).filter((file) => extensions.test(file)).toSorted();
    for (const fileName of files) fixtures.push(await loadFixture(root, theme, fileName));
  }
  return fixtures;
}

async function foldersIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

async function loadFixture(root: string, theme: string, fileName: string): Promise<Fixture> {
  const base = fileName.replace(extensions, "");
  const goldenPath = path.join(root, theme, `${base}.expect.md`);
  const [source, golden] = await Promise.all([
    readFile(path.join(root, theme, fileName), "utf8"),
    readFile(goldenPath, "utf8").catch(() => undefined),
  ]);
  return { ...readFixture(`${theme}/${base}`, fileName, source), goldenPath, golden };
}

const knownKeys = ["plan", "why", "tools", "effects", "options", "input", "answers", "unchanged"] as const;
type Key = (typeof knownKeys)[number];

/** A fixture from its text; throws where the header cannot be read. */
export function readFixture(
  name: string,
  fileName: string,
  source: string,
): Omit<Fixture, "goldenPath" | "golden"> {
  const header = readHeader(name, source);
  const json = <T>(key: Key, otherwise: T): T => {
    const text = header.get(key)?.[0];
    if (text === undefined) return otherwise;
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      throw new Error(`${name}: ${key}: ${(error as Error).message}`, { cause: error });
    }
  };
  const tools = json<ToolTable | undefined>("tools", undefined);
  const plans = header.get("plan") ?? [];
  const unchanged = header.has("unchanged");
  const effects = json<Record<string, ManifestEntry>>("effects", {});
  return {
    name,
    theme: name.split("/")[0]!,
    fileName,
    source,
    plans,
    why: header.get("why")?.join(" ") ?? "",
    unchanged,
    batched: !unchanged && plans.some(hasTogether),
    options: { ...json<OptimizeOptions>("options", {}), ...(tools && { tools }), fileName },
    scenario: { input: json<unknown[]>("input", []), answer: answersFrom(json("answers", {})) },
    effectOf: effectsFrom({ ...tools, ...effects }),
  };
}

/** The comments at the top: `// key: text`, continued by lines that are indented by three blanks. */
function readHeader(name: string, source: string): Map<Key, string[]> {
  const header = new Map<Key, string[]>();
  let last: string[] | undefined;
  for (const line of source
    .replace(/^\uFEFF/, "")
    .replace(/^#!.*\r?\n/, "")
    .split(/\r?\n/)) {
    if (!line.startsWith("//")) break;
    const more = /^\/\/ {3}\s*(.*)$/.exec(line);
    const entry = /^\/\/ (\w+)(?:: (.*))?$/.exec(line);
    if (more !== null && last !== undefined) last[last.length - 1] += ` ${more[1]}`;
    else if (entry !== null && knownKeys.includes(entry[1] as Key)) {
      const key = entry[1] as Key;
      last = header.get(key) ?? [];
      last.push(entry[2] ?? "");
      header.set(key, last);
    } else throw new Error(`${name}: cannot read the header line "${line}"`);
  }
  return header;
}

/** What makes a fixture prove nothing. */
export function weaknesses(fixtures: readonly Fixture[]): string[] {
  const found: string[] = [];
  const programs = new Map<string, string>();
  for (const { name, plans, why, unchanged, source } of fixtures) {
    if (plans.length === 0) found.push(`${name}: no plan`);
    if (why.length < 20) found.push(`${name}: no why`);
    for (const plan of plans) {
      if (plan.trim() === "") found.push(`${name}: an empty plan`);
      else if (unchanged && hasTogether(plan) && !hasBatch(source))
        found.push(`${name}: says "unchanged", and the plan has a batch`);
    }
    const program = withoutComments(source);
    const twin = programs.get(program);
    if (twin !== undefined) found.push(`${name}: the same program as ${twin}`);
    programs.set(program, name);
  }
  return found;
}

/** Calls of one block run together (`a | b`), or those of all turns of a loop (`a*`). */
function hasTogether(plan: string): boolean {
  return /[|*]/.test(plan);
}

/** The program starts calls together itself. */
function hasBatch(source: string): boolean {
  return /\bcallTools(?:Parallel|Settled)\(|\bPromise\.all(?:Settled)?\(/.test(source);
}

/** Whole-line comments and blanks do not make another program; pragmas do. */
function withoutComments(source: string): string {
  const lines = source.split("\n").filter((line) => !/^\s*\/\/(?! parcall)/.test(line));
  return lines.join("").replaceAll(/\s+/g, "");
}

/** Goldens are only written on demand, and never over a plan that a person wrote differently. */
export async function updateGolden(
  fixture: Fixture,
  golden: string,
  plans: readonly string[],
): Promise<void> {
  if (process.env.UPDATE_GOLDENS !== "1") throw new Error("goldens are written with UPDATE_GOLDENS=1 only");
  if (JSON.stringify(plans) !== JSON.stringify(fixture.plans)) {
    throw new Error(
      `${fixture.name}: the plan is ${plans.join(" / ")}, the header says ${fixture.plans.join(" / ")}; nothing was written`,
    );
  }
  if (golden !== fixture.golden) await writeFile(fixture.goldenPath, golden);
}
