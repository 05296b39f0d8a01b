import type { Vector } from "../numerics/vector.ts";

/** Work space of `projectOntoSimplex`. */
export interface SimplexWork {
  /** Entries that may be above the threshold. */
  readonly active: Vector;
  /** Entries that were set aside when the threshold was first raised past them. */
  readonly aside: Vector;
}

export function simplexWork(dimension: number): SimplexWork {
  return { active: new Float64Array(dimension), aside: new Float64Array(dimension) };
}

/**
 * The nearest point of {z >= 0, sum(z) = total}: z_i = max(x_i - threshold, 0), where the threshold makes the sum
 * right. Condat's algorithm keeps a lower bound of the threshold, raises it while it reads x, and then drops entries
 * below it until none is left to drop: O(n) in practice, O(n^2) at worst.
 *
 * Entries are read relative to the largest one: only those within `total` of it can stay positive, and their
 * differences are exact however large they are. The threshold is summed anew at the end, so z sums to `total` up to
 * the rounding of that sum.
 *
 * @param out n, may be `x`
 * @param work of at least n
 * @reference L. Condat (2016), Fast Projection onto the Simplex and the l1 Ball, doi:10.1007/s10107-015-0946-6, algorithm 1
 */
export function projectOntoSimplex(x: Vector, total: number, out: Vector, { active, aside }: SimplexWork): void {
  const n = x.length;
  const largest = maximum(x);
  let count = 1;
  let setAside = 0;
  active[0] = x[0] - largest;
  let threshold = active[0] - total;
  for (let i = 1; i < n; i++) {
    const entry = x[i] - largest;
    if (!(entry > threshold)) continue;
    threshold += (entry - threshold) / (count + 1);
    if (threshold > entry - total) {
      active[count++] = entry;
    } else {
      // this entry alone gives a higher bound than it gives together with the others
      for (let k = 0; k < count; k++) aside[setAside++] = active[k];
      active[0] = entry;
      count = 1;
      threshold = entry - total;
    }
  }
  for (let k = 0; k < setAside; k++) {
    if (!(aside[k] > threshold)) continue;
    active[count++] = aside[k];
    threshold += (aside[k] - threshold) / count;
  }
  for (let before = -1; before !== count; ) {
    before = count;
    let kept = 0;
    for (let k = 0; k < before; k++) {
      const entry = active[k];
      if (entry > threshold) {
        active[kept++] = entry;
      } else {
        count--;
        threshold += (threshold - entry) / count;
      }
    }
  }
  let sum = 0;
  for (let k = 0; k < count; k++) sum += active[k];
  threshold = (sum - total) / count;
  for (let i = 0; i < n; i++) out[i] = Math.max(x[i] - largest - threshold, 0);
}

/** The largest entry; NaN when there is one. */
function maximum(x: Vector): number {
  let largest = x[0];
  for (let i = 1; i < x.length; i++) largest = Math.max(largest, x[i]);
  return largest;
}
