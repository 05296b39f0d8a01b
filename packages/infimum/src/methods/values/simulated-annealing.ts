import { InfimumError } from "../../error.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method, type Verdict } from "../../run/method.ts";
import {
  type Acceptance,
  acceptanceProbability,
  type Cooling,
  matchedCooling,
  visit,
  visitingWidth,
} from "./annealing-parts.ts";
import { drawBetween, firstDeviations } from "./cma-es-search.ts";
import { locateInBox, placeInBox, type SearchBox, searchBox } from "./search-box.ts";

/** Where the search is, in search coordinates; plain data. */
export interface AnnealingState {
  readonly box: SearchBox;
  /** The standard deviation of the first steps. */
  readonly deviations: Float64Array;
  readonly position: Float64Array;
  value: number;
  readonly best: Float64Array;
  bestValue: number;
  phase: "heat" | "anneal" | "quench";
  firstTemperature: number;
  temperature: number;
  level: number;
  /** Anneals that have ended. */
  anneals: number;
  /** The size of the steps of a quench, as a part of the first ones. */
  quenchSize: number;
}

/** The parts, and how long each anneal is. */
export interface AnnealingOptions {
  /** q of the visiting distribution: 1 normal (Boltzmann), 2 Cauchy (fast annealing), up to 3 with ever heavier tails. */
  visitingIndex: number;
  cooling: Cooling;
  /** The factor of geometric cooling. */
  coolingRate: number;
  acceptance: Acceptance;
  /** Steps at one temperature; 0: 2 n, half of them in all variables at once, half in one each. */
  chainLength: number;
  /** An anneal ends when the temperature is this part of the first. */
  endRatio: number;
  /** How many anneals, each from another start. */
  anneals: number;
  /** The standard deviation of the first steps; 0: a third of the width between bounds, 0.3 max(|x0_i|, 1) without both. */
  stepSize: number;
}

const annealingOptions: AnnealingOptions = {
  visitingIndex: 2.62,
  // measured: with heavy tails a geometric fall finds the best of many minima in a quarter of the evaluations of the matched one
  cooling: "geometric",
  coolingRate: 0.95,
  acceptance: "generalized",
  chainLength: 0,
  endRatio: 2e-5,
  anneals: 1,
  stepSize: 0,
};

const coolings: readonly Cooling[] = ["matched", "geometric"];
const acceptances: readonly Acceptance[] = ["metropolis", "generalized", "threshold"];

/**
 * Simulated annealing of interchangeable parts: at a level of temperature T a chain of steps is drawn from a visiting distribution as
 * wide as T allows; a better point is taken, a worse one with a probability that falls with its rise over T. When T has come down the
 * best point is quenched: random steps, better ones only, whose size follows the rule of one success in five. Then the next anneal
 * begins elsewhere. One value at a time.
 *
 * The first temperature accepts a mean rise about x0 with probability 0.8, so that the unit of the objective does not matter.
 *
 * @reference S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi (1983), Optimization by Simulated Annealing, doi:10.1126/science.220.4598.671
 * @reference R. Goswami, Ruhila S., A. Goswami, S. Goswami, D. Goswami (2023), Unified Software Design Patterns for Simulated Annealing, arXiv:2302.02811
 *
 * @example
 * const waves = (x: ArrayLike<number>) => x[0] ** 2 + 3 - 3 * Math.cos(5 * x[0]);
 * const annealing = simulatedAnnealing({ visitingIndex: 2, cooling: "geometric", acceptance: "metropolis" });
 * minimize(waves, [4], { method: annealing, bounds: { lower: -5, upper: 5 }, target: 1e-8 }).status; // "target"
 */
