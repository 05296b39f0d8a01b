import { InfimumError } from "../../error.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { Facts, View } from "../../problem/view.ts";
import { method, type Verdict } from "../../run/method.ts";
import { defaultPopulationSize } from "./cma-es-constants.ts";
import { injectElite } from "./cma-es-elite.ts";
import { keepMargin } from "./cma-es-margin.ts";
import { drawBetween, firstDeviations, levelsOf, openSearch, pointsOf, type SearchOptions } from "./cma-es-search.ts";
import { kindOf, type ShapeName, shapeKinds } from "./cma-es-shape.ts";
import type { CmaEsState } from "./cma-es-state.ts";
import { answerUncertainty, rankUncertainty, reaskedCount } from "./cma-es-uncertainty.ts";
import { keepWithinBounds, updateDistribution } from "./cma-es-update.ts";
import { spreadOf, verdictOf } from "./cma-es-verdict.ts";
import { remember, valueRange } from "./population-history.ts";
import { stalled } from "./population-verdict.ts";
import { rankValues } from "./rank-values.ts";
import { planRestart, type RestartRule, restartPlan, restartsOnceMore } from "./restart-plan.ts";
import { locateInBox, searchBox } from "./search-box.ts";

/**
 * CMA-ES with negative weights: sample x_k = m + sigma y_k, y_k ~ N(0, C), rank the x_k, and with weights w by rank
 *
 *     m += sigma sum_(best half) w_k y_k,  p_c and p_sigma accumulate these moves,
 *     C = (1 - c_1 - c_mu sum w) C + c_1 p_c p_c^T + c_mu sum w_k y_k y_k^T,
 *     sigma *= exp(c_sigma / d_sigma (|p_sigma| / E|N(0, I)| - 1)).
 *
 * 4 + floor(3 ln n) values in one batch, about n^2 operations a point and up to 12 n^3 a generation (less with another
 * `covariance`). Only ranks count. Variables with levels (integers, choices, steps of a space) keep a margin of probability for
 * the levels beside the mean's. With `restarts` a run goes on until its budget ends or nothing is left to try.
 * From pycma 4, not the tutorial: the decay of p_sigma, the test that stalls p_c, at most a factor e on sigma, and
 * within bounds standard deviations of at most a third of the width (so bounds are served here, not by a wrapper).
 *
 * @reference N. Hansen (2016), The CMA Evolution Strategy: A Tutorial, arXiv:1604.00772
 *
 * @example
 * const waves = (x: ArrayLike<number>) => x[0] ** 2 + x[1] ** 2 + 3 - 3 * Math.cos(5 * x[0]) * Math.cos(5 * x[1]);
 * const search = cmaEs({ restarts: "bipop" });
 * minimize(waves, [3, -2], { method: search, bounds: { lower: -5, upper: 5 }, target: 1e-8 }).status; // "target"
 */
