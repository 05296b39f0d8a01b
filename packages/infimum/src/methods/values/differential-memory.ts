import type { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";

/** Where scale factors F and crossover rates come from; plain data. */
export interface DifferentialMemory {
  /** One mean of each with JADE, several with success-history adaptation. */
  readonly factors: Float64Array;
  /** A rate of -1 is the terminal value: all members that draw it cross over one variable. */
  readonly rates: Float64Array;
  /** The entry that is written next. */
  next: number;
}

/** Draws the factor and the rate of one trial into `out` at `at`, by an entry of the memory. */
export function drawParameters(
  { factors, rates }: DifferentialMemory,
  random: RandomStream,
  outFactors: Vector,
  outRates: Vector,
  at: number,
): void {
  const entry = factors.length === 1 ? 0 : random.integer(0, factors.length - 1);
  const rate = rates[entry];
  outRates[at] = rate < 0 ? 0 : Math.min(1, Math.max(0, rate + 0.1 * random.normal()));
  let factor = 0;
  // a Cauchy variable, drawn again where it is not positive
  while (!(factor > 0)) factor = factors[entry] + 0.1 * Math.tan(Math.PI * (random.uniform() - 0.5));
  outFactors[at] = Math.min(1, factor);
}

/** A generation's successes: trials that were better than their parents, the gains in value beside them. */
export interface Successes {
  readonly count: number;
  readonly factors: Vector;
  readonly rates: Vector;
  readonly gains: Vector;
}

/**
 * JADE: the means move by a tenth to the Lehmer mean of the factors that succeeded and the mean of their rates.
 *
 * @reference J. Zhang, A. C. Sanderson (2009), JADE: Adaptive Differential Evolution With Optional External Archive,
 * doi:10.1109/TEVC.2009.2014613
 */
export function adaptJade(memory: DifferentialMemory, { count, factors, rates }: Successes): void {
  if (count === 0) return;
  let [sum, squares, rateSum] = [0, 0, 0];
  for (let k = 0; k < count; k++) {
    sum += factors[k];
    squares += factors[k] ** 2;
    rateSum += rates[k];
  }
  memory.factors[0] += 0.1 * (squares / sum - memory.factors[0]);
  memory.rates[0] += 0.1 * (rateSum / count - memory.rates[0]);
}

/**
 * Success-history adaptation: one entry becomes the Lehmer means of factors and rates, weighted by the gains.
 *
 * @reference R. Tanabe, A. S. Fukunaga (2014), Improving the Search Performance of SHADE Using Linear Population Size
 * Reduction, doi:10.1109/CEC.2014.6900380
 */
export function adaptHistory(memory: DifferentialMemory, { count, factors, rates, gains }: Successes): void {
  if (count === 0) return;
  let total = 0;
  for (let k = 0; k < count; k++) total += gains[k];
  let [factorSum, factorSquares, rateSum, rateSquares] = [0, 0, 0, 0];
  for (let k = 0; k < count; k++) {
    // a parent without a value makes a gain without bound: then all count alike
    const weight = total > 0 && total < Infinity ? gains[k] / total : 1 / count;
    factorSum += weight * factors[k];
    factorSquares += weight * factors[k] ** 2;
    rateSum += weight * rates[k];
    rateSquares += weight * rates[k] ** 2;
  }
  const entry = memory.next;
  memory.factors[entry] = factorSquares / factorSum;
  memory.rates[entry] = memory.rates[entry] < 0 || !(rateSum > 0) ? -1 : rateSquares / rateSum;
  memory.next = (entry + 1) % memory.factors.length;
}
