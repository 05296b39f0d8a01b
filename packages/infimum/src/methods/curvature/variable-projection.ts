import { badValue, InfimumError } from "../../error.ts";
import { applyQTransposed, pivotedQr, qrFactors, qrLeastSquares } from "../../numerics/dense/pivoted-qr.ts";
import { copy, maxNorm } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { findLinearParameters } from "../parts/linear-parameters.ts";
import { LinearizedResiduals, updateScale } from "../parts/linearized-residuals.ts";
import { polishResiduals, withoutStep } from "../parts/polish-residuals.ts";
import {
  askJacobian,
  freeVariables,
  moveTo,
  newResidualTrial,
  type ResidualState,
  type ResidualTrial,
  residualsAtStart,
} from "../parts/residual-point.ts";

const acceptable = 1e-4;
const leastShrinkage = 1 / 3;
const largestDamping = 1e60;

/**
 * Variable projection, for residuals that are linear in some parameters: r(a, c) = Phi(a) c + r_0(a), such as sums of curves.
 * The linear c are eliminated, c(a) = argmin |r(a, c)|, and Levenberg-Marquardt steps are taken in a alone, with Kaufman's
 * Jacobian of the reduced problem, P the projection onto the complement of the columns of Phi:
 *
 *     (J~'J~ + damping D^2) p = -J~'r,   J~ = P dr/da,   c+ = c(a + p)
 *
 * It needs no start for c (what there is does not matter), takes fewer iterations than a method in all variables, and is
 * led astray less often.
 *
 * Cost per iteration: two QR factorizations, two answers of the residuals and of the Jacobian; one of each more for every refused
 * step. Finding the linear parameters takes n answers of the Jacobian at the start.
 *
 * @reference G. H. Golub, V. Pereyra, 1973, The differentiation of pseudo-inverses and nonlinear least squares problems whose
 * variables separate, 10.1137/0710036
 * @reference L. Kaufman, 1975, A variable projection method for solving separable nonlinear least squares problems,
 * 10.1007/BF01932995
 *
 * Departures: steps below the rounding of the value are taken in all variables and accepted on the gradient, see
 * `polishResiduals`. It takes no robust loss and no bounds, under which c(a) is no linear problem.
 */
export const variableProjection = method({
  name: "variable-projection",
  version: 1,
  title: "Variable projection for separable least squares",
  papers: [
    {
      authors: "G. H. Golub, V. Pereyra",
      year: 1973,
      title: "The differentiation of pseudo-inverses and nonlinear least squares problems whose variables separate",
      source: "10.1137/0710036",
    },
  ],
  needs: ["residuals", "jacobian"],
  options: {
    /** The indices of the linear parameters; found from the Jacobian where there are none. */
    linear: [] as readonly number[],
    /** The first damping, relative to the squares of the lengths of the columns of J. */
    damping: 1e-3,
  },
  validate({ linear, damping }) {
    if (!(damping > 0 && damping < Infinity)) throw badValue("bad-option", "damping", damping, "a positive number");
    for (const index of linear) {
      if (!(Number.isSafeInteger(index) && index >= 0))
        throw badValue("bad-option", "linear", linear, "indices from 0 on");
    }
  },

  *start(problem, { linear: given, damping }) {
    if (problem.loss !== undefined) {
      throw new InfimumError(
        "needs-not-met",
        'variable-projection takes no robust loss: choose "levenberg-marquardt", or leave the loss out.',
      );
    }
    const n = problem.dimension;
    const state = yield* residualsAtStart(problem);
    const isGood = state.value < Infinity;
    const linear = given.length > 0 || !isGood ? given : yield* findLinearParameters(problem, state.x, state.jacobian);
    if (linear.some((index) => index >= n)) throw badValue("bad-option", "linear", linear, `indices below ${n}`);
    return {
      ...state,
      linear: Int32Array.from(linear),
      damping,
      /** True once the linear parameters are the best for the others. */
      isProjected: false,
    };
  },

  *step(state, problem) {
    const { x, value, linear } = state;
    if (!(value < Infinity))
      return { stop: "failed", why: "the residuals or their Jacobian at the start are not finite" };
    const trial = newResidualTrial(problem);
    if (!state.isProjected) {
      copy(x, trial.point);
      copy(state.residuals, trial.residuals);
      copy(state.jacobian, trial.jacobian);
      trial.value = value;
      const projected = yield* projectLinear(problem, linear, trial);
      if (projected && trial.value <= value) moveTo(problem, state, trial);
      state.isProjected = true;
      return;
    }
    const whole = new LinearizedResiduals(state, freeVariables(problem, state), problem.scratch);
    const polished = yield* polishResiduals(problem, state, whole);
    if (polished !== undefined) return polished === true ? undefined : polished;
    const nonlinear = Array.from(x, (_, j) => j).filter((j) => !linear.includes(j));
    if (nonlinear.length === 0) return yield* withoutStep(problem, state, whole);
    const reduced = reducedProblem(state, linear, nonlinear, problem);
    const model = new LinearizedResiduals(
      reduced,
      Array.from(nonlinear, (_, k) => k),
      problem.scratch,
    );
    const step = problem.scratch(nonlinear.length);
    let { damping } = state;
    for (let growth = 2; damping < largestDamping; growth *= 2) {
      model.dampedStep(damping, step);
      copy(x, trial.point);
      nonlinear.forEach((j, k) => {
        trial.point[j] += step[k];
      });
      const predicted = model.predictedReduction(step);
      if (predicted > 0 && (yield* tryPoint(problem, linear, trial))) {
        const ratio = (value - trial.value) / predicted;
        if (ratio > acceptable) {
          moveTo(problem, state, trial);
          state.damping = damping * Math.max(leastShrinkage, 1 - (2 * Math.min(ratio, 1) - 1) ** 3);
          return;
        }
      }
      if (maxNorm(step) === 0) break;
      damping *= growth;
    }
    return yield* withoutStep(problem, state, whole);
  },

  measures: ({ gradientCosine, damping }) => ({ gradientCosine, damping }),
  // goes on to the last digits, which cost an iteration or two
  settles: { gradientCosine: 0 },
  incumbent: ({ x, value }) => ({ x, value }),
});

