import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { plainProduct, randomOrthonormal, transposed } from "../../numerics/fixtures/known-matrices.ts";
import { norm, subtract, type Vector } from "../../numerics/vector.ts";
import { type HardObjective, hardObjectives } from "../fixtures/hard-objectives.ts";
import { counted, rosenbrock, smoothProblems } from "../fixtures/smooth-problems.ts";
import { bfgs } from "./bfgs.ts";

const minimize = minimizer([bfgs]);

function run({ x0, gradient }: HardObjective, options = {}, configured = bfgs()) {
  const unused = new Float64Array(x0.length);
  return minimize((x: Vector) => gradient(x, unused), Float64Array.from(x0), {
    method: configured,
    gradient,
    ...options,
  } as object);
}

for (const lineSearch of ["strong-wolfe", "armijo"] as const) {
  const method = bfgs({ lineSearch });

  describe(`with the ${lineSearch} search`, () => {
    for (const problem of smoothProblems) {
      test(`solves ${problem.name} in about as many evaluations as SciPy, or fewer`, () => {
        const { count, gradient } = counted(problem);
        const result = run({ x0: [...problem.x0], gradient }, {}, method);
        expect(result.status).toBe("converged");
        expect(result.value).toBeLessThan(1e-11);
        // the path is chaotic: another rounding changes counts by a tenth
        expect(count.untilSolved).toBeLessThanOrEqual(1.2 * problem.scipy.bfgs + 2);
      });
    }

    test("reaches gradients that are invisible in the value", () => {
      // the value is 1000 to the last digit once |x_1 - 1/3| < 1e-8; the gradient there is up to 2e-5
      const steps: number[] = [];
      run(
        hardObjectives.largeConstant,
        { tolerance: 1e-14, onStep: (step: any) => void steps.push(step.measures.gradientNorm) },
        method,
      );
      expect(Math.min(...steps)).toBeLessThan(1e-10);
    });

    test("gives defined results where there is no minimum, no value or no smoothness", () => {
      const results = {
        withoutValuesBelowZero: run(hardObjectives.withoutValuesBelowZero, {}, method),
        constant: run(hardObjectives.constant, {}, method),
        quartic: run(hardObjectives.quartic, {}, method),
        noisy: run(hardObjectives.noisy, {}, method),
        line: run(hardObjectives.line, {}, method),
        parabola: run(hardObjectives.parabola, {}, method),
        neverValid: run(hardObjectives.neverValid, {}, method),
        kinked: run(hardObjectives.kinked, {}, method),
      };
      expect(results.withoutValuesBelowZero).toMatchObject({ status: "converged" });
      expect(results.withoutValuesBelowZero.x[0]).toBeCloseTo(1, 7);
      expect(results.constant).toMatchObject({ status: "converged", value: 3 });
      expect(results.quartic.status).toBe("converged");
      // (x - 3)^4 has a gradient of 1e-8 at |x - 3| = (1e-8 / 4)^(1/3)
      expect(Math.abs(results.quartic.x[0] - 3)).toBeLessThan(2e-3);
      // noise of 1e-3 hides the parabola within sqrt(1e-3)
      expect(norm(results.noisy.x as Vector)).toBeLessThan(0.05);
      expect(results.line.status).toBe("unbounded");
      expect(results.parabola.status).toBe("unbounded");
      expect(results.neverValid.status).toBe("failed");
      expect(Math.abs(results.kinked.x[0] - 1 / 3)).toBeLessThan(1e-8);
      for (const result of Object.values(results)) expect(result.counts.gradient).toBeLessThan(1000);
    });
  });
}

test("an orthogonal change of variables leaves the values as they are, until rounding has grown", () => {
  const n = 6;
  const problem = {
    x0: [-1.2, 1, -1, 0.5, -0.7, 1],
    gradient(x: Vector, out: Vector) {
      let sum = 0;
      out.fill(0);
      for (let i = 0; i + 1 < n; i++) {
        const above = x[i + 1] - x[i] ** 2;
        sum += 100 * above ** 2 + (1 - x[i]) ** 2;
        out[i] += -400 * x[i] * above - 2 * (1 - x[i]);
        out[i + 1] += 200 * above;
      }
      return sum;
    },
  };
  const q = randomOrthonormal(n, n, 5);
  const back = transposed(q, n, n);
  const rotated = {
    x0: [...plainProduct(back, Float64Array.from(problem.x0), n, n, 1)],
    gradient(z: Vector, out: Vector) {
      const inner = new Float64Array(n);
      const value = problem.gradient(plainProduct(q, z, n, n, 1), inner);
      out.set(plainProduct(back, inner, n, n, 1));
      return value;
    },
  };
  const valuesOf = (objective: HardObjective) => {
    const values: number[] = [];
    run({
      x0: objective.x0,
      gradient(x, out) {
        values.push(objective.gradient(x, out));
        return values.at(-1)!;
      },
    });
    return values;
  };
  const plain = valuesOf(problem);
  const turned = valuesOf(rotated);
  // differences of 1e-16 grow by a factor of a few with every iteration
  for (let k = 0; k < 15; k++) expect(Math.abs(plain[k] - turned[k])).toBeLessThanOrEqual(1e-8 * Math.abs(plain[k]));
});

test("the value never rises by more than its rounding, and near the end the error falls superlinearly", () => {
  const values: number[] = [];
  const errors: number[] = [];
  run(
    { x0: [...rosenbrock.x0], gradient: rosenbrock.gradient },
    {
      tolerance: 1e-12,
      onStep: (step: any) => {
        values.push(step.best.value);
        errors.push(norm(subtract(step.best.x, Float64Array.of(1, 1), new Float64Array(2))));
      },
    },
  );
  for (let k = 1; k < values.length; k++) expect(values[k]).toBeLessThanOrEqual(values[k - 1]);
  const last = errors.length - 1;
  expect(errors[last] / errors[last - 2]).toBeLessThan(0.01);
});

test("a maximum is found by the goal alone", () => {
  const result = minimize((x) => -((x[0] - 2) ** 2), [0], { method: bfgs, goal: "maximize" });
  expect(result.status).toBe("converged");
  expect(result.x[0]).toBeCloseTo(2, 6);
});

test("an unknown line search is refused in words", () => {
  expect(() => bfgs({ lineSearch: "exact" as "armijo" })).toThrow(/"strong-wolfe" or "armijo"/);
});
