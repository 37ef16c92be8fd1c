import type { Edit } from "../model/edit.js";
import type { Options } from "../model/options.js";
import type { DeclaredTool, Style, ToolSource, Workflow } from "../model/workflow.js";
import type { Names } from "./names.js";

/** How a rewritten file reaches `callToolsParallel`. */
export interface Helper {
  /** What is written before the parenthesis; undefined where the file has no way to reach the function (promises serve). */
  readonly callee: string | undefined;
  /** Tuples mean the calls of the file's own `callTool`: the function comes from the same place. */
  readonly takesTuples: boolean;
  /** The answers are typed as `any` by a module that is known, so that an annotation may take the place of a cast. */
  readonly isKnown: boolean;
  /** A module that callToolsParallel is taken from without having been looked at. */
  readonly uncheckedModule: string | undefined;
  /** `callTool` answers `any` where no type argument says otherwise: its type does not come from its place in the program. */
  readonly isAnswerAny: boolean;
  /** How the settled form is reached, where it can be. */
  readonly settled?: { readonly callee: string; readonly unwrap: string } | undefined;
  /** `droppedUses` are calls that no longer use the name `callTool`. */
  edits(
    droppedUses: number,
    hasBranches: boolean,
  ): { readonly edits: readonly Edit[]; readonly newImport: string | undefined };
}

const exported = "callToolsParallel";

/** Finds where `callToolsParallel` comes from: where `callTool` came from when that keeps the contract (semantics, section 8). */
export function findHelper(workflow: Workflow, options: Options, names: Names): Helper {
  const { toolSource } = workflow;
  const isAnswerAny = answersAny(toolSource, options);
  if (options.emit === "promise-all") return noHelper(isAnswerAny);
  const none = { edits: [], newImport: undefined };
  if (toolSource.kind === "global" && workflow.batchName !== "own") {
    const { declared } = toolSource;
    const isDeclared = declared === undefined || workflow.batchName === "ambient";
    return {
      callee: exported,
      // What a callTool with types of its own answers is only kept by calling it.
      takesTuples: isDeclared || declared.answersAny,
      isKnown: true,
      isAnswerAny,
      uncheckedModule: undefined,
      edits: (_dropped, hasBranches) => ({
        edits: isDeclared ? [] : [declaration(workflow.style, declared, hasBranches)],
        newImport: undefined,
      }),
    };
  }
  if (toolSource.kind === "named" || toolSource.kind === "namespace") {
    const { specifier } = toolSource;
    const isRuntime = isRuntimeModule(specifier, options);
    const exports = isRuntime ? [exported] : options.exportsOf(specifier);
    if (exports === undefined || exports.includes(exported)) {
      const facts = {
        takesTuples: true,
        isKnown: isRuntime,
        isAnswerAny,
        uncheckedModule: exports ? undefined : specifier,
      };
      if (toolSource.kind === "namespace")
        return { ...facts, callee: `${toolSource.local}.${exported}`, edits: () => none };
      const known = workflow.imports.find(
        (name) => name.imported === exported && name.specifier === specifier && name.isUnique,
      );
      const local = known?.local ?? names.fresh(exported);
      return {
        ...facts,
        callee: local,
        edits: (dropped) => ({
          edits: extendImport(workflow, known ? undefined : local, dropped),
          newImport: undefined,
        }),
      };
    }
  }
  return imported(workflow, options.runtime, names, isAnswerAny);
}

function isRuntimeModule(specifier: string, options: Options): boolean {
  return specifier === options.runtime || specifier === "parcall/runtime";
}

function answersAny(toolSource: ToolSource, options: Options): boolean {
  if (toolSource.kind === "global") return toolSource.declared?.answersAny ?? false;
  return toolSource.kind !== "other" && isRuntimeModule(toolSource.specifier, options);
}

/** A file that declares the host's callTool itself would not compile without a declaration of the other. */
function declaration(style: Style, { end, lead, isGlobalBlock }: DeclaredTool, hasBranches: boolean): Edit {
  const { newline, semicolons, indent } = style;
  const separator = lead === undefined ? " " : newline + lead;
  const keyword = isGlobalBlock ? "function" : "declare function";
  const lines = hasBranches
    ? [
        `${keyword} ${exported}<Calls extends readonly unknown[]>(`,
        `${indent}calls: readonly [...Calls],`,
        "): Promise<{",
        `${indent}[Index in keyof Calls]: Calls[Index] extends () => infer Answer ? Awaited<Answer> : any`,
        "}>",
      ]
    : [`${keyword} ${exported}(calls: readonly unknown[]): Promise<any>`];
  return {
    span: { start: end, end },
    pieces: [{ text: separator + lines.join(newline + (lead ?? "")) + (semicolons ? ";" : "") }],
  };
}

function noHelper(isAnswerAny: boolean): Helper {
  return {
    callee: undefined,
    takesTuples: false,
    isAnswerAny,
    isKnown: true,
    uncheckedModule: undefined,
    edits: () => ({ edits: [], newImport: undefined }),
  };
}

function imported(workflow: Workflow, runtime: string, names: Names, isAnswerAny: boolean): Helper {
  const known = workflow.imports.find(
    (name) => name.imported === exported && name.specifier === runtime && name.isUnique,
  );
  if (!known && workflow.moduleForm === "none") return noHelper(isAnswerAny);
  const local = known?.local ?? names.fresh(exported);
  return {
    callee: local,
    takesTuples: false,
    isAnswerAny,
    isKnown: true,
    uncheckedModule: undefined,
    edits: () => ({ edits: [], newImport: known ? undefined : importText(workflow, local, runtime) }),
  };
}

function importText({ style, moduleForm }: Workflow, local: string, runtime: string): string {
  const space = style.bracketSpacing ? " " : "";
  const end = style.semicolons ? ";" : "";
  const module = `${style.quote}${runtime}${style.quote}`;
  const [rename, text] =
    moduleForm === "require"
      ? [": ", (names: string) => `const ${names} = require(${module})`]
      : [" as ", (names: string) => `import ${names} from ${module}`];
  const name = local === exported ? exported : `${exported}${rename}${local}`;
  return text(`{${space}${name}${space}}`) + end;
}

/** Puts the function beside `callTool` in its import, in its place where nothing needs `callTool` any more. */
function extendImport({ toolSource }: Workflow, added: string | undefined, droppedUses: number): Edit[] {
  if (toolSource.kind !== "named") return [];
  const { element, uses, isRequire, only, statement } = toolSource;
  const name =
    added === undefined
      ? undefined
      : added === exported
        ? exported
        : `${exported}${isRequire ? ": " : " as "}${added}`;
  const isUnused = droppedUses >= uses;
  if (isUnused && name) return [{ span: element, pieces: [{ text: name }] }];
  if (isUnused)
    return only ? [{ span: statement, pieces: [] }] : [{ span: toolSource.elementWithComma, pieces: [] }];
  if (!name) return [];
  return [{ span: { start: element.end, end: element.end }, pieces: [{ text: `, ${name}` }] }];
}
