import { InfimumError } from "../../error.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { Facts, View } from "../../problem/view.ts";
import type { Verdict } from "../../run/method.ts";
import { defaultPopulationSize } from "./cma-es-constants.ts";
import { firstDeviations } from "./cma-es-search.ts";
import { type PopulationHistory, populationHistory, remember, valueRange } from "./population-history.ts";
import { populationVerdict, stalled } from "./population-verdict.ts";
import { rankValues } from "./rank-values.ts";
import { locateInBox, placeInBox, type SearchBox, searchBox } from "./search-box.ts";

/** The options of natural evolution strategies. */
export interface NaturalOptions {
  /** Points in a generation, at least 3; 0: 4 + floor(3 ln n). */
  populationSize: number;
  /** The first standard deviation; 0: a third of the width between bounds, 0.3 max(|x0_i|, 1) without both. */
  stepSize: number;
  /** A factor on the published learning rate of the distribution's shape. */
  rateFactor: number;
}

export const naturalOptions: NaturalOptions = { populationSize: 0, stepSize: 0, rateFactor: 1 };

/** @throws InfimumError `bad-option` */
export function validateNatural({ populationSize, stepSize, rateFactor }: NaturalOptions): void {
  if (!(populationSize === 0 || (Number.isSafeInteger(populationSize) && populationSize >= 3))) {
    throw new InfimumError(
      "bad-option",
      `populationSize is ${populationSize}: give a whole number of at least 3, or 0.`,
    );
  }
  if (!(stepSize >= 0 && stepSize < Infinity)) {
    throw new InfimumError("bad-option", `stepSize is ${stepSize}: give a positive number, or 0.`);
  }
  if (!(rateFactor > 0 && rateFactor < Infinity)) {
    throw new InfimumError("bad-option", `rateFactor is ${rateFactor}: give a positive number.`);
  }
}

/** A normal distribution in search coordinates whose parameters follow a natural gradient; plain data. */
export interface NaturalState<Form extends object> {
  readonly box: SearchBox;
  readonly history: PopulationHistory;
  /** One a rank, best first; their sum is 0. */
  readonly utilities: Float64Array;
  readonly mean: Float64Array;
  readonly form: Form;
  readonly firstDeviation: number;
  /** The largest standard deviation of a coordinate, relative to the mean where that is above 1. */
  spread: number;
  valueRange: number;
}

/** What makes steps of normal vectors, and learns. */
export interface NaturalForm<Form extends object> {
  open(deviations: Float64Array): Form;
  /** Writes the steps of `count` normal vectors. */
  stretch(form: Form, normals: Vector, count: number, problem: Facts, out: Vector): Vector;
  /** Follows the gradient sum_k u_k (z_k z_k^T - I) of the logarithm of the shape; `utilities` has u_k in the order of z_k. */
  follow(form: Form, normals: Vector, utilities: Vector, rateFactor: number, problem: Facts): void;
  /** The standard deviation of coordinate i. */
  deviation(form: Form, i: number): number;
}

/**
 * max(0, ln(lambda / 2 + 1) - ln k) by rank k, scaled to the sum 1, less 1 / lambda.
 *
 * @reference D. Wierstra, T. Schaul, T. Glasmachers, Y. Sun, J. Peters, J. Schmidhuber (2014), Natural Evolution
 * Strategies, arXiv:1106.4487
 */
export function rankUtilities(populationSize: number): Float64Array {
  const utilities = Float64Array.from({ length: populationSize }, (_, k) =>
    Math.max(0, Math.log(populationSize / 2 + 1) - Math.log(k + 1)),
  );
  const sum = utilities.reduce((total, utility) => total + utility, 0);
  return utilities.map((utility) => utility / sum - 1 / populationSize);
}

export function* startNatural<Form extends object>(
  kind: NaturalForm<Form>,
  problem: View<"values">,
  { populationSize, stepSize }: NaturalOptions,
): Coroutine<NaturalState<Form>> {
  // its value is not used, but the result is then never worse than the start
  yield* problem.values([problem.x0], problem.scratch(1));
  const box = searchBox(problem);
  const n = box.free.length;
  const size = populationSize || defaultPopulationSize(Math.max(1, n));
  const deviations = firstDeviations(problem, box, stepSize);
  return {
    box,
    history: populationHistory(n, size),
    utilities: rankUtilities(size),
    mean: locateInBox(box, problem.x0, new Float64Array(n)),
    form: kind.open(deviations),
    firstDeviation: deviations.reduce((largest, deviation) => Math.max(largest, deviation), 0),
    spread: n === 0 ? 0 : Infinity,
    valueRange: n === 0 ? 0 : Infinity,
  };
}

const mostInvalidGenerations = 50;

export function* stepNatural<Form extends object>(
  kind: NaturalForm<Form>,
  state: NaturalState<Form>,
  problem: View<"values">,
  { rateFactor }: NaturalOptions,
): Coroutine<Verdict | void> {
  const { box, history, utilities, mean, form } = state;
  const n = mean.length;
  const size = utilities.length;
  const normals = problem.random("population").fillNormal(problem.scratch(n * size));
  const steps = kind.stretch(form, normals, size, problem, problem.scratch(n * size));
  const u = problem.scratch(n);
  const points: Vector[] = [];
  for (let k = 0; k < size; k++) {
    for (let i = 0; i < n; i++) u[i] = mean[i] + steps[i + k * n];
    const point = problem.scratch();
    if (n < problem.dimension) point.set(problem.x0);
    points.push(placeInBox(box, u, point));
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
  state.valueRange = valueRange(history, values);
  const byPoint = problem.scratch(size);
  for (let rank = 0; rank < size; rank++) byPoint[order[rank]] = utilities[rank];
  for (let k = 0; k < size; k++) for (let i = 0; i < n; i++) mean[i] += byPoint[k] * steps[i + k * n];
  kind.follow(form, normals, byPoint, rateFactor, problem);
  return measure(kind, state, values[order[0]]);
}

function measure<Form extends object>(kind: NaturalForm<Form>, state: NaturalState<Form>, best: number) {
  const { mean, form, history, firstDeviation } = state;
  let largest = 0;
  let growth = 0;
  for (let i = 0; i < mean.length; i++) {
    const deviation = kind.deviation(form, i);
    if (mean[i] === mean[i] + 0.2 * deviation) {
      return stalled(`a standard deviation of ${deviation} is lost in the rounding of the mean`);
    }
    largest = Math.max(largest, deviation / Math.max(1, Math.abs(mean[i])));
    growth = Math.max(growth, deviation / firstDeviation);
  }
  state.spread = largest;
  return populationVerdict(history, state.valueRange, best, growth);
}
