/**
 * Unbiased estimates of differential operators whose cost does not grow with the dimension: the operator is an expectation
 * over random curves through the point, and a Taylor coefficient along one curve (`taylor.ts`) is one sample.
 *
 *     Laplacian      = E[2 c_2]    along x + v t, v of independent signs
 *     sum d^p/dx_i^p = E[n p! c_p] along x + e_i t, i random
 *     tr(s s' H)     = E[2 c_2]    along x + s z t, z of independent signs
 *     biharmonic     = E[8 c_4]    along x + v t, v standard normal: E[f''''[v,v,v,v]] = 3 * Laplacian of the Laplacian
 *
 * Coordinates are drawn without replacement: n samples are the exact sum.
 *
 * @reference Z. Shi, Z. Hu, M. Lin, K. Kawaguchi, 2024, Stochastic Taylor Derivative Estimator, arXiv:2412.00088
 * @reference M. F. Hutchinson, 1989, A stochastic estimator of the trace of the influence matrix, 10.1080/03610918908812806
 */
import { badValue } from "../../error.ts";
import type { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Program } from "../program/program.ts";
import { prune } from "../program/prune.ts";
import type { Evaluator } from "../run/evaluator.ts";
import { evaluatorOf } from "../run/evaluator-of.ts";
import { taylor } from "./taylor.ts";

/** A differential operator as an expectation: E[factor * (Taylor coefficient of that order along x + direction t)]. */
export interface RandomOperator {
  readonly order: number;
  readonly factor: number;
  /** How many directions there are, where they are drawn without replacement; else Infinity. */
  readonly population: number;
  /** Starts a set of samples: each call of what it returns writes the next direction, of length n. */
  start(random: RandomStream): (direction: Vector) => void;
}

export interface Estimate {
  /** The function at the point. */
  readonly value: number;
  readonly estimate: number;
  /** Of the estimate; NaN for one sample. */
  readonly standardError: number;
}

/** The sum of the second derivatives by each of the n variables, from directions of signs or from coordinates. */
export function laplacian(n: number, directions: "signs" | "coordinates" = "signs"): RandomOperator {
  if (directions === "coordinates") return powerSum(n, 2);
  return { order: 2, factor: 2, population: Infinity, start: (random) => (direction) => fillSigns(random, direction) };
}

/** The sum of the derivatives of that order by each of the n variables. */
export function powerSum(n: number, order: number): RandomOperator {
  let factor = n;
  for (let k = 2; k <= order; k++) factor *= k;
  return { order, factor, population: n, start: (random) => coordinates(random, n) };
}

/**
 * tr(s s' H), the second-order part of a diffusion: `multiply` writes s z to `out` for a z of length m.
 */
export function diffusion(m: number, multiply: (z: Vector, out: Vector) => void): RandomOperator {
  const z = new Float64Array(m);
  return {
    order: 2,
    factor: 2,
    population: Infinity,
    start: (random) => (direction) => {
      fillSigns(random, z);
      multiply(z, direction);
    },
  };
}

/** The Laplacian of the Laplacian. */
export function biharmonic(): RandomOperator {
  return {
    order: 4,
    factor: 8,
    population: Infinity,
    start: (random) => (direction) => {
      for (let k = 0; k < direction.length; k++) direction[k] = random.normal();
    },
  };
}

function fillSigns(random: RandomStream, out: Vector): void {
  for (let k = 0; k < out.length; k++) out[k] = random.uniform() < 0.5 ? -1 : 1;
}

/** The coordinate directions in random order, each once in n draws: the first places of a shuffle, remembered sparsely. */
function coordinates(random: RandomStream, n: number): (direction: Vector) => void {
  const moved = new Map<number, number>();
  let drawn = 0;
  return (direction) => {
    const at = random.integer(drawn, n - 1);
    const index = moved.get(at) ?? at;
    moved.set(at, moved.get(drawn) ?? drawn);
    drawn = (drawn + 1) % n;
    if (drawn === 0) moved.clear();
    direction.fill(0);
    direction[index] = 1;
  };
}

/** Estimates one operator of one scalar program at any point. */
export class StochasticDerivative {
  readonly evaluator: Evaluator;
  readonly #operator: RandomOperator;
  /** The direction, and zeros for the higher orders of the curve. */
  readonly #jet: Vector;
  readonly #direction: Vector;

  constructor(program: Program, operator: RandomOperator) {
    const whole = taylor(prune(program, { results: [0], outputs: [] }), operator.order);
    this.evaluator = evaluatorOf(prune(whole, { results: [0, operator.order], outputs: [] }));
    this.#operator = operator;
    this.#jet = new Float64Array(operator.order * program.dimension);
    this.#direction = this.#jet.subarray(0, program.dimension);
  }

  /**
   * The estimate from so many samples. Each costs one run of the Taylor program: a fixed multiple of the function.
   *
   * Returns the number of the site where the program failed instead, when it did.
   *
   * @throws InfimumError `invalid-samples` unless samples is an integer of at least 1
   */
  estimate(x: Vector, samples: number, random: RandomStream): Estimate | number {
    if (!(samples >= 1) || !Number.isInteger(samples)) {
      throw badValue("invalid-samples", "samples", samples, "an integer of at least 1");
    }
    const { factor, population, start } = this.#operator;
    const draw = start(random);
    let [mean, squares] = [0, 0];
    for (let k = 1; k <= samples; k++) {
      draw(this.#direction);
      const failure = this.evaluator.run(x, this.#jet);
      if (failure >= 0) return failure;
      const sample = factor * this.evaluator.result(1);
      const change = sample - mean;
      mean += change / k;
      squares += change * (sample - mean);
    }
    // without replacement the last of the population leaves nothing to chance
    const left = Math.max(0, 1 - samples / population);
    const standardError = samples > 1 ? Math.sqrt((squares / (samples - 1) / samples) * left) : NaN;
    return { value: this.evaluator.result(0), estimate: mean, standardError };
  }
}
