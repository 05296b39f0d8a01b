import { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";

/** Random samples for tests: features standard normal, labels 0 .. classes - 1. */
export function randomSamples(rows: number, columns: number, classes: number, seed = 0) {
  const stream = new RandomStream().key(seed, 1, 0, 0);
  const features = stream.fillNormal(new Float64Array(rows * columns));
  const labels = Int32Array.from({ length: rows }, () => stream.integer(0, classes - 1));
  return { features, rows, columns, labels, classes };
}

export function randomVector(length: number, scale: number, seed: number): Vector {
  return new RandomStream()
    .key(seed, 2, 0, 0)
    .fillNormal(new Float64Array(length))
    .map((entry) => scale * entry);
}

/** Steps and weights of the central difference of order 8. */
const stencil = [
  [1, 4 / 5],
  [2, -1 / 5],
  [3, 4 / 105],
  [4, -1 / 280],
] as const;

/**
 * The derivative of f at x along d by central differences of order 8. With a step of 2^-5 the truncation is about 2^-40 times a
 * ninth derivative over 630 (1.4e-15 for functions of size 1), the rounding about 2^-52 / 2^-5 (1e-14).
 */
export function slopeAlong(f: (x: Vector) => number, x: Vector, d: Vector, step = 2 ** -5): number {
  let sum = 0;
  for (const [k, weight] of stencil) {
    const ahead = x.map((entry, i) => entry + k * step * d[i]);
    const behind = x.map((entry, i) => entry - k * step * d[i]);
    sum += (weight * (f(ahead) - f(behind))) / step;
  }
  return sum;
}
