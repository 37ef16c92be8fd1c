import { type Command, InvalidArgumentError, Option } from "commander";
import { effectsProfiles, emits, schedules } from "../../core/options.js";

/** What a command needs to be added to the program; `done` takes its exit status. */
export type Define<Surroundings> = (
  program: Command,
  surroundings: Surroundings,
  done: (status: number) => void,
) => void;

/** The options that all commands have. */
export function withSharedOptions(command: Command): Command {
  return command
    .argument("[paths...]", "files, folders or globs; the current folder where none is given")
    .addOption(new Option("--config <file>", "take this configuration, not the one nearest to each file"))
    .addOption(
      new Option(
        "--tools <file>",
        "take this manifest of tools, not the parcall.tools.json nearest to each file",
      ),
    )
    .addOption(
      new Option("--effects <profile>", "how effects of undeclared tools are judged").choices(
        effectsProfiles,
      ),
    )
    .addOption(new Option("--schedule <kind>", "what a plan is made of").choices(schedules))
    .addOption(new Option("--emit <form>", "what a batch is written as").choices(emits))
    .addOption(
      new Option("--stdin-filepath <file>", "read the text from stdin; the file's name says what it is"),
    )
    .addOption(new Option("--no-error-on-unmatched-pattern", "paths that match no file are no error"))
    .addOption(new Option("--color", "colour the output, also where it is not a terminal"))
    .addOption(new Option("--no-color", "do not colour the output"));
}

/** Examples and exit statuses, below a command's options. */
export function helpEnd(examples: readonly string[], statuses: readonly string[]): string {
  const list = (items: readonly string[]): string => items.map((item) => `  ${item}`).join("\n");
  return `\nExamples:\n${list(examples)}\n\nExit status:\n${list(statuses)}\n`;
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

/** stdin has one text, so it cannot go with paths. */
export function refusePathsWithStdin(
  command: Command,
  paths: readonly string[],
  stdinFilepath: string | undefined,
): void {
  if (stdinFilepath === undefined || paths.length === 0) return;
  command.error("error: --stdin-filepath reads stdin, so no paths can be given with it");
}
