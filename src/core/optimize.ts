import { mentionsPragma } from "./1-read/pragmas.js";
import { readWorkflow, type ReadResult } from "./1-read/read.js";
import { scanForCalls } from "./1-read/scan.js";
import { analyze } from "./2-analyze/analyze.js";
import { withoutAside } from "./2-analyze/aside.js";
import { withLeavingCalls } from "./2-analyze/leaving.js";
import { toolEffect } from "./2-analyze/tools/tool-effect.js";
import { planOf, planRegions, sequentialSchedules } from "./3-plan/plan.js";
import { lineStarts, locate } from "./4-write/assemble.js";
import { makeReport } from "./4-write/report.js";
import { verifyRewrite } from "./4-write/verify.js";
import { write } from "./4-write/write.js";
import { assume } from "./assume.js";
import type { Code } from "./diagnostics/codes.js";
import { explainReason } from "./diagnostics/messages.js";
import type { Change } from "./model/change.js";
import type { Diagnostic, Severity } from "./model/diagnostic.js";
import { noProject, type Options, type OptimizeOptions } from "./model/options.js";
import { type Amount, nothing, plus } from "./model/amount.js";
import { type Plan, roundsOf } from "./model/plan.js";
import type { Report } from "./model/report.js";
import type { Analysis } from "./model/steps.js";
import type { OptimizeResult } from "./model/result.js";
import type { Span } from "./model/span.js";
import { callsById, type ToolCall } from "./model/workflow.js";
import { resolveOptions } from "./options.js";
import { Project } from "./syntax/project.js";
import { unusedPragmas } from "./unused-pragmas.js";
import { parse, parseFaults, type Parser } from "./syntax/parser.js";

export type Optimize = (source: string, options?: OptimizeOptions) => OptimizeResult;

/**
 * Makes `optimize`. `loadParser` is called for the first text that needs a parser. `interfere` puts faults into the analysis, which then
 * reach the output unchecked: the tests of the oracle take dependences away and see it notice.
 */
export function createOptimize(
  loadParser: () => Parser,
  interfere?: (analysis: Analysis) => Analysis,
): Optimize {
  return (source, given) => {
    const text = String(source);
    const { options, diagnostics } = resolveOptions(given ?? {});
    const problem = diagnostics[0];
    if (problem) {
      const found = diagnostics.map(({ path, message, help }) =>
        diagnosticAt(
          text,
          { start: 0, end: 0 },
          "invalid-option",
          "error",
          path ? `${path}: ${message}` : message,
          help,
        ),
      );
      return unchanged(text, options, found);
    }
    try {
      return run(text, options, loadParser, interfere);
    } catch (fault) {
      // The parser and the walks recurse: a text that is nested too deeply ends here, and stays as it is.
      const isDepth = fault instanceof RangeError;
      const message = isDepth
        ? "the text is nested too deeply to analyse"
        : `parcall failed: ${fault instanceof Error ? fault.message : String(fault)}`;
      return unchanged(text, options, [
        diagnosticAt(
          text,
          { start: 0, end: 0 },
          isDepth ? "too-complex" : "internal-fault",
          "error",
          message,
        ),
      ]);
    }
  };
}

