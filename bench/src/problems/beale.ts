import type { SmoothProblem } from "./smooth-problem.ts";

/** The three values that x (1 - y^i) is fitted to. */
const fitted = [1.5, 2.25, 2.625] as const;

/**
 * Beale's function, the sum over i = 1, 2, 3 of (c_i - x (1 - y^i))^2, from (1, 1).
 *
 * @reference J. J. More, B. S. Garbow, K. E. Hillstrom, 1981, Testing unconstrained optimization software, problem 5,
 * 10.1145/355934.355936
 */
export function beale(): SmoothProblem {
  return {
    name: "beale",
    dimension: 2,
    x0: Float64Array.of(1, 1),
    optimum: 0,
    minimizer: Float64Array.of(3, 0.5),
    objective([x, y]) {
      let sum = 0;
      for (let i = 1; i <= 3; i++) sum += (fitted[i - 1] - x * (1 - y ** i)) ** 2;
      return sum;
    },
    gradient(point, out) {
      const [x, y] = point;
      let sum = 0;
      out.fill(0);
      for (let i = 1; i <= 3; i++) {
        const residual = fitted[i - 1] - x * (1 - y ** i);
        sum += residual * residual;
        out[0] -= 2 * residual * (1 - y ** i);
        out[1] += 2 * residual * x * i * y ** (i - 1);
      }
      return sum;
    },
    hessianVector([x, y], v, out) {
      out.fill(0);
      for (let i = 1; i <= 3; i++) {
        const residual = fitted[i - 1] - x * (1 - y ** i);
        // the derivatives of the residual
        const byX = y ** i - 1;
        const byY = x * i * y ** (i - 1);
        const byXY = i * y ** (i - 1);
        const byYY = i > 1 ? x * i * (i - 1) * y ** (i - 2) : 0;
        const along = byX * v[0] + byY * v[1];
        out[0] += 2 * (byX * along + residual * byXY * v[1]);
        out[1] += 2 * (byY * along + residual * (byXY * v[0] + byYY * v[1]));
      }
    },
  };
}
