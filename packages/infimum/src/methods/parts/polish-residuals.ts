import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import type { Verdict } from "../../run/method.ts";
import { LinearizedResiduals } from "./linearized-residuals.ts";
import { askJacobian, moveTo, moveWithin, newResidualTrial, type ResidualState } from "./residual-point.ts";

/** Values that differ by this many times the rounding level are the same. */
const sameValue = 10;

/** Dampings that are tried after the Gauss-Newton step: for residuals so curved and large that it goes too far. */
const dampings = [0, 1e-2, 1, 100] as const;

/**
 * Steps below the noise of the value: where all that the model can remove drowns in the rounding of the sum of squares,
 * a Gauss-Newton step is accepted when it shortens |Q_1'r|, the part of the residuals that steps can remove, which has half as
 * many digits more than the value. Undefined while there is more to gain than rounding; else true after a step was taken, and
 * the verdict once there is none.
 *
 * Cost: an answer of residuals and of Jacobian, and two factorizations, for each try.
 */
export function* polishResiduals(
  problem: View<"residuals" | "jacobian">,
  state: ResidualState,
  model: LinearizedResiduals,
): Coroutine<Verdict | true | undefined> {
  const { rounding, noise, removable } = model;
  if (!(model.largestReduction <= rounding)) return undefined;
  const trial = newResidualTrial(problem);
  for (const damping of dampings) {
    // what is left when the residuals themselves are rounding is not to be shortened by other than luck
    if (damping > 0 && removable <= noise) break;
    if (damping === 0) model.gaussNewtonStep(trial.step);
    else model.dampedStep(damping, trial.step);
    moveWithin(problem, state.x, trial.step, trial.point);
    trial.value = yield* problem.residuals(trial.point, trial.residuals);
    if (!(Math.abs(trial.value - state.value) <= sameValue * rounding)) continue;
    if (!(yield* askJacobian(problem, trial.point, trial.residuals, trial.jacobian))) continue;
    const next = new LinearizedResiduals({ ...trial, x: trial.point, scale: state.scale }, model.free, problem.scratch);
    if (!(next.removable < removable)) continue;
    moveTo(problem, state, trial);
    return true;
  }
  return {
    stop: "settled",
    why: `what a step can still remove of the residuals, ${removable.toPrecision(3)}, drowns in the rounding of the sum of squares`,
  };
}
