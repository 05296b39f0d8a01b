import type { Vector } from "../../numerics/vector.ts";
import { type BoundedBox, clipped } from "../../problem/wrappers/room.ts";

/**
 * out := x - P(x - gradient), which is 0 exactly where x is stationary within the bounds. Where nothing is clipped it is the gradient
 * itself, even when that is too small beside x to change it.
 */
export function projectedGradient(box: BoundedBox, x: Vector, gradient: Vector, out: Vector): Vector {
  for (let i = 0; i < x.length; i++) {
    const moved = x[i] - gradient[i];
    const kept = clipped(box, moved, i);
    out[i] = kept === moved ? gradient[i] : x[i] - kept;
  }
  return out;
}
