import type { Edit } from "../model/edit.js";
import type { Options } from "../model/options.js";
import { type RegionSchedule, startsTogether } from "../model/schedule.js";
import type { Analysis, Step } from "../model/steps.js";
import { callsById, type ToolCall, type Workflow } from "../model/workflow.js";
import { assemble, type Assembled } from "./assemble.js";
import { findHelper } from "./imports.js";
import { Names } from "./names.js";
import { LoopWriter } from "./loop.js";
import { writeRegion } from "./region.js";

export interface Written {
  readonly assembled: Assembled;
  readonly edits: readonly Edit[];
  /** Regions that were rewritten. */
  readonly regions: ReadonlySet<string>;
  readonly uncheckedModule: string | undefined;
}

/** Writes the new text; undefined where no region has calls to run together. */
export function write(
  source: string,
  workflow: Workflow,
  analysis: Analysis,
  schedules: readonly RegionSchedule[],
  options: Options,
): Written | undefined {
  const stepsOf = (region: string): readonly Step[] =>
    analysis.regions.find((one) => one.region === region)!.steps;
  const batched = schedules.filter((schedule) =>
    schedule.items.some(
      (item) => item.kind === "calls" && startsTogether(item.steps, stepsOf(schedule.region)),
    ),
  );
  if (batched.length === 0) return undefined;
  const calls = callsById(workflow);
  const callOf = (id: string): ToolCall => calls.get(id)!;
  const mayWrite = (call: ToolCall): boolean => {
    const kind = analysis.effects[call.id]?.kind;
    return kind !== "pure" && kind !== "reads";
  };
  const names = new Names(workflow.names);
  const helper = findHelper(workflow, options, names);
  // An answer by this name would stand before the function.
  names.reserve("callToolsParallel");
  const loops = new LoopWriter({
    source,
    workflow,
    loops: analysis.loops,
    callOf,
    mayWrite,
    helper,
    names,
  });
  const edits: Edit[] = [];
  let tuples = 0;
  let hasBranches = false;
  // (Regions are written before it is known what they use: the import is put in later, in their place for it.)
  const prelude: { text: string } = { text: "" };
  let hasBatches = false;
  let hasPlace = false;
  for (const schedule of batched) {
    const region = workflow.regions.find(({ id }) => id === schedule.region)!;
    const isTop = region.name === "module" && region === workflow.regions[0] && !workflow.importAfter;
    const output = writeRegion({
      source,
      workflow,
      region,
      analysis: analysis.regions.find((candidate) => candidate.region === schedule.region)!,
      schedule,
      callOf,
      mayWrite,
      helper,
      names,
      loops,
      prelude: isTop && !hasPlace ? prelude : undefined,
    });
    edits.push(...output.edits);
    tuples += output.tuples;
    hasBranches ||= output.hasBranches;
    hasBatches ||= output.hasBatches;
    hasPlace ||= output.usedPrelude;
  }
  edits.push(...loops.edits);
  const { edits: importEdits, newImport } = helper.edits({
    dropped: tuples + loops.tuples,
    hasBranches: hasBranches || loops.hasBranches,
    hasBatches: hasBatches || loops.hasBatches,
    hasSettled: loops.hasSettled,
  });
  edits.push(...importEdits);
  const { newline } = workflow.style;
  if (newImport !== undefined && hasPlace) prelude.text = newImport + newline + newline;
  else if (newImport !== undefined) {
    const at = workflow.importAt;
    edits.push({
      span: { start: at, end: at },
      pieces: [{ text: workflow.importAfter ? newline + newImport : newImport + newline + newline }],
    });
  }
  const assembled = assemble(source, edits, workflow.fixedText);
  return {
    assembled,
    edits,
    regions: new Set(batched.map(({ region }) => region)),
    uncheckedModule: helper.uncheckedModule,
  };
}
