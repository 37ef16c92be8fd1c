import type { ConventionOption } from "../model/options.js";

/** A call that was seen without parsing. */
export interface ScannedCall {
  readonly start: number;
  readonly end: number;
  readonly tool: string | undefined;
  /** The variable that its answer is declared as. */
  readonly variable: string | undefined;
}

const regexAfter = new Set([
  "return",
  "typeof",
  "case",
  "in",
  "of",
  "delete",
  "void",
  "throw",
  "new",
  "do",
  "else",
  "await",
  "yield",
]);

/**
 * Decides without a parser whether a text can hold two calls that might run together. It errs on the safe side: it says no
 * (and then gives the calls, at most one) only where the words of the conventions are not there often enough.
 */
export function scanForCalls(
  source: string,
  conventions: readonly ConventionOption[],
): { readonly needsParser: boolean; readonly calls: readonly ScannedCall[] } {
  const words = conventionWords(conventions);
  if (!words.pattern.test(source)) return { needsParser: false, calls: [] };
  // Whoever gives the function another name can call it by that one.
  if (words.hasWildcard) return { needsParser: true, calls: [] };
  // So many cannot all stand in comments and texts, and if they do the parser sees it.
  if ((source.match(/\b(callTool|callMCPTool)\s*[(<]/g)?.length ?? 0) > 8)
    return { needsParser: true, calls: [] };
  const code = withoutCommentsAndTexts(source);
  if (code === undefined) return { needsParser: true, calls: [] };
  const call =
    /(?<![\w$])(callTool|callMCPTool|callToolsParallel|callToolsSettled)(?![\w$])\s*(?=([(<?=:,}]|as\b|;|\]|\)))/g;
  const calls: ScannedCall[] = [];
  for (let match = call.exec(code); match; match = call.exec(code)) {
    const follows = match[2]!;
    const inImport =
      /\bimport\b[^;()]*$/.test(code.slice(Math.max(0, match.index - 300), match.index)) ||
      /\b(const|let|var)\s*\{[^}()]*$/.test(code.slice(Math.max(0, match.index - 300), match.index));
    // What a batch holds is for the parser to see.
    if (match[1]!.startsWith("callTools") && (follows === "(" || follows === "<"))
      return { needsParser: true, calls: [] };
    if (follows === "(" || follows === "<") {
      // A call that nothing waits for here is for the parser to judge: `Promise.all(items.map((item) => callTool("a", item)))`.
      if (!/\bawait\s+(?:[\w$]+\s*\??\.\s*)*$/.test(code.slice(Math.max(0, match.index - 200), match.index)))
        return { needsParser: true, calls: [] };
      calls.push({
        start: match.index,
        end: match.index + match[0].length,
        tool: toolAt(source, match.index + match[0].length),
        variable: variableBefore(code.slice(Math.max(0, match.index - 200), match.index)),
      });
    } else if (follows === "as" || follows === ":" || !inImport) return { needsParser: true, calls: [] };
  }

  if (calls.length > 1 || (calls.length === 1 && mayRunOften(code))) return { needsParser: true, calls: [] };
  return { needsParser: false, calls };
}

/** A single call in a loop runs many times, and one in a function may be called from many places. */
function mayRunOften(code: string): boolean {
  if (/\b(for|while|do)\b/.test(code)) return true;
  return /=>|\bfunction\b|\bclass\b/.test(code) && (code.match(/\bawait\b/g)?.length ?? 0) > 1;
}

function variableBefore(code: string): string | undefined {
  return /(?:^|[^.\w$])(?:const|let|var)\s+([\w$]+)\s*(?::[^=;]+)?=\s*await\s+(?:[\w$]+\s*\.\s*)*$/.exec(
    code,
  )?.[1];
}

function toolAt(source: string, open: number): string | undefined {
  return /^[^"'`]{0,200}?\(\s*(?:\{\s*name\s*:\s*)?(["'`])([^"'`$\\\r\n]*)\1/.exec(
    source.slice(open, open + 400),
  )?.[2];
}

function conventionWords(conventions: readonly ConventionOption[]): {
  readonly pattern: RegExp;
  readonly hasWildcard: boolean;
} {
  const words = ["callTool", "callMCPTool"];
  for (const { call } of conventions) {
    const literal = call
      .split("*")
      .reduce((longest, part) => (part.length > longest.length ? part : longest), "");
    words.push(
      literal
        .replace(/\?/g, "")
        .split(".")
        .find((part) => part !== "") ?? "",
    );
  }
  const escaped = words.map((word) => word.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return { pattern: new RegExp(escaped.join("|")), hasWildcard: conventions.length > 0 };
}

/**
 * The text with comments and string contents blanked out, of the same length; undefined where telling a regular expression from a
 * division, or a template's holes from its text, would take a parser.
 */
function withoutCommentsAndTexts(source: string): string | undefined {
  const out: string[] = [];
  let at = 0;
  let significant = "";
  let word = "";
  while (at < source.length) {
    const character = source.charAt(at);
    if (character === "/" && source.charAt(at + 1) === "/") {
      const end = source.slice(at).search(/[\r\n\u2028\u2029]|$/) + at;
      out.push(" ".repeat(end - at));
      at = end;
    } else if (character === "/" && source.charAt(at + 1) === "*") {
      const close = source.indexOf("*/", at + 2);
      const end = close < 0 ? source.length : close + 2;
      out.push(" ".repeat(end - at));
      at = end;
    } else if (
      character === "/" &&
      (significant === "" || /[=(),:;!&|?{}[+\-*%~^<>]/.test(significant) || regexAfter.has(word))
    ) {
      return undefined;
    } else if (character === '"' || character === "'") {
      let end = at + 1;
      while (end < source.length && source.charAt(end) !== character && !/[\r\n]/.test(source.charAt(end)))
        end += source.charAt(end) === "\\" ? 2 : 1;
      out.push(
        character,
        " ".repeat(Math.max(0, Math.min(end, source.length) - at - 1)),
        end < source.length ? source.charAt(end) : "",
      );
      at = end + 1;
      significant = '"';
      word = "";
    } else if (character === "`") {
      let end = at + 1;
      while (end < source.length && source.charAt(end) !== "`") {
        if (source.charAt(end) === "$" && source.charAt(end + 1) === "{" && holeHasCode(source, end + 2))
          return undefined;
        end += source.charAt(end) === "\\" ? 2 : 1;
      }
      out.push(" ".repeat(Math.max(0, Math.min(end + 1, source.length) - at)));
      at = end + 1;
      significant = "`";
      word = "";
    } else {
      out.push(character);
      if (/[\w$]/.test(character))
        word =
          /[\w$]/.test(significant) && source.charAt(at - 1) === significant ? word + character : character;
      else if (!/\s/.test(character)) word = "";
      if (!/\s/.test(character)) significant = character;
      at++;
    }
  }
  return out.join("");
}

/** A hole of a template that holds more than a path of names may hold anything. */
function holeHasCode(source: string, start: number): boolean {
  const close = source.indexOf("}", start);
  return close < 0 || !/^[\w$.\s]*$/.test(source.slice(start, close));
}
