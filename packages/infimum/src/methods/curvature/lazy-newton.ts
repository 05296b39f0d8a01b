import { badValue, InfimumError } from "../../error.ts";
import { maxNorm, move, norm } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { actualReduction } from "../parts/actual-reduction.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { roundingLevel } from "../parts/rounding-level.ts";
import { invalidStart, noProgress, takePoint } from "../parts/taken-point.ts";
import {
  dampedStep,
  isConvex,
  newTridiagonalHessian,
  reduceHessian,
  setToMultiple,
  tridiagonalStep,
} from "../parts/tridiagonal-hessian.ts";

/** A step is taken when the value falls by at least this part of what the model predicts; above the other the weight falls. */
const acceptable = 0.1;
const veryGood = 0.75;

/** How much the weight grows after a failed step, and falls after a good one. */
const growth = 4;
const decrease = 0.25;
const smallestWeight = 1e-250;

/** Failed steps in a row with an old Hessian, after which a new one is worth its price. */
const patience = 4;

/** By then a step is invisible. */
const mostRejections = 200;

/** What there may be to gain: a Hessian is worth keeping while it gains 10 digits for the price of a new one. */
const digitsToGain = Math.log(1e10);

/** More than all the digits there are. */
const mostFall = 50;

/** How much of its past the observed rate of convergence keeps at every step. */
const memory = 0.6;

/** Here negative curvature has to be looked for, in a Hessian that is new. */
const nearStationary = 1e-8;

/**
 * Newton's method with lazy Hessians: the Hessian of a past point z, once reduced to tridiagonal form, serves many steps with fresh
 * gradients, each regularized with its own weight for 4 n^2 operations:
 *
 *     x+ = argmin g(x)'p + p'H(z)p/2 + s |p|^3 / 3;  z := x every m steps, m = n where nothing is said
 *
 * For m = n, when a Hessian costs n gradients, the proven number of operations is sqrt(n) times less than with m = 1. With
 * "quadratic" regularization, for convex objectives, x+ = x - (H(z) + sqrt(2 s |g|) I)^-1 g instead.
 *
 * Cost per iteration: one evaluation; of a Hessian, 8 n^3 / 3 operations more. Memory: n^2.
 *
 * @reference N. Doikov, E. M. Chayti, M. Jaggi, 2023, Second-order optimization with lazy Hessians, arXiv:2212.00781
 *
 * Departures: the paper's weight for all m steps is adapted at every step here, and a Hessian is made new before m steps
 * are over once m more of them, at the rate of the last ones, would gain less than 10 digits; `renewal: "fixed"` waits for the m steps.
 */
