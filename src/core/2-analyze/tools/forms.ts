/**
 * Finds the base form of an inflected or derived word, in a dictionary of base forms: `searches`, `analysing`, `deleted`, `translator`,
 * `classification`. Candidates that are no words do no harm, for they are in no dictionary.
 */
export type Dictionary = ReadonlySet<string>;

/** The word itself; British spelling counts as American (`summarise`, `analyse`). */
export function baseIn(word: string, verbs: Dictionary): string | undefined {
  return firstIn([word], verbs);
}

/** `gets`, `searches`, `queries`; as a noun the same form is a plural. */
export function fromThirdPerson(word: string, verbs: Dictionary): string | undefined {
  return word.endsWith("s") ? firstIn([...singulars(word)], verbs) : undefined;
}

/** `searching`, `creating`, `cancelling`. */
export function fromGerund(word: string, verbs: Dictionary): string | undefined {
  return word.length > 4 && word.endsWith("ing") ? firstIn(stems(word.slice(0, -3)), verbs) : undefined;
}

/** `deleted`, `closed`, `cancelled`, `modified`. */
export function fromParticiple(word: string, verbs: Dictionary): string | undefined {
  return word.length > 3 && word.endsWith("ed") ? firstIn(stems(word.slice(0, -2)), verbs) : undefined;
}

/** Who or what does it: `sender`, `generator`, `classifier`. */
export function fromAgent(word: string, verbs: Dictionary): string | undefined {
  return /..[eo]r$/.test(word) ? firstIn(stems(word.slice(0, -2)), verbs) : undefined;
}

const irregularActions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    analysis: "analyze",
    approval: "approve",
    comparison: "compare",
    completion: "complete",
    conversion: "convert",
    delivery: "deliver",
    description: "describe",
    explanation: "explain",
    recognition: "recognize",
    registration: "register",
    removal: "remove",
    revision: "revise",
    submission: "submit",
    subscription: "subscribe",
    transcription: "transcribe",
    withdrawal: "withdraw",
  }),
);

/** The doing of it: `deletion`, `payment`, `booking`, `translation`. */
export function fromAction(word: string, verbs: Dictionary): string | undefined {
  const irregular = irregularActions.get(word);
  if (irregular !== undefined) return firstIn([irregular], verbs);
  for (const [suffix, replacement] of actionSuffixes) {
    if (!word.endsWith(suffix)) continue;
    const verb = firstIn(stems(word.slice(0, -suffix.length) + replacement), verbs);
    if (verb !== undefined) return verb;
  }
  return fromGerund(word, verbs);
}

const actionSuffixes: readonly (readonly [string, string])[] = [
  ["ification", "ify"],
  ["ation", ""],
  ["ation", "ate"],
  ["ition", "e"],
  ["ion", ""],
  ["ment", ""],
];

/** The singular forms that a word may have, and the word itself. */
export function singulars(word: string): readonly string[] {
  if (word.endsWith("ies")) return [word, `${word.slice(0, -3)}y`, word.slice(0, -1)];
  if (word.endsWith("es")) return [word, word.slice(0, -1), word.slice(0, -2)];
  return word.endsWith("s") && !word.endsWith("ss") ? [word, word.slice(0, -1)] : [word];
}

/** Spellings that a base may have had before a suffix was put on: `delet` delete, `cancell` cancel, `classifi` classify. */
function stems(stem: string): readonly string[] {
  const found = [stem, `${stem}e`];
  if (stem.endsWith("i")) found.push(`${stem.slice(0, -1)}y`);
  if (/([^aeiou])\1$/.test(stem)) found.push(stem.slice(0, -1));
  return found;
}

function firstIn(candidates: readonly string[], verbs: Dictionary): string | undefined {
  for (const candidate of candidates) {
    if (verbs.has(candidate)) return candidate;
    if (!/ise$|yse$|our/.test(candidate)) continue;
    const american = candidate
      .replace(/ise$/, "ize")
      .replace(/yse$/, "yze")
      .replace(/our(?=i[sz]e$|$)/, "or");
    if (verbs.has(american)) return american;
  }
  return undefined;
}
