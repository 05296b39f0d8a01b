import { badValue } from "infimum";
import type { Vector } from "infimum/numerics";
import { dominates } from "./dominates.ts";
import { paretoFront } from "./nondominated-ranks.ts";

/**
 * The volume that the points dominate, up to the reference point: of all losses between one of the points and the
 * reference. Points that are not better than the reference in every goal add nothing. Exact.
 *
 * Two goals: one pass over the front in order. More: each point's own part, which is its box less what the points after it
 * cover within that box, by recursion,
 *
 *     H({p_1, ..., p_n}) = sum_i (V(p_i) - H({max(p_i, p_j): j > i}))
 *
 * with the points sorted by the last goal, the worst first, so that each box is a slice with a goal less to look at: O(n^2
 * log n) for three goals, a factor n more for each further one at worst.
 *
 * @reference L. While, L. Bradstreet, L. Barone, 2012, "A fast way of calculating exact hypervolumes",
 * 10.1109/TEVC.2010.2077298
 *
 * @throws InfimumError `bad-reference` unless the reference has a finite number for every goal
 */
export function hypervolume(points: readonly Vector[], reference: Vector): number {
  const wrong = reference.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0 || reference.length === 0) {
    throw badValue(
      "bad-reference",
      `the reference's number ${wrong}`,
      reference[wrong],
      "a finite number for every goal",
    );
  }
  for (const { length } of points) {
    if (length !== reference.length) {
      throw badValue(
        "bad-reference",
        "the reference's length",
        reference.length,
        `${length} numbers, as the points have`,
      );
    }
  }
  const inside = points.filter((point) => point.every((value, k) => value < reference[k]));
  return volume(frontOf(inside), reference);
}

function frontOf(points: readonly Vector[]): Vector[] {
  return paretoFront(points).map((i) => points[i]);
}

/** Of points of which none dominates another. */
function volume(front: readonly Vector[], reference: Vector): number {
  if (front.length === 0) return 0;
  if (reference.length === 1) return reference[0] - front[0][0];
  if (reference.length === 2) return area(front, reference);
  const last = reference.length - 1;
  const below = reference.subarray(0, last);
  const sorted = front.toSorted((a, b) => b[last] - a[last]);
  let sum = 0;
  sorted.forEach((point, i) => {
    // all after it are better in the last goal, so that what they cover of its box reaches as far there as the box
    sum += (reference[last] - point[last]) * ownVolume(point.subarray(0, last), sorted.slice(i + 1), below);
  });
  return sum;
}

/**
 * The volume of a point's box that others do not cover: what it adds to theirs. Only the goals that the point has count.
 */
export function ownVolume(point: Vector, others: readonly Vector[], reference: Vector): number {
  const covered = others.map((other) => point.map((value, k) => Math.max(value, other[k])));
  return box(point, reference) - volume(withoutDominated(covered), reference);
}

function box(point: Vector, reference: Vector): number {
  let product = 1;
  for (let k = 0; k < point.length; k++) product *= reference[k] - point[k];
  return product;
}

function area(front: readonly Vector[], reference: Vector): number {
  let sum = 0;
  let top = reference[1];
  for (const [x, y] of front.toSorted((a, b) => a[0] - b[0])) {
    if (y >= top) continue;
    sum += (reference[0] - x) * (top - y);
    top = y;
  }
  return sum;
}

/** Keeps one of equal points. */
function withoutDominated(points: readonly Vector[]): Vector[] {
  const kept: Vector[] = [];
  for (const point of points) {
    const isCovered = (by: Vector): boolean => by.every((value, k) => value <= point[k]);
    if (kept.some(isCovered)) continue;
    for (let k = kept.length - 1; k >= 0; k--) if (dominates(point, kept[k])) kept.splice(k, 1);
    kept.push(point);
  }
  return kept;
}
