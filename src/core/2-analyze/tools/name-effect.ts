import {
  computedBy,
  endsLikeVerb,
  isAspect,
  isChangeAction,
  isChangeAgent,
  isChangeInThirdPerson,
  isChangeParticiple,
  isNeverNoun,
  isNounAsObject,
  isPlainReading,
  isPlural,
  isQuestion,
  isTellingInThirdPerson,
  isThirdPersonOfChange,
  readingVerb,
  verbClass,
  type VerbClass,
} from "./classify-word.js";
import { singulars } from "./forms.js";
import {
  actors,
  aspectsOfThings,
  aspectsOfTold,
  conjunctions,
  destinations,
  documents,
  fields,
  formats,
  given,
  givenToPeople,
  nounsWith,
  people,
  prepositions,
  prose,
  services,
  subjects,
} from "./nouns.js";
import { changesObject, needsObject } from "./senses.js";
import { splitName, wordSet, type Word } from "./words.js";

export interface NameEffect {
  readonly kind: "reads" | "writes";
  /** For people. */
  readonly because: string;
}

/**
 * What an English tool name says about its tool (docs/passes/tool-effects.md has the rules and a counter-example for each).
 * In doubt a tool writes: a write taken for a reader is a lost update, a reader taken for a write is a lost second.
 */
