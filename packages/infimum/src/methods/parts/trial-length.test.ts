import { expect, test } from "vitest";
import { steepestStep } from "./steepest-step.ts";
import { firstStep, steepestTrialLength, wholeDirection } from "./trial-length.ts";

test("the first trial along the steepest descent is the gradient where that is short, and of length one where it is long", () => {
  expect(steepestTrialLength(Float64Array.of(0, 0), Float64Array.of(0.3, 0.4))).toBe(0.5);
  expect(steepestTrialLength(Float64Array.of(0, 0), Float64Array.of(30, 40))).toBe(1);
  expect(steepestStep(Float64Array.of(30, -40))).toBe(1 / 40);
  expect(steepestStep(Float64Array.of(0.5, 0))).toBe(1);
});

test("far out the first trial is long enough to move the point", () => {
  const x = 1e20;
  const length = steepestTrialLength(Float64Array.of(x), Float64Array.of(1e30));
  expect(x + length).toBeGreaterThan(x);
});

test("a trial length is turned into a step along any direction", () => {
  expect(firstStep(Float64Array.of(3, 4), 10)).toBe(2);
  expect(firstStep(Float64Array.of(3, 4), wholeDirection)).toBe(1);
});
