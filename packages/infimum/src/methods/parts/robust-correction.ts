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
  const roots = new Float64Array(m);
  lossFactors(loss, residuals, roots);
  for (let k = 0; k < jacobian.length; k++) jacobian[k] *= roots[k % m];
}

/** Corrects the residuals, and writes the factors sqrt(c) of the rows of the Jacobian. */
export function lossFactors({ slope, curvature, parameters }: RobustLoss, residuals: Vector, roots: Vector): void {
  for (let i = 0; i < residuals.length; i++) {
    const square = residuals[i] ** 2;
    const first = slope(square, parameters);
    const bend = Math.max(first + 2 * square * curvature(square, parameters), leastCurvature * first);
    roots[i] = Math.sqrt(bend);
    residuals[i] *= roots[i] === 0 ? 0 : first / roots[i];
  }
}
