import { applyQTransposed } from "../numerics/dense/pivoted-qr.ts";
import { allFinite, norm, type Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { RobustLoss } from "../problem/robust-loss.ts";
import type { View } from "../problem/view.ts";
import { clipped } from "../problem/wrappers/room.ts";
import { parabolaSlope } from "../problem/wrappers/stencil.ts";
import { typicalStencil } from "../problem/wrappers/typical-stencil.ts";
import {
  type LeastSquaresCertificate,
  type NoCertificate,
  noCertificate,
  type StationaryCertificate,
  type Uncounted,
} from "../run/certificate.ts";
import { identifiability } from "./identifiability.ts";
import { relativeSize } from "./relative.ts";
import { certifySparse } from "./sparse-squares.ts";

/** With derivatives good to rounding. */
const defaultTolerance = 1e-8;

/** Central differences prove nothing below this; see `firstOrderCertifier`. */
const differenceTolerance = 1e-6;

/** Residuals are good to about this part of the terms they are sums of: what is left below is rounding. */
const roundingOfTerms = 64 * Number.EPSILON;

/**
 * Orthogonality of the residuals to what the free variables can change of them, with the rank of the Jacobian. With a robust
 * loss both are weighted with rho'. Costs an answer of the residuals and one of the Jacobian, or 2 n more of the residuals.
 *
 * @reference D. M. Bates, D. G. Watts, 1981, A relative offset orthogonality convergence criterion for nonlinear least
 * squares, 10.1080/00401706.1981.10486254
 */
export function* certifyLeastSquares(
  problem: Problem,
  base: View,
  { x, value }: { readonly x: Vector; readonly value: number },
  given: number = defaultTolerance,
): Coroutine<Uncounted<LeastSquaresCertificate | StationaryCertificate | NoCertificate>> {
  if (problem.jacobianPattern) return yield* certifySparse(problem, base, { x, value }, given);
  const { lower, upper, layout, residuals: stated, functions } = problem;
  const m = stated!.count;
  const n = x.length;
  const tolerance = functions.jacobian ? given : Math.max(given, differenceTolerance);
  const residuals = new Float64Array(m);
  const jacobian = new Float64Array(m * n);
  const found = yield* base.residuals(x, residuals);
  if (found < Infinity) yield* askJacobian(problem, base, x, residuals, jacobian);
  if (!(found < Infinity) || !allFinite(jacobian)) {
    return noCertificate("the residuals or their Jacobian at the point are not finite");
  }
  if (stated!.loss) weighByLoss(stated!.loss, residuals, jacobian);
  const gradient = gradientOf(jacobian, residuals, n);
  const free: number[] = [];
  for (let j = 0; j < n; j++) {
    const pinnedBelow = lower !== undefined && x[j] === lower[j] && gradient[j] >= 0;
    const pinnedAbove = upper !== undefined && x[j] === upper[j] && gradient[j] <= 0;
    if (!pinnedBelow && !pinnedAbove) free.push(j);
  }
  const projected = gradient.map((slope, j) => {
    const moved = x[j] - slope;
    const kept = clipped(problem, moved, j);
    return kept === moved ? slope : x[j] - kept;
  });
  const { norm: gradientNorm, relative } = relativeSize(projected, x, value);
  const { factors, rank, condition, unidentified } = identifiability(jacobian, m, x, free);
  const rotated = new Float64Array(factors.rows);
  rotated.set(residuals);
  applyQTransposed(factors, rotated);
  const removable = norm(rotated.subarray(0, rank));
  const remaining = norm(rotated.subarray(rank));
  const relativeOffset =
    m > rank && rank > 0 ? removable / Math.sqrt(rank) / (remaining / Math.sqrt(m - rank)) : rank > 0 ? NaN : 0;
  const byOffset = relativeOffset <= tolerance;
  const holds = byOffset || relative <= tolerance || removable <= roundingOfTerms * termsOf(jacobian, x, m);
  const text =
    holds && !byOffset && !(relative <= tolerance)
      ? `what steps can remove of the residuals, ${removable.toPrecision(3)}, is rounding`
      : byOffset || !(relative <= tolerance)
        ? compared("relative offset", relativeOffset, tolerance)
        : compared("relative gradient", relative, tolerance);
  const names = unidentified.map((j) => layout.names[j]);
  const doubt = names.length === 0 ? "" : `, rank ${rank} of ${free.length}: ${names.join(", ")} not determined`;
  return {
    kind: "least-squares",
    holds,
    relativeOffset,
    gradientNorm,
    relativeGradient: relative,
    tolerance,
    rank,
    condition,
    unidentified: names,
    activeBounds: n - free.length,
    derivatives: functions.jacobian ? "given" : "finite-difference",
    text: `${text}${doubt}`,
  };
}

function compared(name: string, size: number, tolerance: number): string {
  return `${name} ${size.toPrecision(3)} ${size <= tolerance ? "<=" : ">"} ${tolerance.toExponential()}`;
}

/** The Jacobian at x: the caller's, else by differences to second order within the bounds. */
function* askJacobian(problem: Problem, base: View, x: Vector, here: Vector, out: Vector): Coroutine<void> {
  if (problem.functions.jacobian) {
    yield* base.jacobian(x, out);
    return;
  }
  const m = here.length;
  const point = x.slice();
  const sides = [new Float64Array(m), new Float64Array(m)];
  for (let j = 0; j < x.length; j++) {
    const { first, second } = typicalStencil(problem, problem.x0, x[j], j);
    const moved = [first, second].map((step) => x[j] + step);
    for (const [k, there] of moved.entries()) {
      point[j] = there;
      const value = yield* base.residuals(point, sides[k]);
      if (!(value < Infinity)) sides[k].fill(NaN);
    }
    point[j] = x[j];
    const steps = { first: moved[0] - x[j], second: moved[1] - x[j] };
    for (let i = 0; i < m; i++) out[i + j * m] = parabolaSlope(steps, here[i], sides[0][i], sides[1][i]);
  }
}

/** The length of |J| |x|, of whose terms residuals are made. */
function termsOf(jacobian: Vector, x: Vector, m: number): number {
  const terms = new Float64Array(m);
  for (let k = 0; k < jacobian.length; k++) terms[k % m] += Math.abs(jacobian[k] * x[Math.floor(k / m)]);
  return norm(terms);
}

function weighByLoss({ slope, parameters }: RobustLoss, residuals: Vector, jacobian: Vector): void {
  const m = residuals.length;
  const roots = residuals.map((residual) => Math.sqrt(slope(residual ** 2, parameters)));
  for (let i = 0; i < m; i++) residuals[i] *= roots[i];
  for (let k = 0; k < jacobian.length; k++) jacobian[k] *= roots[k % m];
}

function gradientOf(jacobian: Vector, residuals: Vector, n: number): Vector {
  const m = residuals.length;
  const gradient = new Float64Array(n);
  for (let j = 0; j < n; j++) for (let i = 0; i < m; i++) gradient[j] += jacobian[i + j * m] * residuals[i];
  return gradient;
}
