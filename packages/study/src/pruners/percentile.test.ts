import fc from "fast-check";
import { expect, test } from "vitest";
import { percentileOf } from "./percentile.ts";

const finite = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 });

test("percentiles that NumPy's documentation and manuals give", () => {
  expect(percentileOf(Float64Array.of(10, 7, 4, 3, 2, 1), 50)).toBe(3.5);
  expect(percentileOf(Float64Array.of(1, 2, 3, 4), 25)).toBe(1.75);
  expect(percentileOf(Float64Array.of(50, 15, 40, 20, 35), 40)).toBe(29);
  expect(percentileOf(Float64Array.of(7), 90)).toBe(7);
});

test("the median has as many numbers below as above", () => {
  fc.assert(
    fc.property(finite, (numbers) => {
      const median = percentileOf(Float64Array.from(numbers), 50);
      const below = numbers.filter((number) => number < median).length;
      const above = numbers.filter((number) => number > median).length;
      expect(Math.max(below, above)).toBeLessThanOrEqual(numbers.length / 2);
      const sorted = numbers.toSorted((a, b) => a - b);
      const middle = numbers.length / 2;
      const expected =
        numbers.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
      expect(median).toBe(expected);
    }),
  );
});

test("a percentile is on the broken line through the ranks", () => {
  // the line through the points (100 k / (n - 1), x_k), integrated by looking at the nearest two points
  fc.assert(
    fc.property(finite, fc.double({ min: 0, max: 100, noNaN: true }), (numbers, percentile) => {
      const sorted = numbers.toSorted((a, b) => a - b);
      const places = sorted.map((_, k) => (sorted.length === 1 ? 0 : (100 * k) / (sorted.length - 1)));
      let expected = sorted[sorted.length - 1];
      for (let k = 0; k + 1 < sorted.length; k++) {
        if (percentile < places[k] || percentile > places[k + 1]) continue;
        const part = (percentile - places[k]) / (places[k + 1] - places[k]);
        expected = sorted[k] * (1 - part) + sorted[k + 1] * part;
        break;
      }
      if (sorted.length === 1) [expected] = sorted;
      // of values up to 1000, in units of rounding
      expect(Math.abs(percentileOf(Float64Array.from(numbers), percentile) - expected)).toBeLessThan(1e-9);
    }),
  );
});

test("Infinity is larger than any number, and never makes NaN", () => {
  expect(percentileOf(Float64Array.of(Infinity, 1, 2), 50)).toBe(2);
  expect(percentileOf(Float64Array.of(Infinity, 1, Infinity), 50)).toBe(Infinity);
  expect(percentileOf(Float64Array.of(Infinity, 1), 50)).toBe(Infinity);
  expect(percentileOf(Float64Array.of(Infinity, 1), 0)).toBe(1);
});
