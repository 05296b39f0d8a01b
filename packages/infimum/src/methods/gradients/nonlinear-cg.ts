import { InfimumError } from "../../error.ts";
import { copy, dot, maxNorm, move, norm, type Vector } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { downhill } from "../parts/downhill.ts";
import { hagerZhang } from "../parts/hager-zhang.ts";
import { type LinePoint, newTrial } from "../parts/line-search.ts";
import { newProgress, noDecrease, takeStep } from "../parts/line-search-progress.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { strongWolfe } from "../parts/strong-wolfe.ts";
import { steepestTrialLength } from "../parts/trial-length.ts";

/**
 * The formulas for beta, each for the new gradient g+, the old one g, y = g+ - g and the last direction d. All are the same for
 * quadratics and exact searches.
 *
 * @reference W. W. Hager, H. Zhang, 2006, A survey of nonlinear conjugate gradient methods, Pacific Journal of Optimization 2, 35-58
 */
const formulas = {
  "fletcher-reeves": (newGradient: Vector, gradient: Vector) => dot(newGradient, newGradient) / dot(gradient, gradient),
  "polak-ribiere": (newGradient: Vector, gradient: Vector, change: Vector) =>
    Math.max(0, dot(newGradient, change) / dot(gradient, gradient)),
  "hestenes-stiefel": (newGradient: Vector, _gradient: Vector, change: Vector, direction: Vector) =>
    Math.max(0, dot(newGradient, change) / dot(direction, change)),
  "dai-yuan": (newGradient: Vector, _gradient: Vector, change: Vector, direction: Vector) =>
    dot(newGradient, newGradient) / dot(direction, change),
  "hager-zhang": hagerZhangBeta,
} as const;

export type ConjugateFormula = keyof typeof formulas;

/** eta of the paper, which keeps beta from being too negative. */
const leastBeta = 0.01;

function hagerZhangBeta(newGradient: Vector, gradient: Vector, change: Vector, direction: Vector): number {
  const curvature = dot(direction, change);
  const beta =
    (dot(change, newGradient) - (2 * dot(change, change) * dot(direction, newGradient)) / curvature) / curvature;
  const least = -1 / (norm(direction) * Math.min(leastBeta, norm(gradient)));
  return Math.max(beta, least);
}

/** A direction with a smaller slope, relative to the norms, is hardly a descent: the method starts anew. */
const leastCosine = 1e-10;

const nearlyExact = strongWolfe({ curvature: 0.1 });
const approximate = hagerZhang();

/**
 * Nonlinear conjugate gradients: the gradient corrected by a part of the last direction, without a matrix,
 *
 *     d+ = -g+ + beta d,  x+ = x + t d.
 *
 * Cost per iteration: 10 n operations and one or two evaluations. Memory: 6 n.
 *
 * @reference W. W. Hager, H. Zhang, 2005, A new conjugate gradient method with guaranteed descent and an efficient line search, 10.1137/030601880
 *
 * `hager-zhang` searches by that paper's approximate Wolfe conditions, the others by the strong ones with c2 = 0.1. Safeguards: a
 * direction that does not descend is replaced by the steepest descent, and so it is every n iterations (n >= 10).
 */
export const nonlinearCg = method({
  name: "nonlinear-cg",
  version: 1,
  title: "Nonlinear conjugate gradients",
  papers: [
    {
      authors: "William W. Hager; Hongchao Zhang",
      year: 2005,
      title: "A new conjugate gradient method with guaranteed descent and an efficient line search",
      source: "10.1137/030601880",
    },
  ],
  needs: ["gradient"],
  options: {
    /** "fletcher-reeves", "polak-ribiere" (at least 0), "hestenes-stiefel" (at least 0), "dai-yuan" or "hager-zhang". */
    formula: "hager-zhang" as ConjugateFormula,
  },
  validate({ formula }) {
    if (!(formula in formulas)) {
      throw new InfimumError(
        "bad-option",
        `formula is ${JSON.stringify(formula)}: write one of ${Object.keys(formulas).join(", ")}.`,
      );
    }
  },

  *start(problem) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    const gradientNorm = maxNorm(gradient);
    const direction = problem.scratch();
    downhill(gradient, gradient, direction);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      /** The largest entry of the gradient. */
      gradientNorm,
      direction: direction.slice(),
      /** Directions since the last steepest descent. */
      age: 0,
      /** The step that is tried first. */
      trialStep: steepestTrialLength(problem.x0, gradient) / Math.max(Number.MIN_VALUE, norm(gradient)),
      progress: newProgress(value, gradientNorm),
    };
  },

  *step(state, problem, { formula }) {
    const { x, value, gradient, direction } = state;
    const search = formula === "hager-zhang" ? approximate : nearlyExact;
    const slope = dot(gradient, direction);
    let line: LinePoint | undefined;
    if (slope < 0 && state.trialStep > 0) {
      const trial = newTrial(problem, state.trialStep);
      trial.value = yield* problem.gradient(move(x, trial.step, direction, trial.point), trial.gradient);
      trial.slope = dot(trial.gradient, direction);
      line = search.accepts(value, slope, trial)
        ? trial
        : yield* search.goOn(problem, x, direction, value, slope, trial);
    }
    if (line === undefined) {
      if (state.age === 0) return noDecrease(value, state.gradientNorm);
      downhill(gradient, gradient, direction);
      state.age = 0;
      state.trialStep = steepestTrialLength(x, gradient) / norm(gradient);
      return;
    }

    const change = problem.scratch();
    for (let i = 0; i < change.length; i++) change[i] = line.gradient[i] - gradient[i];
    const beta = formulas[formula](line.gradient, gradient, change, direction);
    const next = problem.scratch();
    const isUsable = Number.isFinite(beta) && state.age + 1 < Math.max(10, x.length);
    for (let i = 0; i < next.length; i++) next[i] = (isUsable ? beta * direction[i] : 0) - line.gradient[i];
    const newSlope = dot(next, line.gradient);
    const descends = newSlope < -leastCosine * norm(next) * norm(line.gradient);
    if (!descends) downhill(line.gradient, line.gradient, next);
    state.age = isUsable && descends ? state.age + 1 : 0;
    // the first-order decrease of the next step is that of the last, as far as is known
    state.trialStep = (line.step * slope) / (descends ? newSlope : -dot(line.gradient, line.gradient));
    if (!(state.trialStep < Infinity)) state.trialStep = 0;
    copy(next, direction);
    return takeStep(state, line);
  },

  measures: ({ x, value, gradient, gradientNorm }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm,
  }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});
