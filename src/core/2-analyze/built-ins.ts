/**
 * What the language's own functions do. A method is known by its name, so a name is here only where the objects of ordinary programs
 * mean the same by it; `common` names are also the names of methods of other things (`db.find`, `cache.get`) and count only on
 * receivers that are seen to be data.
 */
export interface MethodFacts {
  /** Changes its receiver. */
  readonly mutates: boolean;
  /** Calls its function arguments before it returns. */
  readonly callsBack: boolean;
  readonly common: boolean;
  /** Its first argument may be a regular expression, which then remembers where its match ended. */
  readonly takesPattern: boolean;
  /**
   * What the result may share with the receiver: nothing (a primitive), its elements, a new list of its elements, the receiver
   * itself, or what the callback returns.
   */
  readonly result: "primitive" | "element" | "copy" | "receiver" | "callback";
}

const methods = new Map<string, MethodFacts>();

function declare(names: string, result: MethodFacts["result"], facts: Partial<MethodFacts> = {}): void {
  for (const name of names.split(" "))
    methods.set(name, {
      mutates: false,
      callsBack: false,
      common: false,
      takesPattern: false,
      result,
      ...facts,
    });
}

declare(
  "trim trimStart trimEnd toUpperCase toLowerCase toLocaleUpperCase toLocaleLowerCase padStart padEnd startsWith endsWith includes indexOf " +
    "lastIndexOf charAt charCodeAt codePointAt substring substr repeat localeCompare toFixed toPrecision toISOString toDateString " +
    "getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds getMilliseconds toLocaleString toLocaleDateString " +
    "toLocaleTimeString hasOwnProperty",
  "primitive",
);
declare(
  "toTimeString toJSON getUTCFullYear getUTCMonth getUTCDate getUTCDay getUTCHours getUTCMinutes getUTCSeconds getTimezoneOffset",
  "primitive",
);
declare(
  "setFullYear setMonth setDate setHours setMinutes setSeconds setMilliseconds setTime setUTCFullYear setUTCMonth setUTCDate " +
    "setUTCHours setUTCMinutes setUTCSeconds",
  "primitive",
  { mutates: true },
);
// Of `Intl`'s formatters.
declare("format formatRange select compare of", "primitive", { common: true });
declare("formatToParts", "copy", { common: true });
declare("toString join", "primitive");
declare("normalize has", "primitive", { common: true });
declare("search", "primitive", { common: true, takesPattern: true });
declare("valueOf", "receiver", { common: true });
// A regular expression remembers where its last match ended.
declare("test", "primitive", { common: true, mutates: true });
declare("exec", "copy", { common: true, mutates: true });
declare("match matchAll", "copy", { common: true, takesPattern: true });
declare("slice concat flat toReversed toSpliced with split", "copy");
declare("keys values entries", "copy", { common: true });
declare("at", "element");
declare("get", "element", { common: true });
declare("map flatMap", "callback", { callsBack: true });
declare("filter toSorted", "copy", { callsBack: true });
declare("some every findIndex findLastIndex forEach", "primitive", { callsBack: true });
declare("find findLast", "element", { callsBack: true, common: true });
declare("reduce reduceRight", "callback", { callsBack: true });
declare("replace replaceAll", "primitive", { callsBack: true, takesPattern: true });
declare("push unshift", "primitive", { mutates: true });
declare("pop shift", "element", { mutates: true });
declare("splice", "copy", { mutates: true });
declare("reverse fill copyWithin", "receiver", { mutates: true });
declare("sort", "receiver", { mutates: true, callsBack: true });
declare("set add", "receiver", { mutates: true, common: true });
declare("delete clear append", "primitive", { mutates: true, common: true });

/** Which argument may be a function that is called back: the replacer of `text.replace(pattern, replacer)`, the first of a list's methods. */
export function callbackIndex(name: string): number {
  return /^(replace|replaceAll|parse|stringify|from)$/.test(name) ? 1 : 0;
}

/** The facts of a method, by name. */
export function methodFacts(name: string): MethodFacts | undefined {
  return methods.get(name);
}

export interface FunctionFacts {
  readonly throws: "never" | "nullish" | "may";
  /** Its first argument is changed. */
  readonly mutatesFirst: boolean;
  readonly callsBack: boolean;
  /** Reads the clock, or the state of a random generator: such calls keep their order among themselves. */
  readonly clock: boolean;
  /** Reads every property of its arguments. */
  readonly readsAll: boolean;
  /** Its result holds the arguments themselves. */
  readonly holdsArguments: boolean;
  /** Makes a copy of its argument, which must hold no function. */
  readonly clones: boolean;
  readonly result: "primitive" | "fresh" | "copy" | "first" | "callback";
}

