/** So much in all, and of that so much for each element of a loop whose length nobody can tell here. */
export interface Amount {
  readonly total: number;
  readonly perElement: number;
}

export const nothing: Amount = { total: 0, perElement: 0 };

export function plus(a: Amount, b: Amount): Amount {
  return { total: a.total + b.total, perElement: a.perElement + b.perElement };
}
