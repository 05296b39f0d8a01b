import type { Pattern } from "../numerics/sparse/pattern.ts";
import type { Vector } from "../numerics/vector.ts";
import type { SparseMatrix } from "./exact-function.ts";

export interface DifferentiateOptions<Data = undefined> {
  /** Outer values that the function reads, by their names, so that its source can be understood; functions are read too. */
  readonly using?: Readonly<Record<string, unknown>>;
  /** Passed to the function as its second argument: numbers, arrays and records of them. */
  readonly data?: Data;
}

/** Where the Jacobian of a function may differ from 0, and the Hessian, where it has one. */
export interface Sparsity {
  readonly jacobian: Pattern;
  readonly hessian: Pattern | undefined;
}

/**
 * A function and its derivatives. The function may return a number (an objective) or an array of m numbers (residuals).
 * Matrices are column-major.
 *
 * Kinks: the derivative of a branch is that of the arm which is taken; of |x| it is 0 at 0; of the larger or smaller of two
 * equal numbers it is that of the first.
 */
export interface Derivatives<Data = undefined> {
  /** The objective at x. @throws InfimumError `not-scalar` when the function returns an array */
  value(x: ArrayLike<number>): number;
  /** The gradient (n), in `out` where it is given. @throws InfimumError `not-scalar` */
  gradient(x: ArrayLike<number>, out?: Vector): Vector;
  /** Writes the gradient (n) and returns the value. @throws InfimumError `not-scalar` */
  valueAndGradient(x: ArrayLike<number>, out: Vector): number;
  /** The Hessian, n x n. @throws InfimumError `not-scalar` */
  hessian(x: ArrayLike<number>): Vector;
  /** The entries of the Hessian that may differ from 0: for large and sparse ones. @throws InfimumError `not-scalar` */
  sparseHessian(x: ArrayLike<number>): SparseMatrix;
  /** The Hessian times v (n), in `out` where it is given. @throws InfimumError `not-scalar` */
  hessianVector(x: ArrayLike<number>, v: ArrayLike<number>, out?: Vector): Vector;
  /** The residuals (m), in `out` where it is given; of an objective its value alone. */
  residuals(x: ArrayLike<number>, out?: Vector): Vector;
  /** The Jacobian of the residuals, m x n; of an objective its gradient as a row. */
  jacobian(x: ArrayLike<number>): Vector;
  /** The entries of the Jacobian that may differ from 0. */
  sparseJacobian(x: ArrayLike<number>): SparseMatrix;
  /** The Jacobian times v (n): the change of the m residuals along v, in `out` where it is given. No matrix is made. */
  jacobianVector(x: ArrayLike<number>, v: ArrayLike<number>, out?: Vector): Vector;
  /** The transposed Jacobian times w (m): the gradient (n) of w' residuals, in `out` where it is given. No matrix is made. */
  vectorJacobian(x: ArrayLike<number>, w: ArrayLike<number>, out?: Vector): Vector;
  /** Where the derivatives may differ from 0, as the function was read last; undefined where it cannot be read. */
  readonly sparsity: Sparsity | undefined;
  /** Goes on with other data: of the same structure without reading the function again. */
  bind(data: Data): void;
  /** "exact", or "finite-difference: why, and what to do". */
  readonly source: string;
  /** How exact derivatives run: "interpreted" where WebAssembly is forbidden. */
  readonly how: "compiled" | "interpreted";
}
