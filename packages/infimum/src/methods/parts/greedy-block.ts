import type { Vector } from "../../numerics/vector.ts";

/**
 * Writes to `block` (k) the k variables with the largest g_i^2 / L_i, that with most first: with curvatures L_i those along which the
 * most is to be gained. Ties go to the lower index. Cost: n operations, and k for each variable that is among the best so far.
 *
 * @reference J. Nutini, I. Laradji, M. Schmidt, 2017, Let's make block coordinate descent converge faster, section 3.1 (the rule
 * "GSD" for variable blocks), arXiv:1712.08859
 */
export function greedyBlock(gradient: Vector, curvatures: Vector, block: Vector, scores: Vector): Vector {
  const size = block.length;
  let count = 0;
  for (let i = 0; i < gradient.length; i++) {
    scores[i] = gradient[i] ** 2 / curvatures[i];
    if (count === size && !(scores[i] > scores[block[size - 1]])) continue;
    let at = count < size ? count++ : size - 1;
    for (; at > 0 && scores[i] > scores[block[at - 1]]; at--) block[at] = block[at - 1];
    block[at] = i;
  }
  return block;
}
