/** One word of a tool's name, in lower case. */
export interface Word {
  readonly text: string;
  /** The word begins a segment behind `.`, `/`, `:` or `__`: in `notion.pages.update` every word does. */
  readonly begins: boolean;
}

/** A set from a compact list, so that the dictionaries stay readable. */
export function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/** Words that say nothing about what a tool does, at either end of a name or between. */
const noise = wordSet(`
  api apis com endpoint fn func function functions io mcp net org the tool tools
  a an async automatically auto batch bulk quick quickly safe safely try
`);

/** Pairs that are one word: the parts alone would be taken for something else (`check_out` is no check, a `pull_request` no pulling). */
const compounds: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "look up": "lookup",
    "looks up": "lookup",
    "looking up": "lookup",
    "check in": "checkin",
    "check out": "checkout",
    "check off": "checkoff",
    "sign in": "signin",
    "sign up": "signup",
    "sign out": "signout",
    "sign off": "signoff",
    "log in": "login",
    "log on": "login",
    "log out": "logout",
    "log off": "logout",
    "clock in": "clockin",
    "clock out": "clockout",
    "opt in": "optin",
    "opt out": "optout",
    "set up": "setup",
    "back up": "backup",
    "clean up": "cleanup",
    "roll back": "rollback",
    "shut down": "shutdown",
    "tear down": "teardown",
    "top up": "topup",
    "warm up": "warmup",
    "follow up": "followup",
    "get rid": "getrid",
    "to do": "todo",
    "to dos": "todos",
    "add on": "addon",
    "add ons": "addons",
    "read only": "readonly",
    "pull request": "pullrequest",
    "pull requests": "pullrequests",
    "reverse geocode": "geocode",
    "reverse geocoding": "geocoding",
    "reverse dns": "dns",
    "reverse image": "image",
    "reverse lookup": "lookup",
    "cover letter": "coverletter",
    "credit limit": "creditlimit",
    "press release": "pressrelease",
    "reading list": "readinglist",
    "stack trace": "stacktrace",
    "subject line": "subjectline",
    "sequential thinking": "thinking",
    // Makers' names that are spelled with a verb inside.
    "open ai": "openai",
    "open weather": "openweather",
    "open meteo": "openmeteo",
    "open street": "openstreet",
    "pay pal": "paypal",
    "send grid": "sendgrid",
    "mail chimp": "mailchimp",
    "you tube": "youtube",
    "git hub": "github",
    "post man": "postman",
    "post gres": "postgres",
    "post gre": "postgres",
    "postgre sql": "postgres",
  }),
);

/**
 * The words of a name in any casing: `get_user`, `getUser`, `GetUser`, `get-user`, `GET /user`, `users.get`, `getHTTPUser`, `v2_get_user`.
 * A space before a slash is no border of a segment: in `POST /users` the method is the verb, not a namespace.
 */
export function splitName(name: string): readonly Word[] {
  const words: Word[] = [];
  const parts = name.replace(/[&+]/g, " and ").split(/([^\p{L}\p{N}]+)/u);
  for (let index = 0; index < parts.length; index += 2) {
    const separator = parts[index - 1] ?? "";
    let begins = words.length > 0 && /^(?:__+|[.:/]+_*)$/.test(separator);
    for (const piece of cased(parts[index]!)) {
      const text = piece.toLowerCase().replace(/\d+$/, "");
      // `v2`, `2024`: a version is no part of the phrase.
      if (text === "" || text === "v") continue;
      words.push({ text, begins });
      begins = false;
    }
  }
  return joined(words).filter(
    ({ text }, index, all) => !noise.has(text) || all.length === 1 || isLetterOf(text, index, all),
  );
}

/** `get_a` and `plan_b` keep their letter; nothing else stands on it. */
function isLetterOf(text: string, index: number, all: readonly Word[]): boolean {
  return text === "a" && index === all.length - 1;
}

/** `getHTTPHeaders` is get HTTP Headers; a digit belongs to what stands before it (`s3PutObject`, `oauth2Login`). */
function cased(part: string): readonly string[] {
  return part
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(" ")
    .filter((piece) => piece !== "");
}

function joined(words: readonly Word[]): Word[] {
  const result: Word[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    const next = words[index + 1];
    const compound = next === undefined ? undefined : compounds.get(`${word.text} ${next.text}`);
    if (compound === undefined) result.push(word);
    else {
      result.push({ text: compound, begins: word.begins });
      index += 1;
    }
  }
  return result;
}
