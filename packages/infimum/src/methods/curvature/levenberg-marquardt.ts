import { badValue } from "../../error.ts";
import { maxNorm, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { LinearizedResiduals, multiplyJacobian } from "../parts/linearized-residuals.ts";
import { polishResiduals, withoutStep } from "../parts/polish-residuals.ts";
import {
  askJacobian,
  freeVariables,
  moveTo,
  moveWithin,
  newResidualTrial,
  type ResidualState,
  type ResidualTrial,
  residualsAtStart,
} from "../parts/residual-point.ts";

/** A step is taken when the value falls by at least this part of what the model predicts. */
const acceptable = 1e-4;

/** After a good step the damping shrinks by at most this factor, and grows by 2, 4, 8, ... as steps are refused. */
const leastShrinkage = 1 / 3;

/** How far along the step its curvature is looked at: far enough that differences of second order have digits. */
const probe = 0.1;

/** Steps whose second-order correction is longer than this part of them are refused. */
const mostBent = 0.75;

/** So much damping leaves no step that rounding does not swallow. */
const largestDamping = 1e60;

/**
 * The method of Levenberg and Marquardt for least squares, with the lengths D of the columns of J as scales and a
 * second-order correction along the geodesic:
 *
 *     (J'J + damping D^2) p = -J'r,   (J'J + damping D^2) a = -J'r'',   x+ = x + p + a / 2
 *
 * with r'' the second derivative of the residuals along p: exact where their formula was read, else by a difference over a
 * tenth of p. The damping follows the ratio q of actual to predicted
 * reduction: times max(1/3, 1 - (2 q - 1)^3) after a step, times 2, 4, 8, ... as steps are refused.
 *
 * Cost per iteration: a QR factorization (2 m n^2 operations), an answer of the Jacobian and one of the residuals (two where r''
 * is a difference); for each refused step n^3 operations and as many answers of the residuals.
 *
 * @reference J. J. More, 1978, The Levenberg-Marquardt algorithm: implementation and theory, 10.1007/BFb0067700
 * @reference H. B. Nielsen, 1999, Damping parameter in Marquardt's method, IMM-REP-1999-05
 * @reference M. K. Transtrum, J. P. Sethna, 2012, Improvements to the Levenberg-Marquardt algorithm for nonlinear
 * least-squares minimization, 1201.5885
 *
 * Departures: scales fade, see `updateScale`; bounds are kept by projection, the variables that they hold taken out of the
 * model; steps below the rounding of the value are accepted on the gradient, see `polishResiduals`; with a robust loss there
 * is no second-order correction.
 */
export const levenbergMarquardt = method({
  name: "levenberg-marquardt",
  version: 1,
  title: "Levenberg-Marquardt with geodesic acceleration",
  papers: [
    {
      authors: "Mark K. Transtrum, James P. Sethna",
      year: 2012,
      title: "Improvements to the Levenberg-Marquardt algorithm for nonlinear least-squares minimization",
      source: "1201.5885",
    },
  ],
  needs: ["residuals", "jacobian"],
  handles: ["bounds"],
  options: {
    /** The first damping, relative to the squares of the lengths of the columns of J. */
    damping: 1e-3,
    /** Whether steps are corrected to second order; where r'' is a difference that costs another answer of the residuals each. */
    acceleration: true,
  },
  validate({ damping }) {
    if (!(damping > 0 && damping < Infinity)) {
      throw badValue("bad-option", "damping", damping, "a positive number");
    }
  },

  *start(problem, { damping }) {
    const state = yield* residualsAtStart(problem);
    return { ...state, damping };
  },

  *step(state, problem, { acceleration }) {
    const { x, value } = state;
    if (!(value < Infinity))
      return { stop: "failed", why: "the residuals or their Jacobian at the start are not finite" };
    const model = new LinearizedResiduals(state, freeVariables(problem, state), problem.scratch);
    const polished = yield* polishResiduals(problem, state, model);
    if (polished !== undefined) return polished === true ? undefined : polished;

    const trial = newResidualTrial(problem);
    const bend = acceleration && problem.loss === undefined ? new Bend(problem) : undefined;
    let { damping } = state;
    for (let growth = 2; damping < largestDamping; growth *= 2) {
      model.dampedStep(damping, trial.step);
      const goes = bend === undefined || (yield* bend.correct(problem, state, model, damping, trial));
      moveWithin(problem, x, trial.step, trial.point);
      const predicted = bend?.predicted ?? model.predictedReduction(trial.step);
      trial.value = goes ? yield* problem.residuals(trial.point, trial.residuals) : Infinity;
      const ratio = (value - trial.value) / predicted;
      if (predicted > 0 && ratio > acceptable) {
        if (yield* askJacobian(problem, trial.point, trial.residuals, trial.jacobian)) {
          moveTo(problem, state, trial);
          state.damping = damping * Math.max(leastShrinkage, 1 - (2 * Math.min(ratio, 1) - 1) ** 3);
          return;
        }
      }
      if (maxNorm(trial.step) === 0) break;
      damping *= growth;
    }
    return yield* withoutStep(problem, state, model);
  },

  measures: ({ gradientCosine, damping }) => ({ gradientCosine, damping }),
  // goes on to the last digits, which cost an iteration or two
  settles: { gradientCosine: 0 },
  incumbent: ({ x, value }) => ({ x, value }),
});

/** The second-order correction of a step. */
class Bend {
  /** What the model predicts of the step before its correction; undefined where there was none. */
  predicted: number | undefined;
  private readonly probed: Vector;
  private readonly there: Vector;
  private readonly right: Vector;
  private readonly correction: Vector;
  private readonly inside: Vector;

  constructor({ scratch, dimension, residualCount }: View<"residuals">) {
    const m = residualCount!;
    this.probed = scratch();
    this.there = scratch(m);
    this.right = scratch(Math.max(m, dimension));
    this.correction = scratch();
    this.inside = scratch();
  }

  /** Corrects the step of the trial; false where it bends too much to be taken. */
  *correct(
    problem: View<"residuals" | "jacobian">,
    { x, residuals, jacobian }: ResidualState,
    model: LinearizedResiduals,
    damping: number,
    { step }: ResidualTrial,
  ): Coroutine<boolean> {
    const { probed, there, right, correction, inside } = this;
    this.predicted = undefined;
    const m = residuals.length;
    const second = right.subarray(0, m);
    right.fill(0, m);
    if (problem.residualCurvature?.(x, step, second) === true) {
      for (let i = 0; i < m; i++) right[i] = -right[i];
    } else {
      for (let j = 0; j < x.length; j++) inside[j] = probe * step[j];
      moveWithin(problem, x, inside, probed);
      // cut short by a bound, it is another step
      for (let j = 0; j < x.length; j++) if (inside[j] !== probe * step[j]) return true;
      const value = yield* problem.residuals(probed, there);
      if (!(value < Infinity)) return false;
      multiplyJacobian(jacobian, step, second);
      for (let i = 0; i < m; i++) right[i] = (-2 / probe) * ((there[i] - residuals[i]) / probe - right[i]);
    }
    model.dampedStepTo(model.rotate(right), damping, correction);
    if (!(2 * model.lengthOf(correction) <= mostBent * model.lengthOf(step))) return false;
    this.predicted = model.predictedReduction(step);
    for (let j = 0; j < x.length; j++) step[j] += correction[j] / 2;
    return true;
  }
}