type ResidualView = View<"residuals" | "jacobian">;

/** Residuals and Jacobian at the point of a trial, its linear parameters then made the best for the others. */
function* tryPoint(problem: ResidualView, linear: Int32Array, trial: ResidualTrial): Coroutine<boolean> {
  trial.value = yield* problem.residuals(trial.point, trial.residuals);
  if (!(trial.value < Infinity)) return false;
  if (!(yield* askJacobian(problem, trial.point, trial.residuals, trial.jacobian))) return false;
  return yield* projectLinear(problem, linear, trial);
}

/** Moves the linear parameters of a trial, where residuals and Jacobian are known, to c(a), and asks there. */
function* projectLinear(problem: ResidualView, linear: Int32Array, trial: ResidualTrial): Coroutine<boolean> {
  const { point, residuals, jacobian } = trial;
  const k = linear.length;
  if (k === 0) return true;
  const m = residuals.length;
  const factors = qrFactors(m, k);
  linear.forEach((j, column) => {
    for (let i = 0; i < m; i++) factors.factor[i + column * m] = jacobian[i + j * m];
  });
  pivotedQr(factors.factor, factors);
  const change = problem.scratch(k);
  qrLeastSquares(factors, residuals, change);
  linear.forEach((j, column) => {
    point[j] -= change[column];
  });
  trial.value = yield* problem.residuals(point, residuals);
  if (!(trial.value < Infinity)) return false;
  return yield* askJacobian(problem, point, residuals, jacobian);
}

/** The residuals and the Jacobian of the nonlinear parameters outside the columns of the linear ones. */
function reducedProblem(
  { x, value, residuals, jacobian }: ResidualState,
  linear: Int32Array,
  nonlinear: readonly number[],
  { scratch }: ResidualView,
): ConstructorParameters<typeof LinearizedResiduals>[0] {
  const m = residuals.length;
  const factors = qrFactors(m, linear.length);
  linear.forEach((j, column) => {
    for (let i = 0; i < m; i++) factors.factor[i + column * m] = jacobian[i + j * m];
  });
  const rank = pivotedQr(factors.factor, factors);
  const rows = m - rank;
  const column = scratch(m);
  const reducedResiduals = scratch(rows);
  const reducedJacobian = scratch(rows * nonlinear.length);
  copy(residuals, column);
  applyQTransposed(factors, column);
  for (let i = 0; i < rows; i++) reducedResiduals[i] = column[rank + i];
  const scale = scratch(nonlinear.length);
  const start = scratch(nonlinear.length);
  nonlinear.forEach((j, k) => {
    for (let i = 0; i < m; i++) column[i] = jacobian[i + j * m];
    applyQTransposed(factors, column);
    for (let i = 0; i < rows; i++) reducedJacobian[i + k * rows] = column[rank + i];
    start[k] = x[j];
  });
  updateScale(reducedJacobian, rows, scale.fill(0));
  return { x: start, value, residuals: reducedResiduals, jacobian: reducedJacobian, scale };
}
