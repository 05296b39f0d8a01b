import { InfimumError } from "../error.ts";
import { softmaxRow } from "../losses/softmax-rows.ts";
import { allFinite, type Vector } from "../numerics/vector.ts";
import { requireClassified } from "./classified.ts";

export interface Temperature {
  /** Divide logits by it. Above 1: the classifier was overconfident. */
  readonly temperature: number;
  /** The mean negative log-likelihood of the labels with a temperature of 1, and with this one. */
  readonly before: number;
  readonly after: number;
  /**
   * True when the likelihood still grows at the end of the range that was searched: towards 0 when every label has the
   * largest logit, towards infinity when logits say nothing of the labels. More held-out samples are the remedy.
   */
  readonly atLimit: boolean;
}

/** Temperatures are searched from the spread of the logits divided by this to the spread times this. */
const range = 1e4;

/** Newton's steps double the digits, and halving where they fail gives a bit each: far more than either needs. */
const mostPasses = 200;

/**
 * The temperature T > 0 with the least mean negative log-likelihood of held-out labels under softmax(logits / T). It
 * changes no prediction, only its confidence. The loss is convex in 1 / T; its root is found by Newton's method in
 * log T kept within a bracket, to the last digits, in about ten passes over the data.
 *
 * @param logits the score of class c for sample i at `logits[i * classes + c]`, of samples that were not trained on
 * @param labels one for each sample, from 0
 * @throws InfimumError `data-mismatch`, `data-not-finite`, `bad-label`
 * @reference C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger (2017), On Calibration of Modern Neural Networks, arXiv:1706.04599
 */
export function temperatureScaling(logits: Vector, labels: ArrayLike<number>): Temperature {
  const classes = requireClassified(logits, labels, "temperatureScaling");
  if (!allFinite(logits)) {
    throw new InfimumError("data-not-finite", "a logit is not a finite number: leave such samples out.");
  }
  const likelihood = new ScaledLikelihood(logits, labels, classes);
  const before = likelihood.at(1).loss;
  const spread = spreadOf(logits, classes);
  if (spread === 0) return { temperature: 1, before, after: before, atLimit: false };
  // the slope of the loss grows with the logarithm of 1 / T, from the low end of the range to the high one
  let low = -Math.log(range * spread);
  let high = Math.log(range / spread);
  const end =
    likelihood.at(Math.exp(high)).slope > 0 ? (likelihood.at(Math.exp(low)).slope < 0 ? undefined : low) : high;
  if (end !== undefined) {
    return { temperature: Math.exp(-end), before, after: likelihood.at(Math.exp(end)).loss, atLimit: true };
  }
  let at = Math.min(high, Math.max(low, 0));
  for (let pass = 0; pass < mostPasses; pass++) {
    const inverse = Math.exp(at);
    const { slope, curvature } = likelihood.at(inverse);
    if (slope === 0) break;
    if (slope > 0) high = at;
    else low = at;
    const newton = at - slope / (curvature * inverse);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    const moved = Math.abs(next - at);
    at = next;
    if (moved <= 4 * Number.EPSILON * Math.max(1, Math.abs(at))) break;
  }
  return { temperature: Math.exp(-at), before, after: likelihood.at(Math.exp(at)).loss, atLimit: false };
}

/**
 * Writes softmax(logits / temperature), sample after sample, to `out` (which may be `logits`) and returns `out`.
 *
 * @param classes the number of logits of each sample
 */
export function temperedProbabilities(logits: Vector, classes: number, temperature: number, out: Vector): Vector {
  for (let k = 0; k < logits.length; k++) out[k] = logits[k] / temperature;
  for (let offset = 0; offset < logits.length; offset += classes) softmaxRow(out, offset, classes, 0);
  return out;
}

/** The mean negative log-likelihood as a function of the inverse temperature, with two derivatives. */
class ScaledLikelihood {
  private readonly logits: Vector;
  private readonly labels: ArrayLike<number>;
  private readonly classes: number;
  private readonly row: Vector;

  constructor(logits: Vector, labels: ArrayLike<number>, classes: number) {
    this.logits = logits;
    this.labels = labels;
    this.classes = classes;
    this.row = new Float64Array(classes);
  }

  at(inverse: number): { loss: number; slope: number; curvature: number } {
    const { logits, labels, classes, row } = this;
    const rows = labels.length;
    let loss = 0;
    let slope = 0;
    let curvature = 0;
    for (let i = 0; i < rows; i++) {
      const own = logits[i * classes + labels[i]];
      for (let c = 0; c < classes; c++) row[c] = inverse * (logits[i * classes + c] - own);
      loss += softmaxRow(row, 0, classes, labels[i]);
      // the mean and the variance of the logits, relative to the label's, under the probabilities
      let mean = 0;
      let square = 0;
      for (let c = 0; c < classes; c++) mean += row[c] * (logits[i * classes + c] - own);
      for (let c = 0; c < classes; c++) square += row[c] * (logits[i * classes + c] - own - mean) ** 2;
      slope += mean;
      curvature += square;
    }
    return { loss: loss / rows, slope: slope / rows, curvature: curvature / rows };
  }
}

/** The root mean square of the logits' deviations from the mean of their sample. */
function spreadOf(logits: Vector, classes: number): number {
  let squares = 0;
  for (let offset = 0; offset < logits.length; offset += classes) {
    let mean = 0;
    for (let c = 0; c < classes; c++) mean += logits[offset + c] / classes;
    for (let c = 0; c < classes; c++) squares += (logits[offset + c] - mean) ** 2;
  }
  return Math.sqrt(squares / logits.length);
}
