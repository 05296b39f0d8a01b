import type { Vector } from "../../numerics/vector.ts";
import type { Facts } from "../../problem/view.ts";
import { pointOfRegion, type SampleRegion } from "./sample-region.ts";

/** Points that a method keeps, one after the other by their free variables, and their values; plain data. */
export interface Population {
  readonly region: SampleRegion;
  readonly points: Float64Array;
  /** Infinity for those not asked yet, and for invalid ones. */
  readonly values: Float64Array;
}

/** x0, and `count - 1` points of the region that `unit` says; values are Infinity. */
export function openPopulation(region: SampleRegion, problem: Facts, count: number, unit: Vector): Population {
  const { free } = region;
  const n = free.length;
  const points = new Float64Array(count * n);
  const point = problem.scratch();
  for (let k = 0; k < count; k++) {
    if (k === 0) point.set(problem.x0);
    else pointOfRegion(region, problem, unit, (k - 1) * n, point);
    for (let j = 0; j < n; j++) points[k * n + j] = point[free[j]];
  }
  return { region, points, values: new Float64Array(count).fill(Infinity) };
}

/** Writes the free variables at `from` into a whole point, and returns it. */
export function wholePoint({ free }: SampleRegion, problem: Facts, points: Vector, from: number): Vector {
  const point = problem.scratch();
  point.set(problem.x0);
  for (let j = 0; j < free.length; j++) point[free[j]] = points[from + j];
  return point;
}

/** The index of the best of the first `count` members. */
export function bestMember(values: Vector, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[k] < values[best]) best = k;
  return best;
}

/** The largest range of a variable over the first `count` members, relative to its size where that is above 1. */
export function spreadOfMembers(points: Vector, n: number, count: number): number {
  let largest = 0;
  for (let j = 0; j < n; j++) {
    let low = Infinity;
    let high = -Infinity;
    for (let k = 0; k < count; k++) {
      low = Math.min(low, points[k * n + j]);
      high = Math.max(high, points[k * n + j]);
    }
    largest = Math.max(largest, (high - low) / Math.max(1, Math.abs(low), Math.abs(high)));
  }
  return largest;
}

/** The range of the values of the first `count` members, relative to the size of the best where that is above 1. */
export function rangeOfValues(values: Vector, count: number): number {
  let low = Infinity;
  let high = -Infinity;
  for (let k = 0; k < count; k++) {
    low = Math.min(low, values[k]);
    high = Math.max(high, values[k]);
  }
  return high < Infinity ? (high - low) / Math.max(1, Math.abs(low)) : Infinity;
}
