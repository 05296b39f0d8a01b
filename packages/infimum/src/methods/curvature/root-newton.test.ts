import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import type { Vector } from "../../numerics/vector.ts";
import { type HardObjective, hardObjectives } from "../fixtures/hard-objectives.ts";
import { logisticRegression } from "../fixtures/logistic-regression.ts";
import { counted, smoothProblems } from "../fixtures/smooth-problems.ts";
import { gradientNormalizedNewton } from "./gradient-normalized-newton.ts";
import { rootNewton } from "./root-newton.ts";

const methods = { rootNewton, gradientNormalizedNewton };
const minimize = minimizer([rootNewton, gradientNormalizedNewton]);

function run({ x0, gradient }: HardObjective, method: object, options = {}) {
  const unused = new Float64Array(x0.length);
  const objective = (x: Vector) => gradient(x, unused);
  return minimize(objective, Float64Array.from(x0), { method, gradient, ...options } as object);
}

/** sum of log(cosh(x_i)), a convex function on which Newton's method diverges from |x| > 1.09. */
const logCosh = (n: number, start: number) => ({
  x0: Array.from({ length: n }, (_, i) => start / (i + 1)),
  gradient(x: Vector, out: Vector) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      out[i] = Math.tanh(x[i]);
      sum += Math.abs(x[i]) + Math.log1p(Math.exp(-2 * Math.abs(x[i]))) - Math.LN2;
    }
    return sum;
  },
  hessian(x: Vector, out: Vector) {
    out.fill(0);
    for (let i = 0; i < n; i++) out[i + i * n] = 1 / Math.cosh(x[i]) ** 2;
  },
});

for (const [name, method] of Object.entries(methods)) {
  describe(`${name}`, () => {
    for (const problem of smoothProblems) {
      if (problem.name.startsWith("chained")) continue;
      test(`solves ${problem.name}`, () => {
        const { count, gradient } = counted(problem);
        const result = run({ x0: [...problem.x0], gradient }, method, { hessianVector: problem.hessianVector });
        expect(result.status).toBe("converged");
        expect(count.untilSolved).toBeLessThan(8 * problem.scipy.bfgs);
      });
    }

    test("converges monotonically, by the exact Hessian, from where Newton's method diverges", () => {
      const problem = logCosh(3, 6);
      const values: number[] = [];
      const onStep = ({ best }: any) => void values.push(best.value);
      const result = run(problem, method, { hessian: problem.hessian, onStep });
      expect(result.status).toBe("converged");
      expect(result.value).toBeLessThan(1e-14);
      expect(values).toEqual(values.toSorted((a, b) => b - a));
    });

    test("doubles the digits near a solution", () => {
      const problem = logisticRegression({ samples: 200, weights: 10, penalty: 1e-2, seed: 6 });
      const result = minimize(problem.value, new Float64Array(10), {
        gradient: problem.gradient,
        hessian: problem.hessian,
        method,
        tolerance: 1e-12,
      } as object);
      expect(result.status).toBe("converged");
      expect(result.counts.iterations).toBeLessThan(20);
    });

    test("gives defined results where there is no minimum, no value or no smoothness", () => {
      expect(run(hardObjectives.withoutValuesBelowZero, method).ok).toBe(true);
      expect(run(hardObjectives.constant, method)).toMatchObject({ status: "converged", value: 3 });
      expect(run(hardObjectives.quartic, method).status).toBe("converged");
      expect(run(hardObjectives.line, method).status).toBe("unbounded");
      expect(run(hardObjectives.parabola, method).status).toBe("unbounded");
      expect(run(hardObjectives.neverValid, method).status).toBe("failed");
      expect(run(hardObjectives.largeConstant, method).ok).toBe(true);
    });
  });
}

test("root Newton is affine invariant: a linear change of variables changes nothing but the coordinates", () => {
  const n = 4;
  const problem = logisticRegression({ samples: 50, weights: n, penalty: 0.1, seed: 7 });
  // powers of two, so that the change is exact but for the sums
  const sizes = [1, 1024, 1 / 4096, 64];
  const there = (u: Vector) => u.map((entry, i) => entry * sizes[i]);
  const changed = {
    gradient(u: Vector, out: Vector) {
      const value = problem.gradient(there(u), out);
      for (let i = 0; i < n; i++) out[i] *= sizes[i];
      return value;
    },
    hessian(u: Vector, out: Vector) {
      problem.hessian(there(u), out);
      for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) out[i + j * n] *= sizes[i] * sizes[j];
    },
  };
  const budget = { iterations: 5 };
  const start = Float64Array.of(4, -8, 2, 3);
  const plain = minimize(problem.value, start, {
    gradient: problem.gradient,
    hessian: problem.hessian,
    method: rootNewton,
    budget,
  } as object);
  const other = minimize(
    (u: Vector) => problem.value(there(u)),
    start.map((entry, i) => entry / sizes[i]),
    { ...changed, method: rootNewton, budget } as object,
  );
  there(other.x as Vector).forEach((entry, i) => expect(entry).toBeCloseTo((plain.x as Vector)[i], 9));
});

test("gradient-normalized Newton takes approximate Hessians: of a logistic regression the constant bound A'A/4", () => {
  const problem = logisticRegression({ samples: 200, weights: 10, penalty: 1e-2, seed: 6 });
  const bound = new Float64Array(100);
  // at 0 every weight p (1 - p) is 1/4, its largest
  problem.hessian(new Float64Array(10), bound);
  const result = minimize(problem.value, new Float64Array(10).fill(3), {
    gradient: problem.gradient,
    hessian: (_x: Vector, out: Vector) => void out.set(bound),
    method: gradientNormalizedNewton,
  } as object);
  expect(result.ok).toBe(true);
  // linear convergence: some dozens of steps, where plain descent needs thousands
  expect(result.counts.iterations).toBeLessThan(300);
});

test("options that make no sense are refused in words", () => {
  expect(() => rootNewton({ order: 2 })).toThrow(/order/);
  expect(() => rootNewton({ constant: 0 })).toThrow(/constant/);
  expect(() => gradientNormalizedNewton({ radius: 0 })).toThrow(/radius/);
});
