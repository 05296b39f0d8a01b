import { InfimumError } from "../../error.ts";
import { multiply, multiplyByTransposed, multiplyVector, symmetricEigen } from "../../numerics/dense/index.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";
import { dot } from "../../numerics/vector.ts";
import type { Facts } from "../../problem/view.ts";
import { method, type Verdict } from "../../run/method.ts";
import { type CmaEsConstants, cmaEsConstants, defaultPopulationSize } from "./cma-es-constants.ts";
import { cmaEsHistory, remember, valueRange } from "./cma-es-history.ts";
import type { CmaEsState } from "./cma-es-state.ts";
import { spreadOf, stalled, verdictOf } from "./cma-es-verdict.ts";
import { rankValues } from "./rank-values.ts";
import { locateInBox, placeInBox, type SearchBox, searchBox, widthOf } from "./search-box.ts";

/**
 * CMA-ES with negative weights: sample x_k = m + sigma y_k, y_k ~ N(0, C), rank the x_k, and with weights w by rank
 *
 *     m += sigma sum_(best half) w_k y_k,  p_c and p_sigma accumulate these moves,
 *     C = (1 - c_1 - c_mu sum w) C + c_1 p_c p_c^T + c_mu sum w_k y_k y_k^T,
 *     sigma *= exp(c_sigma / d_sigma (|p_sigma| / E|N(0, I)| - 1)).
 *
 * 4 + floor(3 ln n) values in one batch, about n^2 operations a point and up to 12 n^3 a generation. Only ranks count.
 * From pycma 4, not the tutorial: the decay of p_sigma, the test that stalls p_c, at most a factor e on sigma, and
 * within bounds standard deviations of at most a third of the width (so bounds are served here, not by a wrapper).
 *
 * @reference N. Hansen (2016), The CMA Evolution Strategy: A Tutorial, arXiv:1604.00772
 */
