/** `1 call`, `2 calls`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Rounds before ÷ rounds after, as people say it: `1.5×`, `3×`. */
export function times(before: number, after: number): string {
  const factor = after === 0 ? 1 : before / after;
  return `${Number(factor.toFixed(factor < 10 ? 1 : 0))}×`;
}

/**
 * Names and messages hold text of the program, and a program may hold anything: line breaks would break the layout, and escape
 * characters or changes of writing direction would rule the terminal.
 */
export function clean(text: string): string {
  return text
    .replace(/[\n\r\t]+/g, " ")
    .replace(
      /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

/** Lines of cells, each column as wide as its widest cell; the last one is left ragged. */
export function align(rows: readonly (readonly string[])[], gap = "  "): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  return rows.map((row) =>
    row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index]!))).join(gap),
  );
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}
