import { requireDimension, type SmoothProblem } from "./smooth-problem.ts";

/**
 * Rosenbrock valleys that share variables, sum of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2 over all i, from
 * (-1.2, 1, -1.2, 1, ...). From four variables on there is a second minimum near x[0] = -1 with a value near 4.
 *
 * @reference Y.-W. Shang, Y.-H. Qiu, 2006, A note on the extended Rosenbrock function, 10.1162/evco.2006.14.1.119
 */
export function chainedRosenbrock(dimension: number): SmoothProblem {
  requireDimension("chained-rosenbrock", dimension, dimension >= 2, "it takes two variables or more");
  return {
    name: "chained-rosenbrock",
    dimension,
    x0: Float64Array.from({ length: dimension }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
    optimum: 0,
    minimizer: new Float64Array(dimension).fill(1),
    objective(x) {
      let sum = 0;
      for (let i = 0; i + 1 < dimension; i++) {
        const valley = x[i + 1] - x[i] * x[i];
        const away = 1 - x[i];
        sum += 100 * valley * valley + away * away;
      }
      return sum;
    },
    gradient(x, out) {
      let sum = 0;
      out[0] = 0;
      for (let i = 0; i + 1 < dimension; i++) {
        const valley = x[i + 1] - x[i] * x[i];
        const away = 1 - x[i];
        sum += 100 * valley * valley + away * away;
        out[i] += -400 * x[i] * valley - 2 * away;
        out[i + 1] = 200 * valley;
      }
      return sum;
    },
    hessianVector(x, v, out) {
      out[0] = 0;
      for (let i = 0; i + 1 < dimension; i++) {
        const valley = x[i + 1] - x[i] * x[i];
        out[i] += (2 + 800 * x[i] * x[i] - 400 * valley) * v[i] - 400 * x[i] * v[i + 1];
        out[i + 1] = -400 * x[i] * v[i] + 200 * v[i + 1];
      }
    },
  };
}
