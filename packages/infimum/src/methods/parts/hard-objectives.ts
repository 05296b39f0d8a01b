import type { Vector } from "../../numerics/vector.ts";

/** A gradient function that returns the value, and where to start. */
export interface HardObjective {
  readonly x0: number[];
  gradient(x: Vector, out: Vector): number;
}

const one = (x0: number, value: (x: number) => number, slope: (x: number) => number): HardObjective => ({
  x0: [x0],
  gradient(x, out) {
    out[0] = slope(x[0]);
    return value(x[0]);
  },
});

/** Repeatable noise between -1/2 and 1/2. */
function noise(t: number): number {
  const wild = Math.sin(12.9898 * t) * 43758.5453;
  return wild - Math.floor(wild) - 0.5;
}

/** Objectives that are constant, noisy, without a minimum, or without values in a region. */
export const hardObjectives = {
  withoutValuesBelowZero: one(
    20,
    (x) => (x > 0 ? x - Math.log(x) : NaN),
    (x) => 1 - 1 / x,
  ),
  constant: {
    x0: [1, 2],
    gradient(_x, out) {
      out.fill(0);
      return 3;
    },
  },
  quartic: one(
    0,
    (x) => (x - 3) ** 4,
    (x) => 4 * (x - 3) ** 3,
  ),
  noisy: {
    x0: [3, 2],
    gradient(x, out) {
      out[0] = 2 * x[0];
      out[1] = 20 * x[1];
      return x[0] ** 2 + 10 * x[1] ** 2 + 1e-3 * noise(x[0] + 7 * x[1]);
    },
  },
  line: one(
    0,
    (x) => -x,
    () => -1,
  ),
  parabola: one(
    1,
    (x) => -x * x,
    (x) => -2 * x,
  ),
  neverValid: one(
    0,
    () => NaN,
    () => NaN,
  ),
  kinked: one(
    2,
    (x) => Math.abs(x - 1 / 3),
    (x) => Math.sign(x - 1 / 3),
  ),
  /** x^2 - y^2 + y^4 from (1, 0): the gradient never leaves the line to the saddle; minima -1/4 at y = +-sqrt(1/2). */
  saddle: {
    x0: [1, 0],
    gradient(x, out) {
      out[0] = 2 * x[0];
      out[1] = -2 * x[1] + 4 * x[1] ** 3;
      return x[0] ** 2 - x[1] ** 2 + x[1] ** 4;
    },
  },
  /** Near the minimizer (1/3, 0.7) the value is 1000 to the last digit long before the gradient vanishes. */
  largeConstant: {
    x0: [2, 3.3],
    gradient(x, out) {
      out[0] = 2000 * (x[0] - 1 / 3);
      out[1] = 2 * (x[1] - 0.7);
      return 1000 + 1000 * (x[0] - 1 / 3) ** 2 + (x[1] - 0.7) ** 2;
    },
  },
} as const satisfies Record<string, HardObjective>;
