import { badValue, wrongKind } from "../error.ts";
import { withBoundFunctions } from "./bound-functions.ts";
import type { Derivatives, DifferentiateOptions } from "./differentiated.ts";
import { FunctionDerivatives, type Read } from "./function-derivatives.ts";

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
