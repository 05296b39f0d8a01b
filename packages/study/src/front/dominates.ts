import type { Vector } from "infimum/numerics";

/** Is `a` no worse than `b` in every goal, and better in one? Losses: less is better. */
export function dominates(a: Vector, b: Vector): boolean {
  let better = false;
  for (let k = 0; k < a.length; k++) {
    if (a[k] > b[k]) return false;
    if (a[k] < b[k]) better = true;
  }
  return better;
}

/** Negative where `a` stands before `b` by the first goal in which they differ. */
export function compareInTurn(a: Vector, b: Vector): number {
  for (let k = 0; k < a.length; k++) {
    if (a[k] < b[k]) return -1;
    if (a[k] > b[k]) return 1;
  }
  return 0;
}
