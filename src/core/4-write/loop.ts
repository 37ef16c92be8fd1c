import type { Edit, Piece } from "../model/edit.js";
import type { Span } from "../model/span.js";
import type { Step } from "../model/steps.js";
import type { NarrowedReference } from "../model/workflow.js";
import { layOut } from "./doc.js";
import { LoopBatches } from "./loop-batch.js";
import { type Chosen, LoopChoices, type LoopInput } from "./loop-choice.js";
import { orphansOf } from "./loop-comments.js";
import { restEdits } from "./loop-rest.js";
import { rowsStatement } from "./loop-rows.js";

/** The batch of a loop, and what must stand before it. */
export interface LoopBatchText {
  /** Comments of statements of which nothing is left. */
  readonly comments: readonly Span[];
  readonly before: readonly Piece[];
  readonly pieces: readonly Piece[];
}

/** Writes the batches of split loops, and edits what stays of them. */
export class LoopWriter {
  readonly edits: Edit[] = [];
  readonly #choices: LoopChoices;
  readonly #batches: LoopBatches;
  readonly #edited = new Set<string>();

  constructor(readonly input: LoopInput) {
    this.#choices = new LoopChoices(input);
    this.#batches = new LoopBatches(this.#choices);
  }

  /** Calls that are written as tuples: they no longer use the name `callTool`. */
  get tuples(): number {
    return this.#batches.tuples.size;
  }

  get hasBranches(): boolean {
    return this.#batches.hasBranches;
  }

  get hasBatches(): boolean {
    return this.#batches.hasBatches;
  }

  get hasSettled(): boolean {
    const unwrapped = [...this.#edited].some((id) => this.input.loops[id]!.isSettled);
    return this.#batches.hasSettled || unwrapped;
  }

  /** The names that the batches of a loop have in the block around it. */
  nameOf(step: Step): string {
    return this.#of(step).answers[step.loop!.stage]!.text;
  }

  /** References that need a constant before the batch. */
  narrowedIn(step: Step): readonly NarrowedReference[] {
    return this.input.loops[step.loop!.loop]!.stages[step.loop!.stage]!.narrowed;
  }

  /** Whether anything takes the answers of a batch. */
  isDiscarded(step: Step): boolean {
    const { split } = this.#of(step);
    const { stage } = step.loop!;
    if (split.stages.some(({ earlier }) => earlier.includes(stage))) return false;
    if (split.kept.length === 0) return true;
    // (What stays goes through the rows then, and not through the answers.)
    const goesThroughRows = split.usesRow || split.rows.kind === "count";
    return (
      goesThroughRows &&
      !split.isSettled &&
      split.stages[stage]!.members.every(({ step: one }) => this.#isUnused(one))
    );
  }

  #isUnused({ call, loop, isWhole }: Step): boolean {
    return loop === undefined && isWhole && this.input.callOf(call!).target.kind === "unused";
  }

  /** The batch of a loop as a statement of its own, without `const answers = await `. */
  alone(step: Step, indent: string): LoopBatchText {
    const head = this.isDiscarded(step) ? "await " : `const ${this.nameOf(step)} = await `;
    const after = this.input.workflow.style.semicolons ? 1 : 0;
    return this.#write(step, indent, indent, indent.length + head.length, after, false);
  }

  /** The batch as a branch of a larger one; the rows stand in the block around that, at `outer`. */
  branch(step: Step, indent: string, outer: string): LoopBatchText {
    return this.#write(step, indent, outer, indent.length, 1, true);
  }

  #write(
    step: Step,
    indent: string,
    outer: string,
    column: number,
    after: number,
    isBranch: boolean,
  ): LoopBatchText {
    const { source, workflow } = this.input;
    const { newline, width, indent: deeper } = workflow.style;
    const chosen = this.#of(step);
    const isFirst = step.loop!.stage === 0;
    const before: Piece[] =
      chosen.rows !== undefined && isFirst
        ? [...rowsStatement(this.#choices, chosen, outer), { text: newline + outer }]
        : [];
    const batch = this.#batches.batch(chosen, step.loop!.stage);
    const docs = isBranch ? [{ text: "() =>" }, { group: [{ indent: [{ line: " " }, ...batch] }] }] : batch;
    return {
      comments: isFirst ? orphansOf(this.#choices, chosen) : [],
      before,
      pieces: layOut(docs, { source, newline, width, step: deeper }, indent, column, after),
    };
  }

  #of({ loop }: Step): Chosen {
    const chosen = this.#choices.of(loop!.loop);
    if (!this.#edited.has(loop!.loop)) {
      this.#edited.add(loop!.loop);
      this.edits.push(...restEdits(this.#choices, chosen));
    }
    return chosen;
  }
}
