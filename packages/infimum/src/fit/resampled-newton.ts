import { badValue } from "../error.ts";
import { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";

/** A model with a sum over samples that is minimized, as `resampledNewton` asks it. */
export interface ResampledModel {
  /** How many samples there are. */
  readonly samples: number;
  /**
   * Writes H^-1 g, the Newton step (n) backwards, of the sum over `drawn` at x. `drawn` lists samples, with repetitions. Returns
   * false where H has no inverse: the draw is then left out.
   */
  newtonStep(x: Vector, drawn: Int32Array, out: Vector): boolean;
}

export interface ResampledNewtonOptions {
  /** Draws that count; 1000 by default. */
  readonly draws?: number;
  /** Steps before them; 50 by default, more where x0 is far from the solution or the step size small. */
  readonly burnIn?: number;
  /** gamma, from 0 (not included) to 1: 0.3 by default. Smaller ones follow bent models better, larger ones mix faster. */
  readonly stepSize?: number;
  /** Samples drawn for each step, with replacement; as many as there are by default. */
  readonly batchSize?: number;
  /** 0 by default. */
  readonly seed?: number;
}

export interface ResampledNewton {
  /** The mean of the draws: an estimate as good as the minimizer over all samples. */
  readonly mean: Vector;
  readonly standardErrors: Vector;
  /** n x n, column-major: an estimate of the sampling covariance that holds when variances differ from sample to sample. */
  readonly covariance: Vector;
  /** The draws, spread around their mean as the estimate is around the truth. */
  readonly draws: readonly Vector[];
}

/**
 * Standard errors of any fit from one run of a stochastic Newton method: each step is taken on samples that are drawn anew,
 *
 *     x := x - gamma H_b^-1 g_b
 *
 * and after the burn-in the steps scatter around the minimizer over all samples with gamma^2 / (1 - (1 - gamma)^2) times
 * n / batchSize of the covariance of a bootstrap, at the cost of one step for each draw in place of a whole fit.
 *
 * @throws InfimumError `bad-option`
 * @reference J.-J. Forneron, S. Ng, 2020, Inference by stochastic optimization: a free-lunch bootstrap, 2004.09627
 *
 * @example
 * // the mean of numbers: g = sum (x - y_i), H = their number
 * const y = [1, 2, 4, 9];
 * const model = {
 *   samples: y.length,
 *   newtonStep: (x, drawn, out) => {
 *     out[0] = 0;
 *     for (const i of drawn) out[0] += (x[0] - y[i]) / drawn.length;
 *     return true;
 *   },
 * };
 * Math.abs(resampledNewton(model, [0]).mean[0] - 4) < 0.5; // true
 */
export function resampledNewton(
  model: ResampledModel,
  x0: ArrayLike<number>,
  options: ResampledNewtonOptions = {},
): ResampledNewton {
  const { samples } = model;
  const { draws: count = 1000, burnIn = 50, stepSize = 0.3, batchSize = samples, seed = 0 } = options;
  if (!(stepSize > 0 && stepSize <= 1))
    throw badValue("bad-option", "stepSize", stepSize, "a number above 0, at most 1");
  for (const [name, value] of Object.entries({ samples, draws: count, batchSize })) {
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw badValue("bad-option", name, value, "a whole number from 1 on");
  }
  const n = x0.length;
  const x = Float64Array.from(x0);
  const step = new Float64Array(n);
  const drawn = new Int32Array(batchSize);
  const stream = new RandomStream();
  const iterates: Vector[] = [];
  for (let k = 0; k < burnIn + count; k++) {
    stream.key(seed, "resampled-newton", k, 0);
    for (let i = 0; i < batchSize; i++) drawn[i] = stream.integer(0, samples - 1);
    if (!model.newtonStep(x, drawn, step)) continue;
    for (let j = 0; j < n; j++) x[j] -= stepSize * step[j];
    if (k >= burnIn) iterates.push(x.slice());
  }
  const mean = new Float64Array(n);
  for (const iterate of iterates) for (let j = 0; j < n; j++) mean[j] += iterate[j] / iterates.length;
  // what the scatter of the iterates is to that of a bootstrap
  const scatter = Math.sqrt(((1 - (1 - stepSize) ** 2) / stepSize ** 2) * (batchSize / samples));
  const spread = iterates.map((iterate) => iterate.map((entry, j) => mean[j] + scatter * (entry - mean[j])));
  const covariance = new Float64Array(n * n);
  for (const draw of spread) {
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < n; i++) {
        covariance[i + j * n] += ((draw[i] - mean[i]) * (draw[j] - mean[j])) / (spread.length - 1);
      }
    }
  }
  return {
    mean,
    standardErrors: Float64Array.from(mean, (_, j) => Math.sqrt(covariance[j + j * n])),
    covariance,
    draws: spread,
  };
}
