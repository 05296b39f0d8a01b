import { cholesky, choleskySolve } from "../../numerics/dense/cholesky.ts";
import { symmetricEigen } from "../../numerics/dense/symmetric-eigen.ts";
import { allFinite, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { coordinateStep } from "../../problem/wrappers/room.ts";
import type { LinearizedResiduals } from "./linearized-residuals.ts";
import {
  askJacobian,
  moveTo,
  moveWithin,
  newResidualTrial,
  type ResidualState,
  type ResidualTrial,
} from "./residual-point.ts";

/** sqrt(eps): a forward difference of Jacobians is good to about eight digits, far more than a chord needs. */
const relativeStep = 2 ** -26;

/** So many steps are taken with one Hessian, each of which has to halve the gradient. */
const mostSteps = 10;

/** The first step may have to be shortened. */
const mostHalvings = 8;

type ResidualView = View<"residuals" | "jacobian">;

/**
 * Newton's method for the sum of squares, for residuals so large and bent that Gauss-Newton steps creep or go too far: the
 * second derivatives of the residuals are summed by differences of Jacobians along the free variables,
 *
 *     H = J'J + sum r_i D^2 r_i,   p = -H^-1 J'r
 *
 * and kept for further steps while each halves the gradient. Where H is not positive definite nothing is done, or where no other
 * step is left the value is lowered along the direction of the most negative curvature, which leaves saddles and maxima. True
 * when the state has moved. Nothing is done with a robust loss.
 *
 * Cost: k answers of the Jacobian for k free variables, k^3 / 3 operations, and an answer of both for each step.
 *
 * @reference J. E. Dennis, R. B. Schnabel, 1996, Numerical Methods for Unconstrained Optimization and Nonlinear
 * Equations, section 10.2, 10.1137/1.9781611971200
 */
export function* newtonOnResiduals(
  problem: ResidualView,
  state: ResidualState,
  { free, rounding }: LinearizedResiduals,
  escapes: "saddles" | "nothing" = "nothing",
): Coroutine<boolean> {
  const k = free.length;
  if (problem.loss !== undefined || k === 0) return false;
  const matrix = problem.scratch(k * k);
  const factor = problem.scratch(k * k);
  if (!(yield* hessian(problem, state, free, matrix))) return false;
  if (!cholesky(matrix, k, factor)) {
    return escapes === "saddles" && (yield* alongNegativeCurvature(problem, state, free, matrix, rounding));
  }
  let trial = newResidualTrial(problem);
  let best = newResidualTrial(problem);
  let here: Pick<ResidualTrial, "point" | "value" | "residuals" | "jacobian"> = { ...state, point: state.x };
  const size = gradientSize(state, here, free);
  let left = size;
  const step = problem.scratch(k);
  for (let steps = 0; steps < mostSteps && left > 0; steps++) {
    free.forEach((j, c) => {
      step[c] = -slopeOf(here, j);
    });
    choleskySolve(factor, k, step, step);
    let taken = false;
    for (let halvings = 0, t = 1; halvings <= (steps === 0 ? mostHalvings : 0) && !taken; halvings++, t /= 2) {
      trial.step.fill(0);
      free.forEach((j, c) => {
        trial.step[j] = t * step[c];
      });
      moveWithin(problem, here.point, trial.step, trial.point);
      trial.value = yield* problem.residuals(trial.point, trial.residuals);
      if (!(trial.value <= state.value + rounding)) continue;
      if (!(yield* askJacobian(problem, trial.point, trial.residuals, trial.jacobian))) continue;
      taken = gradientSize(state, trial, free) <= left / 2 || (steps === 0 && trial.value < state.value - rounding);
    }
    if (!taken) break;
    left = gradientSize(state, trial, free);
    [trial, best] = [best, trial];
    here = best;
  }
  if (here.point === state.x) return false;
  moveTo(problem, state, best);
  return true;
}

/** Relative to the largest curvature: what differences leave of an eigenvalue 0. */
const negligible = 1e-6;

/** Lengths of a step along a direction of negative curvature, in the scales of the state relative to its point. */
const longest = 1;
const shortest = 1e-6;

/** Follows the direction of the most negative curvature to both sides, as far as the value falls. */
function* alongNegativeCurvature(
  problem: ResidualView,
  state: ResidualState,
  free: readonly number[],
  matrix: Vector,
  rounding: number,
): Coroutine<boolean> {
  const k = free.length;
  // in the scales of the state, so that units do not matter
  for (let c = 0; c < k; c++) {
    for (let a = 0; a < k; a++) matrix[a + c * k] /= state.scale[free[a]] * state.scale[free[c]];
  }
  const values = new Float64Array(k);
  const vectors = new Float64Array(k * k);
  if (!symmetricEigen(matrix, k, values, vectors)) return false;
  if (!(values[0] < -negligible * Math.max(Math.abs(values[k - 1]), Math.abs(values[0])))) return false;
  let size = 0;
  for (const j of free) size = Math.max(size, state.scale[j] * Math.abs(state.x[j]));
  const trial = newResidualTrial(problem);
  for (let length = longest; length >= shortest; length /= 4) {
    for (const sign of [1, -1]) {
      trial.step.fill(0);
      free.forEach((j, c) => {
        trial.step[j] = (sign * length * (size || 1) * vectors[c]) / state.scale[j];
      });
      moveWithin(problem, state.x, trial.step, trial.point);
      trial.value = yield* problem.residuals(trial.point, trial.residuals);
      if (!(trial.value < state.value - rounding)) continue;
      if (!(yield* askJacobian(problem, trial.point, trial.residuals, trial.jacobian))) continue;
      moveTo(problem, state, trial);
      return true;
    }
  }
  return false;
}

/** Writes H along the free variables; false where a Jacobian is not finite or a variable has no room. */
function* hessian(
  problem: ResidualView,
  { x, residuals, jacobian }: ResidualState,
  free: readonly number[],
  out: Vector,
): Coroutine<boolean> {
  const m = residuals.length;
  const k = free.length;
  const point = problem.scratch();
  const there = problem.scratch(jacobian.length);
  out.fill(0);
  point.set(x);
  for (const [c, j] of free.entries()) {
    // relative to the variable itself, which may be of any size
    const size = Math.abs(x[j]) || 1;
    const box = {
      lower: problem.lower && Float64Array.of(problem.lower[j] / size),
      upper: problem.upper && Float64Array.of(problem.upper[j] / size),
    };
    point[j] = x[j] + size * coordinateStep(box, x[j] / size, 0, relativeStep);
    const inside = Math.min(problem.upper?.[j] ?? Infinity, Math.max(problem.lower?.[j] ?? -Infinity, point[j]));
    point[j] = inside;
    const distance = inside - x[j];
    if (distance === 0) return false;
    yield* problem.jacobian(point, there);
    point[j] = x[j];
    if (!allFinite(there)) return false;
    for (const [a, i] of free.entries()) {
      let sum = 0;
      for (let row = 0; row < m; row++) {
        sum += ((there[row + i * m] - jacobian[row + i * m]) / distance) * residuals[row];
        sum += jacobian[row + i * m] * jacobian[row + j * m];
      }
      // both triangles are the same number; differences make two of it
      out[a + c * k] += sum / 2;
      out[c + a * k] += sum / 2;
    }
  }
  return true;
}

function slopeOf({ residuals, jacobian }: Pick<ResidualTrial, "residuals" | "jacobian">, j: number): number {
  const m = residuals.length;
  let sum = 0;
  for (let i = 0; i < m; i++) sum += jacobian[i + j * m] * residuals[i];
  return sum;
}

/** The length of the gradient in the scales of the state. */
function gradientSize(
  { scale }: ResidualState,
  at: Pick<ResidualTrial, "residuals" | "jacobian">,
  free: readonly number[],
): number {
  let squares = 0;
  for (const j of free) squares += (slopeOf(at, j) / scale[j]) ** 2;
  return Math.sqrt(squares);
}
