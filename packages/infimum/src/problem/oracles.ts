import type { Vector } from "../numerics/vector.ts";

/**
 * Everything that can be asked of a problem at a point. An answer may have to be waited for, and is counted. `out`
 * belongs to the asker and is written by the answer; it has to be scratch, never the state of a method.
 *
 * Shapes: n variables, m residuals, c constraints; matrices are column-major.
 */
export interface Oracles {
  /** The objective at `x`. */
  value(x: Vector): number;
  /** Writes the gradient (n) and returns the value. */
  gradient(x: Vector, out: Vector): number;
  /** A batch: writes the value of every point to `out`, answered in any order; returns the number of points. */
  values(points: readonly Vector[], out: Vector): number;
  /** Writes the Hessian at `x` times `v` (n). */
  hessianVector(x: Vector, v: Vector, out: Vector): void;
  /** Writes the Hessian (n x n). */
  hessian(x: Vector, out: Vector): void;
  /** Writes the residuals r (m) and returns the objective: sum(r^2) / 2, or sum(rho(r^2)) / 2 with a robust loss rho. */
  residuals(x: Vector, out: Vector): number;
  /** Writes the Jacobian of the residuals (m x n). */
  jacobian(x: Vector, out: Vector): void;
  /** Writes the constraint functions (c). */
  constraints(x: Vector, out: Vector): void;
  /** Writes the Jacobian of the constraints (c x n). */
  constraintJacobian(x: Vector, out: Vector): void;
  /** Writes the gradient of one sample (or mini-batch) and returns its value; the same `sample` is the same function. */
  sampledGradient(x: Vector, sample: number, out: Vector): number;
  /** Writes the indices of the points, best first. */
  ranking(points: readonly Vector[], out: Int32Array): void;
}

/** Known mathematics about a set or a term: plain functions, answered at once and not counted. */
export interface Operators {
  /** Writes the nearest feasible point of `x`. */
  project(x: Vector, out: Vector): void;
  /** Writes the proximal point of the terms, argmin g(z) + |z - x|^2 / (2 stepSize), and returns g there. */
  proximal(x: Vector, stepSize: number, out: Vector): number;
  /** Writes a feasible point that minimizes <g, z>. */
  linearMinimizer(g: Vector, out: Vector): void;
}

export type OracleName = keyof Oracles;
export type OperatorName = keyof Operators;
export type Need = OracleName | OperatorName;

/**
 * What one variable is: a real number, an integer (one of lower, lower + step, ..., upper), or the index of a choice. A real
 * number may stand for `levels`: equal parts of [lower, upper] within which nothing changes.
 */
export type Coordinate =
  | { readonly kind: "continuous"; readonly levels?: number }
  | { readonly kind: "integer"; readonly step: number }
  | { readonly kind: "choice"; readonly options: number };
