import { expect, test } from "vitest";
import type { LineOutcome, LinePoint } from "./line-search.ts";
import { newProgress, noDecrease, noteStep } from "./line-search-progress.ts";

const at = (value: number, outcome: LineOutcome = "accepted"): LinePoint => ({
  outcome,
  step: 1,
  value,
  slope: 0,
  point: Float64Array.of(0),
  gradient: Float64Array.of(0),
});

test("steps that lower the value or the gradient go on for ever", () => {
  const progress = newProgress(1, 1);
  for (let k = 1; k < 50; k++) expect(noteStep(progress, at(1 - k), 5, 1)).toBeUndefined();
  for (let k = 1; k < 50; k++) expect(noteStep(progress, at(0), 1 / (1 + k), 1)).toBeUndefined();
});

test("steps that lower neither end as stalled", () => {
  const progress = newProgress(1, 1);
  let steps = 1;
  while (noteStep(progress, at(1), 1, 1) === undefined) steps++;
  expect(steps).toBeLessThan(20);
  expect(noteStep(progress, at(1), 1, 1)).toMatchObject({ stop: "stalled" });
});

test("a value, a distance or repeated searches without end are unbounded", () => {
  expect(noteStep(newProgress(0, 1), at(-1e301), 1, 1)).toMatchObject({ stop: "unbounded" });
  expect(noteStep(newProgress(0, 1), at(-1), 1, 1e101)).toMatchObject({ stop: "unbounded" });
  const progress = newProgress(0, 1);
  expect(noteStep(progress, at(-1, "endless"), 1, 1)).toBeUndefined();
  expect(noteStep(progress, at(-2, "accepted"), 1, 1)).toBeUndefined();
  expect(noteStep(progress, at(-3, "endless"), 1, 1)).toBeUndefined();
  expect(noteStep(progress, at(-4, "endless"), 1, 1)).toBeUndefined();
  expect(noteStep(progress, at(-5, "endless"), 1, 1)).toMatchObject({ stop: "unbounded" });
});

test("without a value at the start the method failed, else it stalled", () => {
  expect(noDecrease(Infinity, 0).stop).toBe("failed");
  expect(noDecrease(1, 2)).toMatchObject({ stop: "stalled", why: expect.stringContaining("2.00") });
});