function run(
  source: string,
  options: Options,
  loadParser: () => Parser,
  interfere: ((analysis: Analysis) => Analysis) | undefined,
  splitsLoops = true,
): OptimizeResult {
  if (source.includes("\0")) {
    const start = source.indexOf("\0");
    return unchanged(source, options, [
      diagnosticAt(
        source,
        { start, end: start + 1 },
        "too-complex",
        "error",
        "the file holds a null byte: it is not text",
      ),
    ]);
  }
  const scan = scanForCalls(source, options.conventions);
  // Without two calls there is nothing to do, but a comment that speaks of a call may have lost it.
  if (!scan.needsParser && !mentionsPragma(source) && !mayImportHelpers(source, options))
    return scannedResult(source, options, scan.calls);
  const parser = loadParser();
  const file = parse(parser, source, options.fileName);
  const faults = parseFaults(parser, file);
  if (faults.length > 0) {
    const found = faults.map(({ message, start, end }) =>
      diagnosticAt(
        source,
        { start, end },
        "parse-error",
        "error",
        message,
        "Mend the syntax; the file is left as it is.",
      ),
    );
    return unchanged(source, options, found);
  }
  const project: Project = new Project(
    parser,
    options.moduleAt,
    (module) => readWorkflow(parser, module.file, options.conventions, project).view,
  );
  const readAs = (text: ReturnType<typeof parse>): ReadResult => {
    const { workflow, view } = readWorkflow(parser, text, options.conventions, project);
    return { workflow, view: splitsLoops ? view : { ...view, loopAt: new Map() } };
  };
  const { workflow: read, view } = readAs(file);
  const { all, workflow, analysis: found } = analyzed({ workflow: read, view }, options);
  const analysis = interfere ? interfere(found) : found;
  const calls = callsById(workflow);
  const callOf = (id: string): ToolCall => calls.get(id)!;
  const planned = planRegions(workflow, analysis);
  const written = workflow.ignoredFile
    ? undefined
    : write(source, workflow, analysis, planned.schedules, options);
  const fault = written && !interfere && check(written.assembled.code);
  // What is wrong with a loop is no reason to leave the rest of the file as it is.
  if (fault && Object.keys(analysis.loops).length > 0) {
    const result = run(source, options, loadParser, interfere, false);
    if (result.diagnostics.some(({ code }) => code === "internal-fault")) return result;
    const told = diagnosticAt(
      source,
      { start: 0, end: 0 },
      "internal-fault",
      "warning",
      `the loops of this file stay as they are: a rewrite with them failed its own check (${fault})`,
      explainReason("internal-fault", noSubject).help,
    );
    const diagnostics = [...result.diagnostics, told];
    return lazily(
      { code: result.code, report: { ...result.report, diagnostics }, diagnostics },
      () => result.map,
    );
  }
  const blanket = workflow.ignoredFile
    ? ({ code: "ignored-file", span: workflow.ignoredFile } as const)
    : fault
      ? ({ code: "internal-fault", span: { start: 0, end: 0 } } as const)
      : undefined;
  const schedules = blanket ? sequentialSchedules(analysis) : planned.schedules;
  const changed = written !== undefined && !fault;
  const { report, diagnostics } = makeReport({
    source,
    workflow,
    analysis,
    schedules,
    plans: analysis.regions.map((region, index) => planOf(region, schedules[index]!, callOf, analysis.loops)),
    changed,
    // Where a test has put other dependences in, what else would be found cannot be asked.
    roundsWith: fault || interfere ? undefined : roundsWith,
    blanket,
  });
  for (const { span, message, help } of unusedPragmas(all))
    diagnostics.push(diagnosticAt(source, span, "unused-pragma", "warning", message, help));
  if (fault)
    diagnostics.push(
      diagnosticAt(
        source,
        { start: 0, end: 0 },
        "internal-fault",
        "error",
        `the rewrite failed its own check (${fault}); the file stays as it was`,
        explainReason("internal-fault", noSubject).help,
      ),
    );
  if (changed && written.uncheckedModule !== undefined) {
    const message = `callToolsParallel is taken from "${written.uncheckedModule}", which was not looked at: it must wait for all calls and throw the error of the first`;
    diagnostics.push(diagnosticAt(source, { start: 0, end: 0 }, "unchecked-module", "info", message));
  }
  if (!changed) return { code: source, map: null, report, diagnostics };
  const { assembled } = written;
  return lazily({ code: assembled.code, report, diagnostics }, () => assembled.map(options.fileName));

  /** The rounds of the file if somebody had made a change: analysed and planned again, not guessed. */
  function roundsWith(change: Change): Amount {
    const supposition = assume(change, all, view, options);
    const { workflow: assumed, without, adapt } = supposition;
    const rest = withoutAside(assumed, analyze(assumed, supposition.view, supposition.options, without));
    const supposed = adapt(rest.analysis);
    const possible = assumed.ignoredFile
      ? sequentialSchedules(supposed)
      : planRegions(withLeavingCalls(rest.workflow, supposed), supposed).schedules;
    const byId = callsById(all);
    const planned = (region: Analysis["regions"][number], index: number): Plan =>
      planOf(region, possible[index]!, (id) => byId.get(id)!, supposed.loops);
    const repeated = new Set(all.regions.flatMap(({ id, loop }) => (loop ? [id] : [])));
    return supposed.regions
      .map((region, index): Amount => {
        const total = roundsOf(planned(region, index));
        return { total, perElement: repeated.has(region.region) ? total : 0 };
      })
      .reduce(plus, nothing);
  }

  function check(code: string): string | undefined {
    const again = parse(parser, code, options.fileName);
    const [first] = parseFaults(parser, again);
    if (first) return `it does not parse: ${first.message}`;
    const after = analyzed(readAs(again), options);
    const { schedules: plan } = planRegions(after.workflow, after.analysis);
    return verifyRewrite({ all, workflow }, analysis, written!.assembled, {
      workflow: after.all,
      analysis: after.analysis,
      schedules: plan,
    });
  }
}

