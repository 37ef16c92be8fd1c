import { CallOrigins, type CallOrigin } from "./call-origins.js";
import type { CompiledProgram } from "./compile.js";
import type { Environment, Getters } from "./environment.js";
import { HiddenState } from "./hidden-state.js";
import { cloneData, printError, textOf } from "./plain-data.js";
import { projectRuntime, type MakeRuntime, type SimulatedRuntime } from "./runtime-under-test.js";
import type { Scenario } from "./scenario.js";
import { simulatedConsole } from "./simulated-console.js";
import { UnhandledRejections } from "./unhandled.js";
import { UnknownCode } from "./unknown-code.js";
import { runToEnd, VirtualClock } from "./virtual-time.js";

export { compileProgram, type CompiledProgram } from "./compile.js";

export interface CallRecord {
  /** Tool, arguments and how often the same call was made before: names the same call in two programs. */
  readonly key: string;
  readonly tool: string;
  /** The arguments as they were when the call started. */
  readonly args: readonly unknown[];
  readonly start: number;
  end: number | undefined;
  failed: boolean;
  /** In a run that is watched for it. */
  readonly origin?: CallOrigin;
}

export interface ConsoleLine {
  readonly text: string;
  /** How many calls had started before it was printed. */
  readonly callsBefore: number;
}

export type ProgramOutcome =
  | { readonly kind: "returned"; readonly value: unknown; readonly text: string }
  /** `failed`: the error of this simulated call came out, and no handler had seen it. */
  | { readonly kind: "threw"; readonly text: string; readonly failed: string | undefined }
  | { readonly kind: "never ends"; readonly text: string };

/** What others can see when the program has ended, as text. */
export interface VisibleState {
  readonly input: string;
  readonly state: string;
  readonly exported: Readonly<Record<string, string>>;
}

export interface Trace {
  readonly outcome: ProgramOutcome;
  readonly console: readonly ConsoleLine[];
  readonly calls: readonly CallRecord[];
  /** In a run that is watched for the origins of its calls: how many members each batch has. */
  readonly batches: readonly number[];
  readonly visible: VisibleState;
  /** After a success, the other bindings of the top level: nobody sees them, but they tell right answers from wrong ones. */
  readonly bindings: Readonly<Record<string, string>>;
  readonly makespan: number;
  /** How often the clock, a random number or an id was read. */
  readonly readings: number;
  /** The top level came to its end: only then can anybody import what it exports. */
  readonly loaded: boolean;
  /** How many handlers were entered. */
  readonly handled: number;
  readonly unhandled: readonly string[];
  /** Calls that were still running, or had not begun, when the program ended. */
  readonly running: readonly string[];
}

/** The error of a simulated call that was told to fail. */
class ToolFailure extends Error {
  override readonly name = "ToolFailure";
  constructor(readonly key: string) {
    super(`failed: ${key}`);
  }
}

/** More calls than any program of a test makes. */
const mostCalls = 20_000;

export async function runProgram(
  program: CompiledProgram,
  scenario: Scenario,
  makeRuntime: MakeRuntime = projectRuntime,
  origins?: CallOrigins,
): Promise<Trace> {
  const run = new Run(scenario, makeRuntime, origins);
  const unhandled = UnhandledRejections.watch();
  const { stackTraceLimit } = Error;
  // Nobody looks at the stacks of simulated failures, and they cost more than all else.
  Error.stackTraceLimit = 0;
  try {
    void run.begin(program);
    const quiet = await runToEnd(run.clock);
    return run.trace(unhandled.seen, quiet);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    unhandled.stop();
  }
}

/** The same, and every call knows where it comes from. */
export async function runWithOrigins(
  program: CompiledProgram,
  scenario: Scenario,
  makeRuntime?: MakeRuntime,
): Promise<Trace> {
  const origins = new CallOrigins();
  try {
    return await runProgram(program, scenario, makeRuntime, origins);
  } finally {
    origins.stop();
  }
}

class Run {
  readonly clock = new VirtualClock();
  private readonly calls: CallRecord[] = [];
  private readonly occurrences = new Map<string, number>();
  private readonly lines: ConsoleLine[] = [];
  private readonly runtime: SimulatedRuntime;
  private readonly hidden: HiddenState;
  private readonly unknown = new UnknownCode((text) => this.print(text));
  private readonly input: unknown[];
  private readonly state: object;
  private readonly module = { exports: {} as Record<string, unknown> };
  private readonly esmExports: Record<string, unknown> = {};
  private exported: Getters = {};
  private bindings: Getters = {};
  private loaded = false;
  private handled = 0;
  private readonly handledErrors = new Set<unknown>();
  private outcome: ProgramOutcome = { kind: "never ends", text: "never ends" };
  private endedAt: number | undefined;
  /** Errors of timers: nobody can handle them. */
  private readonly uncaught: string[] = [];

