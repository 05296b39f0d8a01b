import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import type { Verdict } from "../../run/method.ts";
import { LinearizedResiduals } from "./linearized-residuals.ts";
import { newtonOnResiduals } from "./newton-on-residuals.ts";
import { askJacobian, moveTo, moveWithin, newResidualTrial, type ResidualState } from "./residual-point.ts";

/** Values that differ by this many times the rounding level are the same. */
const sameValue = 10;

/** So many slow steps in a row are worth the second derivatives; where those do not help, twice as many, and so on. */
const slowSteps = 5;

/**
 * What comes before the step of a least-squares method, and in its place where it does something: true after a step was taken,
 * the verdict where none is left, undefined where the method goes on.
 *
 * Steps below the noise of the value: where all that the model can remove drowns in the rounding of the sum of squares,
 * a Gauss-Newton step is accepted when it shortens |Q_1'r|, the part of the residuals that steps can remove, which has half as
 * many digits more than the value. And where steps have become slow, or do not gain any more, Newton's: see
 * `newtonOnResiduals`.
 *
 * Cost: an answer of residuals and of Jacobian, and two factorizations, for each try.
 */
export function* polishResiduals(
  problem: View<"residuals" | "jacobian">,
  state: ResidualState,
  model: LinearizedResiduals,
): Coroutine<Verdict | true | undefined> {
  const { rounding, noise, removable } = model;
  if (!(model.largestReduction <= rounding)) {
    const isCreeping = Number.isInteger(Math.log2(state.slowSteps / slowSteps)) && state.slowSteps >= slowSteps;
    return isCreeping && (yield* newtonOnResiduals(problem, state, model)) ? true : undefined;
  }
  const trial = newResidualTrial(problem);
  model.gaussNewtonStep(trial.step);
  moveWithin(problem, state.x, trial.step, trial.point);
  trial.value = yield* problem.residuals(trial.point, trial.residuals);
  const isSame = Math.abs(trial.value - state.value) <= sameValue * rounding;
  if (isSame && (yield* askJacobian(problem, trial.point, trial.residuals, trial.jacobian))) {
    const next = new LinearizedResiduals({ ...trial, x: trial.point, scale: state.scale }, model.free, problem.scratch);
    if (next.removable < removable / 2 || (next.removable < removable && removable <= noise)) {
      moveTo(problem, state, trial);
      return true;
    }
  }
  // what is left when the residuals themselves are rounding is not to be shortened by other than luck; and where the model does
  // not say how the value changes, second derivatives do
  const hasMore = removable > noise || model.rank < model.free.length;
  if (hasMore && (yield* newtonOnResiduals(problem, state, model, "saddles"))) return true;
  return {
    stop: "settled",
    why: `what a step can still remove of the residuals, ${removable.toPrecision(3)}, drowns in the rounding of the sum of squares`,
  };
}

/** The end of a method that has found no step to lower the value: Newton's step where there is one, else the verdict. */
export function* withoutStep(
  problem: View<"residuals" | "jacobian">,
  state: ResidualState,
  model: LinearizedResiduals,
): Coroutine<Verdict | undefined> {
  if (yield* newtonOnResiduals(problem, state, model, "saddles")) return undefined;
  return { stop: "stalled", why: `no step from here lowers the value ${state.value}, however short` };
}
