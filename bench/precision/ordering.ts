import { createOptimize } from "../../src/core/optimize.js";
import type { Dependence } from "../../src/core/model/dependence.js";
import type { OptimizeOptions } from "../../src/core/model/options.js";
import type { ReportCall } from "../../src/core/model/report.js";
import type { Analysis, RegionAnalysis } from "../../src/core/model/steps.js";
import { loadParser } from "../../src/edges/parser.js";

/** Why the calls of a pair do not run together, as parcall sees it. */
export interface Cause {
  /** The reason code without which they could; several, joined by "+", where it takes more than one to let them. */
  readonly code: string;
  /** What a rule speaks of, where it is more than one variable of the program. */
  readonly subject: string;
  /** Names the rules along the way. */
  readonly path: string;
}

/** What parcall found in a program: its calls, and which of them it keeps apart. */
export interface Found {
  readonly calls: readonly ReportCall[];
  /** Something in the program is unknown to parcall: a function, an accessor, a conversion. */
  readonly holdsUnknown: boolean;
  /** Why `second` does not start together with `first`; undefined where nothing orders them. */
  orders(first: ReportCall, second: ReportCall): Cause | undefined;
}

export function analyzeProgram(source: string, options: OptimizeOptions): Found {
  let seen: Analysis | undefined;
  const optimize = createOptimize(loadParser, (analysis) => (seen ??= analysis));
  const { report } = optimize(source, options);
  const analysis = seen ?? nothing;
  const regions = new Map(analysis.regions.map((region) => [region.region, new Ordering(region)]));
  return {
    calls: report.calls,
    holdsUnknown: analysis.regions.some(({ dependences }) =>
      dependences.some(({ code }) => code === "unknown-function"),
    ),
    orders: (first, second) => {
      const refused = analysis.refused[first.id] ?? analysis.refused[second.id];
      if (refused !== undefined) return { code: refused.code, subject: "", path: refused.name };
      return regions.get(first.region)?.causeOf(first.id, second.id);
    },
  };
}

const nothing = { regions: [], effects: {}, refused: {} } as unknown as Analysis;

class Ordering {
  readonly #into: readonly Dependence[][];
  readonly #stepOf = new Map<string, number>();

  constructor(private readonly region: RegionAnalysis) {
    this.#into = region.steps.map(() => []);
    for (const dependence of region.dependences) this.#into[dependence.to]!.push(dependence);
    for (const { index, call, inside } of region.steps) {
      if (call !== undefined) this.#stepOf.set(call, index);
      for (const id of inside) this.#stepOf.set(id, index);
    }
  }

  causeOf(first: string, second: string): Cause | undefined {
    const [from, to] = [this.#stepOf.get(first), this.#stepOf.get(second)];
    if (from === undefined || to === undefined)
      return { code: "batch of the program's own", subject: "", path: "" };
    const path = this.#path(from, to, () => true);
    if (path === undefined) return undefined;
    const codes = [...new Set(path.map(({ code }) => code))];
    // Where one reason alone keeps them apart, that is the one to look at.
    const all = [...new Set(this.region.dependences.map(({ code }) => code))];
    const sole = all.filter((code) => this.#path(from, to, (other) => other.code !== code) === undefined);
    const links = path.map(({ code, subject, kind }) => `${kind}/${code}(${subject ?? ""})`).join(" > ");
    const unknown = path.find(({ code }) => code === "unknown-function");
    const subject = unknown === undefined ? "" : `unknown-function: ${unknown.subject}`;
    return { code: (sole.length > 0 ? sole : codes).toSorted().join("+"), subject, path: links };
  }

  /** A shortest way of dependences from one step to another that asks for different rounds. */
  #path(from: number, to: number, keep: (dependence: Dependence) => boolean): Dependence[] | undefined {
    const { steps } = this.region;
    const before: (Dependence[] | undefined)[][] = steps.map(() => [undefined, undefined]);
    before[from]![0] = [];
    for (let step = from + 1; step <= to; step++) {
      for (const dependence of this.#into[step]!) {
        if (!keep(dependence)) continue;
        const weak =
          steps[step]!.kind === "code" || (dependence.weak && steps[dependence.from]!.kind === "call");
        for (const level of [0, 1]) {
          const path = before[dependence.from]![level];
          const next = level === 1 || !weak ? 1 : 0;
          const known = before[step]![next];
          if (path !== undefined && (known === undefined || known.length > path.length + 1))
            before[step]![next] = [...path, dependence];
        }
      }
    }
    // Calls that stay inside of code run when the code does, and that is behind whatever it waits for.
    return before[to]![1] ?? (steps[to]!.kind === "code" && to !== from ? before[to]![0] : undefined);
  }
}
