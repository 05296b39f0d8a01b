import published from "./published-ecdf.data.json" with { type: "json" };

/** A published curve: the part of all functions and accuracies reached within 10^exponent evaluations a variable. */
export interface PublishedCurve {
  readonly algorithm: string;
  readonly solved: readonly number[];
}

/** 0, 0.1, ..., 6: powers of ten, evaluations for each variable. */
export const publishedExponents: readonly number[] = published.exponents;

/** The curves of COCO's archive for a dimension (2, 3, 5, 10, 20 or 40), none for another. */
export function publishedCurves(dimension: number): PublishedCurve[] {
  return published.curves.filter((curve) => curve.dimension === dimension);
}
