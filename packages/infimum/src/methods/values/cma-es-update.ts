import { dot, type Vector } from "../../numerics/vector.ts";
import type { Facts } from "../../problem/view.ts";
import type { CmaEsConstants } from "./cma-es-constants.ts";
import { kindOf } from "./cma-es-shape.ts";
import type { CmaEsSearch } from "./cma-es-state.ts";
import { type SearchBox, widthOf } from "./search-box.ts";

/**
 * Equations 41 to 47 of the tutorial: the mean, the two paths, the covariance matrix and the step size.
 */
export function updateDistribution(
  search: CmaEsSearch,
  problem: Facts,
  order: Vector,
  normals: Vector,
  steps: Vector,
): void {
  const { constants, history, scales, mean, shape, covariancePath, stepSizePath } = search;
  const { parents, weights, effectiveParents, stepSizeDecay, pathDecay, rankOneRate, rankManyRate } = constants;
  const n = mean.length;
  const kind = kindOf(shape);
  const meanStep = problem.scratch(n).fill(0);
  const meanNormal = problem.scratch(n).fill(0);
  for (let rank = 0; rank < parents; rank++) {
    const weight = weights[rank];
    const column = order[rank] * n;
    for (let i = 0; i < n; i++) {
      meanStep[i] += weight * steps[column + i];
      meanNormal[i] += weight * normals[column + i];
    }
  }
  for (let i = 0; i < n; i++) mean[i] += search.stepSize * scales[i] * meanStep[i];

  const whitened = kind.whiten(shape, meanNormal, problem.scratch(n));
  const stepSizeGain = Math.sqrt(stepSizeDecay * (2 - stepSizeDecay) * effectiveParents);
  for (let i = 0; i < n; i++) stepSizePath[i] = (1 - stepSizeDecay) * stepSizePath[i] + stepSizeGain * whitened[i];
  const squaredLength = dot(stepSizePath, stepSizePath);
  const maturity = 1 - (1 - stepSizeDecay) ** (2 * history.generations);
  // after a long move the step size is what has to grow, not the matrix
  const stall = squaredLength / maturity / n >= 2 + 4 / (n + 1);
  const pathGain = stall ? 0 : Math.sqrt(pathDecay * (2 - pathDecay) * effectiveParents);
  for (let i = 0; i < n; i++) covariancePath[i] = (1 - pathDecay) * covariancePath[i] + pathGain * meanStep[i];

  const weighted = weighSteps(constants, order, normals, steps, problem.scratch(steps.length));
  const stallLoss = stall ? rankOneRate * pathDecay * (2 - pathDecay) : 0;
  const keep = 1 - rankOneRate - rankManyRate * constants.weightSum + stallLoss;
  const change =
    (stepSizeDecay / constants.stepSizeDamping) * (Math.sqrt(squaredLength) / constants.expectedLength - 1);
  search.stepSize *= Math.exp(Math.min(1, change));
  kind.learn(shape, { constants, normals, steps, weighted, meanNormal, path: covariancePath, keep }, problem);
}

/** The steps times their weights; those with negative weight at the length sqrt(n) in the metric of C, equation 46. */
function weighSteps({ weights }: CmaEsConstants, order: Vector, normals: Vector, steps: Vector, out: Vector): Vector {
  const n = steps.length / weights.length;
  for (let rank = 0; rank < weights.length; rank++) {
    const column = order[rank] * n;
    let weight = weights[rank];
    if (weight < 0) {
      let squaredLength = 0;
      for (let i = column; i < column + n; i++) squaredLength += normals[i] * normals[i];
      weight *= n / (squaredLength + 1e-9);
    }
    for (let i = column; i < column + n; i++) out[i] = weight * steps[i];
  }
  return out;
}

/** Shrinks the coordinates whose standard deviation is more than a third of the width between their bounds. */
export function keepWithinBounds(search: CmaEsSearch, box: SearchBox): void {
  const { scales, shape, covariancePath } = search;
  const kind = kindOf(shape);
  for (let j = 0; j < scales.length; j++) {
    const width = widthOf(box, j);
    if (width === Infinity) continue;
    const ratio = width / 3 / (search.stepSize * scales[j] * kind.deviation(shape, j));
    if (!(ratio < 1)) continue;
    kind.narrow(shape, j, ratio);
    covariancePath[j] *= ratio;
  }
}
