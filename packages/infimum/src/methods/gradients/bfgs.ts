import { InfimumError } from "../../error.ts";
import { dot, maxNorm, move, norm, type Vector } from "../../numerics/vector.ts";
import { method, type Verdict } from "../../run/method.ts";
import { armijo } from "../parts/armijo.ts";
import { bfgsUpdate, initialScale, setToIdentity, symmetricProduct } from "../parts/bfgs-update.ts";
import { downhill } from "../parts/downhill.ts";
import { type LinePoint, newTrial } from "../parts/line-search.ts";
import { type LineSearchState, newProgress, noDecrease, takeStep } from "../parts/line-search-progress.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { secantPair } from "../parts/secant-pair.ts";
import { strongWolfe } from "../parts/strong-wolfe.ts";
import { firstStep, steepestTrialLength, wholeDirection } from "../parts/trial-length.ts";

const wolfe = strongWolfe();

/**
 * The quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno, with a dense inverse Hessian H:
 *
 *     d = -H g,  x+ = x + t d,  s = x+ - x,  y = g+ - g,  H+ = (I - s y'/s'y) H (I - y s'/s'y) + s s'/s'y
 *
 * Cost per iteration: 8 n^2 operations and mostly one evaluation. Memory: n^2.
 *
 * @reference J. Nocedal, S. J. Wright, 2006, Numerical Optimization, algorithm 6.1, 10.1007/978-0-387-40065-5
 *
 * Safeguards: H starts as s'y/y'y times the identity; an update without positive curvature is skipped; a search that fails is
 * repeated once along the steepest descent.
 */
export const bfgs = method({
  name: "bfgs",
  version: 1,
  title: "BFGS quasi-Newton method",
  papers: [
    {
      authors: "C. G. Broyden; R. Fletcher; D. Goldfarb; D. F. Shanno",
      year: 1970,
      title: "The convergence of a class of double-rank minimization algorithms, and three papers of the same year",
      source: "10.1093/imamat/6.1.76",
    },
  ],
  needs: ["gradient"],
  options: {
    /** "strong-wolfe" keeps the curvature positive; "armijo" only backtracks, and skips updates that lack it. */
    lineSearch: "strong-wolfe" as "strong-wolfe" | "armijo",
  },
  validate({ lineSearch }) {
    if (lineSearch !== "strong-wolfe" && lineSearch !== "armijo") {
      throw new InfimumError(
        "bad-option",
        `lineSearch is ${JSON.stringify(lineSearch)}: write "strong-wolfe" or "armijo".`,
      );
    }
  },

  *start(problem) {
    const n = problem.dimension;
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    const gradientNorm = maxNorm(gradient);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      /** The largest entry of the gradient. */
      gradientNorm,
      /** H; its lower triangle counts. */
      inverseHessian: new Float64Array(n * n),
      /** True while H has learned nothing: the direction is the steepest descent. */
      fresh: true,
      /** How far the next search goes first. */
      trialLength: steepestTrialLength(problem.x0, gradient),
      progress: newProgress(value, gradientNorm),
    };
  },

  *step(state, problem, { lineSearch }) {
    const { x, value, gradient, inverseHessian } = state;
    const n = problem.dimension;
    const direction = problem.scratch();
    const slope = state.fresh
      ? downhill(gradient, gradient, direction)
      : symmetricProduct(inverseHessian, n, gradient, direction, -1);
    const search = lineSearch === "armijo" ? armijo : wolfe;
    let line: LinePoint | undefined;
    if (slope < 0) {
      const trial = newTrial(problem, firstStep(direction, state.trialLength));
      trial.value = yield* problem.gradient(move(x, trial.step, direction, trial.point), trial.gradient);
      trial.slope = dot(trial.gradient, direction);
      line = search.accepts(value, slope, trial)
        ? trial
        : yield* search.goOn(problem, x, direction, value, slope, trial);
    }
    if (line === undefined) {
      if (state.fresh) return noDecrease(value, state.gradientNorm);
      state.fresh = true;
      state.trialLength = steepestTrialLength(x, gradient);
      return;
    }

    return learn(state, direction, line, problem.scratch());
  },

  measures: ({ x, value, gradient, gradientNorm }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm,
  }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});

/**
 * Every answer is in: what the step has taught goes into H, and the state moves there. The step and the change of the gradient take
 * the places of direction and gradient.
 */
function learn(state: BfgsState, direction: Vector, line: LinePoint, product: Vector): Verdict | undefined {
  const { gradient, inverseHessian } = state;
  const n = direction.length;
  secantPair(direction, gradient, line);
  if (state.fresh) setToIdentity(inverseHessian, n, initialScale(direction, gradient));
  const updated = bfgsUpdate(inverseHessian, n, direction, gradient, product);
  if (updated) state.fresh = false;
  // without curvature along the step nothing speaks against a longer one
  state.trialLength = updated ? wholeDirection : 2 * norm(direction);
  return takeStep(state, line);
}

interface BfgsState extends LineSearchState {
  readonly inverseHessian: Vector;
  fresh: boolean;
  trialLength: number;
}
