import type { Vector } from "../../numerics/vector.ts";
import type { RobustLoss } from "../../problem/robust-loss.ts";

/** The part of rho' that is left of the curvature of a residual beyond which its loss is concave. */
const leastCurvature = 1e-3;

/**
 * Turns residuals and their Jacobian, in place, into those of a sum of squares with the gradient and, about, the Hessian of
 * half the sum of rho(r^2): with c = rho' + 2 r^2 rho'', at least a thousandth of rho',
 *
 *     J := sqrt(c) J,   r := rho' r / sqrt(c),   so that J'r is the gradient and J'J what is positive of the Hessian
 *
 * @param jacobian m x n, column-major
 * @reference B. Triggs, Ph. McLauchlan, R. Hartley, A. Fitzgibbon, 2000, Bundle adjustment: a modern synthesis, section 4.3,
 * 10.1007/3-540-44480-7_21
 */
export function correctForLoss(loss: RobustLoss | undefined, residuals: Vector, jacobian: Vector): void {
  if (loss === undefined) return;
  const m = residuals.length;
  for (let i = 0; i < m; i++) {
    const square = residuals[i] ** 2;
    const slope = loss.slope(square, loss.parameters);
    const curvature = Math.max(slope + 2 * square * loss.curvature(square, loss.parameters), leastCurvature * slope);
    const root = Math.sqrt(curvature);
    residuals[i] *= root === 0 ? 0 : slope / root;
    for (let k = i; k < jacobian.length; k += m) jacobian[k] *= root;
  }
}
