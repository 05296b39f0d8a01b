import { badValue } from "../../error.ts";
import { choleskySolve } from "../../numerics/dense/cholesky.ts";
import { choleskyWithJitter } from "../../numerics/dense/jittered-cholesky.ts";
import { copy, dot, maxNorm, norm, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { roundingLevel } from "../parts/rounding-level.ts";

/** The constant grows by this factor where its model does not hold, and shrinks by it after each step. */
const adaptation = 4;

/** A constant this large leaves no step. */
const largestConstant = 1e100;

/** Newton's steps on the polynomial of the step size, which is increasing and convex: they come down to its root. */
const mostSteps = 60;

/**
 * Newton's method whose step size is the root of a polynomial, for convex functions far from their minimizer:
 *
 *     x+ = x - alpha H^-1 g,   alpha + M G^(q-2) alpha^(q-1) = 1,   G = sqrt(g'H^-1 g)
 *
 * the minimizer along the Newton direction of a Taylor model with the q-th power of the step in the norm of H, of which M is the
 * constant. Near the minimizer G vanishes, alpha is 1, and convergence quadratic. Iterates do not depend on the coordinates.
 * M is found on the way: it grows until the model bounds the function from above, as it does for functions with a
 * bounded q-th derivative, and shrinks again.
 *
 * Cost per iteration: n Hessian-vector products, n^3 / 3 operations, and mostly one gradient.
 *
 * @reference S. Hanzely, F. Abdukhakimov, M. Takac, 2024, Damped Newton method with near-optimal global O(k^-3) convergence
 * rate, 2405.18926
 *
 * Departures: a Hessian that is not positive definite is shifted until it is; where reductions drown in the rounding of f, a
 * step that lowers the gradient is taken. The order q is an option and not adapted.
 */
export const rootNewton = method({
  name: "root-newton",
  version: 1,
  title: "Newton's method with root step sizes",
  papers: [
    {
      authors: "Slavomir Hanzely, Farshed Abdukhakimov, Martin Takac",
      year: 2024,
      title: "Damped Newton method with near-optimal global O(k^-3) convergence rate",
      source: "2405.18926",
    },
  ],
  rows: ["P245"],
  needs: ["gradient", "hessianVector"],
  options: {
    /** q, above 2: 3 for bounded third derivatives, 4 for bounded fourth ones. */
    order: 4,
    /** M at the start, in the units of the objective to the power 1 - q / 2. */
    constant: 1,
  },
  validate({ order, constant }) {
    if (!(order > 2 && order <= 10)) throw badValue("bad-option", "order", order, "a number above 2, at most 10");
    if (!(constant > 0 && constant < Infinity)) throw badValue("bad-option", "constant", constant, "a positive number");
  },

  *start(problem, { constant }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      constant,
      /** The last step size. */
      stepSize: 0,
    };
  },

  *step(state, problem, { order }) {
    const { x, value, gradient } = state;
    if (!(value < Infinity)) return { stop: "failed", why: "the value or the gradient at the start is not finite" };
    const n = x.length;
    const factor = problem.scratch(n * n);
    if (!(yield* factorHessian(problem, x, factor))) return { stop: "failed", why: "the Hessian is not finite" };
    const direction = problem.scratch();
    choleskySolve(factor, n, gradient, direction);
    const decrement = dot(gradient, direction);
    const point = problem.scratch();
    const newGradient = problem.scratch();
    const rounding = roundingLevel(value);
    for (let { constant } = state; constant < largestConstant; constant *= adaptation) {
      const alpha = rootStepSize(constant * Math.sqrt(decrement) ** (order - 2), order);
      const predicted = decrement * (alpha - alpha ** 2 / 2 - (alpha * (1 - alpha)) / order);
      for (let i = 0; i < n; i++) point[i] = x[i] - alpha * direction[i];
      const newValue = yield* problem.gradient(point, newGradient);
      const drowns = predicted <= rounding && Math.abs(newValue - value) <= rounding;
      const lowersGradient = norm(newGradient) < norm(gradient);
      if (drowns ? lowersGradient : value - newValue >= predicted - rounding) {
        copy(point, x);
        copy(newGradient, gradient);
        state.value = newValue;
        state.constant = constant / adaptation;
        state.stepSize = alpha;
        return;
      }
      if (drowns || alpha * maxNorm(direction) === 0) break;
    }
    return {
      stop: "stalled",
      why: `no step along Newton's direction lowers the value ${value} or the gradient ${maxNorm(gradient).toPrecision(3)}`,
    };
  },

  measures: ({ x, value, gradient, stepSize }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm: maxNorm(gradient),
    stepSize,
  }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});

/** The positive root of alpha + t alpha^(q - 1) = 1, from above. */
function rootStepSize(t: number, q: number): number {
  // a bound from above: each of the two terms alone
  let alpha = Math.min(1, t ** (-1 / (q - 1)));
  for (let k = 0; k < mostSteps; k++) {
    const next = alpha - (alpha + t * alpha ** (q - 1) - 1) / (1 + (q - 1) * t * alpha ** (q - 2));
    if (!(next < alpha)) break;
    alpha = next;
  }
  return alpha;
}

/** Writes the Cholesky factor of the Hessian, shifted where it is not positive definite; false where it is not finite. */
function* factorHessian(problem: View<"hessianVector">, x: Vector, out: Vector): Coroutine<boolean> {
  const n = x.length;
  const hessian = problem.scratch(n * n);
  const unit = problem.scratch().fill(0);
  const column = problem.scratch();
  for (let j = 0; j < n; j++) {
    unit[j] = 1;
    yield* problem.hessianVector(x, unit, column);
    unit[j] = 0;
    for (let i = 0; i < n; i++) hessian[i + j * n] = column[i];
  }
  return Number.isFinite(choleskyWithJitter(hessian, n, out));
}