const usualFacts: Omit<FunctionFacts, "result"> = {
  throws: "never",
  mutatesFirst: false,
  callsBack: false,
  clock: false,
  readsAll: false,
  clones: false,
  holdsArguments: false,
};

const functions = new Map<string, FunctionFacts>();

function declareFunction(
  names: string,
  result: FunctionFacts["result"],
  facts: Partial<FunctionFacts> = {},
): void {
  for (const name of names.split(" ")) {
    functions.set(name, { ...usualFacts, result, ...facts });
  }
}

declareFunction("JSON.parse", "fresh", { throws: "may", callsBack: true });
declareFunction("JSON.stringify", "primitive", { throws: "nullish", callsBack: true, readsAll: true });
declareFunction("Object.keys", "fresh", { throws: "nullish" });
declareFunction("Object.hasOwn", "primitive", { throws: "nullish" });
declareFunction("structuredClone", "fresh", { throws: "nullish", readsAll: true, clones: true });
declareFunction("Object.values Object.entries Object.fromEntries", "copy", {
  throws: "nullish",
  readsAll: true,
});
declareFunction("Object.assign", "first", { throws: "nullish", mutatesFirst: true, readsAll: true });
declareFunction("Object.freeze", "first", { mutatesFirst: true });
declareFunction(
  "Array.isArray Number.isFinite Number.isInteger Number.isSafeInteger Number.isNaN isNaN isFinite",
  "primitive",
);
declareFunction("Array.of", "copy", { holdsArguments: true });
// `Array(-1)` is refused.
declareFunction("Array", "copy", { throws: "may", holdsArguments: true });
declareFunction("Array.from", "callback", { throws: "nullish", callsBack: true });
declareFunction(
  "String Number Boolean parseInt parseFloat Number.parseInt Number.parseFloat String.fromCharCode",
  "primitive",
);
declareFunction("encodeURIComponent encodeURI", "primitive", { throws: "nullish" });
declareFunction("decodeURIComponent decodeURI BigInt atob btoa", "primitive", { throws: "may" });
declareFunction("Date.UTC Date.parse", "primitive");
declareFunction("Date.now Math.random performance.now crypto.randomUUID", "primitive", { clock: true });

const pureMath = /^Math\.(?!random$)[a-z]\w*$/;

/** The facts of a global function, by the way it is written: `Math.max`, `JSON.parse`. */
export function functionFacts(path: string): FunctionFacts | undefined {
  if (pureMath.test(path)) return { ...usualFacts, result: "primitive" };
  return functions.get(path);
}

/** Functions of `node:path`; `resolve` and `relative` read the working directory. */
export const pathFunctions: ReadonlySet<string> = new Set([
  "join",
  "basename",
  "dirname",
  "extname",
  "normalize",
  "isAbsolute",
  "parse",
  "format",
]);

export const pathFunctionFacts: FunctionFacts = { ...usualFacts, throws: "nullish", result: "copy" };

const constructors = new Map<string, { readonly throws: "never" | "may"; readonly clock: boolean }>([
  ...["Map", "Set", "WeakMap", "WeakSet", "Error", "TypeError", "RangeError", "SyntaxError"].map(
    (name) => [name, { throws: "never", clock: false }] as const,
  ),
  ...["Array", "URL", "URLSearchParams", "RegExp"].map(
    (name) => [name, { throws: "may", clock: false }] as const,
  ),
  // Wrong locales and options are refused.
  ...["NumberFormat", "DateTimeFormat", "PluralRules", "RelativeTimeFormat", "ListFormat", "Collator"].map(
    (name) => [`Intl.${name}`, { throws: "may", clock: false }] as const,
  ),
  ["Date", { throws: "never", clock: true }],
]);

/** The constructors that make a fresh object and do nothing else. */
export function constructorFacts(name: string) {
  return constructors.get(name);
}

/** Global objects whose properties are constants or functions of the tables above. */
export const constantGlobals: ReadonlySet<string> = new Set([
  "Math",
  "Number",
  "JSON",
  "Object",
  "Array",
  "String",
  "Date",
  "Symbol",
  "console",
  "Promise",
  "process",
  "globalThis",
  "undefined",
  "NaN",
  "Infinity",
  "Error",
  "Map",
  "Set",
  "RegExp",
  "URL",
  "Boolean",
  "BigInt",
  "performance",
  "crypto",
  "structuredClone",
  "Intl",
]);

export const consoleMethods: ReadonlySet<string> = new Set([
  "log",
  "info",
  "warn",
  "error",
  "debug",
  "trace",
  "table",
  "group",
  "groupCollapsed",
  "groupEnd",
  "dir",
  "assert",
  "count",
  "countReset",
  "time",
  "timeEnd",
  "timeLog",
]);
