import { expect, test } from "vitest";
import { projectedGradient } from "./projected-gradient.ts";

test("inside it is the gradient, at a bound what leads inwards, and near one no more than the way to it", () => {
  const box = { lower: Float64Array.of(0, 0, 0, 0, -Infinity), upper: Float64Array.of(9, 9, 9, 1, Infinity) };
  const x = Float64Array.of(5, 0, 0, 0.75, 1e20);
  const gradient = Float64Array.of(0.5, 2, -2, -3, 1e-3);
  const out = new Float64Array(5);
  // beside 1e20 the gradient would be lost in x - P(x - gradient)
  expect([...projectedGradient(box, x, gradient, out)]).toEqual([0.5, 0, -2, -0.25, 1e-3]);
  expect([...projectedGradient({}, x, gradient, out)]).toEqual([...gradient]);
});
