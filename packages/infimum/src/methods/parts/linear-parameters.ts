import { allFinite, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";

/** Columns of the Jacobian that differ by less, relatively, are the same but for rounding. */
const sameColumn = 1e-9;

/** How far a parameter is moved to see what changes: by this part of its size, or of 1. */
const move = 0.5;

/**
 * The largest set of parameters, taken in their order, along all of which together the residuals are linear: the column of
 * each does not change when any of them moves. Asks for the Jacobian once more for every parameter; a parameter that
 * cannot be moved there is taken for nonlinear.
 *
 * @param jacobian at x, m x n
 */
export function* findLinearParameters(
  problem: View<"jacobian">,
  x: Vector,
  jacobian: Vector,
): Coroutine<readonly number[]> {
  const n = x.length;
  const m = jacobian.length / n;
  const moved = new Float64Array(jacobian.length);
  /** Whether column j stays when parameter k moves, at `j + k * n`. */
  const stays = new Uint8Array(n * n);
  const point = x.slice();
  for (let k = 0; k < n; k++) {
    point[k] = x[k] + move * (Math.abs(x[k]) || 1);
    yield* problem.jacobian(point, moved);
    point[k] = x[k];
    if (!allFinite(moved)) continue;
    for (let j = 0; j < n; j++) stays[j + k * n] = isSame(jacobian, moved, j * m, (j + 1) * m) ? 1 : 0;
  }
  const linear: number[] = [];
  for (let k = 0; k < n; k++) {
    const fits = stays[k + k * n] === 1 && linear.every((j) => stays[j + k * n] === 1 && stays[k + j * n] === 1);
    if (fits) linear.push(k);
  }
  return linear;
}

function isSame(a: Vector, b: Vector, start: number, end: number): boolean {
  let difference = 0;
  let size = 0;
  for (let i = start; i < end; i++) {
    difference = Math.max(difference, Math.abs(a[i] - b[i]));
    size = Math.max(size, Math.abs(a[i]));
  }
  return difference <= sameColumn * size;
}
