/** The plan of a region as a tree: calls by label, in sequence (`;`) or together (`|`). */
export type Plan =
  | { readonly kind: "call"; readonly id: string; readonly label: string }
  | { readonly kind: "seq"; readonly items: readonly Plan[] }
  | { readonly kind: "par"; readonly items: readonly Plan[] }
  /** For each element of what a loop goes through, all together. */
  | { readonly kind: "each"; readonly item: Plan };

/** Prints a plan as fixtures write it: `(a | b) ; c`. */
export function printPlan(plan: Plan): string {
  return print(plan, false);
}

function print(plan: Plan, inside: boolean): string {
  if (plan.kind === "call") return plan.label;
  // (Each of each is each of all.)
  if (plan.kind === "each")
    return plan.item.kind === "each" ? print(plan.item, true) : `${print(plan.item, true)}*`;
  const text = plan.items.map((item) => print(item, true)).join(plan.kind === "seq" ? " ; " : " | ");
  return inside && plan.items.length > 1 ? `(${text})` : text;
}

/** How often a program that follows the plan waits for tools. */
export function roundsOf(plan: Plan): number {
  if (plan.kind === "each") return roundsOf(plan.item);
  return plan.kind === "seq" ? plan.items.reduce((sum, item) => sum + roundsOf(item), 0) : 1;
}
