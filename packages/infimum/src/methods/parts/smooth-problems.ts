import type { Vector } from "../../numerics/vector.ts";

/** A smooth test problem with its published start: the gradient function returns the value too. */
export interface SmoothProblem {
  readonly name: string;
  readonly x0: readonly number[];
  gradient(x: Vector, out: Vector): number;
  hessianVector(x: Vector, v: Vector, out: Vector): void;
  /** Evaluations that SciPy 1.17.1 needs to f <= f* + 1e-10 (f0 - f*); f* is 0 for all of them. */
  readonly scipy: { readonly bfgs: number; readonly lBfgsB: number };
}

/** Residuals r and their Jacobian, row by row: f = sum of r^2, so that gradients and Hessians follow from few formulas. */
interface Residual {
  readonly value: number;
  /** Indices, first and second derivatives (the lower triangle by rows) in the variables that occur. */
  readonly at: readonly number[];
  readonly slope: readonly number[];
  readonly curvature: readonly number[];
}

function sumOfSquares(
  name: string,
  x0: readonly number[],
  residuals: (x: Vector) => Residual[],
  scipy: SmoothProblem["scipy"],
): SmoothProblem {
  return {
    name,
    x0,
    scipy,
    gradient(x, out) {
      out.fill(0);
      let sum = 0;
      for (const { value, at, slope } of residuals(x)) {
        sum += value * value;
        at.forEach((i, k) => {
          out[i] += 2 * value * slope[k];
        });
      }
      return sum;
    },
    hessianVector(x, v, out) {
      out.fill(0);
      for (const { value, at, slope, curvature } of residuals(x)) {
        const along = at.reduce((sum, i, k) => sum + slope[k] * v[i], 0);
        at.forEach((i, k) => {
          out[i] += 2 * along * slope[k];
          at.forEach((j, l) => {
            const [row, column] = k >= l ? [k, l] : [l, k];
            out[i] += 2 * value * curvature[(row * (row + 1)) / 2 + column] * v[j];
          });
        });
      }
    },
  };
}

const alternating = (n: number, even: number, odd: number) =>
  Array.from({ length: n }, (_, i) => (i % 2 === 0 ? even : odd));

/** The two residuals of Rosenbrock's function in the variables i and i + 1. */
function valley(x: Vector, i: number, steepness = 10): Residual[] {
  return [
    { value: 1 - x[i], at: [i], slope: [-1], curvature: [0] },
    {
      value: steepness * (x[i + 1] - x[i] ** 2),
      at: [i, i + 1],
      slope: [-2 * steepness * x[i], steepness],
      curvature: [-2 * steepness, 0, 0],
    },
  ];
}

const linear = (x: Vector, weight: number, terms: [number, number][], constant = 0): Residual => ({
  value: weight * terms.reduce((sum, [i, a]) => sum + a * x[i], constant),
  at: terms.map(([i]) => i),
  slope: terms.map(([, a]) => weight * a),
  curvature: terms.flatMap((_, k) => Array.from({ length: k + 1 }, () => 0)),
});

/** weight (x_i + a x_j)^2 as a residual. */
const square = (x: Vector, weight: number, i: number, j: number, a: number): Residual => ({
  value: weight * (x[i] + a * x[j]) ** 2,
  at: [i, j],
  slope: [2 * weight * (x[i] + a * x[j]), 2 * weight * a * (x[i] + a * x[j])],
  curvature: [2 * weight, 2 * weight * a, 2 * weight * a * a],
});

export const rosenbrock = sumOfSquares("Rosenbrock", [-1.2, 1], (x) => valley(x, 0), { bfgs: 38, lBfgsB: 43 });

/**
 * The problems of the comparison.
 *
 * @reference J. J. Moré, B. S. Garbow, K. E. Hillstrom, 1981, Testing unconstrained optimization software, 10.1145/355934.355936
 */
export const smoothProblems: readonly SmoothProblem[] = [
  rosenbrock,
  sumOfSquares(
    "extended Rosenbrock, n = 100",
    alternating(100, -1.2, 1),
    (x) => Array.from({ length: 50 }, (_, k) => valley(x, 2 * k)).flat(),
    { bfgs: 403, lBfgsB: 47 },
  ),
  sumOfSquares(
    "Wood",
    [-3, -1, -3, -1],
    (x) => [
      ...valley(x, 0),
      ...valley(x, 2, Math.sqrt(90)),
      linear(
        x,
        Math.sqrt(10),
        [
          [1, 1],
          [3, 1],
        ],
        -2,
      ),
      linear(x, Math.sqrt(0.1), [
        [1, 1],
        [3, -1],
      ]),
    ],
    { bfgs: 101, lBfgsB: 110 },
  ),
  sumOfSquares(
    "Powell's singular function",
    [3, -1, 0, 1],
    (x) => [
      linear(x, 1, [
        [0, 1],
        [1, 10],
      ]),
      linear(x, Math.sqrt(5), [
        [2, 1],
        [3, -1],
      ]),
      square(x, 1, 1, 2, -2),
      square(x, Math.sqrt(10), 0, 3, -1),
    ],
    { bfgs: 39, lBfgsB: 36 },
  ),
  sumOfSquares(
    "Beale",
    [1, 1],
    (x) =>
      [1.5, 2.25, 2.625].map((y, k) => ({
        value: y - x[0] * (1 - x[1] ** (k + 1)),
        at: [0, 1],
        slope: [x[1] ** (k + 1) - 1, x[0] * (k + 1) * x[1] ** k],
        curvature: [0, (k + 1) * x[1] ** k, x[0] * (k + 1) * k * (k === 0 ? 0 : x[1] ** (k - 1))],
      })),
    { bfgs: 15, lBfgsB: 15 },
  ),
  sumOfSquares(
    "chained Rosenbrock, n = 100",
    alternating(100, -1.2, 1),
    (x) => Array.from({ length: 99 }, (_, i) => valley(x, i)).flat(),
    { bfgs: 644, lBfgsB: 610 },
  ),
  sumOfSquares(
    "Broyden's tridiagonal function, n = 100",
    alternating(100, -1, -1),
    (x) =>
      Array.from({ length: 100 }, (_, i) => {
        const neighbours = [i - 1, i + 1].filter((j) => j >= 0 && j < 100);
        return {
          value: (3 - 2 * x[i]) * x[i] + 1 - neighbours.reduce((sum, j) => sum + (j < i ? 1 : 2) * x[j], 0),
          at: [i, ...neighbours],
          slope: [3 - 4 * x[i], ...neighbours.map((j) => (j < i ? -1 : -2))],
          curvature: [-4, 0, 0, 0, 0, 0],
        };
      }),
    { bfgs: 127, lBfgsB: 20 },
  ),
];

/** Counts evaluations until f <= 1e-10 f0, for problems whose least value is 0. */
export function counted(problem: SmoothProblem) {
  const count = { evaluations: 0, untilSolved: Infinity };
  let first = NaN;
  const gradient = (x: Vector, out: Vector): number => {
    const value = problem.gradient(x, out);
    count.evaluations++;
    if (count.evaluations === 1) first = value;
    if (value <= 1e-10 * first) count.untilSolved = Math.min(count.untilSolved, count.evaluations);
    return value;
  };
  return { count, gradient };
}
