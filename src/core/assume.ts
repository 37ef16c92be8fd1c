import type { Cause, Change } from "./model/change.js";
import type { Dependence } from "./model/dependence.js";
import type { ManifestEntry } from "./model/effects.js";
import type { Options } from "./model/options.js";
import type { Span } from "./model/span.js";
import type { Analysis, RegionAnalysis, Step } from "./model/steps.js";
import type { ToolCall, Workflow } from "./model/workflow.js";
import type { SyntaxView } from "./syntax/view.js";

/** What the analysis is asked instead, to see what a change would bring. */
export interface Assumption {
  readonly workflow: Workflow;
  readonly view: SyntaxView;
  readonly options: Options;
  /** A cause of dependences that is taken to be gone. */
  readonly without: Cause | undefined;
  /** Does to the finished analysis what no other question can. */
  readonly adapt: (analysis: Analysis) => Analysis;
}

/** Supposes that somebody has made a change. Nothing is taken away from the graph by hand: the analysis runs again and finds what is left. */
export function assume(change: Change, workflow: Workflow, view: SyntaxView, options: Options): Assumption {
  const as = (part: Partial<Assumption>): Assumption => ({
    workflow,
    view,
    options,
    without: undefined,
    adapt: (analysis) => analysis,
    ...part,
  });
  const declared = (entries: readonly (readonly [string, ManifestEntry])[]): Assumption =>
    as({ options: { ...options, tools: { ...options.tools, ...Object.fromEntries(entries) } } });
  const withCalls = (update: (call: ToolCall) => ToolCall): Assumption =>
    as({ workflow: { ...workflow, calls: workflow.calls.map(update) } });
  switch (change.kind) {
    case "declare":
      return declared(change.tools.map((tool) => [tool, "reads"]));
    case "declare-all":
      return as({ options: { ...options, effects: "inferred" } });
    case "own-resource":
      return declared([[change.tool, { writes: [`only ${change.tool}`], failures: "relaxed" }]]);
    case "mark-pure":
      return as({ options: { ...options, pure: [...options.pure, change.name] } });
    case "mark-call":
      return withCalls((call) => (call.id === change.call ? { ...call, pragma: "reads" } : call));
    case "name-resource":
      return withCalls((call) => (change.calls.includes(call.id) ? named(call) : call));
    case "drop-comment":
      return as({
        workflow: withoutComment(workflow, change.comment),
        view: {
          ...view,
          ignored: new Map([...view.ignored].filter(([, comment]) => !isSame(comment, change.comment))),
        },
        adapt: (analysis) =>
          workflow.calls
            .filter(
              ({ pragma, pragmaSpan, place }) =>
                // (A member of a batch does not leave it.)
                pragma === "keep" && place !== "batch-member" && isSame(pragmaSpan, change.comment),
            )
            .reduce(apart, analysis),
      });
    case "own-statement":
      return as({
        without: change.cause,
        adapt: (analysis) => workflow.calls.filter(({ id }) => id === change.call).reduce(apart, analysis),
      });
    case "move":
      return as({ without: change.cause });
  }
}

function isSame(a: Span | undefined, b: Span): boolean {
  return a?.start === b.start && a.end === b.end;
}

/** Every argument is a constant, and no two calls have the same. */
function named(call: ToolCall): ToolCall {
  const constants = new Proxy(call.constants, {
    get: (known, key) => (Object.hasOwn(known, key) ? known[key as string] : `${call.id} ${String(key)}`),
    getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: "" }),
  });
  return { ...call, constants };
}

function withoutComment(workflow: Workflow, comment: Span): Workflow {
  return {
    ...workflow,
    ignoredFile: isSame(workflow.ignoredFile, comment) ? undefined : workflow.ignoredFile,
    regions: workflow.regions.map((region) => ({
      ...region,
      statements: region.statements.map((statement) =>
        isSame(statement.ignored, comment) ? { ...statement, ignored: undefined } : statement,
      ),
    })),
  };
}

/**
 * Makes a step of its own of a call that stays inside a statement. It waits for all that the statement waits for, which may be more
 * than it needs: what this saves is not said too high.
 */
function apart(analysis: Analysis, call: ToolCall): Analysis {
  return {
    ...analysis,
    regions: analysis.regions.map((region) =>
      region.region === call.region ? regionWithApart(region, call.id) : region,
    ),
  };
}

function regionWithApart(region: RegionAnalysis, call: string): RegionAnalysis {
  const at = region.steps.findIndex((step) => step.inside.includes(call));
  if (at < 0) return region;
  const moved = (index: number): number => (index >= at ? index + 1 : index);
  const statement = region.steps[at]!;
  const own: Step = { ...statement, kind: "call", call, inside: [] };
  const steps = [
    ...region.steps.slice(0, at),
    own,
    ...region.steps
      .slice(at)
      .map((step) => ({ ...step, inside: step.inside.filter((inside) => inside !== call) })),
  ].map((step, index) => ({ ...step, index }));
  const shifted = (dependence: Dependence): Dependence => ({
    ...dependence,
    from: moved(dependence.from),
    to: moved(dependence.to),
  });
  const dependences = region.dependences.flatMap((dependence) =>
    dependence.to === at ? [{ ...shifted(dependence), to: at }, shifted(dependence)] : [shifted(dependence)],
  );
  const answer: Dependence = {
    from: at,
    to: at + 1,
    kind: "data",
    weak: false,
    code: "data-dependence",
    because: { start: 0, end: 0 },
  };
  const preferences = region.preferences.map(({ from, to }) => ({ from: moved(from), to: moved(to) }));
  return { ...region, steps, dependences: [...dependences, answer], preferences };
}
