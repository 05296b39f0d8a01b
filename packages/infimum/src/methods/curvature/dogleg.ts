import { badValue } from "../../error.ts";
import { maxNorm, type Vector } from "../../numerics/vector.ts";
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
  residualsAtStart,
} from "../parts/residual-point.ts";

/** A step is taken when the value falls by at least this part of what the model predicts. */
const acceptable = 1e-4;

/** Below this part of the prediction the region shrinks; above the other it grows with the step. */
const poor = 0.25;
const good = 0.75;

/**
 * Powell's dogleg for least squares: within the trust region |D p| <= radius, along the steepest descent to the minimizer of
 * the model on it, and from there towards the Gauss-Newton step. D has the lengths of the columns of J.
 *
 * Cost per iteration: a QR factorization (2 m n^2 operations), an answer of the Jacobian, and one of the residuals for each
 * radius; a shorter step costs O(m n) operations and no factorization, which is its advantage over Levenberg-Marquardt.
 *
 * @reference M. J. D. Powell, 1970, A hybrid method for nonlinear equations, in Numerical methods for nonlinear algebraic
 * equations, Gordon and Breach
 * @reference J. Nocedal, S. J. Wright, 2006, Numerical Optimization, section 4.1, 10.1007/978-0-387-40065-5
 *
 * Departures: scales fade, see `updateScale`; bounds are kept by projection; steps below the rounding of the value are
 * accepted on the gradient, see `polishResiduals`.
 */
export const dogleg = method({
  name: "dogleg",
  version: 1,
  title: "Powell's dogleg for least squares",
  papers: [{ authors: "M. J. D. Powell", year: 1970, title: "A hybrid method for nonlinear equations" }],
  needs: ["residuals", "jacobian"],
  handles: ["bounds"],
  options: {
    /** The first radius, relative to |D x0|, or as it is where x0 is 0. */
    trustRadius: 1,
  },
  validate({ trustRadius }) {
    if (!(trustRadius > 0 && trustRadius < Infinity)) {
      throw badValue("bad-option", "trustRadius", trustRadius, "a positive number");
    }
  },

  *start(problem, { trustRadius }) {
    const state = yield* residualsAtStart(problem);
    let squares = 0;
    for (let j = 0; j < state.x.length; j++) squares += (state.scale[j] * state.x[j]) ** 2;
    return { ...state, trustRadius: trustRadius * (Math.sqrt(squares) || 1) };
  },

  *step(state, problem) {
    const { x, value } = state;
    if (!(value < Infinity))
      return { stop: "failed", why: "the residuals or their Jacobian at the start are not finite" };
    const model = new LinearizedResiduals(state, freeVariables(problem, state), problem.scratch);
    const polished = yield* polishResiduals(problem, state, model);
    if (polished !== undefined) return polished === true ? undefined : polished;
    const newton = model.gaussNewtonStep(problem.scratch());
    const cauchy = cauchyStep(state, model, problem.scratch(state.residuals.length), problem.scratch());
    const trial = newResidualTrial(problem);
    let radius = state.trustRadius;
    do {
      alongDogleg(model, cauchy, newton, radius, trial.step);
      moveWithin(problem, x, trial.step, trial.point);
      const length = model.lengthOf(trial.step);
      const predicted = model.predictedReduction(trial.step);
      trial.value = predicted > 0 ? yield* problem.residuals(trial.point, trial.residuals) : Infinity;
      const ratio = predicted > 0 ? (value - trial.value) / predicted : 0;
      const radiusThen = radius;
      // not < : a ratio of NaN is poor too
      if (!(ratio >= poor)) radius = 0.25 * Math.min(length, radius);
      else if (ratio > good) radius = Math.max(radius, 3 * length);
      if (!(ratio > acceptable)) continue;
      if (yield* askJacobian(problem, trial.point, trial.residuals, trial.jacobian)) {
        moveTo(problem, state, trial);
        state.trustRadius = radius;
        return;
      }
      radius = 0.25 * radiusThen;
    } while (radius > 0 && maxNorm(trial.step) > 0);
    return yield* withoutStep(problem, state, model);
  },

  measures: ({ gradientCosine, trustRadius }) => ({ gradientCosine, trustRadius }),
  // goes on to the last digits, which cost an iteration or two
  settles: { gradientCosine: 0 },
  incumbent: ({ x, value }) => ({ x, value }),
});

/** The minimizer of the model along the steepest descent in the variables D x, of those that are free. */
function cauchyStep(
  { gradient, scale, jacobian }: ResidualState,
  { free }: LinearizedResiduals,
  change: Vector,
  out: Vector,
): Vector {
  out.fill(0);
  let slope = 0;
  for (const j of free) {
    out[j] = -gradient[j] / scale[j] ** 2;
    slope += (gradient[j] / scale[j]) ** 2;
  }
  multiplyJacobian(jacobian, out, change);
  let bend = 0;
  for (const entry of change) bend += entry * entry;
  const length = bend > 0 ? slope / bend : 0;
  for (const j of free) out[j] *= length;
  return out;
}

/** The point of the dogleg at the distance `radius`, or its end where that is nearer. */
function alongDogleg(model: LinearizedResiduals, cauchy: Vector, newton: Vector, radius: number, out: Vector): void {
  if (model.lengthOf(newton) <= radius) {
    out.set(newton);
    return;
  }
  const first = model.lengthOf(cauchy);
  if (first >= radius) {
    for (let j = 0; j < out.length; j++) out[j] = (radius / first) * cauchy[j];
    return;
  }
  for (let j = 0; j < out.length; j++) out[j] = newton[j] - cauchy[j];
  const leg = model.lengthOf(out);
  for (let j = 0; j < out.length; j++) out[j] += cauchy[j];
  const whole = model.lengthOf(out);
  // |c + t (n - c)|^2 = radius^2, with c'(n - c) from the lengths
  const inner = (whole ** 2 - first ** 2 - leg ** 2) / 2;
  const room = radius ** 2 - first ** 2;
  const t = room / (inner + Math.sqrt(Math.max(0, inner ** 2 + leg ** 2 * room)));
  for (let j = 0; j < out.length; j++) out[j] = cauchy[j] + Math.min(1, t) * (newton[j] - cauchy[j]);
}
