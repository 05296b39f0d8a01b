import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";

/** A product for each variable is asked; beyond so many a certificate would cost more than the run. */
const mostVariables = 30;

/** Units in the last place by which a point in float64 may miss the stationary one. */
const units = 2;

/**
 * True when every entry of the gradient along the variables `free` is at most what a rounding of the point to float64 changes it by,
 * |g_i| <= 2 eps sum |H_ij x_j|: then no point that float64 has is known to be better. Asked only where Hessian-vector products are
 * given, for at most 30 variables. Cost: a product for each variable.
 */
export function* isRounding(
  problem: Problem,
  base: View,
  x: Vector,
  gradient: Vector,
  free: readonly number[],
): Coroutine<boolean> {
  if (!problem.functions.hessianVector || x.length > mostVariables) return false;
  const rounding = base.scratch().fill(0);
  const unit = base.scratch().fill(0);
  const product = base.scratch();
  for (let j = 0; j < x.length; j++) {
    unit[j] = units * Number.EPSILON * x[j];
    yield* base.hessianVector(x, unit, product);
    unit[j] = 0;
    for (let i = 0; i < x.length; i++) rounding[i] += Math.abs(product[i]);
  }
  return free.every((i) => Math.abs(gradient[i]) <= rounding[i]);
}
