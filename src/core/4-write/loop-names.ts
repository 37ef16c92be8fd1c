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

export function plural(name: string): string {
  if (/(s|x|z|ch|sh)$/i.test(name)) return `${name}es`;
  if (/[^aeiou]y$/i.test(name)) return `${name.slice(0, -1)}ies`;
  return `${name}s`;
}
