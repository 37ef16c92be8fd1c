import { defaultFileName, noProject } from "./model/options.js";
import type { ConventionOption, Emit, EffectsProfile, Options, Schedule } from "./model/options.js";
import type { ManifestEntry, ToolTable } from "./model/effects.js";
import { nearest } from "./nearest.js";

/** What is wrong with the options, and where: `tools.send_email.writes[0]`. */
export interface OptionProblem {
  readonly path: string;
  readonly message: string;
  readonly help?: string;
}

export interface ResolvedOptions {
  readonly options: Options;
  readonly diagnostics: readonly OptionProblem[];
}

/** What a configuration file says; only what is there and right. */
export interface Configuration {
  readonly conventions?: readonly ConventionOption[];
  readonly tools?: ToolTable;
  readonly effects?: EffectsProfile;
  readonly schedule?: Schedule;
  readonly emit?: Emit;
  readonly speculate?: boolean;
  readonly pure?: readonly string[];
  readonly runtime?: string;
  /** Files to leave out, as in a .gitignore beside the configuration. */
  readonly ignore?: readonly string[];
}

export const effectsProfiles: readonly EffectsProfile[] = ["inferred", "strict", "data-only"];
export const schedules: readonly Schedule[] = ["rounds", "chains"];
export const emits: readonly Emit[] = ["batch", "promise-all"];

/** Checks the options of `optimize`: a wrong one is reported and its default stands in. Never throws. */
export function resolveOptions(input: unknown): ResolvedOptions {
  const problems: OptionProblem[] = [];
  const given: Readers<Options> =
    guarded(problems, () => readFields(input, "", optionReaders, problems)) ?? {};
  const options: Options = {
    fileName: given.fileName ?? defaultFileName,
    conventions: given.conventions ?? [],
    tools: given.tools ?? {},
    effects: given.effects ?? "inferred",
    schedule: given.schedule ?? "rounds",
    emit: given.emit ?? "batch",
    speculate: given.speculate ?? false,
    pure: given.pure ?? [],
    runtime: given.runtime ?? "parcall/runtime",
    exportsOf: given.exportsOf ?? (() => undefined),
    moduleAt: given.moduleAt ?? noProject,
  };
  return { options, diagnostics: problems };
}

/** Checks what a configuration file holds. `path` is where it stands in the file. Never throws. */
export function resolveConfiguration(
  input: unknown,
  path = "",
): { readonly configuration: Configuration; readonly diagnostics: readonly OptionProblem[] } {
  const problems: OptionProblem[] = [];
  const configuration =
    guarded(problems, () => readFields(input, path, configurationReaders, problems)) ?? {};
  return { configuration, diagnostics: problems };
}

/** Checks what a manifest file holds: `{ "tools": { … } }`. Never throws. */
export function resolveManifest(input: unknown): {
  readonly tools: ToolTable;
  readonly diagnostics: readonly OptionProblem[];
} {
  const problems: OptionProblem[] = [];
  const given = guarded(problems, () => readFields(input, "", manifestReaders, problems)) ?? {};
  if (problems.length === 0 && given.tools === undefined) {
    problems.push({
      path: "tools",
      message: "tools is missing",
      help: 'write { "tools": { "NAME": "reads" } }',
    });
  }
  return { tools: given.tools ?? {}, diagnostics: problems };
}

/** A reader checks one value: it reports what is wrong and answers undefined, or answers the value. */
type Reader<Value> = (value: unknown, path: string, problems: OptionProblem[]) => Value | undefined;
type Readers<Shape> = { readonly [Key in keyof Shape]?: Shape[Key] };
type ReaderTable<Shape> = ReadonlyMap<keyof Shape & string, Reader<unknown>>;

/** Options come from outside: a getter or a proxy may throw at any touch. */
function guarded<Value>(problems: OptionProblem[], read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    problems.push({ path: "", message: "the options cannot be read: looking at them throws" });
    return undefined;
  }
}

/** Reads an object field by field. Only own fields count, so `__proto__` is one more unknown key. */
function readFields<Shape>(
  input: unknown,
  path: string,
  readers: ReaderTable<Shape>,
  problems: OptionProblem[],
): Readers<Shape> {
  if (input === undefined) return {};
  if (!isRecord(input)) {
    problems.push(wrongType(path, "an object", input));
    return {};
  }
  const read: [string, unknown][] = [];
  for (const key of Object.keys(input)) {
    const value = input[key];
    const at = join(path, key);
    const reader = readers.get(key as keyof Shape & string);
    if (reader === undefined) {
      const meant = nearest(key, [...readers.keys()]);
      const known = [...readers.keys()].filter((name) => name !== "$schema").join(", ");
      const help = meant === undefined ? `known here: ${known}` : `did you mean ${meant}?`;
      problems.push({ path: at, message: `${at} is not known`, help });
    } else if (value !== undefined) {
      const result = reader(value, at, problems);
      if (result !== undefined) read.push([key, result]);
    }
  }
  return Object.fromEntries(read) as Readers<Shape>;
}

