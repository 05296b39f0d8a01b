import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { endsDefinitely } from "../fixtures/curvature-promises.ts";
import { logisticRegression } from "../fixtures/logistic-regression.ts";
import { runnerOf } from "../fixtures/runner.ts";
import { counted, smoothProblems } from "../fixtures/smooth-problems.ts";
import { lazyNewton } from "./lazy-newton.ts";

const minimize = minimizer([lazyNewton]);

const run = runnerOf(lazyNewton);

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

endsDefinitely(run);

test("options that make no sense are refused in words", () => {
  expect(() => lazyNewton({ period: -1 })).toThrow(/period/);
  expect(() => lazyNewton({ weight: 0 })).toThrow(/weight/);
  expect(() => lazyNewton({ renewal: "never" as "fixed" })).toThrow(/renewal/);
  expect(() => lazyNewton({ regularization: "none" as "cubic" })).toThrow(/regularization/);
});
