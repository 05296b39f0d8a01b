import { requireDimension, type SmoothProblem } from "./smooth-problem.ts";

/**
 * Broyden's tridiagonal equations r[i] = (3 - 2 x[i]) x[i] - x[i-1] - 2 x[i+1] + 1 (x is 0 beyond both ends) as the sum
 * of their squares, from (-1, -1, ...). The root has no closed form.
 *
 * @reference J. J. More, B. S. Garbow, K. E. Hillstrom, 1981, Testing unconstrained optimization software, problem 30,
 * 10.1145/355934.355936
 */
export function broydenTridiagonal(dimension: number): SmoothProblem {
  requireDimension("broyden-tridiagonal", dimension, dimension >= 1, "it takes one variable or more");
  const before = (x: Float64Array, i: number) => (i > 0 ? x[i - 1] : 0);
  const after = (x: Float64Array, i: number) => (i + 1 < dimension ? x[i + 1] : 0);
  const residual = (x: Float64Array, i: number) => (3 - 2 * x[i]) * x[i] - before(x, i) - 2 * after(x, i) + 1;
  /** Adds `weight` times the gradient of residual i. */
  const addGradientOf = (x: Float64Array, i: number, weight: number, out: Float64Array) => {
    out[i] += weight * (3 - 4 * x[i]);
    if (i > 0) out[i - 1] -= weight;
    if (i + 1 < dimension) out[i + 1] -= 2 * weight;
  };
  return {
    name: "broyden-tridiagonal",
    dimension,
    x0: new Float64Array(dimension).fill(-1),
    optimum: 0,
    objective(x) {
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += residual(x, i) ** 2;
      return sum;
    },
    gradient(x, out) {
      let sum = 0;
      out.fill(0);
      for (let i = 0; i < dimension; i++) {
        const size = residual(x, i);
        sum += size * size;
        addGradientOf(x, i, 2 * size, out);
      }
      return sum;
    },
    hessianVector(x, v, out) {
      out.fill(0);
      for (let i = 0; i < dimension; i++) {
        const along = (3 - 4 * x[i]) * v[i] - before(v, i) - 2 * after(v, i);
        addGradientOf(x, i, 2 * along, out);
        out[i] -= 8 * residual(x, i) * v[i];
      }
    },
  };
}
