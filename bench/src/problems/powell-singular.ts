import type { SmoothProblem } from "./smooth-problem.ts";

/**
 * Powell's function (a + 10 b)^2 + 5 (c - d)^2 + (b - 2 c)^4 + 10 (a - d)^4 from (3, -1, 0, 1), whose Hessian is
 * singular at the minimizer.
 *
 * @reference J. J. More, B. S. Garbow, K. E. Hillstrom, 1981, Testing unconstrained optimization software, problem 13,
 * 10.1145/355934.355936
 */
export function powellSingular(): SmoothProblem {
  return {
    name: "powell-singular",
    dimension: 4,
    x0: Float64Array.of(3, -1, 0, 1),
    optimum: 0,
    minimizer: new Float64Array(4),
    objective([a, b, c, d]) {
      return (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4;
    },
    gradient(x, out) {
      const [a, b, c, d] = x;
      const first = a + 10 * b;
      const second = c - d;
      const third = b - 2 * c;
      const fourth = a - d;
      const thirdCubed = third * third * third;
      const fourthCubed = fourth * fourth * fourth;
      out[0] = 2 * first + 40 * fourthCubed;
      out[1] = 20 * first + 4 * thirdCubed;
      out[2] = 10 * second - 8 * thirdCubed;
      out[3] = -10 * second - 40 * fourthCubed;
      return first * first + 5 * second * second + third * thirdCubed + 10 * fourth * fourthCubed;
    },
    hessianVector([a, b, c, d], v, out) {
      const first = 2 * (v[0] + 10 * v[1]);
      const second = 10 * (v[2] - v[3]);
      const third = 12 * (b - 2 * c) ** 2 * (v[1] - 2 * v[2]);
      const fourth = 120 * (a - d) ** 2 * (v[0] - v[3]);
      out[0] = first + fourth;
      out[1] = 10 * first + third;
      out[2] = second - 2 * third;
      out[3] = -second - fourth;
    },
  };
}
