import { describe, expect, test } from "vitest";
import { RandomStream } from "../numerics/random/stream.ts";
import { expectedCalibrationError } from "./calibration-error.ts";
import { temperatureScaling, temperedProbabilities } from "./temperature-scaling.ts";

/** Labels drawn from softmax(logits), and the logits. */
function drawn(rows: number, classes: number, size: number, seed = 0) {
  const stream = new RandomStream().key(seed, 1, 0, 0);
  const logits = stream.fillNormal(new Float64Array(rows * classes)).map((entry) => size * entry);
  const probabilities = temperedProbabilities(logits, classes, 1, new Float64Array(logits.length));
  const labels = Int32Array.from({ length: rows }, (_, i) =>
    stream.choice(probabilities.subarray(i * classes, (i + 1) * classes)),
  );
  return { logits, labels };
}

/** The mean negative log-likelihood, from its definition. */
function loss(logits: Float64Array, labels: Int32Array, temperature: number): number {
  const classes = logits.length / labels.length;
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = Array.from(logits.subarray(i * classes, (i + 1) * classes), (entry) => entry / temperature);
    sum += Math.log(row.reduce((total, entry) => total + Math.exp(entry), 0)) - row[labels[i]];
  }
  return sum / labels.length;
}

describe("temperatureScaling", () => {
  test("has a closed form when all samples have the same two logits", () => {
    // three of four labels are 0: sigmoid(6 / T) = 3 / 4
    const logits = Float64Array.of(6, 0, 6, 0, 6, 0, 6, 0);
    const { temperature, before, after, atLimit } = temperatureScaling(logits, [0, 0, 1, 0]);
    expect(temperature).toBeCloseTo(6 / Math.log(3), 12);
    expect(before).toBeCloseTo(6 / 4 + Math.log1p(Math.exp(-6)), 14);
    expect(after).toBeCloseTo(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)), 14);
    expect(atLimit).toBe(false);
  });

  test("finds no lower loss on a grid of temperatures", () => {
    const { logits, labels } = drawn(300, 5, 2, 1);
    const { temperature, before, after } = temperatureScaling(logits, labels);
    expect(before).toBeCloseTo(loss(logits, labels, 1), 12);
    expect(after).toBeCloseTo(loss(logits, labels, temperature), 12);
    for (let t = 0.05; t < 20; t *= 1.02) expect(loss(logits, labels, t)).toBeGreaterThanOrEqual(after - 1e-14);
    // at the minimum the loss is flat: its slope by differences is theirs, about 1e-16 / 1e-5
    const slope = (loss(logits, labels, temperature + 1e-5) - loss(logits, labels, temperature - 1e-5)) / 2e-5;
    expect(Math.abs(slope)).toBeLessThan(1e-9);
  });

  test("is proportional to the logits", () => {
    const { logits, labels } = drawn(200, 4, 1.5, 2);
    const { temperature } = temperatureScaling(logits, labels);
    for (const factor of [1e-6, 1e6]) {
      const scaled = temperatureScaling(
        logits.map((entry) => factor * entry),
        labels,
      );
      expect(scaled.temperature / (factor * temperature)).toBeCloseTo(1, 11);
    }
  });

  test("undoes overconfidence", () => {
    const { logits, labels } = drawn(5000, 10, 2, 3);
    const confident = logits.map((entry) => 2.5 * entry);
    const { temperature, before, after } = temperatureScaling(confident, labels);
    // the standard error of T is about 2.5 / sqrt(5000 * the information of one sample, about 1)
    expect(Math.abs(temperature - 2.5)).toBeLessThan(0.15);
    expect(after).toBeLessThan(before - 0.05);
    const errorAt = (t: number) =>
      expectedCalibrationError(temperedProbabilities(confident, 10, t, new Float64Array(confident.length)), labels);
    expect(errorAt(1)).toBeGreaterThan(0.05);
    // by chance alone: 15 bins of about 330 samples, 0.5 / sqrt(330) each at most
    expect(errorAt(temperature)).toBeLessThan(0.0275);
  });

  test("stops at the end of its range when nothing is wrong, or nothing right", () => {
    const separable = temperatureScaling(Float64Array.of(2, 1, 0, 3), [0, 1]);
    expect(separable.atLimit).toBe(true);
    expect(separable.temperature).toBeLessThan(1e-3);
    expect(separable.after).toBeCloseTo(0, 12);
    const contrary = temperatureScaling(Float64Array.of(2, 1, 0, 3), [1, 0]);
    expect(contrary.atLimit).toBe(true);
    expect(contrary.after).toBeCloseTo(Math.log(2), 3);
    const silent = temperatureScaling(new Float64Array(6), [0, 1, 2 % 2]);
    expect(silent).toMatchObject({ temperature: 1, atLimit: false });
  });

  test("survives logits of ten thousand", () => {
    const { temperature, after } = temperatureScaling(Float64Array.of(1e4, -1e4, 1e4, -1e4, 1e4, -1e4), [0, 0, 1]);
    expect(temperature).toBeCloseTo(2e4 / Math.log(2), 6);
    expect(after).toBeCloseTo(Math.log(3) - (2 / 3) * Math.log(2), 12);
  });

  test("refuses tables and labels that do not fit, and logits that are not finite", () => {
    const code = (expected: string) => expect.objectContaining({ code: expected });
    expect(() => temperatureScaling(new Float64Array(5), [0, 1])).toThrow(code("data-mismatch"));
    expect(() => temperatureScaling(new Float64Array(2), [0, 0])).toThrow(code("data-mismatch"));
    expect(() => temperatureScaling(new Float64Array(4), [0, 2])).toThrow(code("bad-label"));
    expect(() => temperatureScaling(Float64Array.of(NaN, 0), [0])).toThrow(code("data-not-finite"));
  });
});
