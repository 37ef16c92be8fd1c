import type { Code } from "../diagnostics/codes.js";
import type { Dependence } from "./dependence.js";
import type { ToolEffect } from "./effects.js";
import type { Span } from "./span.js";
import type { NarrowedReference } from "./workflow.js";

/** A piece of a region that is scheduled as one: a call that may run apart from its statement, or (the rest of) a statement. */
export interface Step {
  /** Position in source order within the region. */
  readonly index: number;
  readonly kind: "call" | "code";
  /** The call of a step of kind `call`; of the calls that leave a loop together the first. */
  readonly call: string | undefined;
  /** Where it is a batch that the program has already: the calls in it. */
  readonly members?: readonly string[];
  /** The calls of a loop that start together, for all of its rounds. */
  readonly loop?: LoopBatch;
  /** The statement that it belongs to. */
  readonly statement: number;
  /** A call of the form `const x = await …` or `await …`: nothing of its statement is left when it is batched. */
  readonly isWhole: boolean;
  /** Calls that stay inside the code. */
  readonly inside: readonly string[];
  /** How the evaluation of the call's arguments may fail: by a use of null or undefined, or by design, as `JSON.parse` does. */
  readonly argThrows: "never" | "nullish" | "by-design";
  /** The same of what stands before its arguments: `this.client.callTool`. */
  readonly receiverThrows: "never" | "nullish" | "by-design";
  /** A call that reads the clock, or takes a random number, when it starts: among others that do, its turn can be told. */
  readonly takesTurn: boolean;
}

/** One of the batches that a loop gives: `stage` counts them from 0. */
export interface LoopBatch {
  readonly loop: string;
  readonly stage: number;
}

/** A constant whose value stands in the place of its only use. */
export interface Inlined {
  readonly statement: StatementAt;
  readonly use: Span;
  /** The use is short for a property, too: `{ text }`. */
  readonly property: string | undefined;
  readonly value: Span;
  readonly needsParentheses: boolean;
}

/** A statement in the body of a loop, which may stand in a block of its own there: `if (item.isNew) { … }`. */
export interface StatementAt {
  readonly region: string;
  readonly statement: number;
}

/** What must hold for a call to be made in a round. */
export interface LoopGuard {
  readonly condition: Span;
  /** The call is made where it does not hold. */
  readonly isNegated: boolean;
  /** The opposite of the condition, where it is short: `a === b` to `a !== b`, `!a` to `a`. */
  readonly flipped:
    { readonly operator: Span; readonly text: string } | { readonly operand: Span } | undefined;
}

/** What a member needs before its arguments can be evaluated, in order. */
export type LoopPart = { readonly statement: StatementAt } | { readonly guard: LoopGuard };

/** What a part of a loop does not use of what is bound there: names, and the stretches of the patterns that bind them. */
export interface UnusedNames {
  readonly names: readonly string[];
  readonly stretches: readonly Span[];
}

/** A call of a loop's body, or one of an inner loop's batches. */
export interface LoopMember {
  readonly step: Step;
  readonly parts: readonly LoopPart[];
}

/** The calls of a loop that start together: those of one row share a branch. */
export interface LoopStage {
  readonly members: readonly LoopMember[];
  readonly inlined: readonly Inlined[];
  readonly unused: UnusedNames;
  /** Earlier stages whose answers it needs. */
  readonly earlier: readonly number[];
  /** Whether it uses what the head of the loop binds. */
  readonly usesRow: boolean;
  /** References from outside the loop that need a constant of their type. */
  readonly narrowed: readonly NarrowedReference[];
  /** Its rows are branches: working out the arguments may throw by design. */
  readonly isLate: boolean;
}

/** How the rows of a loop are written: what is iterated, each as one element. */
export type Rows =
  /** An expression that is an array for certain; `isStable`: a name, which may be written twice. */
  | { readonly kind: "array"; readonly isStable: boolean; readonly needsParentheses: boolean }
  /** Anything else that is iterated. */
  | { readonly kind: "spread" }
  /** `for (let i = 0; i < length; i++)` */
  | { readonly kind: "count"; readonly name: string; readonly length: Span }
  /** Gathered by a loop of their own. */
  | {
      readonly kind: "gathered";
      /** The type of the list, where it is known; a list that closures use must not find it out for itself. */
      readonly type: string | undefined;
    };

/** A loop whose calls leave it: for all rows together, before what stays of the loop. */
export interface LoopSplit {
  readonly loop: string;
  readonly rows: Rows;
  readonly stages: readonly LoopStage[];
  /** Failures surface in their old places: what the loop changes before them can be seen after them. */
  readonly isSettled: boolean;
  /** Statements of the body that leave out rows: `if (…) continue;`. */
  readonly filters: readonly Filter[];
  /** What they do not use of what the head binds. */
  readonly filterUnused: UnusedNames;
  /** Statements of the body that stay in the loop. */
  readonly kept: readonly StatementAt[];
  /** The regions of the body: its own, and those of blocks that are taken apart with it. */
  readonly regions: readonly string[];
  /** Whether what stays uses what the head of the loop binds. */
  readonly usesRow: boolean;
  /** Of what stays. */
  readonly unused: UnusedNames;
}

export interface Filter extends StatementAt {
  readonly guard: LoopGuard;
}

/** Why a call stays where it is. */
export interface Refusal {
  readonly code: Code;
  readonly span: Span;
  readonly name: string;
}

/** One step would better come after another, if that costs no round. */
export interface Preference {
  readonly from: number;
  readonly to: number;
}

/** A region, analysed: its steps, and every reason why one must come after another. */
export interface RegionAnalysis {
  readonly region: string;
  readonly steps: readonly Step[];
  readonly dependences: readonly Dependence[];
  readonly preferences: readonly Preference[];
}

export interface Analysis {
  readonly regions: readonly RegionAnalysis[];
  readonly effects: Readonly<Record<string, ToolEffect>>;
  readonly refused: Readonly<Record<string, Refusal>>;
  /** Loops that are split, by their ids. */
  readonly loops: Readonly<Record<string, LoopSplit>>;
  /** Why calls stay in their loops. */
  readonly looped: Readonly<Record<string, Refusal>>;
  /** Calls of functions that do more than a helper, and what more: they are code that waits, and no calls of tools. */
  readonly aside: Readonly<Record<string, Refusal>>;
}

/** The calls that a step makes: of a loop one for each call in a row, of a batch that the program has already its members. */
export function callsOfStep({ call, members, loop }: Step, loops: Analysis["loops"]): readonly string[] {
  if (loop)
    return loops[loop.loop]!.stages[loop.stage]!.members.flatMap(({ step }) => callsOfStep(step, loops));
  if (members && members.length > 0) return members;
  return call === undefined ? [] : [call];
}
