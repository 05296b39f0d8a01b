import { InfimumError } from "../../error.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";
import { method, type Verdict } from "../../run/method.ts";
import { adaptHistory, adaptJade, type DifferentialMemory, drawParameters } from "./differential-memory.ts";
import { type DifferentialStrategy, writeTrial } from "./differential-trial.ts";
import { openPopulation, type Population, rangeOfValues, spreadOfMembers, wholePoint } from "./population.ts";
import { stalled } from "./population-verdict.ts";
import { rankValues } from "./rank-values.ts";
import { sampleRegion } from "./sample-region.ts";

/** Members, what they have learnt, and members that were replaced; plain data. */
export interface DifferentialState {
  readonly population: Population;
  /** Members in use; the rest of the population has been given up. */
  size: number;
  readonly memory: DifferentialMemory;
  readonly archive: { readonly points: Float64Array; count: number };
  evaluations: number;
  /** False while only x0 has a value. */
  opened: boolean;
  /** Generations in a row without a better trial. */
  idle: number;
  spread: number;
  valueRange: number;
}

const strategies: readonly DifferentialStrategy[] = ["rand", "best", "jade", "l-shade"];

/**
 * Differential evolution: each member of a population is crossed with a mutant made of differences of other members, and is
 * replaced by the trial where that is not worse (the formulas are those of `writeTrial`). The differences shrink and turn with the
 * population, so that it adapts to scales and directions by itself. Strategies: "rand" and "best" with fixed factor and rate;
 * "jade" and "l-shade" learn both from their successes, "l-shade" with fewer and fewer members.
 *
 * One batch of as many values as members. The population is uniform within bounds, normal about x0 elsewhere. All but "l-shade",
 * which weights successes by their gains, depend on the order of values alone.
 *
 * @reference R. Storn, K. Price (1997), Differential Evolution: A Simple and Efficient Heuristic for Global Optimization over
 * Continuous Spaces, doi:10.1023/A:1008202821328
 *
 * @example
 * const steps = ([a, b]: number[]) => Math.abs(Math.round(a) - 2) + Math.abs(Math.round(b) + 1);
 * const bounds = { lower: -10, upper: 10 };
 * minimize(steps, [9, 9], { method: differentialEvolution({ strategy: "rand" }), bounds, derivatives: "none", target: 0 }).value; // 0
 */
export const differentialEvolution = method({
  name: "differential-evolution",
  version: 1,
  title: "Differential evolution: rand, best, JADE, L-SHADE",
  papers: [
    {
      authors: "R. Storn, K. Price",
      year: 1997,
      title: "Differential Evolution: A Simple and Efficient Heuristic for Global Optimization over Continuous Spaces",
      source: "10.1023/A:1008202821328",
    },
    {
      authors: "J. Zhang, A. C. Sanderson",
      year: 2009,
      title: "JADE: Adaptive Differential Evolution With Optional External Archive",
      source: "10.1109/TEVC.2009.2014613",
    },
    {
      authors: "R. Tanabe, A. S. Fukunaga",
      year: 2014,
      title: "Improving the Search Performance of SHADE Using Linear Population Size Reduction",
      source: "10.1109/CEC.2014.6900380",
    },
  ],
  needs: ["values"],
  handles: ["bounds", "batches"],
  random: RandomStream,
  options: {
    strategy: "jade" as DifferentialStrategy,
    /** Members, at least 5; 0: 10 n ("rand", "best"), 30 or 10 n / 3 if that is more ("jade"), 18 n ("l-shade"). */
    populationSize: 0,
    /** F of "rand"; "best" draws one between it and 1 in each generation, lest its members become one point too soon. */
    factor: 0.5,
    /** The crossover rate of "rand" and "best". */
    crossoverRate: 0.9,
    /** Evaluations over which "l-shade" comes down to 4 members; 0: 10,000 n. */
    horizon: 0,
    /** The standard deviation of variables without two finite bounds, in units of max(|x0_i|, 1). */
    scale: 1,
  },
  validate({ strategy, populationSize, factor, crossoverRate, horizon, scale }) {
    const refuse = (name: string, value: unknown, what: string) => {
      throw new InfimumError("bad-option", `${name} is ${value}: give ${what}.`);
    };
    if (!strategies.includes(strategy)) refuse("strategy", `"${strategy}"`, strategies.join(", "));
    if (!(populationSize === 0 || (Number.isSafeInteger(populationSize) && populationSize >= 5))) {
      refuse("populationSize", populationSize, "a whole number of at least 5, or 0");
    }
    if (!(factor > 0 && factor <= 1)) refuse("factor", factor, "a number above 0 and at most 1");
    if (!(crossoverRate >= 0 && crossoverRate <= 1)) refuse("crossoverRate", crossoverRate, "a number from 0 to 1");
    if (!(horizon >= 0)) refuse("horizon", horizon, "a number of evaluations, or 0");
    if (!(scale > 0 && scale < Infinity)) refuse("scale", scale, "a positive number");
  },
  *start(problem, { strategy, populationSize, scale }) {
    const first = problem.scratch(1);
    yield* problem.values([problem.x0], first);
    const region = sampleRegion(problem, scale);
    const n = region.free.length;
    const size = populationSize || defaultSize(strategy, Math.max(1, n));
    const unit = problem.random("population").fillUniform(problem.scratch((size - 1) * n));
    const entries = strategy === "l-shade" ? historyLength : 1;
    const state: DifferentialState = {
      population: openPopulation(region, problem, size, unit),
      size,
      memory: {
        factors: new Float64Array(entries).fill(0.5),
        rates: new Float64Array(entries).fill(0.5),
        next: 0,
      },
      archive: { points: new Float64Array(archiveSize(strategy, size) * n), count: 0 },
      evaluations: 1,
      opened: false,
      idle: 0,
      spread: Infinity,
      valueRange: Infinity,
    };
    state.population.values[0] = first[0];
    return state;
  },
  *step(state, problem, options) {
    const { population } = state;
    const { region, points, values } = population;
    const n = region.free.length;
    if (n === 0) return { stop: "settled", why: "every variable is fixed by its bounds" };
    if (!state.opened) {
      const batch = Array.from({ length: state.size - 1 }, (_, k) => wholePoint(region, problem, points, (k + 1) * n));
      const answers = problem.scratch(batch.length);
      yield* problem.values(batch, answers);
      values.set(answers, 1);
      state.evaluations += batch.length;
      state.opened = true;
      return undefined;
    }
    const { size } = state;
    const { strategy } = options;
    const random = problem.random("trials");
    const order = rankValues(values.subarray(0, size), problem.scratch(size));
    const elite = Math.max(2, Math.round(eliteShare(strategy) * size));
    const trials = problem.scratch(size * n);
    const { factor } = options;
    const factors = problem.scratch(size).fill(strategy === "best" ? factor + random.uniform() * (1 - factor) : factor);
    const rates = problem.scratch(size).fill(options.crossoverRate);
    const batch: Vector[] = [];
    for (let k = 0; k < size; k++) {
      if (isAdaptive(strategy)) drawParameters(state.memory, random, factors, rates, k);
      writeTrial(state, problem, { strategy, order, elite }, k, factors[k], rates[k], random, trials);
      batch.push(wholePoint(region, problem, trials, k * n));
    }
    const answers = problem.scratch(size);
    yield* problem.values(batch, answers);

    state.evaluations += size;
    select(state, strategy, trials, answers, factors, rates, random, problem.scratch(size));
    if (strategy === "l-shade") reduce(state, options.horizon || 10_000 * n);
    state.spread = spreadOfMembers(points, n, state.size);
    state.valueRange = rangeOfValues(values, state.size);
    return verdictOf(state);
  },
  measures: ({ spread, valueRange, size }) => ({ spread, valueRange, populationSize: size }),
  // a value is known to rounding where x is known to its root
  settles: { spread: 1e-6, valueRange: 1e-12 },
});

