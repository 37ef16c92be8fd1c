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
  connection counter customer drafter dropper filing folder follower following footer header helper holder holding information installer landing leader
  letter listing loader locker marker meaning meeting member number offering opening orderer order owner paper planner player population poster
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

/**
 * Last words of a phrase that name what it gives, though each is a verb in the imperative: `weather_report`, `travel_plan`, `news_digest`.
 * Words that say clearly what is done (update, post, edit, booking) are none: `status_update`, `blog_post`.
 */
export const given = wordSet(
  "brief digest document draft help note plan prompt report sentence shop target text tip",
);

/** With somebody before them these are done to that person: `customer_text` and `driver_tip`, but `alt_text` and `travel_tip`. */
export const givenToPeople = wordSet("brief prompt text tip");

/** Services that keep or pass on what they are given: `slack_report` and `gmail_draft` may be put there, `sales_report` nowhere. */
export const services = wordSet(`
  airtable asana clipboard confluence crm discord dropbox evernote facebook gdrive github gitlab gmail hubspot instagram jira kafka linear linkedin
  mailchimp notion obsidian outlook salesforce sendgrid slack teams telegram trello twilio twitter webhook whatsapp wiki wordpress zendesk
`);

export const people = wordSet(`
  agent candidate client colleague contact customer doctor driver employee everyone guest host lead manager member patient people person staff
  student subscriber team user visitor waiter worker
`);

/** Heads of the same kind that are reading words: `spell_check`, `design_review`. They and documents are what nouns that are verbs may modify. */
export const documents = wordSet(`
  analysis brief check checklist critique draft estimate forecast note outline plan quote report review summary
`);

export const prose = wordSet(
  "article essay fiction joke letter lyric novel poem poetry screenplay speech story",
);

/** Nouns first, verbs second: before a document they say what it is about (`spell_check`, `care_plan`); `produce_report` and `conduct_review` are orders. */
export const subjects = wordSet(`
  care claim credit damage dance design exercise experiment finance house lease loan plan plot practice profit risk skill sleep
  sound spell structure taste tax tour trade trip visit water wave
`);

/** Verbs that are part of a common noun with these words only: `call_summary`, `email_draft`, but `email_report` and `post_draft` are orders. */
export const nounsWith: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    book: "analysis critique note outline report review summary",
    call: "analysis draft note outline review script summary transcript",
    comment: "analysis draft review summary",
    demand: "analysis estimate forecast plan",
    email: "address analysis body check domain draft review subject subjectline",
    invoice: "analysis check draft review summary template",
    gift: "idea suggestion",
    license: "check",
    link: "analysis check",
    log: "analysis",
    mail: "analysis draft review",
    message: "analysis draft outline review summary template",
    name: "analysis check",
    note: "analysis draft outline review summary template",
    prompt: "analysis draft review summary template",
    release: "note",
    rent: "estimate forecast",
    report: "analysis check draft outline review summary template",
    resume: "analysis check critique draft outline review score summary template",
    sms: "analysis draft",
    test: "case plan report",
    text: "analysis check critique draft outline prompt review summary",
  }).map(([word, heads]) => [word, wordSet(heads)]),
);

/** Gerunds that are nouns for a field of work: `training_plan`, but `sending_report` is a form of the order to send. */
export const fields = wordSet(
  "billing booking hiring onboarding parking selling shipping spending staffing trading training",
);
