import type { WeightedKind } from "./statement.js";
import { oneOf } from "./templates.js";

/** New names for old objects, and objects that hold others. */
const aliases = oneOf([
  ["objects", "const @new@any = { k: @value };"],
  ["objects", "const @new = @object;"],
  ["arrays", "const @new@any = [];"],
  ["objects", "const @new@any = { inner: @object, list: @array };"],
  ["arrays", "const @new = @array;"],
  ["arrays", "const @new@any = [@object, @object];"],
  ["objects", "const @new = [@object, @object][0];"],
  ["objects", "const { inner: @new = @object }@any = { inner: @object };"],
  ["objects", "const @new@any = @object.inner ?? @object;"],
  ["objects", "let @new@any = @object;"],
  ["objects", "const @new@any = { ...@object, inner: @object };"],
  ["maps", "const @new@any = new Map();"],
  ["sets", "const @new@any = new Set(@array);"],
  ["maps", "const @new@any = new Map([[1, @object], [2, @text]]);"],
  ["answers", "const @new@any = { id: @text, name: @text, total: 5, ok: true, items: [], of: @object };"],
  ["answers", "const @new = @answer;"],
]);

/** What is copied is a thing of its own: at the top, or all the way down. */
const copies = oneOf([
  ["objects", "const @new@any = { ...@object };"],
  ["arrays", "const @new = [...@array];"],
  ["arrays", "const @new = @array.slice();"],
  ["objects", "const @new@any = structuredClone(@object);"],
  ["arrays", "const @new = @array.toSorted();"],
  ["arrays", "const @new = @array.toReversed();"],
  ["objects", "const @new@any = Object.assign({}, @object);"],
  ["arrays", "const @new = Array.from(@array);"],
  ["objects", "const @new@any = JSON.parse(JSON.stringify(@object));"],
  ["objects", "const @new@any = Object.fromEntries(Object.entries(@object));"],
  ["arrays", "const @new = @array.concat(@array);"],
  ["objects", "const { k: dropped@mark, ...@new }@any = @object;"],
  ["arrays", "const [head@mark, ...@new]@any = @array;"],
]);

const mutations = oneOf([
  "@object.m0 = @value;",
  "@array.push(@value);",
  "@object.m1 = @value;",
  "@object.at = @array.length;",
  "delete @object.k;",
  "Object.assign(@object, { merged: @value });",
  "@array.push((await @call).id);",
  "@array.push(await @call);",
  "@array.sort();",
  "@array.reverse();",
  "@array.splice(0, 1, @value);",
  "@array.fill(@value, 0, 1);",
  "@array.copyWithin(0, 1);",
  "@array.length = Math.min(@same.length, 3);",
  "@array.unshift(@value);",
  "@array.pop();",
  "@array[0] = @value;",
  "@object[@text] = @value;",
  "@object.inner = @object;",
  "@object.nested = { deep: @value };",
  "@object.nested ??= { deep: [] };",
  "@map.set(@text, @value);",
  "@map.delete(1);",
  "@set.add(@value);",
  "@object.n = (@same.n ?? 0) + 1;",
  "[@object.m0, @object.m1] = [@value, @value];",
  "({ name: @object.m2 } = @answer);",
  'Object.defineProperty(@object, "defined", { value: @value, enumerable: true, configurable: true });',
  "@answer.note = @value;",
  "@answer.items.push({ id: @text, name: @text });",
  "for (const entry of @array.slice(0, 2)) @object.last = entry;",
]);

/** Reads in all the ways there are. */
const reads = oneOf([
  ["texts", "const @new = `about ${@answer.name}`;"],
  ["texts", `const @new = @answer.items.map((item@any) => item.name).join(", ");`],
  ["texts", "const @new = JSON.stringify(@answer);"],
  ["texts", "const @new = Object.keys(@object).join();"],
  ["texts", "const @new = @array.length;"],
  ["texts", "const @new = String(@number);"],
  ["texts", "const @new = JSON.stringify(@object);"],
  ["texts", "const @new = @array.join();"],
  ["texts", "const { name: @new = @text }@any = @object;"],
  ["texts", "const [@new = @text]@any = @array;"],
  ["texts", "const @new = @map.get(1) ?? @text;"],
  ["texts", "const @new = @set.size;"],
  ["texts", `const @new = @array.includes(@text) ? "yes" : @text;`],
  ["texts", "const @new = @object.m1 ?? @text;"],
  ["texts", "const @new = [...@map.values()].length;"],
  ["texts", "const @new = typeof @object.inner;"],
  ["texts", `const @new = "m0" in @object ? 1 : 2;`],
  ["texts", "const @new = @array.at(-1) ?? @text;"],
  ["texts", "const @new = @array.indexOf(@text) + @number;"],
]);

/** Accessors and iterators run code where nothing looks like a call. */
const accessors = oneOf([
  ["objects", "const @new@any = { get size() { return @array.length; } };"],
  ["objects", "const @new@any = { set size(v@any) { @object.size = v; } };\n@new.size = @value;"],
  ["objects", "const @new@any = { n: 0, get next() { return ++this.n; } };\nconsole.log(@new.next);"],
  ["arrays", "const @new = [...{ *[Symbol.iterator]() { yield @text; yield @array.length; } }];"],
  ["texts", "const @new = `${{ toString() { return String(@array.length); } }}`;"],
  ["objects", "const @new@any = { toJSON() { return { size: @array.length }; } };"],
]);

export const objectKinds: readonly WeightedKind[] = [
  [3, aliases],
  [2, copies],
  [4, mutations],
  [2, reads],
  [1, accessors],
];