const boolean: Reader<boolean> = (value, path, problems) =>
  typeof value === "boolean" ? value : fail(problems, wrongType(path, "true or false", value));

const string: Reader<string> = (value, path, problems) =>
  typeof value === "string" ? value : fail(problems, wrongType(path, "a string", value));

const name: Reader<string> = (value, path, problems) => {
  const text = string(value, path, problems);
  return text === "" ? fail(problems, { path, message: `${path} must not be empty` }) : text;
};

const anything: Reader<unknown> = () => undefined;

function oneOf<Word extends string>(words: readonly Word[], otherwise = ""): Reader<Word> {
  return (value, path, problems) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const meant = typeof value === "string" ? nearest(value, words) : undefined;
    const help = meant === undefined ? undefined : `did you mean "${meant}"?`;
    const problem = wrongType(path, `${alternatives(words)}${otherwise}`, value);
    return fail(problems, help === undefined ? problem : { ...problem, help });
  };
}

function listOf<Item>(item: Reader<Item>, what: string): Reader<readonly Item[]> {
  return (value, path, problems) => {
    if (!Array.isArray(value)) return fail(problems, wrongType(path, `a list of ${what}`, value));
    const items: Item[] = [];
    // By index: the holes of a sparse list are wrong members too, and an iterator may be replaced.
    for (let index = 0; index < Math.min(value.length, mostItems); index++) {
      const read = item(value[index], `${path}[${index}]`, problems);
      if (read !== undefined) items.push(read);
    }
    if (value.length > mostItems)
      problems.push({ path, message: `${path} has more than ${mostItems} members` });
    return items;
  };
}

/** `new Array(2 ** 32 - 1)` would be walked for minutes. */
const mostItems = 100_000;

