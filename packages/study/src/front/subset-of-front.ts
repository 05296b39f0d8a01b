import type { Vector } from "infimum/numerics";
import { ownVolume } from "./hypervolume.ts";

/**
 * Some points of a front that together dominate much: one after the other, each time the point that adds the most volume to
 * those chosen. At least 1 - 1/e of the best subset's volume. Indices into `front`, in the order of choice.
 *
 * What a point adds never grows as others are chosen, so that an old figure is a bound: only points whose bound is the
 * largest are measured again.
 *
 * @reference A. P. Guerreiro, C. M. Fonseca, L. Paquete, 2016, "Greedy hypervolume subset selection in low dimensions",
 * 10.1162/EVCO_a_00188
 */
export function subsetOfFront(front: readonly Vector[], count: number, reference: Vector): number[] {
  const bounds = Float64Array.from(front, (point) => added(point, [], reference));
  const left = new Set(front.keys());
  const chosen: number[] = [];
  // by the first goal
  let points: Vector[] = [];
  while (chosen.length < count && left.size > 0) {
    const measured = new Set<number>();
    for (;;) {
      let best = -1;
      for (const i of left) if (best < 0 || bounds[i] > bounds[best]) best = i;
      if (measured.has(best) || chosen.length === 0) {
        left.delete(best);
        chosen.push(best);
        points = [...points, front[best]].toSorted((a, b) => a[0] - b[0]);
        break;
      }
      bounds[best] = added(front[best], points, reference);
      measured.add(best);
    }
  }
  return chosen;
}

/** The volume that a point adds to that of others, which are sorted by their first goal. */
function added(point: Vector, others: readonly Vector[], reference: Vector): number {
  if (reference.length === 2) return addedArea(point, others, reference);
  return Math.max(0, ownVolume(point, others, reference));
}

/** From left to right below what the others dominate. */
function addedArea([x, y]: Vector, others: readonly Vector[], [right, ceiling]: Vector): number {
  let area = 0;
  let from = x;
  let top = ceiling;
  for (const other of others) {
    if (other[0] >= right || top <= y) break;
    if (other[0] > from) {
      area += (other[0] - from) * (top - y);
      from = other[0];
    }
    top = Math.min(top, other[1]);
  }
  return top > y && right > from ? area + (right - from) * (top - y) : area;
}

/** A little beyond the worst of the points in every goal: a tenth of their range, or 1 where all are equal. */
export function referenceBeyond(points: readonly Vector[]): Vector {
  return points[0].map((_, k) => {
    let least = Infinity;
    let most = -Infinity;
    for (const point of points) {
      least = Math.min(least, point[k]);
      most = Math.max(most, point[k]);
    }
    return most > least ? most + 0.1 * (most - least) : most + 1;
  });
}