  constructor(
    private readonly scenario: Scenario,
    makeRuntime: MakeRuntime,
    private readonly origins?: CallOrigins,
  ) {
    const runtime = makeRuntime((tool, given, kwargs) => {
      const { prompt, origin } = origins?.ofCall(given) ?? { prompt: given };
      return this.call(tool, trimmed([prompt, kwargs]), origin);
    });
    this.runtime = origins?.watching(runtime) ?? runtime;
    this.hidden = new HiddenState(scenario.steady);
    this.input = cloneData([...scenario.input]);
    this.state = cloneData(scenario.state);
  }

  /** The program's own end; what it left running goes on under the clock. */
  async begin(program: CompiledProgram): Promise<void> {
    try {
      const value = await program.start(this.environment());
      this.outcome = { kind: "returned", value, text: textOf(value) };
    } catch (error) {
      const isUnseen = error instanceof ToolFailure && !this.handledErrors.has(error);
      this.outcome = { kind: "threw", text: printError(error), failed: isUnseen ? error.key : undefined };
    }
    this.endedAt = this.clock.now;
  }

  trace(unhandled: readonly string[], quiet: boolean): Trace {
    const { endedAt } = this;
    // One that starts at the very moment of the end does so before or after it by nothing but the number of microtasks.
    const running = this.calls.filter(({ end }) => endedAt !== undefined && (end ?? Infinity) > endedAt);
    const exported = { ...readAll(this.exported), ...readAll(gettersOf(this.module.exports)) };
    return {
      outcome: quiet ? this.outcome : { kind: "never ends", text: "runs for ever" },
      console: this.lines,
      calls: this.calls,
      batches: this.origins?.batches ?? [],
      visible: { input: textOf(this.input), state: textOf(this.state), exported },
      bindings: this.outcome.kind === "returned" ? readAll(this.bindings) : {},
      makespan: this.calls.reduce((latest, { end }) => Math.max(latest, end ?? 0), endedAt ?? 0),
      readings: this.hidden.readings,
      loaded: this.loaded,
      handled: this.handled,
      unhandled: [...unhandled, ...this.uncaught],
      running: running.map(({ key }) => key),
    };
  }

