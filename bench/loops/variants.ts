/**
 * Other answers of a tool: both truth values, lists of other lengths, and totals that come out differently in every test that generated
 * programs make of them.
 */
export const variants: readonly ((usual: Record<string, unknown>) => unknown)[] = [0, 1, 2, 405, 707].map(
  (total, index) => (usual: Record<string, unknown>) => ({
    ...usual,
    id: `${String(usual.id)}-${index}`,
    name: `${String(usual.name)}-${index}`,
    text: `other text ${index}`,
    total,
    count: index,
    ok: index % 2 === 0,
    items: rows(2 + (index % 2), index),
    rows: rows((index + 2) % 4, index),
    tags: rows((index + 1) % 4, index).map(({ id }) => id),
    content: [{ type: "text", text: JSON.stringify({ id: `o${index}`, tool: "other" }) }],
  }),
);

function rows(count: number, index: number): { id: string; name: string; price: number }[] {
  return [...Array(count).keys()].map((place) => ({
    id: `o${index}-${place}`,
    name: `other-${index}-${place}`,
    price: index * 10 + place,
  }));
}
