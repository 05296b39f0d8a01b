import type { Vector } from "../../numerics/vector.ts";
import type { NumericArray } from "../values/numeric-array.ts";
import type { ArrayLeaf, LikeTree } from "./tree.ts";

export interface DifferentiateArraysOptions<D = undefined> {
  /** What the function gets as its second argument where no other data are given; copied. Integers are indices. */
  readonly data?: D;
  /** What floats are computed in, "float64" or "float32", whatever they are given in; left out, what they are given in. */
  readonly precision?: "float64" | "float32";
}

/** A parameter that meets an input in a matrix product or a convolution: what rules with Kronecker factors need. */
export interface Layer {
  /** The names and indices that lead to the parameter, which is inputs by outputs. */
  readonly path: readonly (string | number)[];
  /** True when the parameter is outputs by inputs. */
  readonly transposed: boolean;
  /** What meets it: examples by inputs; of a convolution, places by entries of a window. */
  readonly input: NumericArray;
  /**
   * The gradient of the result with respect to the product: examples by outputs. The gradient by the parameter, if this is all
   * it is used for, is input^T outputGradient.
   */
  readonly outputGradient: NumericArray;
}

/** A function of arrays and its derivatives. Data that are left out are those of the options. */
export interface ArrayDerivatives<P, D = undefined> {
  /** The objective. @throws InfimumError `not-scalar` when the function returns an array with axes */
  value(parameters: P, data?: D): number;
  /** What the function returns, of any shape. */
  result(parameters: P, data?: D): NumericArray;
  /** @throws InfimumError `not-scalar` */
  valueAndGradient(parameters: P, data?: D): { value: number; gradient: LikeTree<P> };
  /** In the shape of the parameters. @throws InfimumError `not-scalar` */
  gradient(parameters: P, data?: D): LikeTree<P>;
  /** The Hessian times a direction of the shape of the parameters. @throws InfimumError `not-scalar` */
  hessianVector(parameters: P, direction: P, data?: D): LikeTree<P>;
  /** The derivative of the result along a direction of the shape of the parameters. */
  jacobianVector(parameters: P, direction: P, data?: D): NumericArray;
  /** The gradient of the sum of the result times weights, which have its shape. @throws InfimumError `shape-mismatch` */
  vectorJacobian(parameters: P, weights: ArrayLeaf, data?: D): LikeTree<P>;
  /** The products that parameters are factors of, in the order in which they are computed. @throws InfimumError `not-scalar` */
  layers(parameters: P, data?: D): Layer[];
  /** How many numbers the parameters are. */
  readonly parameterCount: number;
  /** The parameters one after the other, in `out` where it is given. */
  flatten(parameters: P, out?: Vector): Vector;
  /** A record of the shape of the parameters. @throws InfimumError `wrong-length` */
  unflatten(x: Vector): LikeTree<P>;
  /** `value` of flat parameters. */
  valueFlat(x: Vector, data?: D): number;
  /** Writes the gradient by flat parameters, and returns the value. @throws InfimumError `not-scalar`, `wrong-length` */
  valueAndGradientFlat(x: Vector, out: Vector, data?: D): number;
  /** Writes the Hessian at flat parameters times v. @throws InfimumError `not-scalar`, `wrong-length` */
  hessianVectorFlat(x: Vector, v: Vector, out: Vector, data?: D): void;
  /** How it runs. */
  readonly how: "compiled" | "interpreted";
}
