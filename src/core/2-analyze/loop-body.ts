import type ts from "typescript";
import type { LoopGuard, StatementAt, Step } from "../model/steps.js";
import type { StatementList } from "../syntax/view.js";
import type { AnalysisContext } from "./context.js";
import type { StepFacts } from "./dependences.js";
import { filterCondition, guardOn } from "./loop-filters.js";
import type { StatementWalker } from "./walk-statements.js";

/** A region within the body of a loop, analysed. */
export interface BodyRegion {
  readonly id: string;
  readonly list: StatementList;
  readonly steps: readonly Step[];
  readonly facts: readonly StepFacts[];
  readonly walker: StatementWalker;
}

/** A step of a loop's body. */
export interface BodyStep extends StatementAt {
  readonly step: Step;
  readonly node: ts.Statement;
  readonly facts: StepFacts;
  /** It decides whether later steps run: the condition of `if (…) continue;` or of `if (…) { … }`. */
  readonly condition: { readonly node: ts.Expression; readonly isFilter: boolean } | undefined;
  /** What decides whether it runs, by position in the body. */
  readonly controls: readonly { readonly at: number; readonly guard: LoopGuard }[];
}

/** The steps of a loop's body: those of its blocks behind a condition are among them, each with what decides whether it runs. */
export function bodySteps(
  context: AnalysisContext,
  body: BodyRegion,
  regionOf: (block: ts.Node) => BodyRegion | undefined,
): BodyStep[] {
  const { ts } = context.parser;
  const found: BodyStep[] = [];
  const add = (region: BodyRegion, controls: BodyStep["controls"]): void => {
    let inForce = controls;
    for (const [index, step] of region.steps.entries()) {
      const node = region.list.statements[step.statement]!;
      const place = { region: region.id, statement: step.statement, node };
      const filter = step.kind === "code" ? filterCondition(context, node) : undefined;
      const at = found.length;
      if (filter) {
        found.push({
          ...place,
          step,
          facts: { isCall: false, span: spanOf(context, filter), sink: region.walker.condition(filter) },
          condition: { node: filter, isFilter: true },
          controls: inForce,
        });
        inForce = [...inForce, { at, guard: guardOn(context, filter, true) }];
        continue;
      }
      const blocks =
        step.kind === "code" && ts.isIfStatement(node) ? blocksOf(ts, node, regionOf) : undefined;
      if (!blocks) {
        found.push({ ...place, step, facts: region.facts[index]!, condition: undefined, controls: inForce });
        continue;
      }
      const { expression } = blocks.node;
      found.push({
        ...place,
        step: { ...step, inside: [] },
        facts: {
          isCall: false,
          span: spanOf(context, expression),
          sink: region.walker.condition(expression),
        },
        condition: { node: expression, isFilter: false },
        controls: inForce,
      });
      const behind = (isNegated: boolean): BodyStep["controls"] => [
        ...inForce,
        { at, guard: guardOn(context, expression, isNegated) },
      ];
      add(blocks.then, behind(false));
      if (blocks.otherwise) add(blocks.otherwise, behind(true));
      else if (blocks.node.elseStatement)
        // What has no calls stays in the loop as it is.
        found.push({
          ...place,
          step: { ...step, inside: [] },
          facts: {
            isCall: false,
            span: spanOf(context, blocks.node.elseStatement),
            sink: region.walker.branch(blocks.node.elseStatement),
          },
          condition: undefined,
          controls: behind(true),
        });
    }
  };
  add(body, []);
  return found;
}

/** The blocks of `if (…) { … } else { … }` where the first makes calls of its own. */
function blocksOf(
  typescript: typeof ts,
  node: ts.IfStatement,
  regionOf: (block: ts.Node) => BodyRegion | undefined,
) {
  const then = regionOf(node.thenStatement);
  if (!then || !then.steps.some(({ kind }) => kind === "call")) return undefined;
  if (!node.elseStatement) return { node, then, otherwise: undefined };
  if (!typescript.isBlock(node.elseStatement)) return undefined;
  return { node, then, otherwise: regionOf(node.elseStatement) };
}

function spanOf({ file }: AnalysisContext, node: ts.Node) {
  return { start: node.getStart(file), end: node.end };
}