export const cmaEs = method({
  name: "cma-es",
  version: 2,
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
    {
      authors: "N. Hansen",
      year: 2009,
      title: "Benchmarking a BI-Population CMA-ES on the BBOB-2009 Function Testbed",
      source: "10.1145/1570256.1570333",
    },
    {
      authors: "R. Hamano, S. Saito, M. Nomura, S. Shirakawa",
      year: 2022,
      title: "CMA-ES with Margin: Lower-Bounding Marginal Probability for Mixed-Integer Black-Box Optimization",
      source: "arXiv:2205.13482",
    },
    {
      authors: "I. Loshchilov, T. Glasmachers, H.-G. Beyer",
      year: 2019,
      title: "Large Scale Black-Box Optimization by Limited-Memory Matrix Adaptation",
      source: "arXiv:1705.06693",
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
    /** "full"; "separable" for axes along the coordinates; "limited-memory" for thousands of variables. */
    covariance: "full" as ShapeName,
    /**
     * What happens when a search has ended: "none", the run ends; "ipop", it is begun again with twice the population, nine times
     * at most; "bipop", in turn so and with small populations and steps. A new start is uniform between bounds, else about x0.
     */
    restarts: "none" as RestartRule,
    /** Lets the best point so far take part in every generation: faster to one minimum, and more easily caught by a bad one. */
    elitist: false,
    /** Asks a tenth of the points twice to measure how far noise decides the ranks, and answers it with `mostAverages`. */
    noise: false,
    /** Evaluations of one point, at most, against noise; beyond them steps become larger. */
    mostAverages: 1,
  },
  validate({ populationSize, stepSize, covariance, restarts, mostAverages }) {
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
    requireOneOf("covariance", covariance, Object.keys(shapeKinds));
    requireOneOf("restarts", restarts, ["none", "ipop", "bipop"]);
    if (!(Number.isSafeInteger(mostAverages) && mostAverages >= 1)) {
      throw new InfimumError("bad-option", `mostAverages is ${mostAverages}: give a whole number of at least 1.`);
    }
  },
  *start(problem, options) {
    // its value is not used, but the result is then never worse than the start, where a throw is the caller's mistake
    yield* problem.values([problem.x0], problem.scratch(1));
    const box = searchBox(problem);
    const n = box.free.length;
    const size = options.populationSize || defaultPopulationSize(Math.max(n, 1));
    const deviations = firstDeviations(problem, box, options.stepSize);
    const mean = locateInBox(box, problem.x0, new Float64Array(n));
    const state: CmaEsState = {
      box,
      levels: levelsOf(problem, box),
      deviations,
      search: openSearch(mean, deviations, size, Infinity, options),
      restarts: restartPlan(n === 0 ? "none" : options.restarts, size),
    };
    return state;
  },
  *step(state, problem, options) {
    const { search, box, levels } = state;
    const { constants, history, uncertainty } = search;
    const n = search.mean.length;
    const size = constants.populationSize;
    const normals = problem.random("population").fillNormal(problem.scratch(n * size));
    const steps = kindOf(search.shape).stretch(search.shape, normals, size, problem, problem.scratch(n * size));
    const points = pointsOf(state, problem, steps);
    const averages = Math.round(uncertainty.averages);
    const values = problem.scratch(size);
    yield* averagedValues(problem, points, averages, values);
    let asked = size * averages;
    let level = 0;
    if (uncertainty.watched) {
      const again = problem.scratch(reaskedCount(size));
      yield* averagedValues(problem, points.slice(0, again.length), averages, again);
      asked += again.length * averages;
      level = rankUncertainty(values, again);
    }

    search.evaluations += asked;
    const order = rankValues(values, problem.scratch(size));
    if (values[order[0]] === Infinity) return searchNearer(state, problem, options);
    history.invalid = 0;
    if (options.elitist && injectElite(search, problem, values, order, normals, steps)) rankValues(values, order);
    remember(history, values, order);
    // what a margin samples far away says nothing of convergence
    const ceiling = levels.some((count) => count > 0) ? values[order[size >> 1]] : Infinity;
    search.valueRange = valueRange(history, values, ceiling);
    updateDistribution(search, problem, order, normals, steps);
    if (uncertainty.watched) search.stepSize *= answerUncertainty(uncertainty, level, options.mostAverages, n);
    keepWithinBounds(search, box);
    const isSound = kindOf(search.shape).refresh(search.shape, constants, history.generations, problem);
    keepMargin(search, box, levels);
    search.spread = spreadOf(search, levels);
    const verdict = isSound
      ? verdictOf(search, problem, values[order[0]])
      : stalled("the covariance matrix has a condition number above 1e14");
    return goOn(state, problem, options, verdict);
  },
  measures({ search: { stepSize, spread, valueRange, constants }, restarts }) {
    // a search that will be followed by another does not settle the run
    const [atSpread, atRange] = restartsOnceMore(restarts) ? [Infinity, Infinity] : [spread, valueRange];
    return { stepSize, spread: atSpread, valueRange: atRange, populationSize: constants.populationSize };
  },
  settles: { spread: 1e-9, valueRange: 1e-12 },
});

function requireOneOf(name: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new InfimumError("bad-option", `${name} is "${value}": give ${known.map((each) => `"${each}"`).join(" or ")}.`);
}

/** Writes the mean of so many evaluations of each point. */
function* averagedValues(
  problem: View<"values">,
  points: readonly Vector[],
  averages: number,
  out: Vector,
): Coroutine<void> {
  if (averages === 1) {
    yield* problem.values(points, out);
    return;
  }
  const each = problem.scratch(points.length * averages);
  yield* problem.values(
    Array.from({ length: each.length }, (_, k) => points[k % points.length]),
    each,
  );
  out.fill(0);
  for (let k = 0; k < each.length; k++) out[k % points.length] += each[k] / averages;
}

/** A search is over at these measures: its minimum is known as well as the next search needs it. */
const restartRange = 1e-12;
const restartSpread = 1e-12;

/** The verdict of a search: the end of the run, or of the search alone. */
function goOn(state: CmaEsState, problem: Facts, options: SearchOptions, verdict: Verdict | undefined): Verdict | void {
  const { search, restarts } = state;
  if (!restartsOnceMore(restarts)) return verdict;
  const isOver =
    verdict !== undefined ||
    search.valueRange <= restartRange ||
    search.spread <= restartSpread ||
    search.evaluations >= search.evaluationLimit ||
    search.history.generations >= mostGenerations(search.mean.length, search.constants.populationSize);
  if (!isOver) return undefined;
  if (verdict?.stop === "unbounded") return verdict;
  const start = drawBetween(state.box, state.deviations, problem, new Float64Array(search.mean.length));
  const next = planRestart(restarts, search.evaluations, problem.random("regime"));
  const deviations = state.deviations.map((deviation) => deviation * next.stepFactor);
  state.search = openSearch(start, deviations, next.populationSize, next.evaluations, options);
  return undefined;
}

/** Of one search, as in the published runs. */
function mostGenerations(n: number, populationSize: number): number {
  return 100 + (50 * (n + 3) ** 2) / Math.sqrt(populationSize);
}

const mostInvalidGenerations = 50;

/** All values were invalid: nothing is learned but that they were too far out. */
function searchNearer(state: CmaEsState, problem: Facts, options: SearchOptions): Verdict | void {
  const { search } = state;
  search.stepSize /= 2;
  search.history.invalid++;
  if (search.history.invalid < mostInvalidGenerations) return undefined;
  const why = `${mostInvalidGenerations} generations in a row, ever nearer to their mean, had no valid value`;
  return goOn(state, problem, options, stalled(why));
}
