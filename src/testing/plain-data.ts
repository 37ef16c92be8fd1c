/** An answer of a simulated tool: plain data, except that in a template it prints what tells it from other answers. */
export const answerPrototype: object = Object.freeze(
  Object.create(Object.prototype, {
    toString: {
      value(this: { id?: unknown }): string {
        return JSON.stringify({ answer: this.id });
      },
    },
  }),
);

/** A deep copy of data as programs hand it to tools. What is not data (functions, promises, instances) is kept as it is. */
export function cloneData<T>(value: T): T {
  return clone(value, undefined) as T;
}

function clone(value: unknown, seen: Map<object, unknown> | undefined): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = seen?.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) return cloneInto(value, new Array<unknown>(value.length), seen);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null || prototype === answerPrototype) {
    return cloneInto(value, Object.create(prototype as object | null) as object, seen);
  }
  if (value instanceof Date) return new Date(value);
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [k, clone(v, seen)] as const));
  if (value instanceof Set) return new Set([...value].map((item) => clone(item, seen)));
  return value;
}

function cloneInto(from: object, to: object, seen: Map<object, unknown> | undefined): object {
  // Shared and cyclic structure stays shared and cyclic; the table is only made where there is structure at all.
  const table = seen ?? new Map<object, unknown>();
  table.set(from, to);
  const source = from as Record<string, unknown>;
  const target = to as Record<string, unknown>;
  for (const key of Object.keys(source)) {
    const item = source[key];
    target[key] = typeof item === "object" && item !== null ? clone(item, table) : item;
  }
  return to;
}

/** A text that is equal for two values exactly when a program's reader would call them equal. */
export function textOf(value: unknown): string {
  return print(value, undefined);
}

function print(value: unknown, path: readonly object[] | undefined): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "function":
      return "[function]";
    case "object":
      return value === null ? "null" : printObject(value, path ?? []);
    default:
      return String(value);
  }
}

function printObject(value: object, path: readonly object[]): string {
  if (path.includes(value)) return "[cycle]";
  const inner = [...path, value];
  if (Array.isArray(value)) return printArray(value, inner);
  if (value instanceof Error) return printError(value);
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (value instanceof Promise) return "[promise]";
  if (value instanceof Map) {
    return `Map{${[...value].map(([k, v]) => `${print(k, inner)}=>${print(v, inner)}`).join(",")}}`;
  }
  if (value instanceof Set) return `Set{${[...value].map((item) => print(item, inner)).join(",")}}`;
  let text = "";
  for (const key of Object.keys(value)) {
    if (text !== "") text += ",";
    text += `${key}:${print((value as Record<string, unknown>)[key], inner)}`;
  }
  return `{${text}}`;
}

function printArray(value: readonly unknown[], path: readonly object[]): string {
  let text = "";
  for (let index = 0; index < value.length; index++) {
    if (index > 0) text += ",";
    text += index in value ? print(value[index], path) : "<hole>";
  }
  return `[${text}]`;
}

/** An error by name and message: two runs never share the object. */
export function printError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : `thrown ${print(error, undefined)}`;
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return hash >>> 0;
}
