import type { Cause } from "../model/change.js";
import type { ToolEffect } from "../model/effects.js";
import type { Options } from "../model/options.js";
import type { Analysis, Refusal, RegionAnalysis, Step } from "../model/steps.js";
import type { Region, ToolCall, Workflow } from "../model/workflow.js";
import type { StatementList, SyntaxView } from "../syntax/view.js";
import { AnalysisContext } from "./context.js";
import { effectOfCall, effectOfTool } from "./effect-of-call.js";
import { ImportedFunctions } from "./imported-functions.js";
import { DependenceBuilder, type StepFacts } from "./dependences.js";
import { Objects } from "./objects.js";
import { joinedEffect } from "./tools/joined-effect.js";
import { Visibility } from "./visibility.js";
import { consoleLocation, Throws } from "./sink.js";
import { StatementWalker } from "./walk-statements.js";
import { withoutCause, withoutRenamed } from "./without.js";

/**
 * Works out, for every region, its steps and the dependences between them. `without` leaves a cause out, to find what would be so if
 * somebody moved or changed that code.
 */
export function analyze(workflow: Workflow, view: SyntaxView, options: Options, without?: Cause): Analysis {
  const imported = new ImportedFunctions(view.project, options);
  const context = new AnalysisContext(view, options.pure, imported);
  const effects = new Map<string, ToolEffect>();
  for (const call of workflow.calls)
    effects.set(
      call.id,
      call.helper !== undefined && (call.pragma === undefined || call.pragma === "keep")
        ? joinedEffect(call.helper, [])
        : effectOfCall(context, call, options),
    );
  const objects = new Objects(context);
  const refused = new Map<string, Refusal>();
  const aside = new Map<string, Refusal>();
  const regions = workflow.regions.map((region, index) =>
    analyzeRegion(context, objects, region, view.lists[index]!, effects, refused, aside, options, without),
  );
  return {
    regions,
    effects: Object.fromEntries(effects),
    refused: Object.fromEntries(refused),
    aside: Object.fromEntries(aside),
  };
}

function analyzeRegion(
  context: AnalysisContext,
  objects: Objects,
  region: Region,
  list: StatementList,
  effects: Map<string, ToolEffect>,
  refused: Map<string, Refusal>,
  aside: Map<string, Refusal>,
  options: Options,
  without: Cause | undefined,
): RegionAnalysis {
  const visibility = new Visibility(context, objects, list);
  const own = new Map<string, Refusal>();
  const walker = new StatementWalker(context, objects, visibility, {
    id: region.id,
    effectOf: (call) => effects.get(call.id)!,
    effectOfTool: (tool) => effectOfTool(tool, options),
    startsPromises: options.emit === "promise-all",
    noteHelper: (call, uses) =>
      effects.set(
        call.id,
        joinedEffect(
          call.helper ?? call.label,
          uses.map(({ effect }) => effect),
        ),
      ),
    noMoreThanCode: (call, because) => void aside.set(call.id, because),
    refused: own,
  });
  const steps: Step[] = [];
  const facts: StepFacts[] = [];
  for (const [statement, node] of list.statements.entries()) {
    const { ignored, pinned } = region.statements[statement]!;
    const held = ignored ?? pinned;
    const { calls, rest } = walker.walk(node);
    if (ignored) rest.fence = { code: "ignored-by-pragma", span: ignored, name: "parcall-ignore-next" };
    const extracted = held ? [] : calls;
    for (const { call, sink } of held ? calls : []) {
      rest.absorb(sink);
      own.set(
        call.id,
        ignored
          ? { code: "ignored-by-pragma", span: ignored, name: "parcall-ignore-next" }
          : { code: "unsupported-syntax", span: pinned!, name: "a comment for the type checker" },
      );
    }
    for (const { call, sink, argThrows, receiverThrows } of extracted) {
      const isWhole = call.target.kind === "declare" || call.target.kind === "unused";
      const alone = isWhole && onlyCall(context, call, node);
      steps.push({
        index: steps.length,
        kind: "call",
        call: call.id,
        statement,
        isWhole: alone,
        inside: [],
        argThrows: throwsWord[argThrows],
        receiverThrows: throwsWord[receiverThrows],
      });
      // What the declaration of the answer does belongs to the call.
      if (alone) sink.absorb(rest);
      facts.push({ isCall: true, span: call.whole, sink });
    }
    if (extracted.length > 0 && steps.at(-1)!.isWhole) continue;
    steps.push({
      index: steps.length,
      kind: "code",
      call: undefined,
      statement,
      isWhole: false,
      inside: [...new Set(rest.tools.flatMap(({ call }) => call ?? []))],
      argThrows: "never",
      receiverThrows: "never",
    });
    // A line that is printed after code that may throw is not printed when it does.
    if (rest.throws !== Throws.Never)
      rest.add(consoleLocation, false, region.statements[statement]!.span, "the console");
    facts.push({ isCall: false, span: region.statements[statement]!.span, sink: rest });
  }
  for (const [id, refusal] of own) if (region.calls.includes(id)) refused.set(id, refusal);
  const { dependences, preferences } = new DependenceBuilder(withoutCause(facts, without)).build();
  return { region: region.id, steps, dependences: withoutRenamed(dependences, without), preferences };
}

const throwsWord = {
  [Throws.Never]: "never",
  [Throws.Nullish]: "nullish",
  [Throws.Missing]: "nullish",
  [Throws.ByDesign]: "by-design",
} as const;

/** Whether nothing of a statement is left without the call: `const a = await x(), b = 2;` keeps its second part. */
function onlyCall(
  { parser: { ts } }: AnalysisContext,
  call: ToolCall,
  node: StatementList["statements"][number],
): boolean {
  if (call.target.kind === "unused") return true;
  return ts.isVariableStatement(node) && node.declarationList.declarations.length === 1;
}
