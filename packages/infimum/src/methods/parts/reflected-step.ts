import type { Vector } from "../../numerics/vector.ts";

/** The quadratic model that steps are compared by, and the lengths d in which a step p is measured, |p / d|. */
export interface ReflectionModel {
  /** g'p + |A p|^2 / 2 for a step, with A p written to a work space that the next call overwrites. */
  value(p: Vector): number;
  /** g'p, and (A p)'(A q). */
  slope(p: Vector): number;
  curvature(p: Vector, q: Vector): number;
  readonly lengths: Vector;
  readonly gradient: Vector;
}

/** The room that is left of a box. */
interface Box {
  readonly lower: Vector | undefined;
  readonly upper: Vector | undefined;
}

/**
 * The best of three steps from a strictly interior x within |p / d| <= radius, a part `theta` of the way to the bounds at most: the
 * trust-region step cut off at the first bound, that step reflected there and followed further, and the steepest descent.
 * `p` comes as the trust-region step and leaves as the best. Vectors of n come from `scratch`.
 *
 * @reference M. A. Branch, T. F. Coleman, Y. Li, 1999, A subspace, interior, and conjugate gradient method for large-scale
 * bound-constrained minimization problems, 10.1137/S1064827595289108
 */
export function reflectedStep(
  model: ReflectionModel,
  box: Box,
  x: Vector,
  radius: number,
  theta: number,
  p: Vector,
  scratch: () => Vector,
): void {
  const n = x.length;
  const { lengths, gradient } = model;
  const room = roomFor(box, x, p);
  // inside, with the bounds at some distance
  if (room * theta >= 1) return;
  const onBound = scratch();
  const further = scratch();
  const reached = scratch();
  for (let j = 0; j < n; j++) {
    onBound[j] = room * p[j];
    reached[j] = x[j] + onBound[j];
    further[j] = isHit(box, x, p, room, j) ? -p[j] : p[j];
  }
  let best = Infinity;
  const candidate = scratch();
  const consider = (): void => {
    const value = model.value(candidate);
    if (!(value < best)) return;
    best = value;
    p.set(candidate);
  };

  // the reflected path, as far as its next bound or the region reach
  const toBound = roomFor(box, reached, further);
  const toRegion = roomInRegion(lengths, onBound, further, radius);
  const most = Math.min(theta * toBound, toRegion);
  const least = ((1 - theta) * room) / Math.max(most, Number.MIN_VALUE);
  if (most > 0 && least <= most) {
    const slope = model.slope(further) + model.curvature(onBound, further);
    const bend = model.curvature(further, further);
    const t = Math.min(most, Math.max(least, bend > 0 ? -slope / bend : most));
    for (let j = 0; j < n; j++) candidate[j] = onBound[j] + t * further[j];
    consider();
  }
  for (let j = 0; j < n; j++) candidate[j] = theta * onBound[j];
  consider();

  const steepest = further;
  let squares = 0;
  for (let j = 0; j < n; j++) {
    steepest[j] = -(lengths[j] ** 2) * gradient[j];
    squares += (lengths[j] * gradient[j]) ** 2;
  }
  if (squares > 0) {
    const bend = model.curvature(steepest, steepest);
    const limit = Math.min(theta * roomFor(box, x, steepest), radius / Math.sqrt(squares));
    const t = bend > 0 ? Math.min(limit, squares / bend) : limit;
    for (let j = 0; j < n; j++) candidate[j] = t * steepest[j];
    consider();
  }
}

/** The largest t with x + t p within the bounds. */
function roomFor({ lower, upper }: Box, x: Vector, p: Vector): number {
  let room = Infinity;
  for (let j = 0; j < x.length; j++) {
    if (p[j] < 0) room = Math.min(room, ((lower?.[j] ?? -Infinity) - x[j]) / p[j]);
    else if (p[j] > 0) room = Math.min(room, ((upper?.[j] ?? Infinity) - x[j]) / p[j]);
  }
  return Math.max(0, room);
}

function isHit({ lower, upper }: Box, x: Vector, p: Vector, room: number, j: number): boolean {
  if (p[j] === 0) return false;
  const bound = p[j] < 0 ? (lower?.[j] ?? -Infinity) : (upper?.[j] ?? Infinity);
  return (bound - x[j]) / p[j] <= room;
}

/** The t >= 0 with |(from + t along) / lengths| = radius. */
function roomInRegion(lengths: Vector, from: Vector, along: Vector, radius: number): number {
  let a = 0;
  let b = 0;
  let c = -radius * radius;
  for (let j = 0; j < from.length; j++) {
    if (lengths[j] === 0) continue;
    const [start, direction] = [from[j] / lengths[j], along[j] / lengths[j]];
    a += direction * direction;
    b += start * direction;
    c += start * start;
  }
  if (a === 0 || c >= 0) return 0;
  const root = Math.sqrt(b * b - a * c);
  // the root without cancellation
  return b > 0 ? -c / (b + root) : (root - b) / a;
}
