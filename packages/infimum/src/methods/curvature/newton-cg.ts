import { badValue } from "../../error.ts";
import { ConjugateGradientProcess } from "../../numerics/krylov/conjugate-gradient.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { copy, dot, maxNorm, move, norm, scale, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { followCurvature } from "../parts/follow-curvature.ts";
import {
  applyInverseHessian,
  forget,
  type LimitedMemory,
  newLimitedMemory,
  remember,
} from "../parts/limited-memory.ts";
import { newTrial } from "../parts/line-search.ts";
import { newProgress, noDecrease, takeStep } from "../parts/line-search-progress.ts";
import { findNegativeCurvature } from "../parts/negative-curvature.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { strongWolfe } from "../parts/strong-wolfe.ts";
import { firstStep, steepestTrialLength, wholeDirection } from "../parts/trial-length.ts";

const wolfe = strongWolfe();

/** In exact arithmetic n products are enough; an ill-conditioned Hessian needs more, which are seldom worth it. */
const productsPerVariable = 2;

/** Near enough to a stationary point (in the relative gradient) to look for negative curvature before settling. */
const nearStationary = 1e-6;

/**
 * Newton's method by conjugate gradients with a line search: d approximately solves H d = -g, until the residual is at most
 * min(1/10, |g| / |g0|) |g| or a direction of negative curvature is met, x+ = x + t d by the strong Wolfe conditions.
 *
 * Conjugate gradients are preconditioned by the L-BFGS matrix of the steps and products of those before: pairs (d, Hd) that cost nothing
 * and know the curvature exactly. Cost per iteration: one evaluation, mostly, and from one to 2 n Hessian-vector products,
 * 8 m n operations each.
 *
 * @reference J. Nocedal, S. J. Wright, 2006, Numerical Optimization, algorithm 7.1, 10.1007/978-0-387-40065-5
 * @reference J. L. Morales, J. Nocedal, 2000, Automatic preconditioning by limited memory quasi-Newton updating, 10.1137/S1052623497327854
 *
 * Safeguards: at a stationary point the method looks for negative curvature before it settles, and leaves a saddle along it. The pairs
 * that are kept are the last ones, where the paper spreads them over all iterations.
 */
export const newtonCg = method({
  name: "newton-cg",
  version: 1,
  title: "Newton's method by preconditioned conjugate gradients, with a line search",
  papers: [
    {
      authors: "Ron S. Dembo; Trond Steihaug",
      year: 1983,
      title: "Truncated-Newton algorithms for large-scale unconstrained optimization",
      source: "10.1007/BF02592055",
    },
  ],
  needs: ["gradient", "hessianVector"],
  random: RandomStream,
  options: {
    /** Pairs that the preconditioner is made of, m; 0 for none. */
    memory: 8,
  },
  validate({ memory }) {
    if (!Number.isSafeInteger(memory) || memory < 0) {
      throw badValue("bad-option", "memory", memory, "a whole number of pairs, or 0 for no preconditioner");
    }
  },

  *start(problem, { memory }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    const gradientNorm = maxNorm(gradient);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      gradientNorm,
      firstNorm: norm(gradient),
      preconditioner: newLimitedMemory(problem.dimension, memory),
      /** 0 when none was found near here, Infinity when nobody has looked. */
      negativeCurvature: Infinity,
      progress: newProgress(value, gradientNorm),
    };
  },

  *step(state, problem) {
    const { x, value, gradient, preconditioner } = state;
    if (!(value < Infinity)) return noDecrease(value, state.gradientNorm);
    if (relativeGradient(gradient, x, value) <= nearStationary && state.negativeCurvature === Infinity) {
      const downwards = yield* findNegativeCurvature(problem, x);
      const escape = downwards && (yield* followCurvature(problem, x, value, gradient, 1, downwards));
      state.negativeCurvature = 0;
      if (escape === undefined) return;
      copy(escape.point, x);
      copy(escape.gradient, gradient);
      state.value = escape.value;
      state.gradientNorm = maxNorm(gradient);
      state.negativeCurvature = Infinity;
      return;
    }

    const pairs = emptyMemory(preconditioner, problem.scratch);
    const { direction, isNewton } = yield* newtonDirection(
      problem,
      x,
      gradient,
      state.firstNorm,
      preconditioner,
      pairs,
    );
    const slope = dot(gradient, direction);
    const trialLength = isNewton ? wholeDirection : steepestTrialLength(x, gradient);
    const trial = newTrial(problem, firstStep(direction, trialLength));
    trial.value = yield* problem.gradient(move(x, trial.step, direction, trial.point), trial.gradient);
    trial.slope = dot(trial.gradient, direction);
    const line = wolfe.accepts(value, slope, trial)
      ? trial
      : yield* wolfe.goOn(problem, x, direction, value, slope, trial);

    // every answer is in
    if (pairs.count > 0) copyMemory(pairs, preconditioner);
    if (line === undefined) {
      if (preconditioner.count === 0 || pairs.count === 0) return noDecrease(value, state.gradientNorm);
      forget(preconditioner);
      return state.progress.idleSteps++ < 1 ? undefined : noDecrease(value, state.gradientNorm);
    }
    const verdict = takeStep(state, line);
    if (relativeGradient(gradient, x, state.value) > nearStationary) state.negativeCurvature = Infinity;
    return verdict;
  },

  measures: ({ x, value, gradient, gradientNorm, negativeCurvature }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm,
    negativeCurvature,
  }),
  settles: { relativeGradient: 1e-8, negativeCurvature: 0 },
  incumbent: ({ x, value }) => ({ x, value }),
});

