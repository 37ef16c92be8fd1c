import type { ToolCall } from "../model/workflow.js";

/** The name for the answer of one round. */
export function answerOfEach(call: ToolCall | undefined, source: string): string {
  const target = call?.target;
  if (target?.kind === "declare" && target.isName)
    return source.slice(target.pattern.start, target.pattern.end);
  const words = (call?.tool ?? "").split(/[^A-Za-z\d]+/).filter((word) => word !== "");
  // `get_price` answers a price; `summarize` and `content_generator` do not say what.
  const isNamed = words.length === 2 && /^(get|fetch|find|load|read|lookup)$/i.test(words[0]!);
  return isNamed ? words[1]!.toLowerCase() : "answer";
}

/** What a list of such things may be called, the best first. */
export function listNames(name: string, otherwise: readonly string[]): readonly string[] {
  const several = plural(name);
  return several === undefined ? otherwise : [several, ...otherwise];
}

const irregular: Readonly<Record<string, string>> = {
  person: "people",
  child: "children",
  shelf: "shelves",
  index: "indexes",
  analysis: "analyses",
  synopsis: "synopses",
  basis: "bases",
};

/** `summary` to `summaries`; undefined for a name that says nothing. What is a plural already, or has none, is called a list. */
function plural(name: string): string | undefined {
  if (name.length < 2) return undefined;
  const [, start = "", last = name] = /^(.*?)([A-Za-z][a-z]*)$/.exec(name) ?? [];
  const known = irregular[last.toLowerCase()];
  if (known !== undefined)
    return start + (/^[A-Z]/.test(last) ? known.charAt(0).toUpperCase() + known.slice(1) : known);
  const isList = /(ed|data|info|information|feedback|news|content|found|text\d)$/i.test(last);
  if (isList || (/s$/i.test(last) && !/(ss|us|is)$/i.test(last))) return `${name}List`;
  if (/(s|x|z|ch|sh)$/i.test(name)) return `${name}es`;
  if (/[^aeiou]y$/i.test(name)) return `${name.slice(0, -1)}ies`;
  return `${name}s`;
}
