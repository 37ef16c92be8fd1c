import {
  baseIn,
  fromAction,
  fromAgent,
  fromGerund,
  fromParticiple,
  fromThirdPerson,
  singulars,
} from "./forms.js";
import { aspects, formats, notOfChange, notVerbs } from "./nouns.js";
import {
  clearAsObject,
  clearChange,
  nounChange,
  nounOther,
  other,
  plainReading,
  reading,
  tellingChange,
  thingChange,
} from "./verbs.js";
import { wordSet } from "./words.js";

/**
 * What a bare word of a name may be as a verb. `clear` is a verb of change wherever it stands; `other` is a verb that is no noun;
 * `change`, `thing` and `telling` are verbs of change that may be nouns; `occasional` are nouns that may begin a name as verbs.
 */
export type VerbClass = "reading" | "clear" | "change" | "thing" | "telling" | "other" | "occasional";

export function verbClass(word: string): VerbClass | undefined {
  for (const [verbs, kind] of classes) {
    if (baseIn(word, verbs) !== undefined) return kind;
  }
  // Nobody writes "deletes" for a noun, while `posts`, `updates` and `runs` are plurals.
  if (fromThirdPerson(word, clearChange) !== undefined) return "clear";
  if (aspects.has(word) || notOfChange.has(word) || notVerbs.has(word)) return undefined;
  if (storeCommand.test(word)) return "clear";
  if (isPrefixedVerb(word)) return "other";
  return gluedVerb(word);
}

const classes: readonly (readonly [ReadonlySet<string>, VerbClass])[] = [
  [clearChange, "clear"],
  [reading, "reading"],
  [nounChange, "change"],
  [thingChange, "thing"],
  [tellingChange, "telling"],
  [other, "other"],
  [nounOther, "occasional"],
];

/** Key-value stores put the letter of a type before the verb: `hset`, `lpush`, `zadd`. */
const storeCommand = /^[bhlmrsxz]{1,2}(?:add|del|pop|push|rem|set|trim)(?:ex|nx|x)?$/;

/** The reading verb that a word is, at the beginning of a name in any form (`searching_flights`), elsewhere as a bare word. */
export function readingVerb(word: string, begins: boolean): string | undefined {
  const base = baseIn(word, reading);
  if (base !== undefined) return begins || !onlyFirst.has(base) ? base : undefined;
  if (!begins) return undefined;
  return fromThirdPerson(word, reading) ?? fromGerund(word, reading);
}

/** Words that ask only where a name begins: `is_open`, but `trash_can`, `out_of_what`. */
const onlyFirst = wordSet(
  "are can contains could does exists has how includes is should was were what when where which who why",
);

/** `is_open` and `has_update` ask; they have no second verb. */
export function isQuestion(verb: string): boolean {
  return onlyFirst.has(verb);
}

export function isPlainReading(verb: string): boolean {
  return plainReading.has(verb);
}

const change: ReadonlySet<string> = new Set([
  ...clearChange,
  ...nounChange,
  ...thingChange,
  ...tellingChange,
]);

/** The doing of a change, as a noun: `deletion`, `booking`, `payment`. A plural is a list of what was done. */
export function isChangeAction(word: string): boolean {
  return !notOfChange.has(word) && !aspects.has(word) && fromAction(word, change) !== undefined;
}

/** Who or what makes a change: `email_sender`, `file_writer`. */
export function isChangeAgent(word: string): boolean {
  return singulars(word).some((one) => !notOfChange.has(one) && fromAgent(one, change) !== undefined);
}

export function isChangeParticiple(word: string): boolean {
  return fromParticiple(word, change) !== undefined;
}

/** The verb of a noun that computes: `generator`, `classification`, `thinking`. */
export function computedBy(word: string): string | undefined {
  return fromAgent(word, reading) ?? fromAction(word, reading);
}

export function isAspect(word: string, known: ReadonlySet<string> = aspects): boolean {
  return singulars(word).some((one) => known.has(one));
}

/** `posts`, `movies`: as the head of a name, a list of things. */
export function isPlural(word: string): boolean {
  return /[^siu]s$/.test(word) || /ies$/.test(word);
}

