import type { Edit } from "../model/edit.js";
import type { Options } from "../model/options.js";
import { canSettle, isRuntimeModule } from "../model/settling.js";
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
  /** How the settled form is written before the parenthesis, where it can be reached. */
  readonly settled: { readonly callee: string; readonly unwrap: string } | undefined;
  edits(uses: HelperUses): { readonly edits: readonly Edit[]; readonly newImport: string | undefined };
}

/** What the new text uses. */
export interface HelperUses {
  /** Calls that no longer use the name `callTool`. */
  readonly dropped: number;
  readonly hasBranches: boolean;
  readonly hasBatches: boolean;
  readonly hasSettled: boolean;
}

const exported = "callToolsParallel";
const settledNames = ["callToolsSettled", "unwrap"] as const;

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
      settled: undefined,
      edits: ({ hasBranches }) => ({
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
      const isSettling = canSettle(workflow, options);
      if (toolSource.kind === "namespace") {
        const at = (name: string): string => `${toolSource.local}.${name}`;
        const settled = isSettling ? { callee: at("callToolsSettled"), unwrap: at("unwrap") } : undefined;
        return { ...facts, callee: at(exported), settled, edits: () => none };
      }
      const found = new ImportedNames(workflow, specifier, names);
      return {
        ...facts,
        callee: found.local(exported),
        settled: isSettling ? found.settled() : undefined,
        edits: (uses) => ({
          edits: extendImport(workflow, found.missing(uses), uses.dropped),
          newImport: undefined,
        }),
      };
    }
  }
  return imported(workflow, options.runtime, names, isAnswerAny);
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
    settled: undefined,
    edits: () => ({ edits: [], newImport: undefined }),
  };
}

function imported(workflow: Workflow, runtime: string, names: Names, isAnswerAny: boolean): Helper {
  const found = new ImportedNames(workflow, runtime, names);
  if (!found.has(exported) && workflow.moduleForm === "none") return noHelper(isAnswerAny);
  return {
    callee: found.local(exported),
    takesTuples: false,
    isAnswerAny,
    isKnown: true,
    uncheckedModule: undefined,
    settled: workflow.moduleForm === "none" ? undefined : found.settled(),
    edits: (uses) => {
      const missing = found.missing(uses);
      return {
        edits: [],
        newImport: missing.length > 0 ? importText(workflow, missing, runtime) : undefined,
      };
    },
  };
}

/** The runtime's names in a file: those that it imports, and new ones, chosen when they are asked for. */
class ImportedNames {
  readonly #locals = new Map<string, string>();

  constructor(
    readonly workflow: Workflow,
    readonly specifier: string,
    readonly names: Names,
  ) {}

  has(exportedName: string): boolean {
    return this.#known(exportedName) !== undefined;
  }

  local(exportedName: string): string {
    const chosen =
      this.#locals.get(exportedName) ?? this.#known(exportedName) ?? this.names.fresh(exportedName);
    this.#locals.set(exportedName, chosen);
    return chosen;
  }

  settled(): Helper["settled"] {
    const [settled, unwrap] = settledNames;
    const local = (name: string): string => this.local(name);
    return {
      get callee() {
        return local(settled);
      },
      get unwrap() {
        return local(unwrap);
      },
    };
  }

  /** What has to be imported: the name in the module, and the one in the file. */
  missing({
    hasBatches,
    hasSettled,
  }: HelperUses): readonly (readonly [exportedName: string, local: string])[] {
    const used = [...(hasBatches ? [exported] : []), ...(hasSettled ? settledNames : [])];
    return used.filter((name) => !this.has(name)).map((name) => [name, this.local(name)] as const);
  }

  #known(exportedName: string): string | undefined {
    return this.workflow.imports.find(
      (name) => name.imported === exportedName && name.specifier === this.specifier && name.isUnique,
    )?.local;
  }
}

type Missing = readonly (readonly [exportedName: string, local: string])[];

function importText({ style, moduleForm }: Workflow, missing: Missing, runtime: string): string {
  const space = style.bracketSpacing ? " " : "";
  const end = style.semicolons ? ";" : "";
  const module = `${style.quote}${runtime}${style.quote}`;
  const list = missing.map(([name, local]) => renamed(name, local, moduleForm === "require")).join(", ");
  const names = `{${space}${list}${space}}`;
  return (
    (moduleForm === "require" ? `const ${names} = require(${module})` : `import ${names} from ${module}`) +
    end
  );
}

function renamed(name: string, local: string, isRequire: boolean): string {
  return name === local ? name : `${name}${isRequire ? ":" : " as"} ${local}`;
}

/** Puts functions beside `callTool` in its import, in its place where nothing needs `callTool` any more. */
function extendImport({ toolSource }: Workflow, missing: Missing, droppedUses: number): Edit[] {
  if (toolSource.kind !== "named") return [];
  const { element, uses, isRequire, only, statement } = toolSource;
  const added = missing.map(([name, local]) => renamed(name, local, isRequire)).join(", ");
  const isUnused = droppedUses >= uses;
  if (isUnused && added !== "") return [{ span: element, pieces: [{ text: added }] }];
  if (isUnused)
    return only ? [{ span: statement, pieces: [] }] : [{ span: toolSource.elementWithComma, pieces: [] }];
  if (added === "") return [];
  return [{ span: { start: element.end, end: element.end }, pieces: [{ text: `, ${added}` }] }];
}
