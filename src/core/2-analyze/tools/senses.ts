import { singulars } from "./forms.js";
import { aspects } from "./nouns.js";
import { wordSet } from "./words.js";

/** Verbs that compute on a value and change a place: `format_text` reads, `format_disk` does not; `sort_numbers`, `sort_sheet`. */
const transforming = wordSet(`
  anonymize beautify combine compress convert crop decode decompress decrypt deduplicate encode encrypt enhance filter format
  improve minify normalize polish prettify redact refine resize rewrite sanitize segment sort split transform trim
`);

/** What keeps the change that is made to it. */
const places = wordSet(`
  account branch browser bucket cell cluster column container database db device directory disk drive file filesystem folder instance layer
  node page pane partition pod project range repo repository row server sheet slide spreadsheet storage tab table usb viewport
  volume window workbook workspace worksheet
`);

/** Objects with which a verb that reads otherwise changes something or somebody: `generate_api_key`, `show_notification`, `ask_user`. */
const changing: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    ask: "approval channel confirmation customer feedback human permission person team user",
    categorize: "contact email expense issue item message ticket transaction",
    check: "box checkbox item task todo",
    convert: "account contact customer deal draft invoice issue lead opportunity order quote subtask task",
    display: "ad alert banner dialog message modal notification popup toast",
    embed: "font link player video watermark widget",
    evaluate: "code expression javascript js script",
    extract: "archive file tar tarball zip",
    fetch: "git origin remote upstream",
    generate:
      "account cert certificate coupon credential file invoice key license link migration otp project receipt scaffold sdk secret " +
      "ticket token voucher",
    identify: "contact customer user visitor",
    ping: "channel everyone human person team user",
    review:
      "access application deployment mr order payment pr pullrequest pullrequests request submission transaction",
    rewrite: "history url",
    shorten: "link url",
    show: "ad alert banner dialog message modal notification popup toast",
    split: "bill check issue order payment pane stock ticket",
    verify:
      "account code customer domain email identity mobile number otp payment phone sms transaction user",
    view: "tab window",
  }).map(([verb, objects]) => [verb, wordSet(objects)]),
);

/** Verbs that read with these objects only: `resolve_hostname` looks up, `resolve_issue` closes; `track_package`, `track_event`. */
const readingOnlyWith: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    answer: "question questions query",
    resolve:
      "address alias dns domain handle host hostname id ids ip library link name path redirect reference uri url username",
    select: "columns data from query records rows where",
    track: "delivery details features flight info order package parcel shipment",
  }).map(([verb, objects]) => [verb, wordSet(objects)]),
);

/** Whether a verb that reads otherwise may change this object. `object` is what follows the verb, or stands before it in noun-first names. */
export function changesObject(verb: string, object: readonly string[]): boolean {
  const head = object[object.length - 1];
  const needed = readingOnlyWith.get(verb);
  if (needed !== undefined) return head === undefined || !needed.has(head);
  // `generate_token_count` counts tokens, `show_message_history` shows no message.
  if (head !== undefined && object.length > 1 && isAspect(head)) return false;
  const isIn = (words: ReadonlySet<string> | undefined): boolean =>
    words !== undefined && object.some((word) => singulars(word).some((singular) => words.has(singular)));
  return isIn(changing.get(verb)) || (transforming.has(verb) && isIn(places));
}

/** `browser_evaluate` runs a script in the page; only an object of its own makes it an appraisal (`evaluate_essay`). */
export function needsObject(verb: string): boolean {
  return verb === "evaluate";
}

function isAspect(word: string): boolean {
  return singulars(word).some((singular) => aspects.has(singular));
}
