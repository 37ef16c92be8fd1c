import { type Command, Option } from "commander";
import type { Report } from "../../core/model/report.js";
import { explainFormats } from "../../render/formats.js";
import type { Io } from "../io.js";
import { type Asked, askedPlace } from "../place.js";
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
        "several paths (schemas/report.schema.json).\n\n" +
        "FILE:LINE or FILE:LINE:COLUMN tells all about the calls at that place: why each waits, back to the first call, and what\n" +
        "would change that.",
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
          "parcall explain workflow.ts:12             the calls at line 12, back to the first call",
          "parcall explain --effects strict workflows/",
        ],
        ["0  done", "2  a usage, input or output error"],
      ),
    )
    .action(async (paths: readonly string[], flags: ExplainFlags, command: Command) => {
      refusePathsWithStdin(command, paths, flags.stdinFilepath);
      const places = paths.map((given) => askedPlace(given, io.cwd));
      if (places.some((place) => place !== undefined))
        return done(await explainPlaces(command, io, flags, paths, places));
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

/** Tells of single places, in the order in which they were asked for. */
async function explainPlaces(
  command: Command,
  io: Io,
  flags: ExplainFlags,
  paths: readonly string[],
  places: readonly (Asked | undefined)[],
): Promise<number> {
  const whole = paths.find((_, index) => places[index] === undefined);
  if (whole !== undefined) command.error(`error: ${whole} is no place in a file, and goes with none`);
  if (flags.format !== "text")
    command.error("error: a place is explained as text only; ask for the whole file in other formats");
  const { Session } = await import("../session.js");
  const { explainPlace } = await import("../../render/place.js");
  const session = new Session(io, flags);
  const blocks: string[] = [];
  for (const place of places) {
    if (place!.line === 0 || place!.column === 0)
      command.error(`error: ${place!.path}: lines and columns are counted from 1`);
    for await (const { result, text, broken } of session.files([place!.path]))
      if (result !== undefined && !broken)
        blocks.push(explainPlace(result.report, text, place!, await session.paint()));
  }
  if (blocks.length > 0) session.print(blocks.join("\n"));
  return session.failed ? 2 : 0;
}
