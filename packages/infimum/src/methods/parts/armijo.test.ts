import fc from "fast-check";
import { expect, test } from "vitest";
import { type LineFunction, moreThuente } from "../fixtures/line-functions.ts";
import { searchAlong } from "../fixtures/search-along.ts";
import { armijo } from "./armijo.ts";

function search(phi: LineFunction, firstStep: number, claimed = phi(0)) {
  return searchAlong(armijo, phi, firstStep, claimed);
}

test("Armijo's condition holds at the step, which is never longer than the first", () => {
  for (const { phi } of moreThuente) {
    for (const firstStep of [1e-3, 1e-1, 1, 1e1, 1e3]) {
      const { line } = search(phi, firstStep);
      const [value, slope] = phi(0);
      expect(line!.step).toBeLessThanOrEqual(firstStep);
      expect(phi(line!.step)[0]).toBeLessThanOrEqual(value + 1e-4 * line!.step * slope);
      expect([line!.value, line!.slope, line!.point[0]]).toEqual([...phi(line!.step), line!.step]);
    }
  }
});

test("each contraction is to between a tenth and a half, so the step is found in a known number of trials", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 8, noNaN: true }), (exponent) => {
      // Armijo holds for t <= 2 (1 - 1e-4)
      const { line, asked } = search((t) => [(t - 1) ** 2, 2 * (t - 1)], 10 ** exponent);
      expect(line).toBeDefined();
      expect(asked).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(10 ** exponent)));
      expect(asked).toBeGreaterThanOrEqual(exponent > 0.31 ? 1 + Math.floor(exponent - 0.31) : 1);
    }),
  );
});

test("a parabola overshot by less than ten times is minimized in the second trial", () => {
  const { line, asked } = search((t) => [(t - 1) ** 2, 2 * (t - 1)], 5);
  expect(asked).toBe(2);
  expect(line!.step).toBeCloseTo(1, 12);
});

test("a region without values is left by contraction", () => {
  const barrier: LineFunction = (t) => (t < 1 ? [-Math.log(1 - t) - 5 * t, 1 / (1 - t) - 5] : [Infinity, 0]);
  const { line } = search(barrier, 1e6);
  expect(line!.step).toBeLessThan(1);
  expect(line!.value).toBeLessThan(0);
});

test("where the decrease is less than the rounding of the value, a flatter slope is enough", () => {
  const { line } = search((t) => [1000 + (t - 1e-10) ** 2, 2 * (t - 1e-10)], 1.5e-10);
  expect(Math.abs(line!.slope)).toBeLessThan(2e-10);
});

test("a direction along which nothing falls gives nothing", () => {
  expect(search((t) => [1 + t, 1], 1, [1, -1]).line).toBeUndefined();
  const nowhere = search(() => [Infinity, 0], 1, [1, -1]);
  expect(nowhere.line).toBeUndefined();
  expect(nowhere.asked).toBeLessThanOrEqual(60);
});
