import type { Vector } from "../../numerics/vector.ts";
import { type BoxMap, boxMap, insideBox, outsideBox } from "../../problem/box-map.ts";
import type { Facts } from "../../problem/view.ts";

/**
 * The variables that are not fixed by their bounds, and how unbounded search coordinates become points inside (see
 * `BoxMap`). Bounds that coincide take their variable out of the search. Plain data, part of a state.
 */
export interface SearchBox {
  /** The variables that are searched; `maps` has one map for each of them. */
  readonly free: Int32Array;
  readonly maps: readonly BoxMap[];
}

export function searchBox(problem: Facts): SearchBox {
  const free = freeVariables(problem);
  const maps = Array.from(free, (i) => boxMap(problem.lower?.[i] ?? -Infinity, problem.upper?.[i] ?? Infinity));
  return { free, maps };
}

/** The indices of the variables whose bounds leave them room. */
export function freeVariables(problem: Facts): Int32Array {
  const { dimension, lower, upper } = problem;
  const free: number[] = [];
  for (let i = 0; i < dimension; i++)
    if (lower === undefined || upper === undefined || lower[i] < upper[i]) free.push(i);
  return Int32Array.from(free);
}

/** The width between the bounds of free variable j, Infinity where one is missing. */
export function widthOf(box: SearchBox, j: number): number {
  return box.maps[j].upper - box.maps[j].lower;
}

/** Writes the point of the search coordinates `u` to the free variables of `out` and returns it. */
export function placeInBox(box: SearchBox, u: Vector, out: Vector): Vector {
  const { free, maps } = box;
  for (let j = 0; j < free.length; j++) {
    out[free[j]] = insideBox(maps[j], u[j]);
  }
  return out;
}

/** Writes search coordinates of the point `x` to `out` and returns it. */
export function locateInBox(box: SearchBox, x: Vector, out: Vector): Vector {
  const { free, maps } = box;
  for (let j = 0; j < free.length; j++) {
    out[j] = outsideBox(maps[j], x[free[j]]);
  }
  return out;
}
