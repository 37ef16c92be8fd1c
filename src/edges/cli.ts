import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import { defineCheck } from "./commands/check.js";
import { defineExplain } from "./commands/explain.js";
import { defineRewrite } from "./commands/rewrite.js";
import { defineTools } from "./commands/tools.js";
import { kindAt, readText } from "./files.js";
import { type Io, processIo } from "./io.js";

/** Every command, in the order of `--help`; each is one file in commands/. */
const commands = [defineRewrite, defineCheck, defineExplain, defineTools];

/** Runs the command line. Answers the exit status: 0 clean or written, 1 findings, 2 usage, input or output errors. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  let status = 0;
  const program = new Command("parcall")
    .description(
      "Finds independent tool calls in TypeScript and JavaScript workflows and runs them together.",
    )
    .version(version(), "-v, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .showHelpAfterError("(parcall --help shows what there is)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    });
  for (const define of commands) define(program, io, (code) => (status = code));
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      const forgotten =
        error.code === "commander.unknownCommand" && kindAt(resolve(io.cwd, argv[0] ?? "")) !== undefined;
      if (forgotten) io.stderr.write(`Say what to do with it: parcall check ${argv[0]!}\n`);
      return error.exitCode === 0 ? 0 : 2;
    }
    // A fault of parcall itself: no file is half written, since files are replaced in one step.
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.stderr.write(
      `error: parcall has a fault; please report it with the file that brought it up\n${text}\n`,
    );
    return 2;
  }
  return status;
}

function version(): string {
  const file = fileURLToPath(new URL("../../../package.json", import.meta.url));
  return (JSON.parse(readText(file)) as { readonly version: string }).version;
}
