import { readWorkflow } from "../../core/1-read/read.js";
import type { ToolTable } from "../../core/model/effects.js";
import type { ReportCall } from "../../core/model/report.js";
import { resolveOptions } from "../../core/options.js";
import { parse, unwrapExpression, type Parser } from "../../core/syntax/parser.js";
import type { FoundCall } from "../../core/syntax/view.js";
import type { Io, Optimize } from "../io.js";
import { loadParser } from "../parser.js";
import { Session, type Flags } from "../session.js";

/** One call of a tool. */
export interface CallSite {
  /** Absolute. */
  readonly file: string;
  /** `FILE` as messages name it. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
  /** Undefined where the name is not a constant. */
  readonly tool: string | undefined;
  /** As the report has it; undefined for a call that is started and not awaited, of which the report does not speak. */
  readonly effect: ReportCall["effect"] | undefined;
  /** The statement throws the answer away, as far as its shape says. */
  readonly isUnused: boolean;
  /** The names of the arguments that it passes; undefined where the program puts them together elsewhere. */
  readonly argumentNames: readonly string[] | undefined;
  /** What is declared for the file: its manifest, and the tools of its configuration. */
  readonly declared: ToolTable;
}

export interface CallsRead {
  readonly sites: readonly CallSite[];
  readonly files: readonly string[];
  readonly session: Session;
}

/**
 * Reads all tool calls of the files that paths name. The report says what each call does; it leaves out calls that are not awaited, and
 * the arguments, so these are read beside it.
 */
export async function readCalls(io: Io, flags: Flags, paths: readonly string[]): Promise<CallsRead> {
  const latest: { sites: Omit<CallSite, "file">[] } = { sites: [] };
  const session = new Session(
    { ...io, loadOptimize: async () => watch(await io.loadOptimize(), latest) },
    flags,
  );
  const sites: CallSite[] = [];
  const files: string[] = [];
  for await (const { file, result, broken } of session.files(paths)) {
    if (result === undefined || broken) continue;
    files.push(file);
    sites.push(...latest.sites.map((site) => ({ ...site, file })));
  }
  return { sites, files, session };
}

/**
 * A convention that no call can match. Without conventions, a text that holds one call is not parsed: its report takes the answer for
 * used and does not follow constants, which is right for a rewrite (there is none) and not for a manifest.
 */
const asksForParser = { call: "parcall.reads.every.call" };

function watch(optimize: Optimize, latest: { sites: Omit<CallSite, "file">[] }): Optimize {
  let parser: Parser | undefined;
  return (source, options = {}) => {
    const conventions = [...(options.conventions ?? []), asksForParser];
    const result = optimize(source, { ...options, conventions });
    latest.sites = [];
    if (
      result.diagnostics.some(({ severity }) => severity === "error") ||
      !mayHoldCalls(source, options.conventions)
    )
      return result;
    parser ??= loadParser();
    const resolved = resolveOptions({ ...options, conventions }).options;
    const file = parse(parser, source, resolved.fileName);
    const { workflow, view } = readWorkflow(parser, file, resolved.conventions);
    const effects = new Map(result.report.calls.map((call) => [call.start, call.effect]));
    // A call of a function that makes tool calls is none itself; those that it makes are listed where they stand.
    const own = workflow.calls.filter(({ helper }) => helper === undefined);
    latest.sites = own.map((call) => {
      const { line, character } = file.getLineAndCharacterOfPosition(call.call.start);
      return {
        name: resolved.fileName,
        line: line + 1,
        column: character + 1,
        tool: call.tool,
        effect: effects.get(call.call.start),
        isUnused: call.target.kind === "unused",
        argumentNames: argumentNames(parser!, view.found.get(call.id)!),
        declared: resolved.tools,
      };
    });
    return result;
  };
}

/** Most files of a project make no tool calls and need no parser. */
function mayHoldCalls(source: string, conventions: readonly unknown[] | undefined): boolean {
  return (conventions?.length ?? 0) > 0 || /callTool|callMCPTool/.test(source);
}

function argumentNames(parser: Parser, { recognised }: FoundCall): readonly string[] | undefined {
  const { ts } = parser;
  const names: string[] = [];
  for (const [index, part] of recognised.payload.entries()) {
    const value = unwrapExpression(parser, part);
    if (ts.isStringLiteralLike(value) || ts.isTemplateExpression(value) || ts.isNumericLiteral(value)) {
      if (index === 0) names.push("prompt");
      continue;
    }
    if (value.kind === ts.SyntaxKind.NullKeyword) continue;
    if (!ts.isObjectLiteralExpression(value)) return undefined;
    for (const { name } of value.properties) {
      if (name === undefined || !(ts.isIdentifier(name) || ts.isStringLiteralLike(name))) return undefined;
      names.push(name.text);
    }
  }
  return names;
}
