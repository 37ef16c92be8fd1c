import type { Span } from "./span.js";

/** How a call is written inside a batch: `["tool", prompt]`, or `() => client.callTool(…)`. */
export type MemberForm = "tuple" | "branch";

/** Where the answer of a call goes. */
export type Target =
  /** `const user = await …` (or a pattern); the statement is nothing else. `type` is its annotation or cast. */
  | {
      readonly kind: "declare";
      readonly keyword: "const" | "let" | "var";
      readonly pattern: Span;
      readonly isName: boolean;
      readonly type: Span | undefined;
      /** The annotation was written as a cast of the answer: `(await …) as User`. */
      readonly isCast: boolean;
    }
  /** `rate = await …`; the statement is nothing else. */
  | { readonly kind: "assign"; readonly name: Span }
  /** `await …;` */
  | { readonly kind: "unused" }
  /**
   * Somewhere inside a statement. `property` is set where the call is the value of a property of that name; `hint` is a name for
   * the answer that the statement suggests.
   */
  | {
      readonly kind: "inner";
      readonly property: (Span & { readonly name: string }) | undefined;
      readonly hint: string | undefined;
    };

/** A reference whose type a test before it has narrowed, in a way that the type checker forgets inside a closure. */
export interface NarrowedReference extends Span {
  /** The same for every spelling of the reference. */
  readonly path: string;
  /** What a constant for it may be called. */
  readonly name: string;
  /** It stands for a property of its name, too: `{ path }`. */
  readonly isShorthand: boolean;
}

/** A declaration of the host's `callTool` in the file (`declare function callTool…`, also within `declare global`). */
export interface DeclaredTool {
  /** Where it ends: the place for a declaration beside it. */
  readonly end: number;
  /** The white space that its line begins with; undefined where it does not begin its line. */
  readonly lead: string | undefined;
  readonly isGlobalBlock: boolean;
  /** Its answers are `any`, whatever it is asked. */
  readonly answersAny: boolean;
  readonly isGeneric: boolean;
}

/** A choice that decides whether a call is made: `premium ? await callTool("rush", id) : undefined`. */
export interface Guard {
  readonly expression: Span;
  /** The `await` of the call with the parentheses around it, and the word alone with the white space behind it. */
  readonly awaited: Span;
  readonly keyword: Span;
  /** What stands between its operands: operators, and the white space around them. */
  readonly gaps: readonly Span[];
  /** It is of the form `a ? b : c`, which formatters put in parentheses as the body of a branch. */
  readonly isConditional: boolean;
  /** The answer is cast before it is chosen. */
  readonly isCast: boolean;
  /** What the choice may be instead of the answer: nothing but null and undefined, literals, other values, or both. */
  readonly others: "none" | "literals" | "values" | "mixed";
}

/** The one condition of its statement that decides whether a call is made, where a copy of it can travel with the call. */
export interface Condition {
  readonly span: Span;
  /** The call is made where the condition is true, where it is false, or where it is null or undefined. */
  readonly makes: "true" | "false" | "missing";
  /** It is what the answer is assigned to: `cached ??= await callTool(…)`. */
  readonly isAssigned: boolean;
  /** It needs parentheses beside an operator. */
  readonly isBracketed: boolean;
}

