import type { Span } from "../model/span.js";

export interface Comment extends Span {
  readonly text: string;
  readonly isLine: boolean;
}

/** The comments of a stretch of text that holds nothing but white space and comments. Stops at anything else. */
export function commentsIn(source: string, start: number, end: number): Comment[] {
  const comments: Comment[] = [];
  let at = start;
  while (at < end) {
    if (source.startsWith("//", at)) {
      let stop = at;
      while (stop < end && !isLineBreak(source.charCodeAt(stop))) stop++;
      comments.push({ start: at, end: stop, text: source.slice(at + 2, stop), isLine: true });
      at = stop;
    } else if (source.startsWith("/*", at)) {
      const close = source.indexOf("*/", at + 2);
      const stop = close < 0 ? end : close + 2;
      comments.push({ start: at, end: stop, text: source.slice(at + 2, stop - 2), isLine: false });
      at = stop;
    } else if (/\s/.test(source.charAt(at)) || source.charCodeAt(at) === 0xfeff) {
      at++;
    } else if (source.startsWith("#!", at) && at === 0) {
      while (at < end && !isLineBreak(source.charCodeAt(at))) at++;
    } else {
      break;
    }
  }
  return comments;
}

export function isLineBreak(character: number): boolean {
  return character === 10 || character === 13 || character === 0x2028 || character === 0x2029;
}

export type Pragma = "pure" | "reads" | "writes" | "keep" | "ignore-next" | "ignore-file";

/** What a comment says to parcall, if anything. */
export function pragmaOf(comment: Comment): Pragma | undefined {
  const text = comment.text.trim();
  const effect = /^parcall:\s*(pure|reads|writes|keep)\b/.exec(text);
  if (effect) return effect[1] as Pragma;
  const ignore = /^parcall-ignore-(next|file)\b/.exec(text);
  return ignore ? (`ignore-${ignore[1]}` as Pragma) : undefined;
}
