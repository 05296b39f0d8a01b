import fc from "fast-check";
import { expect, test } from "vitest";
import { cubicMinimizer } from "./cubic-minimizer.ts";

test("the minimizer of t^3 - 3 t is 1, from any two points and in either order", () => {
  const place = fc.double({ min: -3, max: 3, noNaN: true });
  const f = (t: number) => t ** 3 - 3 * t;
  const slope = (t: number) => 3 * t ** 2 - 3;
  fc.assert(
    fc.property(place, place, (a, b) => {
      fc.pre(Math.abs(a - b) > 0.1);
      // the interpolation divides values of size 18 by widths of at least 0.1 and roots may cancel: ten digits are left
      expect(cubicMinimizer(a, f(a), slope(a), b, f(b), slope(b))).toBeCloseTo(1, 10);
    }),
  );
});

test("a cubic without a minimizer, or data that are not finite, give no number", () => {
  // t^3 + t has none
  expect(cubicMinimizer(-1, -2, 4, 1, 2, 4)).toBeNaN();
  expect(Number.isFinite(cubicMinimizer(0, 1, -1, 1, Infinity, 0))).toBe(false);
});

test("slopes near the largest float64 do not overflow", () => {
  // 1e200 (t - 1)^2
  expect(cubicMinimizer(0, 1e200, -2e200, 3, 4e200, 4e200)).toBeCloseTo(1, 12);
});