/** An awaited call of a tool. */
export interface ToolCall {
  /** `c1`, `c2`, … in source order. */
  readonly id: string;
  readonly label: string;
  /** The tool's name; undefined where it is not a constant. */
  readonly tool: string | undefined;
  readonly convention: string;
  /** The function that is called, where it is one of the program that makes the calls of tools. */
  readonly helper: string | undefined;
  /** Its answer may be null or undefined, as far as can be told from the text: that of a helper, or of the type argument. */
  readonly mayBeNullish: boolean;
  /** The call itself may throw, before there is a promise: a helper that is not asynchronous. */
  readonly mayThrowAtOnce: boolean;
  /** The call itself, without `await`. */
  readonly call: Span;
  /** What a name can stand in for: the `await` with the parentheses around it; the whole of a choice that travels with the call. */
  readonly whole: Span;
  readonly guard: Guard | undefined;
  /** Set only where there is no guard. */
  readonly condition: Condition | undefined;
  /** The text between the parentheses of the call. */
  readonly args: Span;
  readonly argCount: number;
  /** The span of each argument. */
  readonly argSpans: readonly Span[];
  readonly typeArgument: Span | undefined;
  /**
   * It speaks of a type parameter of the program: one that may stand for a promise, of which `await` makes `Awaited<T>` (free), or one
   * with a constraint, which `await` leaves as it is (bound).
   */
  readonly typeParameter: "free" | "bound" | undefined;
  /**
   * The type that the surroundings ask of the answer, where the callee may take its own from there: `User` in
   * `const user: User = await client.callTool(…)` of a `callTool<T>`.
   */
  readonly expected: string | undefined;
  readonly form: MemberForm;
  readonly target: Target;
  /** A failed tool throws (else it answers, as in MCP's `{ isError: true }`). */
  readonly throws: boolean;
  /** A member of a batch that the program has already, or a call that is started and not awaited. */
  readonly place: "awaited" | "batch-member" | "started";
  /** It is made once for each element of a list: `Promise.all(items.map((item) => callTool(…)))`. */
  readonly isRepeated: boolean;
  /** Of a batch that the program has already: the calls in it; of any other call none. */
  readonly members: readonly string[];
  /** Of such a batch, where its members may be put into a larger one as they stand. */
  readonly list: BatchList | undefined;
  readonly region: string;
  /** The statement of the region that it stands in; outside of any a number below 0 that the calls of one function share. */
  readonly statement: number;
  /** References that a closure could not use with the type that they have here; only for branches. */
  readonly narrowed: readonly NarrowedReference[];
  /** Constant arguments, for the templates of resources. */
  readonly constants: Readonly<Record<string, string | number | boolean>>;
  readonly pragma: "pure" | "reads" | "writes" | "keep" | undefined;
  readonly pragmaSpan: Span | undefined;
}

/** `const [a, b] = await callToolsParallel([["x", 1], ["y", 2]]);` */
export interface BatchList {
  /** What is called, as it is written. */
  readonly callee: string;
  readonly elements: readonly Span[];
  /** What stands between the brackets. */
  readonly inner: Span;
  /** Some element is a function. */
  readonly hasBranches: boolean;
  /** Where each answer goes, as far as the program takes it. */
  readonly slots: readonly (Span | undefined)[];
}

/** A statement of a region with the text that moves with it. */
export interface Statement {
  /** The statement itself. */
  readonly span: Span;
  /** From the end of the statement before to the end of this line: white space, comments, statement, comment behind it. */
  readonly chunk: Span;
  /** Where the comments that belong to the statement begin (the statement's start where it has none). */
  readonly leadStart: number;
  /** Whether it begins its line. */
  readonly ownLine: boolean;
  readonly ignored: Span | undefined;
  /** A comment above it that speaks of its first line (`@ts-expect-error`): the statement stays as it is. */
  readonly pinned: Span | undefined;
}

/** A list of statements whose calls are scheduled together. */
export interface Region {
  readonly id: string;
  readonly name: string;
  readonly span: Span;
  readonly statements: readonly Statement[];
  /** Calls that stand in these statements and in no region within them. */
  readonly calls: readonly string[];
  /** The innermost loop around it in its function: what it does comes again and again. */
  readonly loop: RegionLoop | undefined;
  /** The one statement of a loop without braces stands for the list. */
  readonly isBraced: boolean;
  /** It is the code of a member of a batch that the program has already: `Promise.all(ids.map(async (id) => { … }))`. */
  readonly inBatch: boolean;
}

export interface RegionLoop {
  /** Nothing tells beforehand how often it goes round: `while`, `do`, `for (;;)`, `for await`. */
  readonly isOpen: boolean;
  /** The list is its body, and not a block in that. */
  readonly isBody: boolean;
}

