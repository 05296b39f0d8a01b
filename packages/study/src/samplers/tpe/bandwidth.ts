import type { Vector } from "infimum/numerics";
import type { BandwidthRule } from "./kernel-mixture.ts";

/**
 * Scott's rule for kernels over n numbers, times a factor: sigma = factor s N^(-1 / (n + 4)), s the deviation of the
 * positions together with one observation of the uniform density, whose deviation is 1/sqrt(12): a few trials know little
 * of their spread.
 *
 * @reference D. W. Scott, 1992, "Multivariate density estimation: theory, practice, and visualization", 10.1002/9780470316849
 */
export function scottBandwidth(factor: number, minimum: number): BandwidthRule {
  return (positions: Vector, weights: Vector, count: number, dimensions: number): number => {
    let total = 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      if (positions[i] !== positions[i]) continue;
      total += weights[i];
      sum += weights[i] * positions[i];
    }
    const mean = sum / total;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      if (positions[i] === positions[i]) squares += weights[i] * (positions[i] - mean) ** 2;
    }
    const variance = total > 0 ? (squares + 1 / 12) / (total + 1) : 1 / 12;
    return Math.max(minimum, factor * Math.sqrt(variance) * (total + 1) ** (-1 / (dimensions + 4)));
  };
}