export const simulatedAnnealing = method({
  name: "simulated-annealing",
  version: 1,
  title: "Simulated annealing of interchangeable parts, each anneal with a quench",
  papers: [
    {
      authors: "S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi",
      year: 1983,
      title: "Optimization by Simulated Annealing",
      source: "10.1126/science.220.4598.671",
    },
    {
      authors: "C. Tsallis, D. A. Stariolo",
      year: 1996,
      title: "Generalized simulated annealing",
      source: "10.1016/S0378-4371(96)00271-3",
    },
    {
      authors: "R. Goswami, Ruhila S., A. Goswami, S. Goswami, D. Goswami",
      year: 2023,
      title: "Unified Software Design Patterns for Simulated Annealing",
      source: "arXiv:2302.02811",
    },
  ],
  rows: ["P165"],
  needs: ["value"],
  handles: ["bounds"],
  random: RandomStream,
  options: annealingOptions,
  validate({ visitingIndex, cooling, coolingRate, acceptance, chainLength, endRatio, anneals, stepSize }) {
    const require = (holds: boolean, name: string, value: unknown, what: string) => {
      if (!holds) throw new InfimumError("bad-option", `${name} is ${value}: give ${what}.`);
    };
    require(visitingIndex >= 1 && visitingIndex < 3, "visitingIndex", visitingIndex, "a number from 1, below 3");
    require(coolings.includes(cooling), "cooling", cooling, coolings.join(" or "));
    require(coolingRate > 0 && coolingRate < 1, "coolingRate", coolingRate, "a number between 0 and 1");
    require(acceptances.includes(acceptance), "acceptance", acceptance, acceptances.join(" or "));
    require(Number.isSafeInteger(chainLength) && chainLength >= 0, "chainLength", chainLength, "a whole number");
    require(endRatio > 0 && endRatio < 1, "endRatio", endRatio, "a number between 0 and 1");
    require(anneals >= 1, "anneals", anneals, "a number of at least 1");
    require(stepSize >= 0 && stepSize < Infinity, "stepSize", stepSize, "a positive number, or 0");
  },
  *start(problem, { stepSize }) {
    const value = yield* problem.value(problem.x0);
    const box = searchBox(problem);
    const position = locateInBox(box, problem.x0, new Float64Array(box.free.length));
    const state: AnnealingState = {
      box,
      deviations: firstDeviations(problem, box, stepSize),
      position,
      value,
      best: position.slice(),
      bestValue: value,
      phase: "heat",
      firstTemperature: 1,
      temperature: 1,
      level: 0,
      anneals: 0,
      quenchSize: 1,
    };
    return state;
  },
  *step(state, problem, options) {
    const n = state.position.length;
    if (n === 0) return { stop: "settled", why: "every variable is fixed by its bounds" };
    if (state.phase === "heat") yield* heat(state, problem, options);
    else if (state.phase === "anneal") yield* anneal(state, problem, options);
    else yield* quench(state, problem);
    return verdictOf(state, options);
  },
  measures: ({ temperature, quenchSize, anneals }) => ({ temperature, quenchSize, anneals }),
});

type Values = View<"value">;

function valueAt({ box }: AnnealingState, problem: Values, u: Vector) {
  const point = problem.scratch();
  if (box.free.length < problem.dimension) point.set(problem.x0);
  return problem.value(placeInBox(box, u, point));
}

/** Looks about the start for the first temperature. */
function* heat(state: AnnealingState, problem: Values, { visitingIndex }: AnnealingOptions): Coroutine<void> {
  const { position, deviations } = state;
  const random = problem.random("heat");
  const count = 10 + 2 * position.length;
  const trial = problem.scratch(position.length);
  let [sum, valid] = [0, 0];
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < trial.length; i++) trial[i] = position[i] + deviations[i] * visit(visitingIndex, random);
    const change = Math.abs((yield* valueAt(state, problem, trial)) - state.value);
    if (!(change < Infinity)) continue;
    sum += change / count;
    valid += 1 / count;
  }
  const mean = sum / valid;
  state.firstTemperature = mean > 0 && mean < Infinity ? mean / -Math.log(0.8) : 1;
  state.temperature = state.firstTemperature;
  state.phase = "anneal";
}

