import { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";

/** How far random points are from x0, in sizes of the variables: near, and where a first long step leads. */
const reaches = { near: 0.1, far: 1 } as const;

const farAway = 1e4;

/**
 * Points near x0, within the bounds, the same for the same seed. A variable moves by up to a tenth of its size (of its
 * bounds, of 1 where it is 0), so that symmetries of x0 are broken. Integers and choices keep their start but for steps
 * their bounds allow.
 */
export function randomPoints(
  problem: Problem,
  count: number,
  seed: number,
  distance: keyof typeof reaches = "near",
): Vector[] {
  const random = new RandomStream();
  const reach = reaches[distance];
  return Array.from({ length: count }, (_, k) => {
    random.key(seed, `check points ${distance}`, 0, k);
    return Float64Array.from(problem.x0, (start, i) => moved(problem, start, i, reach * (2 * random.uniform() - 1)));
  });
}

function moved({ lower, upper, coordinates }: Problem, start: number, i: number, fraction: number): number {
  const [low, high] = [lower?.[i] ?? -Infinity, upper?.[i] ?? Infinity];
  if (coordinates[i].kind !== "continuous") return clamp(start + Math.round(15 * fraction), low, high);
  const width = high - low;
  // bounds that are far away say nothing about what is usual
  const isClose = width <= farAway * Math.max(1, Math.abs(start));
  const size = Math.max(Math.abs(start), isClose ? width : start === 0 ? 1 : 0);
  const step = size * fraction;
  // a point that would leave the bounds goes to the other side
  const there = start + step;
  return clamp(there < low || there > high ? start - step : there, low, high);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