  private call(
    tool: string,
    args: readonly unknown[],
    origin = this.origins?.ofCall(undefined).origin,
  ): Promise<unknown> {
    const copy = cloneData(args);
    const signature = `${tool}(${textOf(copy).slice(1, -1)})`;
    const occurrence = (this.occurrences.get(signature) ?? 0) + 1;
    this.occurrences.set(signature, occurrence);
    if (this.calls.length >= mostCalls) return Promise.reject(new Error("too many calls"));
    const key = occurrence === 1 ? signature : `${signature}#${occurrence}`;
    const failed = this.scenario.failing.has(key);
    const record: CallRecord = {
      ...{ key, tool, args: copy, start: this.clock.now, end: undefined, failed },
      ...(origin !== undefined && { origin }),
    };
    this.calls.push(record);
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        record.end = this.clock.now;
        if (failed) reject(new ToolFailure(key));
        else resolve(this.scenario.answer(tool, copy, signature));
      };
      this.clock.schedule(this.scenario.latency(key), finish, failed);
    });
  }

  private environment(): Environment {
    return {
      exports: this.esmExports,
      meta: Object.freeze({ url: "file:///workflow.ts" }),
      element: (type, properties, ...children) => ({ type, properties, children }),
      fragment: "fragment",
      global: (name) => this.global(name),
      module: (specifier) => this.moduleNamed(specifier),
      importing: (specifier) => Promise.resolve(this.moduleNamed(specifier)),
      declare: (exported, bindings) => {
        this.exported = exported;
        this.bindings = bindings;
      },
      caught: (error) => {
        this.handled++;
        this.handledErrors.add(error);
      },
      enter: (main) => this.enter(main),
    };
  }

  private enter(main: unknown): unknown {
    this.loaded = true;
    if (main === "called") return undefined;
    const entry = typeof main === "function" ? main : this.commonJsEntry();
    return entry === undefined ? undefined : (entry as (...args: unknown[]) => unknown)(...this.input);
  }

  private commonJsEntry(): unknown {
    const exported: unknown = this.module.exports;
    if (typeof exported === "function") return exported;
    const functions = Object.entries(exported as object).filter(([, value]) => typeof value === "function");
    const main = functions.find(([name]) => name === "main" || name === "default");
    return (main ?? (functions.length === 1 ? functions[0] : undefined))?.[1];
  }

  private print(text: string): void {
    this.lines.push({ text, callsBefore: this.calls.length });
  }

  private global(name: string): unknown {
    switch (name) {
      case "client":
        return this.client();
      case "codemode":
      case "tools":
        return family((tool, args) => this.call(tool, args));
      case "state":
        return this.state;
      case "console":
        return simulatedConsole((text) => this.print(text));
      case "setTimeout":
        return (run: (...args: unknown[]) => void, delay = 0, ...args: unknown[]) =>
          this.clock.schedule(delay, () => {
            this.origins?.newTurn();
            try {
              run(...args);
            } catch (error) {
              this.uncaught.push(printError(error));
            }
          });
      case "clearTimeout":
        return (id: number) => this.clock.cancel(id);
      case "require":
        return (specifier: string) => this.moduleNamed(specifier);
      case "module":
        return this.module;
      case "exports":
        return this.module.exports;
      default:
        return name.startsWith("external_")
          ? (...args: unknown[]) => this.call(name.slice("external_".length), trimmed(args))
          : (this.function(name) ?? this.hidden.global(name) ?? this.standIn(name));
    }
  }

  /** The functions of the runtime, under the names that programs call them by. */
  private function(name: string): unknown {
    switch (name) {
      case "callTool":
        return (...args: unknown[]) => this.callTool(args);
      case "callMCPTool":
        return (tool: string, given: unknown) => this.call(tool, trimmed([given]));
      case "callToolsParallel":
        return this.runtime.callToolsParallel;
      case "callToolsSettled":
        return this.runtime.callToolsSettled;
      case "unwrap":
        return this.runtime.unwrap;
      default:
        return undefined;
    }
  }

  /** A function of the host or of a module that nobody can look into leaves a line of output, because it may do so. */
  private standIn(name: string): unknown {
    const print = (args: readonly unknown[]): void => this.print(`${name}(${textOf(args).slice(1, -1)})`);
    const client = (): object => this.client();
    return function standIn(...args: unknown[]): unknown {
      print(args);
      return new.target === undefined ? undefined : client();
    };
  }

  /** `callTool(name, prompt, kwargs?)` and `callTool(client, name, args)`. */
  private callTool(args: readonly unknown[]): Promise<unknown> {
    const [first, second, third] = args;
    if (typeof first !== "string") return this.call(String(second), trimmed([third]));
    return this.runtime.callTool(first, second, third as object | undefined);
  }

  /** `callTool({ name, arguments })` and `callTool(name, args)`, as the clients of MCP servers and hosts have it. */
  private client(): object {
    return {
      connect: () => Promise.resolve(),
      close: () => Promise.resolve(),
      callTool: (first: unknown, second?: unknown) => {
        if (typeof first === "string") return this.call(first, trimmed([second]));
        const request = first as { name: string; arguments?: unknown };
        return this.call(request.name, trimmed([request.arguments]));
      },
    };
  }

  private moduleNamed(specifier: string): unknown {
    if (/^(node:)?timers\/promises$/.test(specifier)) {
      return {
        setTimeout: (delay: number, value?: unknown) =>
          new Promise((resolve) => this.clock.schedule(delay, () => resolve(value))),
      };
    }
    const own: Record<string, unknown> = {};
    return new Proxy(own, {
      get: (_target, name) =>
        typeof name === "string" ? (own[name] ??= this.member(specifier, name)) : undefined,
    });
  }

  /** Anything that a program may import: a function of the runtime, or a stand-in. */
  private member(specifier: string, name: string): unknown {
    // A module is no promise.
    if (name === "then") return undefined;
    const known =
      this.function(name) ?? this.hidden.member(specifier, name) ?? this.unknown.member(specifier, name);
    if (known !== undefined) return known;
    if (name === "default") return this.moduleNamed(specifier);
    return this.standIn(`${specifier} ${name}`);
  }
}

/** `family.any_tool(args)` */
function family(call: (tool: string, args: readonly unknown[]) => Promise<unknown>): object {
  const get = (_target: object, name: string | symbol): unknown =>
    typeof name === "string" && name !== "then"
      ? (...args: unknown[]) => call(name, trimmed(args))
      : undefined;
  return new Proxy({}, { get });
}

/** Arguments without the `undefined`s at their end: `f(x)` and `f(x, undefined)` are the same call. */
function trimmed(args: readonly unknown[]): readonly unknown[] {
  let length = args.length;
  while (length > 0 && args[length - 1] === undefined) length--;
  return args.slice(0, length);
}

function gettersOf(values: Record<string, unknown>): Getters {
  if (typeof values !== "object") return { "module.exports": () => values };
  return Object.fromEntries(Object.keys(values).map((name) => [name, () => values[name]]));
}

function readAll(getters: Getters): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, get] of Object.entries(getters)) {
    try {
      values[name] = textOf(get());
    } catch {
      values[name] = "[not yet]";
    }
  }
  return values;
}
