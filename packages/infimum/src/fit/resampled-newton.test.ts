import { expect, test } from "vitest";
import { RandomStream } from "../numerics/random/stream.ts";
import { leastSquares } from "./least-squares.ts";
import { type ResampledModel, resampledNewton } from "./resampled-newton.ts";

function sample(n: number): Float64Array {
  const stream = new RandomStream().key(3, "sample", 0, 0);
  return Float64Array.from({ length: n }, () => 2 + 3 * stream.normal());
}

function meanOf(y: Float64Array): ResampledModel {
  return {
    samples: y.length,
    newtonStep: ([x], drawn, out) => {
      out[0] = 0;
      for (const i of drawn) out[0] += (x - y[i]) / drawn.length;
      return true;
    },
  };
}

test.each([0.1, 0.3, 1])("the standard error of a mean is s / sqrt(n), with the step size %d", (stepSize) => {
  const y = sample(400);
  const mean = y.reduce((sum, each) => sum + each, 0) / y.length;
  const deviation = Math.sqrt(y.reduce((sum, each) => sum + (each - mean) ** 2, 0) / y.length);
  const r = resampledNewton(meanOf(y), [0], { draws: 20_000, stepSize, burnIn: 300 });
  const expected = deviation / Math.sqrt(y.length);
  expect(Math.abs(r.mean[0] - mean)).toBeLessThan(0.1 * expected);
  // 20,000 draws that depend on about 2 / stepSize others: a few percent
  expect(Math.abs(r.standardErrors[0] / expected - 1)).toBeLessThan(0.06);
});

test("smaller batches give the same standard errors", () => {
  const y = sample(500);
  const whole = resampledNewton(meanOf(y), [2], { draws: 20_000 }).standardErrors[0];
  const batches = resampledNewton(meanOf(y), [2], { draws: 20_000, batchSize: 50 }).standardErrors[0];
  expect(Math.abs(batches / whole - 1)).toBeLessThan(0.06);
});

test("where variances differ it follows the sandwich, which the usual covariance does not", () => {
  const stream = new RandomStream().key(5, "heteroscedastic", 0, 0);
  const t = Array.from({ length: 300 }, (_, i) => i / 300);
  const y = t.map((at) => 1 + 2 * at + 3 * at ** 3 * stream.normal());
  const r = leastSquares(([a, b], d) => d.t.map((at, i) => a + b * at - d.y[i]), [0, 0], { data: { t, y } });
  // (X'X)^-1 X' diag(e^2) X (X'X)^-1 for the slope, White's estimate
  const mean = t.reduce((sum, at) => sum + at, 0) / t.length;
  const squares = t.reduce((sum, at) => sum + (at - mean) ** 2, 0);
  const meat = t.reduce((sum, at, i) => sum + (at - mean) ** 2 * r.residuals[i] ** 2, 0);
  const sandwich = Math.sqrt(meat) / squares;
  const [low, high] = r.interval(1, 0.95, { kind: "resampled-newton", samples: 8000 });
  expect((high - low) / (2 * 1.96) / sandwich).toBeCloseTo(1, 1);
  expect(Math.abs(r.standardErrors[1] / sandwich - 1)).toBeGreaterThan(0.15);
});

test("a step size outside its range is refused", () => {
  expect(() => resampledNewton(meanOf(sample(4)), [0], { stepSize: 1.5 })).toThrow("stepSize is 1.5");
  expect(() => resampledNewton(meanOf(sample(4)), [0], { draws: 0 })).toThrow("draws is 0");
});
