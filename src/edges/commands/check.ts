import { type Command, Option } from "commander";
import type { Report } from "../../core/model/report.js";
import { checkFormats } from "../../render/formats.js";
import type { Io } from "../io.js";
import type { Flags } from "../session.js";
import { type Define, helpEnd, refusePathsWithStdin, wholeNumber, withSharedOptions } from "./shared.js";

interface CheckFlags extends Flags {
  readonly format: string;
  readonly maxWarnings?: number;
}

export const defineCheck: Define<Io> = (program, io, done) => {
  withSharedOptions(program.command("check"))
    .summary("list the tool calls that could run together")
    .description("Lists the tool calls that could run together, for hooks and CI. No file is changed.")
    .addOption(
      new Option("--format <format>", "how to print it")
        .choices(Object.keys(checkFormats))
        .default("stylish"),
    )
    .option(
      "--max-warnings <number>",
      "fail only where there are more findings and warnings than this; without it, one finding is enough",
      wholeNumber,
    )
    .addHelpText(
      "after",
      helpEnd(
        [
          "parcall check                              the current folder",
          'parcall check src "workflows/**/*.ts"      a folder and a glob',
          "parcall check --format json a.ts           see schemas/check.schema.json",
        ],
        ["0  nothing could run together", "1  something could", "2  a usage, input or output error"],
      ),
    )
    .action(async (paths: readonly string[], flags: CheckFlags, command: Command) => {
      refusePathsWithStdin(command, paths, flags.stdinFilepath);
      const { Session } = await import("../session.js");
      const { isOpportunity, listed } = await import("../../render/findings.js");
      const session = new Session(io, flags);
      const reports: Report[] = [];
      for await (const { result } of session.files(paths))
        if (result !== undefined) reports.push(result.report);
      const render = await checkFormats[flags.format]!();
      if (reports.length > 0 || !session.failed) session.print(render(reports, await session.paint(), false));
      const found = reports.flatMap(listed);
      const counted = flags.maxWarnings === undefined ? found.filter(isOpportunity) : found;
      done(session.failed ? 2 : counted.length > (flags.maxWarnings ?? 0) ? 1 : 0);
    });
};
