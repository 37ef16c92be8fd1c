/** `1 call`, `2 calls`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `3`, `2 for each element`, `3 and 2 for each element`, where a part comes again for each element of a loop. */
export function amount(total: number, perElement = 0): string {
  const each = `${perElement} for each element`;
  if (perElement === 0) return `${total}`;
  return perElement === total ? each : `${total - perElement} and ${each}`;
}

/** The same of things: `3 rounds`, `1 round for each element`, `3 rounds and 1 for each element`. */
export function amountOf(noun: string, total: number, perElement = 0): string {
  if (perElement === 0) return count(total, noun);
  if (perElement === total) return `${count(total, noun)} for each element`;
  return `${count(total - perElement, noun)} and ${perElement} for each element`;
}

/** What a change saves, in rounds; undefined where it saves none on its own. */
export function savedRounds(saves: number, perElement = 0): string | undefined {
  const once = Math.max(0, saves - perElement);
  return once + perElement === 0 ? undefined : amountOf("round", once + perElement, perElement);
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
