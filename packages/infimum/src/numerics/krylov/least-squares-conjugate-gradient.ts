import { dot, type Vector } from "../vector.ts";

/** A matrix that is known by its products. */
export interface ProductMatrix {
  readonly rowCount: number;
  readonly columnCount: number;
  /** out = A v; returns `out`. */
  multiply(v: Vector, out: Vector): Vector;
  /** out = A'u; returns `out`. */
  multiplyTransposed(u: Vector, out: Vector): Vector;
}

export interface LeastSquaresConjugateGradientOptions {
  /** Minimizes |A x - b|^2 + damping |x|^2; 0 by default. */
  readonly damping?: number;
  /** Ends when |A'(b - A x) - damping x| has come down to this part of |A'b|; 1e-8 by default. */
  readonly relativeTolerance?: number;
  /** Twice the number of columns by default. */
  readonly iterations?: number;
}

/**
 * The minimizer of |A x - b|^2 + damping |x|^2 by conjugate gradients on the normal equations without forming them (CGLS): the
 * recurrences keep the residual b - A x, which a product A'A would lose half of the digits of.
 *
 * Cost: a product with A and one with A' an iteration; the number of iterations grows with the condition of A.
 *
 * @param b length m, not changed
 * @reference M. R. Hestenes, E. Stiefel, 1952, Methods of conjugate gradients for solving linear systems,
 * 10.6028/jres.049.044
 * @reference A. Bjorck, 1996, Numerical methods for least squares problems, section 7.4, 10.1137/1.9781611971484
 */
export function leastSquaresConjugateGradient(
  matrix: ProductMatrix,
  b: Vector,
  options: LeastSquaresConjugateGradientOptions = {},
): Vector {
  const { rowCount: m, columnCount: n } = matrix;
  const { damping = 0, relativeTolerance = 1e-8, iterations = 2 * n } = options;
  const x = new Float64Array(n);
  const residual = b.slice(0, m);
  const slope = matrix.multiplyTransposed(residual, new Float64Array(n));
  const direction = slope.slice();
  const image = new Float64Array(m);
  let size = dot(slope, slope);
  const enough = relativeTolerance ** 2 * size;
  for (let k = 0; k < iterations && size > enough; k++) {
    matrix.multiply(direction, image);
    const bend = dot(image, image) + damping * dot(direction, direction);
    if (!(bend > 0)) break;
    const step = size / bend;
    for (let j = 0; j < n; j++) x[j] += step * direction[j];
    for (let i = 0; i < m; i++) residual[i] -= step * image[i];
    matrix.multiplyTransposed(residual, slope);
    if (damping > 0) for (let j = 0; j < n; j++) slope[j] -= damping * x[j];
    const next = dot(slope, slope);
    const share = next / size;
    size = next;
    for (let j = 0; j < n; j++) direction[j] = slope[j] + share * direction[j];
  }
  return x;
}
