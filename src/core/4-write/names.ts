const reserved = new Set(
  (
    "abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do else enum eval " +
    "export extends false finally for from function get if implements import in instanceof interface is let module namespace new null number " +
    "object of package private protected public require return set static string super switch symbol this throw true try type typeof " +
    "Promise NaN Infinity callTool undefined unknown var void while with yield name status top self event window"
  ).split(" "),
);

/** Gives out names that the file does not use. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** Keeps a name from being given out. */
  reserve(name: string): void {
    this.#taken.add(name);
  }

  /** The first of some names that nothing in the file has: for a variable of a small scope, so that others may have it too. */
  local(bases: readonly string[]): string {
    return bases.find((base) => !this.#taken.has(base) && !reserved.has(base)) ?? this.fresh(bases[0]!);
  }

  /** The first of some names that nothing in the file has, taken from then on. */
  first(bases: readonly string[]): string {
    return this.fresh(bases.find((base) => !this.#taken.has(base) && !reserved.has(base)) ?? bases[0]!);
  }

  /** A name like `base` that nothing in the file has; it is taken from then on. */
  fresh(base: string): string {
    const clean =
      /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(base) && !reserved.has(base)
        ? base
        : `${base.replace(/[^\w$]/g, "").replace(/^\d+/, "") || "tool"}Answer`;
    let name = clean;
    for (let number = 2; this.#taken.has(name); number++) name = `${clean}${number}`;
    this.#taken.add(name);
    return name;
  }
}

/** `get_user_orders` and `getUserOrders` to `userOrders`: what the answer of a tool may be called. */
export function answerName(tool: string | undefined): string {
  const words = (tool ?? "tool")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
  const noun = words.length > 1 ? words.slice(1) : words;
  const name = noun
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  return `${name || "tool"}Answer`;
}