export const cmaEs = method({
  name: "cma-es",
  version: 1,
  title: "Evolution strategy that adapts the covariance matrix of its samples",
  papers: [
    { authors: "N. Hansen", year: 2016, title: "The CMA Evolution Strategy: A Tutorial", source: "arXiv:1604.00772" },
    {
      authors: "N. Hansen, A. Ostermeier",
      year: 2001,
      title: "Completely Derandomized Self-Adaptation in Evolution Strategies",
      source: "10.1162/106365601750190398",
    },
    {
      authors: "G. A. Jastrebski, D. V. Arnold",
      year: 2006,
      title: "Improving Evolution Strategies through Active Covariance Matrix Adaptation",
      source: "10.1109/CEC.2006.1688662",
    },
  ],
  needs: ["values"],
  handles: ["bounds", "batches", "noise"],
  random: RandomStream,
  options: {
    /** Points in a generation, at least 3; 0: 4 + floor(3 ln n). */
    populationSize: 0,
    /**
     * The first standard deviation of every coordinate. 0: a third of the width between a coordinate's bounds, and
     * 0.3 max(|x0_i|, 1) where it has not both.
     */
    stepSize: 0,
    /** Lets the worse half of a generation push the covariance matrix away. */
    active: true,
  },
  validate({ populationSize, stepSize }) {
    if (!(populationSize === 0 || (Number.isSafeInteger(populationSize) && populationSize >= 3))) {
      throw new InfimumError(
        "bad-option",
        `populationSize is ${populationSize}: give a whole number of at least 3, or 0.`,
      );
    }
    if (!(stepSize >= 0 && stepSize < Infinity)) {
      throw new InfimumError(
        "bad-option",
        `stepSize is ${stepSize}: give a positive number, or 0 to take it from the problem.`,
      );
    }
  },
  *start(problem, { populationSize, stepSize, active }) {
    // its value is not used, but the result is then never worse than the start, where a throw is the caller's mistake
    yield* problem.values([problem.x0], problem.scratch(1));
    const box = searchBox(problem);
    const n = box.free.length;
    const scales = firstDeviations(problem, box, stepSize);
    const first = scales.reduce((largest, scale) => Math.max(largest, scale), 0);
    const size = populationSize || defaultPopulationSize(Math.max(n, 1));
    const state: CmaEsState = {
      box,
      constants: cmaEsConstants(Math.max(n, 1), size, active),
      history: cmaEsHistory(n, size),
      scales: scales.map((scale) => scale / first),
      mean: locateInBox(box, problem.x0, new Float64Array(n)),
      stepSize: first,
      covariance: identity(n),
      covariancePath: new Float64Array(n),
      stepSizePath: new Float64Array(n),
      axes: identity(n),
      axisLengths: new Float64Array(n).fill(1),
      decomposedAt: 0,
      initialStepSize: first,
      spread: n === 0 ? 0 : Infinity,
      valueRange: n === 0 ? 0 : Infinity,
    };
    return state;
  },
  *step(state, problem) {
    const { box, constants, history, scales, mean } = state;
    const n = mean.length;
    const size = constants.populationSize;
    const normals = problem.random("population").fillNormal(problem.scratch(n * size));
    const root = problem.scratch(n * n);
    for (let j = 0; j < n; j++) {
      for (let i = j * n; i < j * n + n; i++) root[i] = state.axes[i] * state.axisLengths[j];
    }
    const steps = multiply(root, normals, n, n, size, problem.scratch(n * size));
    const u = problem.scratch(n);
    const points: Vector[] = [];
    for (let k = 0; k < size; k++) {
      for (let i = 0; i < n; i++) u[i] = mean[i] + state.stepSize * scales[i] * steps[i + k * n];
      const point = problem.scratch();
      if (n < problem.dimension) point.set(problem.x0);
      points.push(placeInBox(box, u, point));
    }
    const values = problem.scratch(size);
    yield* problem.values(points, values);
    const order = rankValues(values, problem.scratch(size));

    if (values[order[0]] === Infinity) return searchNearer(state);
    history.invalid = 0;
    remember(history, values, order);
    state.valueRange = valueRange(history, values);
    updateDistribution(state, problem, order, normals, steps);
    keepWithinBounds(state);
    state.spread = spreadOf(state);
    if (history.generations - state.decomposedAt >= constants.decompositionGap && !decompose(state, problem)) {
      return stalled("the covariance matrix has a condition number above 1e14");
    }
    return verdictOf(state, values[order[0]]);
  },
  measures: ({ stepSize, spread, valueRange }) => ({ stepSize, spread, valueRange }),
  settles: { spread: 1e-9, valueRange: 1e-12 },
});

function firstDeviations(problem: Facts, box: SearchBox, stepSize: number): Float64Array {
  const deviations = new Float64Array(box.free.length);
  for (let j = 0; j < deviations.length; j++) {
    const third = widthOf(box, j) / 3;
    const byDefault = third < Infinity ? third : 0.3 * Math.max(1, Math.abs(problem.x0[box.free[j]]));
    deviations[j] = Math.min(third, stepSize > 0 ? stepSize : byDefault);
  }
  return deviations;
}

function identity(n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i + i * n] = 1;
  return matrix;
}

