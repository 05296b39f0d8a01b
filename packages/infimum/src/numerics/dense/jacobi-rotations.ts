import { normOfRange } from "./householder.ts";

/** Six to ten sweeps are usual. */
const mostSweeps = 60;

/**
 * Rotates the columns of a square matrix against each other until they are orthogonal to working precision: X := X W by
 * one-sided Jacobi sweeps, row by row; then sorts the columns by norm, descending.
 *
 * Returns false (never seen for finite X) when the sweeps do not converge. No allocation.
 *
 * @param x k x k, column-major, overwritten by X W
 * @param norms length k, receives the norms of the columns of X W
 * @param rotations at least k rows and k columns with the stride `rotationsStride`; its first k rows are multiplied by
 * W
 */
export function orthogonalizeByRotations(
  x: Float64Array,
  k: number,
  norms: Float64Array,
  rotations: Float64Array,
  rotationsStride: number,
): boolean {
  // the rounding error of an inner product of unit vectors, which no rotation can remove
  const tolerance = Math.max(4, Math.sqrt(k)) * Number.EPSILON;
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let rotated = false;
    for (let j = 0; j < k; j++) norms[j] = normOfRange(x, j * k, (j + 1) * k);
    for (let p = 0; p < k - 1; p++) {
      for (let q = p + 1; q < k; q++) {
        const cosineOfAngle = angle(x, k, p, q, norms);
        if (!(Math.abs(cosineOfAngle) > tolerance)) continue;
        rotated = true;
        rotatePair(x, k, p, q, norms, cosineOfAngle, rotations, rotationsStride);
      }
    }
    if (!rotated) {
      sortDescending(x, k, norms, rotations, rotationsStride);
      return true;
    }
  }
  return false;
}

/** The cosine of the angle between two columns; 0 when one is zero. */
function angle(x: Float64Array, k: number, p: number, q: number, norms: Float64Array): number {
  let product = 0;
  const first = p * k;
  const second = q * k;
  for (let i = 0; i < k; i++) product += x[first + i] * x[second + i];
  return product === 0 ? 0 : product / norms[p] / norms[q];
}

function rotatePair(
  x: Float64Array,
  k: number,
  p: number,
  q: number,
  norms: Float64Array,
  cosineOfAngle: number,
  rotations: Float64Array,
  stride: number,
): void {
  const ratio = norms[q] / norms[p];
  const slope = (ratio - 1 / ratio) / (2 * cosineOfAngle);
  const root = Math.sqrt(1 + slope * slope);
  const tangent = slope < 0 ? -1 / (root - slope) : 1 / (root + slope);
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = cosine * tangent;
  rotate(x, k, p * k, q * k, cosine, sine);
  rotate(rotations, k, p * stride, q * stride, cosine, sine);
  norms[p] = newNorm(x, k, p, norms[p], 1 - tangent * cosineOfAngle * ratio);
  norms[q] = newNorm(x, k, q, norms[q], 1 + (tangent * cosineOfAngle) / ratio);
}

/** (u, v) := (c u - s v, s u + c v) */
function rotate(a: Float64Array, count: number, first: number, second: number, cosine: number, sine: number): void {
  for (let i = 0; i < count; i++) {
    const u = a[first + i];
    const v = a[second + i];
    a[first + i] = cosine * u - sine * v;
    a[second + i] = sine * u + cosine * v;
  }
}

/**
 * From the old norm, unless cancellation has eaten digits (or the ratio of the two columns left the range of numbers).
 */
function newNorm(x: Float64Array, k: number, column: number, norm: number, factor: number): number {
  if (factor > 0.01 && factor < 100) return norm * Math.sqrt(factor);
  return normOfRange(x, column * k, (column + 1) * k);
}

function sortDescending(x: Float64Array, k: number, norms: Float64Array, rotations: Float64Array, stride: number) {
  for (let j = 0; j < k - 1; j++) {
    let largest = j;
    for (let i = j + 1; i < k; i++) if (norms[i] > norms[largest]) largest = i;
    if (largest === j) continue;
    const norm = norms[j];
    norms[j] = norms[largest];
    norms[largest] = norm;
    exchange(x, k, j * k, largest * k);
    exchange(rotations, k, j * stride, largest * stride);
  }
}

function exchange(a: Float64Array, count: number, first: number, second: number): void {
  for (let i = 0; i < count; i++) {
    const kept = a[first + i];
    a[first + i] = a[second + i];
    a[second + i] = kept;
  }
}
