import { type Identifiability, identifiability } from "../certify/identifiability.ts";
import { solveUpper } from "../numerics/dense/triangular.ts";
import { norm, type Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { RobustLoss } from "../problem/robust-loss.ts";
import type { Evidence } from "./evidence.ts";

/** How far the data determine the parameters, to first order. */
export interface Uncertainty {
  /** n x n, column-major; 0 for parameters that a bound holds, Infinity on the diagonal for those that are not determined. */
  readonly covariance: Vector;
  /** Length n: the roots of the diagonal. */
  readonly standardErrors: Vector;
  /** m less the number of parameters that are free. */
  readonly degreesOfFreedom: number;
  /** The standard deviation of a (weighted) residual, estimated; 1 where the caller has said it. */
  readonly deviation: number;
  readonly identifiability: Identifiability;
  /** The rounding of the residuals, relative to their size. */
  readonly noise: number;
}

/**
 * The covariance s^2 (J'J)^-1 of the parameters that are free, from the QR factorization of J with columns of length 1, with
 * s^2 = |r|^2 / (m - p); with a robust loss, whose influence is psi(r) = rho'(r^2) r, Huber's estimate
 *
 *     K^2 (sum psi^2 / (m - p)) / (mean psi')^2 (J'J)^-1,   K = 1 + p / m var(psi') / (mean psi')^2
 *
 * @param absolute true where weights are 1 over the known variances, which then are not estimated
 * @reference G. A. F. Seber, C. J. Wild, 1989, Nonlinear regression, section 2.1, 10.1002/0471725315
 * @reference P. J. Huber, 1981, Robust statistics, section 7.6, 10.1002/0471725250
 */
export function uncertaintyOf(problem: Problem, { x, residuals, jacobian }: Evidence, absolute: boolean): Uncertainty {
  const m = residuals.length;
  const n = x.length;
  const found = identifiability(jacobian, m, x, freeParameters(problem, x));
  const { free } = found;
  const p = free.length;
  const { loss, weights } = problem.residuals!;
  const observed = weights ? weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0) : m;
  const degreesOfFreedom = observed - p;
  const estimated = loss ? robustVariance(loss, residuals, p) : norm(residuals) ** 2 / degreesOfFreedom;
  const variance = absolute && !loss ? 1 : degreesOfFreedom > 0 ? estimated : Infinity;
  const covariance = inverseProduct(found, n);
  for (let k = 0; k < covariance.length; k++) covariance[k] = covariance[k] === 0 ? 0 : covariance[k] * variance;
  const terms = new Float64Array(m);
  for (let j = 0; j < n; j++) for (let i = 0; i < m; i++) terms[i] += Math.abs(jacobian[i + j * m] * x[j]);
  return {
    covariance,
    standardErrors: Float64Array.from(x, (_, j) => Math.sqrt(covariance[j + j * n])),
    degreesOfFreedom,
    deviation: absolute ? 1 : Math.sqrt(variance),
    identifiability: found,
    noise: (Number.EPSILON * norm(terms)) / norm(residuals),
  };
}

/** Those that no bound holds. */
function freeParameters({ lower, upper }: Problem, x: Vector): number[] {
  const free: number[] = [];
  for (let j = 0; j < x.length; j++) {
    if (lower !== undefined && upper !== undefined && (x[j] === lower[j] || x[j] === upper[j])) continue;
    free.push(j);
  }
  return free;
}

/** (J'J)^-1 in the n parameters. */
function inverseProduct({ factors, free, lengths, rank, unidentified }: Identifiability, n: number): Vector {
  const { factor, rows, permutation } = factors;
  const out = new Float64Array(n * n);
  // the columns of R^-1, whose products R^-1 R^-T are
  const inverse = Array.from({ length: rank }, (_, k) => {
    const unit = new Float64Array(rank);
    unit[k] = 1;
    return solveUpper(factor, rank, unit, unit, rows);
  });
  for (let a = 0; a < rank; a++) {
    for (let b = 0; b < rank; b++) {
      let sum = 0;
      for (let k = Math.max(a, b); k < rank; k++) sum += inverse[k][a] * inverse[k][b];
      const [i, j] = [permutation[a], permutation[b]];
      out[free[i] + free[j] * n] = sum / lengths[i] / lengths[j];
    }
  }
  for (const j of unidentified) {
    for (let i = 0; i < n; i++) {
      out[i + j * n] = 0;
      out[j + i * n] = 0;
    }
    out[j + j * n] = Infinity;
  }
  return out;
}

function robustVariance({ slope, curvature, parameters }: RobustLoss, residuals: Vector, p: number): number {
  const m = residuals.length;
  let influences = 0;
  let sum = 0;
  let squares = 0;
  for (const residual of residuals) {
    const s = residual ** 2;
    const weight = slope(s, parameters);
    const slopeOfInfluence = weight + 2 * s * curvature(s, parameters);
    influences += (weight * residual) ** 2;
    sum += slopeOfInfluence;
    squares += slopeOfInfluence ** 2;
  }
  const mean = sum / m;
  const correction = 1 + ((p / m) * (squares / m - mean ** 2)) / mean ** 2;
  return (correction ** 2 * influences) / (m - p) / mean ** 2;
}
