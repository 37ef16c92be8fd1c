import * as path from "node:path";
import { kindAt } from "./files.js";

/** A place in a file that was asked about. */
export interface Asked {
  readonly path: string;
  readonly line: number;
  readonly column: number | undefined;
}

/**
 * Takes `FILE:LINE` and `FILE:LINE:COLUMN` apart; undefined for anything else. A file may have such a name (and `C:\a.ts` has a colon), so the
 * longest part that is a file wins, and the whole argument before all.
 */
export function askedPlace(given: string, cwd: string): Asked | undefined {
  const isFile = (name: string): boolean => name !== "" && kindAt(path.resolve(cwd, name)) === "file";
  if (isFile(given)) return undefined;
  const [, name = "", last = ""] = /^(.+):(\d{1,9})$/s.exec(given) ?? [];
  if (name === "" || isFile(name))
    return name === "" ? undefined : { path: name, line: Number(last), column: undefined };
  const [, outer = "", line = ""] = /^(.+):(\d{1,9})$/s.exec(name) ?? [];
  if (outer !== "") return { path: outer, line: Number(line), column: Number(last) };
  return { path: name, line: Number(last), column: undefined };
}
