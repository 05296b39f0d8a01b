import { expect, test } from "vitest";
import { populationHistory, remember, stagnation, valueRange } from "./population-history.ts";

/** Notes generations of four values: that of the generation, and a little more. */
function recordOf(generations: number, valueAt: (generation: number) => number) {
  const history = populationHistory(4, 4);
  for (let g = 0; g < generations; g++) {
    const best = valueAt(g);
    remember(history, Float64Array.of(best + 2, best, best + 1, best + 3), Float64Array.of(1, 2, 0, 3));
  }
  return history;
}

test("values that keep falling never stagnate, however slowly and however long", () => {
  for (const generations of [100, 700, 5_000, 60_000]) {
    expect(stagnation(recordOf(generations, (g) => 1 / (1 + g)))).toBe(0);
  }
});

test("values that have stopped falling stagnate after 100 + 100 n^(3/2) / lambda generations, or a fifth of the run", () => {
  const shortest = 100 + (100 * 4 ** 1.5) / 4;
  const settlesAt = (from: number) => (g: number) => (g < from ? from - g : 0);
  expect(stagnation(recordOf(shortest - 1, () => 1))).toBe(0);
  expect(stagnation(recordOf(shortest, () => 1))).toBe(shortest);
  expect(stagnation(recordOf(20_000 + 3_000, settlesAt(20_000)))).toBe(0);
  expect(stagnation(recordOf(20_000 + 6_000, settlesAt(20_000)))).toBeGreaterThan(4_000);
});

test("the memory of a run has a fixed size", () => {
  const { bests, medians, kept, stride } = recordOf(100_000, (g) => -g);
  expect(kept).toBeLessThanOrEqual(bests.length);
  // every stride-th generation is there
  for (let k = 0; k < kept; k++) {
    expect(bests[k]).toBe(-k * stride);
    expect(medians[k]).toBe(-k * stride + 2);
  }
});

test("the range is that of the last generation and of the recent best values, and infinite while there are few", () => {
  const last = Float64Array.of(7, 5, Infinity, 6);
  const recent = populationHistory(4, 4).recent.length;
  expect(
    valueRange(
      recordOf(recent - 1, () => 5),
      last,
    ),
  ).toBe(Infinity);
  expect(
    valueRange(
      recordOf(recent, () => 5),
      last,
    ),
  ).toBe((7 - 5) / 5);
  expect(
    valueRange(
      recordOf(recent + 1, (g) => (g === 1 ? 10 : 5)),
      last,
    ),
  ).toBe((10 - 5) / 5);
});
