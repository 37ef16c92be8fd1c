import { FILE_HEADERS_ONLY, formatPatch, structuredPatch, type StructuredPatchHunk } from "diff";

const context = 3;

/** The search for the shortest diff grows with the square of the edits; a file changed in more lines is shown as one hunk. */
const mostEdits = 2_000;

/** A unified diff that `git apply` and `patch -p1` take, in the folder that the name is relative to. */
export function unifiedDiff(name: string, before: string, after: string): string {
  const [from, to] = [`a/${name}`, `b/${name}`];
  const found = structuredPatch(from, to, before, after, undefined, undefined, {
    context,
    maxEditLength: mostEdits,
  });
  const patch = found ?? {
    oldFileName: from,
    newFileName: to,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [wholeHunk(linesOf(before), linesOf(after))],
  };
  const text = formatPatch(patch, FILE_HEADERS_ONLY);
  // A name with a space ends at a tab, or `patch` stops reading it at the space.
  return name.includes(" ") ? text.replace(/^--- (.*[^"])\n\+\+\+ (.*)\n/, "--- $1\t\n+++ $2\t\n") : text;
}

/** All lines between the common beginning and the common end are replaced. */
function wholeHunk(old: readonly string[], now: readonly string[]): StructuredPatchHunk {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start++;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const first = Math.max(0, start - context);
  const after = Math.min(context, end);
  const lines = [
    ...old.slice(first, start).map((line) => ` ${line}`),
    ...old.slice(start, old.length - end).map((line) => `-${line}`),
    ...now.slice(start, now.length - end).map((line) => `+${line}`),
    ...old.slice(old.length - end, old.length - end + after).map((line) => ` ${line}`),
  ];
  return {
    oldStart: first + 1,
    newStart: first + 1,
    oldLines: old.length - end - first + after,
    newLines: now.length - end - first + after,
    lines: lines.flatMap((line) =>
      line.endsWith("\n") ? [line.slice(0, -1)] : [line, "\\ No newline at end of file"],
    ),
  };
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
