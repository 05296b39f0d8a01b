import type { Vector } from "../../numerics/vector.ts";
import type { Facts } from "../../problem/view.ts";

/**
 * The variables that are not fixed by their bounds, and how unbounded search coordinates u for them become points x
 * inside: x = u well inside, a parabola within a margin a of a bound (x = l + (u - l + a)^2 / (4 a) near a lower bound
 * l), and what is farther out is reflected. So x is continuously differentiable in u, and keeps the scale of a solution
 * inside. Bounds that coincide take their variable out of the search. Plain data, part of a state.
 *
 * @reference N. Hansen, A. S. P. Niederberger, L. Guzzella, P. Koumoutsakos (2009), A Method for Handling Uncertainty
 * in Evolutionary Optimization, doi:10.1109/TEVC.2008.924423
 */
export interface SearchBox {
  /** The variables that are searched; everything below is indexed like this list. */
  readonly free: Int32Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly lowerMargin: Float64Array;
  readonly upperMargin: Float64Array;
}

/**
 * The margin is a twentieth of the width between two bounds; beside a single bound l it is (1 + |l|) / 20, as pycma has
 * it in every box (where the width is very small or very large it would bend everything, or nothing).
 */
export function searchBox(problem: Facts): SearchBox {
  const free = freeVariables(problem);
  const box: SearchBox = {
    free,
    lower: new Float64Array(free.length).fill(-Infinity),
    upper: new Float64Array(free.length).fill(Infinity),
    lowerMargin: new Float64Array(free.length),
    upperMargin: new Float64Array(free.length),
  };
  for (let j = 0; j < free.length; j++) {
    const lower = problem.lower?.[free[j]] ?? -Infinity;
    const upper = problem.upper?.[free[j]] ?? Infinity;
    const ofWidth = upper / 20 - lower / 20;
    box.lower[j] = lower;
    box.upper[j] = upper;
    if (lower > -Infinity)
      box.lowerMargin[j] = Math.min(ofWidth, upper < Infinity ? ofWidth : (1 + Math.abs(lower)) / 20);
    if (upper < Infinity)
      box.upperMargin[j] = Math.min(ofWidth, lower > -Infinity ? ofWidth : (1 + Math.abs(upper)) / 20);
  }
  return box;
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
  return box.upper[j] - box.lower[j];
}

/** Writes the point of the search coordinates `u` to the free variables of `out` and returns it. */
export function placeInBox(box: SearchBox, u: Vector, out: Vector): Vector {
  const { free, lower, upper, lowerMargin, upperMargin } = box;
  for (let j = 0; j < free.length; j++) {
    const bent = u[j] < lower[j] + lowerMargin[j] || u[j] > upper[j] - upperMargin[j];
    out[free[j]] = bent ? bend(u[j], lower[j], upper[j], lowerMargin[j], upperMargin[j]) : u[j];
  }
  return out;
}

/** Writes search coordinates of the point `x` to `out` and returns it. */
export function locateInBox(box: SearchBox, x: Vector, out: Vector): Vector {
  const { free, lower, upper, lowerMargin, upperMargin } = box;
  for (let j = 0; j < free.length; j++) {
    const at = x[free[j]];
    const above = at - lower[j];
    const below = upper[j] - at;
    if (above < lowerMargin[j]) out[j] = lower[j] - lowerMargin[j] + 2 * Math.sqrt(lowerMargin[j] * above);
    else if (below < upperMargin[j]) out[j] = upper[j] + upperMargin[j] - 2 * Math.sqrt(upperMargin[j] * below);
    else out[j] = at;
  }
  return out;
}

function bend(u: number, lower: number, upper: number, lowerMargin: number, upperMargin: number): number {
  const at = reflect(u, lower - lowerMargin, upper + upperMargin);
  let x = at;
  if (at < lower + lowerMargin) x = lower + (at - lower + lowerMargin) ** 2 / (4 * lowerMargin);
  else if (at > upper - upperMargin) x = upper - (at - upper - upperMargin) ** 2 / (4 * upperMargin);
  return Math.min(upper, Math.max(lower, x));
}

/** Reflects u at the ends of [first, last] until it is inside. */
function reflect(u: number, first: number, last: number): number {
  if (u >= first && u <= last) return u;
  if (last === Infinity) return 2 * first - u;
  if (first === -Infinity) return 2 * last - u;
  const period = 2 * (last - first);
  const into = u - first - period * Math.floor((u - first) / period);
  return into <= period / 2 ? first + into : last - (into - period / 2);
}
