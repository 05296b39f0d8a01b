import type { Vector } from "../numerics/vector.ts";

/** A function g added to the objective whose proximal map is known. */
export interface Term {
  readonly name: string;
  /** g(x); Infinity where g is not defined. */
  value(x: Vector): number;
  /** Writes argmin g(z) + |z - x|^2 / (2 stepSize) to `out` (which may be `x`) and returns g there; any stepSize > 0, however small. */
  proximal(x: Vector, stepSize: number, out: Vector): number;
  /** True when g is a sum over the variables: its proximal map then combines with bounds by clipping. */
  readonly separable: boolean;
  /** The derivatives of a smooth term: each adds to `out`. Absent when g has kinks. */
  readonly addGradient?: (x: Vector, out: Vector) => void;
  readonly addHessianVector?: (x: Vector, v: Vector, out: Vector) => void;
  /** @throws InfimumError when the term does not fit a problem of that dimension */
  check?(dimension: number): void;
}

/** A closed set that points have to lie in. */
export interface FeasibleSet {
  readonly name: string;
  /** Writes the nearest point of the set to `out` (which may be `x`). */
  project(x: Vector, out: Vector): void;
  /** Writes a point of the set that minimizes <g, z>. Absent when the set is unbounded. */
  readonly linearMinimizer?: (g: Vector, out: Vector) => void;
  /** How far x is from satisfying the set's description, 0 inside: the largest violation of one of its conditions. */
  violation(x: Vector): number;
  /** @throws InfimumError when the set does not fit a problem of that dimension */
  check?(dimension: number): void;
}
