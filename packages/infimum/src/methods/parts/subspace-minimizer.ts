import { bunchKaufman, bunchKaufmanSolve } from "../../numerics/dense/bunch-kaufman.ts";
import { copy, type Vector } from "../../numerics/vector.ts";
import { type BoundedBox, clipped } from "../../problem/wrappers/room.ts";
import { addPairs, applyMiddle, type CompactBfgs, isNewer, projectOnPairs } from "./compact-bfgs.ts";

/**
 * The minimizer of the model g'(z - x) + (z - x)'B (z - x) / 2 over the variables that the Cauchy point leaves free, brought back to the
 * bounds: by projection where that leads downhill from x, else by going only as far as they allow.
 *
 *     d = -(r + W_F K^-1 W_F'r / theta) / theta,   r = (g + B (cauchy - x))_F,   K = M^-1 - W_F'W_F / theta
 *
 * W_F being the rows of the free variables. Every block of K is a sum over either the free or the held variables, so nothing
 * cancels. `change` (2c) is W'(cauchy - x). Writes the point to `out` (n). Cost: 4 c^2 n + 8 n c
 * operations.
 *
 * @reference R. H. Byrd, P. Lu, J. Nocedal, C. Zhu, 1995, A limited memory algorithm for bound constrained optimization, section 5.1,
 * 10.1137/0916069
 * @reference J. L. Morales, J. Nocedal, 2011, Remark on "Algorithm 778: L-BFGS-B", 10.1145/2049662.2049669
 */
export function subspaceMinimizer(
  model: CompactBfgs,
  box: BoundedBox,
  x: Vector,
  gradient: Vector,
  cauchy: Vector,
  change: Vector,
  out: Vector,
  scratch: (length?: number) => Vector,
): void {
  const n = x.length;
  const { scale, memory, reduced } = model;
  const size = 2 * memory.count;
  // the free variables, and after them those that are held
  const order = scratch(n);
  let free = 0;
  for (let i = 0, end = n; i < n; i++) order[isInside(box, cauchy[i], i) ? free++ : --end] = i;
  copy(cauchy, out);
  // without pairs the Cauchy point is the minimizer
  if (free === 0 || size === 0) return;
  const residual = scratch(n);
  const weights = scratch(size);
  for (let i = 0; i < n; i++) residual[i] = gradient[i] + scale * (cauchy[i] - x[i]);
  addPairs(model, -1, applyMiddle(model, change, weights), residual);
  for (let k = free; k < n; k++) residual[order[k]] = 0;
  projectOnPairs(model, residual, weights);
  reducedMiddle(model, n, order, free);
  if (!bunchKaufman(reduced.factor, reduced)) return;
  addPairs(model, 1 / scale, bunchKaufmanSolve(reduced, weights, weights), residual);
  let part = 1;
  for (let k = 0; k < free; k++) {
    const i = order[k];
    const wanted = cauchy[i] - residual[i] / scale;
    out[i] = clipped(box, wanted, i);
    if (out[i] !== wanted) part = Math.min(part, (out[i] - cauchy[i]) / (wanted - cauchy[i]));
  }
  if (part === 1 || slopeTowards(out, x, gradient) < 0) return;
  for (let k = 0; k < free; k++) {
    const i = order[k];
    out[i] = clipped(box, cauchy[i] - (part * residual[i]) / scale, i);
  }
}

function isInside({ lower, upper }: BoundedBox, x: number, i: number): boolean {
  return x > (lower?.[i] ?? -Infinity) && x < (upper?.[i] ?? Infinity);
}

function slopeTowards(to: Vector, x: Vector, gradient: Vector): number {
  let slope = 0;
  for (let i = 0; i < x.length; i++) slope += gradient[i] * (to[i] - x[i]);
  return slope;
}

/** K, into the place of its factors. */
function reducedMiddle(
  { memory, curvatures, reduced, scale }: CompactBfgs,
  n: number,
  order: Vector,
  free: number,
): void {
  const { steps, changes, count } = memory;
  const pairs = memory.inverseCurvatures.length;
  const size = 2 * count;
  const matrix = reduced.factor;
  for (let j = 0; j < count; j++) {
    for (let i = 0; i < count; i++) {
      const cross = isNewer(memory, i, j)
        ? dotOver(steps, i * n, changes, j * n, order, free, n)
        : -dotOver(steps, i * n, changes, j * n, order, 0, free);
      matrix[count + i + j * size] = cross;
      if (i < j) continue;
      const byChanges = dotOver(changes, i * n, changes, j * n, order, 0, free) / scale;
      matrix[i + j * size] = i === j ? -curvatures[i + i * pairs] - byChanges : -byChanges;
      matrix[count + i + (count + j) * size] = scale * dotOver(steps, i * n, steps, j * n, order, free, n);
    }
  }
}

/** The inner product of two vectors in stacks, over the variables in places `from` to `to` of `order`. */
function dotOver(
  a: Vector,
  offsetA: number,
  b: Vector,
  offsetB: number,
  order: Vector,
  from: number,
  to: number,
): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += a[offsetA + order[k]] * b[offsetB + order[k]];
  return sum;
}
