import { dot, move, type Vector } from "../../numerics/vector.ts";
import { type BoundedBox, clipped } from "../../problem/wrappers/room.ts";
import { addToHeap, takeFirst } from "./breakpoint-heap.ts";
import { applyMiddle, type CompactBfgs, pairsOfVariable, projectOnPairs } from "./compact-bfgs.ts";

/**
 * The first local minimizer of the model g'(z - x) + (z - x)'B (z - x) / 2 along the projected steepest descent z(t) = P(x - t g): a
 * path of straight pieces, which bends where a variable comes to its bound.
 *
 * Writes the point to `out` (n) and W'(out - x) to `change` (2c). Cost: 4 n c operations for W'g, one heap of the
 * variables that come to a bound, and 8 c^2 operations for each bend that is passed.
 *
 * @reference R. H. Byrd, P. Lu, J. Nocedal, C. Zhu, 1995, A limited memory algorithm for bound constrained optimization, algorithm CP,
 * 10.1137/0916069
 */
export function generalizedCauchyPoint(
  model: CompactBfgs,
  box: BoundedBox,
  x: Vector,
  gradient: Vector,
  out: Vector,
  change: Vector,
  scratch: (length?: number) => Vector,
): void {
  const n = x.length;
  const size = 2 * model.memory.count;
  const direction = scratch(n);
  const bends = scratch(n);
  const heap = scratch(n);
  let waiting = 0;
  let moving = 0;
  let slope = 0;
  for (let i = 0; i < n; i++) {
    const g = gradient[i];
    const bound = g < 0 ? (box.upper?.[i] ?? Infinity) : (box.lower?.[i] ?? -Infinity);
    bends[i] = g === 0 ? Infinity : (x[i] - bound) / g;
    direction[i] = bends[i] > 0 ? -g : 0;
    out[i] = x[i];
    if (direction[i] === 0) continue;
    moving++;
    slope -= g * g;
    if (bends[i] < Infinity) addToHeap(heap, waiting++, i, bends);
  }
  const along = projectOnPairs(model, direction, scratch(size));
  const row = scratch(size);
  const product = scratch(size);
  change.fill(0);
  const firstCurvature = -model.scale * slope;
  let curvature = firstCurvature - dot(along, applyMiddle(model, along, product));
  let reached = 0;
  let rest = moving > 0 ? remaining(slope, curvature, firstCurvature) : 0;
  while (waiting > 0 && rest >= bends[heap[0]] - reached) {
    const i = takeFirst(heap, waiting--, bends);
    const stretch = bends[i] - reached;
    const g = gradient[i];
    out[i] = (g < 0 ? box.upper : box.lower)![i];
    move(change, stretch, along, change);
    applyMiddle(model, pairsOfVariable(model, n, i, row), product);
    slope += stretch * curvature + g * g + model.scale * g * (out[i] - x[i]) - g * dot(product, change);
    curvature -= model.scale * g * g + 2 * g * dot(product, along) + g * g * dot(product, row);
    move(along, g, row, along);
    direction[i] = 0;
    reached = bends[i];
    rest = --moving > 0 ? remaining(slope, curvature, firstCurvature) : 0;
  }
  move(change, rest, along, change);
  const end = reached + rest;
  for (let i = 0; i < n; i++) {
    if (direction[i] !== 0) out[i] = clipped(box, x[i] + end * direction[i], i);
  }
}

/** How much further a piece descends: not at all where its slope is not negative. Rounding must not make B indefinite. */
function remaining(slope: number, curvature: number, firstCurvature: number): number {
  return slope < 0 ? -slope / Math.max(curvature, Number.EPSILON * firstCurvature) : 0;
}
