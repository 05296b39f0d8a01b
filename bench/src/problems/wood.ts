import type { SmoothProblem } from "./smooth-problem.ts";

/**
 * Wood's function of four variables: two valleys, 100 (b - a^2)^2 + (1 - a)^2 and 90 (d - c^2)^2 + (1 - c)^2, joined by
 * 10 (b + d - 2)^2 + (b - d)^2 / 10; from (-3, -1, -3, -1).
 *
 * @reference J. J. More, B. S. Garbow, K. E. Hillstrom, 1981, Testing unconstrained optimization software, problem 14,
 * 10.1145/355934.355936
 */
export function wood(): SmoothProblem {
  return {
    name: "wood",
    dimension: 4,
    x0: Float64Array.of(-3, -1, -3, -1),
    optimum: 0,
    minimizer: Float64Array.of(1, 1, 1, 1),
    // entries by index: taking a typed array apart by its iterator costs more than the formula
    objective(x) {
      const a = x[0];
      const b = x[1];
      const c = x[2];
      const d = x[3];
      const sum = b + d - 2;
      return (
        100 * (b - a * a) ** 2 +
        (1 - a) ** 2 +
        90 * (d - c * c) ** 2 +
        (1 - c) ** 2 +
        10 * sum * sum +
        (b - d) ** 2 / 10
      );
    },
    gradient(x, out) {
      const a = x[0];
      const b = x[1];
      const c = x[2];
      const d = x[3];
      const first = b - a * a;
      const second = d - c * c;
      const sum = b + d - 2;
      const difference = b - d;
      out[0] = -400 * a * first - 2 * (1 - a);
      out[1] = 200 * first + 20 * sum + difference / 5;
      out[2] = -360 * c * second - 2 * (1 - c);
      out[3] = 180 * second + 20 * sum - difference / 5;
      return (
        100 * first * first +
        (1 - a) ** 2 +
        90 * second * second +
        (1 - c) ** 2 +
        10 * sum * sum +
        (difference * difference) / 10
      );
    },
    hessianVector(x, v, out) {
      const a = x[0];
      const b = x[1];
      const c = x[2];
      const d = x[3];
      const sum = 20 * (v[1] + v[3]);
      const difference = (v[1] - v[3]) / 5;
      out[0] = (1200 * a * a - 400 * b + 2) * v[0] - 400 * a * v[1];
      out[1] = -400 * a * v[0] + 200 * v[1] + sum + difference;
      out[2] = (1080 * c * c - 360 * d + 2) * v[2] - 360 * c * v[3];
      out[3] = -360 * c * v[2] + 180 * v[3] + sum - difference;
    },
  };
}
