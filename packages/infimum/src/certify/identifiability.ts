import { triangularCondition } from "../numerics/dense/condition.ts";
import { normOfRange } from "../numerics/dense/householder.ts";
import { pivotedQr, type QrFactors, qrFactors } from "../numerics/dense/pivoted-qr.ts";
import { solveUpper } from "../numerics/dense/triangular.ts";
import type { Vector } from "../numerics/vector.ts";

/** How far residuals determine variables, seen from their Jacobian. */
export interface Identifiability {
  /** The QR factorization of the Jacobian along `free` with columns of length 1. */
  readonly factors: QrFactors;
  /** The variables it is about. */
  readonly free: readonly number[];
  /** The lengths of their columns; 0 for those that change the residuals by less than rounding. */
  readonly lengths: Vector;
  readonly rank: number;
  /** Estimated; Infinity below full rank. */
  readonly condition: number;
  /** The variables that are not determined: one of them could be fixed, and the others would make up for it. */
  readonly unidentified: readonly number[];
}

/** A variable has a part in a dependence when it makes up for this part of what the others do. */
const part = 1e-6;

/**
 * The rank of a Jacobian, and the variables that keep it from being full: by a pivoted QR factorization with columns of
 * length 1, so that units do not matter. A column whose largest effect, |J_j| max(|x_j|, 1), is below the rounding of the
 * others' counts as zero.
 *
 * @param jacobian m x n, column-major
 * @param free the variables that bounds do not hold
 */
export function identifiability(jacobian: Vector, m: number, x: Vector, free: readonly number[]): Identifiability {
  const k = free.length;
  const rows = Math.max(m, k);
  const factors = qrFactors(rows, k);
  const effects = free.map((j) => normOfRange(jacobian, j * m, (j + 1) * m) * Math.max(Math.abs(x[j]), 1));
  const largest = effects.reduce((most, effect) => Math.max(most, effect), 0);
  const lengths = Float64Array.from(free, (j, c) =>
    effects[c] <= Number.EPSILON * largest ? 0 : normOfRange(jacobian, j * m, (j + 1) * m),
  );
  free.forEach((j, c) => {
    for (let i = 0; i < m; i++) factors.factor[i + c * rows] = lengths[c] === 0 ? 0 : jacobian[i + j * m] / lengths[c];
  });
  const rank = pivotedQr(factors.factor, factors);
  const dependent = new Set<number>();
  for (let c = rank; c < k; c++) for (const member of dependence(factors, c)) dependent.add(free[member]);
  return {
    factors,
    free,
    lengths,
    rank,
    condition: rank < k ? Infinity : triangularCondition(triangle(factors), k, "upper"),
    unidentified: [...dependent].toSorted((a, b) => a - b),
  };
}

/** The columns (before pivoting) that make up for pivoted column c, and itself. */
function dependence({ factor, rows, rank, permutation }: QrFactors, c: number): number[] {
  const column = factor.slice(c * rows, c * rows + rank);
  const makeUp = solveUpper(factor, rank, column, column, rows);
  const members = [permutation[c]];
  for (let i = 0; i < rank; i++) if (Math.abs(makeUp[i]) > part) members.push(permutation[i]);
  return members;
}

/** R alone, k x k. */
function triangle({ factor, rows, columns }: QrFactors): Vector {
  const r = new Float64Array(columns * columns);
  for (let j = 0; j < columns; j++) for (let i = 0; i <= j; i++) r[i + j * columns] = factor[i + j * rows];
  return r;
}
