import type { Vector } from "../numerics/vector.ts";

/**
 * Turns the scores of one sample into probabilities, in place, and returns log(sum(exp(scores - scores[label]))), the
 * negative log-likelihood of its label. Scores are taken relative to the largest, so nothing overflows; and a loss near 0 is the
 * logarithm of 1 plus what the other classes have, so it keeps its digits.
 *
 * @param scores one score for each of `classes` from `offset` on
 * @param label of the sample, from 0; any class when only the probabilities matter
 */
export function softmaxRow(scores: Vector, offset: number, classes: number, label: number): number {
  const end = offset + classes;
  let top = offset;
  for (let c = offset + 1; c < end; c++) if (scores[c] > scores[top]) top = c;
  const largest = scores[top];
  const behind = largest - scores[offset + label];
  let others = 0;
  for (let c = offset; c < end; c++) {
    const size = Math.exp(scores[c] - largest);
    scores[c] = size;
    if (c !== top) others += size;
  }
  const total = 1 + others;
  for (let c = offset; c < end; c++) scores[c] /= total;
  return behind + Math.log1p(others);
}
