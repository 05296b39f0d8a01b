import type { Vector } from "../numerics/vector.ts";
import type { Term } from "../problem/terms.ts";
import { readWeights, requireStrength, requireWeightsFor, type WeightOptions } from "./weights.ts";

/**
 * strength * sum_i w_i |x_i|: pulls variables to exactly zero. Its proximal map is soft thresholding,
 * z_i = sign(x_i) max(|x_i| - stepSize strength w_i, 0).
 *
 * @param strength at least 0, in units of the objective per unit of x
 * @param options.weights w, one number for each variable; all 1 when left out
 * @throws InfimumError `bad-strength`, `bad-weights`; `weights-mismatch` when a problem of another size uses it
 * @reference R. Tibshirani (1996), Regression Shrinkage and Selection via the Lasso, doi:10.1111/j.2517-6161.1996.tb02080.x
 *
 * @example
 * l1(0.1, { weights: [1, 1, 0] }); // the third variable, an intercept say, is left alone
 */
export function l1(strength: number, options: WeightOptions = {}): Term {
  requireStrength(strength, "l1");
  const weights = readWeights(options.weights, "l1");
  return {
    name: "l1",
    separable: true,
    value(x) {
      return strength * weightedSizes(x, weights);
    },
    proximal(x, stepSize, out) {
      const threshold = stepSize * strength;
      for (let i = 0; i < x.length; i++) {
        const excess = Math.abs(x[i]) - (weights === undefined ? threshold : threshold * weights[i]);
        // a NaN goes through: it is not at most 0
        out[i] = excess <= 0 ? 0 : x[i] < 0 ? -excess : excess;
      }
      return strength * weightedSizes(out, weights);
    },
    check(dimension) {
      requireWeightsFor(weights, dimension, "l1");
    },
  };
}

function weightedSizes(x: Vector, weights: Vector | undefined): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += weights === undefined ? Math.abs(x[i]) : weights[i] * Math.abs(x[i]);
  return sum;
}
