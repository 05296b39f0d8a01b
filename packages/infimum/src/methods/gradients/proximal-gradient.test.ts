import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { cholesky, choleskySolve } from "../../numerics/dense/cholesky.ts";
import { multiplyTransposed, multiplyTransposedVector, multiplyVector } from "../../numerics/dense/product.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { distance, dot, maxNorm, type Vector } from "../../numerics/vector.ts";
import { problem } from "../../problem/problem.ts";
import { prepare } from "../../run/prepare.ts";
import { Run } from "../../run/run.ts";
import { l1 } from "../../terms/l1.ts";
import { l2 } from "../../terms/l2.ts";
import { simplex } from "../../terms/simplex.ts";
import { proximalGradient } from "./proximal-gradient.ts";

const { minimize, solve } = minimizer([proximalGradient]);
/** Named where there are no terms: left to itself, the library would look for a quasi-Newton method. */
const method = "proximal-gradient";
const ista = proximalGradient({ acceleration: "none" });

/** |A x - b|^2 / 2 with random A (m x n) and b; the columns of A shrink evenly to 1 / `spread`. */
function randomLeastSquares(m: number, n: number, seed: number, spread = 1) {
  const stream = new RandomStream().key(seed, 1, 0, 0);
  const a = stream.fillNormal(new Float64Array(m * n));
  for (let j = 0; j < n; j++) for (let i = 0; i < m; i++) a[i + j * m] *= spread ** (-j / n);
  const b = stream.fillNormal(new Float64Array(m));
  const gradient = (x: ArrayLike<number>, out: Vector): number => {
    const r = multiplyVector(a, m, n, Float64Array.from(x), new Float64Array(m));
    for (let i = 0; i < m; i++) r[i] -= b[i];
    multiplyTransposedVector(a, m, n, r, out);
    return dot(r, r) / 2;
  };
  const objective = (x: ArrayLike<number>): number => gradient(x, new Float64Array(n));
  return { a, b, gradient, objective };
}

/** sum_i weights_i (x_i - centre_i)^2 / 2 */
function diagonalQuadratic(weights: ArrayLike<number>, centre: ArrayLike<number>) {
  const gradient = (x: ArrayLike<number>, out: Vector): number => {
    let sum = 0;
    for (let i = 0; i < out.length; i++) {
      out[i] = weights[i] * (x[i] - centre[i]);
      sum += (out[i] * (x[i] - centre[i])) / 2;
    }
    return sum;
  };
  return { gradient, objective: (x: ArrayLike<number>) => gradient(x, new Float64Array(weights.length)) };
}

/** Eigenvalues from 1 to `condition`, evenly spaced in the logarithm. */
const spread = (n: number, condition: number) => Float64Array.from({ length: n }, (_, i) => condition ** (i / (n - 1)));

/** The least f(x) + |x|_1 and the like are compared to their optimality conditions up to this. */
const settledResidual = 1e-7;

