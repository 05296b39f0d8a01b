import fc from "fast-check";
import { expect, test } from "vitest";
import { symmetricEigenvalues } from "../../numerics/dense/symmetric-eigen.ts";
import { envelope } from "../../numerics/sparse/envelope.ts";
import { dot, norm } from "../../numerics/vector.ts";
import { exactTrustRegionStep } from "./exact-trust-region-step.ts";

const entry = fc.integer({ min: -300, max: 300 }).map((k) => k / 100);
const models = fc.integer({ min: 1, max: 6 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    lower: fc.array(entry, { minLength: (n * (n + 1)) / 2, maxLength: (n * (n + 1)) / 2 }),
    gradient: fc.array(entry, { minLength: n, maxLength: n }),
    radius: fc.double({ min: 0.01, max: 10, noNaN: true }),
  }),
);

function full(lower: readonly number[], n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = 0; j <= i; j++, k++) matrix[i + j * n] = matrix[j + i * n] = lower[k];
  }
  return matrix;
}

function solve(lower: readonly number[], gradient: readonly number[], radius: number) {
  const n = gradient.length;
  const scratch = (length = n) => new Float64Array(length).fill(NaN);
  const shape = envelope(new Int32Array(n));
  return exactTrustRegionStep(shape, Float64Array.from(lower), Float64Array.from(gradient), radius, scratch);
}

function model(lower: readonly number[], gradient: readonly number[], p: Float64Array): number {
  const n = gradient.length;
  const matrix = full(lower, n);
  let curvature = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) curvature += p[i] * matrix[i + j * n] * p[j];
  return dot(Float64Array.from(gradient), p) + curvature / 2;
}

/** The lowest of many points within the region and on its boundary. */
function lowestOnGrid(lower: readonly number[], gradient: readonly number[], radius: number): number {
  const n = gradient.length;
  let lowest = 0;
  for (let k = 0; k < 4000; k++) {
    const p = Float64Array.from({ length: n }, (_, i) => Math.sin(1 + k * (i + 1) * 1.618 + i * i));
    const length = norm(p);
    const reach = k % 2 === 0 ? radius : (radius * (k % 40)) / 40;
    for (let i = 0; i < n; i++) p[i] *= reach / length;
    lowest = Math.min(lowest, model(lower, gradient, p));
  }
  return lowest;
}

test("the step lies within the region, predicts what the model gives, and no point of the region is lower", () => {
  fc.assert(
    fc.property(models, ({ lower, gradient, radius }) => {
      const { step, length, predictedReduction } = solve(lower, gradient, radius);
      expect(length).toBeCloseTo(norm(step), 10);
      expect(length).toBeLessThanOrEqual(1.0101 * radius);
      const value = model(lower, gradient, step);
      const size = radius * norm(Float64Array.from(gradient)) + 20 * radius * radius;
      expect(Math.abs(value + predictedReduction)).toBeLessThanOrEqual(1e-9 * (1 + size));
      // 1 % in the hard case, 2 % for the length of steps on the boundary
      expect(value).toBeLessThanOrEqual(0.97 * lowestOnGrid(lower, gradient, radius) + 1e-9 * (1 + size));
    }),
    { numRuns: 300 },
  );
});

test("the optimality conditions hold: (H + m I) p = -g with H + m I positive semidefinite, m = 0 inside", () => {
  fc.assert(
    fc.property(models, ({ n, lower, gradient, radius }) => {
      const { step, length, multiplier } = solve(lower, gradient, radius);
      const matrix = full(lower, n);
      const eigenvalues = new Float64Array(n);
      symmetricEigenvalues(matrix.slice(), n, eigenvalues);
      expect(eigenvalues[0] + multiplier).toBeGreaterThanOrEqual(-1e-9);
      if (length < 0.98 * radius) expect(multiplier).toBeLessThan(1e-300);
      // in the hard case 1 % of the fall may be missing, of which the direction that is added makes a residual
      const size = Math.max(Math.abs(eigenvalues[0]), Math.abs(eigenvalues[n - 1])) + multiplier;
      const fall = multiplier * radius * radius + radius * norm(Float64Array.from(gradient));
      for (let i = 0; i < n; i++) {
        let residual = gradient[i] + multiplier * step[i];
        for (let j = 0; j < n; j++) residual += matrix[i + j * n] * step[j];
        expect(Math.abs(residual)).toBeLessThanOrEqual(Math.sqrt(0.02 * size * fall) + 1e-9);
      }
    }),
    { numRuns: 300 },
  );
});

test("a Newton step inside the region is taken as it is", () => {
  const { step, multiplier, predictedReduction } = solve([4, 0, 16], [-4, -32], 10);
  expect([...step]).toEqual([1, 2]);
  expect(multiplier).toBe(0);
  expect(predictedReduction).toBe(34);
});

test("a saddle is left to the boundary along the negative curvature, though the gradient vanishes there", () => {
  const { step, length, predictedReduction } = solve([1, 0, -2], [0, 0], 3);
  expect(Math.abs(step[1])).toBeGreaterThan(2.96);
  expect(length).toBeCloseTo(3, 1);
  expect(predictedReduction).toBeGreaterThan(0.98 * 9);
});

test("the hard case: a gradient perpendicular to the negative curvature", () => {
  // min x + x^2/2 - y^2 within |p| <= 2: x = -1/3, y = +- sqrt(4 - 1/9), with the multiplier 2
  const { step, multiplier } = solve([1, 0, -2], [1, 0], 2);
  expect(multiplier).toBeGreaterThanOrEqual(2);
  expect(multiplier).toBeLessThan(2.1);
  expect(step[0]).toBeCloseTo(-1 / 3, 1);
  expect(Math.abs(step[1])).toBeCloseTo(Math.sqrt(4 - 1 / 9), 1);
});

test("without a finite Hessian the step is the steepest descent to the boundary", () => {
  const { step, predictedReduction } = solve([NaN, 0, 1], [3, 4], 5);
  expect([...step]).toEqual([-3, -4]);
  expect(predictedReduction).toBe(25);
});
