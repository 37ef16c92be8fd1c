import { hashOf } from "../plain-data.js";
import { defaultAnswer } from "../scenario.js";

/** An answer with lists of different lengths, none to three, of which no two elements are equal. */
export function generatedAnswer(tool: string, args: readonly unknown[], signature: string): unknown {
  const answer = defaultAnswer(tool, args, signature) as Record<string, unknown>;
  const hash = hashOf(signature, 5);
  const short = hash.toString(36).slice(0, 4);
  answer.tags = numbers(hash % 4).map((place) => `${short}-${"abc"[place]!}`);
  answer.rows = numbers((hash >>> 4) % 4).map((place) => ({
    id: `row-${short}-${place}`,
    name: `name-${short}-${place}`,
    price: (hash >>> (5 + place)) % 40,
  }));
  return answer;
}

function numbers(count: number): number[] {
  return [...Array(count).keys()];
}
