import { expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { withSpectrum } from "../../numerics/fixtures/known-matrices.ts";
import type { Vector } from "../../numerics/vector.ts";
import { type HardObjective, hardObjectives } from "../fixtures/hard-objectives.ts";
import { logisticRegression } from "../fixtures/logistic-regression.ts";
import { bfgs } from "../gradients/bfgs.ts";
import { polynomialPreconditioning } from "./polynomial-preconditioning.ts";

const minimize = minimizer([polynomialPreconditioning, bfgs]);

/** x'Hx/2 for a Hessian of that spectrum. */
function quadratic(spectrum: readonly number[]) {
  const n = spectrum.length;
  const h = withSpectrum(spectrum, 5);
  const hessianVector = (_x: Vector, v: Vector, out: Vector) => {
    out.fill(0);
    for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) out[i] += h[i + j * n] * v[j];
  };
  const gradient = (x: Vector, out: Vector) => {
    hessianVector(x, x, out);
    return x.reduce((sum, entry, i) => sum + entry * out[i], 0) / 2;
  };
  return { value: (x: Vector) => gradient(x, new Float64Array(n)), gradient, hessianVector };
}

function iterations(problem: any, n: number, options: object, target: number): number {
  const { value, gradient, hessianVector } = problem;
  const result = minimize(value, new Float64Array(n).fill(1), {
    gradient,
    hessianVector,
    method: polynomialPreconditioning(options),
    target,
    budget: { iterations: 100_000 },
  } as object);
  expect(result.status).toBe("target");
  return result.counts.iterations;
}

test("each degree cuts a gap: with eigenvalues far above the others iterations fall by their ratio", () => {
  const spectrum = [10_000, 1000, ...Array.from({ length: 8 }, (_, i) => 1 + i / 4)];
  const problem = quadratic(spectrum);
  const count = (degree: number, search: string) => iterations(problem, 10, { degree, search }, 1e-8);
  const [none, one, two] = [0, 1, 2].map((degree) => count(degree, "gradient"));
  // condition numbers 10,000, about 1000 and about 3
  expect(4 * one).toBeLessThanOrEqual(none);
  expect(10 * two).toBeLessThanOrEqual(one);
  // and the best polynomial for each gradient needs no more than the fixed one of its degree
  for (const [degree, fixed] of [none, one, two].entries()) expect(count(degree, "krylov")).toBeLessThanOrEqual(fixed);
  // acceleration pays where the condition number is large
  expect(count(1, "fast-gradient")).toBeLessThan(one);
});

test("on a logistic regression with spread features iterations fall with the degree", () => {
  const problem = logisticRegression({ samples: 300, weights: 20, penalty: 1e-3, seed: 8, spread: 30 });
  const { value, gradient } = problem;
  const exact = minimize(value, new Float64Array(20), { gradient, method: "bfgs", tolerance: 1e-12 } as object);
  const target = (exact.value as number) + 1e-6;
  const counts = [0, 1, 2, 4].map((degree) => iterations(problem, 20, { degree }, target));
  expect(2 * Math.max(counts[1], counts[2])).toBeLessThanOrEqual(counts[0]);
  expect(4 * counts[3]).toBeLessThanOrEqual(counts[0]);
});

test("gives defined results where there is no minimum, no value or no smoothness", () => {
  const run = ({ x0, gradient }: HardObjective) => {
    const unused = new Float64Array(x0.length);
    return minimize((x: Vector) => gradient(x, unused), Float64Array.from(x0), {
      method: polynomialPreconditioning,
      gradient,
    } as object);
  };
  expect(run(hardObjectives.withoutValuesBelowZero).ok).toBe(true);
  expect(run(hardObjectives.constant)).toMatchObject({ status: "converged", value: 3 });
  expect(run(hardObjectives.line).status).toBe("unbounded");
  expect(run(hardObjectives.parabola).status).toBe("unbounded");
  expect(run(hardObjectives.neverValid).status).toBe("failed");
});

test("options that make no sense are refused in words", () => {
  expect(() => polynomialPreconditioning({ degree: 5, search: "gradient" })).toThrow(/degree/);
  expect(() => polynomialPreconditioning({ degree: -1 })).toThrow(/degree/);
  expect(() => polynomialPreconditioning({ search: "newton" as "krylov" })).toThrow(/search/);
});
