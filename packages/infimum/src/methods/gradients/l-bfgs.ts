import { badValue } from "../../error.ts";
import { dot, maxNorm, move, norm } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { downhill } from "../parts/downhill.ts";
import { applyInverseHessian, forget, newLimitedMemory, remember } from "../parts/limited-memory.ts";
import { type LinePoint, newTrial } from "../parts/line-search.ts";
import { newProgress, noDecrease, takeStep } from "../parts/line-search-progress.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { secantPair } from "../parts/secant-pair.ts";
import { strongWolfe } from "../parts/strong-wolfe.ts";
import { firstStep, steepestTrialLength, wholeDirection } from "../parts/trial-length.ts";

const wolfe = strongWolfe();

/**
 * Limited-memory BFGS: the quasi-Newton direction from the last m pairs s = x+ - x, y = g+ - g, without a matrix:
 *
 *     d = -H g,  H = (I - s y'/s'y) H (I - y s'/s'y) + s s'/s'y  from  (s'y/y'y) I  over the pairs,  x+ = x + t d
 *
 * Cost per iteration: 8 m n operations and mostly one evaluation. Memory: 2 m n.
 *
 * @reference D. C. Liu, J. Nocedal, 1989, On the limited memory BFGS method for large scale optimization, 10.1007/BF01589116
 *
 * Safeguards: a pair without positive curvature is not kept; a search that fails is repeated once along the steepest
 * descent, with the memory emptied.
 */
export const lBfgs = method({
  name: "l-bfgs",
  version: 1,
  title: "Limited-memory BFGS quasi-Newton method",
  papers: [
    {
      authors: "Dong C. Liu; Jorge Nocedal",
      year: 1989,
      title: "On the limited memory BFGS method for large scale optimization",
      source: "10.1007/BF01589116",
    },
  ],
  needs: ["gradient"],
  options: {
    /** How many pairs are kept, m; the paper finds little use in more than 20. */
    memory: 10,
  },
  validate({ memory }) {
    if (!Number.isSafeInteger(memory) || memory < 1) {
      throw badValue("bad-option", "memory", memory, "a whole number of pairs, at least 1");
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
      /** The largest entry of the gradient. */
      gradientNorm,
      memory: newLimitedMemory(problem.dimension, memory),
      /** How far the next search goes first. */
      trialLength: steepestTrialLength(problem.x0, gradient),
      progress: newProgress(value, gradientNorm),
    };
  },

  *step(state, problem) {
    const { x, value, gradient, memory } = state;
    const weights = problem.scratch(memory.inverseCurvatures.length);
    const direction = applyInverseHessian(memory, gradient, problem.scratch(), weights);
    const slope = downhill(direction, gradient, direction);
    let line: LinePoint | undefined;
    if (slope < 0) {
      const trial = newTrial(problem, firstStep(direction, state.trialLength));
      trial.value = yield* problem.gradient(move(x, trial.step, direction, trial.point), trial.gradient);
      trial.slope = dot(trial.gradient, direction);
      line = wolfe.accepts(value, slope, trial) ? trial : yield* wolfe.goOn(problem, x, direction, value, slope, trial);
    }
    if (line === undefined) {
      if (memory.count === 0) return noDecrease(value, state.gradientNorm);
      forget(memory);
      state.trialLength = steepestTrialLength(x, gradient);
      return;
    }

    // every answer is in: the step and the change of the gradient take the places of direction and gradient
    secantPair(direction, gradient, line);
    // without curvature along the step nothing speaks against a longer one
    state.trialLength = remember(memory, direction, gradient) ? wholeDirection : 2 * norm(direction);
    return takeStep(state, line);
  },

  measures: ({ x, value, gradient, gradientNorm }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm,
  }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});
