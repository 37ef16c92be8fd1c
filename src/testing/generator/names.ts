/** Names that are in scope at a place of the program, by what can be done with them. */
export interface Names {
  /** Answers of tools, and objects of the same shape. */
  readonly answers: readonly string[];
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
  /** Numbers that may be assigned. */
  readonly counters: readonly string[];
  readonly objects: readonly string[];
  readonly arrays: readonly string[];
  readonly maps: readonly string[];
  readonly sets: readonly string[];
  /** Variables that may be assigned an answer. */
  readonly assignable: readonly string[];
  /** Functions of a tag that answer a promise of an answer. */
  readonly steps: readonly string[];
  /** Functions without parameters that answer a text or a number. */
  readonly thunks: readonly string[];
  /** Promises of calls under way. */
  readonly promises: readonly string[];
  /** Short arrays of texts, and of rows `{ id, name, price }`: whatever adds to them looks at their length before, so that loops end. */
  readonly lists: readonly string[];
  readonly rows: readonly string[];
  /** Variables that a text may be added to. */
  readonly strings: readonly string[];
  /** Arrays and objects that a loop fills, and that its prompts do not read. */
  readonly results: readonly string[];
  readonly records: readonly string[];
}

export type NameKind = keyof Names;

export const noNames: Names = {
  answers: [],
  texts: [],
  numbers: [],
  counters: [],
  objects: [],
  arrays: [],
  maps: [],
  sets: [],
  assignable: [],
  steps: [],
  thunks: [],
  promises: [],
  lists: [],
  rows: [],
  strings: [],
  results: [],
  records: [],
};

/** The names of a place behind a declaration. */
export function withName(names: Names, kind: NameKind, name: string): Names {
  return { ...names, [kind]: [...names[kind], name] };
}

/** The names of a place behind several declarations. */
export function withNames(names: Names, added: readonly (readonly [kind: NameKind, name: string])[]): Names {
  return added.reduce((scope, [kind, name]) => withName(scope, kind, name), names);
}
