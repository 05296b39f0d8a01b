import { dot } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { LinearizedResiduals } from "../parts/linearized-residuals.ts";
import { polishResiduals, withoutStep } from "../parts/polish-residuals.ts";
import {
  askJacobian,
  freeVariables,
  moveTo,
  moveWithin,
  newResidualTrial,
  residualsAtStart,
} from "../parts/residual-point.ts";

/** Armijo's condition: the value falls by at least this part of what the slope promises. */
const sufficient = 1e-4;

/** Halvings of the step: 1e-15 of it is left. */
const mostHalvings = 50;

/**
 * The Gauss-Newton method with a line search, for residuals that are nearly linear or small at the solution:
 *
 *     p = argmin |r + J p|,   x+ = x + t p,   t = 1, 1/2, 1/4, ... until f(x + t p) <= f(x) + 1e-4 t g'p
 *
 * Where p does not lower the value at any length, the gradient in the scale of the columns of J is followed instead.
 *
 * Cost per iteration: a QR factorization (2 m n^2 operations), an answer of the Jacobian, and one of the residuals for each t.
 *
 * @reference J. E. Dennis, R. B. Schnabel, 1996, Numerical Methods for Unconstrained Optimization and Nonlinear
 * Equations, section 10.2, 10.1137/1.9781611971200
 *
 * Departures: below full rank the step is the basic one of a pivoted QR; bounds are kept by projection.
 */
export const gaussNewton = method({
  name: "gauss-newton",
  version: 1,
  title: "Gauss-Newton with a line search",
  papers: [
    {
      authors: "J. E. Dennis, R. B. Schnabel",
      year: 1996,
      title: "Numerical methods for unconstrained optimization and nonlinear equations",
      source: "10.1137/1.9781611971200",
    },
  ],
  needs: ["residuals", "jacobian"],
  handles: ["bounds"],
  options: {},

  *start(problem) {
    const state = yield* residualsAtStart(problem);
    return {
      ...state,
      /** The part of the last step that was taken. */
      stepSize: 1,
    };
  },

  *step(state, problem) {
    const { x, value, gradient, scale } = state;
    if (!(value < Infinity))
      return { stop: "failed", why: "the residuals or their Jacobian at the start are not finite" };
    const model = new LinearizedResiduals(state, freeVariables(problem, state), problem.scratch);
    const polished = yield* polishResiduals(problem, state, model);
    if (polished !== undefined) return polished === true ? undefined : polished;
    const whole = model.gaussNewtonStep(problem.scratch());
    const trial = newResidualTrial(problem);
    for (const direction of ["gauss-newton", "gradient"] as const) {
      if (direction === "gradient") for (let j = 0; j < x.length; j++) whole[j] = -gradient[j] / scale[j] ** 2;
      for (let t = 1, halvings = 0; halvings <= mostHalvings; t /= 2, halvings++) {
        for (let j = 0; j < x.length; j++) trial.step[j] = t * whole[j];
        moveWithin(problem, x, trial.step, trial.point);
        const slope = dot(gradient, trial.step);
        if (!(slope < 0)) continue;
        trial.value = yield* problem.residuals(trial.point, trial.residuals);
        if (!(trial.value <= value + sufficient * slope)) continue;
        if (!(yield* askJacobian(problem, trial.point, trial.residuals, trial.jacobian))) continue;
        moveTo(problem, state, trial);
        state.stepSize = t;
        return;
      }
    }
    return yield* withoutStep(problem, state, model);
  },

  measures: ({ gradientCosine, stepSize }) => ({ gradientCosine, stepSize }),
  // goes on to the last digits, which cost an iteration or two
  settles: { gradientCosine: 0 },
  incumbent: ({ x, value }) => ({ x, value }),
});
