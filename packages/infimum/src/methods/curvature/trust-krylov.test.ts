import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import type { Vector } from "../../numerics/vector.ts";
import { type HardObjective, hardObjectives } from "../fixtures/hard-objectives.ts";
import { counted, smoothProblems } from "../fixtures/smooth-problems.ts";
import { trustKrylov } from "./trust-krylov.ts";

const minimize = minimizer([trustKrylov]);

function run({ x0, gradient }: HardObjective, options = {}) {
  const unused = new Float64Array(x0.length);
  return minimize((x: Vector) => gradient(x, unused), Float64Array.from(x0), {
    method: trustKrylov,
    gradient,
    ...options,
  } as object);
}

describe("on published problems", () => {
  for (const problem of smoothProblems) {
    // from its usual start this one ends at its other minimizer, x_1 = -1, as SciPy's trust-exact does
    if (problem.name.startsWith("chained")) continue;
    test(`solves ${problem.name} in fewer evaluations than SciPy's BFGS`, () => {
      const { count, gradient } = counted(problem);
      const result = run({ x0: [...problem.x0], gradient }, { hessianVector: problem.hessianVector });
      expect(result.status).toBe("converged");
      expect(count.untilSolved).toBeLessThan(problem.scipy.bfgs);
    });
  }
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

test("a radius that is no positive length is refused in words", () => {
  for (const trustRadius of [0, -1, Infinity, NaN])
    expect(() => trustKrylov({ trustRadius })).toThrow(/positive length/);
});
