import { describe, expect, test } from "vitest";
import { expectedCalibrationError, reliabilityBins } from "./calibration-error.ts";

/** Rows (p, 1 - p). */
const binary = (...confidences: number[]) => Float64Array.from(confidences.flatMap((p) => [p, 1 - p]));

describe("expectedCalibrationError", () => {
  test("is the distance of confidence and accuracy when all samples share a bin", () => {
    expect(expectedCalibrationError(binary(0.9, 0.9, 0.9, 0.9), [0, 0, 0, 1], 10)).toBeCloseTo(0.15, 14);
    expect(expectedCalibrationError(binary(1, 1), [0, 0])).toBe(0);
    expect(expectedCalibrationError(binary(1, 1), [1, 1])).toBe(1);
  });

  test("weights bins by their samples", () => {
    // (0.5, 0.6]: 0.6 against 1/2; (0.8, 0.9]: 0.9 and 0.85 against 1
    const probabilities = binary(0.6, 0.6, 0.9, 0.85);
    expect(expectedCalibrationError(probabilities, [0, 1, 0, 0], 10)).toBeCloseTo((2 * 0.1 + 2 * 0.125) / 4, 14);
  });

  test("is zero for a classifier that is right as often as it says", () => {
    const confidences = [0.6, 0.75, 0.9];
    const labels: number[] = [];
    const all: number[] = [];
    for (const p of confidences) {
      for (let k = 0; k < 20; k++) {
        all.push(p);
        labels.push(k < Math.round(20 * p) ? 0 : 1);
      }
    }
    expect(expectedCalibrationError(binary(...all), labels)).toBeCloseTo(0, 14);
  });

  test("takes the first of equally probable classes as predicted", () => {
    expect(expectedCalibrationError(Float64Array.of(0.25, 0.25, 0.25, 0.25), [0])).toBe(0.75);
    expect(expectedCalibrationError(Float64Array.of(0.25, 0.25, 0.25, 0.25), [3])).toBe(0.25);
  });
});

describe("reliabilityBins", () => {
  test("are open below and closed above, so that a confidence of 1 is in the last", () => {
    const bins = reliabilityBins(binary(0.5, 0.75, 1, 0.76), [0, 0, 0, 0], 4);
    expect(bins.map(({ count }) => count)).toEqual([0, 1, 1, 2]);
    expect(bins[1]).toEqual({ lower: 0.25, upper: 0.5, count: 1, confidence: 0.5, accuracy: 1 });
    expect(bins[0].confidence).toBeNaN();
  });

  test("refuse what is no probability, and counts of bins that make no sense", () => {
    const code = (expected: string) => expect.objectContaining({ code: expected });
    expect(() => reliabilityBins(Float64Array.of(3, 1), [0])).toThrow(code("not-a-probability"));
    expect(() => reliabilityBins(Float64Array.of(NaN, 1), [0])).toThrow(code("not-a-probability"));
    expect(() => reliabilityBins(binary(0.5), [0], 0)).toThrow(code("bad-bins"));
    expect(() => reliabilityBins(binary(0.5), [2])).toThrow(code("bad-label"));
  });
});
