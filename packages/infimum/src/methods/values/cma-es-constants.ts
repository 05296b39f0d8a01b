/** What the equations of CMA-ES take from the dimension and the population size alone. */
export interface CmaEsConstants {
  /** The number of points in a generation, lambda. */
  readonly populationSize: number;
  /** How many of the best points move the mean, mu: those whose weight is positive. */
  readonly parents: number;
  /** One weight a rank, best first: the positive ones sum to 1, the others are zero or negative. */
  readonly weights: Float64Array;
  readonly weightSum: number;
  /** How many equally weighted points have the variance of the weighted mean, mu_eff. */
  readonly effectiveParents: number;
  /** Decay and damping of the path that controls the step size, c_sigma and d_sigma. */
  readonly stepSizeDecay: number;
  readonly stepSizeDamping: number;
  /** Decay of the path of the rank-one update, c_c, and the rates of the two updates, c_1 and c_mu. */
  readonly pathDecay: number;
  readonly rankOneRate: number;
  readonly rankManyRate: number;
  /** The expected length of a standard normal vector. */
  readonly expectedLength: number;
  /** Generations between two eigendecompositions: their cost then stays below that of sampling. */
  readonly decompositionGap: number;
}

/** The default population size, 4 + floor(3 ln n). */
export function defaultPopulationSize(dimension: number): number {
  return 4 + Math.floor(3 * Math.log(dimension));
}

/**
 * The default parameters of CMA-ES: table 1 and equations 49 to 58 of the tutorial. Without `active`, negative weights
 * are zero.
 *
 * The step size's decay is (mu_eff + 2) / (n + mu_eff + 3), at most 1/2, as in pycma 4; the tutorial has n + mu_eff + 5
 * and no limit. Separable matrices learn (n + 2) / 3 times as fast; with limited memory the decay is 2 lambda / n and there
 * are no negative weights.
 *
 * @reference R. Ros, N. Hansen (2008), A Simple Modification in CMA-ES Achieving Linear Time and Space Complexity,
 * doi:10.1007/978-3-540-87700-4_30
 * @reference I. Loshchilov, T. Glasmachers, H.-G. Beyer (2019), arXiv:1705.06693
 * @reference N. Hansen (2016), The CMA Evolution Strategy: A Tutorial, arXiv:1604.00772
 */
export function cmaEsConstants(
  dimension: number,
  populationSize: number,
  active: boolean,
  shape: "full" | "separable" | "limited-memory" = "full",
): CmaEsConstants {
  const n = dimension;
  const weights = new Float64Array(populationSize);
  for (let k = 0; k < populationSize; k++) weights[k] = Math.log((populationSize + 1) / 2) - Math.log(k + 1);
  const parents = Math.floor(populationSize / 2);
  const effectiveParents = effectiveCount(weights, 0, parents);

  const pathDecay = (4 + effectiveParents / n) / (n + 4 + (2 * effectiveParents) / n);
  // n numbers are learnt sooner than n^2 / 2
  const fasterBy = shape === "separable" ? (n + 2) / 3 : 1;
  const rankOneRate = Math.min(1 / 2, (fasterBy * 2) / ((n + 1.3) ** 2 + effectiveParents));
  const rankManyRate = Math.min(
    1 - rankOneRate,
    (fasterBy * (2 * (1 / 4 + effectiveParents + 1 / effectiveParents - 2))) / ((n + 2) ** 2 + effectiveParents),
  );
  const isLimited = shape === "limited-memory";
  const stepSizeDecay = Math.min(
    1 / 2,
    isLimited ? (2 * populationSize) / n : (effectiveParents + 2) / (n + effectiveParents + 3),
  );
  const stepSizeDamping = isLimited
    ? 1
    : 1 + 2 * Math.max(0, Math.sqrt((effectiveParents - 1) / (n + 1)) - 1) + stepSizeDecay;

  scaleToSum(weights, 0, parents, 1);
  const negativeSum =
    active && !isLimited ? largestNegativeSum(weights, n, effectiveParents, rankOneRate, rankManyRate) : 0;
  scaleToSum(weights, parents, populationSize, -negativeSum);
  return {
    populationSize,
    parents,
    weights,
    weightSum: weights.reduce((sum, weight) => sum + weight, 0),
    effectiveParents,
    stepSizeDecay,
    stepSizeDamping,
    pathDecay,
    rankOneRate,
    rankManyRate,
    expectedLength: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
    decompositionGap: Math.max(1, Math.floor(1 / (10 * n * (rankOneRate + rankManyRate)))),
  };
}

/**
 * The sum of the sizes of the negative weights: what cancels the decay of the matrix, but no more than their variance
 * allows, nor so much that the matrix could lose its definiteness.
 */
function largestNegativeSum(
  weights: Float64Array,
  n: number,
  effectiveParents: number,
  rankOneRate: number,
  rankManyRate: number,
): number {
  const parents = Math.floor(weights.length / 2);
  const effectiveNegative = effectiveCount(weights, parents, weights.length);
  const cancelsDecay = 1 + rankOneRate / rankManyRate;
  const keepsVariance = 1 + (2 * effectiveNegative) / (effectiveParents + 2);
  const keepsDefinite = (1 - rankOneRate - rankManyRate) / (n * rankManyRate);
  return Math.max(0, Math.min(cancelsDecay, keepsVariance, keepsDefinite));
}

/** (sum w)^2 / sum w^2 over a range of the weights. */
function effectiveCount(weights: Float64Array, from: number, to: number): number {
  let sum = 0;
  let squares = 0;
  for (let k = from; k < to; k++) {
    sum += weights[k];
    squares += weights[k] ** 2;
  }
  return sum ** 2 / squares;
}

function scaleToSum(weights: Float64Array, from: number, to: number, target: number): void {
  let sum = 0;
  for (let k = from; k < to; k++) sum += weights[k];
  for (let k = from; k < to; k++) weights[k] = target === 0 ? 0 : (weights[k] / sum) * target;
}
