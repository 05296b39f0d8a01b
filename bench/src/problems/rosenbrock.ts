import type { SmoothProblem } from "./smooth-problem.ts";

/**
 * Rosenbrock's valley in two variables, 100 (y - x^2)^2 + (1 - x)^2, from (-1.2, 1).
 *
 * @reference H. H. Rosenbrock, 1960, An automatic method for finding the greatest or least value of a function,
 * 10.1093/comjnl/3.3.175
 */
export function rosenbrock(): SmoothProblem {
  return {
    name: "rosenbrock",
    dimension: 2,
    x0: Float64Array.of(-1.2, 1),
    optimum: 0,
    minimizer: Float64Array.of(1, 1),
    objective(x) {
      const valley = x[1] - x[0] * x[0];
      const away = 1 - x[0];
      return 100 * valley * valley + away * away;
    },
    gradient(x, out) {
      const valley = x[1] - x[0] * x[0];
      const away = 1 - x[0];
      out[0] = -400 * x[0] * valley - 2 * away;
      out[1] = 200 * valley;
      return 100 * valley * valley + away * away;
    },
    hessianVector(x, v, out) {
      const valley = x[1] - x[0] * x[0];
      out[0] = (2 + 800 * x[0] * x[0] - 400 * valley) * v[0] - 400 * x[0] * v[1];
      out[1] = -400 * x[0] * v[0] + 200 * v[1];
    },
  };
}
