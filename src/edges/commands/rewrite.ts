import type { Command } from "commander";
import type { Paint } from "../../render/paint.js";
import { amountOf } from "../../render/words.js";
import type { Io } from "../io.js";
import type { Flags, Processed, Session } from "../session.js";
import { type Define, helpEnd, refusePathsWithStdin, withSharedOptions } from "./shared.js";

interface RewriteFlags extends Flags {
  readonly write?: boolean;
}

export const defineRewrite: Define<Io> = (program, io, done) => {
  withSharedOptions(program.command("rewrite"))
    .summary("run independent tool calls together")
    .description(
      "Rewrites workflows so that independent tool calls run together. Prints a diff for git apply; with --write it rewrites the files.",
    )
    .option("--write", "rewrite the files in place")
    .addHelpText(
      "after",
      helpEnd(
        [
          "parcall rewrite workflows/             show what would change",
          "parcall rewrite --write workflow.ts    change it",
          "parcall rewrite src | git apply        the same, with a look in between",
          "parcall rewrite --stdin-filepath a.ts < a.ts",
        ],
        ["0  done, or nothing to do", "2  a usage, input or output error; other files are still done"],
      ),
    )
    .action(async (paths: readonly string[], flags: RewriteFlags, command: Command) => {
      refusePathsWithStdin(command, paths, flags.stdinFilepath);
      if (flags.write === true && flags.stdinFilepath !== undefined) {
        command.error(
          "error: --write rewrites files, and --stdin-filepath prints the rewritten text; give one of them",
        );
      }
      const { Session } = await import("../session.js");
      const session = new Session(io, flags);
      if (flags.stdinFilepath !== undefined) await printRewritten(session);
      else if (flags.write === true) await writeFiles(session, paths);
      else await printDiffs(session, paths, io, flags);
      done(session.failed ? 2 : 0);
    });
};

/** The text itself where nothing changes or anything is wrong: what is piped through must never be lost. */
async function printRewritten(session: Session): Promise<void> {
  for await (const processed of session.files([])) {
    session.print(isChanged(processed) ? processed.result!.code : processed.text);
    await warn(session, processed);
  }
}

async function writeFiles(session: Session, paths: readonly string[]): Promise<void> {
  const { writeText } = await import("../files.js");
  const { messagesOf } = await import("../config.js");
  let written = 0;
  let seen = 0;
  for await (const processed of session.files(paths)) {
    seen += 1;
    if (!isChanged(processed)) continue;
    try {
      writeText(processed.file, processed.result!.code);
    } catch (error) {
      const messages = messagesOf(error, session.cwd);
      if (messages === undefined) throw error;
      messages.forEach((message) => session.complain(message));
      continue;
    }
    written += 1;
    const { roundsBefore, roundsAfter, perElement } = processed.result!.report.summary;
    const before = amountOf("round", roundsBefore, perElement?.roundsBefore);
    session.print(`${processed.name}: ${before} ${roundsBefore === 1 ? "is" : "are"} now ${roundsAfter}\n`);
    await warn(session, processed);
  }
  session.print(`${written} of ${seen === 1 ? "1 file" : `${seen} files`} rewritten\n`);
}

async function printDiffs(session: Session, paths: readonly string[], io: Io, flags: Flags): Promise<void> {
  // FORCE_COLOR is common in CI, where the diff goes to `git apply`: only a terminal or the flag itself may colour it.
  const paint = flags.color === true || io.stdout.isTTY === true ? await session.paint() : undefined;
  let changed = 0;
  let seen = 0;
  for await (const processed of session.files(paths)) {
    seen += 1;
    if (!isChanged(processed)) continue;
    changed += 1;
    const { unifiedDiff } = await import("../diff.js");
    const diff = unifiedDiff(processed.name, processed.text, processed.result!.code);
    session.print(paint === undefined ? diff : colored(diff, paint));
    await warn(session, processed);
  }
  const files = seen === 1 ? "1 file" : `${seen} files`;
  if (seen > 0)
    session.note(`${changed} of ${files} would change${changed > 0 ? "; --write changes them" : ""}`);
}

function isChanged(processed: Processed): boolean {
  return !processed.broken && processed.result !== undefined && processed.result.code !== processed.text;
}

/** What the user should know of a rewritten file, on stderr: `callToolsParallel` was taken from a module that nobody looked at. */
async function warn(session: Session, processed: Processed): Promise<void> {
  if (!isChanged(processed)) return;
  const { isOpportunity } = await import("../../render/findings.js");
  const { inLine } = await import("../session.js");
  for (const found of processed.result!.diagnostics) {
    if ((found.severity === "warning" || found.severity === "info") && !isOpportunity(found))
      session.note(inLine(processed.name, found));
  }
}

function colored(diff: string, paint: Paint): string {
  return diff.replace(/^.*$/gm, (line) => {
    if (/^(?:---|\+\+\+) /.test(line)) return paint.bold(line);
    if (line.startsWith("@@")) return paint.cyan(line);
    if (line.startsWith("+")) return paint.green(line);
    return line.startsWith("-") ? paint.red(line) : line;
  });
}