export function nameEffect(tool: string, resultUsed: boolean): NameEffect {
  // Letters of another alphabet, `créer_fichier`: the rules below know English only.
  if (/[^\p{ASCII}]/u.test(tool)) return writes("the name is not English, and it may change something");
  // The method of a route is its verb, whatever the path says: `POST /users/search`.
  if (/^\s*(?:post|put|patch|delete)\s+\//i.test(tool))
    return writes("the method of the route changes something");
  const words = splitName(tool);
  if (words.length === 0) return writes("the name says nothing, and the tool may change something");
  const phrase = parsed(words);
  const change =
    clearChange(phrase) ??
    destination(words) ??
    (phrase.verb === undefined
      ? changeInNounPhrase(phrase)
      : (changeBefore(phrase, phrase.verb) ?? changeAfter(phrase, phrase.verb)));
  if (change !== undefined) return writes(change);
  if (phrase.verb !== undefined && isImperative(phrase, phrase.verb)) {
    return reads(`the name has the reading verb '${phrase.verb.base}'`);
  }
  if (resultUsed) return reads("the name is a noun phrase and the result is used");
  return writes("the name is a noun phrase and the result is thrown away");
}

function reads(because: string): NameEffect {
  return { kind: "reads", because };
}

function writes(because: string): NameEffect {
  return { kind: "writes", because };
}

interface ReadingVerb {
  readonly index: number;
  readonly base: string;
}

interface Phrase {
  readonly words: readonly Word[];
  readonly classes: readonly (VerbClass | undefined)[];
  /** The first reading verb. */
  readonly verb: ReadingVerb | undefined;
}

function parsed(words: readonly Word[]): Phrase {
  const classes = words.map(({ text }) => verbClass(text));
  // `mark_as_read`, `save_for_review`: behind a preposition stands no verb of the name's.
  const bases = words.map(({ text, begins }, index) =>
    index > 0 && !begins && prepositions.has(words[index - 1]!.text)
      ? undefined
      : readingVerb(text, begins || index === 0),
  );
  const index = bases.findIndex((base) => base !== undefined);
  return { words, classes, verb: index === -1 ? undefined : { index, base: bases[index]! } };
}

/** `find_or_create_user`, `user.create`: such a verb is a change wherever it stands. */
function clearChange(phrase: Phrase): string | undefined {
  const index = phrase.classes.findIndex((kind, at) => kind === "clear" && !isObject(phrase, at));
  return index === -1 ? undefined : `the name has the verb of change '${phrase.words[index]!.text}'`;
}

/** `list_installs`, `get_waitlist`: a noun directly in the object of a leading reading verb; `search_and_replaces` has a verb of its own. */
function isObject({ words, verb }: Phrase, index: number): boolean {
  if (verb === undefined || index <= verb.index || !isNounAsObject(words[index]!.text)) return false;
  if (verb.index > 0 && !words[verb.index]!.begins && !isNeverNoun(verb.base) && verb.base !== "list")
    return false;
  const { text } = words[index]!;
  // `list_clean` is the list's cleaning, `search_install_package` may be a search and an installation.
  const isSurelyNoun = isPlural(text) || text.endsWith("list");
  const endsAsVerb = index === words.length - 1 || verb.base !== "list";
  if (!isSurelyNoun && endsAsVerb && !isNeverNoun(verb.base)) return false;
  return !words.slice(verb.index + 1, index + 1).some((word) => word.begins || conjunctions.has(word.text));
}

/** `summarize_to_slack`: what goes to a place that keeps it is a change of the place. */
function destination(words: readonly Word[]): string | undefined {
  const to = words.findIndex(({ text }, index) => index > 0 && /^(?:to|into|onto)$/.test(text));
  if (to === -1) return undefined;
  const place = words.slice(to + 1).find(({ text }) => singulars(text).some((one) => destinations.has(one)));
  return place && `the name says that something goes to '${place.text}'`;
}

/** Whether the reading verb is the name's verb (`get_user`, `github_list_issues`, `user.get`), not its last noun (`web_search`). */
function isImperative({ words }: Phrase, { index, base }: ReadingVerb): boolean {
  if (index === 0 || words[index]!.begins) return true;
  return isPlainReading(base) && (index < words.length - 1 || neverNouns.has(base));
}

const neverNouns = wordSet("describe fetch find get retrieve");

/** Words before the reading verb: a namespace, a maker's name, a noun with its verb behind it, or a verb of change of their own. */
function changeBefore(phrase: Phrase, verb: ReadingVerb): string | undefined {
  const { words, classes } = phrase;
  for (let index = 0; index < verb.index; index += 1) {
    const kind = classes[index];
    if (kind === undefined || isNounBefore(phrase, index, verb)) continue;
    return `the name has the verb '${words[index]!.text}'`;
  }
  if (isNew(words)) return "the name asks for something new";
  return undefined;
}

function isNounBefore({ words, classes }: Phrase, index: number, verb: ReadingVerb): boolean {
  const kind = classes[index];
  if (kind === "other") return false;
  // `messages.list`, `commit/get`: a segment of its own is a namespace.
  if (words.slice(index + 1, verb.index + 1).some(({ begins }) => begins)) return true;
  const last = verb.index === words.length - 1;
  const verbIsPlain = isPlainReading(verb.base);
  // Two imperatives do not follow one another, but `run_search` and `schedule_fetch_job` are verbs with an object.
  const { text } = words[index]!;
  const head = words[words.length - 1]!.text;
  if (last && isNounBeforeHead(text, head)) return true;
  if (kind === "change") return last && neverNouns.has(verb.base);
  if (kind === "telling") return verbIsPlain && !(last && verb.base === "list");
  if (kind === "thing") return verbIsPlain || last;
  if (kind === "occasional") return index > 0 || verbIsPlain;
  return true;
}

/** Words behind the reading verb are its object, and nouns where they can be, unless they are a verb of their own. */
function changeAfter(phrase: Phrase, verb: ReadingVerb): string | undefined {
  return changeOfObject(phrase, verb) ?? secondVerb(phrase, verb.index) ?? lastVerb(phrase, verb);
}

function changeOfObject({ words }: Phrase, { index, base }: ReadingVerb): string | undefined {
  const behind = words.slice(index + 1);
  // What a thing is made into counts where that is a thing of its own: `convert_to_subtask`.
  const object = base === "convert" ? behind.map(({ text }) => text) : textsUntilBorder(behind);
  if (object.length === 0 && index > 0 && needsObject(base))
    return `'${base}' without an object may run a script`;
  // Noun-first: `email_verify`, `disk.format`.
  const meant = object.length > 0 ? object : words.slice(0, index).map(({ text }) => text);
  if (!changesObject(base, meant)) return undefined;
  return `'${[base, ...meant].join(" ")}' may change something`;
}

function textsUntilBorder(words: readonly Word[]): string[] {
  const end = words.findIndex(({ text }) => prepositions.has(text) || conjunctions.has(text));
  return words.slice(0, end === -1 ? undefined : end).map(({ text }) => text);
}

/** `search_and_book`, `check_then_order`, `list.update`: a conjunction or a segment brings a verb of its own. */
function secondVerb({ words, classes }: Phrase, from: number): string | undefined {
  for (let index = from + 1; index < words.length; index += 1) {
    const { text, begins } = words[index]!;
    const before = words[index - 1]!.text;
    const kind = classes[index];
    // Behind `then` stands no list; `get_orders_and_updates` may be about two.
    if (before === "then" && isThirdPersonOfChange(text)) return `the name has the second verb '${text}'`;
    if (kind === undefined && !endsLikeVerb(text)) continue;
    const isVerb =
      (conjunctions.has(before) && kind !== "reading") ||
      (begins && kind !== "reading" && kind !== "occasional") ||
      // `list_files_to_upload`; but a conversion `to_text` names a format.
      (before === "to" && (kind === "change" || kind === "other"));
    if (isVerb) return `the name has the second verb '${text}'`;
  }
  return undefined;
}

/** `list_update`, `query_run`, `view_toggle`: behind a reading word that is a noun too, the last word may be the verb. */
function lastVerb({ words, classes }: Phrase, verb: ReadingVerb): string | undefined {
  const last = words.length - 1;
  if (last === verb.index) return undefined;
  const { text } = words[last]!;
  const isVerb =
    !isNeverNoun(verb.base) && (classes[last] === "other" || (actions.has(text) && !isQuestion(verb.base)));
  return isVerb ? `the name ends with the verb '${text}'` : undefined;
}

/** Verbs of change that end noun-first names; `list_commit` and `search_post` end with things. */
const actions = wordSet(`
  cancel change clear close copy download edit export import load lock merge move open press process publish pull push refresh
  reset restart return run save set share start stop switch sync transfer trigger update upload
`);

/** A name without a reading verb: an imperative of change, or a noun phrase. */
function changeInNounPhrase(phrase: Phrase): string | undefined {
  const { words, classes } = phrase;
  const headIndex = headOf(words);
  const head = words[headIndex]!.text;
  for (const [index, { text }] of words.entries()) {
    if (isVerbInNounPhrase(phrase, index, headIndex)) return `the name has the verb '${text}'`;
    if (isChangeAction(text) && classes[index] === undefined && !isModifier(index, headIndex, head, text)) {
      return `'${text}' is a change`;
    }
  }
  if (isNew(words)) return "the name asks for something new";
  if (isChangeAgent(head) && !isAuthor(words, headIndex)) return `'${head}' is something that changes`;
  // `action_plan` does nothing, `python_repl` anything.
  const isAbout = isAspect(head) || (headIndex > 0 && isAspect(head, documents));
  if (words.some(({ text }) => actors.has(text)) && !isAbout) return "the tool does what it is told";
  const last = words[words.length - 1]!.text;
  if (words.length > 1 && isChangeParticiple(last)) return `'${last}' may be a change`;
  const computing = computedBy(head);
  if (
    computing !== undefined &&
    changesObject(computing, textsBefore(words, headIndex)) &&
    isDoubtful(computing)
  ) {
    return `'${head}' may change something`;
  }
  return undefined;
}

/** `email_verification` and `disk_formatter` change; a `tracker` or a `resolver` of anything may be a noun for a reader. */
function isDoubtful(verb: string): boolean {
  return verb !== "track" && verb !== "select";
}

function textsBefore(words: readonly Word[], index: number): string[] {
  return words.slice(0, index).map(({ text }) => text);
}

/** The word that says what the phrase is: the last one before `by`, `for`, `of`. */
function headOf(words: readonly Word[]): number {
  const border = words.findIndex(({ text }, index) => index > 0 && prepositions.has(text));
  return border === -1 ? words.length - 1 : border - 1;
}

/** `order_status`, `booking_details`, `post_generator`: the word in question only says whose status, or what is generated. */
function isModifier(index: number, headIndex: number, head: string, action = ""): boolean {
  if (index >= headIndex) return false;
  // `deployment_plan`, `training_plan`; but `sending_report` is the order in another form.
  if (action !== "" && isAspect(head, documents) && (!action.endsWith("ing") || fields.has(action)))
    return true;
  return isAspect(head, aspectsOfThings) || computedBy(head) !== undefined;
}

/** `weather_report`, `daily_plan`, `alt_text`: the last word is what the phrase gives. Behind an order it is the order's object. */
function isGiven(words: readonly Word[], index: number, headIndex: number): boolean {
  const { text } = words[index]!;
  if (index === 0 || index !== headIndex || words[index]!.begins || !isAspect(text, given)) return false;
  if (isTellingInThirdPerson(words[0]!.text)) return false;
  if (words.some((word) => services.has(word.text))) return false;
  return !givenToPeople.has(text) || !isAspect(words[index - 1]!.text, people);
}

/** A `song_lyrics_writer` gives what it writes; a `file_writer` keeps it. */
function isAuthor(words: readonly Word[], headIndex: number): boolean {
  return headIndex > 0 && words[headIndex]!.text === "writer" && isAspect(words[headIndex - 1]!.text, prose);
}

/** A word that may be an order, but says what a document is about: `spell_check`, `book_report`, `call_summary`. */
function isNounBeforeHead(word: string, head: string): boolean {
  const heads = nounsWith.get(word);
  if (heads !== undefined) return isAspect(head, heads);
  return subjects.has(word) && isAspect(head, documents);
}

function isVerbInNounPhrase({ words, classes }: Phrase, index: number, headIndex: number): boolean {
  const kind = classes[index];
  const { text, begins } = words[index]!;
  const head = words[headIndex]!.text;
  const first = index === 0 || begins;
  if (index < headIndex && isNounBeforeHead(text, head)) return false;
  if (isGiven(words, index, headIndex)) return false;
  if (kind === "other" || kind === "change") return true;
  // `exchange_rate`, but `rate_history` may tell what the history is worth.
  if (kind === "thing" && text === "rate") return index !== headIndex || index === 0;
  if (kind === "thing") return !isModifier(index, headIndex, head);
  if (kind === "telling") return !isTold(words, index, headIndex);
  if (kind === "occasional") return first && !isModifier(index, headIndex, head);
  if (kind === undefined && first && endsLikeVerb(text)) return !isModifier(index, headIndex, head);
  if (kind === undefined && index === 0 && isChangeInThirdPerson(text)) return hasObject(words);
  return false;
}

/** `message_history`, `email_classifier`, `text_to_speech` tell nobody anything. */
function isTold(words: readonly Word[], index: number, headIndex: number): boolean {
  if (isConversion(words, index) || isConversion(words, index - 2)) return true;
  if (index >= headIndex) return false;
  const head = words[headIndex]!.text;
  return isAspect(head, aspectsOfTold) || (/[eo]rs?$|ion$/.test(head) && computedBy(head) !== undefined);
}

function isConversion(words: readonly Word[], index: number): boolean {
  const [from, to, into] = [words[index]?.text, words[index + 1]?.text, words[index + 2]?.text];
  return to === "to" && formats.has(from ?? "") && formats.has(into ?? "");
}

/** `updates_record` has an object; `updates_by_user`, `orders_summary`, `runs` and `posts_reels` are lists. */
function hasObject(words: readonly Word[]): boolean {
  const next = words[1]?.text;
  if (next === undefined || prepositions.has(next)) return false;
  const last = words[words.length - 1]!.text;
  return !isAspect(last) && !isPlural(last);
}

/** `new_issue` and `tab_new` make one; `new_releases` are those that there are. */
function isNew(words: readonly Word[]): boolean {
  const last = words[words.length - 1]!.text;
  return last === "new" || (words[0]!.text === "new" && !isPlural(last));
}
