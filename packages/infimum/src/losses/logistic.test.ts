import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dot } from "../numerics/vector.ts";
import { randomSamples, randomVector, slopeAlong } from "./fixtures/known-samples.ts";
import { logistic } from "./logistic.ts";

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 40 }),
  columns: fc.integer({ min: 1, max: 7 }),
  seed: fc.nat(1e6),
});

describe("logistic", () => {
  test("has the gradient and the Hessian-vector product of its value", () => {
    fc.assert(
      fc.property(sizes, ({ rows, columns, seed }) => {
        const samples = randomSamples(rows, columns, 2, seed);
        const loss = logistic(samples);
        const w = randomVector(loss.dimension, 0.5, seed);
        const u = randomVector(loss.dimension, 0.3, seed + 1);
        const v = randomVector(loss.dimension, 0.3, seed + 2);
        const gradient = new Float64Array(loss.dimension);
        const product = new Float64Array(loss.dimension);
        expect(loss.gradient(w, gradient)).toBe(loss.value(w));
        expect(dot(gradient, u)).toBeCloseTo(slopeAlong(loss.value, w, u), 9);
        loss.hessianVector(w, v, product);
        const slope = slopeAlong((x) => (loss.gradient(x, gradient), dot(gradient, u)), w, v);
        expect(dot(product, u)).toBeCloseTo(slope, 9);
        loss.hessianVector(w, u, product);
        expect(dot(product, u)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });

  test("with an intercept alone, is least at the log odds of the labels", () => {
    const labels = [1, 1, 1, 0];
    const loss = logistic({ features: new Float64Array(0), rows: 4, columns: 0, labels });
    const gradient = new Float64Array(1);
    const least = loss.gradient(Float64Array.of(Math.log(3)), gradient);
    expect(Math.abs(gradient[0])).toBeLessThan(1e-16);
    // the entropy of 3 : 1
    expect(least).toBeCloseTo(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)), 15);
  });

  test("takes labels 0 and 1, or -1 and 1, for the same", () => {
    const samples = randomSamples(30, 3, 2, 5);
    const signed = samples.labels.map((label) => 2 * label - 1);
    const w = randomVector(4, 1, 6);
    expect(logistic({ ...samples, labels: signed }).value(w)).toBe(logistic(samples).value(w));
  });

  test("stays finite and exact at scores of ten thousand, and keeps the digits of a tiny loss", () => {
    const at = (label: number, score: number) => {
      const loss = logistic({ features: Float64Array.of(1), rows: 1, columns: 1, labels: [label], intercept: false });
      const gradient = new Float64Array(1);
      return [loss.gradient(Float64Array.of(score), gradient), gradient[0]];
    };
    expect(at(0, 1e4)).toEqual([1e4, 1]);
    expect(at(1, 1e4)).toEqual([0, 0]);
    expect(at(1, -1e4)).toEqual([1e4, -1]);
    const [value, slope] = at(1, 50);
    expect(value / Math.exp(-50)).toBeCloseTo(1, 14);
    expect(slope / -Math.exp(-50)).toBeCloseTo(1, 14);
  });

  test("gives the probability of the label 1 of new samples", () => {
    const loss = logistic({ features: Float64Array.of(1), rows: 1, columns: 1, labels: [1] });
    const out = loss.predict(Float64Array.of(2, -1), Float64Array.of(0.5, 1, -1000), 3, new Float64Array(3));
    expect(out[0]).toBe(0.5);
    expect(out[1]).toBeCloseTo(1 / (1 + Math.exp(-1)), 15);
    expect(out[2]).toBe(0);
  });

  test("refuses labels that are not of two kinds", () => {
    const samples = { features: new Float64Array(3), rows: 3, columns: 1 };
    for (const labels of [
      [0, 1, 2],
      [-1, 0, 1],
      [0, 1, NaN],
    ]) {
      expect(() => logistic({ ...samples, labels })).toThrow(expect.objectContaining({ code: "bad-label" }));
    }
  });
});
