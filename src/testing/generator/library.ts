/**
 * Functions, classes and state that a program may mention: each is declared where something mentions it. `@any` is an annotation, and
 * `@state` declares what others may see.
 */
export const library: Readonly<Record<string, string>> = {
  counter: `@state let counter = 0;`,
  journal: `@state const journal@any = [];`,
  cache: `@state const cache@any = new Map();`,
  stats: `@state const stats@any = { calls: 0, names: [] };`,
  lastId: `let lastId = 0;`,
  inbox: `const inbox = "inbox.txt";`,
  settings: `const settings@any = { lang: "fr", limit: 3, tags: ["x"] };`,

  // Functions that change the state of the module.
  bump: `function bump(by@any) {
  counter += by;
  journal.push(counter);
  console.log("bump", counter);
}`,
  nextId: `function nextId() {
  lastId += 1;
  return "id" + lastId;
}`,
  tick: `const tick = () => ++counter;`,
  roll: `@state let seed = 7;
function roll() {
  seed = (seed * 16807) % 2147483647;
  return seed % 100;
}`,
  record: `function record(name@any) {
  stats.calls++;
  stats.names.push(name);
}`,
  remember: `function remember(key@any, value@any) {
  if (!cache.has(key)) cache.set(key, value);
  return cache.get(key);
}`,

  // Functions that change what they are given, hand it back, or keep it.
  touch: `function touch(target@any, mark@any) {
  target.mark = mark;
}`,
  addItem: `const addItem = (list@any, item@any) => {
  list.push(item);
  return list;
};`,
  identity: `function identity(value@any) {
  return value;
}`,
  sortInPlace: `function sortInPlace(list@any) {
  return list.sort();
}`,
  clearAll: `function clearAll(list@any) {
  list.length = 0;
}`,
  kept: `const kept@any = [];`,
  keep: `function keep(value@any) {
  kept.push(value);
  return kept.length;
}`,
  firstKept: `function firstKept() {
  return kept[0] ?? { name: "none" };
}`,
  apply: `function apply(run@any, value@any) {
  return run(value);
}`,

  // Functions that only compute.
  describe: `function describe(answer@any) {
  return \`\${answer.name} (\${answer.total})\`;
}`,
  describeAny: `function describeAny(entry@any) {
  return typeof entry === "object" ? "object" : String(entry);
}`,
  slug: `const slug = (text@any) => String(text).trim().toLowerCase().replaceAll(" ", "-");`,
  greet: `function greet(name@any, greeting = "hello") {
  return greeting + " " + name;
}`,
  makeRow: `const makeRow = function (answer@any, n@any) {
  return { id: answer.id, name: answer.name, total: n, items: [] };
};`,
  sumOf: `function sumOf(list@any) {
  let sum = 0;
  for (const entry of list) sum += String(entry).length;
  return sum;
}`,
  depth: `function depth(n@any)@any {
  return n <= 0 ? 0 : 1 + depth(n - 1);
}`,
  pick: `const pick = ({ id, name = "none" }@any) => ({ id, name });`,
  makeCounter: `function makeCounter() {
  let n = 0;
  return () => ++n;
}`,
  makeTracker: `const makeTracker = () => {
  const seen@any = [];
  return { add(value@any) { seen.push(value); return seen.length; }, all: () => seen.slice() };
};`,
  range: `function* range(n@any) {
  for (let i = 0; i < n; i++) yield i;
}`,

  // Functions that throw.
  requireOk: `function requireOk(answer@any) {
  if (answer.total % 5 === 0) throw new Error("not ok: " + answer.id);
}`,
  requireName: `const requireName = (thing@any) => {
  if (!thing.name) throw new TypeError("denied: no name");
  return thing.name;
};`,
  parseAmount: `function parseAmount(text@any) {
  if (String(text).length > 40) throw new RangeError("no amount");
  return String(text).length;
}`,

  // Objects with methods, classes.
  formatter: `const formatter@any = {
  prefix: "f",
  used: 0,
  plain(text@any) { return this.prefix + text; },
  counted(text@any) { this.used++; return this.prefix + this.used + text; },
};`,
  Progress: `class Progress {
  done = 0;
  notes@any = [];
  step(note@any) {
    this.done++;
    this.notes.push(note);
    return this;
  }
  get summary() {
    return this.done + ": " + this.notes.length;
  }
  static of(note@any) {
    return new Progress().step(note);
  }
}`,
  LoudProgress: `class LoudProgress extends Progress {
  step(note@any) {
    console.log("progress", note);
    return super.step(note);
  }
}`,
  Basket: `class Basket {
  static made = 0;
  #items@any = [];
  constructor() {
    Basket.made++;
  }
  add(item@any) {
    this.#items.push(item);
  }
  set only(item@any) {
    this.#items = [item];
  }
  get size() {
    return this.#items.length;
  }
  *[Symbol.iterator]() {
    yield* this.#items;
  }
}`,
};
