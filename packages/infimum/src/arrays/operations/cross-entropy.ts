import { InfimumError } from "../../error.ts";
import { describeShape, sameShape } from "../graph/shape.ts";
import type { TracedArray } from "../values/traced-array.ts";
import { multiply, negative, subtract } from "./arithmetic.ts";
import { takeAlong } from "./indexing.ts";
import { nodesOf, type Operand } from "./operands.ts";
import { sum } from "./reductions.ts";
import { reshape } from "./reshape.ts";
import { logSoftmax, logSumExp } from "./softmax.ts";

/**
 * The cross-entropy of classes under softmax(logits), over the last axis: one number for each example, of which one takes the mean.
 *
 * @param logits (..., classes)
 * @param labels the class of each example, whole numbers of shape (...), in data an `Int32Array`; or the probabilities of all
 * classes, of the shape of the logits
 * @throws InfimumError `shape-mismatch`, `indices-not-integers`; `bad-index`, when it is computed, for a class there is not
 *
 * @example
 * import { crossEntropy, evaluated } from "infimum/arrays";
 * evaluated(crossEntropy([[1000, 0], [0, 0]], [0, 1])).entries[1] === Math.LN2; // true
 */
export function crossEntropy(logits: Operand, labels: Operand): TracedArray {
  const [{ shape }, { shape: given }] = nodesOf("crossEntropy", [logits, labels]).nodes;
  if (sameShape(given, shape)) return negative(sum(multiply(labels, logSoftmax(logits)), { axis: -1 }));
  if (sameShape(given, shape.slice(0, -1))) {
    const own = reshape(takeAlong(logits, reshape(labels, [...given, 1])), given);
    return subtract(logSumExp(logits, { axis: -1 }), own);
  }
  throw new InfimumError(
    "shape-mismatch",
    `crossEntropy got logits of shape ${describeShape(shape)} and labels of ${describeShape(given)}: give a class for each example, or probabilities of the shape of the logits.`,
  );
}
