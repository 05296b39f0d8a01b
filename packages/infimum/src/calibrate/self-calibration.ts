import { InfimumError } from "../error.ts";
import { pivotedQr, qrFactors, qrLeastSquares } from "../numerics/dense/pivoted-qr.ts";
import { multiplyVector } from "../numerics/dense/product.ts";
import { svd, svdFactors } from "../numerics/dense/svd.ts";
import { allFinite, norm, type Vector } from "../numerics/vector.ts";
import { blindGains } from "./blind-gains.ts";

/** One sensing of the signal x by m sensors with unknown gains: y = diag(gains) A x. */
export interface Snapshot {
  /** A, m x n, column-major. */
  readonly matrix: Vector;
  /** y (m). */
  readonly measured: ArrayLike<number>;
}

export interface SelfCalibrationOptions {
  /**
   * "least-squares" (the default) solves a linear system with one normalization; "singular-vector" takes the right singular vector of
   * the least singular value, which treats all equations alike; "projected-gradient" minimizes the misfit of the measurements
   * themselves, which is better with noise where gains differ much, and slower.
   */
  readonly method?: "least-squares" | "singular-vector" | "projected-gradient";
  /** How far gains are from their mean at most, relative to it, for the projected gradient; 0.95 by default. */
  readonly spread?: number;
  /** Iterations of the projected gradient; 10,000 by default. */
  readonly iterations?: number;
}

/** Gains and signal: only their product is measured, so the gains have the mean 1. */
export interface SelfCalibration {
  /** Length m, with the mean 1. */
  readonly gains: Vector;
  /** x (n). */
  readonly signal: Vector;
  /** The length of y - diag(gains) A x over all snapshots, relative to that of y. */
  readonly residual: number;
}

/**
 * Finds the gains of sensors and the signal they see at once, from snapshots with different sensing matrices,
 * y_l = diag(gains) A_l x: a bilinear problem that is linear in the inverse gains s = 1 / gains,
 *
 *     diag(y_l) s - A_l x = 0 for every l,   sum s = m
 *
 * Cost: with p snapshots, 2 p m (m + n)^2 operations and p m (m + n) numbers for the first two methods, 4 p m n an iteration for the
 * third.
 *
 * @param snapshots of the same signal, by the same sensors; p m has to be at least m + n - 1, for the singular vector m + n
 * @throws InfimumError `data-mismatch`, `data-not-finite`, `too-few-measurements` when they do not determine gains and signal
 * @reference S. Ling, T. Strohmer, 2018, Self-calibration and bilinear inverse problems via linear least squares, 1611.04196
 * @reference V. Cambareri, L. Jacques, 2018, Through the haze: a non-convex approach to blind gain calibration for linear
 * random sensing models, 1610.09028
 *
 * @example
 * // two sensors with the gains 0.5 and 1.5 see the signal 4 four times
 * const snapshots = [[1, 2], [3, -1]].map((a) => ({
 *   matrix: Float64Array.from(a),
 *   measured: [0.5 * a[0] * 4, 1.5 * a[1] * 4],
 * }));
 * const { gains, signal } = selfCalibration(snapshots);
 * Math.round(1e9 * gains[0]) / 1e9; // 0.5
 * Math.round(1e9 * signal[0]) / 1e9; // 4
 */
export function selfCalibration(snapshots: readonly Snapshot[], options: SelfCalibrationOptions = {}): SelfCalibration {
  const { method = "least-squares", spread = 0.95, iterations = 10_000 } = options;
  const { m, n } = requireSnapshots(snapshots);
  if (method === "projected-gradient") {
    const { gains, signal } = blindGains(snapshots, m, n, { spread, iterations });
    return { gains, signal, residual: misfit(snapshots, gains, signal) };
  }
  const stacked = stack(snapshots, m, n, method === "least-squares");
  const unknowns = method === "least-squares" ? solveNormalized(stacked, m, n) : leastSingular(stacked, m, n);
  const { gains, signal } = normalized(unknowns, m);
  return { gains, signal, residual: misfit(snapshots, gains, signal) };
}

interface Stacked {
  readonly rows: number;
  readonly matrix: Vector;
}