/** Behind a reading verb, a form that cannot be a verb in the imperative is the object: `list_provisions`, and `get_waitlist`. */
export function isNounAsObject(word: string): boolean {
  return clearAsObject.has(word) || (isPlural(word) && baseIn(word, clearChange) === undefined);
}

/**
 * Reading verbs that are no nouns: what ends a name behind them is their object (`get_monitor`, `predict_move`), not a verb (`list_update`).
 * Not those that begin a chain of steps: `translate_save` may save.
 */
export function isNeverNoun(verb: string): boolean {
  return neverNouns.has(verb);
}

const neverNouns = wordSet(`
  calculate compute describe detect determine diagnose explain fetch find get identify predict recommend retrieve suggest
`);

/** `emails_report` may send one, though `orders_report` is about orders. */
export function isTellingInThirdPerson(word: string): boolean {
  return fromThirdPerson(word, tellingChange) !== undefined;
}

/** `updates`, `reports`, `books` where a verb has to stand. */
export function isThirdPersonOfChange(word: string): boolean {
  return fromThirdPerson(word, change) !== undefined || fromThirdPerson(word, other) !== undefined;
}

/** `updates_record`, `makes_payment`, but as nouns `updates_feed`, `posts`. */
export function isChangeInThirdPerson(word: string): boolean {
  return fromThirdPerson(word, other) !== undefined || fromThirdPerson(word, nounChange) !== undefined;
}

/** An unknown word with a verb's ending, where a verb may stand: `containerize_app`, `objectify`. */
export function endsLikeVerb(word: string): boolean {
  return (
    word.length > 5 &&
    /(?:at|i[sz]|if)e$|ify$/.test(word) &&
    !notVerbs.has(word) &&
    !aspects.has(word) &&
    !formats.has(word)
  );
}

/** A verb with a prefix: `unfreeze`, `redeploy`, `disassociate`. Short rests are chance: `resource`, `detail`. */
function isPrefixedVerb(word: string): boolean {
  const rest = /^(?:un|re|de|dis|pre|over|auto)(.{4,})$/.exec(word)?.[1];
  return rest !== undefined && prefixable.some((verbs) => baseIn(rest, verbs) !== undefined);
}

const prefixable = [clearChange, nounChange, thingChange, tellingChange, other];

function isInflected(word: string): boolean {
  const all = [change, reading, other, nounOther];
  return all.some(
    (verbs) =>
      fromThirdPerson(word, verbs) !== undefined ||
      fromGerund(word, verbs) !== undefined ||
      fromParticiple(word, verbs) !== undefined ||
      singulars(word).some(
        (one) => fromAgent(one, verbs) !== undefined || fromAction(one, verbs) !== undefined,
      ),
  );
}

/** Names written without borders: `deleteuser`, `usercreate`. Only long verbs, and nothing that is a word of its own. */
function gluedVerb(word: string): VerbClass | undefined {
  if (word.length < 8 || singulars(word).some((one) => ownWords.has(one))) return undefined;
  const isGlued = (verb: string): boolean =>
    (word.startsWith(verb) && !derivation.test(word.slice(verb.length))) || word.endsWith(verb);
  if (!glued.some(isGlued)) return undefined;
  return isInflected(word) ? undefined : "clear";
}

/** What makes another word of a verb, where a name glued to it would stand: `assignee`, `deliverables`, `connectivity`, `performance`, `appendix`. */
const derivation =
  /^(?:at)?(?:able|ability|abilitie|ance|ant|ary|ee|ibility|ible|ice|iness|ional|ive|iveness|ivity|ix|liness|ness)s?$/;

const glued: readonly string[] = [
  ...[...clearChange].filter((verb) => verb.length > 4),
  ...wordSet("close move save send start stop update upload write"),
];
const ownWords = wordSet(`
  alternate alternation alternative alternator clearance closeness disclosure enclosure moveset savepoint sendgrid sendbird startlist startup stopwatch storefront
  typewriter underwrite upsell writeup
`);
