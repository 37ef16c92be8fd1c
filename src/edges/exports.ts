export interface ScannedExports {
  readonly names: readonly string[];
  /** Modules of which everything is exported: `export * from "./a.js"`. */
  readonly all: readonly string[];
}

const word = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const declaration = new RegExp(
  String.raw`^(?:declare\s+)?(?:async\s+)?(?:function\s*\*?|(?:abstract\s+)?class|const\s+enum|enum|namespace)\s*(${word})`,
  "u",
);

/**
 * The names that a module's text exports as values; undefined where that takes more than a look. A name too many would make an
 * import of something that is not there, so exports in comments, strings and namespaces must not be taken for exports.
 */
export function scanExports(text: string): ScannedExports | undefined {
  const scanned = scan(text);
  if (scanned === undefined) return undefined;
  const { code, depths } = scanned;
  const names: string[] = [];
  const all: string[] = [];
  for (const found of code.matchAll(/(?<![\p{ID_Continue}$.#])export(?![\p{ID_Continue}$:(])\s*/gu)) {
    if (depths[found.index] !== 0) continue;
    const at = found.index + found[0].length;
    const rest = code.slice(at);
    // `export type { A }` and `export interface A` are gone when the program runs; `export =` is not for a look.
    if (/^(?:declare\s+)?(?:abstract\s+)?(?:type|interface)\s+[\p{ID_Start}$_{*]/u.test(rest)) continue;
    if (/^import\s/.test(rest) || rest.startsWith("=")) return undefined;
    if (/^default(?![\p{ID_Continue}$])/u.test(rest)) {
      names.push("default");
    } else if (rest.startsWith("*")) {
      const star = new RegExp(String.raw`^\*\s*(?:as\s+(${word})\s*)?from\s*(?=["'])`, "u").exec(rest);
      // Blanking keeps every character in its place, so the specifier is read from the text itself.
      const specifier =
        star === null ? undefined : /^["']([^"'\\\n]*)["']/.exec(text.slice(at + star[0].length))?.[1];
      if (star === null || specifier === undefined) return undefined;
      if (star[1] === undefined) all.push(specifier);
      else names.push(star[1]);
    } else {
      const listed = rest.startsWith("{") ? exportList(rest) : declaredNames(rest);
      if (listed === undefined) return undefined;
      names.push(...listed);
    }
  }
  if (names.length > 0 || all.length > 0) return { names, all };
  return commonJs(code, text);
}

/** `{ a, b as c, type T }` */
function exportList(rest: string): readonly string[] | undefined {
  const names: string[] = [];
  for (const item of itemsOf(rest) ?? ["?"]) {
    if (/^type\s+(?!as\b)/.test(item)) continue;
    const named = new RegExp(String.raw`^(?:${word}\s+as\s+)?(${word})$`, "u").exec(item)?.[1];
    if (named === undefined) return undefined;
    names.push(named);
  }
  return names;
}

/** `function a`, `class A`, `const a = 1, b = 2`, `const { a, b: c } = …` */
function declaredNames(rest: string): readonly string[] | undefined {
  const declared = declaration.exec(rest)?.[1];
  if (declared !== undefined) return [declared];
  const keyword = /^(?:declare\s+)?(?:const|let|var)\s+/.exec(rest);
  if (keyword === null) return undefined;
  const bindings = rest.slice(keyword[0].length);
  if (bindings.startsWith("{")) {
    const simple = new RegExp(String.raw`^(?:\.\.\.)?(?:${word}\s*:\s*)?(${word})(?:\s*=[\s\S]*)?$`, "u");
    const names = (itemsOf(bindings) ?? ["?"]).map((item) => simple.exec(item)?.[1]);
    return names.every((name) => name !== undefined) ? names : undefined;
  }
  const name = new RegExp(`^${word}`, "u").exec(bindings)?.[0];
  if (name === undefined) return undefined;
  return severalBindings(bindings) ? undefined : [name];
}

/** `a = 1, b = 2`, but not `a: Map<string, number> = …`. A second name without a value is missed, which does no harm. */
function severalBindings(bindings: string): boolean {
  let depth = 0;
  for (let at = 0; at < bindings.length; at++) {
    const char = bindings[at]!;
    if ("([{".includes(char)) depth++;
    else if (")]}".includes(char) && --depth < 0) return false;
    else if (depth === 0 && (char === ";" || char === "\n")) return false;
    else if (depth === 0 && char === "," && secondBinding.test(bindings.slice(at + 1, at + 200))) return true;
  }
  return false;
}

const secondBinding = new RegExp(String.raw`^\s*${word}\s*(?:=(?!>)|:)`, "u");

/** The members of the bracket that the text begins with, split at its own commas. */
function itemsOf(code: string): readonly string[] | undefined {
  const items: string[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 0; at < code.length; at++) {
    const char = code[at]!;
    if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    if ((char === "," && depth === 1) || depth === 0) {
      items.push(code.slice(start, at).trim());
      start = at + 1;
    }
    if (depth === 0) return items.filter((item) => item !== "");
  }
  return undefined;
}

/** `module.exports = { a, b: …, c() {} }`, `exports.a = …`; undefined for anything else that touches them. */
function commonJs(code: string, text: string): ScannedExports | undefined {
  const names: string[] = [];
  for (const found of code.matchAll(
    /(?<![\p{ID_Continue}$.])(?:module\s*\.\s*exports|exports)(?![\p{ID_Continue}$])\s*/gu,
  )) {
    const at = found.index + found[0].length;
    const rest = code.slice(at);
    const field = new RegExp(String.raw`^\.\s*(${word})\s*=(?![=>])`, "u").exec(rest)?.[1];
    const defined = /Object\.defineProperty\(\s*$/.test(code.slice(0, found.index));
    if (field !== undefined) names.push(field);
    else if (defined) {
      const name = /^\s*,\s*["']([^"'\\\n]+)["']/.exec(text.slice(at))?.[1];
      if (name === undefined) return undefined;
      names.push(name);
    } else {
      const object = /^=\s*(?=\{)/.exec(rest);
      const items = object === null ? undefined : itemsOf(rest.slice(object[0].length));
      if (items === undefined) return undefined;
      for (const item of items) {
        const name = new RegExp(String.raw`^(?:async\s+)?\*?\s*(${word})\s*(?:[:(]|$)`, "u").exec(item)?.[1];
        if (name === undefined) return undefined;
        names.push(name);
      }
    }
  }
  return { names, all: [] };
}

interface Scanned {
  /** The text with comments and the insides of strings, templates and regular expressions as blanks; as long as the text. */
  readonly code: string;
  /** How many brackets are open at each character. */
  readonly depths: readonly number[];
}

const literal =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|`|[([{]|[)\]}]|\/(?![/*])(?:[^\\/[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+\/[a-z]*/g;

/** Undefined where a template does not end. */
function scan(text: string): Scanned | undefined {
  const code: string[] = [];
  const depths: number[] = [];
  // The brackets that are open; "$" is the `${` of a template, after which its text goes on.
  const open: string[] = [];
  const push = (piece: string): void => {
    code.push(piece);
    for (let count = piece.length; count > 0; count--) depths.push(open.length);
  };
  let at = 0;
  while (at < text.length) {
    literal.lastIndex = at;
    const found = literal.exec(text);
    if (found === null) break;
    push(text.slice(at, found.index));
    let piece = found[0];
    if (piece === "`" || (piece === "}" && open.at(-1) === "$")) {
      if (piece === "}") open.pop();
      const ended = /^[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(`|\$\{)/.exec(text.slice(found.index));
      if (ended === null) return undefined;
      push(blank(ended[0]));
      if (ended[1] !== "`") open.push("$");
      piece = ended[0];
    } else if ("([{".includes(piece)) {
      push(piece);
      open.push(piece);
    } else if (")]}".includes(piece)) {
      open.pop();
      push(piece);
    } else if (/^["']/.test(piece)) {
      push(piece[0]! + blank(piece.slice(1, -1)) + piece[0]!);
    } else if (/^\/[/*]/.test(piece) || !dividesAt(text, found.index)) {
      push(blank(piece));
    } else {
      piece = "/";
      push(piece);
    }
    at = found.index + piece.length;
  }
  push(text.slice(at));
  return { code: code.join(""), depths };
}

/** A slash after a value divides; after anything else it begins a regular expression. */
function dividesAt(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 40), index).trimEnd();
  if (
    /(?<![\p{ID_Continue}$.])(?:return|typeof|case|in|of|delete|void|throw|new|do|else|await|yield)$/u.test(
      before,
    )
  )
    return false;
  return /[\p{ID_Continue}$)\]}"'`]$/u.test(before);
}

function blank(piece: string): string {
  return piece.replace(/[^\n]/g, " ");
}
