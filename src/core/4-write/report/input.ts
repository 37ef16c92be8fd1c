import type { Code } from "../../diagnostics/codes.js";
import type { Amount } from "../../model/amount.js";
import type { Change } from "../../model/change.js";
import type { Plan } from "../../model/plan.js";
import type { RegionSchedule } from "../../model/schedule.js";
import type { Span } from "../../model/span.js";
import type { Analysis } from "../../model/steps.js";
import type { Workflow } from "../../model/workflow.js";

export interface ReportInput {
  readonly source: string;
  readonly workflow: Workflow;
  readonly analysis: Analysis;
  readonly schedules: readonly RegionSchedule[];
  readonly plans: readonly Plan[];
  readonly changed: boolean;
  /** Rounds of the whole file if somebody had made a change; undefined where that is not to be worked out. */
  readonly roundsWith: ((change: Change) => Amount) | undefined;
  /** A reason that holds for every call: the file is ignored, or the rewrite failed. */
  readonly blanket?: { readonly code: Code; readonly span: Span } | undefined;
}
