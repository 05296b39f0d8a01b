import { InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import { requireClassified } from "./classified.ts";

/** The samples whose confidence lies in one interval: a bar of a reliability diagram. */
export interface ReliabilityBin {
  /** Confidences above `lower`, and at most `upper`. */
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** The mean confidence, and the part that was predicted right; NaN in an empty bin. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** A largest probability may be above 1 by the rounding of a sum. */
const probabilityRounding = 1e-9;

/**
 * Bins samples by confidence, the probability of their predicted class, in intervals of equal width.
 *
 * @param probabilities the probability of class c for sample i at `probabilities[i * classes + c]`
 * @param labels one for each sample, from 0
 * @param bins how many
 * @throws InfimumError `data-mismatch`, `bad-label`, `not-a-probability`, `bad-bins`
 * @reference C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger (2017), On Calibration of Modern Neural Networks, arXiv:1706.04599
 */
export function reliabilityBins(probabilities: Vector, labels: ArrayLike<number>, bins = 15): ReliabilityBin[] {
  const classes = requireClassified(probabilities, labels, "reliabilityBins");
  if (!(Number.isInteger(bins) && bins > 0)) {
    throw new InfimumError("bad-bins", `bins is ${bins}: give a whole number of at least 1.`);
  }
  const counts = new Float64Array(bins);
  const confidences = new Float64Array(bins);
  const right = new Float64Array(bins);
  for (let i = 0; i < labels.length; i++) {
    let predicted = 0;
    for (let c = 1; c < classes; c++) {
      if (probabilities[i * classes + c] > probabilities[i * classes + predicted]) predicted = c;
    }
    const confidence = probabilities[i * classes + predicted];
    if (!(confidence >= 0 && confidence <= 1 + probabilityRounding)) {
      throw new InfimumError(
        "not-a-probability",
        `sample ${i} has the probability ${confidence}: give numbers from 0 to 1.`,
      );
    }
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    counts[bin]++;
    confidences[bin] += confidence;
    if (predicted === labels[i]) right[bin]++;
  }
  return Array.from(counts, (count, k) => ({
    lower: k / bins,
    upper: (k + 1) / bins,
    count,
    confidence: confidences[k] / count,
    accuracy: right[k] / count,
  }));
}

/**
 * How far confidence is from accuracy: the mean of |accuracy - confidence| over the bins, weighted by their counts.
 * 0 for a calibrated classifier, and for a finite sample a little more: a bin of n samples is off by about 0.5 / sqrt(n) by chance.
 *
 * @throws InfimumError as `reliabilityBins`, which it averages
 * @reference M. P. Naeini, G. F. Cooper, M. Hauskrecht (2015), Obtaining Well Calibrated Probabilities Using Bayesian
 * Binning, doi:10.1609/aaai.v29i1.9602; with 15 bins as Guo et al. (2017), arXiv:1706.04599
 */
export function expectedCalibrationError(probabilities: Vector, labels: ArrayLike<number>, bins = 15): number {
  let sum = 0;
  for (const { count, confidence, accuracy } of reliabilityBins(probabilities, labels, bins)) {
    if (count > 0) sum += count * Math.abs(accuracy - confidence);
  }
  return sum / labels.length;
}
