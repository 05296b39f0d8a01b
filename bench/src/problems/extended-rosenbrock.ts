import { requireDimension, type SmoothProblem } from "./smooth-problem.ts";

/**
 * Independent Rosenbrock valleys in pairs of variables, sum of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2 over even i, from
 * (-1.2, 1, -1.2, 1, ...).
 *
 * @reference J. J. More, B. S. Garbow, K. E. Hillstrom, 1981, Testing unconstrained optimization software, problem 21,
 * 10.1145/355934.355936
 */
export function extendedRosenbrock(dimension: number): SmoothProblem {
  requireDimension("extended-rosenbrock", dimension, dimension >= 2 && dimension % 2 === 0, "it takes an even number");
  return {
    name: "extended-rosenbrock",
    dimension,
    x0: Float64Array.from({ length: dimension }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
    optimum: 0,
    minimizer: new Float64Array(dimension).fill(1),
    objective(x) {
      let sum = 0;
      for (let i = 0; i < dimension; i += 2) {
        const valley = x[i + 1] - x[i] * x[i];
        const away = 1 - x[i];
        sum += 100 * valley * valley + away * away;
      }
      return sum;
    },
    gradient(x, out) {
      let sum = 0;
      for (let i = 0; i < dimension; i += 2) {
        const valley = x[i + 1] - x[i] * x[i];
        const away = 1 - x[i];
        sum += 100 * valley * valley + away * away;
        out[i] = -400 * x[i] * valley - 2 * away;
        out[i + 1] = 200 * valley;
      }
      return sum;
    },
    hessianVector(x, v, out) {
      for (let i = 0; i < dimension; i += 2) {
        const valley = x[i + 1] - x[i] * x[i];
        out[i] = (2 + 800 * x[i] * x[i] - 400 * valley) * v[i] - 400 * x[i] * v[i + 1];
        out[i + 1] = -400 * x[i] * v[i] + 200 * v[i + 1];
      }
    },
  };
}
