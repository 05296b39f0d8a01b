import type { Vector } from "../numerics/vector.ts";
import type { Term } from "../problem/terms.ts";
import { readWeights, requireStrength, requireWeightsFor, type WeightOptions } from "./weights.ts";

/**
 * strength / 2 * sum_i w_i x_i^2: pulls variables towards zero. Smooth, so that methods which know nothing of terms
 * take it with its derivatives; its proximal map is z_i = x_i / (1 + stepSize strength w_i).
 *
 * @param strength at least 0, in units of the objective per squared unit of x
 * @param options.weights w, one number for each variable; all 1 when left out
 * @throws InfimumError `bad-strength`, `bad-weights`; `weights-mismatch` when a problem of another size uses it
 * @reference A. E. Hoerl, R. W. Kennard (1970), Ridge Regression: Biased Estimation for Nonorthogonal Problems,
 * doi:10.1080/00401706.1970.10488634
 */
export function l2(strength: number, options: WeightOptions = {}): Term {
  requireStrength(strength, "l2");
  const weights = readWeights(options.weights, "l2");
  const curvature = (i: number): number => (weights === undefined ? strength : strength * weights[i]);
  const value = (x: Vector): number => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += weights === undefined ? x[i] * x[i] : weights[i] * x[i] * x[i];
    return (strength / 2) * sum;
  };
  const addHessianVector = (_x: Vector, v: Vector, out: Vector): void => {
    for (let i = 0; i < v.length; i++) out[i] += curvature(i) * v[i];
  };
  return {
    name: "l2",
    separable: true,
    value,
    proximal(x, stepSize, out) {
      for (let i = 0; i < x.length; i++) out[i] = x[i] / (1 + stepSize * curvature(i));
      return value(out);
    },
    // the Hessian is constant, and the gradient is the Hessian times x
    addGradient: (x, out) => addHessianVector(x, x, out),
    addHessianVector,
    check(dimension) {
      requireWeightsFor(weights, dimension, "l2");
    },
  };
}
