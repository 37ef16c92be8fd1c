import type { WeightedKind } from "./statement.js";
import { oneOf } from "./templates.js";

/** Calls of the functions of the library that call no tool. */
const computing = oneOf([
  ["texts", "const @new = describe(@answer);"],
  ["texts", "const @new = slug(@text);"],
  ["texts", "const @new = greet(@answer.name);"],
  ["texts", `const @new = greet(@text, "hi");`],
  ["answers", "const @new@any = makeRow(@answer, @number);"],
  ["texts", "const @new = sumOf(@array);"],
  ["texts", "const @new = depth(3);"],
  ["objects", "const @new@any = pick(@answer);"],
  ["texts", "const @new = [...range(2)].join();"],
  ["arrays", "const @new = @array.map(describeAny);"],
  ["texts", "const @new = apply(slug, @text);"],
  ["texts", `const @new = formatter.plain(@text);`],
  ["texts", "const @new = settings.lang + settings.limit;"],
]);

const changing = oneOf([
  "bump(@number);",
  "touch(@object, @value);",
  ["arrays", "const @new = addItem(@array, @value);"],
  ["objects", "const @new@any = identity(@object);"],
  ["arrays", "const @new = sortInPlace(@array);"],
  "clearAll(@array);",
  ["texts", "const @new = keep(@object);"],
  "firstKept().touched = @value;",
  "record(@text);",
  ["texts", "const @new = nextId();"],
  ["texts", "const @new = tick();"],
  ["texts", "const @new = roll();"],
  ["objects", "const @new@any = remember(@text, @object);"],
  ["texts", "const @new = formatter.counted(@text);"],
  ["thunks", "const @new = makeCounter();"],
  ["texts", "const @new = makeTracker().add(@object);"],
  "apply((it@any) => { it.applied = @value; }, @object);",
  "journal.push(@value);",
  "settings.limit++;",
  ["texts", "const @new = stats.names.length;"],
  "requireOk(@answer);",
  "requireName(input);",

  "for (const entry of range(2)) @object.last = entry;",
]);

const instances = oneOf([
  ["texts", "const @new = Progress.of(@text).summary;"],
  "const @new@any = new Progress();\n@new.step(@text).step(@value);\nconsole.log(@new.summary);",
  ["objects", "const @new@any = new Progress();\n@object.progress = @new;\n@new.step(@text);"],
  ["objects", "const @new@any = { progress: new LoudProgress() };\n@new.progress.step(@text);"],
  "const @new@any = new Basket();\n@new.add(@object);\n@new.only = @value;\n@array.push(...@new, @new.size);",
  ["texts", "const @new = Basket.made;"],
  [
    "objects",
    "const @new@any = new Progress();\nconst { notes: notes@new }@any = @new;\nnotes@new.push(await @call);",
  ],
]);

/** Calls of helpers that call tools, each awaited on its own. */
const asking = oneOf([
  ["answers", "const @new = await fetchUser(@text, @tag);"],
  ["answers", "const @new = await translate(@text, @tag);"],
  ["answers", "const @new = await translate(@answer.name, @tag, @text);"],
  ["texts", "const @new = await nameOf(@text, @tag);"],
  ["answers", "const @new = await digest(@answer.name, @tag);"],
  ["answers", "const @new = await pairUp(@text, @answer.id, @tag);"],
  ["answers", "const @new = await safely(@text, @tag);"],
  ["answers", "const @new = await checkedUser(@text, @tag);"],
  ["answers", "const @new = await announced(@text, @tag);"],
  ["answers", "const @new = await logged(@answer.id, @tag);"],
  ["answers", "const @new = await both(@text, @tag);"],
  ["answers", "const @new = await twice(@answer.name, @tag);"],
  ["answers", "const @new = await retried(@text, @tag);"],
  ["answers", "const @new = await countdown(1, @tag);"],
  ["arrays", "const @new = await collect(@array, @tag);"],
  ["objects", "const @new = await parsedAnswer(@text, @tag);"],
  "await requireAccess(@text, @tag);",
  "await requireText(@text);",
  "@array.push(await fetchUser(@text, @tag));",
  "@object.fetched = await nameOf(@text, @tag);",
  ["answers", "const { name: named@mark, ...@new }@any = await fetchUser(@text, @tag);"],
  "await fetchUser(@text, @tag);",
  ["texts", "const @new = (await fetchUser(@text, @tag)).name + (await translate(@text, @tag)).name;"],
]);

const changingAsync = oneOf([
  ["answers", "const @new = await enrich(@object, @tag);"],
  ["answers", "const @new = await markThenCall(@object, @tag);"],
  ["answers", "const @new = await counted(@text, @tag);"],
  ["answers", "const @new = await countedAfter(@text, @tag);"],
  ["answers", "const @new = await numbered(@text, @tag);"],
  ["answers", "const @new = await cached(@text, @tag);"],
  "await notify(@text, @tag);",
  "await save(@text, @object, @tag);",
  `await save("a.txt", @array, @tag);`,
  ["answers", 'const @new = await timed(() => callTool("get_user", @text, { tag: @tag }));'],
  ["answers", "const @new = await wrapped(() => fetchUser(@text, @tag));"],
  ["promises", "const @new = fetchUser(@text, @tag);"],
  ["promises", "const @new = enrich(@object, @tag);"],
  "void countedAfter(@text, @tag);",
]);

const methods = oneOf([
  ["answers", "const @new = await api.get(@text, @tag);"],
  ["answers", "const @new = await api.list(@text, @tag);"],
  ["answers", "const @new = await api.tracked(@text, @tag);"],
  `api.lang = @text;`,
  ["answers", "const @new = await Service.ping(@tag);"],
  ["answers", "const @new = await new Service(@text).fetch(@text, @tag);"],
  ["answers", "const @new = await service.fetch(@text, @tag);"],
  ["answers", "const @new = await service.tracked(@text, @tag);"],
  ["answers", "const @new = await service.send(@answer.name, @tag);"],
  ["answers", "const @new = await loud.fetch(@text, @tag);"],
  ["texts", "const @new = service.label;"],
  "service.prefix = @text;",
  ["objects", "const @new@any = { service, text: @text };"],
]);

export const helperKinds: readonly WeightedKind[] = [
  [2, computing],
  [3, changing],
  [1, instances],
  [4, asking],
  [2, changingAsync],
  [2, methods],
];
