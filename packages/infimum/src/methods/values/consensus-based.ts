import { InfimumError } from "../../error.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { openPopulation, type Population, rangeOfValues, spreadOfMembers, wholePoint } from "./population.ts";
import { stalled } from "./population-verdict.ts";
import { sampleRegion } from "./sample-region.ts";

/** "anisotropic": noise by the distance in each variable, good in many of them; "isotropic": by the whole distance. */
export type ConsensusNoise = "anisotropic" | "isotropic";

/** The particles and where they agree; plain data. */
export interface ConsensusState {
  readonly population: Population;
  readonly consensus: Float64Array;
  spread: number;
  valueRange: number;
}

/**
 * Consensus-based optimization: particles drift to a mean that weighs good ones more, and diffuse the further they are from it,
 *
 *     v = sum_i x_i exp(-alpha f(x_i)) / sum_i exp(-alpha f(x_i)),   x_i += -lambda dt (x_i - v) + sigma sqrt(dt) d(x_i - v) N(0, I),
 *
 * d the length of x_i - v (isotropic) or its entries (anisotropic). One batch of as many values as particles. alpha is chosen anew in
 * each iteration, so that the weights count as `effectiveShare` of the particles (Carrillo, Hoffmann, Stuart, Vaes 2022); a fixed one
 * depends on the unit of the objective.
 *
 * @reference K. Riedl, T. Klock, C. Geldhauser, M. Fornasier (2023), Gradient is All You Need?, arXiv:2306.09778
 * @reference J. A. Carrillo, S. Jin, L. Li, Y. Zhu (2021), A consensus-based global optimization method for high dimensional machine
 * learning problems, doi:10.1051/cocv/2020046
 *
 * @example
 * const bounds = { lower: -10, upper: 10 };
 * minimize(([a, b]) => Math.abs(a - 2) + Math.abs(b + 1), [9, 9], { method: "consensus-based", bounds, target: 1e-3 }).status; // "target"
 */
