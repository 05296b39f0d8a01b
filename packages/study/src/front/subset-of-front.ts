import type { Vector } from "infimum/numerics";
import { hypervolume } from "./hypervolume.ts";

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
  const bounds = Float64Array.from(front, (point) => hypervolume([point], reference));
  const left = new Set(front.keys());
  const chosen: number[] = [];
  const points: Vector[] = [];
  let volume = 0;
  while (chosen.length < count && left.size > 0) {
    const measured = new Set<number>();
    for (;;) {
      let best = -1;
      for (const i of left) if (best < 0 || bounds[i] > bounds[best]) best = i;
      if (measured.has(best) || chosen.length === 0) {
        left.delete(best);
        chosen.push(best);
        points.push(front[best]);
        volume += bounds[best];
        break;
      }
      bounds[best] = Math.max(0, hypervolume([...points, front[best]], reference) - volume);
      measured.add(best);
    }
  }
  return chosen;
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
