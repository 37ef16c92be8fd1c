/**
 * What a tool answers where the program does not say: `any`, so that `const user = await callTool("get_user", id); user.name`
 * compiles as it would against an untyped client. With `unknown` every workflow would need a cast per call.
 * (The type of `JSON.parse`, whose answers are the same kind of thing.)
 */
export type Answer = ReturnType<JSON["parse"]>;

/** Named arguments beside the prompt. `object`, since values of interface types do not fit `Record<string, unknown>`. */
export type Kwargs = object | null;

/** A call as a tuple: `["get_user", id]`. */
export type ToolTuple = readonly [tool: string, prompt?: unknown, kwargs?: Kwargs];

/**
 * A call whose length the type does not know: `["summarize", { text }]` in a callback is a `(string | { text: string })[]`.
 * The optional `0` still refuses tuples that do not begin with a tool's name, such as `[42, "x"]`.
 */
export interface ToolArray extends ReadonlyArray<unknown> {
  readonly 0?: string;
}

/** A call as an object: `{ tool: "get_user", prompt: id }`. */
export interface ToolObject {
  readonly tool: string;
  readonly prompt?: unknown;
  readonly kwargs?: Kwargs;
}

/** Code that stands as one call of a batch; it may make no call, one or many: `() => premium ? callTool("rush", id) : undefined`. */
export type Branch = () => unknown;

/** One member of a batch. */
export type Call = ToolTuple | ToolArray | ToolObject | Branch;

/** What one member of a batch answers. */
export type AnswerOf<C> = C extends () => infer Returned ? Awaited<Returned> : Answer;

/** What a batch answers: a tuple where the calls are written out, an array otherwise. */
export type Answers<C extends readonly unknown[]> = { [Index in keyof C]: AnswerOf<C[Index]> };

/** What a settled batch answers: every answer or error, in the order of the calls. */
export type SettledAnswers<C extends readonly unknown[]> = {
  [Index in keyof C]: PromiseSettledResult<AnswerOf<C[Index]>>;
};

/** What `invoke` is told beside the call itself. */
export interface InvokeContext {
  /** The runtime's signal; never aborted where none was configured. */
  readonly signal: AbortSignal;
  /** The call's position in its batch, counted from 0; 0 for a single call. */
  readonly index: number;
  /** Which attempt at this call it is, counted from 1. */
  readonly attempt: number;
}

// Both are taken from a method, whose parameters TypeScript compares in either direction: a tool may declare the types that it expects,
// as in `(prompt: string) => …`, where a plain function type would demand `unknown`.

/** Reaches any tool by name: an MCP client, a queue, an HTTP service. */
export type Invoke = {
  bivariant(tool: string, prompt: unknown, kwargs: Kwargs | undefined, context: InvokeContext): unknown;
}["bivariant"];

/** One tool of a table. */
export type Tool = {
  bivariant(prompt: unknown, kwargs: Kwargs | undefined, context: InvokeContext): unknown;
}["bivariant"];

/** Tools by name. */
export type Tools = Readonly<Record<string, Tool>>;

export interface RuntimeOptions {
  /**
   * How tools are reached: one function for all, or a table of functions by name. It may return a promise or a plain value, and
   * may throw; prompt and kwargs arrive exactly as the program gave them, `undefined` where it gave none.
   */
  readonly invoke: Invoke | Tools;
  /**
   * How many tools may run at once, from 1 to Infinity; default 16. Only tools count: a branch waits for no slot and holds none,
   * so nested batches cannot block one another. A tool that itself calls tools needs a runtime of its own for them.
   */
  readonly maxConcurrency?: number;
  /** Handed to every tool. Once it is aborted no further tool starts: the calls fail with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Calls of tools, each like the module's function of the same name but on the tools of this runtime.
 * They need no `this` and may be destructured.
 */
export interface Runtime {
  readonly callTool: CallTool;
  readonly callToolsParallel: <C extends readonly Call[]>(calls: readonly [...C]) => Promise<Answers<C>>;
  readonly callToolsSettled: <C extends readonly Call[]>(
    calls: readonly [...C],
  ) => Promise<SettledAnswers<C>>;
  readonly unwrap: <T>(settled: PromiseSettledResult<T>) => T;
}

/**
 * Two signatures rather than `<T = any>`: that one would guess `T` from the place of use (`const { total = 0 } = await callTool(…)`
 * would make `total` a number), and the same call would have another type once it stands in a batch.
 */
export interface CallTool {
  (tool: string, prompt?: unknown, kwargs?: Kwargs): Promise<Answer>;
  <T>(tool: string, prompt?: unknown, kwargs?: Kwargs): Promise<T>;
}