function analyzed({ workflow, view }: ReadResult, options: Options) {
  const { workflow: called, analysis } = withoutAside(workflow, analyze(workflow, view, options));
  return { all: workflow, workflow: withLeavingCalls(called, analysis), analysis };
}

/** Two calls of helpers of another file need no word of a convention: `const a = await translate(title); const b = await translate(body);` */
function mayImportHelpers(source: string, { moduleAt }: Options): boolean {
  if (moduleAt === noProject) return false;
  return /\bimport\b/.test(source) && (source.match(/\bawait\b/g)?.length ?? 0) > 1;
}

const noSubject = {
  call: "",
  tool: "",
  name: undefined,
  other: undefined,
  tools: [],
  source: undefined,
  line: 1,
};

/** The source map costs more than the rewrite and is often not looked at. */
function lazily(result: Omit<OptimizeResult, "map">, makeMap: () => OptimizeResult["map"]): OptimizeResult {
  let map: OptimizeResult["map"] | undefined;
  return {
    ...result,
    get map() {
      return (map ??= makeMap());
    },
  };
}

function unchanged(source: string, options: Options, diagnostics: readonly Diagnostic[]): OptimizeResult {
  return { code: source, map: null, report: emptyReport(options, diagnostics), diagnostics };
}

function emptyReport(options: Options, diagnostics: readonly Diagnostic[]): Report {
  const summary = {
    found: 0,
    batched: 0,
    ordered: 0,
    kept: 0,
    roundsBefore: 0,
    roundsAfter: 0,
    work: 0,
    span: 0,
  };
  return {
    version: 1,
    fileName: options.fileName,
    changed: false,
    summary,
    regions: [],
    calls: [],
    changes: [],
    diagnostics,
  };
}

/** The result for a text that no parser needed to see: at most one call, which has nothing to run beside. */
function scannedResult(
  source: string,
  options: Options,
  found: ReturnType<typeof scanForCalls>["calls"],
): OptimizeResult {
  const empty = emptyReport(options, []);
  const [only] = found;
  if (!only) return { code: source, map: null, report: empty, diagnostics: [] };
  const [line, column] = locate(lineStarts(source), only.start);
  const place = { start: only.start, end: only.end, line: line + 1, column: column + 1 };
  const label = only.variable ?? only.tool ?? "callTool";
  const effect = toolEffect(
    { tool: only.tool, resultUsed: true, constants: {} },
    options.tools,
    options.effects,
  );
  const call: Report["calls"][number] = {
    ...place,
    id: "c1",
    label,
    tool: only.tool ?? null,
    convention: "callTool",
    effect: { kind: effect.kind, source: effect.source, because: effect.because },
    region: "r1",
    round: 1,
    outcome: "kept",
    reason: {
      code: "only-call",
      ...explainReason("only-call", { ...noSubject, call: label }),
      because: place,
    },
    waits: [],
  };
  const region: Report["regions"][number] = {
    ...place,
    id: "r1",
    name: "module",
    calls: ["c1"],
    plan: { kind: "call", id: "c1", label },
    planText: label,
    roundsBefore: 1,
    roundsAfter: 1,
    work: 1,
    span: 1,
  };
  const summary = {
    found: 1,
    batched: 0,
    ordered: 0,
    kept: 1,
    roundsBefore: 1,
    roundsAfter: 1,
    work: 1,
    span: 1,
  };
  return {
    code: source,
    map: null,
    report: { ...empty, summary, regions: [region], calls: [call] },
    diagnostics: [],
  };
}

function diagnosticAt(
  source: string,
  span: Span,
  code: Code,
  severity: Severity,
  message: string,
  help?: string,
): Diagnostic {
  const [line, column] = locate(lineStarts(source), span.start);
  return {
    start: span.start,
    end: span.end,
    line: line + 1,
    column: column + 1,
    code,
    severity,
    message,
    ...(help === undefined ? {} : { help }),
  };
}
