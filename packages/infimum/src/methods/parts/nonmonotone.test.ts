import { expect, test } from "vitest";
import { newReference, noteValue } from "./nonmonotone.ts";

test("without memory the reference is the last value, with full memory the mean of all", () => {
  const values = [7, 3, 5, 1, 2];
  const last = newReference(values[0]);
  const mean = newReference(values[0]);
  values.slice(1).forEach((value, k) => {
    noteValue(last, value, 0);
    noteValue(mean, value, 1);
    expect(last.level).toBe(value);
    expect(mean.level).toBeCloseTo(values.slice(0, k + 2).reduce((a, b) => a + b) / (k + 2), 14);
  });
});

test("the reference lies between the last value and the mean", () => {
  const reference = newReference(10);
  let sum = 10;
  for (let k = 1; k <= 20; k++) {
    const value = 10 / (k + 1);
    sum += value;
    noteValue(reference, value, 0.85);
    expect(reference.level).toBeGreaterThanOrEqual(value);
    expect(reference.level).toBeLessThanOrEqual(sum / (k + 1) + 1e-12);
  }
});
