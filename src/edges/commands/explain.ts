import { type Command, Option } from "commander";
import type { Report } from "../../core/model/report.js";
import { explainFormats } from "../../render/formats.js";
import type { Io } from "../io.js";
import type { Flags } from "../session.js";
import { type Define, helpEnd, refusePathsWithStdin, withSharedOptions } from "./shared.js";

interface ExplainFlags extends Flags {
  readonly format: string;
}

export const defineExplain: Define<Io> = (program, io, done) => {
  withSharedOptions(program.command("explain"))
    .summary("show the plan: what runs together, what waits for what, and why")
    .description(
      "Shows the plan: what runs together, what must wait for what and why, and what that saves. No file is changed.\n\n" +
        "json prints the report of the file where one file (or stdin) is named, and a list of reports for folders, globs and\n" +
        "several paths (schemas/report.schema.json).",
    )
    .addOption(
      new Option("--format <format>", "how to print it").choices(Object.keys(explainFormats)).default("text"),
    )
    .addHelpText(
      "after",
      helpEnd(
        [
          "parcall explain workflow.ts",
          "parcall explain --format json workflow.ts | jq .summary",
          "parcall explain --effects strict workflows/",
        ],
        ["0  done", "2  a usage, input or output error"],
      ),
    )
    .action(async (paths: readonly string[], flags: ExplainFlags, command: Command) => {
      refusePathsWithStdin(command, paths, flags.stdinFilepath);
      const { Session } = await import("../session.js");
      const session = new Session(io, flags);
      const reports: Report[] = [];
      let single = flags.stdinFilepath !== undefined;
      if (paths.length === 1) {
        const { namesOneFile } = await import("../find.js");
        single = namesOneFile(paths[0]!, io.cwd);
      }
      for await (const { result } of session.files(paths))
        if (result !== undefined) reports.push(result.report);
      const render = await explainFormats[flags.format]!();
      // An empty list would say that all went well and nothing was there.
      if (reports.length > 0 || !session.failed)
        session.print(render(reports, await session.paint(), single));
      done(session.failed ? 2 : 0);
    });
};
