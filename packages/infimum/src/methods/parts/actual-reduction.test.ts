import { expect, test } from "vitest";
import { actualReduction } from "./actual-reduction.ts";

const gradient = Float64Array.of(3, 4);

test("the ratio is that of actual and predicted reduction, and NaN or infinite values make it no good one", () => {
  expect(actualReduction({ value: 10, gradient }, 7, gradient, 4)).toEqual({ ratio: 0.75, drowns: false });
  expect(actualReduction({ value: 10, gradient }, Infinity, gradient, 4).ratio > 0).toBe(false);
  expect(actualReduction({ value: 10, gradient }, NaN, gradient, 4).ratio > 0).toBe(false);
});

test("where both reductions drown in the rounding of f the gradient decides", () => {
  const value = 1e6;
  const next = value + 1e-10;
  expect(actualReduction({ value, gradient }, next, Float64Array.of(0, 1), 1e-12)).toEqual({ ratio: 1, drowns: true });
  expect(actualReduction({ value, gradient }, next, Float64Array.of(9, 0), 1e-12)).toEqual({ ratio: 0, drowns: true });
  // a rise that can be seen is none
  expect(actualReduction({ value, gradient }, value + 1, Float64Array.of(0, 1), 1e-12).drowns).toBe(false);
});
