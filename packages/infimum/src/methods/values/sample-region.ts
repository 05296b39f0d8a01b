import { normalDistribution, normalQuantile } from "../../numerics/special/index.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Facts } from "../../problem/view.ts";
import { clipped } from "../../problem/wrappers/room.ts";
import { freeVariables } from "./search-box.ts";

/**
 * Where points are sampled: uniformly between two finite bounds; a variable that has not both is normal about x0, with
 * standard deviation scale max(|x0_i|, 1), cut off at the bound it may have. Plain data, part of a state; indexed like
 * `free`.
 */
export interface SampleRegion {
  /** The variables whose bounds leave them room. */
  readonly free: Int32Array;
  /** The standard deviation of a normal variable, 0 for a uniform one. */
  readonly deviations: Float64Array;
  /** The probabilities of the whole normal that are used: from `first`, `share` of them. */
  readonly first: Float64Array;
  readonly share: Float64Array;
}

export function sampleRegion(problem: Facts, scale: number): SampleRegion {
  const free = freeVariables(problem);
  const deviations = new Float64Array(free.length);
  const first = new Float64Array(free.length);
  const share = new Float64Array(free.length).fill(1);
  for (let j = 0; j < free.length; j++) {
    const start = problem.x0[free[j]];
    const lower = problem.lower?.[free[j]] ?? -Infinity;
    const upper = problem.upper?.[free[j]] ?? Infinity;
    if (lower > -Infinity && upper < Infinity) continue;
    deviations[j] = scale * Math.max(1, Math.abs(start));
    first[j] = normalDistribution((lower - start) / deviations[j]);
    share[j] = normalDistribution((upper - start) / deviations[j]) - first[j];
  }
  return { free, deviations, first, share };
}

/** A uniform random number may be 0, whose normal quantile is infinite. */
const leastProbability = 2 ** -54;

/**
 * Writes the point whose free variables have the probabilities `unit[at]`, `unit[at + 1]`, ... in [0, 1) to `out` and
 * returns it.
 */
export function pointOfRegion(region: SampleRegion, problem: Facts, unit: Vector, at: number, out: Vector): Vector {
  const { free, deviations, first, share } = region;
  if (free.length < out.length) out.set(problem.x0);
  for (let j = 0; j < free.length; j++) {
    const i = free[j];
    const probability = unit[at + j];
    const x =
      deviations[j] === 0
        ? // not lower + p (upper - lower), whose width could overflow
          problem.lower![i] * (1 - probability) + problem.upper![i] * probability
        : problem.x0[i] + deviations[j] * normalQuantile(Math.max(leastProbability, first[j] + share[j] * probability));
    out[i] = clipped(problem, x, i);
  }
  return out;
}
