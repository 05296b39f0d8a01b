import type { Vector } from "../../numerics/vector.ts";
import type { Facts } from "../../problem/view.ts";
import type { CmaEsConstants } from "./cma-es-constants.ts";

/** What a generation teaches about C. Vectors of steps are columns. */
export interface Lesson {
  readonly constants: CmaEsConstants;
  readonly normals: Vector;
  readonly steps: Vector;
  /** The steps times their weights. */
  readonly weighted: Vector;
  /** The weighted mean of the normals. */
  readonly meanNormal: Vector;
  /** p_c, and what of C is kept. */
  readonly path: Vector;
  readonly keep: number;
}

/** The operations on shapes of one kind. */
export interface ShapeKind<S extends object> {
  open(n: number, constants: CmaEsConstants): S;
  /** Writes the steps y = C^(1/2) z of `count` vectors z. */
  stretch(shape: S, normals: Vector, count: number, problem: Facts, out: Vector): Vector;
  /** Writes the z of a step y. */
  relax(shape: S, step: Vector, problem: Facts, out: Vector): Vector;
  /** Writes C^(-1/2) y for the step y of z, with the symmetric root where there is one. */
  whiten(shape: S, normal: Vector, out: Vector): Vector;
  learn(shape: S, lesson: Lesson, problem: Facts): void;
  /** The standard deviation of coordinate i. */
  deviation(shape: S, i: number): number;
  /** Makes the standard deviation of coordinate i smaller by a factor. */
  narrow(shape: S, i: number, factor: number): void;
  /** Makes what was learnt and narrowed ready to sample; false when the condition number of C leaves samples no meaning. */
  refresh(shape: S, constants: CmaEsConstants, generation: number, problem: Facts): boolean;
  /** Writes a principal axis, in the length of its standard deviation; false where there are none but coordinates. */
  axis(shape: S, k: number, out: Vector): boolean;
}

/** Above it samples of the flat axes are lost in the rounding of the long ones. */
export const largestCondition = 1e14;