describe("proximalGradient", () => {
  test("solves the lasso with an orthogonal design, whose closed form is soft thresholding", () => {
    const centre = [3, -2, 0.4, -0.3, 0.5, 1e-3];
    const { objective, gradient } = diagonalQuadratic([1, 1, 1, 1, 1, 1], centre);
    const result = minimize(objective, new Float64Array(6), { gradient, plus: [l1(0.5)] });
    expect(result.ok).toBe(true);
    expect(distance(result.x, Float64Array.of(2.5, -1.5, 0, 0, 0, 0))).toBeLessThan(1e-7);
    // zeros are exact
    expect(Array.from(result.x.subarray(2))).toEqual([0, 0, 0, 0]);
  });

  test("solves any lasso to its optimality conditions", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        fc.nat(1e6),
        (m, n, strength, seed) => {
          const { objective, gradient } = randomLeastSquares(m, n, seed);
          const { x, ok, value } = minimize(objective, new Float64Array(n), { gradient, plus: [l1(strength)] });
          expect(ok).toBe(true);
          const slope = new Float64Array(n);
          gradient(x, slope);
          // the best point may be one whose value differs from the settled one's by rounding alone
          const tolerance = settledResidual * Math.max(1, value) * Math.max(1, maxNorm(x));
          for (let i = 0; i < n; i++) {
            if (x[i] === 0) expect(Math.abs(slope[i])).toBeLessThanOrEqual(strength + tolerance);
            else expect(Math.abs(slope[i] + strength * Math.sign(x[i]))).toBeLessThanOrEqual(tolerance);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("solves nonnegative least squares as the best of all active sets", () => {
    const [m, n] = [12, 5];
    for (let seed = 0; seed < 20; seed++) {
      const { a, b, objective, gradient } = randomLeastSquares(m, n, seed);
      const result = minimize(objective, new Float64Array(n).fill(1), { gradient, bounds: { lower: 0 } });
      expect(result.ok).toBe(true);
      let best = Infinity;
      for (let set = 0; set < 2 ** n; set++) {
        const x = restrictedSolution(a, b, m, n, set);
        if (x.every((entry) => entry >= 0)) best = Math.min(best, objective(x));
      }
      // the values of two nearly optimal points differ by the square of the gradient
      expect(Math.abs(result.value - best)).toBeLessThanOrEqual(1e-13 * (1 + best));
    }
  });

  test("solves a quadratic over the simplex as its closed form says", () => {
    // x_i = max(0, c_i - u / w_i): u = 0.2 makes (0.7, 0.3) of the first two, and w_i c_i <= u for the others
    const { objective, gradient } = diagonalQuadratic([1, 2, 5, 0.5], [0.9, 0.4, -0.2, 0.3]);
    const expected = Float64Array.of(0.7, 0.3, 0, 0);
    const result = minimize(objective, [0.25, 0.25, 0.25, 0.25], { gradient, within: simplex() });
    expect(result.ok).toBe(true);
    expect(distance(result.x, expected)).toBeLessThan(1e-7);
  });

  test("brings a start outside the set into it", () => {
    const { objective, gradient } = diagonalQuadratic([1, 1], [0.75, 0.25]);
    const result = minimize(objective, [5, -40], { gradient, within: simplex() });
    expect(result.ok).toBe(true);
    expect(distance(result.x, Float64Array.of(0.75, 0.25))).toBeLessThan(1e-7);
  });

  test("asks nothing outside the bounds or the set", () => {
    for (const acceleration of ["auslender-teboulle", "none"] as const) {
      const { objective, gradient } = randomLeastSquares(20, 10, 3, 100);
      const asked: Vector[] = [];
      const noting = (x: ArrayLike<number>, out: Vector) => {
        asked.push(Float64Array.from(x));
        return gradient(x, out);
      };
      const configured = proximalGradient({ acceleration });
      const x0 = new Float64Array(10).fill(0.1);
      minimize(objective, x0, { gradient: noting, method: configured, bounds: { lower: -0.1, upper: 0.1 + 0.2 } });
      for (const x of asked) for (const entry of x) expect(entry >= -0.1 && entry <= 0.1 + 0.2).toBe(true);
      expect(asked.length).toBeGreaterThan(10);
      asked.length = 0;
      minimize(objective, x0, { gradient: noting, method: configured, within: simplex() });
      // projections and combinations of ten entries round ten times
      for (const x of asked) expect(simplex().violation(x)).toBeLessThanOrEqual(1e-15);
      expect(asked.length).toBeGreaterThan(10);
    }
  });

  test("keeps the bound of the literature at every iteration, on the worst function there is", () => {
    // Nesterov's: f(x) = x' T x / 8 - x_1 / 4 with T the second difference; x*_i = 1 - i / (n + 1), f* = (1 / (n + 1) - 1) / 8
    const n = 301;
    const gradient = (x: ArrayLike<number>, out: Vector): number => {
      let value = -x[0] / 4;
      for (let i = 0; i < n; i++) {
        const curved = 2 * x[i] - (i > 0 ? x[i - 1] : 0) - (i < n - 1 ? x[i + 1] : 0);
        out[i] = curved / 4 - (i === 0 ? 1 / 4 : 0);
        value += (curved * x[i]) / 8;
      }
      return value;
    };
    const least = (1 / (n + 1) - 1) / 8;
    let squares = 0;
    for (let i = 1; i <= n; i++) squares += (1 - i / (n + 1)) ** 2;
    const stated = problem({ objective: (x) => gradient(x, new Float64Array(n)), gradient, x0: new Float64Array(n) });
    const run = solve(stated, { method });
    let roots = 0;
    let iterations = 0;
    for (const step of run) {
      if (step.iteration === 0) continue;
      roots += Math.sqrt(step.measures.stepSize) / 2;
      expect(step.best.value - least).toBeLessThanOrEqual(squares / 2 / roots ** 2);
      if (++iterations >= 150) break;
    }
    expect(iterations).toBe(150);
    // L is 1, so backtracking by halves keeps steps above 1/2: the bound is of order 1 / k^2
    expect(roots).toBeGreaterThanOrEqual((150 * Math.sqrt(0.5)) / 2);
  });

  test("converges linearly with restarts, in proportion to the root of the condition number", () => {
    const iterationsFor = (condition: number, configured = proximalGradient()) => {
      const { objective, gradient } = diagonalQuadratic(spread(50, condition), new Float64Array(50));
      const result = minimize(objective, new Float64Array(50).fill(1), { gradient, method: configured });
      expect(result.ok).toBe(true);
      return result.counts.iterations;
    };
    const [few, some, many] = [1e2, 1e4, 1e6].map((condition) => iterationsFor(condition));
    // a hundredfold condition number: ten times the iterations, while plain steps need a hundred times as many
    expect(some / few).toBeLessThan(20);
    expect(many / some).toBeLessThan(20);
    expect(iterationsFor(1e4, ista)).toBeGreaterThan(3 * some);
  });

  test("is the plain proximal gradient method (ISTA) without acceleration", () => {
    const { objective, gradient } = randomLeastSquares(15, 8, 2);
    const term = l1(0.5);
    const x = new Float64Array(8);
    const slope = new Float64Array(8);
    const stated = problem({ objective, gradient, x0: new Float64Array(8), plus: [term] });
    for (const step of solve(stated, { method: ista, budget: { iterations: 40 } })) {
      if (step.iteration > 0) {
        const { stepSize } = step.measures;
        gradient(x, slope);
        for (let i = 0; i < 8; i++) {
          const moved = x[i] - stepSize * slope[i];
          x[i] = Math.sign(moved) * Math.max(Math.abs(moved) - stepSize * 0.5, 0);
        }
      }
      // F falls in every step, so the best point is the last
      expect(distance(step.best.x, x)).toBeLessThanOrEqual(1e-13);
    }
  });

  test("never lets the objective rise", () => {
    const { objective, gradient } = randomLeastSquares(30, 40, 5, 10);
    const prepared = prepare(
      problem({ objective, gradient, x0: new Float64Array(40).fill(1), plus: [l1(0.3)] }),
      proximalGradient,
    );
    const run = new Run(prepared, proximalGradient, { audit: true });
    let last = Infinity;
    while (run.running && run.advance()) {
      expect(run.state!.value).toBeLessThanOrEqual(last + 2e-14 * Math.abs(last));
      last = run.state!.value;
    }
  });

  test("measures the relative proximal residual at its point", () => {
    const { objective, gradient } = randomLeastSquares(10, 6, 7);
    const stated = problem({ objective, gradient, x0: [1, 0, -1, 2, 0, 3], plus: [l1(0.7)] });
    const run = new Run(prepare(stated, proximalGradient), proximalGradient);
    const slope = new Float64Array(6);
    for (let k = 0; k < 20 && run.advance(); k++) {
      const { x, value, residual } = run.state as { x: Vector; value: number; residual: number };
      gradient(x, slope);
      const moved = x.map((entry, i) => entry - slope[i]);
      const mapped = new Float64Array(6);
      l1(0.7).proximal(moved, 1, mapped);
      const largest = Math.max(...x.map((entry, i) => Math.abs(entry - mapped[i]) * Math.max(Math.abs(entry), 1)));
      expect(residual).toBeCloseTo(largest / Math.max(1, value), 12);
      expect(value).toBeCloseTo(objective(x) + l1(0.7).value(x), 10);
    }
  });

  test("goes on bit for bit from a checkpoint, and when it is asked and told", () => {
    const { objective, gradient } = randomLeastSquares(15, 10, 8, 5);
    const stated = problem({ objective, gradient, x0: new Float64Array(10), plus: [l1(0.2)] });
    const straight = minimize(stated).x;
    const run = solve(stated);
    for (const step of run) if (step.iteration === 7) break;
    const resumed = solve(stated, { checkpoint: JSON.parse(JSON.stringify(run.freeze())) });
    for (const _step of resumed);
    expect(resumed.result.x).toEqual(straight);
    const told = new Run(prepare(stated, proximalGradient), proximalGradient, { audit: true, inline: false });
    for (let items = told.ask(); items.length > 0; items = told.ask()) {
      for (const { id, x, out } of items) told.tell(id, { value: gradient(x, out as Vector), output: out });
    }
    expect(told.solution().x).toEqual(straight);
  });

  test("finds a minimum of a smooth nonconvex function within bounds", () => {
    const gradient = (x: ArrayLike<number>, out: Vector): number => {
      out[0] = -2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] ** 2);
      out[1] = 200 * (x[1] - x[0] ** 2);
      return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2;
    };
    const objective = (x: ArrayLike<number>) => gradient(x, new Float64Array(2));
    const free = minimize(objective, [-1.2, 1], { gradient, method });
    expect(free.ok).toBe(true);
    expect(distance(free.x, Float64Array.of(1, 1))).toBeLessThan(1e-6);
    const bounded = minimize(objective, [-1.2, 0.5], { gradient, method, bounds: { upper: 0.5 } });
    expect(bounded.ok).toBe(true);
    expect(distance(bounded.x, Float64Array.of(0.5, 0.25))).toBeLessThan(1e-6);
  });

  test("takes a smooth term by its proximal map", () => {
    const { objective, gradient } = diagonalQuadratic([1, 1], [3, -6]);
    const result = minimize(objective, [0, 0], { gradient, plus: [l2(2)] });
    expect(result.status).toBe("converged");
    expect(distance(result.x, Float64Array.of(1, -2))).toBeLessThan(1e-7);
  });

  test("shrinks its step away from points without a value", () => {
    const gradient = (x: ArrayLike<number>, out: Vector): number => {
      out[0] = 1 - 0.5 / Math.sqrt(x[0] - 1);
      return x[0] - Math.sqrt(x[0] - 1);
    };
    const result = minimize((x) => gradient(x, new Float64Array(1)), [30], { gradient, method });
    expect(result.ok).toBe(true);
    expect(result.x[0]).toBeCloseTo(1.25, 6);
    const lone = minimize((x) => (x[0] === 2 ? 1 : NaN), [2], {
      method,
      gradient: (x, out) => ((out[0] = 1), x[0] === 2 ? 1 : NaN),
    });
    expect(lone.status).toBe("stalled");
    expect(lone.x[0]).toBe(2);
    const none = minimize(() => NaN, [2], { method, gradient: () => NaN });
    expect(none.status).toBe("failed");
  });

  test("ends on constant, unbounded, noisy and wrong functions", () => {
    const run = (f: (x: number) => number, slope: (x: number) => number) =>
      minimize(([x]) => f(x), [1], { method, gradient: ([x], out) => ((out[0] = slope(x)), f(x)) });
    expect(
      run(
        () => 3,
        () => 0,
      ).status,
    ).toBe("converged");
    expect(
      run(
        (x) => -x,
        () => -1,
      ).status,
    ).toBe("unbounded");
    expect(
      run(
        (x) => -x * x,
        (x) => -2 * x,
      ).status,
    ).toBe("unbounded");
    let calls = 0;
    const noise = () => 0.01 * Math.sin((++calls) ** 2);
    const noisy = run(
      (x) => x * x + noise(),
      (x) => 2 * x + noise(),
    );
    expect(noisy.status).toBe("stalled");
    expect(Math.abs(noisy.x[0])).toBeLessThan(0.1);
    const wrong = run(
      (x) => x * x + 1,
      (x) => -2 * x,
    );
    expect(wrong.status).toBe("stalled");
    expect(wrong.evaluations).toBeLessThan(2000);
  });

  test("serves functions without a gradient by differences", () => {
    const { objective } = diagonalQuadratic([1, 4], [1, 0.05]);
    const result = minimize((x) => objective(x), [0, 0], { plus: [l1(0.5)] });
    expect(result.derivatives).toMatch(/^finite-difference/);
    // one-sided differences err by about 1e-8
    expect(distance(result.x, Float64Array.of(0.5, 0))).toBeLessThan(1e-6);
  });

  test("refuses an acceleration it does not know", () => {
    expect(() => proximalGradient({ acceleration: "nesterov" as "none" })).toThrow(
      expect.objectContaining({ code: "bad-option" }),
    );
  });
});

/** The least-squares solution in which only the variables of `set` (a bit each) are not zero. */
function restrictedSolution(a: Vector, b: Vector, m: number, n: number, set: number): Vector {
  const chosen = Array.from({ length: n }, (_, j) => j).filter((j) => set & (1 << j));
  const k = chosen.length;
  const columns = new Float64Array(m * k);
  for (const [position, j] of chosen.entries()) columns.set(a.subarray(j * m, (j + 1) * m), position * m);
  const normal = multiplyTransposed(columns, columns, k, m, k, new Float64Array(k * k));
  cholesky(normal, k, normal);
  const right = multiplyTransposedVector(columns, m, k, b, new Float64Array(k));
  choleskySolve(normal, k, right, right);
  const x = new Float64Array(n);
  for (const [position, j] of chosen.entries()) x[j] = right[position];
  return x;
}
