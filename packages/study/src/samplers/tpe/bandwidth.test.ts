import { expect, test } from "vitest";
import { scottBandwidth } from "./bandwidth.ts";

test("the width is Scott's for the spread of the positions and one uniform observation", () => {
  const positions = Float64Array.of(0.2, 0.4, NaN, 0.9);
  const weights = Float64Array.of(1, 1, 5, 1);
  // mean 1/2, squares 0.09 + 0.01 + 0.16; one more of variance 1/12; four observations, in three dimensions
  const expected = 0.5 * Math.sqrt((0.26 + 1 / 12) / 4) * 4 ** (-1 / 7);
  expect(scottBandwidth(0.5, 1e-3)(positions, weights, 4, 3)).toBeCloseTo(expected, 14);
});

test("weights count like as many observations", () => {
  const rule = scottBandwidth(1, 1e-9);
  const once = rule(Float64Array.of(0.1, 0.7, 0.7, 0.7), Float64Array.of(1, 1, 1, 1), 4, 2);
  expect(rule(Float64Array.of(0.1, 0.7), Float64Array.of(1, 3), 2, 2)).toBeCloseTo(once, 14);
});

test("nothing known is as wide as the uniform density, and nothing is narrower than the minimum", () => {
  const rule = scottBandwidth(1, 0.05);
  expect(rule(Float64Array.of(NaN), Float64Array.of(1), 1, 1)).toBeCloseTo(Math.sqrt(1 / 12), 14);
  const same = new Float64Array(10_000).fill(0.3);
  expect(
    rule(
      same,
      same.map(() => 1),
      same.length,
      1,
    ),
  ).toBe(0.05);
});
