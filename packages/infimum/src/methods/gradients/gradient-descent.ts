import { InfimumError } from "../../error.ts";
import { copy, dot, maxNorm, move, norm, type Vector } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { bottomlessValue } from "../parts/line-search.ts";
import { newReference, noteValue } from "../parts/nonmonotone.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { roundingLevel } from "../parts/rounding-level.ts";
import { steepestTrialLength } from "../parts/trial-length.ts";

export type StepRule = "barzilai-borwein" | "short-barzilai-borwein" | "backtracking" | "fixed";

/** The part of the first-order decrease that a step has to reach. */
const sufficientDecrease = 1e-4;

/** Backtracking tries between these parts of the last step. */
const shortest = 0.1;
const longest = 0.5;

/** Without a rule from curvature the next step tries so much more than the last. */
const growth = 2;

/** Weight of the past in what values are compared with; the paper's choice. */
const memory = 0.85;

/** A point this far out (in any variable) is taken for a run to infinity. */
const farthest = 1e100;

/**
 * Gradient descent, x+ = x - t g, by one of several rules for the step t, with s = x+ - x and y = g+ - g:
 *
 * - `barzilai-borwein`: t = s's / s'y, the inverse of a curvature that was seen; fast, and not monotone
 * - `short-barzilai-borwein`: t = s'y / y'y, the other least-squares solution, never longer
 * - `backtracking`: twice the last step, halved or so until the value falls
 * - `fixed`: t = stepSize, always: no value is compared
 *
 * Cost per iteration: one evaluation, now and then more, and 4 n operations.
 *
 * @reference J. Barzilai, J. M. Borwein, 1988, Two-point step size gradient methods, 10.1093/imanum/8.1.141
 * @reference H. Zhang, W. W. Hager, 2004, A nonmonotone line search technique and its application to unconstrained optimization,
 * 10.1137/S1052623403428208 (the safeguard of both Barzilai-Borwein rules)
 */
export const gradientDescent = method({
  name: "gradient-descent",
  version: 1,
  title: "Gradient descent",
  papers: [
    {
      authors: "Jonathan Barzilai; Jonathan M. Borwein",
      year: 1988,
      title: "Two-point step size gradient methods",
      source: "10.1093/imanum/8.1.141",
    },
  ],
  needs: ["gradient"],
  options: {
    /** How long steps are. */
    stepRule: "barzilai-borwein" as StepRule,
    /** The first step, or the step of "fixed", in units of x / gradient; 0: the point moves by at most about 1 at first. */
    stepSize: 0,
  },
  validate({ stepRule, stepSize }) {
    if (!["barzilai-borwein", "short-barzilai-borwein", "backtracking", "fixed"].includes(stepRule)) {
      throw new InfimumError(
        "bad-option",
        `stepRule is ${JSON.stringify(stepRule)}: write "barzilai-borwein", "short-barzilai-borwein", "backtracking" or "fixed".`,
      );
    }
    if (!(stepSize >= 0 && stepSize < Infinity) || (stepRule === "fixed" && stepSize === 0)) {
      throw new InfimumError("bad-option", `stepSize is ${String(stepSize)}: give a positive number.`);
    }
  },

  *start(problem, { stepSize }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      stepSize: stepSize > 0 ? stepSize : firstStep(problem.x0, gradient),
      reference: newReference(value),
    };
  },

  *step(state, problem, { stepRule }) {
    const { x, value, gradient, reference } = state;
    if (!(value < Infinity)) return { stop: "failed", why: "the value or the gradient at the start is not finite" };
    const isFixed = stepRule === "fixed";
    const slope = -dot(gradient, gradient);
    const monotone = stepRule === "backtracking" ? value : reference.level;
    const level = isFixed ? Infinity : monotone;
    const point = problem.scratch();
    const newGradient = problem.scratch();
    let t = state.stepSize;
    let newValue = yield* problem.gradient(move(x, -t, gradient, point), newGradient);
    while (!(newValue <= level + sufficientDecrease * t * slope + roundingLevel(value))) {
      // a step that changes no variable
      if (!(t * maxNorm(gradient) > Number.EPSILON * 1e-2 * maxNorm(x)) || t * -slope < Number.MIN_VALUE) {
        return { stop: "stalled", why: `no step along the gradient lowers the value ${value}` };
      }
      const part = (-slope * t) / (2 * (newValue - value - slope * t));
      t *= Math.min(longest, Math.max(shortest, part > 0 ? part : shortest));
      newValue = yield* problem.gradient(move(x, -t, gradient, point), newGradient);
    }
    if (!(newValue < Infinity)) {
      return { stop: "failed", why: `the step of ${t} leads to a point without a value: choose a smaller stepSize` };
    }

    // every answer is in
    state.stepSize = isFixed ? t : nextStep(stepRule, t, gradient, newGradient);
    copy(point, x);
    copy(newGradient, gradient);
    state.value = newValue;
    noteValue(reference, newValue, memory);
    if (newValue < bottomlessValue || maxNorm(x) > farthest) {
      return { stop: "unbounded", why: `the value fell to ${newValue} at a distance of ${maxNorm(x).toPrecision(3)}` };
    }
  },

  measures: ({ x, value, gradient, stepSize }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm: maxNorm(gradient),
    stepSize,
  }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});

function firstStep(x: Vector, gradient: Vector): number {
  const length = norm(gradient);
  return length > 0 && length < Infinity ? steepestTrialLength(x, gradient) / length : 1;
}

/** For the step s = -t g, whose inner products are those of g, times t. */
function nextStep(rule: StepRule, t: number, gradient: Vector, newGradient: Vector): number {
  if (rule === "backtracking") return growth * t;
  let curvature = 0;
  let changes = 0;
  for (let i = 0; i < gradient.length; i++) {
    const change = newGradient[i] - gradient[i];
    curvature -= gradient[i] * change;
    changes += change * change;
  }
  const next = rule === "barzilai-borwein" ? (t * dot(gradient, gradient)) / curvature : (t * curvature) / changes;
  // without curvature along the step nothing speaks against a longer one
  return next > 0 && next < Infinity ? next : growth * t;
}
