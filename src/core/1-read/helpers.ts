import type ts from "typescript";
import { conventionalCall, type CalleeContext } from "./callee.js";
import { findBatch } from "./batches.js";
import type { LocalFunction, LocalFunctions } from "../syntax/functions.js";
import type { Project } from "../syntax/project.js";
import type { RecognisedCall } from "../syntax/view.js";

/**
 * Recognises calls of functions that make calls of tools: `translate(text)` with `async function translate(t) { return callTool("nmt", t); }`.
 * Whether such a function does nothing else is for the analysis to say.
 */
export class Helpers {
  readonly #context: CalleeContext;
  readonly #functions: LocalFunctions;
  readonly #project: Project | undefined;
  readonly #makesCalls = new Map<LocalFunction, boolean>();
  readonly #ofModules: Map<ts.SourceFile, Helpers>;

  constructor(
    context: Omit<CalleeContext, "helpers">,
    functions: LocalFunctions,
    project: Project | undefined,
    ofModules = new Map<ts.SourceFile, Helpers>(),
  ) {
    this.#context = { ...context, helpers: this };
    this.#functions = functions;
    this.#project = project;
    this.#ofModules = ofModules;
  }

  recognise(call: ts.CallExpression): RecognisedCall | undefined {
    const helper = this.#functions.reachedBy(call);
    if (!helper || !(this.#isHelper(helper) || this.#isGivenHelper(call))) return undefined;
    return {
      convention: "helper",
      source: { kind: "other" },
      tool: undefined,
      payload: [],
      isPlain: false,
      throws: true,
      helper,
    };
  }

  /** The function that an argument is or names, if its code is to be seen. */
  givenBy(argument: ts.Expression): LocalFunction | undefined {
    return this.#functions.givenBy(argument);
  }

  makesCalls(node: LocalFunction): boolean {
    return this.#isHelper(node);
  }

  /** `withRetry(() => callTool("get_user", id))`: the calls are made by a function that is handed over. */
  #isGivenHelper(call: ts.CallExpression): boolean {
    return call.arguments.some((argument) => {
      const given = this.#functions.givenBy(argument);
      return given !== undefined && this.#isHelper(given);
    });
  }

  #isHelper(node: LocalFunction): boolean {
    if (this.#functions.isImported(node)) {
      const helpers = this.#helpersOf(node.getSourceFile());
      return helpers !== undefined && helpers.#isHelper(node);
    }
    const known = this.#makesCalls.get(node);
    if (known !== undefined) return known;
    // A function that calls itself makes calls of tools if the rest of it does.
    this.#makesCalls.set(node, false);
    const makesCalls = node.body !== undefined && this.#hasCall(node.body);
    this.#makesCalls.set(node, makesCalls);
    return makesCalls;
  }

  /** What is known of the functions of another module of the project. */
  #helpersOf(file: ts.SourceFile): Helpers | undefined {
    const known = this.#ofModules.get(file);
    const module = known ? undefined : this.#project?.moduleOf(file);
    if (!module) return known;
    const { bindings, functions } = module;
    const helpers = new Helpers({ ...this.#context, bindings }, functions, this.#project, this.#ofModules);
    this.#ofModules.set(file, helpers);
    return helpers;
  }

  #hasCall(node: ts.Node): boolean {
    const { ts } = this.#context.parser;
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return false;
    if (ts.isCallExpression(node)) {
      if (findBatch(this.#context, node)?.isWaitedFor) return true;
      if (conventionalCall(this.#context, node)) return true;
      const reached = this.#functions.reachedBy(node);
      if (reached && (this.#isHelper(reached) || this.#isGivenHelper(node))) return true;
    }
    return ts.forEachChild(node, (child) => this.#hasCall(child)) ?? false;
  }
}
