import { Graph } from "@dagrejs/graphlib";
import type { Dependence } from "../model/dependence.js";
import type { RegionAnalysis } from "../model/steps.js";

/** The dependence graph of a region. Nodes are `s0`, `s1`, … (an id of the program's own, as `__proto__`, would break the library). */
export class DependenceGraph {
  readonly #graph = new Graph({ directed: true });

  constructor(readonly analysis: RegionAnalysis) {
    for (const step of analysis.steps) this.#graph.setNode(`s${step.index}`);
    for (const dependence of analysis.dependences)
      this.#graph.setEdge(`s${dependence.from}`, `s${dependence.to}`, dependence);
  }

  /** The dependences that a step waits for. */
  into(step: number): readonly Dependence[] {
    return (this.#graph.inEdges(`s${step}`) ?? []).map((edge) => this.#graph.edge(edge) as Dependence);
  }
}
