import fc from "fast-check";
import { expect, test } from "vitest";
import { relativeGradient } from "./relative-gradient.ts";

// whole multiples of 1e-3: divisions by powers of two are exact there, and not among denormal numbers
const finite = fc.integer({ min: -1e9, max: 1e9 }).map((k) => k / 1000);

test("the relative gradient weighs each entry by its variable and divides by the value, neither below one", () => {
  expect(relativeGradient(Float64Array.of(3, -4), Float64Array.of(0.5, 10), 2)).toBe(20);
  expect(relativeGradient(Float64Array.of(3, -4), Float64Array.of(0.5, -0.1), 0.25)).toBe(4);
  expect(relativeGradient(Float64Array.of(0), Float64Array.of(1e9), -7)).toBe(0);
});

test("the relative gradient of large variables and values does not change with their units", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(finite, finite), { minLength: 1, maxLength: 6 }), (pairs) => {
      const gradient = Float64Array.from(pairs, ([g]) => g);
      const x = Float64Array.from(pairs, ([, entry]) => (entry < 0 ? -1 : 1) * (1 + Math.abs(entry)));
      const plain = relativeGradient(gradient, x, 3);
      // x in units 8 times smaller: f(x / 8) has gradient g / 8 at 8 x; f in units 4 times smaller: 4 f, 4 g. Powers of two are exact.
      const inOtherUnits = relativeGradient(
        gradient.map((g) => (4 * g) / 8),
        x.map((entry) => 8 * entry),
        12,
      );
      expect(inOtherUnits).toBe(plain);
    }),
  );
});

test("a point without a finite value is never stationary, and a gradient with NaN never small", () => {
  expect(relativeGradient(Float64Array.of(0), Float64Array.of(0), Infinity)).toBe(Infinity);
  expect(relativeGradient(Float64Array.of(0), Float64Array.of(0), NaN)).toBe(Infinity);
  expect(relativeGradient(Float64Array.of(NaN), Float64Array.of(0), 1)).toBeNaN();
});