/** Equations 41 to 47 of the tutorial: the mean, the two paths, the covariance matrix and the step size. */
function updateDistribution(state: CmaEsState, problem: Facts, order: Vector, normals: Vector, steps: Vector): void {
  const { constants, history, scales, mean, covariance, covariancePath, stepSizePath } = state;
  const { parents, weights, effectiveParents, stepSizeDecay, pathDecay, rankOneRate, rankManyRate } = constants;
  const n = mean.length;
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
  for (let i = 0; i < n; i++) mean[i] += state.stepSize * scales[i] * meanStep[i];

  // B times the normals is C^(-1/2) times the steps
  const whitened = multiplyVector(state.axes, n, n, meanNormal, problem.scratch(n));
  const stepSizeGain = Math.sqrt(stepSizeDecay * (2 - stepSizeDecay) * effectiveParents);
  for (let i = 0; i < n; i++) stepSizePath[i] = (1 - stepSizeDecay) * stepSizePath[i] + stepSizeGain * whitened[i];
  const squaredLength = dot(stepSizePath, stepSizePath);
  const maturity = 1 - (1 - stepSizeDecay) ** (2 * history.generations);
  // after a long move the step size is what has to grow, not the matrix
  const stall = squaredLength / maturity / n >= 2 + 4 / (n + 1);
  const pathGain = stall ? 0 : Math.sqrt(pathDecay * (2 - pathDecay) * effectiveParents);
  for (let i = 0; i < n; i++) covariancePath[i] = (1 - pathDecay) * covariancePath[i] + pathGain * meanStep[i];

  const weighted = weighSteps(constants, order, normals, steps, problem.scratch(steps.length));
  const rankMany = multiplyByTransposed(weighted, steps, n, constants.populationSize, n, problem.scratch(n * n));
  const stallLoss = stall ? rankOneRate * pathDecay * (2 - pathDecay) : 0;
  const keep = 1 - rankOneRate - rankManyRate * constants.weightSum + stallLoss;
  for (let j = 0; j < n; j++) {
    const rankOne = rankOneRate * covariancePath[j];
    for (let i = j; i < n; i++) {
      const at = i + j * n;
      covariance[at] = keep * covariance[at] + rankOne * covariancePath[i] + rankManyRate * rankMany[at];
    }
  }
  const change =
    (stepSizeDecay / constants.stepSizeDamping) * (Math.sqrt(squaredLength) / constants.expectedLength - 1);
  state.stepSize *= Math.exp(Math.min(1, change));
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
function keepWithinBounds(state: CmaEsState): void {
  const { box, scales, covariance, covariancePath, history } = state;
  const n = scales.length;
  for (let j = 0; j < n; j++) {
    const width = widthOf(box, j);
    if (width === Infinity) continue;
    const ratio = width / 3 / (state.stepSize * scales[j] * Math.sqrt(covariance[j + j * n]));
    if (!(ratio < 1)) continue;
    for (let i = 0; i < j; i++) covariance[j + i * n] *= ratio;
    for (let i = j; i < n; i++) covariance[i + j * n] *= ratio;
    covariance[j + j * n] *= ratio;
    covariancePath[j] *= ratio;
    state.decomposedAt = Math.min(state.decomposedAt, history.generations - state.constants.decompositionGap);
  }
}

const largestCondition = 1e14;

/** C = B D^2 B^T; false, and nothing changed, when the condition number leaves samples no meaning. */
function decompose(state: CmaEsState, problem: Facts): boolean {
  const { covariance, axes, axisLengths, history } = state;
  const n = axisLengths.length;
  const values = problem.scratch(n);
  const vectors = problem.scratch(n * n);
  const work = { offDiagonal: problem.scratch(n), reflections: problem.scratch(n), product: problem.scratch(n) };
  const decomposed = symmetricEigen(covariance, n, values, vectors, work);
  if (!decomposed || !(values[0] > 0) || !(values[n - 1] <= largestCondition * values[0])) return false;
  axes.set(vectors);
  for (let i = 0; i < n; i++) axisLengths[i] = Math.sqrt(values[i]);
  state.decomposedAt = history.generations;
  return true;
}

const mostInvalidGenerations = 50;

/** All values were invalid: nothing is learned but that they were too far out. */
function searchNearer(state: CmaEsState): Verdict | undefined {
  state.stepSize /= 2;
  state.history.invalid++;
  if (state.history.invalid < mostInvalidGenerations) return undefined;
  return stalled(`${mostInvalidGenerations} generations in a row, ever nearer to their mean, had no valid value`);
}
