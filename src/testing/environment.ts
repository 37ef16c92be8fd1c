/** What a compiled program sees of the world. */
export interface Environment {
  readonly exports: Record<string, unknown>;
  readonly meta: object;
  readonly element: (type: unknown, properties: unknown, ...children: unknown[]) => unknown;
  readonly fragment: string;
  readonly global: (name: string) => unknown;
  readonly module: (specifier: string) => unknown;
  readonly importing: (specifier: string) => Promise<unknown>;
  /** The program tells which bindings it has; they are read when it has ended. */
  readonly declare: (exported: Getters, bindings: Getters) => void;
  /** A handler was entered with this error. */
  readonly caught: (error: unknown) => void;
  /** The top level is done: the main function is called, if there is one that the top level did not call. */
  readonly enter: (main: unknown) => unknown;
}

export type Getters = Readonly<Record<string, () => unknown>>;

/** Names that every program finds, in the order of the compiled function's parameters. */
export const globalNames: readonly string[] = [
  "callTool",
  "callToolsParallel",
  "callToolsSettled",
  "unwrap",
  "callMCPTool",
  "client",
  "codemode",
  "tools",
  "state",
  "console",
  "Date",
  "Math",
  "crypto",
  "performance",
  "setTimeout",
  "clearTimeout",
  "require",
  "module",
  "exports",
];
