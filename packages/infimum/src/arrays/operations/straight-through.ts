import { badValue } from "../../error.ts";
import type { TracedArray } from "../values/traced-array.ts";
import { add, divide, multiply, subtract } from "./arithmetic.ts";
import { log } from "./functions.ts";
import type { Operand } from "./operands.ts";
import { softmax } from "./softmax.ts";
import { stopGradient } from "./stop-gradient.ts";

export interface EstimatorOptions {
  /** What the logits are divided by in the derivative: 1 unless said, more for smaller variance. Above 0. */
  readonly temperature?: number;
}

/**
 * A sample of categories, whose derivative by the logits is that of softmax(logits / temperature): biased, unless the
 * objective is linear in the sample (it is the Euler step of first order from the sample).
 *
 * @param logits (..., categories)
 * @param sample one-hot, of the shape of the logits, drawn with probabilities softmax(logits); see `oneHot`
 * @throws InfimumError `shape-mismatch`, `bad-temperature`
 * @reference Y. Bengio, N. Leonard, A. Courville, 2013, Estimating or propagating gradients through stochastic neurons for
 *   conditional computation, arXiv:1308.3432
 *
 * @example
 * import { evaluated, oneHot, straightThrough } from "infimum/arrays";
 * Array.from(evaluated(straightThrough([0, 0, 0], oneHot(1, 3))).entries); // [0, 1, 0]
 */
export function straightThrough(logits: Operand, sample: Operand, options: EstimatorOptions = {}): TracedArray {
  return withDerivativeOf(sample, tempered(logits, options));
}

/**
 * A sample of categories, whose derivative by the logits is of second order: its mean is the gradient of the expected objective where
 * that is quadratic in the sample (at temperature 1).
 *
 * With p0 = softmax(logits) and p1 = (sample + softmax(logits / temperature)) / 2 it is the derivative of 2 p1 - p0 / 2, where p1
 * moves with the logits as softmax does from p1.
 *
 * @param logits (..., categories)
 * @param sample one-hot, of the shape of the logits, drawn with probabilities softmax(logits); see `oneHot`
 * @throws InfimumError `shape-mismatch`, `bad-temperature`
 * @reference L. Liu, C. Dong, X. Liu, B. Yu, J. Gao, 2023, Bridging Discrete and Backpropagation: Straight-Through and Beyond,
 *   arXiv:2304.08612
 */
export function reinMax(logits: Operand, sample: Operand, options: EstimatorOptions = {}): TracedArray {
  const middle = divide(add(sample, tempered(logits, options)), 2);
  const moving = softmax(add(stopGradient(subtract(log(middle), logits)), logits));
  return withDerivativeOf(sample, subtract(multiply(2, moving), divide(softmax(logits), 2)));
}

function withDerivativeOf(sample: Operand, moving: TracedArray): TracedArray {
  return add(stopGradient(sample), subtract(moving, stopGradient(moving)));
}

/** @throws InfimumError `bad-temperature` */
function tempered(logits: Operand, { temperature = 1 }: EstimatorOptions): TracedArray {
  if (!(temperature > 0)) throw badValue("bad-temperature", "the temperature", temperature, "a number above 0");
  return softmax(divide(logits, temperature));
}
