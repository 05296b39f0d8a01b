import fc from "fast-check";
import { expect, test } from "vitest";
import { symmetricEigen } from "../../numerics/dense/symmetric-eigen.ts";
import { plainProduct, randomMatrix, randomSymmetric, withSpectrum } from "../../numerics/fixtures/known-matrices.ts";
import { envelope } from "../../numerics/sparse/envelope.ts";
import { dot, norm, type Vector } from "../../numerics/vector.ts";
import { exactCubicStep } from "./exact-cubic-step.ts";

function packed(a: Vector, n: number): Vector {
  const rows: number[] = [];
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) rows.push(a[i + j * n]);
  return Float64Array.from(rows);
}

function stepOf(h: Vector, gradient: Vector, weight: number, tolerance = 1e-10) {
  const n = gradient.length;
  const scratch = (length = n) => new Float64Array(length).fill(NaN);
  return exactCubicStep(envelope(new Int32Array(n)), packed(h, n), gradient, weight, tolerance, scratch);
}

function modelAt(h: Vector, gradient: Vector, weight: number, p: Vector): number {
  const n = p.length;
  return dot(gradient, p) + dot(p, plainProduct(h, p, n, n, 1)) / 2 + (weight * norm(p) ** 3) / 3;
}

/** The least value of the model: by bisection for the multiplier in the eigenvectors of H, the hard case included. */
function leastModel(h: Vector, gradient: Vector, weight: number): number {
  const n = gradient.length;
  const values = new Float64Array(n);
  const vectors = h.slice();
  symmetricEigen(h, n, values, vectors);
  const along = Float64Array.from({ length: n }, (_, k) => dot(vectors.subarray(k * n, (k + 1) * n), gradient));
  const coordinates = (t: number) => along.map((g, k) => (g === 0 ? 0 : -g / (values[k] + t)));
  let low = Math.max(0, -values[0]);
  let high = low + Math.sqrt(weight * norm(gradient)) + Math.abs(values[n - 1]) + Math.abs(values[0]) + 1;
  for (let k = 0; k < 200; k++) {
    const middle = (low + high) / 2;
    if (norm(coordinates(middle)) > middle / weight) low = middle;
    else high = middle;
  }
  const p = coordinates(high);
  const missing = (high / weight) ** 2 - dot(p, p);
  if (values[0] < 0 && missing > 1e-12 * dot(p, p)) p[0] += Math.sqrt(missing);
  return modelAt(h, gradient, weight, plainProduct(vectors, p, n, n, 1));
}

const cases = fc.record({
  n: fc.integer({ min: 1, max: 9 }),
  seed: fc.nat(1e6),
  exponent: fc.double({ min: -6, max: 6, noNaN: true }),
});

test("at the minimizer (H + s |p| I) p = -g, with a positive semidefinite matrix", () => {
  fc.assert(
    fc.property(cases, ({ n, seed, exponent }) => {
      const h = randomSymmetric(n, seed);
      const gradient = randomMatrix(n, 1, seed + 1);
      const weight = 10 ** exponent;
      const { step, length, multiplier } = stepOf(h, gradient, weight);
      expect(length).toBeCloseTo(norm(step), 12);
      expect(Math.abs(multiplier - weight * length)).toBeLessThanOrEqual(1e-9 * multiplier);
      const residual = plainProduct(h, step, n, n, 1).map((hp, i) => hp + multiplier * step[i] + gradient[i]);
      // a model value within 1e-10 of the least leaves a residual of the order of its root
      expect(norm(residual)).toBeLessThanOrEqual(2e-5 * (norm(gradient) + (norm(h) + multiplier) * length));
      const values = new Float64Array(n);
      symmetricEigen(h, n, values, h.slice());
      expect(values[0] + multiplier).toBeGreaterThanOrEqual(-1e-9 * norm(h));
    }),
    { numRuns: 200 },
  );
});

test("no point has a lower model value, but for the hundredth that is allowed, in the hard case either", () => {
  fc.assert(
    fc.property(cases, fc.boolean(), ({ n, seed, exponent }, isHard) => {
      const spectrum = Array.from({ length: n }, (_, i) => i - 1.5);
      const h = withSpectrum(spectrum, seed);
      const gradient = randomMatrix(n, 1, seed + 2);
      if (isHard) {
        // no part of the gradient along the most negative curvature
        const values = new Float64Array(n);
        const vectors = h.slice();
        symmetricEigen(h, n, values, vectors);
        const bottom = vectors.subarray(0, n);
        const along = dot(bottom, gradient);
        for (let i = 0; i < n; i++) gradient[i] -= along * bottom[i];
      }
      const weight = 10 ** exponent;
      const { step } = stepOf(h, gradient, weight, 0.01);
      const least = leastModel(h, gradient, weight);
      expect(modelAt(h, gradient, weight, step)).toBeLessThanOrEqual(least + 0.02 * Math.abs(least));
    }),
    { numRuns: 200 },
  );
});

test("a saddle without a gradient is left, to the distance |curvature| / s", () => {
  const { step, length } = stepOf(Float64Array.of(2, 0, 0, -3), new Float64Array(2), 0.5, 0.01);
  expect(length).toBeCloseTo(6, 1);
  expect(Math.abs(step[1])).toBeGreaterThan(5.9);
});

test("a minimum without a gradient is stayed at", () => {
  expect(stepOf(Float64Array.of(2, 0, 0, 3), new Float64Array(2), 0.5)).toMatchObject({ length: 0, multiplier: 0 });
});

test("a Hessian that is not finite leaves the steepest descent, to the minimizer of the linear model with its cubic term", () => {
  const { step, length, predictedReduction } = stepOf(Float64Array.of(NaN, 0, 0, 1), Float64Array.of(3, 4), 5);
  // -5 t + 5 t^3 / 3 is least at t = 1
  expect(length).toBe(1);
  expect(predictedReduction).toBe(5);
  expect(Array.from(step)).toEqual([-0.6000000000000001, -0.8]);
});
