import { InfimumError } from "../../error.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Facts } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { borderOf } from "./cma-es-margin.ts";
import { drawBetween, firstDeviations, levelsOf } from "./cma-es-search.ts";
import { type CrossEntropyDensity, refitDensity, sampleDensity } from "./cross-entropy-density.ts";
import { type PopulationHistory, populationHistory, remember, valueRange } from "./population-history.ts";
import { populationVerdict, stalled } from "./population-verdict.ts";
import { rankValues } from "./rank-values.ts";
import { locateInBox, placeInBox, type SearchBox, searchBox } from "./search-box.ts";

/** The density that is sampled, and what its values were; plain data. */
export interface CrossEntropyState {
  readonly box: SearchBox;
  readonly density: CrossEntropyDensity;
  readonly history: PopulationHistory;
  readonly size: number;
  readonly firstDeviation: number;
  /** The largest deviation of a real variable, relative to its mean where that is above 1, and part of doubt about a level. */
  spread: number;
  valueRange: number;
}

/** Variables with more levels are sampled as real numbers, and rounded. */
const mostLevels = 64;

/**
 * The cross-entropy method: sample a parametric density, keep the best part, and fit the density to it, which minimizes the
 * Kullback-Leibler divergence from the samples' conditional density,
 *
 *     theta = (1 - smoothing) theta + smoothing argmax sum_elite log p(x; theta).
 *
 * The density is normal, or a mixture of normals refitted by expectation maximization; variables with levels (integers, choices, steps)
 * have a probability for each. One batch; a few operations a variable, component and sample. Only the order of values counts. For
 * sequences of actions the variables are the actions one after the other, and x0 the plan that is known so far.
 *
 * @reference R. Y. Rubinstein (1999), The Cross-Entropy Method for Combinatorial and Continuous Optimization,
 * doi:10.1023/A:1010091220143
 * @reference K. Li, F. Li (2024), Cross-Entropy Optimization for Hyperparameter Optimization in Stochastic Gradient-based Approaches
 * to Train Deep Neural Networks, arXiv:2409.09240
 *
 * @example
 * const mixed = space({ kind: choice("a", "b", "c"), rate: float(0, 1) });
 * const { params } = minimize(({ kind, rate }) => (kind === "b" ? 0 : 1) + (rate - 0.3) ** 2, mixed, { method: "cross-entropy" });
 * params.kind; // "b"
 */
export const crossEntropy = method({
  name: "cross-entropy",
  version: 1,
  title: "Density refitted to the best of its samples: normals, mixtures, choices",
  papers: [
    {
      authors: "R. Y. Rubinstein",
      year: 1999,
      title: "The Cross-Entropy Method for Combinatorial and Continuous Optimization",
      source: "10.1023/A:1010091220143",
    },
    {
      authors: "K. Li, F. Li",
      year: 2024,
      title:
        "Cross-Entropy Optimization for Hyperparameter Optimization in Stochastic Gradient-based Approaches to Train Deep Neural Networks",
      source: "arXiv:2409.09240",
    },
  ],
  rows: ["P155"],
  needs: ["values"],
  handles: ["bounds", "batches", "noise"],
  random: RandomStream,
  options: {
    /** Samples in a generation, at least 4; 0: 50, or 10 n if that is more, times the number of components. */
    populationSize: 0,
    /** The part of the samples that the density is fitted to. */
    eliteShare: 0.1,
    /** How far means move to the fitted ones. */
    smoothing: 0.7,
    /** How far deviations and probabilities of levels move: less, lest they vanish before the minimizer is among the samples. */
    deviationSmoothing: 0.4,
    /** Normal densities in the mixture; all but the first begin at random points. */
    components: 1,
    /** The first standard deviation; 0: a third of the width between bounds, 0.3 max(|x0_i|, 1) without both. */
    stepSize: 0,
  },
  validate({ populationSize, eliteShare, smoothing, deviationSmoothing, components, stepSize }) {
    const require = (holds: boolean, name: string, value: unknown, what: string) => {
      if (!holds) throw new InfimumError("bad-option", `${name} is ${value}: give ${what}.`);
    };
    const isCount = populationSize === 0 || (Number.isSafeInteger(populationSize) && populationSize >= 4);
    require(isCount, "populationSize", populationSize, "a whole number of at least 4, or 0");
    require(eliteShare > 0 && eliteShare < 1, "eliteShare", eliteShare, "a number between 0 and 1");
    require(smoothing > 0 && smoothing <= 1, "smoothing", smoothing, "a number above 0 and at most 1");
    const isPart = deviationSmoothing > 0 && deviationSmoothing <= 1;
    require(isPart, "deviationSmoothing", deviationSmoothing, "a number above 0 and at most 1");
    require(Number.isSafeInteger(components) &&
      components >= 1, "components", components, "a whole number of at least 1");
    require(stepSize >= 0 && stepSize < Infinity, "stepSize", stepSize, "a positive number, or 0");
  },
  *start(problem, { populationSize, components, stepSize }) {
    // its value is not used, but the result is then never worse than the start
    yield* problem.values([problem.x0], problem.scratch(1));
    const box = searchBox(problem);
    const n = box.free.length;
    const size = populationSize || Math.max(50, 10 * n) * components;
    const deviations = firstDeviations(problem, box, stepSize);
    const state: CrossEntropyState = {
      box,
      density: openDensity(problem, box, deviations, components),
      history: populationHistory(n, size),
      size,
      firstDeviation: deviations.reduce((largest, deviation) => Math.max(largest, deviation), 0),
      spread: n === 0 ? 0 : Infinity,
      valueRange: n === 0 ? 0 : Infinity,
    };
    return state;
  },
  *step(state, problem, { eliteShare, smoothing, deviationSmoothing }) {
    const { box, density, history, size } = state;
    const n = box.free.length;
    const random = problem.random("samples");
    const samples = problem.scratch(size * n);
    const points: Vector[] = [];
    for (let k = 0; k < size; k++) {
      sampleDensity(density, random, samples, k * n);
      points.push(pointOf(state, problem, samples.subarray(k * n, (k + 1) * n)));
    }
    const values = problem.scratch(size);
    yield* problem.values(points, values);

    const order = rankValues(values, problem.scratch(size));
    if (values[order[0]] === Infinity) {
      history.invalid++;
      if (history.invalid < mostInvalidGenerations) return undefined;
      return stalled(`${mostInvalidGenerations} generations in a row had no valid value`);
    }
    history.invalid = 0;
    remember(history, values, order);
    let count = Math.max(2, Math.ceil(eliteShare * size));
    while (count > 1 && values[order[count - 1]] === Infinity) count--;
    state.valueRange = valueRange(history, values, values[order[count - 1]]);
    const elites = problem.scratch(count * n);
    for (let k = 0; k < count; k++) elites.set(samples.subarray(order[k] * n, (order[k] + 1) * n), k * n);
    const responsibilities = problem.scratch(count * density.shares.length);
    refitDensity(density, elites, count, smoothing, deviationSmoothing, responsibilities);
    state.spread = spreadOf(density);
    const growth = density.deviations.reduce((largest, deviation) => Math.max(largest, deviation), 0);
    return populationVerdict(history, state.valueRange, values[order[0]], growth / state.firstDeviation);
  },
  measures: ({ spread, valueRange }) => ({ spread, valueRange }),
  settles: { spread: 1e-6, valueRange: 1e-12 },
});

