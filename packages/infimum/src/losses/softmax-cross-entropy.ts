import { InfimumError } from "../error.ts";
import { addProduct, type MatrixView, productBuffers } from "../numerics/dense/blocked-product.ts";
import type { Vector } from "../numerics/vector.ts";
import { readLabels, requireSamples, type Samples } from "./samples.ts";
import { softmaxRow } from "./softmax-rows.ts";

export interface ClassSamples extends Samples {
  /** The number of classes, at least 2; labels are 0 .. classes - 1. */
  readonly classes: number;
}

/** The loss of a linear classifier; `weights` is always the vector of all its parameters. */
export interface SoftmaxCrossEntropy {
  /** classes * columns, and with intercepts another `classes`. */
  readonly dimension: number;
  readonly classes: number;
  /** 1 for a weight, 0 for an intercept: the `weights` of a term that leaves intercepts alone. */
  readonly penalized: Vector;
  /** The mean negative log-likelihood of the labels. */
  value(weights: Vector): number;
  /** Writes the gradient (dimension) and returns the value. */
  gradient(weights: Vector, out: Vector): number;
  /** Writes the Hessian at `weights` times `v` (dimension). */
  hessianVector(weights: Vector, v: Vector, out: Vector): void;
  /** Writes the scores of `rows` samples: class c of sample i at `out[i * classes + c]`. Returns `out`. */
  logits(weights: Vector, features: Vector, rows: number, out: Vector): Vector;
  /** Writes the probabilities of the classes likewise. Returns `out`. */
  predict(weights: Vector, features: Vector, rows: number, out: Vector): Vector;
}

/** Samples that one block of the product reads: the widest block of the dense product. */
const widestBlock = 768;

/**
 * Multinomial logistic regression: the mean of -log p(label), p = softmax of the scores W^T x + b. Convex; constant
 * along a common shift of all classes.
 *
 * Parameters: class after class, weight j of class c at `c * columns + j` (W is columns x classes, column-major), then
 * the intercepts, class c at `classes * columns + c`.
 *
 * Cost: 2 rows columns classes operations for a value, twice that for a gradient and for a Hessian-vector product; at the point of the
 * call before, the half that computes the scores is saved. Nothing is allocated after the first line; the scores of the
 * last point are kept, so one object is not for two threads, but any number of runs on one thread may share it.
 *
 * @throws InfimumError `data-mismatch`, `data-not-finite`, `bad-label`, `bad-classes`
 * @reference D. Böhning (1992), Multinomial Logistic Regression Algorithm, doi:10.1007/BF00048682
 *
 * @example
 * // three samples of two features each
 * const features = Float64Array.of(0, 1, 1, 0, 1, 1);
 * const loss = softmaxCrossEntropy({ features, rows: 3, columns: 2, labels: [0, 1, 2], classes: 3 });
 * minimize(loss.value, new Float64Array(loss.dimension), {
 *   gradient: loss.gradient,
 *   hessianVector: loss.hessianVector,
 *   plus: [l2(1e-3, { weights: loss.penalized })],
 * });
 */
export function softmaxCrossEntropy(samples: ClassSamples): SoftmaxCrossEntropy {
  const { features, rows, columns, classes, intercept = true } = samples;
  requireSamples(samples, "softmaxCrossEntropy");
  if (!(Number.isInteger(classes) && classes >= 2)) {
    throw new InfimumError(
      "bad-classes",
      `classes of softmaxCrossEntropy is ${classes}: give a whole number of at least 2.`,
    );
  }
  const labels = readLabels(samples.labels, 0, classes - 1, "softmaxCrossEntropy");
  const weightCount = classes * columns;
  const dimension = weightCount + (intercept ? classes : 0);

  const scoreBuffers = productBuffers(classes, columns, widestBlock);
  const gradientBuffers = productBuffers(columns, rows, classes);
  // views of the matrices as the products read them; only `values` changes
  const classWeights: MatrixView = { values: features, offset: 0, rowStride: columns, columnStride: 1 };
  const sampleColumns: MatrixView = { values: features, offset: 0, rowStride: 1, columnStride: columns };
  const ownSamples: MatrixView = { values: features, offset: 0, rowStride: 1, columnStride: columns };
  const slopes = new Float64Array(rows * classes);
  const slopeRows: MatrixView = { values: slopes, offset: 0, rowStride: classes, columnStride: 1 };

  const probabilities = new Float64Array(rows * classes);
  const lastWeights = new Float64Array(dimension).fill(NaN);
  let lastValue = NaN;

  const logits = (weights: Vector, x: Vector, count: number, out: Vector): Vector => {
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < classes; c++) out[i * classes + c] = intercept ? weights[weightCount + c] : 0;
    }
    classWeights.values = weights;
    sampleColumns.values = x;
    addProduct(1, classWeights, sampleColumns, classes, columns, count, out, 0, classes, scoreBuffers);
    return out;
  };

  /** Brings `probabilities` and `lastValue` to these weights. */
  const evaluate = (weights: Vector): number => {
    if (isSame(weights, lastWeights)) return lastValue;
    logits(weights, features, rows, probabilities);
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += softmaxRow(probabilities, i * classes, classes, labels[i]);
    lastWeights.set(weights);
    lastValue = sum / rows;
    return lastValue;
  };

  /** out = the mean over the samples of their slopes by class times their features, and times 1 for the intercepts. */
  const collect = (out: Vector): void => {
    out.fill(0);
    addProduct(1, ownSamples, slopeRows, columns, rows, classes, out, 0, columns, gradientBuffers);
    if (!intercept) return;
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < classes; c++) out[weightCount + c] += slopes[i * classes + c];
    }
  };

  return {
    dimension,
    classes,
    penalized: new Float64Array(dimension).fill(1, 0, weightCount),
    logits,
    value: evaluate,
    gradient(weights, out) {
      const value = evaluate(weights);
      for (let i = 0; i < rows; i++) {
        const own = i * classes + labels[i];
        let others = 0;
        for (let k = i * classes; k < (i + 1) * classes; k++) {
          slopes[k] = probabilities[k] / rows;
          if (k !== own) others += slopes[k];
        }
        // p - 1 without cancellation
        slopes[own] = -others;
      }
      collect(out);
      return value;
    },
    hessianVector(weights, v, out) {
      evaluate(weights);
      logits(v, features, rows, slopes);
      for (let i = 0; i < rows; i++) {
        let mean = 0;
        for (let k = i * classes; k < (i + 1) * classes; k++) mean += probabilities[k] * slopes[k];
        for (let k = i * classes; k < (i + 1) * classes; k++)
          slopes[k] = (probabilities[k] * (slopes[k] - mean)) / rows;
      }
      collect(out);
    },
    predict(weights, x, count, out) {
      logits(weights, x, count, out);
      for (let i = 0; i < count; i++) softmaxRow(out, i * classes, classes, 0);
      return out;
    },
  };
}

function isSame(a: Vector, b: Vector): boolean {
  for (let i = 0; i < b.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
