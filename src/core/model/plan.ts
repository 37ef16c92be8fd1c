/** The plan of a region as a tree: calls by label, in sequence (`;`) or together (`|`). */
export type Plan =
  | { readonly kind: "call"; readonly id: string; readonly label: string }
  | { readonly kind: "seq"; readonly items: readonly Plan[] }
  | { readonly kind: "par"; readonly items: readonly Plan[] };

/** Prints a plan as fixtures write it: `(a | b) ; c`. */
export function printPlan(plan: Plan): string {
  return print(plan, false);
}

function print(plan: Plan, inside: boolean): string {
  if (plan.kind === "call") return plan.label;
  const text = plan.items.map((item) => print(item, true)).join(plan.kind === "seq" ? " ; " : " | ");
  return inside && plan.items.length > 1 ? `(${text})` : text;
}

/** How often a program that follows the plan waits for tools. */
export function roundsOf(plan: Plan): number {
  return plan.kind === "seq" ? plan.items.reduce((sum, item) => sum + roundsOf(item), 0) : 1;
}