/** A `for` loop that is a statement of a region and has calls in its body, which may leave it. */
export interface Loop {
  /** `l1`, `l2`, … in source order. */
  readonly id: string;
  readonly kind: "of" | "in" | "index";
  /** The region that it is a statement of, and which one. */
  readonly region: string;
  readonly statement: number;
  /** The region of its body. */
  readonly body: string;
  /** Its body stands in braces. */
  readonly isBraced: boolean;
  /** From `for` to the parenthesis before the body. */
  readonly head: Span;
  readonly keyword: "const" | "let" | "var" | undefined;
  /** What `for…of` and `for…in` bind, without its type. */
  readonly pattern: Span | undefined;
  readonly isName: boolean;
  /** The variables that the head declares. */
  readonly names: readonly string[];
  /** What is gone through. */
  readonly iterated: Span | undefined;
  /** How often it goes round, where literals say so. */
  readonly count: number | undefined;
  /** References in head and body that a closure could not use with the type that they have here. */
  readonly narrowed: readonly NarrowedReference[];
}

/** Where `callTool` comes from. */
export type ToolSource =
  | {
      readonly kind: "named";
      readonly specifier: string;
      readonly local: string;
      /** The name in the braces, alone and with the comma that belongs to it. */
      readonly element: Span;
      readonly elementWithComma: Span;
      readonly isRequire: boolean;
      /** How often the name is used. */
      readonly uses: number;
      /** No other name stands in the braces or before them. */
      readonly only: boolean;
      readonly statement: Span;
    }
  | { readonly kind: "namespace"; readonly specifier: string; readonly local: string }
  | { readonly kind: "global"; readonly declared: DeclaredTool | undefined }
  | { readonly kind: "other" };

export interface ImportedName {
  /** No other variable of the file has its local name. */
  readonly isUnique: boolean;
  readonly imported: string;
  readonly local: string;
  readonly specifier: string;
}

/** How the file is written, so that new text looks like the old. */
export interface Style {
  readonly newline: string;
  readonly indent: string;
  readonly quote: '"' | "'";
  readonly semicolons: boolean;
  readonly trailingCommas: boolean;
  readonly width: number;
  readonly bracketSpacing: boolean;
}

/** A comment that begins with parcall's name. */
export interface PragmaComment extends Span {
  readonly text: string;
  /** What it says; undefined where that is not understood. */
  readonly kind: "pure" | "reads" | "writes" | "keep" | "ignore-next" | "ignore-file" | undefined;
}

/** A text, read. Everything in it is spans and words: it prints as JSON. */
export interface Workflow {
  readonly fileName: string;
  readonly typed: boolean;
  readonly calls: readonly ToolCall[];
  /** Batches that the program has already, each as one call; their members are among `calls`. */
  readonly batches: readonly ToolCall[];
  readonly regions: readonly Region[];
  readonly loops: readonly Loop[];
  readonly toolSource: ToolSource;
  readonly imports: readonly ImportedName[];
  /** What the file says of the name `callToolsParallel`, beside imports: nothing, that the host has it, or something of its own. */
  readonly batchName: "free" | "ambient" | "own";
  /** The file declares that it answers a list of unknown length (`Promise<any[]>`), of which a tuple of types is a cast. */
  readonly isBatchList: boolean;
  /** How a module would be brought in: an import declaration, a require call, or not at all (a bare expression). */
  readonly moduleForm: "import" | "require" | "none";
  /** Where a new import goes. */
  readonly importAt: number;
  /** `importAt` is the end of a line that it goes below; else the start of one that it goes above. */
  readonly importAfter: boolean;
  /** Every name of a variable, global or local, that the file uses: new names keep clear of them. */
  readonly names: readonly string[];
  /** Texts that must not be indented anew: template literals of more than one line. */
  readonly fixedText: readonly Span[];
  readonly ignoredFile: Span | undefined;
  /** All comments that speak to parcall, or seem to. */
  readonly pragmas: readonly PragmaComment[];
  readonly style: Style;
}

/** All that a step may call, by its id: calls, and batches that the program has already. */
export function callsById({ calls, batches }: Pick<Workflow, "calls" | "batches">): Map<string, ToolCall> {
  return new Map([...calls, ...batches].map((call) => [call.id, call]));
}