export const lazyNewton = method({
  name: "lazy-newton",
  version: 1,
  title: "Newton's method with lazy Hessians, regularized",
  papers: [
    {
      authors: "Nikita Doikov; El Mahdi Chayti; Martin Jaggi",
      year: 2023,
      title: "Second-order optimization with lazy Hessians",
      source: "arXiv:2212.00781",
    },
  ],
  rows: ["P196"],
  needs: ["gradient", "hessian"],
  options: {
    /** Steps that a Hessian serves at most, m: what a Hessian costs in gradients; 0 for the number of variables. */
    period: 0,
    /** When a Hessian is made new: "adaptive", also before the period is over, or "fixed". */
    renewal: "adaptive" as "adaptive" | "fixed",
    /** "cubic" for any objective, "quadratic" for convex ones. */
    regularization: "cubic" as "cubic" | "quadratic",
    /** The first weight s, in units of the third derivatives; half a Lipschitz constant of the Hessian. */
    weight: 1,
  },
  validate({ period, renewal, regularization, weight }) {
    if (!Number.isSafeInteger(period) || period < 0) {
      throw badValue("bad-option", "period", period, "a whole number of steps, or 0 for the number of variables");
    }
    if (!(weight > 0 && weight < Infinity)) throw badValue("bad-option", "weight", weight, "a positive number");
    if (renewal !== "adaptive" && renewal !== "fixed") {
      throw new InfimumError("bad-option", `renewal is ${String(renewal)}: choose "adaptive" or "fixed".`);
    }
    if (regularization !== "cubic" && regularization !== "quadratic") {
      throw new InfimumError(
        "bad-option",
        `regularization is ${String(regularization)}: choose "cubic" or "quadratic".`,
      );
    }
  },

  *start(problem, { weight }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      hessian: newTridiagonalHessian(problem.dimension),
      /** Steps taken since the Hessian was new; Infinity before there is one. */
      age: Infinity,
      /** True when the Hessian at hand has no negative curvature. */
      convex: false,
      /** The observed rate: how much the logarithm of the gradient falls a step. */
      rate: Infinity,
      weight,
      rejections: 0,
      /** What the model promises at a stationary point, relative to the whole decrease; Infinity when nobody has looked. */
      remaining: Infinity,
      initialValue: value,
    };
  },

  *step(state, problem, options) {
    const { x, value, gradient } = state;
    if (!(value < Infinity)) return invalidStart;
    const n = problem.dimension;
    const isStationary = relativeGradient(gradient, x, value) <= nearStationary;
    if (isDue(state, options, n) || (isStationary && !state.convex && state.age > 0)) {
      const hessian = problem.scratch(n * n);
      yield* problem.hessian(x, hessian);
      const isFinite = reduceHessian(hessian, n, state.hessian, problem.scratch);
      // without one the step is that of steepest descent, of about length 1 at first
      if (!isFinite && state.age === Infinity) setToMultiple(state.hessian, n, Math.max(1, norm(gradient)));
      state.convex = !isFinite || isConvex(state.hessian, n, problem.scratch);
      state.age = 0;
      state.rate = Infinity;
      state.rejections = 0;
      return;
    }

    const gradientNorm = norm(gradient);
    const { weight } = state;
    const trial =
      options.regularization === "cubic"
        ? tridiagonalStep(state.hessian, gradient, { radius: 0, growth: 1 / weight }, problem.scratch)
        : dampedStep(state.hessian, gradient, Math.sqrt(2 * weight * gradientNorm), problem.scratch);
    if (trial === undefined) {
      state.weight *= growth;
      state.rejections += 1;
      return state.weight < Infinity ? undefined : noProgress(0, value, gradientNorm);
    }
    const { step, length, predictedReduction, multiplier } = trial;
    if (isStationary && state.remaining === Infinity) {
      const isSmall = predictedReduction <= roundingLevel(value);
      const share = predictedReduction / (state.initialValue - value);
      state.remaining = isSmall || state.convex ? 0 : share < Infinity ? share : Number.MAX_VALUE;
      return;
    }

    const point = move(x, 1, step, problem.scratch());
    const newGradient = problem.scratch();
    const newValue = yield* problem.gradient(point, newGradient);
    // the quadratic or cubic term of the model
    const part = options.regularization === "cubic" ? 1 / 3 : 1 / 2;
    const predicted = predictedReduction - (multiplier < Infinity ? part * multiplier * length * length : 0);
    const { ratio, drowns } = actualReduction(state, newValue, newGradient, predicted, predictedReduction);
    if (ratio > acceptable) {
      if (ratio > veryGood && !drowns) state.weight = Math.max(smallestWeight, decrease * weight);
      const gained = fallOf(gradientNorm, norm(newGradient));
      state.rate = state.age === 0 ? gained : memory * state.rate + (1 - memory) * gained;
      state.age += 1;
      state.rejections = 0;
      state.remaining = Infinity;
      return takePoint(state, point, newGradient, newValue);
    }
    state.rejections += 1;
    if (state.age === 0 && (drowns || state.rejections > mostRejections))
      return noProgress(length, value, gradientNorm);
    if (state.age > 0 && (drowns || state.rejections > patience)) state.age = Infinity;
    state.weight *= growth;
  },

  measures: ({ x, value, gradient, age, remaining }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm: maxNorm(gradient),
    age,
    remaining,
  }),
  settles: { relativeGradient: 1e-8, remaining: 1e-12 },
  incumbent: ({ x, value }) => ({ x, value }),
});

/** How much the logarithm of the gradient fell, within bounds. */
function fallOf(before: number, after: number): number {
  const least = Math.exp(-mostFall);
  if (!(after > least * before)) return mostFall;
  return before > least * after ? Math.log(before / after) : -mostFall;
}

function isDue(
  { age, rate }: { readonly age: number; readonly rate: number },
  { period, renewal }: { readonly period: number; readonly renewal: "adaptive" | "fixed" },
  n: number,
): boolean {
  const price = period === 0 ? n : period;
  if (age >= price) return true;
  return renewal === "adaptive" && age > 0 && rate * price < digitsToGain;
}
