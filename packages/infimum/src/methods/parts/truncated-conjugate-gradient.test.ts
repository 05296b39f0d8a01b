import fc from "fast-check";
import { expect, test } from "vitest";
import { symmetricEigen } from "../../numerics/dense/symmetric-eigen.ts";
import { plainProduct, randomMatrix, randomSymmetric, withSpectrum } from "../../numerics/fixtures/known-matrices.ts";
import { dot, norm, subtract, type Vector } from "../../numerics/vector.ts";
import { answeredView, outcomeOf } from "../fixtures/answered-view.ts";
import { truncatedConjugateGradient } from "./truncated-conjugate-gradient.ts";

function stepOf(h: Vector, gradient: Vector, radius: number, tolerance: number) {
  const n = gradient.length;
  const view = answeredView(n, { hessianVector: (_x, v, out) => void out.set(plainProduct(h, v, n, n, 1)) });
  return outcomeOf(truncatedConjugateGradient(view, new Float64Array(n), gradient, radius, tolerance));
}

function modelAt(h: Vector, gradient: Vector, p: Vector): number {
  const n = p.length;
  return dot(gradient, p) + dot(p, plainProduct(h, p, n, n, 1)) / 2;
}

/** The exact solution: p = -(H + shift I)^-1 g in the eigenvectors of H, with the shift found by bisection. */
function exactStep(h: Vector, gradient: Vector, radius: number): Vector {
  const n = gradient.length;
  const values = new Float64Array(n);
  const vectors = h.slice();
  symmetricEigen(h, n, values, vectors);
  const along = Float64Array.from({ length: n }, (_, k) => dot(vectors.subarray(k * n, (k + 1) * n), gradient));
  const coordinates = (shift: number) => along.map((g, k) => -g / (values[k] + shift));
  let low = Math.max(0, -values[0]);
  let shift = 0;
  if (low > 0 || norm(coordinates(0)) > radius) {
    let high = low + norm(gradient) / radius + 1;
    for (let k = 0; k < 200; k++) {
      shift = (low + high) / 2;
      if (norm(coordinates(shift)) > radius) low = shift;
      else high = shift;
    }
  }
  return plainProduct(vectors, coordinates(shift), n, n, 1);
}

const sizes = fc.integer({ min: 1, max: 10 });

test("a minimizer inside the region is found, and reported as inside", () => {
  fc.assert(
    fc.property(sizes, fc.nat(1e6), (n, seed) => {
      const h = withSpectrum(
        Array.from({ length: n }, (_, i) => 1 + i),
        seed,
      );
      const gradient = randomMatrix(n, 1, seed + 1);
      const trial = stepOf(h, gradient, 2 * norm(gradient), 1e-12);
      const exact = exactStep(h, gradient, 2 * norm(gradient));
      expect(trial).toMatchObject({ boundary: false, negativeCurvature: false });
      expect(norm(subtract(trial.step, exact, exact))).toBeLessThanOrEqual(1e-9 * norm(gradient));
      expect(trial.length).toBeCloseTo(norm(trial.step), 12);
    }),
    { numRuns: 60 },
  );
});

test("of a convex model it gets at least half of what can be had within the region", () => {
  // Y.-X. Yuan, 2000, On the truncated conjugate gradient method, 10.1007/s101070050012, for a small tolerance
  fc.assert(
    fc.property(sizes, fc.nat(1e6), fc.double({ min: -2, max: 1, noNaN: true }), (n, seed, exponent) => {
      const h = withSpectrum(
        Array.from({ length: n }, (_, i) => 3 ** i / 10),
        seed,
      );
      const gradient = randomMatrix(n, 1, seed + 1);
      const radius = 10 ** exponent;
      const trial = stepOf(h, gradient, radius, 1e-10);
      const most = -modelAt(h, gradient, exactStep(h, gradient, radius));
      expect(trial.predictedReduction).toBeGreaterThanOrEqual(0.5 * most * (1 - 1e-9));
      // the step may be too long by what the recurrences of the length have lost, here up to 3e-6
      expect(trial.predictedReduction).toBeLessThanOrEqual(most * (1 + 1e-4));
    }),
    { numRuns: 100 },
  );
});

test("any model falls by the predicted amount, at least as far as along the gradient and at most as far as it can", () => {
  fc.assert(
    fc.property(sizes, fc.nat(1e6), fc.double({ min: -2, max: 1, noNaN: true }), (n, seed, exponent) => {
      const h = randomSymmetric(n, seed);
      const gradient = randomMatrix(n, 1, seed + 1);
      const radius = 10 ** exponent;
      const trial = stepOf(h, gradient, radius, 1e-3);
      const size = norm(gradient) * radius + norm(h) * radius * radius;
      expect(trial.length).toBeLessThanOrEqual(radius * (1 + 1e-5));
      if (trial.boundary) expect(trial.length / radius).toBeCloseTo(1, 4);
      expect(Math.abs(trial.predictedReduction + modelAt(h, gradient, trial.step))).toBeLessThanOrEqual(1e-9 * size);
      const curvature = dot(gradient, plainProduct(h, gradient, n, n, 1));
      const longest = radius / norm(gradient);
      const t = curvature > 0 ? Math.min(longest, dot(gradient, gradient) / curvature) : longest;
      const cauchy = t * dot(gradient, gradient) - (t * t * curvature) / 2;
      expect(trial.predictedReduction).toBeGreaterThanOrEqual(cauchy * (1 - 1e-9));
      const most = -modelAt(h, gradient, exactStep(h, gradient, radius));
      expect(trial.predictedReduction).toBeLessThanOrEqual(most + 1e-5 * size);
    }),
    { numRuns: 100 },
  );
});

test("negative curvature is followed to the boundary", () => {
  const trial = stepOf(Float64Array.of(-2, 0, 0, 1), Float64Array.of(1, 0), 3, 1e-6);
  expect(trial).toMatchObject({ boundary: true, negativeCurvature: true, length: 3 });
  expect([...trial.step]).toEqual([-3, 0]);
  // 1 * 3 + 2 * 9 / 2
  expect(trial.predictedReduction).toBeCloseTo(12, 12);
});

test("products that are not finite, or that overflow, leave a steepest-descent step with the linear prediction", () => {
  const gradient = Float64Array.of(3, -4);
  for (const entry of [NaN, Infinity, 1e308]) {
    const { step, length, predictedReduction, boundary } = stepOf(new Float64Array(4).fill(entry), gradient, 2, 0.1);
    if (entry === 1e308) expect(length).toBeLessThanOrEqual(2 * (1 + 1e-9));
    else expect(length).toBe(2);
    expect(step[0]).toBeLessThanOrEqual(0);
    expect(step[1]).toBeGreaterThanOrEqual(0);
    expect(boundary).toBe(true);
    expect(predictedReduction).toBe(10);
  }
});

test("no gradient, no step", () => {
  const trial = stepOf(Float64Array.of(1, 0, 0, 1), new Float64Array(2), 1, 0.1);
  expect(trial).toMatchObject({ length: 0, boundary: false, negativeCurvature: false });
  expect(trial.predictedReduction).toBeCloseTo(0, 300);
});
