import fc from "fast-check";
import { RandomStream } from "infimum/numerics";
import { expect, test } from "vitest";
import { truncatedNormalQuantile } from "../tpe/truncated-normal.ts";
import { fitTruncatedNormal, largestDeviation, logDensity, type TruncatedNormal } from "./truncated-normal-fit.ts";

const least = 0.005;
const sample = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });

function meanLog(fit: TruncatedNormal, numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + logDensity(fit, x), 0) / numbers.length;
}

test("the density has mass 1 in the interval, by Simpson's rule", () => {
  for (const model of [
    { mean: 0.3, deviation: 0.2 },
    { mean: 0, deviation: 0.05 },
    { mean: 1, deviation: 1 },
  ]) {
    const cells = 2000;
    let mass = 0;
    for (let k = 0; k <= cells; k++) {
      const weight = k === 0 || k === cells ? 1 : k % 2 === 1 ? 4 : 2;
      mass += (weight * Math.exp(logDensity(model, k / cells))) / (3 * cells);
    }
    expect(mass).toBeCloseTo(1, 9);
  }
});

test("no other mean and deviation within the limits are more likely, on a fine grid of them", () => {
  fc.assert(
    fc.property(sample, (numbers) => {
      const fit = fitTruncatedNormal(numbers, least);
      expect(fit.mean).toBeGreaterThanOrEqual(0);
      expect(fit.mean).toBeLessThanOrEqual(1);
      expect(fit.deviation).toBeGreaterThanOrEqual(least * (1 - 1e-12));
      expect(fit.deviation).toBeLessThanOrEqual(largestDeviation);
      const best = meanLog(fit, numbers);
      for (let i = 0; i <= 40; i++) {
        for (let j = 0; j <= 40; j++) {
          const deviation = least * (largestDeviation / least) ** (j / 40);
          const other = { mean: i / 40, deviation };
          // the likelihood itself is rounded: its terms reach 1 / least^2
          expect(meanLog(other, numbers)).toBeLessThanOrEqual(best + 1e-8);
        }
      }
    }),
    { numRuns: 30 },
  );
});

test("away from the ends it is the mean and the deviation of the numbers, as for a whole normal", () => {
  const { mean, deviation } = fitTruncatedNormal([0.48, 0.5, 0.51, 0.53], least);
  expect(mean).toBeCloseTo(0.505, 12);
  expect(deviation).toBeCloseTo(Math.sqrt((0.025 ** 2 + 0.005 ** 2 + 0.005 ** 2 + 0.025 ** 2) / 4), 10);
});

test("it finds what a large sample was drawn from, at an end too", () => {
  for (const model of [
    { mean: 0.35, deviation: 0.15 },
    { mean: 0.02, deviation: 0.1 },
    { mean: 0.9, deviation: 0.4 },
  ]) {
    const random = new RandomStream().key(1, "sample", 0, 0);
    const numbers = Array.from({ length: 40_000 }, () =>
      truncatedNormalQuantile(model.mean, model.deviation, random.uniform()),
    );
    const fit = fitTruncatedNormal(numbers, least);
    // 40,000 numbers tell these to about a hundredth of the deviation; a wide one against an end less well
    expect(Math.abs(fit.mean - model.mean)).toBeLessThan(0.1 * model.deviation);
    expect(Math.abs(fit.deviation - model.deviation)).toBeLessThan(0.08 * model.deviation);
  }
});

test("equal numbers leave the least deviation, and numbers at both ends the largest", () => {
  expect(fitTruncatedNormal([0.25, 0.25, 0.25], least)).toEqual({ mean: 0.25, deviation: least });
  expect(fitTruncatedNormal([0, 1, 0, 1], least)).toEqual({
    mean: expect.closeTo(0.5, 10),
    deviation: largestDeviation,
  });
});
