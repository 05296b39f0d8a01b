import type { Vector } from "infimum/numerics";

/**
 * How much room each point of a front has: the sum over the goals of the distance between its two neighbours, as a part of
 * the goal's range; Infinity for the points at the ends. One number for each entry of `front`, an index into `losses`.
 *
 *     d_i = sum_k (f_k of the next - f_k of the one before) / (max f_k - min f_k)
 *
 * Goals without a finite range say nothing. O(m n log n).
 *
 * @reference K. Deb, A. Pratap, S. Agarwal, T. Meyarivan, 2002, "A fast and elitist multiobjective genetic algorithm:
 * NSGA-II", 10.1109/4235.996017
 */
export function crowdingDistance(losses: readonly Vector[], front: readonly number[]): Vector {
  const distances = new Float64Array(front.length);
  if (front.length === 0) return distances;
  for (let goal = 0; goal < losses[front[0]].length; goal++) {
    const valueOf = (k: number): number => losses[front[k]][goal];
    const order = Array.from(front, (_, k) => k).toSorted(
      (a, b) => compare(valueOf(a), valueOf(b)) || front[a] - front[b],
    );
    const last = order.length - 1;
    const range = valueOf(order[last]) - valueOf(order[0]);
    distances[order[0]] = Infinity;
    distances[order[last]] = Infinity;
    if (!(range > 0 && range < Infinity)) continue;
    for (let k = 1; k < last; k++) distances[order[k]] += (valueOf(order[k + 1]) - valueOf(order[k - 1])) / range;
  }
  return distances;
}

/** Two infinities have no difference. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