/** A descent direction, by conjugate gradients on H d = -g; the steepest descent where not even the first product is of use. */
function* newtonDirection(
  problem: View<"hessianVector">,
  x: Vector,
  gradient: Vector,
  firstNorm: number,
  preconditioner: LimitedMemory,
  pairs: LimitedMemory,
): Coroutine<{ direction: Vector; isNewton: boolean }> {
  const descent = scale(gradient, -1, problem.scratch());
  const product = problem.scratch();
  const weights = problem.scratch(preconditioner.inverseCurvatures.length);
  const process = new ConjugateGradientProcess(descent, {
    relativeTolerance: Math.min(0.1, norm(gradient) / firstNorm),
    iterations: productsPerVariable * x.length,
    precondition:
      preconditioner.count === 0 ? undefined : (r, out) => applyInverseHessian(preconditioner, r, out, weights),
    allocate: problem.scratch,
  });
  const step = problem.scratch();
  while (!process.done) {
    yield* problem.hessianVector(x, process.direction, product);
    // the process goes on to its next direction
    copy(process.direction, step);
    process.advance(product);
    if (pairs.inverseCurvatures.length > 0 && process.curvature > 0) remember(pairs, step, product);
  }
  const { solution } = process;
  const slope = dot(gradient, solution);
  if (slope < 0 && slope > -Infinity) return { direction: solution, isNewton: true };
  return { direction: descent, isNewton: false };
}

/** An empty memory of the same size, in scratch. */
function emptyMemory(like: LimitedMemory, scratch: (length: number) => Vector): LimitedMemory {
  const { steps, inverseCurvatures } = like;
  return {
    steps: scratch(steps.length),
    changes: scratch(steps.length),
    inverseCurvatures: scratch(inverseCurvatures.length),
    count: 0,
    newest: inverseCurvatures.length - 1,
    initialScale: 1,
  };
}

function copyMemory(from: LimitedMemory, to: LimitedMemory): void {
  // places that were never written hold what scratch held
  const n = from.steps.length / from.inverseCurvatures.length;
  copy(from.steps.subarray(0, n * from.count), to.steps.subarray(0, n * from.count));
  copy(from.changes.subarray(0, n * from.count), to.changes.subarray(0, n * from.count));
  copy(from.inverseCurvatures.subarray(0, from.count), to.inverseCurvatures.subarray(0, from.count));
  to.count = from.count;
  to.newest = from.newest;
  to.initialScale = from.initialScale;
}
