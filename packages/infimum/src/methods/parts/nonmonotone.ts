/**
 * What a value is compared with when it may rise for a while: a weighted mean of all values so far, the later ones with more
 * weight. With `memory` 0 it is the last value (monotone descent), with 1 the mean of all.
 *
 * @reference H. Zhang, W. W. Hager, 2004, A nonmonotone line search technique and its application to unconstrained optimization,
 * 10.1137/S1052623403428208
 */
export interface Reference {
  /** C of the paper: at least the last value. */
  level: number;
  /** Q: the sum of the weights. */
  weight: number;
}

export function newReference(value: number): Reference {
  return { level: value, weight: 1 };
}

/** Takes in the value of a step that was made. */
export function noteValue(reference: Reference, value: number, memory: number): void {
  const weight = memory * reference.weight + 1;
  reference.level = (memory * reference.weight * reference.level + value) / weight;
  reference.weight = weight;
}
