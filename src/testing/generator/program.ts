import { asyncLibrary } from "./async-library.js";
import { Choices } from "./choices.js";
import { library } from "./library.js";
import { noNames, type Names } from "./names.js";
import type { ProgramSeed } from "./statement.js";
import { tablesOf, type Shapes } from "./tables.js";
import { wrapperLibrary } from "./wrappers.js";
import { Writer } from "./writer.js";

/** What may be declared beside the program, in an order in which each needs only those before it. */
const declarations = Object.entries({ ...library, ...asyncLibrary, ...wrapperLibrary });

/** Writes a program as language models do: straight on, one call after another. */
export function writeProgram(seed: ProgramSeed, shapes: Shapes = "all"): string {
  const choices = new Choices(seed.choices);
  const form = choices.of(["function", "function", "top level", "arrow", "function"] as const);
  const typed = choices.rarely(10);
  const alias = choices.of(["plain", "plain", "global", "namespace", "alias"] as const);
  const isLocal = choices.rarely(4);
  const usesCounter = form !== "arrow" && choices.rarely(3);
  const result = new Choices(Math.floor(seed.choices / 5000));
  const start = Math.floor(seed.choices / 20_000) % 1000;
  const writer = new Writer(form, typed, form !== "top level", tablesOf(shapes));
  const head = `const first = await callTool("get_user", input.name, { tag: "t0", start: ${start} });`;
  writer.inside(() => {
    writer.line(head);
    const scope = writer.statements(seed.statements, names(usesCounter, shapes));
    writeEnd(writer, scope, result);
  });
  const exportsHelpers = form === "function" && Math.floor(seed.choices / 11) % 6 === 5;
  return assemble(writer, alias, isLocal, exportsHelpers);
}

function names(usesCounter: boolean, shapes: Shapes): Names {
  const numbers = usesCounter ? ["counter"] : [];
  return {
    ...noNames,
    answers: ["first"],
    texts: ["input.name"],
    numbers,
    counters: numbers,
    objects: ["input"],
    arrays: ["input.list"],
    ...(shapes !== "straight" && { lists: ["input.words"], rows: ["input.rows"] }),
  };
}

function everything(names: Names): string[] {
  const { answers, texts, numbers, objects, arrays, maps, sets, assignable, lists, rows } = names;
  const short = [...lists, ...rows].filter((name) => !name.startsWith("input."));
  const all = [...answers, ...texts, ...numbers, ...objects, ...arrays, ...maps, ...sets, ...short];
  return [...all, ...assignable.filter((name) => !answers.includes(name))];
}

function writeEnd(writer: Writer, scope: Names, choices: Choices): void {
  const names = everything(scope);
  if (writer.form === "top level") return writer.line(`console.log("end", ${names.join(", ")});`);
  const entries = names.map((name, index) => `r${index}: ${name}`).join(", ");
  switch (choices.upTo(7)) {
    case 1: {
      const [a, b] = [writer.call(choices, scope), writer.call(choices, scope)];
      return writer.line(`return { a: await ${a}, ${entries}, b: await ${b} };`);
    }
    case 2:
      return writer.line(`return await ${writer.call(choices, scope)};`);
    case 3:
      return writer.line(`return ${writer.call(choices, scope)};`);
    case 4:
      return writer.line(`return [${scope.answers.at(-1)}, ${writer.number(choices, scope)}];`);
    case 5: {
      const text = `about ${scope.answers.map((name) => `\${${name}.name}`).join(", ")}`;
      return writer.line(
        `return { ok: true, text: \`${text}\`, data: ${scope.objects.at(-1)}, ${entries} };`,
      );
    }
    case 6: {
      const report = scope.objects.at(-1)!;
      writer.line(`${report}.summary = (await ${writer.call(choices, scope)}).name;`);
      return writer.line(`return ${report};`);
    }
    default:
      return writer.line(`return { ${entries} };`);
  }
}

/** Puts together what the statements need: imports, what they mention of the library, and the form of the program. */
function assemble(writer: Writer, alias: string, isLocal: boolean, exportsHelpers: boolean): string {
  const { form, typed } = writer;
  const any = typed ? ": any" : "";
  const isModule = form !== "arrow";
  // What is declared within the function is another's business only as far as the function hands it out.
  const inside = !isModule || (isLocal && form === "function");
  const mentioned = mentionedBy(writer.lines.join("\n")).map((text) =>
    text
      .replaceAll("@any", any)
      .replaceAll("@promise", typed ? ": Promise<any>" : "")
      .replaceAll("@state ", inside ? "" : "export ")
      .replace(/^(?!import |export )/, exportsHelpers && !inside ? "export " : ""),
  );
  const isImport = (text: string): boolean => text.startsWith("import ");
  const imported = mentioned.filter(isImport);
  const declared = mentioned.filter((text) => !isImport(text));
  const usesBatches = [...writer.lines, ...declared].some((text) => text.includes(batchName));
  const body = form === "top level" ? writer.lines.map((line) => line.slice(2)) : writer.lines;
  const text = [
    ...(isModule ? [...imports(alias, usesBatches), ...imported] : []),
    ...(inside ? [] : declared),
    ...(form === "top level" ? [`const input = state;`] : []),
    ...(form === "arrow" ? [`async (input${any}) => {`] : []),
    ...(form === "function" ? [`export async function main(input${any}) {`] : []),
    ...(isModule
      ? []
      : imported.map((line) => `  ${line.replace(/^import (.*) from (.*);/, "const $1 = require($2);")}`)),
    ...(inside ? declared.map((part) => part.replaceAll(/^/gm, "  ")) : []),
    ...body,
    ...(form === "top level" ? [] : ["}"]),
  ].join("\n");
  if (!isModule) return `${text}\n`;
  const called = alias === "namespace" ? "pc.callTool(" : alias === "alias" ? "call(" : "callTool(";
  const batches = alias === "namespace" ? `pc.${batchName}(` : `${batchName}(`;
  const renamed = text.replaceAll(/(?<![.\w])callTool\(/g, called).replaceAll(`${batchName}(`, batches);
  return `${renamed}\n`;
}

const batchName = "callToolsParallel";

function imports(alias: string, usesBatches: boolean): string[] {
  const more = usesBatches ? `, ${batchName}` : "";
  if (alias === "plain") return [`import { callTool${more} } from "parcall/runtime";`];
  if (alias === "namespace") return [`import * as pc from "parcall/runtime";`];
  return alias === "alias" ? [`import { callTool as call${more} } from "parcall/runtime";`] : [];
}

function mentionedBy(text: string): string[] {
  const found = new Set<string>();
  const look = (inner: string): void => {
    for (const [name, declaration] of declarations) {
      if (found.has(name) || !new RegExp(`(?<![\\w"]|(?<!\\.)\\.)${name}\\b(?!:)`).test(inner)) continue;
      found.add(name);
      look(declaration);
    }
  };
  look(text);
  return declarations.flatMap(([name, declaration]) => (found.has(name) ? declaration : []));
}
