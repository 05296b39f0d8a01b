import { hypotenuse } from "../../numerics/dense/householder.ts";
import { solveUpper } from "../../numerics/dense/triangular.ts";
import type { Vector } from "../../numerics/vector.ts";

/**
 * Minimizes |R z - b|^2 + damping^2 |z|^2 for an upper triangular R by rotations that take the damping into the triangle:
 * no product R'R, whose condition is that of R squared. Writes z to `out` and returns it.
 *
 * Cost: about n^3 operations.
 *
 * @param r entry (i, j) at `r[i + j * stride]`
 * @param b length n, may be `out`
 * @param work n^2 + n numbers
 * @reference J. J. More, 1978, The Levenberg-Marquardt algorithm: implementation and theory, 10.1007/BFb0067700
 */
export function dampedLeastSquares(
  r: Vector,
  n: number,
  stride: number,
  b: Vector,
  damping: number,
  work: Vector,
  out: Vector,
): Vector {
  const row = n * n;
  for (let j = 0; j < n; j++) {
    for (let i = 0; i <= j; i++) work[i + j * n] = r[i + j * stride];
    out[j] = b[j];
  }
  const last = damping === 0 ? 0 : n;
  for (let j = 0; j < last; j++) {
    for (let k = j; k < n; k++) work[row + k] = 0;
    work[row + j] = damping;
    let right = 0;
    for (let k = j; k < n; k++) {
      const below = work[row + k];
      if (below === 0) continue;
      const above = work[k + k * n];
      const size = hypotenuse(above, below);
      const c = above / size;
      const s = below / size;
      work[k + k * n] = size;
      for (let l = k + 1; l < n; l++) {
        const entry = work[k + l * n];
        work[k + l * n] = c * entry + s * work[row + l];
        work[row + l] = c * work[row + l] - s * entry;
      }
      const entry = out[k];
      out[k] = c * entry + s * right;
      right = c * right - s * entry;
    }
  }
  return solveUpper(work, n, out, out);
}
