import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { hardObjectives } from "../fixtures/hard-objectives.ts";
import { logisticRegression } from "../fixtures/logistic-regression.ts";
import { runnerOf } from "../fixtures/runner.ts";
import { counted, smoothProblems } from "../fixtures/smooth-problems.ts";
import { newtonCg } from "./newton-cg.ts";

const minimize = minimizer([newtonCg]);

const run = runnerOf(newtonCg);

for (const memory of [0, 8]) {
  describe(`with ${memory} pairs, on published problems`, () => {
    for (const problem of smoothProblems) {
      test(`solves ${problem.name} in fewer than twice the evaluations of SciPy's BFGS`, () => {
        const { count, gradient } = counted(problem);
        const options = { hessianVector: problem.hessianVector, method: newtonCg({ memory }) };
        const result = run({ x0: [...problem.x0], gradient }, options);
        expect(result.status).toBe("converged");
        // the chained function has a second minimum, at which Newton methods may end
        if (!problem.name.startsWith("chained")) expect(count.untilSolved).toBeLessThan(2 * problem.scipy.bfgs);
      });
    }
  });
}

test("on an ill-conditioned logistic regression the preconditioner saves products", () => {
  const problem = logisticRegression({ samples: 300, weights: 80, penalty: 1e-5, seed: 9, spread: 100 });
  const { value, gradient, hessianVector } = problem;
  const products = (memory: number) => {
    const result = minimize(value, new Float64Array(80), {
      gradient,
      hessianVector,
      method: newtonCg({ memory }),
    } as object);
    expect(result.status).toBe("converged");
    return result.counts.hessianVector;
  };
  expect(products(20)).toBeLessThan(products(0));
});

test("a saddle that the gradient leads straight into is left along its negative curvature", () => {
  const result = run(hardObjectives.saddle);
  expect(result.status).toBe("converged");
  expect(result.value).toBeCloseTo(-0.25, 12);
});

test("gives defined results where there is no minimum, no value or no smoothness", () => {
  expect(run(hardObjectives.withoutValuesBelowZero).ok).toBe(true);
  expect(run(hardObjectives.constant)).toMatchObject({ status: "converged", value: 3 });
  expect(run(hardObjectives.quartic).status).toBe("converged");
  expect(run(hardObjectives.line).status).toBe("unbounded");
  expect(run(hardObjectives.parabola).status).toBe("unbounded");
  expect(run(hardObjectives.neverValid).status).toBe("failed");
});

test("a memory that is no number of pairs is refused in words", () => {
  for (const memory of [-1, 2.5, NaN]) expect(() => newtonCg({ memory })).toThrow(/memory/);
});
