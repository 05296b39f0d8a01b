import { dot, type Vector } from "../../numerics/vector.ts";

/*
 * A symmetric matrix H (n x n, column-major) of which only the lower triangle is read and written, which halves the
 * memory that every pass goes through.
 */

/** The inverse of a smaller number may overflow. */
const leastCurvature = 1e-300;

/** H := scale times the identity. */
export function setToIdentity(h: Vector, n: number, scale: number): void {
  h.fill(0);
  for (let i = 0; i < n; i++) h[i + i * n] = scale;
}

/** out := sign H v; `out` may not be `v`. Returns v'out. Cost: 2 n^2 operations. */
export function symmetricProduct(h: Vector, n: number, v: Vector, out: Vector, sign: 1 | -1 = 1): number {
  let form = 0;
  for (let i = 0; i < n; i++) out[i] = 0;
  for (let j = 0; j < n; j++) {
    const column = j * n;
    const vj = sign * v[j];
    let sum = h[j + column] * v[j];
    for (let i = j + 1; i < n; i++) {
      const entry = h[i + column];
      out[i] += entry * vj;
      sum += entry * v[i];
    }
    out[j] += sign * sum;
    form += v[j] * out[j];
  }
  return form;
}

/**
 * The BFGS update of an inverse Hessian H for the step s and the change of the gradient y,
 *
 *     H := (I - s y' / s'y) H (I - y s' / s'y) + s s' / s'y,
 *
 * the symmetric matrix nearest to H, in a weighted norm, that satisfies the secant equation H y = s. False, and H is left alone,
 * when the curvature s'y is not positive beyond its rounding, for which H would not stay positive definite, or when the
 * update overflows. Cost: 4 n^2 operations. `product` (n) is work space and ends as the old H y.
 *
 * @reference J. Nocedal, S. J. Wright, 2006, Numerical Optimization, equation 6.17, 10.1007/978-0-387-40065-5
 */
export function bfgsUpdate(h: Vector, n: number, s: Vector, y: Vector, product: Vector): boolean {
  const curvature = positiveCurvature(s, y);
  if (curvature === 0) return false;
  const inverse = 1 / curvature;
  const stretch = (1 + inverse * symmetricProduct(h, n, y, product)) * inverse;
  if (!Number.isFinite(stretch)) return false;
  for (let j = 0; j < n; j++) {
    const column = j * n;
    const alongStep = stretch * s[j] - inverse * product[j];
    const alongProduct = -inverse * s[j];
    for (let i = j; i < n; i++) h[i + column] += alongStep * s[i] + alongProduct * product[i];
  }
  return true;
}

/** s'y where it is positive beyond the rounding of the sum, and its inverse does not overflow; 0 elsewhere. */
export function positiveCurvature(s: Vector, y: Vector): number {
  let sum = 0;
  let size = 0;
  for (let i = 0; i < s.length; i++) {
    const term = s[i] * y[i];
    sum += term;
    size += Math.abs(term);
  }
  const isPositive = sum > Number.EPSILON * size && sum > leastCurvature && sum < Infinity;
  return isPositive ? sum : 0;
}

/**
 * s'y / y'y, between the smallest and the largest inverse curvature along y: the scale of the inverse Hessian before anything
 * else is known; 1 when it is not a positive number.
 *
 * @reference D. F. Shanno, K. H. Phua, 1978, Matrix conditioning and nonlinear optimization, 10.1007/BF01588977
 */
export function initialScale(s: Vector, y: Vector): number {
  const scale = dot(s, y) / dot(y, y);
  return scale > 0 && scale < Infinity ? scale : 1;
}
