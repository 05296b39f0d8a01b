import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import type { Vector } from "../../numerics/vector.ts";
import { type HardObjective, hardObjectives } from "../fixtures/hard-objectives.ts";
import { logisticRegression } from "../fixtures/logistic-regression.ts";
import { counted, smoothProblems } from "../fixtures/smooth-problems.ts";
import { lazyNewton } from "./lazy-newton.ts";

const minimize = minimizer([lazyNewton]);

function run({ x0, gradient }: HardObjective, options = {}) {
  const unused = new Float64Array(x0.length);
  return minimize((x: Vector) => gradient(x, unused), Float64Array.from(x0), {
    method: lazyNewton,
    gradient,
    ...options,
  } as object);
}

describe("on published problems", () => {
  for (const problem of smoothProblems) {
    // from its usual start this one may end at its other minimizer, x_1 = -1
    if (problem.name.startsWith("chained")) continue;
    test(`solves ${problem.name}`, () => {
      const { count, gradient } = counted(problem);
      const options = { hessianVector: problem.hessianVector };
      const result = run({ x0: [...problem.x0], gradient }, options);
      expect(result.status).toBe("converged");
      expect(count.untilSolved).toBeLessThan(10 * problem.scipy.lBfgsB);
    });
  }
});

describe("on a logistic regression with 60 weights", () => {
  const problem = logisticRegression({ samples: 400, weights: 60, penalty: 1e-3, seed: 5 });
  const x0 = new Float64Array(60);
  const solve = (options: object) =>
    minimize(problem.value, x0, { gradient: problem.gradient, hessian: problem.hessian, ...options } as object);
  const exact = solve({ method: lazyNewton({ period: 1, renewal: "fixed" }), tolerance: 1e-12 });

  for (const regularization of ["cubic", "quadratic"] as const) {
    for (const renewal of ["adaptive", "fixed"] as const) {
      test(`${regularization} steps with ${renewal} renewal reach the minimum with few of the Hessians`, () => {
        const lazy = solve({ method: lazyNewton({ regularization, renewal }) });
        expect(lazy.status).toBe("converged");
        expect(Math.abs(lazy.value - exact.value)).toBeLessThanOrEqual(1e-12 * exact.value);
        // the certificate asks one more in both
        const times = renewal === "fixed" ? 4 : 2;
        expect(times * (lazy.counts.hessian - 1)).toBeLessThanOrEqual(exact.counts.hessian - 1);
      });
    }
  }
});

test("with a new Hessian at every step the gradient is squared near a solution", () => {
  const problem = logisticRegression({ samples: 200, weights: 10, penalty: 1e-2, seed: 6 });
  const norms: number[] = [];
  minimize(problem.value, new Float64Array(10), {
    gradient: problem.gradient,
    hessian: problem.hessian,
    method: lazyNewton({ period: 1 }),
    tolerance: 1e-13,
    onStep: ({ measures }: any) => void (norms.at(-1) !== measures.gradientNorm && norms.push(measures.gradientNorm)),
  } as object);
  const close = norms.slice(1).flatMap((after, k) => (norms[k] < 1e-2 && norms[k] > 1e-7 ? [[norms[k], after]] : []));
  expect(close.length).toBeGreaterThanOrEqual(1);
  // the curvature is at least the penalty, 1e-2: a third derivative of order 1 over its square
  for (const [before, after] of close) expect(after).toBeLessThanOrEqual(1e4 * before ** 2 + 1e-15);
});

test("a saddle that the gradient leads straight into is left, and so is a start on the very top", () => {
  const result = run(hardObjectives.saddle);
  expect(result.status).toBe("converged");
  expect(result.value).toBeCloseTo(-0.25, 12);
  const top = run({
    x0: [0],
    gradient(x, out) {
      out[0] = -2 * x[0] + 4 * x[0] ** 3;
      return -(x[0] ** 2) + x[0] ** 4;
    },
  });
  expect(top.value).toBeCloseTo(-0.25, 12);
});

test("gives defined results where there is no minimum, no value or no smoothness", () => {
  expect(run(hardObjectives.withoutValuesBelowZero).ok).toBe(true);
  expect(run(hardObjectives.constant)).toMatchObject({ status: "converged", value: 3 });
  expect(run(hardObjectives.quartic).status).toBe("converged");
  expect(run(hardObjectives.line).status).toBe("unbounded");
  expect(run(hardObjectives.parabola).status).toBe("unbounded");
  expect(run(hardObjectives.neverValid).status).toBe("failed");
  expect(run(hardObjectives.largeConstant).status).toBe("converged");
});

test("options that make no sense are refused in words", () => {
  expect(() => lazyNewton({ period: -1 })).toThrow(/period/);
  expect(() => lazyNewton({ weight: 0 })).toThrow(/weight/);
  expect(() => lazyNewton({ renewal: "never" as "fixed" })).toThrow(/renewal/);
  expect(() => lazyNewton({ regularization: "none" as "cubic" })).toThrow(/regularization/);
});
