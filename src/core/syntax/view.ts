import type ts from "typescript";
import type { Span } from "../model/span.js";
import type { Loop, ToolCall } from "../model/workflow.js";
import type { Binding, Bindings } from "./bindings.js";
import type { LocalFunction, LocalFunctions } from "./functions.js";
import type { Parser } from "./parser.js";
import type { Project } from "./project.js";

/** Where the function that is called comes from. */
export type CalleeSource =
  | {
      readonly kind: "named";
      readonly binding: Binding;
      readonly specifier: string;
      readonly isRequire: boolean;
      readonly element: ts.Node;
      readonly list: ts.Node;
    }
  | { readonly kind: "namespace"; readonly binding: Binding; readonly specifier: string }
  /** `declared` are the names in the declarations of the file (`declare function callTool…`). */
  | { readonly kind: "global"; readonly declared?: readonly ts.Identifier[] }
  | { readonly kind: "other" };

/** A call that a convention describes. */
export interface RecognisedCall {
  readonly convention: string;
  readonly source: CalleeSource;
  readonly tool: string | undefined;
  /** The expression that gives the name, where there is one. */
  readonly toolName?: ts.Expression;
  /** The expressions that hold the arguments of the tool. */
  readonly payload: readonly ts.Expression[];
  /** Written as `callTool(name, prompt?, kwargs?)`, so that a tuple can stand for it. */
  readonly isPlain: boolean;
  readonly throws: boolean;
  /** The function of the file that is called, where that is no tool itself but makes calls of tools. */
  readonly helper?: LocalFunction;
}

/** A tool call as it stands in the syntax tree. */
export interface FoundCall {
  /** The call, or the tuple or object that stands for it in a batch. */
  readonly node: ts.Expression;
  readonly recognised: RecognisedCall;
  readonly place: "awaited" | "batch-member" | "started";
  /** What a name can stand in for: the `await` with the parentheses around it, or the call itself in `return callTool(…)`. */
  readonly whole: ts.Expression;
  /** The operand of `await`; more than the call where that is cast. */
  readonly operand: ts.Expression;
  /** The choice around it that decides whether the call is made, where both could be one branch. */
  readonly guard?: FoundGuard;
  /** A member of a batch that the program has already, once for each element of a list. */
  readonly isRepeated?: boolean;
}

/** `premium ? await callTool("rush", id) : undefined` */
export interface FoundGuard {
  readonly expression: ts.Expression;
  /** With the parentheses around it. */
  readonly whole: ts.Expression;
  /** The answer is cast before it is chosen. */
  readonly isCast: boolean;
  /** What the choice may be instead of the answer: nothing but null and undefined, literals, other values, or both. */
  readonly others: "none" | "literals" | "values" | "mixed";
}

/** What a batch that the program has already is given, as it is written. */
export type BatchPart =
  | { readonly kind: "call"; readonly found: FoundCall }
  | { readonly kind: "list"; readonly parts: readonly BatchPart[] }
  /** `items.map((item) => …)`, where the callback gives a member, or `found` is the callback as one. */
  | {
      readonly kind: "each";
      /** Its members are as many of the list around it: `[first, ...items.map(…)]`. */
      readonly isSpread: boolean;
      readonly call: ts.CallExpression;
      readonly callback: LocalFunction;
      readonly value: { readonly node: ts.Expression; readonly part: BatchPart } | undefined;
      readonly found: FoundCall;
    };

/** A call of a function that starts calls together. */
export interface BatchContent {
  readonly call: ts.CallExpression;
  readonly part: BatchPart;
  /** The calls in it, those of batches in its members too. */
  readonly members: readonly FoundCall[];
  /** Functions that are its members and do nothing but make one. */
  readonly branches: readonly ts.Node[];
  /** The values of the callbacks in it. */
  readonly rows: readonly (readonly [ts.Expression, BatchPart])[];
  /** Batches that are members of it. */
  readonly nested: readonly BatchContent[];
  /** Of the runtime's own functions, and none of `Promise`. */
  readonly isOwn: boolean;
  readonly literal: ts.ArrayLiteralExpression | undefined;
  /** Its answers stand in the places of its members. */
  readonly isPlain: boolean;
}

/** A batch that the program has already: `await callToolsParallel([…])`, `await Promise.all(items.map((item) => callTool(…)))`. */
export interface FoundBatch extends BatchContent {
  /** With its `await` and the parentheses around it; the call itself where it is returned. */
  readonly whole: ts.Expression;
  /** Its `await`; the call itself where it is returned. */
  readonly awaited: ts.Expression;
  /** The operand of `await`; more than the call where that is cast. */
  readonly operand: ts.Expression;
  readonly isWaitedFor: boolean;
}

/** A node that holds a list of statements. */
export type StatementList = ts.SourceFile | ts.Block | ts.ModuleBlock | ts.CaseOrDefaultClause;

/** What phase 2 needs of the syntax beside the workflow; it goes no further than that. */
export interface SyntaxView {
  readonly parser: Parser;
  readonly file: ts.SourceFile;
  readonly bindings: Bindings;
  readonly functions: LocalFunctions;
  /** What can be seen of other files. */
  readonly project: Project | undefined;
  /** The statement list of each region, in the order of `workflow.regions`. */
  readonly lists: readonly StatementList[];
  /** Statements that a comment makes barriers, and the comment. */
  readonly ignored: ReadonlyMap<ts.Node, Span>;
  /** The call that an expression is: keyed by the whole of it (with `await`), and by the call node. */
  readonly callAt: ReadonlyMap<ts.Node, ToolCall>;
  readonly found: ReadonlyMap<string, FoundCall>;
  /** The call that a choice could travel with. */
  readonly guardAt: ReadonlyMap<ts.Node, ToolCall>;
  readonly loopAt: ReadonlyMap<ts.Node, Loop>;
  /** The batch that an `await`, or a call that is returned, waits for, as one call. */
  readonly batchAt: ReadonlyMap<ts.Node, ToolCall>;
  /** What is known of each batch that is waited for: keyed by its call, those that are members of others too. */
  readonly batches: ReadonlyMap<ts.Node, BatchContent>;
  /** What callbacks give that make the members of batches: `["get_item", item]` in `items.map((item) => ["get_item", item])`. */
  readonly rows: ReadonlyMap<ts.Node, BatchPart>;
  /** Members `() => callTool(…)`: they run while the function waits there. */
  readonly branches: ReadonlySet<ts.Node>;
  /** The condition that a copy of could travel with a call, by the id of the call. */
  readonly conditionOf: ReadonlyMap<string, ts.Expression>;
}
