import { answerPrototype, hashOf } from "../../src/testing/plain-data.js";
import type { Scenario } from "../../src/testing/scenario.js";
import { referencesIn, type Row } from "./rows.js";

/** Fields by name or index; a leaf is a field that nobody looks into. */
type Shape = Map<string | number, Shape>;

/**
 * Answers that have every field that the row refers to, each with a value of its own: an answer that reached the wrong place, or
 * came from other arguments, is another text.
 */
export function answersFor(row: Row): Scenario["answer"] {
  const shapes = new Map<string, Shape>();
  for (const { label, path } of referencesIn([row.calls.map(({ given }) => given), row.result])) {
    const tool = row.calls.find((call) => call.label === label)!.name;
    let shape = shapes.get(tool) ?? new Map<string | number, Shape>();
    shapes.set(tool, shape);
    for (const part of path) {
      const inner = shape.get(part) ?? new Map<string | number, Shape>();
      shape.set(part, inner);
      shape = inner;
    }
  }
  return (tool, _args, signature) => {
    const tag = hashOf(signature).toString(36);
    const answer = Object.create(answerPrototype) as Record<string, unknown>;
    answer.id = `${tool} ${tag}`;
    return Object.assign(answer, fieldsOf(shapes.get(tool) ?? new Map(), tag));
  };
}

function fieldsOf(shape: Shape, tag: string): object {
  const fields: Record<string | number, unknown> = [...shape.keys()].some((key) => typeof key === "number")
    ? ([] as unknown as Record<number, unknown>)
    : {};
  for (const [key, inner] of shape)
    fields[key] = inner.size === 0 ? `${key} of ${tag}` : fieldsOf(inner, tag);
  return fields;
}
