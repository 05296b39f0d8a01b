import { badValue } from "../error.ts";
import { multiplyTransposedVector, multiplyVector } from "../numerics/dense/product.ts";
import { dot, norm, type Vector } from "../numerics/vector.ts";
import type { Snapshot } from "./self-calibration.ts";

export interface BlindGainsOptions {
  /** Gains stay within 1 - spread and 1 + spread. */
  readonly spread: number;
  readonly iterations: number;
}

/** Steps that change gains and signal by less than this part end the descent. */
const smallest = 1e-14;

/**
 * Minimizes sum |diag(g) A_l x - y_l|^2 / 2 over the signal x and gains g of the mean 1 within 1 +- spread: projected gradient
 * steps from g = 1 and the back-projected signal, first in x, then in g, each as long as is best along its direction.
 * Linear convergence where snapshots are enough.
 *
 * @reference V. Cambareri, L. Jacques, 2018, Through the haze: a non-convex approach to blind gain calibration for linear
 * random sensing models, algorithm 1, 1610.09028
 */
export function blindGains(
  snapshots: readonly Snapshot[],
  m: number,
  n: number,
  { spread, iterations }: BlindGainsOptions,
): { gains: Vector; signal: Vector } {
  if (!(spread > 0 && spread < 1)) throw badValue("bad-option", "spread", spread, "a number between 0 and 1");
  const gains = new Float64Array(m).fill(1);
  const signal = new Float64Array(n);
  const seen = snapshots.map(() => new Float64Array(m));
  const row = new Float64Array(m);
  const image = new Float64Array(n);
  const signalSlope = new Float64Array(n);
  const gainSlope = new Float64Array(m);
  // the start: the least multiple of the averaged back-projection
  for (const { matrix, measured } of snapshots) {
    multiplyTransposedVector(matrix, m, n, Float64Array.from(measured), image);
    for (let j = 0; j < n; j++) signal[j] += image[j];
  }
  scaleToMeasured(snapshots, m, n, signal, row);
  for (let k = 0; k < iterations; k++) {
    signalSlope.fill(0);
    for (const [l, { matrix, measured }] of snapshots.entries()) {
      multiplyVector(matrix, m, n, signal, seen[l]);
      for (let i = 0; i < m; i++) row[i] = gains[i] * (gains[i] * seen[l][i] - measured[i]);
      multiplyTransposedVector(matrix, m, n, row, image);
      for (let j = 0; j < n; j++) signalSlope[j] += image[j];
    }
    let bend = 0;
    for (const { matrix } of snapshots) {
      multiplyVector(matrix, m, n, signalSlope, row);
      for (let i = 0; i < m; i++) bend += (gains[i] * row[i]) ** 2;
    }
    const signalStep = bend > 0 ? dot(signalSlope, signalSlope) / bend : 0;
    for (let j = 0; j < n; j++) signal[j] -= signalStep * signalSlope[j];

    gainSlope.fill(0);
    for (const [l, { matrix, measured }] of snapshots.entries()) {
      multiplyVector(matrix, m, n, signal, seen[l]);
      for (let i = 0; i < m; i++) gainSlope[i] += seen[l][i] * (gains[i] * seen[l][i] - measured[i]);
    }
    const mean = gainSlope.reduce((sum, slope) => sum + slope, 0) / m;
    for (let i = 0; i < m; i++) gainSlope[i] -= mean;
    let gainBend = 0;
    for (const own of seen) for (let i = 0; i < m; i++) gainBend += (gainSlope[i] * own[i]) ** 2;
    const gainStep = gainBend > 0 ? dot(gainSlope, gainSlope) / gainBend : 0;
    for (let i = 0; i < m; i++) gains[i] -= gainStep * gainSlope[i];
    projectGains(gains, spread);
    const moved = gainStep * norm(gainSlope) * norm(signal) + signalStep * norm(signalSlope) * Math.sqrt(m);
    if (moved <= smallest * norm(signal) * Math.sqrt(m)) break;
  }
  return { gains, signal };
}

function scaleToMeasured(snapshots: readonly Snapshot[], m: number, n: number, signal: Vector, row: Vector): void {
  let across = 0;
  let squares = 0;
  for (const { matrix, measured } of snapshots) {
    multiplyVector(matrix, m, n, signal, row);
    for (let i = 0; i < m; i++) {
      across += row[i] * measured[i];
      squares += row[i] ** 2;
    }
  }
  const factor = squares > 0 ? across / squares : 0;
  for (let j = 0; j < n; j++) signal[j] *= factor;
}

/** Bisections of the shift, one bit each. */
const bisections = 60;

/** The nearest gains of the mean 1 within 1 +- spread: those that are clipped after a common shift. */
export function projectGains(gains: Vector, spread: number): void {
  const m = gains.length;
  const clipped = (gain: number, shift: number) => Math.min(1 + spread, Math.max(1 - spread, gain - shift));
  const excess = (shift: number) => gains.reduce((sum, gain) => sum + clipped(gain, shift) - 1, 0);
  const own = gains.reduce((sum, gain) => sum + gain - 1, 0) / m;
  // without a bound in the way the shift is the excess of the mean
  let shift = own;
  if (!gains.every((gain) => Math.abs(gain - own - 1) <= spread)) {
    let low = gains.reduce((least, gain) => Math.min(least, gain), Infinity) - 1 - spread;
    let high = gains.reduce((most, gain) => Math.max(most, gain), -Infinity) - 1 + spread;
    for (let k = 0; k < bisections; k++) {
      shift = (low + high) / 2;
      if (excess(shift) > 0) low = shift;
      else high = shift;
    }
  }
  for (let i = 0; i < m; i++) gains[i] = clipped(gains[i], shift);
}
