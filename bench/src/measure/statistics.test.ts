import { expect, it } from "vitest";
import { median, quantile } from "./statistics.ts";

it("takes the middle number, or the mean of the middle two, whatever the order", () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

it("has the least and the greatest number at the ends", () => {
  expect(quantile([3, 9, 1], 0)).toBe(1);
  expect(quantile([3, 9, 1], 1)).toBe(9);
  expect(quantile([0, 10], 0.25)).toBe(2.5);
});

it("has no median of nothing, and leaves what it was given as it was", () => {
  expect(median([])).toBeNaN();
  const numbers = [3, 1, 2];
  median(numbers);
  expect(numbers).toEqual([3, 1, 2]);
});
