import fc from "fast-check";
import { expect, test } from "vitest";
import { plainProduct, randomMatrix, randomSymmetric, withSpectrum } from "../../numerics/fixtures/known-matrices.ts";
import { norm } from "../../numerics/vector.ts";
import {
  dampedStep,
  isConvex,
  newTridiagonalHessian,
  reduceHessian,
  setToMultiple,
  tridiagonalStep,
} from "./tridiagonal-hessian.ts";

const scratchOf =
  (n: number) =>
  (length = n) =>
    new Float64Array(length).fill(NaN);

const cases = fc.record({
  n: fc.integer({ min: 1, max: 12 }),
  seed: fc.nat(1e6),
  exponent: fc.double({ min: -3, max: 3, noNaN: true }),
});

test("a cubic step solves (H + s |p| I) p = -g for the Hessian that was reduced", () => {
  fc.assert(
    fc.property(cases, ({ n, seed, exponent }) => {
      const h = withSpectrum(
        Array.from({ length: n }, (_, i) => 1 + i),
        seed,
      );
      const gradient = randomMatrix(n, 1, seed + 1);
      const hessian = newTridiagonalHessian(n);
      expect(reduceHessian(h.slice(), n, hessian, scratchOf(n))).toBe(true);
      const weight = 10 ** exponent;
      const { step, length } = tridiagonalStep(hessian, gradient, { radius: 0, growth: 1 / weight }, scratchOf(n));
      const residual = plainProduct(h, step, n, n, 1).map((hp, i) => hp + weight * length * step[i] + gradient[i]);
      // the length is right to a hundredth
      expect(norm(residual)).toBeLessThanOrEqual(0.0101 * weight * length * length + 1e-10 * norm(gradient));
    }),
    { numRuns: 100 },
  );
});

test("a damped step solves (H + t I) p = -g, and there is none where that is not positive definite", () => {
  fc.assert(
    fc.property(cases, ({ n, seed }) => {
      const h = randomSymmetric(n, seed);
      const gradient = randomMatrix(n, 1, seed + 1);
      const hessian = newTridiagonalHessian(n);
      reduceHessian(h.slice(), n, hessian, scratchOf(n));
      const t = 2 * n;
      const { step } = dampedStep(hessian, gradient, t, scratchOf(n))!;
      const residual = plainProduct(h, step, n, n, 1).map((hp, i) => hp + t * step[i] + gradient[i]);
      expect(norm(residual)).toBeLessThanOrEqual(1e-11 * (1 + norm(gradient)));
      expect(dampedStep(hessian, gradient, -t, scratchOf(n))).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

test("tells convex Hessians from others, and refuses those that are not finite", () => {
  const hessian = newTridiagonalHessian(3);
  reduceHessian(withSpectrum([1e-6, 1, 2], 1), 3, hessian, scratchOf(3));
  expect(isConvex(hessian, 3, scratchOf(3))).toBe(true);
  reduceHessian(withSpectrum([-1e-6, 1, 2], 1), 3, hessian, scratchOf(3));
  expect(isConvex(hessian, 3, scratchOf(3))).toBe(false);
  expect(reduceHessian(new Float64Array(9).fill(NaN), 3, hessian, scratchOf(3))).toBe(false);
  setToMultiple(hessian, 3, 4);
  const { step } = dampedStep(hessian, Float64Array.of(4, 8, -4), 0, scratchOf(3))!;
  expect(Array.from(step)).toEqual([-1, -2, 1]);
});