/** The callee as it is written: names joined by dots, `*` for a varying part, and something that does not vary. */
const pattern: Reader<string> = (value, path, problems) => {
  const text = string(value, path, problems);
  if (text === undefined) return undefined;
  if (!/^[\p{ID_Continue}$#*]+(?:\.[\p{ID_Continue}$#*]+)*$/u.test(text)) {
    const help = 'write the callee with "*" for a varying part, as in "codemode.*" or "step.run"';
    return fail(problems, { path, message: `${path} must be a name or names joined by dots`, help });
  }
  if (/^[*.]+$/.test(text)) {
    // `*` would take every call of the program, `parseInt(x)` too, for one that matches.
    return fail(problems, {
      path,
      message: `${path} must hold a fixed part: "${text}" matches every function`,
    });
  }
  return text;
};

/** The index of an argument, or index and properties: `1`, `"0.name"`. */
function place(words: readonly string[]): Reader<number | string> {
  return (value, path, problems) => {
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    if (
      typeof value === "string" &&
      (words.includes(value) || /^\d+(?:\.[\p{ID_Continue}$]+)+$/u.test(value))
    ) {
      return value;
    }
    const wanted = [
      ...words.map((word) => `"${word}"`),
      "the index of an argument",
      'index and property ("0.name")',
    ];
    return fail(problems, wrongType(path, either(wanted), value));
  };
}

const conventionReaders: ReaderTable<ConventionOption> = new Map<keyof ConventionOption, Reader<unknown>>([
  ["call", pattern],
  ["tool", place(["callee"])],
  ["arguments", place([])],
  ["throws", boolean],
]);

const convention: Reader<ConventionOption> = (value, path, problems) => {
  if (typeof value === "string") {
    const call = pattern(value, path, problems);
    return call === undefined ? undefined : { call };
  }
  if (!isRecord(value)) return fail(problems, wrongType(path, "a string or an object", value));
  const before = problems.length;
  const { call, ...rest } = readFields(value, path, conventionReaders, problems);
  if (problems.length > before) return undefined;
  if (call === undefined) {
    const help = 'say which calls are meant, as in { "call": "codemode.*" }';
    return fail(problems, { path: `${path}.call`, message: `${path}.call is missing`, help });
  }
  return { call, ...rest };
};

const effectWords = ["pure", "reads", "writes", "approval"] as const;

/** `file:{path}`: every brace is closed again and holds a name. */
const resource: Reader<string> = (value, path, problems) => {
  const text = name(value, path, problems);
  if (text === undefined) return undefined;
  if (/[{}]/.test(text.replace(/\{[^{}]+\}/g, ""))) {
    const help = 'write the name of an argument in braces, as in "file:{path}"';
    return fail(problems, {
      path,
      message: `${path} has a brace without its other half or without a name`,
      help,
    });
  }
  return text;
};

type ManifestObject = Exclude<ManifestEntry, string>;
type Annotations = NonNullable<ManifestObject["annotations"]>;

// The hints that the protocol knows; a snapshot of a server may hold its `title`, and what later versions add.
const hints: readonly (keyof Annotations)[] = [
  "readOnlyHint",
  "destructiveHint",
  "idempotentHint",
  "openWorldHint",
];

const annotations: Reader<Annotations> = (value, path, problems) => {
  if (!isRecord(value)) return fail(problems, wrongType(path, "an object", value));
  const read: [string, boolean][] = [];
  for (const hint of hints) {
    if (!Object.hasOwn(value, hint) || value[hint] === undefined) continue;
    const answer = boolean(value[hint], `${path}.${hint}`, problems);
    if (answer !== undefined) read.push([hint, answer]);
  }
  return Object.fromEntries(read) as Annotations;
};

const manifestObjectReaders: ReaderTable<ManifestObject> = new Map<keyof ManifestObject, Reader<unknown>>([
  ["effect", oneOf(effectWords)],
  ["reads", listOf(resource, "resources")],
  ["writes", listOf(resource, "resources")],
  ["failures", oneOf(["exact", "relaxed"])],
  ["idempotent", boolean],
  ["annotations", annotations],
]);

const manifestEntry: Reader<ManifestEntry> = (value, path, problems) => {
  if (!isRecord(value)) return oneOf(effectWords, ", or an object")(value, path, problems);
  const before = problems.length;
  const entry = readFields(value, path, manifestObjectReaders, problems);
  if (problems.length > before) return undefined;
  // `{ "effect": "pure", "writes": ["db"] }` says two things; taking either could be the dangerous one.
  const writes = (entry.writes?.length ?? 0) > 0;
  const reads = (entry.reads?.length ?? 0) > 0;
  if ((entry.effect === "pure" && (reads || writes)) || (entry.effect === "reads" && writes)) {
    const message = `${path} says effect "${entry.effect}" and also lists what it ${writes ? "writes" : "reads"}`;
    return fail(problems, { path, message, help: "keep one of the two" });
  }
  return entry;
};

const tools: Reader<ToolTable> = (value, path, problems) => {
  if (!isRecord(value)) return fail(problems, wrongType(path, "an object of tool names", value));
  const entries: [string, ManifestEntry][] = [];
  for (const tool of Object.keys(value)) {
    const entry = manifestEntry(value[tool], join(path, tool), problems);
    if (entry !== undefined) entries.push([tool, entry]);
  }
  // fromEntries defines fields, so a tool called `__proto__` is a tool and not the table's prototype.
  return Object.fromEntries(entries);
};

/** A host's function may throw or answer anything; then the module cannot be looked at. */
const exportsOf: Reader<Options["exportsOf"]> = (value, path, problems) => {
  if (typeof value !== "function") return fail(problems, wrongType(path, "a function", value));
  return (specifier) => {
    try {
      const names: unknown = value(specifier);
      return Array.isArray(names) ? names.filter((item) => typeof item === "string") : undefined;
    } catch {
      return undefined;
    }
  };
};

/** As with `exportsOf`: whatever else a host's function answers, there is no such module. */
const moduleAt: Reader<Options["moduleAt"]> = (value, path, problems) => {
  if (typeof value !== "function") return fail(problems, wrongType(path, "a function", value));
  return (specifier, importer) => {
    try {
      const found: unknown = value(specifier, importer);
      if (!isRecord(found)) return undefined;
      const { fileName, text } = found;
      return typeof fileName === "string" && fileName !== "" && typeof text === "string"
        ? { fileName, text }
        : undefined;
    } catch {
      return undefined;
    }
  };
};

type SharedKey = Exclude<keyof Configuration, "ignore"> & keyof Options;

const sharedReaders: readonly [SharedKey, Reader<unknown>][] = [
  ["conventions", listOf(convention, "conventions")],
  ["tools", tools],
  ["effects", oneOf(effectsProfiles)],
  ["schedule", oneOf(schedules)],
  ["emit", oneOf(emits)],
  ["speculate", boolean],
  ["pure", listOf(pattern, "functions")],
  ["runtime", name],
];

const optionReaders: ReaderTable<Options> = new Map<keyof Options, Reader<unknown>>([
  ["fileName", name],
  ...sharedReaders,
  ["exportsOf", exportsOf],
  ["moduleAt", moduleAt],
]);

const configurationReaders: ReaderTable<Configuration & { $schema: string }> = new Map<
  keyof Configuration | "$schema",
  Reader<unknown>
>([["$schema", anything], ...sharedReaders, ["ignore", listOf(name, "patterns")]]);

const manifestReaders: ReaderTable<{ $schema: string; tools: ToolTable }> = new Map<
  "$schema" | "tools",
  Reader<unknown>
>([
  ["$schema", anything],
  ["tools", tools],
]);

function fail(problems: OptionProblem[], problem: OptionProblem): undefined {
  problems.push(problem);
  return undefined;
}

function wrongType(path: string, wanted: string, value: unknown): OptionProblem {
  const subject = path === "" ? "the options" : path;
  return { path, message: `${subject} must be ${wanted}, not ${describe(value)}` };
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return value.length > 40 ? "a long string" : JSON.stringify(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "undefined") return "undefined";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `tools.send_email`, but `tools["send email"]`. */
function join(path: string, key: string): string {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$-]*$/u.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function alternatives(words: readonly string[]): string {
  return either(words.map((word) => `"${word}"`));
}

function either(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(", ")} or ${words.at(-1)!}`;
}
