import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import type { Vector } from "../../numerics/vector.ts";
import { endsDefinitely } from "../fixtures/curvature-promises.ts";
import { runnerOf } from "../fixtures/runner.ts";
import { counted, rosenbrock, smoothProblems } from "../fixtures/smooth-problems.ts";
import { cubicNewton } from "./cubic-newton.ts";

const minimize = minimizer([cubicNewton]);

const run = runnerOf(cubicNewton);

for (const model of ["factorization", "lanczos"] as const) {
  describe(`by ${model}, on published problems`, () => {
    for (const problem of smoothProblems) {
      // from its usual start this one may end at its other minimizer, x_1 = -1
      if (problem.name.startsWith("chained")) continue;
      test(`solves ${problem.name} in fewer evaluations than SciPy's BFGS`, () => {
        const { count, gradient } = counted(problem);
        const options = { hessianVector: problem.hessianVector, method: cubicNewton({ model }) };
        const result = run({ x0: [...problem.x0], gradient }, options);
        expect(result.status).toBe("converged");
        expect(count.untilSolved).toBeLessThan(problem.scipy.bfgs);
      });
    }
  });
}

test("a sparse Hessian is asked by its colors and factored in its envelope", () => {
  const chain = (x: number[]) => {
    let sum = 0;
    for (let i = 0; i + 1 < 60; i++) sum += (x[i + 1] - x[i] ** 2) ** 2 + (x[i] - 1) ** 2;
    return sum;
  };
  const result = minimize(chain as any, Array.from({ length: 60 }, () => -1) as any, { method: cubicNewton } as object);
  expect(result.status).toBe("converged");
  // three products a Hessian, and those of the last look for negative curvature and of the certificate
  expect(result.counts.hessianVector).toBeLessThanOrEqual(3 * result.counts.iterations + 2 * 60);
});

test("does not depend on the units of the value: the same steps for 1000 f with 1000 times the weight", () => {
  const scaled = {
    x0: [...rosenbrock.x0],
    gradient(x: Vector, out: Vector) {
      const value = 1024 * rosenbrock.gradient(x, out);
      for (let i = 0; i < 2; i++) out[i] *= 1024;
      return value;
    },
  };
  const hessianVector = (x: Vector, v: Vector, out: Vector) => {
    rosenbrock.hessianVector(x, v, out);
    for (let i = 0; i < 2; i++) out[i] *= 1024;
  };
  const budget = { iterations: 10 };
  const plain = run(
    { x0: [...rosenbrock.x0], gradient: rosenbrock.gradient },
    { hessianVector: rosenbrock.hessianVector, budget },
  );
  const other = run(scaled, { hessianVector, budget, method: cubicNewton({ weight: 1024 }) });
  expect(other.x).toEqual(plain.x);
});

test("one step minimizes a cubic of known weight: the model is the function", () => {
  // g'x + x'Hx/2 + s |x|^3 / 3 from 0, H indefinite
  const weight = 2;
  const h = [3, -1];
  const g = [1, 0.5];
  const gradient = (x: Vector, out: Vector) => {
    const length = Math.hypot(x[0], x[1]);
    for (let i = 0; i < 2; i++) out[i] = g[i] + (h[i] + weight * length) * x[i];
    return g[0] * x[0] + g[1] * x[1] + (h[0] * x[0] ** 2 + h[1] * x[1] ** 2) / 2 + (weight * length ** 3) / 3;
  };
  const hessianVector = (x: Vector, v: Vector, out: Vector) => {
    const length = Math.hypot(x[0], x[1]);
    const along = length === 0 ? 0 : (weight * (x[0] * v[0] + x[1] * v[1])) / length;
    for (let i = 0; i < 2; i++) out[i] = (h[i] + weight * length) * v[i] + along * x[i];
  };
  const options = { hessianVector, method: cubicNewton({ weight, model: "factorization" }) };
  const once = run({ x0: [0, 0], gradient }, { ...options, budget: { iterations: 1 } });
  const solved = run({ x0: [0, 0], gradient }, options);
  expect(solved.status).toBe("converged");
  // the step is good to a hundredth of the cubic term, so that the value is to about its square
  expect(once.value - solved.value).toBeLessThanOrEqual(1e-3 * Math.abs(solved.value));
});

endsDefinitely(run);

test("options that make no sense are refused in words", () => {
  expect(() => cubicNewton({ weight: 0 })).toThrow(/weight/);
  expect(() => cubicNewton({ model: "cg" as "lanczos" })).toThrow(/model/);
});
