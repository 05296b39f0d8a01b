import type { Vector } from "../../numerics/vector.ts";

/**
 * What the values of the generations were: plain data, part of a state. `recent` is a ring of the last best values;
 * `bests` and `medians` keep one generation in `stride`, and every second of these is dropped whenever they are full,
 * so that a long run is remembered in constant space.
 */
export interface PopulationHistory {
  readonly recent: Float64Array;
  readonly bests: Float64Array;
  readonly medians: Float64Array;
  generations: number;
  kept: number;
  stride: number;
  /** Generations in a row whose best value and third quartile were the same. */
  flat: number;
  /** Generations in a row without a valid value. */
  invalid: number;
}

/**
 * The lengths are those of the tutorial: 10 + ceil(30 n / lambda), and a multiple of 120 + 30 n / lambda; the second at least as
 * in pycma, 100 + 100 n^(3/2) / lambda, since in a hundred variables a single axis holds all values up for longer.
 */
export function populationHistory(dimension: number, populationSize: number): PopulationHistory {
  const perVariable = Math.ceil((30 * dimension) / populationSize);
  const shortestWindow = Math.max(120 + perVariable, 100 + Math.ceil((100 * dimension ** 1.5) / populationSize));
  const capacity = 4 * shortestWindow;
  return {
    recent: new Float64Array(10 + perVariable).fill(Infinity),
    bests: new Float64Array(capacity),
    medians: new Float64Array(capacity),
    generations: 0,
    kept: 0,
    stride: 1,
    flat: 0,
    invalid: 0,
  };
}

/** Notes a generation: its values, and their indices, best first. */
export function remember(history: PopulationHistory, values: Vector, order: Vector): void {
  const { recent, bests, medians } = history;
  const count = values.length;
  const best = values[order[0]];
  recent[history.generations % recent.length] = best;
  history.flat = best < values[order[Math.floor(0.75 * count)]] ? 0 : history.flat + 1;
  if (history.generations % history.stride === 0) {
    if (history.kept === bests.length) {
      for (let k = 0; 2 * k < bests.length; k++) {
        bests[k] = bests[2 * k];
        medians[k] = medians[2 * k];
      }
      history.kept /= 2;
      history.stride *= 2;
    }
    bests[history.kept] = best;
    medians[history.kept] = values[order[count >> 1]];
    history.kept++;
  }
  history.generations++;
}

/**
 * The range of the recent best values and of the valid values of the last generation, relative to their size where that
 * is above 1; values above `ceiling` are left out. Infinity while there are too few.
 */
export function valueRange(history: PopulationHistory, values: Vector, ceiling = Infinity): number {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const best of history.recent) {
    if (best < lowest) lowest = best;
    if (best > highest) highest = best;
  }
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest && value < Infinity && value <= ceiling) highest = value;
  }
  return highest < Infinity ? (highest - lowest) / Math.max(1, Math.abs(lowest)) : Infinity;
}

/**
 * How many of the last generations brought down neither the best nor the median value: the median over the last 30 % of
 * a window is not below that over the first 30 %. The window is the last fifth of the run, but at least
 * a quarter of what is kept. 0 when one of them has come down.
 */
export function stagnation(history: PopulationHistory): number {
  const { bests, medians, kept, stride } = history;
  const window = Math.max(Math.ceil(bests.length / 4 / stride), Math.ceil(kept / 5));
  // medians over less than three records say nothing
  if (kept < window || window < 10) return 0;
  const hasMoved = hasFallen(bests, kept - window, kept) || hasFallen(medians, kept - window, kept);
  return hasMoved ? 0 : window * stride;
}

function hasFallen(record: Vector, from: number, to: number): boolean {
  const third = Math.floor(0.3 * (to - from));
  return median(record.subarray(to - third, to)) < median(record.subarray(from, from + third));
}

function median(values: Vector): number {
  const sorted = values.toSorted();
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
