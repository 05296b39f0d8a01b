import { expect, test } from "vitest";
import { decisionOn, opened, reported } from "./fixtures/seen.ts";
import { thresholdPruner } from "./threshold-pruner.ts";

test("a value out of the range ends a trial, its bounds do not", () => {
  const pruner = thresholdPruner({ lower: 0, upper: 2 });
  expect([-0.1, 0, 1, 2, 2.1].map((value) => decisionOn(pruner, [reported(0, [value])]))).toEqual([
    "prune",
    "continue",
    "continue",
    "continue",
    "prune",
  ]);
});

test("bounds are in the units of the reports when the goal is to maximize", () => {
  // the study shows losses: an accuracy of 0.4 is -0.4
  const session = opened(thresholdPruner({ lower: 0.5 }), "maximize");
  expect(session.decide(reported(0, [-0.4]), () => true)).toBe("prune");
  expect(session.decide(reported(1, [-0.6]), () => true)).toBe("continue");
  expect(opened(thresholdPruner({ upper: 0.5 }), "maximize").decide(reported(1, [-0.6]), () => true)).toBe("prune");
});

test("without bounds only what is no number ends a trial", () => {
  expect([NaN, Infinity, -Infinity].map((value) => decisionOn(thresholdPruner, [reported(0, [1, value])]))).toEqual([
    "prune",
    "prune",
    "prune",
  ]);
  expect(decisionOn(thresholdPruner, [reported(0, [1e300])])).toBe("continue");
});

test("nothing ends before the warmup, nor between checkpoints", () => {
  const pruner = thresholdPruner({ upper: 1, warmup: 3, interval: 2 });
  const decisions = [1, 2, 3, 4, 5].map((steps) => decisionOn(pruner, [reported(0, Array(steps).fill(9))]));
  expect(decisions).toEqual(["continue", "continue", "prune", "continue", "prune"]);
});

test("bounds that leave nothing are refused", () => {
  expect(() => thresholdPruner({ lower: 1, upper: 0 })).toThrow("upper is 0: give a number of at least lower, 1.");
  expect(() => thresholdPruner({ lower: NaN })).toThrow("lower is NaN");
});
