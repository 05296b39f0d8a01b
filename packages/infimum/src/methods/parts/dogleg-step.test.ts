import fc from "fast-check";
import { expect, test } from "vitest";
import { cholesky, choleskySolve } from "../../numerics/dense/cholesky.ts";
import { plainProduct, randomMatrix, randomSymmetric, withSpectrum } from "../../numerics/fixtures/known-matrices.ts";
import { dot, norm, type Vector } from "../../numerics/vector.ts";
import { cauchyStep } from "./cauchy-step.ts";
import { doglegStep } from "./dogleg-step.ts";

const times = (h: Vector, v: Vector) => plainProduct(h, v, v.length, v.length, 1);
const model = (h: Vector, g: Vector, p: Vector) => dot(g, p) + dot(p, times(h, p)) / 2;
const radii = fc.double({ min: 0.01, max: 10, noNaN: true });
const sizes = fc.integer({ min: 1, max: 10 });

test("the Cauchy step is the best of many along the steepest descent within the region, for any Hessian", () => {
  fc.assert(
    fc.property(sizes, fc.nat(1e6), radii, (n, seed, radius) => {
      const h = randomSymmetric(n, seed);
      const g = randomMatrix(n, 1, seed + 1);
      const { step, length, predictedReduction } = cauchyStep(g, dot(g, times(h, g)), radius, new Float64Array(n));
      expect(length).toBeLessThanOrEqual(radius);
      expect(norm(step)).toBeCloseTo(length, 12);
      expect(predictedReduction).toBeCloseTo(-model(h, g, step), 10);
      for (let k = 0; k <= 20; k++) {
        const other = g.map((entry) => (-entry * radius * k) / 20 / norm(g));
        expect(model(h, g, step)).toBeLessThanOrEqual(model(h, g, other) + 1e-12 * (1 + radius * radius));
      }
    }),
    { numRuns: 100 },
  );
});

test("without a gradient the Cauchy step is none, and a curvature that is not finite leaves the linear model", () => {
  expect(cauchyStep(new Float64Array(2), 0, 1, new Float64Array(2))).toMatchObject({
    length: 0,
    predictedReduction: 0,
  });
  const linear = cauchyStep(Float64Array.of(3, 4), NaN, 2, new Float64Array(2));
  expect(linear).toMatchObject({ length: 2, predictedReduction: 10 });
});

test("the dogleg keeps the region, does better than the Cauchy step, and reaches Newton's once that lies inside", () => {
  fc.assert(
    fc.property(sizes, fc.nat(1e6), radii, (n, seed, radius) => {
      const spectrum = Array.from({ length: n }, (_, i) => 0.5 + i);
      const h = withSpectrum(spectrum, seed);
      const g = randomMatrix(n, 1, seed + 1);
      const factor = new Float64Array(n * n);
      cholesky(h, n, factor);
      const newton = choleskySolve(factor, n, g, new Float64Array(n)).map((entry) => -entry);
      const curvature = dot(g, times(h, g));
      const step = doglegStep(g, curvature, newton, radius, new Float64Array(n), new Float64Array(n));
      const { step: cauchy } = cauchyStep(g, curvature, radius, new Float64Array(n));
      expect(norm(step)).toBeLessThanOrEqual(radius * (1 + 1e-12));
      expect(model(h, g, step)).toBeLessThanOrEqual(model(h, g, cauchy) + 1e-12 * (1 + dot(g, g)));
      if (norm(newton) <= radius) expect(step).toEqual(newton);
      else expect(norm(step)).toBeCloseTo(radius, 10);
    }),
    { numRuns: 150 },
  );
});
