import type { Vector } from "infimum/numerics";
import { compareInTurn, dominates } from "./dominates.ts";

/**
 * The rank of every point: 0 for those that none dominates, then 1 for those that none dominates once rank 0 is taken
 * away, and so on. Losses are to be minimized, Infinity allowed. Where `violations` are given, the feasible (0) dominate the
 * infeasible, and of two infeasible points the one with the smaller violation dominates (Deb's constraint domination).
 *
 * Points are taken in the order of their first goal, so that none is dominated by a later one, and put into the first front
 * that has no dominator of it, found by bisection: O(n log n) for two goals, where the last of a front decides, O(n^2) at
 * worst for more.
 *
 * @reference K. Deb, A. Pratap, S. Agarwal, T. Meyarivan, 2002, "A fast and elitist multiobjective genetic algorithm:
 * NSGA-II", 10.1109/4235.996017
 * @reference X. Zhang, Y. Tian, R. Cheng, Y. Jin, 2015, "An efficient approach to nondominated sorting for evolutionary
 * multiobjective optimization", 10.1109/TEVC.2014.2308305 (the bisection)
 */
export function nondominatedRanks(losses: readonly Vector[], violations?: ArrayLike<number>): Int32Array {
  const ranks = new Int32Array(losses.length);
  const isFeasible = (i: number): boolean => !violations || !(violations[i] > 0);
  const feasible: number[] = [];
  const infeasible: number[] = [];
  for (let i = 0; i < losses.length; i++) (isFeasible(i) ? feasible : infeasible).push(i);

  const fronts: Vector[][] = [];
  for (const i of feasible.toSorted((a, b) => compareInTurn(losses[a], losses[b]) || a - b)) {
    let low = 0;
    let high = fronts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isDominated(losses[i], fronts[middle])) low = middle + 1;
      else high = middle;
    }
    if (low === fronts.length) fronts.push([]);
    fronts[low].push(losses[i]);
    ranks[i] = low;
  }

  let rank = fronts.length - 1;
  let last = 0;
  for (const i of infeasible.toSorted((a, b) => violations![a] - violations![b])) {
    if (violations![i] !== last) rank++;
    last = violations![i];
    ranks[i] = rank;
  }
  return ranks;
}

/**
 * The indices, ascending, of the points that none dominates: `nondominatedRanks` of 0, with only that front kept. Where none
 * is feasible, those with the least violation.
 */
export function paretoFront(losses: readonly Vector[], violations?: ArrayLike<number>): number[] {
  let least = Infinity;
  const violationOf = (i: number): number => (violations && violations[i] > 0 ? violations[i] : 0);
  for (let i = 0; i < losses.length; i++) least = Math.min(least, violationOf(i));
  const candidates = losses.flatMap((_, i) => (violationOf(i) === least ? [i] : []));
  if (least > 0) return candidates;
  const front: Vector[] = [];
  const indices: number[] = [];
  for (const i of candidates.toSorted((a, b) => compareInTurn(losses[a], losses[b]) || a - b)) {
    if (isDominated(losses[i], front)) continue;
    front.push(losses[i]);
    indices.push(i);
  }
  return indices.toSorted((a, b) => a - b);
}

/** Is a point dominated in a front, none of whose members stands after it by the first goals? */
function isDominated(point: Vector, front: readonly Vector[]): boolean {
  // in two goals the second falls along a front, so that the last has the least
  if (point.length <= 2) return front.length > 0 && dominates(front[front.length - 1], point);
  // the nearest in the order are the likeliest
  for (let k = front.length - 1; k >= 0; k--) if (dominates(front[k], point)) return true;
  return false;
}
