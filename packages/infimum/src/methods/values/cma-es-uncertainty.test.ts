import { expect, test } from "vitest";
import { RandomStream } from "../../numerics/random/stream.ts";
import { answerUncertainty, rankUncertainty, reaskedCount } from "./cma-es-uncertainty.ts";

test("equal answers are certain, and stay what they are", () => {
  const values = Float64Array.of(3, 1, 4, 1.5, 9, 2.6);
  expect(rankUncertainty(values, Float64Array.of(3, 1))).toBeLessThanOrEqual(0);
  expect([...values]).toEqual([3, 1, 4, 1.5, 9, 2.6]);
});

test("a rank that moves from one end to the other is uncertain by the formula of the paper, and values become means", () => {
  // joint ranks: 1 for the first answer, 5 for the second, whose change is 4 less the one of a neighbour
  const values = Float64Array.of(0, 1, 2, 3);
  const level = rankUncertainty(values, Float64Array.of(10));
  // changes possible from rank 5 - 1 = 4 and from rank 1: |1 - R|, ..., |4 - R| of 5 values
  const quantile = (changes: number[]) => {
    const sorted = changes.toSorted((a, b) => a - b);
    return sorted[0] + 0.3 * (sorted[1] - sorted[0]);
  };
  const expected = 2 * 3 - quantile([3, 2, 1, 0]) - quantile([0, 1, 2, 3]);
  expect(level).toBeCloseTo(expected, 12);
  expect([...values]).toEqual([5, 1, 2, 3]);
});

test("values that are noise alone are uncertain on average, and those with little noise are not", () => {
  const level = (noise: number) => {
    let sum = 0;
    for (let k = 0; k < 500; k++) {
      const random = new RandomStream().key(1, "noise", k, 0);
      const true_ = Float64Array.from({ length: 10 }, () => random.normal());
      const answer = (value: number) => value + noise * random.normal();
      sum += rankUncertainty(true_.map(answer), true_.slice(0, 3).map(answer));
    }
    return sum / 500;
  };
  expect(level(100)).toBeGreaterThan(1);
  expect(level(0.01)).toBeLessThan(0);
});

test("uncertainty is answered by more evaluations up to the most, then by larger steps; certainty takes them back", () => {
  const uncertainty = { watched: true, averages: 1, level: 0 };
  for (const averages of [1.5, 2.25, 3]) {
    expect(answerUncertainty(uncertainty, 0.5, 3, 10)).toBe(1);
    expect(uncertainty.averages).toBeCloseTo(averages, 12);
  }
  expect(answerUncertainty(uncertainty, 0.5, 3, 10)).toBe(1 + 2 / 20);
  expect(answerUncertainty(uncertainty, -0.5, 3, 10)).toBe(1);
  expect(uncertainty.averages).toBe(2);
  expect(reaskedCount(8)).toBe(2);
  expect(reaskedCount(40)).toBe(4);
});
