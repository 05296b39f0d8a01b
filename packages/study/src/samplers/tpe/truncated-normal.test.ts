import fc from "fast-check";
import { normalDistribution } from "infimum/numerics";
import { expect, test } from "vitest";
import { massAround, meanDensity, truncatedNormalQuantile } from "./truncated-normal.ts";

const mean = fc.double({ min: 0, max: 1, noNaN: true });
const deviation = fc.double({ min: 1e-3, max: 10, noNaN: true });
const probability = fc.double({ min: 0, max: 1, noNaN: true });

test("the mass between two points is the difference of the distribution function", () => {
  const side = fc.oneof(fc.double({ min: 0, max: 9, noNaN: true }), fc.double({ min: 0, max: 1e9, noNaN: true }));
  fc.assert(
    fc.property(side, side, (below, above) => {
      const exact = normalDistribution(above) - normalDistribution(-below);
      expect(Math.abs(massAround(below, above) - exact)).toBeLessThan(2e-10);
    }),
  );
});

test("the quantile inverts the distribution function of the cut normal and stays in the interval", () => {
  fc.assert(
    fc.property(mean, deviation, probability, (m, s, u) => {
      const x = truncatedNormalQuantile(m, s, u);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(1);
      const below = normalDistribution((x - m) / s) - normalDistribution(-m / s);
      const all = normalDistribution((1 - m) / s) - normalDistribution(-m / s);
      expect(below / all).toBeCloseTo(u, 9);
    }),
  );
});

test("the quantile is symmetric about the middle, so that both tails keep their digits", () => {
  expect(truncatedNormalQuantile(0.5, 0.01, 1e-12)).toBeCloseTo(1 - truncatedNormalQuantile(0.5, 0.01, 1 - 1e-12), 6);
  // a tail of 1e-20 is seven digits beyond what 1 - 1e-20 can tell
  expect((truncatedNormalQuantile(0.5, 0.01, 1e-20) - 0.5) / 0.01).toBeCloseTo(-9.262340089798409, 8);
});

test("the mean density between two points times their distance is the mass, in both tails", () => {
  expect(meanDensity(0.5, 0.01, 0.6, 0.7) * 0.1).toBeCloseTo(7.619853024160527e-24, 36);
  expect(meanDensity(0.5, 0.01, 0.3, 0.4) * 0.1).toBeCloseTo(7.619853024160527e-24, 36);
  expect(meanDensity(0.2, 0.1, 0, 1)).toBeCloseTo(normalDistribution(8) - normalDistribution(-2), 14);
});
