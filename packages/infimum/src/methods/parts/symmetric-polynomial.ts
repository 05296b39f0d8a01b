import { dot, move, scale, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";

/** Power sums of higher degree would take more than two products a variable. */
export const mostDegree = 4;

/** The symmetric polynomials of the eigenvalues of B / tr B, plain data; empty where B has no positive trace. */
export interface SymmetricPolynomials {
  readonly trace: number;
  /** e_0 = 1, e_1 = 1, e_2, ..., e_degree. */
  readonly elementary: Vector;
}

/**
 * The elementary symmetric polynomials of the spectrum of B, the Hessian at x, from its power sums tr B^i by Newton's identities.
 * Cost: n Hessian-vector questions for a degree of 1 or 2, 2 n for 3 or 4, none for 0.
 */
export function* symmetricPolynomials(
  problem: View<"hessianVector">,
  x: Vector,
  degree: number,
): Coroutine<SymmetricPolynomials> {
  if (degree === 0) return { trace: 1, elementary: Float64Array.of(1) };
  const n = x.length;
  const powerSums = new Float64Array(degree + 1);
  const unit = problem.scratch().fill(0);
  const product = problem.scratch();
  const second = problem.scratch();
  for (let j = 0; j < n; j++) {
    unit[j] = 1;
    yield* problem.hessianVector(x, unit, product);
    unit[j] = 0;
    if (degree > 2) yield* problem.hessianVector(x, product, second);
    const parts = [product[j], dot(product, product), dot(product, second), dot(second, second)];
    for (let i = 1; i <= degree; i++) powerSums[i] += parts[i - 1];
  }
  const trace = powerSums[1];
  if (!(trace > 0 && trace < Infinity)) return { trace: 1, elementary: Float64Array.of(1) };
  const elementary = new Float64Array(degree + 1);
  elementary[0] = 1;
  for (let k = 1; k <= degree; k++) {
    let sum = 0;
    for (let i = 1, sign = 1; i <= k; i++, sign = -sign) {
      sum += sign * elementary[k - i] * (powerSums[i] / trace ** i);
    }
    elementary[k] = sum / k;
    // rounding, or fewer eigenvalues than that
    if (!(elementary[k] > 0)) return { trace, elementary: elementary.slice(0, k) };
  }
  return { trace, elementary };
}

/**
 * out := P g, P = e_t I - B P' for the P' of one degree less, from P = I: its eigenvalues are the symmetric polynomials of all other
 * eigenvalues, so that large ones are cut from the condition number of P B. Scaled to eigenvalues of at most 1. Cost: one
 * Hessian-vector question a degree.
 */
export function* applySymmetricPolynomial(
  problem: View<"hessianVector">,
  x: Vector,
  { trace, elementary }: SymmetricPolynomials,
  gradient: Vector,
  out: Vector,
): Coroutine<Vector> {
  const product = problem.scratch();
  out.set(gradient);
  for (let degree = 1; degree < elementary.length; degree++) {
    yield* problem.hessianVector(x, out, product);
    move(scale(gradient, elementary[degree], out), -1 / trace, product, out);
  }
  return scale(out, 1 / elementary[elementary.length - 1], out);
}
