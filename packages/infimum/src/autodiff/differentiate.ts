import { badValue, wrongKind } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import { withBoundFunctions } from "./bound-functions.ts";
import type { SparseMatrix } from "./exact-function.ts";
import { FunctionDerivatives, type Read } from "./function-derivatives.ts";
import type { Pattern } from "./sparsity/pattern.ts";

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

/**
 * The exact derivatives of a plain function, which is read from its own source. What cannot be read is differentiated
 * by central differences, and `source` says why. The first evaluation calls the function itself and compares.
 *
 * @param f gets a point (a `Float64Array` of n numbers, its own to write to) and `data`
 * @param n the number of variables
 * @throws InfimumError `not-a-function`, `bad-dimension`; its functions throw `wrong-length` for points of another length,
 * `not-a-number` when the function returns neither a number nor an array of numbers, and what the function throws
 *
 * Cost: a gradient, or a product with the transposed Jacobian, at most 5 times the operations of the function, whatever n
 * is; a Hessian-vector product about twice that; a product with the Jacobian at most 3 times. By differences: 2 n calls, 4 n
 * and 2.
 *
 * @reference A. Griewank, A. Walther, 2008, Evaluating Derivatives, 10.1137/1.9780898717761
 *
 * @example
 * const f = differentiate((x) => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2, 2);
 * f.gradient([-1.2, 1]); // Float64Array [-215.6, -88]
 */
export function differentiate<Data = undefined>(
  f: Read<Data>,
  n: number,
  options: DifferentiateOptions<Data> = {},
): Derivatives<Data> {
  if (typeof f !== "function") throw wrongKind("not-a-function", "what is differentiated", "a function", f);
  if (!Number.isSafeInteger(n) || n < 1)
    throw badValue("bad-dimension", "the number of variables", n, "a whole number from 1 on");
  return withBoundFunctions(new FunctionDerivatives<Data>(f, n, options), functionNames);
}

const functionNames = [
  "value",
  "gradient",
  "valueAndGradient",
  "hessian",
  "sparseHessian",
  "hessianVector",
  "residuals",
  "jacobian",
  "sparseJacobian",
  "jacobianVector",
  "vectorJacobian",
  "bind",
] as const;