/** One chain. */
function* anneal(state: AnnealingState, problem: Values, options: AnnealingOptions): Coroutine<void> {
  const { visitingIndex, cooling, coolingRate, acceptance, chainLength, endRatio } = options;
  const { position, deviations, best, firstTemperature, temperature } = state;
  const n = position.length;
  const random = problem.random("chain");
  const width = visitingWidth(temperature / firstTemperature, visitingIndex);
  const [here, trial, leader] = [problem.scratch(n), problem.scratch(n), problem.scratch(n)];
  here.set(position);
  leader.set(best);
  let [value, bestValue] = [state.value, state.bestValue];
  const steps = chainLength || 2 * n;
  for (let k = 0; k < steps; k++) {
    const alone = k % (2 * n) < n ? -1 : k % n;
    for (let i = 0; i < n; i++) {
      const moves = alone < 0 || alone === i;
      trial[i] = here[i] + (moves ? width * deviations[i] * visit(visitingIndex, random) : 0);
    }
    const answer = yield* valueAt(state, problem, trial);
    const chance = random.uniform();
    if (answer <= value || chance < acceptanceProbability(acceptance, answer - value, temperature)) {
      here.set(trial);
      value = answer;
    }
    if (answer < bestValue) {
      leader.set(trial);
      bestValue = answer;
    }
  }
  position.set(here);
  best.set(leader);
  state.value = value;
  state.bestValue = bestValue;
  state.level++;
  const ratio = cooling === "geometric" ? coolingRate ** state.level : matchedCooling(state.level, visitingIndex);
  state.temperature = firstTemperature * ratio;
  if (ratio >= endRatio) return;
  state.phase = "quench";
  state.quenchSize = Math.max(firstQuench, width);
}

const firstQuench = 1e-2;
const leastQuench = 1e-9;

/** Some steps of the quench: a success makes them longer, four failures shorter by as much. */
function* quench(state: AnnealingState, problem: Values): Coroutine<void> {
  const { best, deviations } = state;
  const n = best.length;
  const random = problem.random("quench");
  const [leader, trial] = [problem.scratch(n), problem.scratch(n)];
  leader.set(best);
  let [bestValue, size] = [state.bestValue, state.quenchSize];
  for (let k = 0; k < 5 * n; k++) {
    for (let i = 0; i < n; i++) trial[i] = leader[i] + size * deviations[i] * random.normal();
    const answer = yield* valueAt(state, problem, trial);
    if (answer < bestValue) {
      leader.set(trial);
      bestValue = answer;
      size = Math.min(1, size * Math.exp(0.8 / Math.sqrt(n + 1)));
    } else size *= Math.exp(-0.2 / Math.sqrt(n + 1));
  }
  best.set(leader);
  state.bestValue = bestValue;
  state.quenchSize = size;
  if (size > leastQuench) return;
  state.anneals++;
  state.phase = "anneal";
  state.level = 0;
  state.temperature = state.firstTemperature;
  drawBetween(state.box, state.deviations, problem, state.position);
  // its value is not known: the first step of the chain is taken whatever it is
  state.value = Infinity;
}

function verdictOf({ bestValue, anneals }: AnnealingState, options: AnnealingOptions): Verdict | undefined {
  if (bestValue < -1e100) return { stop: "unbounded", why: `the value has fallen to ${bestValue}` };
  if (anneals < options.anneals) return undefined;
  if (bestValue === Infinity) return { stop: "failed", why: "no step of any anneal had a valid value" };
  return {
    stop: "settled",
    why: `the best point of ${anneals} anneals was quenched to steps of ${leastQuench} of the first`,
  };
}

/**
 * Generalized annealing as the dual annealing of Xiang, Sun, Fan and Gong has it: heavy tails, generalized acceptance, and one anneal
 * after the other until the budget ends.
 *
 * @reference Y. Xiang, D. Y. Sun, W. Fan, X. G. Gong (1997), Generalized Simulated Annealing Algorithm and Its Application to the
 * Thomson Model, doi:10.1016/S0375-9601(97)00474-X
 */
export const dualAnnealing = simulatedAnnealing({ cooling: "matched", acceptance: "generalized", anneals: 1000 });
