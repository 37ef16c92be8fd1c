import type { Report, ReportChange } from "../core/model/report.js";

/** A change with what it would bring over all files. */
export interface Gain extends Pick<
  ReportChange,
  "kind" | "subject" | "code" | "message" | "saves" | "savesPerElement"
> {
  /** The places that it is about, one for each file. */
  readonly places: readonly { readonly fileName: string; readonly line: number; readonly column: number }[];
}

/** How many changes `check` ends with. */
const most = 3;

/**
 * The changes that would gain most over all files. An entry in the manifest or a pure mark is one change wherever it counts; code is moved in one
 * place. What they save is added up: each file was analysed and planned again with the change.
 */
export function gainsOf(reports: readonly Report[]): readonly Gain[] {
  const gains = new Map<string, Gain>();
  for (const { fileName, changes } of reports) {
    for (const { kind, subject, code, message, saves, savesPerElement = 0, line, column } of changes) {
      const isShared = kind === "manifest" || kind === "pure";
      const key = JSON.stringify(isShared ? [message] : [fileName, line, column, message]);
      const known = gains.get(key);
      const places = [...(known?.places ?? []), { fileName, line, column }];
      const perElement = savesPerElement + (known?.savesPerElement ?? 0);
      gains.set(key, {
        ...{ kind, subject, code, message, places },
        saves: saves + (known?.saves ?? 0),
        ...(perElement > 0 && { savesPerElement: perElement }),
      });
    }
  }
  return [...gains.values()]
    .sort((a, b) => (b.savesPerElement ?? 0) - (a.savesPerElement ?? 0) || b.saves - a.saves)
    .slice(0, most);
}
