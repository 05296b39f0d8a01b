import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dot, norm } from "../numerics/vector.ts";
import { randomSamples, randomVector, slopeAlong } from "./fixtures/known-samples.ts";
import { logistic } from "./logistic.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";

/** The definition, sample by sample and class by class. */
function plainLoss(samples: ReturnType<typeof randomSamples>, w: Float64Array): number {
  const { features, rows, columns, labels, classes } = samples;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const scores = Array.from({ length: classes }, (_, c) => {
      let score = w[classes * columns + c];
      for (let j = 0; j < columns; j++) score += w[c * columns + j] * features[i * columns + j];
      return score;
    });
    total += Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[labels[i]];
  }
  return total / rows;
}

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 70 }),
  columns: fc.integer({ min: 1, max: 9 }),
  classes: fc.integer({ min: 2, max: 6 }),
  seed: fc.nat(1e6),
});

describe("softmaxCrossEntropy", () => {
  test("is the mean negative log-likelihood, for every size of the data", () => {
    fc.assert(
      fc.property(sizes, ({ rows, columns, classes, seed }) => {
        const samples = randomSamples(rows, columns, classes, seed);
        const loss = softmaxCrossEntropy(samples);
        const w = randomVector(loss.dimension, 1, seed);
        expect(loss.dimension).toBe(classes * (columns + 1));
        expect(loss.value(w)).toBeCloseTo(plainLoss(samples, w), 12);
      }),
    );
  });

  test("its gradient is the slope of its value, and returns the value", () => {
    fc.assert(
      fc.property(sizes, ({ rows, columns, classes, seed }) => {
        const loss = softmaxCrossEntropy(randomSamples(rows, columns, classes, seed));
        const w = randomVector(loss.dimension, 0.5, seed);
        const d = randomVector(loss.dimension, 0.3, seed + 1);
        const gradient = new Float64Array(loss.dimension);
        expect(loss.gradient(w, gradient)).toBe(loss.value(w));
        // the scores move by up to 3 per step of size 1, so the differences are good to about 1e-11
        expect(dot(gradient, d)).toBeCloseTo(slopeAlong(loss.value, w, d), 9);
      }),
      { numRuns: 50 },
    );
  });

  test("its Hessian-vector product is the slope of its gradient, symmetric, and never negative", () => {
    fc.assert(
      fc.property(sizes, ({ rows, columns, classes, seed }) => {
        const loss = softmaxCrossEntropy(randomSamples(rows, columns, classes, seed));
        const w = randomVector(loss.dimension, 0.5, seed);
        const u = randomVector(loss.dimension, 0.3, seed + 1);
        const v = randomVector(loss.dimension, 0.3, seed + 2);
        const hu = new Float64Array(loss.dimension);
        const hv = new Float64Array(loss.dimension);
        loss.hessianVector(w, u, hu);
        loss.hessianVector(w, v, hv);
        const scratch = new Float64Array(loss.dimension);
        const slope = slopeAlong((x) => (loss.gradient(x, scratch), dot(scratch, u)), w, v);
        expect(dot(hv, u)).toBeCloseTo(slope, 9);
        expect(Math.abs(dot(hv, u) - dot(hu, v))).toBeLessThanOrEqual(1e-13 * norm(u) * norm(v) * columns);
        expect(dot(hv, v)).toBeGreaterThanOrEqual(-1e-16);
      }),
      { numRuns: 50 },
    );
  });

  test("at weights of zero is the logarithm of the number of classes, with the gradient of the class means", () => {
    const samples = randomSamples(40, 3, 4, 1);
    const { features, labels, rows, columns, classes } = samples;
    const loss = softmaxCrossEntropy(samples);
    const gradient = new Float64Array(loss.dimension);
    expect(loss.gradient(new Float64Array(loss.dimension), gradient)).toBeCloseTo(Math.log(4), 14);
    for (let c = 0; c < classes; c++) {
      for (let j = 0; j < columns; j++) {
        let expected = 0;
        for (let i = 0; i < rows; i++)
          expected += ((1 / 4 - (labels[i] === c ? 1 : 0)) * features[i * columns + j]) / rows;
        expect(gradient[c * columns + j]).toBeCloseTo(expected, 14);
      }
      const share = labels.filter((label) => label === c).length / rows;
      expect(gradient[classes * columns + c]).toBeCloseTo(1 / 4 - share, 14);
    }
  });

  test("does not change when all classes are shifted together, where its Hessian is zero", () => {
    const loss = softmaxCrossEntropy(randomSamples(50, 4, 3, 2));
    const w = randomVector(loss.dimension, 1, 3);
    const shift = new Float64Array(loss.dimension);
    for (let c = 0; c < 3; c++) {
      for (let j = 0; j < 4; j++) shift[c * 4 + j] = j - 1.5;
      shift[12 + c] = 7;
    }
    expect(loss.value(w.map((entry, i) => entry + shift[i]))).toBeCloseTo(loss.value(w), 12);
    const product = new Float64Array(loss.dimension);
    loss.hessianVector(w, shift, product);
    // the scores of the shift are about 10, rounded to 1e-15
    for (const entry of product) expect(Math.abs(entry)).toBeLessThan(1e-14);
  });

  test("stays finite and exact at scores of ten thousand", () => {
    // one feature, 1; class 0 scores 1e4, class 1 scores -1e4
    const features = Float64Array.of(1, 1);
    const loss = softmaxCrossEntropy({ features, rows: 2, columns: 1, labels: [0, 1], classes: 2, intercept: false });
    const w = Float64Array.of(1e4, -1e4);
    const gradient = new Float64Array(2);
    const product = new Float64Array(2);
    expect(loss.gradient(w, gradient)).toBe(1e4);
    expect(gradient).toEqual(Float64Array.of(0.5, -0.5));
    loss.hessianVector(w, Float64Array.of(1, 2), product);
    expect(product).toEqual(new Float64Array(2));
    expect(loss.predict(w, features, 2, new Float64Array(4))).toEqual(Float64Array.of(1, 0, 1, 0));
  });

  test("keeps the digits of a tiny loss and of its gradient", () => {
    const loss = softmaxCrossEntropy({
      features: Float64Array.of(1),
      rows: 1,
      columns: 1,
      labels: [0],
      classes: 2,
      intercept: false,
    });
    const gradient = new Float64Array(2);
    const expected = Math.exp(-50);
    expect(loss.gradient(Float64Array.of(50, 0), gradient) / expected).toBeCloseTo(1, 14);
    expect(gradient[0] / -expected).toBeCloseTo(1, 14);
  });

  test("with two classes is logistic regression on the difference of their weights", () => {
    const samples = randomSamples(60, 5, 2, 4);
    const loss = softmaxCrossEntropy(samples);
    const binary = logistic(samples);
    const w = randomVector(loss.dimension, 1, 5);
    const difference = Float64Array.from({ length: 6 }, (_, j) => (j < 5 ? w[5 + j] - w[j] : w[11] - w[10]));
    expect(loss.value(w)).toBeCloseTo(binary.value(difference), 13);
  });

  test("probabilities of new samples sum to one and follow the logits", () => {
    const loss = softmaxCrossEntropy(randomSamples(20, 3, 4, 6));
    // more new samples than one block of the product reads
    const { features, rows } = randomSamples(2000, 3, 4, 7);
    const w = randomVector(loss.dimension, 1, 8);
    const logits = loss.logits(w, features, rows, new Float64Array(rows * 4));
    const probabilities = loss.predict(w, features, rows, new Float64Array(rows * 4));
    for (let i = 0; i < rows; i++) {
      const [p0, p1, p2, p3] = probabilities.subarray(4 * i, 4 * i + 4);
      expect(p0 + p1 + p2 + p3).toBeCloseTo(1, 15);
      expect(Math.log(p3 / p0)).toBeCloseTo(logits[4 * i + 3] - logits[4 * i], 11);
    }
  });

  test("answers the same whatever was asked before", () => {
    const samples = randomSamples(30, 4, 3, 9);
    const shared = softmaxCrossEntropy(samples);
    const a = randomVector(shared.dimension, 1, 10);
    const b = randomVector(shared.dimension, 1, 11);
    const out = new Float64Array(shared.dimension);
    const product = new Float64Array(shared.dimension);
    shared.gradient(a, out);
    shared.hessianVector(b, a, out);
    shared.predict(a, samples.features, 30, new Float64Array(90));
    shared.gradient(b, out);
    shared.hessianVector(b, a, product);
    const fresh = softmaxCrossEntropy(samples);
    const expected = new Float64Array(shared.dimension);
    expect(shared.value(b)).toBe(fresh.value(b));
    fresh.gradient(b, expected);
    expect(out).toEqual(expected);
    softmaxCrossEntropy(samples).hessianVector(b, a, expected);
    expect(product).toEqual(expected);
  });

  test("says which parameters are weights and which are intercepts", () => {
    const samples = randomSamples(5, 2, 3, 0);
    expect(Array.from(softmaxCrossEntropy(samples).penalized)).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0]);
    expect(softmaxCrossEntropy({ ...samples, intercept: false }).dimension).toBe(6);
  });

  test("refuses data that do not fit together", () => {
    const samples = randomSamples(5, 2, 3, 0);
    const code = (expected: string) => expect.objectContaining({ code: expected });
    expect(() => softmaxCrossEntropy({ ...samples, rows: 4 })).toThrow(code("data-mismatch"));
    expect(() => softmaxCrossEntropy({ ...samples, labels: [1, 2] })).toThrow(code("data-mismatch"));
    expect(() => softmaxCrossEntropy({ ...samples, labels: [0, 1, 2, 3, 0] })).toThrow(code("bad-label"));
    expect(() => softmaxCrossEntropy({ ...samples, labels: [0, 1, 2, 0.5, 0] })).toThrow(code("bad-label"));
    expect(() => softmaxCrossEntropy({ ...samples, classes: 1 })).toThrow(code("bad-classes"));
    const features = samples.features.slice();
    features[3] = NaN;
    expect(() => softmaxCrossEntropy({ ...samples, features })).toThrow(/feature 1 of row 1/);
  });
});
