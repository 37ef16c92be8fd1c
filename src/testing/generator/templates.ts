import type { Choices } from "./choices.js";
import { withName, type NameKind, type Names } from "./names.js";
import type { StatementWriter } from "./statement.js";
import type { Writer } from "./writer.js";

/**
 * A statement as text, in which `@array` stands for the name of some array, `@call` for a call of a tool, `@new` for a new name, and so
 * on; and what the new name is, if there is one. `@same` is what was chosen last.
 */
export type Template = string | readonly [kind: NameKind, text: string];

/** One of these statements. */
export function oneOf(templates: readonly Template[]): StatementWriter {
  return (writer, choices, names) => {
    const template = choices.of(templates);
    const [kind, text] = typeof template === "string" ? [undefined, template] : template;
    const name = text.includes("@new") ? writer.fresh(stems[kind ?? "objects"]) : "";
    writer.line(fill(text, name, writer, choices, names));
    return kind === undefined ? names : withName(names, kind, name);
  };
}

const stems: Readonly<Record<NameKind, string>> = {
  answers: "answer",
  texts: "text",
  numbers: "n",
  counters: "n",
  objects: "thing",
  arrays: "list",
  maps: "map",
  sets: "set",
  assignable: "later",
  steps: "step",
  thunks: "thunk",
  promises: "pending",
  lists: "words",
  rows: "rows",
  strings: "text",
  results: "results",
  records: "record",
};

function fill(text: string, name: string, writer: Writer, choices: Choices, names: Names): string {
  let chosen = "";
  const pick = (kind: NameKind, otherwise: string): string =>
    (chosen = names[kind].length === 0 ? otherwise : choices.of(names[kind]));
  return text.replaceAll(/@([a-z]+)/g, (all, word: string) => {
    switch (word) {
      case "new":
        return name;
      case "same":
        return chosen;
      case "any":
        return writer.annotation();
      case "tag":
        return writer.tag();
      case "mark":
        return writer.mark();
      case "call":
        return writer.call(choices, names);
      case "value":
        return writer.value(choices, names);
      case "condition":
        return writer.condition(choices, names);
      case "number":
        return writer.number(choices, names);
      case "counter":
        return pick("counters", "input.k");
      case "map":
        return pick("maps", "new Map([[1, input.name]])");
      case "set":
        return pick("sets", `new Set(["one"])`);
      case "list":
        return pick("lists", "input.words");
      case "rows":
        return pick("rows", "input.rows");
      case "thunk":
        return pick("thunks", `String`);
      case "answer":
      case "text":
      case "object":
      case "array":
        return pick(`${word}s`, "input");
      default:
        throw new Error(`no such placeholder: ${all}`);
    }
  });
}