export const consensusBased = method({
  name: "consensus-based",
  version: 1,
  title: "Particles that drift to a weighted mean and diffuse about it",
  papers: [
    {
      authors: "K. Riedl, T. Klock, C. Geldhauser, M. Fornasier",
      year: 2023,
      title: "Gradient is All You Need?",
      source: "arXiv:2306.09778",
    },
    {
      authors: "J. A. Carrillo, S. Jin, L. Li, Y. Zhu",
      year: 2021,
      title: "A consensus-based global optimization method for high dimensional machine learning problems",
      source: "10.1051/cocv/2020046",
    },
  ],
  rows: ["P152"],
  needs: ["values"],
  handles: ["bounds", "batches", "noise"],
  random: RandomStream,
  options: {
    /** Particles, at least 2; 0: 50, or 10 n if that is more; several hundred where there are many minima. */
    populationSize: 0,
    noise: "anisotropic" as ConsensusNoise,
    /** lambda dt: the part of its way to the consensus that a particle goes in an iteration. */
    drift: 0.1,
    /**
     * sigma sqrt(dt); 0: sigma^2 = 4 lambda, or 2 lambda / n when isotropic, measured to find the best of many minima: distances
     * then shrink for most particles and grow for few. With less the particles come together sooner, and anywhere.
     */
    diffusion: 0,
    /** alpha; 0: chosen anew by `effectiveShare`. */
    inverseTemperature: 0,
    /** The part of the particles that the weights count as, (sum w)^2 / sum w^2. */
    effectiveShare: 0.03,
    /** The standard deviation of variables without two finite bounds, in units of max(|x0_i|, 1). */
    scale: 1,
  },
  validate({ populationSize, noise, drift, diffusion, inverseTemperature, effectiveShare, scale }) {
    const require = (holds: boolean, name: string, value: unknown, what: string) => {
      if (!holds) throw new InfimumError("bad-option", `${name} is ${value}: give ${what}.`);
    };
    const isCount = Number.isSafeInteger(populationSize) && populationSize >= 0 && populationSize !== 1;
    require(isCount, "populationSize", populationSize, "a whole number of at least 2, or 0");
    require(noise === "anisotropic" || noise === "isotropic", "noise", noise, '"anisotropic" or "isotropic"');
    require(drift > 0 && drift < 1, "drift", drift, "a number between 0 and 1");
    require(diffusion >= 0, "diffusion", diffusion, "a positive number, or 0");
    require(inverseTemperature >= 0, "inverseTemperature", inverseTemperature, "a positive number, or 0");
    require(effectiveShare > 0 && effectiveShare < 1, "effectiveShare", effectiveShare, "a number between 0 and 1");
    require(scale > 0 && scale < Infinity, "scale", scale, "a positive number");
  },
  *start(problem, { populationSize, scale }) {
    yield* problem.values([problem.x0], problem.scratch(1));
    const region = sampleRegion(problem, scale);
    const n = region.free.length;
    const size = populationSize || Math.max(50, 10 * n);
    const unit = problem.random("population").fillUniform(problem.scratch((size - 1) * n));
    const state: ConsensusState = {
      population: openPopulation(region, problem, size, unit),
      consensus: new Float64Array(n),
      spread: Infinity,
      valueRange: Infinity,
    };
    return state;
  },
  *step(state, problem, options) {
    const { population, consensus } = state;
    const { region, points, values } = population;
    const n = region.free.length;
    const size = values.length;
    if (n === 0) return { stop: "settled", why: "every variable is fixed by its bounds" };
    const batch = Array.from({ length: size }, (_, k) => wholePoint(region, problem, points, k * n));
    const answers = problem.scratch(size);
    yield* problem.values(batch, answers);

    values.set(answers);
    const weights = problem.scratch(size);
    if (!weigh(answers, options.inverseTemperature, options.effectiveShare * size, weights)) {
      return stalled("no particle has a valid value");
    }
    consensus.fill(0);
    for (let k = 0; k < size; k++) for (let j = 0; j < n; j++) consensus[j] += weights[k] * points[k * n + j];
    state.spread = spreadOfMembers(points, n, size);
    state.valueRange = rangeOfValues(values, size);
    if (state.spread === 0) return stalled("all particles have become one point");
    const { drift, noise } = options;
    const isotropic = noise === "isotropic";
    const diffusion = options.diffusion || Math.sqrt(isotropic ? (2 * drift) / n : 4 * drift);
    const random = problem.random("noise");
    for (let k = 0; k < size; k++) {
      let squares = 0;
      for (let j = 0; j < n; j++) squares += (points[k * n + j] - consensus[j]) ** 2;
      const length = Math.sqrt(squares);
      for (let j = 0; j < n; j++) {
        const away = points[k * n + j] - consensus[j];
        const to = consensus[j] + (1 - drift) * away + diffusion * (isotropic ? length : away) * random.normal();
        const i = region.free[j];
        points[k * n + j] = Math.min(problem.upper?.[i] ?? Infinity, Math.max(problem.lower?.[i] ?? -Infinity, to));
      }
    }
    return undefined;
  },
  measures: ({ spread, valueRange }) => ({ spread, valueRange }),
  // a value is known to rounding where x is known to its root
  settles: { spread: 1e-6, valueRange: 1e-12 },
});

/**
 * Writes weights exp(-alpha (f - min f)) of sum 1; with alpha = 0 that which makes them count as `effective` equal ones. False when
 * no value is valid.
 */
function weigh(values: Vector, inverseTemperature: number, effective: number, out: Vector): boolean {
  let least = Infinity;
  let largest = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    if (value < Infinity) largest = Math.max(largest, value);
  }
  if (least === Infinity) return false;
  const halfRange = largest / 2 - least / 2;
  const unit = inverseTemperature > 0 ? 0.5 : halfRange > 0 ? halfRange : 1;
  const write = (alpha: number): number => {
    let sum = 0;
    let squares = 0;
    for (let k = 0; k < values.length; k++) {
      // in parts of the range by halves, which do not overflow
      const above = (values[k] / 2 - least / 2) / unit;
      out[k] = values[k] === Infinity ? 0 : Math.exp(-alpha * above);
      sum += out[k];
      squares += out[k] ** 2;
    }
    for (let k = 0; k < values.length; k++) out[k] /= sum;
    return sum ** 2 / squares;
  };
  if (inverseTemperature > 0 || halfRange === 0) {
    write(inverseTemperature);
    return true;
  }
  // the count falls as alpha grows: bisection on a logarithmic scale, from weights all alike to one alone
  let [low, high] = [-30, 60];
  for (let k = 0; k < 40; k++) {
    const middle = (low + high) / 2;
    if (write(Math.exp(middle)) > Math.max(1, effective)) low = middle;
    else high = middle;
  }
  return true;
}