const historyLength = 6;
const leastMembers = 4;

function isAdaptive(strategy: DifferentialStrategy): boolean {
  return strategy === "jade" || strategy === "l-shade";
}

function defaultSize(strategy: DifferentialStrategy, n: number): number {
  if (strategy === "l-shade") return 18 * n;
  return strategy === "jade" ? Math.max(30, Math.ceil((10 * n) / 3)) : 10 * Math.max(1, n);
}

function archiveSize(strategy: DifferentialStrategy, members: number): number {
  if (strategy === "l-shade") return Math.round(2.6 * members);
  return strategy === "jade" ? members : 0;
}

/** p: the share of the members that others are drawn to. */
function eliteShare(strategy: DifferentialStrategy): number {
  return strategy === "l-shade" ? 0.11 : 0.05;
}

/** A trial that is not worse takes the place of its member, which goes to the archive where the trial is better. */
function select(
  state: DifferentialState,
  strategy: DifferentialStrategy,
  trials: Vector,
  answers: Vector,
  factors: Vector,
  rates: Vector,
  random: RandomStream,
  gains: Vector,
): void {
  const { population, archive, size } = state;
  const { points, values, region } = population;
  const n = region.free.length;
  const capacity = Math.min(archive.points.length / n, archiveSize(strategy, size));
  let count = 0;
  for (let k = 0; k < size; k++) {
    if (!(answers[k] <= values[k]) || answers[k] === Infinity) continue;
    if (answers[k] < values[k]) {
      if (capacity > 0) {
        const place = archive.count < capacity ? archive.count++ : random.integer(0, capacity - 1);
        archive.points.set(points.subarray(k * n, (k + 1) * n), place * n);
      }
      gains[count] = values[k] - answers[k];
      factors[count] = factors[k];
      rates[count] = rates[k];
      count++;
    }
    points.set(trials.subarray(k * n, (k + 1) * n), k * n);
    values[k] = answers[k];
  }
  state.idle = count > 0 ? 0 : state.idle + 1;
  if (strategy === "jade") adaptJade(state.memory, { count, factors, rates, gains });
  if (strategy === "l-shade") adaptHistory(state.memory, { count, factors, rates, gains });
}

/** Gives up the worst members until there are as many as the evaluations so far leave. */
function reduce(state: DifferentialState, horizon: number): void {
  const { population, archive } = state;
  const { points, values, region } = population;
  const n = region.free.length;
  const first = values.length;
  const share = Math.min(1, state.evaluations / horizon);
  const wanted = Math.max(leastMembers, Math.round(first + (leastMembers - first) * share));
  while (state.size > wanted) {
    let worst = 0;
    for (let k = 1; k < state.size; k++) if (values[k] >= values[worst]) worst = k;
    const last = --state.size;
    points.copyWithin(worst * n, last * n, (last + 1) * n);
    values[worst] = values[last];
  }
  archive.count = Math.min(archive.count, archiveSize("l-shade", state.size));
}

const mostIdleGenerations = 100;

function verdictOf({ population, size, idle, spread }: DifferentialState): Verdict | undefined {
  const { values } = population;
  const best = values.subarray(0, size).reduce((least, value) => Math.min(least, value), Infinity);
  if (best < -1e100 || (spread === Infinity && best < 0)) {
    return { stop: "unbounded", why: `the value has fallen to ${best}` };
  }
  if (spread === 0) return stalled("all members have become one point");
  if (idle >= mostIdleGenerations) return stalled(`${idle} generations in a row had no better trial`);
  return undefined;
}
