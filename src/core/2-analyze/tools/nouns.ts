import { wordSet } from "./words.js";

/** What one asks of a thing: behind it (`order_status`, `book_details`) the thing is a noun, for nobody books a detail. */
export const aspects = wordSet(`
  amount attribute availability average balance capacity catalog category content cost count currency data definition detail duration
  field forecast format history id identifier info information insight inventory kind language length level limit location
  meaning metadata metric name number overview owner percentage performance policy position price property quantity rate rating
  recommendation result schema score similarity size source spec stat statistic stats status structure summary template title total
  trend usage value version volume
`);

/** Aspects that nobody orders, books, plays or trades; `order_inventory` and `exchange_currency` have an object. */
export const aspectsOfThings = wordSet(`
  availability count detail duration forecast history id identifier info information length limit metadata metric overview policy price
  rate rating schema score size stat statistic stats status summary timetable total trend usage
`);

/** Aspects of what is told to somebody; not `status` or `details`, which are told themselves (`post_status`, `email_details`). */
export const aspectsOfTold = wordSet(
  "count history id identifier length metadata metric schema similarity size stat statistic stats",
);

/** Words behind which a phrase is qualified: its head stands before them (`order_status_by_id`). */
export const prepositions = wordSet(`
  about against around as at between by for from in inside into near of on onto over per since through to under using via where with within
  without
`);

/** Behind them a second verb may follow: `find_or_create`, `read_then_write`, `check_before_update`. */
export const conjunctions = wordSet(
  "after also and before but else if or otherwise plus then unless until when while",
);

/** Places that keep what they are given: `summarize_to_slack` and `translate_into_file` change them. */
export const destinations = wordSet(`
  account bucket cache calendar channel clipboard cloud collection confluence crm database db directory discord disk dropbox drive email file
  folder gdrive github inbox index jira kafka log memory notion queue redis repo repository server sheet slack spreadsheet storage store
  table teams telegram twitter vectorstore warehouse webhook wiki
`);

/** Tools that do whatever they are told: `bash`, `python_repl`, `text_editor`. */
export const actors = wordSet(`
  action actuator bash cmd command commander computer editor eval executor executer gesture interpreter powershell repl runner sandbox
  shell ssh sudo terminal zsh
`);

/** Nouns that only look like forms of a changing verb: a follower follows nobody here, a `completion` completes no task. */
export const notOfChange = wordSet(`
  adder application applier banker boarder broker building buyer caller card character cleaner closing cluster completion configuration
  connection counter customer dropper filing folder follower following footer header holder holding information installer landing leader
  letter listing loader locker marker meaning meeting member number offering opening orderer order owner paper player population poster
  printer publisher rating reporter requester router running seller server setter setting shipper standing sticker subscriber testing
  ticker timer trader trailer trainer trending typing upcoming user visitor voter
`);

/** Formats between which a thing is converted: the first word of `text_to_speech` is no verb. */
export const formats = wordSet(`
  audio code csv emoji html image json latex markdown morse music pdf phoneme sql speech text video voice xml yaml
`);

/** Words that end like verbs (`-ate`, `-ify`, `-ize`) and are none. */
export const notVerbs = wordSet(`
  affiliate alternate appropriate approximate candidate certificate chocolate climate coordinate corporate date debate delicate
  desperate directorate electorate estate exact exercise expertise enterprise fate franchise gate immediate inmate intermediate
  jurate late laureate literate magistrate mate merchandise moderate noise oversize palate paradise passionate pirate plate
  postgraduate precise predicate premise private prize promise proximate rate senate separate size slate soulmate sunrise state
  substrate surface syndicate template triplicate ultimate undergraduate update vertebrate wise
`);
