/** JSON that is not JSON: what is wrong, and where. */
export interface JsonProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Parses JSON; a syntax error comes with its place, which `JSON.parse` itself does not always say. */
export function parseJson(
  text: string,
): { readonly value: unknown; readonly problem?: undefined } | { readonly problem: JsonProblem } {
  const plain = text.replace(/^\uFEFF/, "");
  try {
    return { value: JSON.parse(plain) as unknown };
  } catch {
    const { at, message } = firstFault(plain);
    const before = plain.slice(0, at).split("\n");
    return { problem: { line: before.length, column: before.at(-1)!.length + 1, message } };
  }
}

const token =
  /[{}[\],:]|"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/uy;

type Expected = "value" | "value or ]" | "key" | "key or }" | ":" | ", or ]" | ", or }" | "end";

/** Walks over the text as JSON's grammar does and stops where it ends. Without recursion: input may be nested deeply. */
function firstFault(text: string): { readonly at: number; readonly message: string } {
  const open: ("[" | "{")[] = [];
  let expected: Expected = "value";
  let at = 0;
  const afterValue = (): Expected => (open.length === 0 ? "end" : open.at(-1) === "[" ? ", or ]" : ", or }");
  for (;;) {
    while (at < text.length && " \t\r\n".includes(text[at]!)) at++;
    if (at >= text.length) return { at, message: `the file ends where ${words(expected)} is expected` };
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined) return { at, message: unreadable(text, at) };
    const next = step(found, expected, open, afterValue);
    if (next === undefined) return { at, message: unexpected(text, at, found, expected) };
    expected = next;
    at += found.length;
  }
}

function step(
  found: string,
  expected: Expected,
  open: ("[" | "{")[],
  afterValue: () => Expected,
): Expected | undefined {
  if (expected === ":") return found === ":" ? "value" : undefined;
  if (expected === "key" || expected === "key or }") {
    if (found.startsWith('"')) return ":";
    if (found !== "}" || expected === "key") return undefined;
  } else if (expected === ", or ]" || expected === ", or }") {
    if (found === ",") return expected === ", or ]" ? "value" : "key";
    if (found !== expected.at(-1)) return undefined;
  } else if (expected === "end" || (expected === "value" && "]}".includes(found)) || ",:}".includes(found)) {
    return undefined;
  } else if (found === "[" || found === "{") {
    open.push(found);
    return found === "[" ? "value or ]" : "key or }";
  }
  if (found === "]" || found === "}") open.pop();
  return afterValue();
}

function unreadable(text: string, at: number): string {
  const rest = text.slice(at);
  if (/^\/[/*]/.test(rest)) return "JSON has no comments";
  if (rest.startsWith("'")) return 'strings stand in double quotes (")';
  if (rest.startsWith('"')) {
    return /^"(?:[^"\\\n]|\\.)*"/.test(rest) ? "the string holds a wrong escape" : "the string is not closed";
  }
  const word = /^[\p{ID_Continue}$.+-]+/u.exec(rest)?.[0] ?? String.fromCodePoint(rest.codePointAt(0)!);
  return `${JSON.stringify(word.slice(0, 30))} is not JSON`;
}

function unexpected(text: string, at: number, found: string, expected: Expected): string {
  const trailing = (found === "}" || found === "]") && text.slice(0, at).trimEnd().endsWith(",");
  if (trailing) return `the comma before ${found} is one too many`;
  const shown = found.length > 30 ? `${found.slice(0, 30)}…` : found;
  return `${words(expected)} is expected, not ${shown}`;
}

function words(expected: Expected): string {
  if (expected === "end") return "the end of the file";
  if (expected === "key") return "a key in double quotes";
  if (expected === "key or }") return "a key in double quotes or }";
  return expected.startsWith("value") ? `a ${expected}` : expected;
}
