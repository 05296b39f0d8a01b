import { InfimumError } from "../error.ts";
import { multiplyTransposedVector, multiplyVector } from "../numerics/dense/product.ts";
import type { Vector } from "../numerics/vector.ts";
import { requireSamples, type Samples } from "./samples.ts";

/** The loss of a linear classifier of two classes; `weights` is always the vector of all its parameters. */
export interface Logistic {
  /** columns, and one more with an intercept. */
  readonly dimension: number;
  /** 1 for a weight, 0 for the intercept: the `weights` of a term that leaves the intercept alone. */
  readonly penalized: Vector;
  /** The mean negative log-likelihood of the labels. */
  value(weights: Vector): number;
  /** Writes the gradient (dimension) and returns the value. */
  gradient(weights: Vector, out: Vector): number;
  /** Writes the Hessian at `weights` times `v` (dimension). */
  hessianVector(weights: Vector, v: Vector, out: Vector): void;
  /** Writes the scores (log odds of the label 1) of `rows` samples. Returns `out`. */
  logits(weights: Vector, features: Vector, rows: number, out: Vector): Vector;
  /** Writes the probabilities of the label 1. Returns `out`. */
  predict(weights: Vector, features: Vector, rows: number, out: Vector): Vector;
}

/**
 * Logistic regression: the mean of log(1 + exp(-s score)), score = w^T x + b, s = 1 for the label 1 and -1 for the other, which
 * is 0 or -1. Convex; safe from overflow.
 *
 * Parameters: one weight for each feature, then the intercept. Cost: 2 rows columns operations for a value, twice that for a gradient
 * and three times for a Hessian-vector product. Nothing is allocated by a call.
 *
 * @param samples labels are 0 and 1, or -1 and 1
 * @throws InfimumError `data-mismatch`, `data-not-finite`, `bad-label`
 * @reference D. R. Cox (1958), The Regression Analysis of Binary Sequences, doi:10.1111/j.2517-6161.1958.tb00292.x
 */
export function logistic(samples: Samples): Logistic {
  const { features, rows, columns, intercept = true } = samples;
  requireSamples(samples, "logistic");
  const signs = signsOf(samples.labels);
  const dimension = columns + (intercept ? 1 : 0);
  const scores = new Float64Array(rows);
  const slopes = new Float64Array(rows);

  const logits = (weights: Vector, x: Vector, count: number, out: Vector): Vector => {
    multiplyTransposedVector(x, columns, count, weights, out);
    if (intercept) for (let i = 0; i < count; i++) out[i] += weights[columns];
    return out;
  };

  const meanLoss = (): number => {
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      const margin = signs[i] * scores[i];
      sum += Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
    }
    return sum / rows;
  };

  /** out = the sum over the samples of their slopes times their features, and times 1 for the intercept. */
  const collect = (out: Vector): void => {
    multiplyVector(features, columns, rows, slopes, out);
    if (!intercept) return;
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += slopes[i];
    out[columns] = sum;
  };

  return {
    dimension,
    penalized: new Float64Array(dimension).fill(1, 0, columns),
    logits,
    value(weights) {
      logits(weights, features, rows, scores);
      return meanLoss();
    },
    gradient(weights, out) {
      logits(weights, features, rows, scores);
      for (let i = 0; i < rows; i++) slopes[i] = (-signs[i] * sigmoid(-signs[i] * scores[i])) / rows;
      collect(out);
      return meanLoss();
    },
    hessianVector(weights, v, out) {
      logits(weights, features, rows, scores);
      logits(v, features, rows, slopes);
      for (let i = 0; i < rows; i++) slopes[i] *= (sigmoid(scores[i]) * sigmoid(-scores[i])) / rows;
      collect(out);
    },
    predict(weights, x, count, out) {
      logits(weights, x, count, out);
      for (let i = 0; i < count; i++) out[i] = sigmoid(out[i]);
      return out;
    },
  };
}

/** 1 / (1 + exp(-t)); exp overflows to Infinity for very negative t, and the quotient is then 0 as it should be. */
function sigmoid(t: number): number {
  return 1 / (1 + Math.exp(-t));
}

/** 1 for the label 1, -1 for the other. @throws InfimumError `bad-label` when there are not just two kinds */
function signsOf(labels: ArrayLike<number>): Int32Array {
  const other = Array.prototype.includes.call(labels, -1) ? -1 : 0;
  return Int32Array.from(labels, (label, i) => {
    if (label === 1) return 1;
    if (label === other) return -1;
    throw new InfimumError("bad-label", `label ${i} of logistic is ${label}: give 0 and 1, or -1 and 1.`);
  });
}