/** The equations diag(y_l) s - A_l x = 0, one row each, and one for the sum of s. */
function stack(snapshots: readonly Snapshot[], m: number, n: number, isNormalized: boolean): Stacked {
  const rows = snapshots.length * m + (isNormalized ? 1 : 0);
  const matrix = new Float64Array(rows * (m + n));
  for (const [l, { matrix: a, measured }] of snapshots.entries()) {
    for (let i = 0; i < m; i++) {
      const row = l * m + i;
      matrix[row + i * rows] = measured[i];
      for (let j = 0; j < n; j++) matrix[row + (m + j) * rows] = -a[i + j * m];
    }
  }
  // as long as the other columns are, so that noise in them weighs about as much
  if (isNormalized) for (let i = 0; i < m; i++) matrix[rows - 1 + i * rows] = normalizationOf(snapshots, m);
  return { rows, matrix };
}

function normalizationOf(snapshots: readonly Snapshot[], m: number): number {
  let squares = 0;
  for (const { measured } of snapshots) for (let i = 0; i < m; i++) squares += measured[i] ** 2;
  return Math.sqrt(squares / m) || 1;
}

function solveNormalized({ rows, matrix }: Stacked, m: number, n: number): Vector {
  const columns = m + n;
  const right = new Float64Array(rows);
  // sum s = m
  right[rows - 1] = matrix[rows - 1] * m;
  const factors = qrFactors(rows, columns);
  if (pivotedQr(matrix, factors) < columns) throw notDetermined();
  const unknowns = new Float64Array(columns);
  qrLeastSquares(factors, right, unknowns);
  return unknowns;
}

function leastSingular({ rows, matrix }: Stacked, m: number, n: number): Vector {
  const columns = m + n;
  const factors = svdFactors(rows, columns);
  const { values } = factors;
  if (rows < columns || !svd(matrix, factors)) throw notDetermined();
  // the second least says how well the direction of the least is determined
  if (!(values[columns - 2] > columns * Number.EPSILON * values[0])) throw notDetermined();
  return factors.right.slice((columns - 1) * columns);
}

function notDetermined(): InfimumError {
  return new InfimumError(
    "too-few-measurements",
    "the snapshots do not determine gains and signal: add snapshots with other sensing matrices.",
  );
}

/** Gains with the mean 1, and the signal that goes with them. */
function normalized(unknowns: Vector, m: number): { gains: Vector; signal: Vector } {
  const gains = unknowns.slice(0, m).map((inverse) => 1 / inverse);
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / m;
  return { gains: gains.map((gain) => gain / mean), signal: unknowns.slice(m).map((entry) => entry * mean) };
}

function misfit(snapshots: readonly Snapshot[], gains: Vector, signal: Vector): number {
  const m = gains.length;
  const seen = new Float64Array(m);
  let squares = 0;
  let size = 0;
  for (const { matrix, measured } of snapshots) {
    multiplyVector(matrix, m, signal.length, signal, seen);
    for (let i = 0; i < m; i++) {
      squares += (measured[i] - gains[i] * seen[i]) ** 2;
      size += measured[i] ** 2;
    }
  }
  return Math.sqrt(squares / size);
}

/** @throws InfimumError `data-mismatch`, `data-not-finite`, `too-few-measurements` */
function requireSnapshots(snapshots: readonly Snapshot[]): { m: number; n: number } {
  const m = snapshots[0]?.measured.length ?? 0;
  const n = m > 0 ? snapshots[0].matrix.length / m : 0;
  const fits = ({ matrix, measured }: Snapshot) => measured.length === m && matrix.length === m * n;
  if (m === 0 || !Number.isSafeInteger(n) || n === 0 || !snapshots.every(fits)) {
    throw new InfimumError(
      "data-mismatch",
      "every snapshot needs m measurements and an m x n matrix of the same m and n: give them column by column.",
    );
  }
  for (const { matrix, measured } of snapshots) {
    if (!allFinite(matrix) || !allFinite(Float64Array.from(measured))) {
      throw new InfimumError("data-not-finite", "a snapshot has an entry that is not a finite number: leave it out.");
    }
  }
  const isSilent = norm(Float64Array.from(snapshots.flatMap(({ measured }) => Array.from(measured)))) === 0;
  if (isSilent || snapshots.length * m < m + n - 1) throw notDetermined();
  return { m, n };
}
