import type { Vector } from "../../numerics/vector.ts";
import { rankValues } from "./rank-values.ts";

/** How noisy the ranks of a generation are, and what is done about it; plain data, part of a state. */
export interface Uncertainty {
  /** True when points are asked again to find out. */
  readonly watched: boolean;
  /** Evaluations of each point, whose mean is its value: a whole number once rounded. */
  averages: number;
  /** The measured uncertainty: above 0 where noise decides the ranks. */
  level: number;
}

/** theta: the share of all rank changes that chance alone is allowed. */
const allowedShare = 0.2;
/** alpha_t: the factor on the number of evaluations of a point. */
const averagesFactor = 1.5;

/** How many points of a generation are asked again: a tenth, at least two. */
export function reaskedCount(populationSize: number): number {
  return Math.min(populationSize, Math.max(2, Math.round(populationSize / 10)));
}

/**
 * The uncertainty of the ranks, from values of the same points asked twice (the first ones of a generation): how much
 * further their ranks have moved than a share of all possible changes. `values` becomes the mean of both answers there.
 *
 * @reference N. Hansen, A. S. P. Niederberger, L. Guzzella, P. Koumoutsakos (2009), A Method for Handling Uncertainty in
 * Evolutionary Optimization, doi:10.1109/TEVC.2008.924423
 */
export function rankUncertainty(values: Vector, again: Vector): number {
  const count = values.length;
  const joint = Float64Array.from({ length: count + again.length }, (_, k) =>
    k < count ? values[k] : again[k - count],
  );
  const order = rankValues(joint, new Float64Array(joint.length));
  const ranks = new Float64Array(joint.length);
  order.forEach((k, rank) => {
    ranks[k] = rank + 1;
  });
  let sum = 0;
  for (let k = 0; k < again.length; k++) {
    const [first, second] = [ranks[k], ranks[count + k]];
    // ranks beside each other are no change
    const change = Math.max(0, Math.abs(second - first) - 1);
    const limits =
      changeLimit(second - (second > first ? 1 : 0), joint.length) +
      changeLimit(first - (first > second ? 1 : 0), joint.length);
    sum += 2 * change - limits;
  }
  for (let k = 0; k < again.length; k++) values[k] = (values[k] + again[k]) / 2;
  return sum / again.length;
}

/** The share `allowedShare / 2` of the changes |1 - rank|, |2 - rank|, ..., |count - 1 - rank| is below it. */
function changeLimit(rank: number, count: number): number {
  const changes = Float64Array.from({ length: count - 1 }, (_, k) => Math.abs(k + 1 - rank)).toSorted();
  const position = (allowedShare / 2) * (changes.length - 1);
  const below = Math.floor(position);
  return changes[below] + (position - below) * ((changes[below + 1] ?? changes[below]) - changes[below]);
}

/**
 * Answers the uncertainty of a generation: more evaluations of each point, fewer when there is none; once there are as many as
 * allowed, the factor by which steps become larger.
 */
export function answerUncertainty(uncertainty: Uncertainty, level: number, mostAverages: number, n: number): number {
  uncertainty.level = level;
  if (!(level > 0)) {
    uncertainty.averages = Math.max(1, uncertainty.averages / averagesFactor);
    return 1;
  }
  if (uncertainty.averages >= mostAverages) return 1 + 2 / (n + 10);
  uncertainty.averages = Math.min(mostAverages, uncertainty.averages * averagesFactor);
  return 1;
}