const mostInvalidGenerations = 50;

function openDensity(
  problem: Facts,
  box: SearchBox,
  deviations: Float64Array,
  components: number,
): CrossEntropyDensity {
  const n = box.free.length;
  const levels = levelsOf(problem, box).map((count) => (count <= mostLevels ? count : 0));
  const offsets = new Int32Array(n).fill(-1);
  let total = 0;
  for (let j = 0; j < n; j++) {
    if (levels[j] === 0) continue;
    offsets[j] = total;
    total += levels[j];
  }
  const probabilities = new Float64Array(total);
  for (let j = 0; j < n; j++) if (levels[j] > 0) probabilities.fill(1 / levels[j], offsets[j], offsets[j] + levels[j]);
  const means = new Float64Array(components * n);
  locateInBox(box, problem.x0, means.subarray(0, n));
  for (let c = 1; c < components; c++) {
    drawBetween(box, deviations, problem, means.subarray(c * n, (c + 1) * n), c);
  }
  return {
    shares: new Float64Array(components).fill(1 / components),
    means,
    deviations: Float64Array.from(means, (_, at) => deviations[at % n]),
    offsets,
    levels,
    probabilities,
  };
}

function pointOf({ box, density }: CrossEntropyState, problem: Facts, sample: Vector): Vector {
  const point = problem.scratch();
  if (box.free.length < problem.dimension) point.set(problem.x0);
  placeInBox(box, sample, point);
  const { levels } = density;
  for (let j = 0; j < levels.length; j++) {
    if (levels[j] > 0) point[box.free[j]] = borderOf(box, j, levels[j], sample[j] + 0.5);
  }
  return point;
}

function spreadOf({ shares, means, deviations, offsets, levels, probabilities }: CrossEntropyDensity): number {
  const n = levels.length;
  let largest = 0;
  for (let c = 0; c < shares.length; c++) {
    // components that have lost their samples do not count
    if (shares[c] * shares.length < 0.05) continue;
    for (let j = 0; j < n; j++) {
      if (offsets[j] >= 0) continue;
      largest = Math.max(largest, deviations[c * n + j] / Math.max(1, Math.abs(means[c * n + j])));
    }
  }
  for (let j = 0; j < n; j++) {
    if (offsets[j] < 0) continue;
    let likely = 0;
    for (let level = 0; level < levels[j]; level++) likely = Math.max(likely, probabilities[offsets[j] + level]);
    largest = Math.max(largest, 1 - likely);
  }
  return largest;
}
