import { contains, type Span } from "./model/span.js";
import type { PragmaComment, Workflow } from "./model/workflow.js";
import { nearest } from "./nearest.js";

export interface UnusedPragma {
  readonly span: Span;
  readonly message: string;
  readonly help: string;
}

const words = ["pure", "reads", "writes", "keep", "ignore-next", "ignore-file"];

/**
 * The comments that speak to parcall and change nothing: somebody trusts in them. A comment that says of a call what its name says as well is
 * not one of them: it documents, and it holds when the rules for names or the manifest change.
 */
export function unusedPragmas(workflow: Workflow): readonly UnusedPragma[] {
  return workflow.pragmas.flatMap((pragma): UnusedPragma[] => {
    const { start, end } = pragma;
    const problem = pragma.kind === undefined ? misspelt(pragma) : unused(pragma, workflow);
    return problem ? [{ span: { start, end }, ...problem }] : [];
  });
}

type Problem = Omit<UnusedPragma, "span">;

/** A comment may also tell something about parcall: only what looks like an instruction is one. */
function misspelt({ text }: PragmaComment): Problem | undefined {
  const [, sign = "", rest = ""] = /^[*\s@]*parcall(\s*:|\s*-|\s)([\s\S]*)$/i.exec(text) ?? [];
  const said = rest
    .toLowerCase()
    .split(/[\s,;.]+/)
    .filter((word) => word !== "");
  const meant = meantBy(said);
  // "parcall reads all of it" and "parcall: see below" are sentences; "parcall reads" and "parcall: foo" are attempts.
  const isAttempt =
    meant === undefined ? said.length === 1 && sign.trim() !== "" : said.length === 1 || isSpelt(sign, said);
  if (!isAttempt) return undefined;
  return {
    message: `\`${shown(text)}\` is no comment that parcall knows, and has no effect`,
    help:
      meant === undefined
        ? `parcall knows ${words.map((one) => `\`${spelling(one)}\``).join(", ")}.`
        : `Did you mean \`${spelling(meant)}\`?`,
  };
}

/** Written as an instruction: `parcall: raeds because …`, `parcall ignore next`. */
function isSpelt(sign: string, [first = "", second = ""]: readonly string[]): boolean {
  return sign.trim() !== "" || (first === "ignore" && /^(?:next|file)/.test(second));
}

function meantBy([first = "", second = ""]: readonly string[]): string | undefined {
  if (/^(?:ignore|disable|skip)(?:-|$)/.test(first))
    return /file/.test(`${first} ${second}`) ? "ignore-file" : "ignore-next";
  return nearest(first, words);
}

function spelling(word: string): string {
  return word.startsWith("ignore") ? `parcall-${word}` : `parcall: ${word}`;
}

function shown(text: string): string {
  const line = text.split(/[\r\n]/)[0]!.trim();
  const whole = text.startsWith("*") ? `/*${line} */` : line;
  return whole.length > 40 ? `${whole.slice(0, 39)}…` : whole;
}

function unused(pragma: PragmaComment, workflow: Workflow): Problem | undefined {
  switch (pragma.kind) {
    case "ignore-file":
      return unusedIgnoreFile(pragma, workflow);
    case "ignore-next":
      return unusedIgnoreNext(pragma, workflow);
    default:
      return unusedEffect(pragma, workflow);
  }
}

function unusedIgnoreFile(pragma: PragmaComment, { ignoredFile, calls }: Workflow): Problem | undefined {
  if (ignoredFile?.start !== pragma.start)
    return {
      message: "`parcall-ignore-file` stands below the first statement, and has no effect there",
      help: "Move it to the top of the file; for one statement there is `parcall-ignore-next`.",
    };
  if (calls.length > 0) return undefined;
  return {
    message: "`parcall-ignore-file` has no effect: there is no tool call in the file",
    help: "Take the comment away.",
  };
}

function unusedEffect(pragma: PragmaComment, { calls, ignoredFile }: Workflow): Problem | undefined {
  const owner = calls.find(({ pragmaSpan }) => pragmaSpan?.start === pragma.start);
  // Who leaves a file out for a while need not clear it of comments.
  if (owner || ignoredFile) return undefined;
  const word = `\`parcall: ${pragma.kind!}\``;
  return {
    message: `${word} has no effect: it stands before no tool call that it could speak of`,
    help: "It belongs directly before a call or its statement; one call takes one such comment, the nearest.",
  };
}

function unusedIgnoreNext(pragma: PragmaComment, workflow: Workflow): Problem | undefined {
  if (workflow.ignoredFile) return undefined;
  const word = "`parcall-ignore-next`";
  for (const region of workflow.regions) {
    const statement = region.statements.find(({ ignored }) => ignored?.start === pragma.start);
    if (!statement) continue;
    const inRegion = workflow.calls.filter(({ call }) => contains(region.span, call)).map(({ call }) => call);
    const isBarrier =
      inRegion.some((call) => contains(statement.span, call)) ||
      (inRegion.some((call) => call.end <= statement.span.start) &&
        inRegion.some((call) => call.start >= statement.span.end));
    if (isBarrier) return undefined;
    return {
      message: `${word} has no effect: the statement makes no tool call, and stands between none`,
      help: "Take the comment away, or move it to the statement that is meant.",
    };
  }
  return {
    message: `${word} has no effect: the next statement is in no block that makes tool calls of its own`,
    help: "It speaks of the next statement as a whole, not of the blocks in it: put it directly above the statement that makes the call.",
  };
}
