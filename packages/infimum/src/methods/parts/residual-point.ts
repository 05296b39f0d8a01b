import { allFinite, copy, norm, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { multiplyJacobianTransposed, type ResidualPoint, updateScale } from "./linearized-residuals.ts";
import { correctForLoss } from "./robust-correction.ts";

/** The part of the state of a least-squares method that says where it is. */
export interface ResidualState extends ResidualPoint {
  value: number;
  /** J'r (n). */
  readonly gradient: Vector;
  /** See `cosineOf`; Infinity where nothing is finite. */
  gradientCosine: number;
  /** Steps in a row that have lowered the value by little. */
  slowSteps: number;
}

/** A step that lowers the value by less than this part of it is slow. */
const slow = 0.03;

type ResidualView = View<"residuals" | "jacobian">;

/** Residuals and Jacobian at the start, as a state begins; the value is Infinity where they are not finite. */
export function* residualsAtStart(problem: ResidualView, x0: Vector = problem.x0): Coroutine<ResidualState> {
  const n = problem.dimension;
  const m = problem.residualCount!;
  const residuals = problem.scratch(m);
  const jacobian = problem.scratch(m * n);
  const found = yield* problem.residuals(x0, residuals);
  const value = found < Infinity && (yield* askJacobian(problem, x0, residuals, jacobian)) ? found : Infinity;
  // a state with NaN in it never recovers
  if (!(value < Infinity)) jacobian.fill(0);
  const state = {
    x: x0.slice(),
    value,
    residuals: residuals.slice(),
    jacobian: jacobian.slice(),
    scale: updateScale(jacobian, m, new Float64Array(n)),
    gradient: multiplyJacobianTransposed(jacobian, residuals, new Float64Array(n)),
  };
  return { ...state, gradientCosine: value < Infinity ? cosineOf(problem, state) : Infinity, slowSteps: 0 };
}

/** Asks for the Jacobian and corrects it, and the residuals with it, for a robust loss; false where it is not finite. */
export function* askJacobian(
  problem: ResidualView,
  x: Vector,
  residuals: Vector,
  jacobian: Vector,
): Coroutine<boolean> {
  yield* problem.jacobian(x, jacobian);
  if (!allFinite(jacobian)) return false;
  correctForLoss(problem.loss, residuals, jacobian);
  return true;
}

/** The state moves to a point at which everything is known. */
export function moveTo(problem: ResidualView, state: ResidualState, trial: ResidualTrial): void {
  const { point, value, residuals, jacobian } = trial;
  state.slowSteps = value >= (1 - slow) * state.value ? state.slowSteps + 1 : 0;
  copy(point, state.x);
  copy(residuals, state.residuals);
  copy(jacobian, state.jacobian);
  state.value = value;
  updateScale(jacobian, residuals.length, state.scale);
  multiplyJacobianTransposed(jacobian, residuals, state.gradient);
  state.gradientCosine = cosineOf(problem, state);
}

/** A point that is tried, in scratch vectors. */
export interface ResidualTrial {
  readonly point: Vector;
  /** From the iterate to the point. */
  readonly step: Vector;
  value: number;
  readonly residuals: Vector;
  readonly jacobian: Vector;
}

export function newResidualTrial({ scratch, dimension, residualCount }: ResidualView): ResidualTrial {
  const m = residualCount!;
  return {
    point: scratch(),
    step: scratch(),
    value: Infinity,
    residuals: scratch(m),
    jacobian: scratch(m * dimension),
  };
}

/** The variables that may move: not those on a bound towards whose outside the sum of squares falls. */
export function freeVariables({ lower, upper }: ResidualView, { x, gradient }: ResidualState): number[] {
  const free: number[] = [];
  for (let j = 0; j < x.length; j++) {
    const atLower = lower !== undefined && x[j] <= lower[j] && gradient[j] >= 0;
    const atUpper = upper !== undefined && x[j] >= upper[j] && gradient[j] <= 0;
    if (!atLower && !atUpper) free.push(j);
  }
  return free;
}

/** out = x + p within the bounds; `p` becomes the step that is left of it. Returns `out`. */
export function moveWithin({ lower, upper }: ResidualView, x: Vector, p: Vector, out: Vector): Vector {
  for (let j = 0; j < x.length; j++) {
    const moved = x[j] + p[j];
    out[j] = Math.min(upper?.[j] ?? Infinity, Math.max(lower?.[j] ?? -Infinity, moved));
    if (out[j] !== moved) p[j] = out[j] - x[j];
  }
  return out;
}

/**
 * The largest cosine of the angle between the residuals and a column of J that may move: 0 at a solution, whatever the units.
 * Residuals count as at least as large as the largest of the terms J_j x_j, so that it also vanishes where they do.
 */
function cosineOf({ lower, upper }: ResidualView, state: Omit<ResidualState, "gradientCosine" | "slowSteps">): number {
  const { x, residuals, gradient, scale } = state;
  let largest = 0;
  let terms = 0;
  for (let j = 0; j < x.length; j++) {
    terms = Math.max(terms, scale[j] * Math.abs(x[j]));
    const fixed = (x[j] === lower?.[j] && gradient[j] >= 0) || (x[j] === upper?.[j] && gradient[j] <= 0);
    if (!fixed) largest = Math.max(largest, Math.abs(gradient[j]) / scale[j]);
  }
  const size = norm(residuals) + terms;
  if (size === 0 || state.value === 0) return 0;
  // a gradient of 0 beside residuals may be that of a saddle: not 0, so that it is looked at before the method settles
  return Math.max(largest / size, Number.MIN_VALUE);
}
