import { textOf } from "./plain-data.js";

const levels = [
  ...[
    "log",
    "info",
    "warn",
    "error",
    "debug",
    "trace",
    "dir",
    "table",
    "group",
    "groupCollapsed",
    "groupEnd",
  ],
  ...["count", "countReset", "time", "timeLog", "timeEnd"],
];

/** A console whose lines say which method printed them. How a real one draws tables and groups is of no interest. */
export function simulatedConsole(print: (text: string) => void): object {
  const printer =
    (level: string) =>
    (...args: unknown[]): void =>
      print(`${level}: ${args.map((item) => (typeof item === "string" ? item : textOf(item))).join(" ")}`);
  return {
    ...Object.fromEntries(levels.map((level) => [level, printer(level)])),
    assert: (holds: unknown, ...args: unknown[]) => {
      if (!holds) printer("assert")(...args);
    },
  };
}
