import type { Vector } from "../../numerics/vector.ts";

/** Points and their values, best first: plain data, part of a state. n + 1 points in n free variables. */
export interface Simplex {
  readonly vertices: Vector[];
  readonly values: Float64Array;
}

/** Puts the vertices in order, best first. Stable: equal values (Infinity too) stay in the order they had. */
export function sortSimplex({ vertices, values }: Simplex): void {
  for (let k = 1; k < vertices.length; k++) moveUp(vertices, values, k);
}

/** Replaces the worst vertex, in a simplex that is in order; the new one comes after those of equal value. */
export function replaceWorst({ vertices, values }: Simplex, point: Vector, value: number): void {
  const last = vertices.length - 1;
  vertices[last].set(point);
  values[last] = value;
  moveUp(vertices, values, last);
}

function moveUp(vertices: Vector[], values: Float64Array, from: number): void {
  const vertex = vertices[from];
  const value = values[from];
  let place = from;
  for (; place > 0 && values[place - 1] > value; place--) {
    vertices[place] = vertices[place - 1];
    values[place] = values[place - 1];
  }
  vertices[place] = vertex;
  values[place] = value;
}

/** Writes the mean of all vertices but the worst to `out` and returns it. */
export function centreOfBest({ vertices }: Simplex, out: Vector): Vector {
  const count = vertices.length - 1;
  out.fill(0);
  for (let k = 0; k < count; k++) {
    const vertex = vertices[k];
    for (let i = 0; i < out.length; i++) out[i] += vertex[i];
  }
  for (let i = 0; i < out.length; i++) out[i] /= count;
  return out;
}

/** The largest distance of a coordinate from the best vertex, relative to the coordinate where that is above 1. */
export function simplexSize({ vertices }: Simplex): number {
  const best = vertices[0];
  let largest = 0;
  for (let i = 0; i < best.length; i++) {
    let reach = 0;
    for (let k = 1; k < vertices.length; k++) reach = Math.max(reach, Math.abs(vertices[k][i] - best[i]));
    largest = Math.max(largest, reach / Math.max(1, Math.abs(best[i])));
  }
  return largest;
}

/** The worst value less the best, relative to the best where that is above 1; Infinity when one is invalid. */
export function valueSpread({ values }: Simplex): number {
  const best = values[0];
  const worst = values[values.length - 1];
  return worst < Infinity ? (worst - best) / Math.max(1, Math.abs(best)) : Infinity;
}
