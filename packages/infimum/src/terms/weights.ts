import { InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";

/** How strongly each variable counts in a term: 1 when left out, 0 for a variable that is not penalized. */
export interface WeightOptions {
  /** One nonnegative number for each variable; copied. */
  readonly weights?: ArrayLike<number>;
}

/** @throws InfimumError `bad-strength` */
export function requireStrength(strength: number, term: string): void {
  if (typeof strength !== "number" || !(strength >= 0 && strength < Infinity)) {
    throw new InfimumError(
      "bad-strength",
      `the strength of ${term} is ${String(strength)}: give a finite number that is at least 0.`,
    );
  }
}

/** A copy of the weights; undefined when every variable counts the same. @throws InfimumError `bad-weights` */
export function readWeights(weights: ArrayLike<number> | undefined, term: string): Vector | undefined {
  if (weights === undefined) return undefined;
  const copy = Float64Array.from(weights);
  const wrong = copy.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong >= 0) {
    throw new InfimumError(
      "bad-weights",
      `weights[${wrong}] of ${term} is ${copy[wrong]}: give finite numbers that are at least 0.`,
    );
  }
  return copy;
}

/** @throws InfimumError `weights-mismatch` */
export function requireWeightsFor(weights: Vector | undefined, dimension: number, term: string): void {
  if (weights === undefined || weights.length === dimension) return;
  throw new InfimumError(
    "weights-mismatch",
    `${term} has ${weights.length} weights and the problem has ${dimension} variables: give one weight for each.`,
  );
}
