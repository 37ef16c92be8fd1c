import type { Code } from "../../diagnostics/codes.js";
import type { Change } from "../../model/change.js";
import type { ReportChange } from "../../model/report.js";
import type { Span } from "../../model/span.js";

/** What a reason is about, as far as its remedy depends on it. */
export interface Obstacle {
  readonly code: Code;
  readonly because: Span;
  /** The function, variable or syntax concerned. */
  readonly name: string | undefined;
  /** The call that is the cause: the one that writes, or that has no known tool. */
  readonly writer: string | undefined;
  /** The tools of the calls between which it stands that nobody has declared, or of the one that is taken for a writer. */
  readonly tools: readonly string[];
  /** The tool's name says for certain that it changes something. */
  readonly isChange: boolean;
  /** The calls whose resources are not known. */
  readonly unnamed: readonly string[];
  /** The call stays inside of its statement because of it. */
  readonly refused: string | undefined;
}

/** Reasons that are about each use of a variable. */
const aboutAllUses: ReadonlySet<Code> = new Set<Code>([
  "shared-variable",
  "carried-dependence",
  "changed-collection",
]);

/** What following the help of a reason comes to, the changes that it leaves a choice of; none where it is no change that can be tried. */
export function remediesFor(obstacle: Obstacle): readonly Change[] {
  const { code, because, name, writer, tools, refused } = obstacle;
  const cause = { code, because, name: aboutAllUses.has(code) ? name : undefined };
  switch (code) {
    case "inferred-write":
      if (obstacle.isChange && tools.length === 1) return [{ kind: "own-resource", tool: tools[0]! }];
      return tools.length > 0 ? [{ kind: "declare", tools }] : [];
    case "undeclared-tool":
      return tools.length > 0 ? [{ kind: "declare", tools }] : [];
    case "declared-write":
      return tools.length > 0 ? [{ kind: "own-resource", tool: tools[0]! }] : [];
    case "unknown-tool":
      return writer === undefined ? [] : [{ kind: "mark-call", call: writer }];
    case "unknown-resource":
      return [{ kind: "name-resource", calls: obstacle.unnamed }];
    case "keep-pragma":
    case "ignored-by-pragma":
    case "ignored-file":
      return [{ kind: "drop-comment", comment: { start: because.start, end: because.end } }];
    case "unknown-function": {
      const mark: readonly Change[] =
        name !== undefined && isCallable(name) ? [{ kind: "mark-pure", name }] : [];
      return [
        ...mark,
        refused === undefined ? { kind: "move", cause } : { kind: "own-statement", call: refused, cause },
      ];
    }
    case "conditional-call":
    case "evaluation-order":
    case "unsupported-syntax":
    case "other-await":
    case "shared-variable":
    case "carried-dependence":
    case "changed-collection":
    case "anti-dependence":
    case "output-dependence":
    case "control-dependence":
    case "state-outlives-failure":
    case "may-throw-first":
    case "clock-order":
      return [
        refused === undefined ? { kind: "move", cause } : { kind: "own-statement", call: refused, cause },
      ];
    default:
      return [];
  }
}

/** A name that can stand in the list of pure functions: `audit`, `this.log`. */
export function isCallable(name: string): boolean {
  return /^[\w$]+(?:\.[\w$]+)*$/.test(name);
}

function inQuotes(name: string | undefined): string {
  return name === undefined ? "" : `\`${name}\`: `;
}

/**
 * How a change is offered among those that gain most; undefined where it is not for parcall to propose it. Every offer begins with its
 * condition: a tool that writes, declared as a reader, loses data.
 */
export function offer(
  change: Change,
  name: string | undefined,
  help: string | undefined,
): Pick<ReportChange, "kind" | "subject" | "message"> | undefined {
  switch (change.kind) {
    case "declare": {
      const names = change.tools.map((tool) => JSON.stringify(tool));
      const subject = change.tools.join(", ");
      return names.length === 1
        ? {
            kind: "manifest",
            subject,
            message: `if ${names[0]!} only reads, declare ${names[0]!}: "reads" in parcall.tools.json`,
          }
        : {
            kind: "manifest",
            subject,
            message: `if ${names.join(" and ")} only read, declare them as "reads" in parcall.tools.json`,
          };
    }
    case "declare-all":
      return {
        kind: "manifest",
        subject: "*",
        message:
          "if the undeclared tools do what their names say, declare them in parcall.tools.json (parcall tools init lists them for review)",
      };
    case "own-resource": {
      const tool = JSON.stringify(change.tool);
      return {
        kind: "manifest",
        subject: change.tool,
        message: `if ${tool} changes one thing that no other call uses, and may start although an earlier call fails, declare ${tool}: { "writes": ["…"], "failures": "relaxed" }`,
      };
    }
    case "mark-pure":
      return {
        kind: "pure",
        subject: change.name,
        message: `if ${change.name} does nothing observable, mark its calls /*#__PURE__*/ or list ${JSON.stringify(change.name)} under "pure" in the configuration`,
      };
    case "mark-call":
      return {
        kind: "comment",
        subject: name ?? change.call,
        message: "if the call only reads, whatever tool it is, put /* parcall: reads */ before it",
      };
    // Somebody wrote the comment for a reason.
    case "drop-comment":
      return undefined;
    case "name-resource":
    case "own-statement":
    case "move": {
      if (help === undefined) return undefined;
      if (change.kind !== "name-resource" && change.cause.code === "unknown-function")
        return {
          kind: "code",
          subject: name ?? "",
          message: `${inQuotes(name)}move it above or below the calls`,
        };
      const text = help.replace(/\.$/, "");
      return {
        kind: "code",
        subject: name ?? "",
        message: `${inQuotes(name)}${text[0]!.toLowerCase()}${text.slice(1)}`,
      };
    }
  }
}
