import type { Vector } from "../vector.ts";
import { LanczosProcess, type LanczosProcessOptions } from "./lanczos-process.ts";
import { type ApplyMatrix, allocateVector } from "./process.ts";

export interface LanczosOptions extends LanczosProcessOptions {
  /** Which end of the spectrum must be found; `smallest` by default. */
  wanted?: "smallest" | "largest" | "both";
  /**
   * Stop when the error bound of what is wanted is at most this times the largest absolute Ritz value; 1e-10 by
   * default.
   */
  tolerance?: number;
  /** Where to start; `fixedStart(n)` by default. */
  start?: Vector;
}

/** A Ritz value, its vector of norm 1, and a bound: A has an eigenvalue at most `bound` away from `value`. */
export interface RitzPair {
  value: number;
  vector: Vector;
  bound: number;
}

export interface LanczosResult {
  /** An upper bound of the smallest eigenvalue, and with its bound the distance to some eigenvalue. */
  smallest: RitzPair;
  /** A lower bound of the largest eigenvalue. */
  largest: RitzPair;
  /** True when what was wanted is within the tolerance. */
  converged: boolean;
  process: LanczosProcess;
}

/**
 * The extreme eigenvalues and eigenvectors of a symmetric n x n matrix, known by its products only.
 *
 * A small `bound` says that an eigenvalue is near, not that none is beyond: only a random `start` gives that a
 * probability. For a start without a component along the eigenvector sought the method is blind. When a product is not
 * finite the pairs hold NaN. Cost: one product a step, 8 n steps^2 operations with full reorthogonalization, and 10
 * steps^3 for the bounds.
 *
 * @reference J. Kuczynski and H. Wozniakowski, Estimating the largest eigenvalue by the power and Lanczos algorithms
 * with a random start, 1992, 10.1137/0613066
 */
export function lanczos(apply: ApplyMatrix, n: number, options: LanczosOptions = {}): LanczosResult {
  const { wanted = "smallest", tolerance = 1e-10, start = fixedStart(n), allocate = allocateVector } = options;
  const process = new LanczosProcess(start, options);
  const product = allocate(n);
  let converged = false;
  while (!process.done && !converged) {
    apply(process.direction, product);
    process.advance(product);
    process.computeRitzValues();
    converged = process.status !== "invalid" && isWithin(process, wanted, tolerance);
  }
  const pair = (index: number) => ritzPair(process, index, allocate(n));
  return { smallest: pair(0), largest: pair(process.steps - 1), converged, process };
}

/**
 * A start vector that is the same in every run: the fractional parts of multiples of the golden ratio, between -1/2 and
 * 1/2.
 */
export function fixedStart(n: number): Vector {
  const golden = (Math.sqrt(5) - 1) / 2;
  return Float64Array.from({ length: n }, (_, i) => (((i + 1) * golden) % 1) - 0.5);
}

function isWithin(process: LanczosProcess, wanted: "smallest" | "largest" | "both", tolerance: number): boolean {
  const { ritzValues, bounds, steps } = process;
  const last = steps - 1;
  const threshold = tolerance * Math.max(Math.abs(ritzValues[0]), Math.abs(ritzValues[last]));
  const first = wanted === "largest" || bounds[0] <= threshold;
  return first && (wanted === "smallest" || bounds[last] <= threshold);
}

function ritzPair(process: LanczosProcess, index: number, vector: Vector): RitzPair {
  if (process.status === "invalid" || process.steps === 0) {
    return { value: NaN, vector: vector.fill(NaN), bound: NaN };
  }
  return { value: process.ritzValues[index], vector: process.ritzVector(index, vector), bound: process.bounds[index] };
}
