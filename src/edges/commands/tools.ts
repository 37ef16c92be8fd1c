import { type Command, InvalidArgumentError, Option } from "commander";
import type { Io } from "../io.js";
import type { Flags } from "../session.js";
import { type Define, helpEnd } from "./shared.js";

interface ToolsFlags {
  readonly config?: string;
  readonly tools?: string;
  readonly errorOnUnmatchedPattern?: boolean;
  readonly color?: boolean;
  readonly dryRun?: boolean;
  readonly format?: string;
  readonly prefix?: string;
  readonly timeout?: number;
}

export const defineTools: Define<Io> = (program, io, done) => {
  const tools = program
    .command("tools")
    .summary("write, fill and check the manifest of what tools do")
    .description(
      "The manifest parcall.tools.json says what each tool does to what it shares with others. init writes one for the tools that the " +
        "files call, pull takes what an MCP server says of its tools, check compares it with the calls.",
    );
  defineInit(tools, io, done);
  definePull(tools, io, done);
  defineToolsCheck(tools, io, done);
};

const defineInit: Define<Io> = (tools, io, done) => {
  withPaths(tools.command("init"))
    .summary("write a manifest of all tools that the files call, for review")
    .description(
      "Adds every tool that the files call, and that nothing declares, to the nearest parcall.tools.json, or to a new one in the current " +
        "folder, with the effect that its name and its use suggest. Entries that are there stay as they are. Prints a table for review.",
    )
    .option("--tools <file>", "write to this manifest")
    .option("--dry-run", "print what would be written, and write nothing")
    .addHelpText(
      "after",
      helpEnd(
        [
          "parcall tools init                         the current folder",
          "parcall tools init --dry-run workflows/    a look before anything is written",
          "parcall tools init --tools tools.json a.ts",
        ],
        ["0  written, or nothing to do", "2  a usage, input or output error; nothing is written"],
      ),
    )
    .action(async (paths: readonly string[], flags: ToolsFlags) => {
      const { runInit } = await import("../tools/run-init.js");
      done(await runInit(io, { ...sessionFlags(flags), toolsMayBeNew: true }, flags, paths));
    });
};

const definePull: Define<Io> = (tools, io, done) => {
  withCommon(tools.command("pull"))
    .argument("<command...>", "how the server is started; write -- before it")
    .showHelpAfterError(
      "(parcall's own options come first, then --, then the command: parcall tools pull -- npx -y SERVER)",
    )
    .summary("take the annotations of an MCP server's tools into the manifest")
    .description(
      "Starts an MCP server on stdin and stdout, asks for its tools, and ends it. What the server says of them (readOnlyHint and others) goes " +
        "into the manifest as it is. What people have written there stays.",
    )
    .option("--tools <file>", "write to this manifest, not the nearest parcall.tools.json")
    .option("--prefix <text>", "what the program writes before the names of this server's tools", "")
    .addOption(
      new Option("--timeout <seconds>", "how long the server may take").argParser(seconds).default(60),
    )
    .option("--dry-run", "print what would be written, and write nothing")
    .addHelpText(
      "after",
      helpEnd(
        [
          "parcall tools pull -- npx -y @modelcontextprotocol/server-memory",
          "parcall tools pull --prefix mcp__github__ -- docker run -i --rm ghcr.io/github/github-mcp-server",
          "parcall tools pull --dry-run -- node server.js --stdio",
        ],
        [
          "0  written, or nothing to do",
          "2  a usage error, or the server cannot be asked; nothing is written",
        ],
      ),
    )
    .action(async (command: readonly string[], flags: ToolsFlags) => {
      const { runPull } = await import("../tools/run-pull.js");
      done(
        await runPull(
          io,
          sessionFlags(flags),
          { ...flags, prefix: flags.prefix ?? "", timeout: flags.timeout ?? 60 },
          command,
        ),
      );
    });
};

const defineToolsCheck: Define<Io> = (tools, io, done) => {
  withPaths(tools.command("check"))
    .summary("compare the manifest with the calls and with what servers say")
    .description(
      "Lists tools that are called and not declared, entries that no call uses, entries that contradict the annotations of the server, and " +
        "resources that name an argument that no call passes. No file is changed.",
    )
    .option("--tools <file>", "check this manifest, not those nearest to the files")
    .addOption(
      new Option("--format <format>", "how to print it").choices(["stylish", "json"]).default("stylish"),
    )
    .addHelpText(
      "after",
      helpEnd(
        [
          "parcall tools check                   the current folder",
          "parcall tools check --format json     see schemas/tools-check.schema.json",
          "parcall tools check a.ts              without entries that no call uses",
        ],
        [
          "0  nothing found",
          "1  findings",
          "2  a usage, input or output error, or a manifest that is not right",
        ],
      ),
    )
    .action(async (paths: readonly string[], flags: ToolsFlags) => {
      const { runCheck } = await import("../tools/run-check.js");
      done(await runCheck(io, sessionFlags(flags), { ...flags, format: flags.format ?? "stylish" }, paths));
    });
};

/** The options that all three have. */
function withCommon(command: Command): Command {
  return command
    .addOption(new Option("--config <file>", "take this configuration, not the one nearest to each file"))
    .addOption(new Option("--color", "colour the output, also where it is not a terminal"))
    .addOption(new Option("--no-color", "do not colour the output"));
}

function withPaths(command: Command): Command {
  return withCommon(command)
    .argument("[paths...]", "files, folders or globs; the current folder where none is given")
    .addOption(new Option("--no-error-on-unmatched-pattern", "paths that match no file are no error"));
}

/** A manifest is written from what names say, whatever profile the configuration has: `data-only` takes every tool for pure. */
function sessionFlags(flags: ToolsFlags): Flags {
  return {
    config: flags.config,
    tools: flags.tools,
    effects: "inferred",
    errorOnUnmatchedPattern: flags.errorOnUnmatchedPattern ?? true,
    color: flags.color,
  };
}

function seconds(text: string): number {
  const number = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || number <= 0 || number > 3600)
    throw new InvalidArgumentError("It must be a number of seconds, up to 3600.");
  return number;
}
