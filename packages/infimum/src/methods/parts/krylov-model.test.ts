import fc from "fast-check";
import { expect, test } from "vitest";
import { plainProduct, randomMatrix, randomSymmetric, withSpectrum } from "../../numerics/fixtures/known-matrices.ts";
import { envelope } from "../../numerics/sparse/envelope.ts";
import { dot, norm, type Vector } from "../../numerics/vector.ts";
import { answeredView, outcomeOf } from "../fixtures/answered-view.ts";
import { exactCubicStep } from "./exact-cubic-step.ts";
import { exactTrustRegionStep } from "./exact-trust-region-step.ts";
import { KrylovModel } from "./krylov-model.ts";
import type { StepLength } from "./regularized-step.ts";
import { truncatedConjugateGradient } from "./truncated-conjugate-gradient.ts";

const viewOf = (h: Vector, n: number) =>
  answeredView(n, { hessianVector: (_x, v, out) => void out.set(plainProduct(h, v, n, n, 1)) });

function stepOf(h: Vector, gradient: Vector, allowed: StepLength, accuracy: number) {
  const n = gradient.length;
  const view = viewOf(h, n);
  const step = outcomeOf(new KrylovModel(view, new Float64Array(n), gradient).step(allowed, accuracy));
  return { ...step, asked: view.asked };
}

function packed(a: Vector, n: number): Vector {
  const rows: number[] = [];
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) rows.push(a[i + j * n]);
  return Float64Array.from(rows);
}

const model = (h: Vector, gradient: Vector, p: Vector) =>
  dot(gradient, p) + dot(p, plainProduct(h, p, p.length, p.length, 1)) / 2;

const cases = fc.record({
  n: fc.integer({ min: 1, max: 12 }),
  seed: fc.nat(1e6),
  exponent: fc.double({ min: -3, max: 3, noNaN: true }),
});

test("over the whole space it is the exact step within the region, by factorization", () => {
  fc.assert(
    fc.property(cases, ({ n, seed, exponent }) => {
      const h = randomSymmetric(n, seed);
      const gradient = randomMatrix(n, 1, seed + 1);
      const radius = 10 ** exponent;
      const { step, length, predictedReduction } = stepOf(h, gradient, { radius, growth: 0 }, 1e-12);
      const scratch = (size = n) => new Float64Array(size);
      const exact = exactTrustRegionStep(envelope(new Int32Array(n)), packed(h, n), gradient, radius, scratch);
      expect(length).toBeLessThanOrEqual(1.011 * radius);
      expect(predictedReduction).toBeCloseTo(-model(h, gradient, step), 8);
      // both are within a hundredth or two of the least value
      expect(Math.abs(predictedReduction - exact.predictedReduction)).toBeLessThanOrEqual(
        0.05 * exact.predictedReduction,
      );
    }),
    { numRuns: 150 },
  );
});

test("over the whole space it is the exact step of the cubic model, by factorization", () => {
  fc.assert(
    fc.property(cases, ({ n, seed, exponent }) => {
      const h = randomSymmetric(n, seed);
      const gradient = randomMatrix(n, 1, seed + 1);
      const weight = 10 ** exponent;
      const { step, length } = stepOf(h, gradient, { radius: 0, growth: 1 / weight }, 1e-12);
      const scratch = (size = n) => new Float64Array(size);
      const exact = exactCubicStep(envelope(new Int32Array(n)), packed(h, n), gradient, weight, 1e-6, scratch);
      const least = model(h, gradient, exact.step) + (weight * exact.length ** 3) / 3;
      expect(model(h, gradient, step) + (weight * length ** 3) / 3).toBeLessThanOrEqual(least + 0.03 * Math.abs(least));
    }),
    { numRuns: 150 },
  );
});

test("on the boundary it goes on where truncated conjugate gradients stop, to a lower model value", () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const n = 30;
      const h = withSpectrum(
        Array.from({ length: n }, (_, i) => i - 4),
        seed,
      );
      const gradient = randomMatrix(n, 1, seed + 1);
      const ours = stepOf(h, gradient, { radius: 2, growth: 0 }, 1e-6);
      const truncated = outcomeOf(truncatedConjugateGradient(viewOf(h, n), new Float64Array(n), gradient, 2, 1e-6));
      expect(ours.predictedReduction).toBeGreaterThanOrEqual(0.999 * truncated.predictedReduction);
    }),
    { numRuns: 50 },
  );
});

test("asks as many products as the accuracy takes, and as there are distinct eigenvalues at most", () => {
  const h = withSpectrum([1, 1, 1, 2, 2, 2, 5, 5, 5], 3);
  const gradient = randomMatrix(9, 1, 4);
  const allowed = { radius: 100, growth: 0 };
  expect(stepOf(h, gradient, allowed, 1e-12).asked).toBe(3);
  expect(stepOf(h, gradient, allowed, 0.9).asked).toBeLessThan(3);
});

test("a second step with another weight asks no product again", () => {
  const h = withSpectrum([-2, 1, 2, 3, 4, 5], 5);
  const view = viewOf(h, 6);
  const gradient = randomMatrix(6, 1, 6);
  const space = new KrylovModel(view, new Float64Array(6), gradient);
  outcomeOf(space.step({ radius: 0, growth: 1 }, 1e-10));
  expect(view.asked).toBe(6);
  const second = outcomeOf(space.step({ radius: 0, growth: 0.1 }, 1e-10));
  expect(view.asked).toBe(6);
  expect(second.step).toEqual(stepOf(h, gradient, { radius: 0, growth: 0.1 }, 1e-10).step);
});

test("a product that is not finite leaves the step of the space before it", () => {
  const h = withSpectrum([1, 2, 3, 4], 7);
  const gradient = randomMatrix(4, 1, 8);
  let asked = 0;
  const view = answeredView(4, {
    hessianVector: (_x, v, out) => void out.set(++asked > 2 ? out.fill(NaN) : plainProduct(h, v, 4, 4, 1)),
  });
  const allowed = { radius: 0.1, growth: 0 };
  const { step, predictedReduction } = outcomeOf(new KrylovModel(view, new Float64Array(4), gradient).step(allowed, 0));
  expect(predictedReduction).toBeCloseTo(-model(h, gradient, step), 10);
  expect(norm(step)).toBeCloseTo(0.1, 2);
});

test("products that are not finite leave the steepest descent, with the linear model", () => {
  const view = answeredView(2, { hessianVector: (_x, _v, out) => void out.fill(NaN) });
  const gradient = Float64Array.of(3, 4);
  const ball = outcomeOf(new KrylovModel(view, new Float64Array(2), gradient).step({ radius: 2, growth: 0 }, 0.1));
  expect(ball.predictedReduction).toBe(10);
  expect(norm(ball.step)).toBeCloseTo(2, 14);
  const cubic = outcomeOf(new KrylovModel(view, new Float64Array(2), gradient).step({ radius: 0, growth: 0.2 }, 0.1));
  // -5 t + 5 t^3 / 3 is least at t = 1
  expect(norm(cubic.step)).toBeCloseTo(1, 14);
});
