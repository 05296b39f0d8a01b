import { badValue } from "../../error.ts";
import { copy, copyMeasured, dot, maxNorm, move, norm, subtract } from "../../numerics/vector.ts";
import { roomAlong } from "../../problem/wrappers/room.ts";
import { method } from "../../run/method.ts";
import { compactBfgs, forgetPairs, newCompactPairs, rememberPair } from "../parts/compact-bfgs.ts";
import { generalizedCauchyPoint } from "../parts/generalized-cauchy-point.ts";
import { keptWithinBounds } from "../parts/kept-within-bounds.ts";
import { type LinePoint, newTrial } from "../parts/line-search.ts";
import { newProgress, noDecrease, noteStep } from "../parts/line-search-progress.ts";
import { projectedGradient } from "../parts/projected-gradient.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { secantPair } from "../parts/secant-pair.ts";
import { strongWolfe } from "../parts/strong-wolfe.ts";
import { subspaceMinimizer } from "../parts/subspace-minimizer.ts";
import { firstStep, steepestTrialLength, wholeDirection } from "../parts/trial-length.ts";

const wolfe = strongWolfe();

/**
 * Limited-memory BFGS within bounds: the model of the last m pairs decides in one pass which bounds are active, where the steepest
 * descent, bent at the bounds, has its first minimizer; the variables that are left free then go to the minimizer of the model:
 *
 *     c = argmin over t of g'(z - x) + (z - x)'B (z - x) / 2,  z = P(x - t g)
 *     d = P(argmin over the free variables, from c) - x,   x+ = x + t d
 *
 * Many bounds come and go in one iteration, and no point outside them is asked. Cost per iteration: about 4 m^2 n operations and mostly
 * one evaluation. Memory: 2 m n.
 *
 * @reference R. H. Byrd, P. Lu, J. Nocedal, C. Zhu, 1995, A limited memory algorithm for bound constrained optimization, 10.1137/0916069
 * @reference J. L. Morales, J. Nocedal, 2011, Remark on "Algorithm 778: L-BFGS-B", 10.1145/2049662.2049669
 *
 * Departures: the search compares values up to their rounding, see `strongWolfe`; a search that fails is repeated once without pairs.
 */
export const lBfgsB = method({
  name: "l-bfgs-b",
  version: 1,
  title: "Limited-memory BFGS quasi-Newton method within bounds",
  papers: [
    {
      authors: "Richard H. Byrd; Peihuang Lu; Jorge Nocedal; Ciyou Zhu",
      year: 1995,
      title: "A limited memory algorithm for bound constrained optimization",
      source: "10.1137/0916069",
    },
    {
      authors: "José Luis Morales; Jorge Nocedal",
      year: 2011,
      title: 'Remark on "Algorithm 778: L-BFGS-B: Fortran subroutines for large-scale bound constrained optimization"',
      source: "10.1145/2049662.2049669",
    },
  ],
  needs: ["gradient"],
  handles: ["bounds"],
  options: {
    /** How many pairs are kept, m; the paper recommends 3 to 20. */
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
    const projected = projectedGradient(problem, problem.x0, gradient, problem.scratch());
    const gradientNorm = maxNorm(projected);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      /** The largest entry of the projected gradient, and its relative size. */
      gradientNorm,
      relativeGradient: relativeGradient(projected, problem.x0, value),
      pairs: newCompactPairs(problem.dimension, memory),
      /** How far the next search goes first. */
      trialLength: steepestTrialLength(problem.x0, gradient),
      progress: newProgress(value, gradientNorm),
    };
  },

  *step(state, problem) {
    const { x, value, gradient, pairs } = state;
    const model = compactBfgs(pairs, problem.scratch);
    if (model === undefined) {
      forgetPairs(pairs);
      return;
    }
    const target = problem.scratch();
    const cauchy = problem.scratch();
    const change = problem.scratch(2 * pairs.memory.count);
    generalizedCauchyPoint(model, problem, x, gradient, cauchy, change, problem.scratch);
    subspaceMinimizer(model, problem, x, gradient, cauchy, change, target, problem.scratch);
    const direction = subtract(target, x, problem.scratch());
    const slope = dot(direction, gradient);
    let line: LinePoint | undefined;
    if (slope < 0) {
      const longest = roomAlong(problem, x, direction, 1);
      const trial = newTrial(problem, Math.min(longest, firstStep(direction, state.trialLength)));
      const within = keptWithinBounds(problem);
      // at the whole step bounds are met exactly
      if (trial.step === 1) copy(target, trial.point);
      else move(x, trial.step, direction, trial.point);
      trial.value = yield* within.gradient(trial.point, trial.gradient);
      trial.slope = dot(trial.gradient, direction);
      line = wolfe.accepts(value, slope, trial)
        ? trial
        : yield* wolfe.goOn(within, x, direction, value, slope, trial, longest);
    }
    if (line === undefined) {
      if (pairs.memory.count === 0) return noDecrease(value, state.gradientNorm);
      forgetPairs(pairs);
      state.trialLength = steepestTrialLength(x, gradient);
      return;
    }

    // every answer is in: the step and the change of the gradient take the places of direction and gradient
    secantPair(direction, gradient, line);
    state.trialLength = rememberPair(pairs, direction, gradient) ? wholeDirection : 2 * norm(direction);
    const distance = copyMeasured(line.point, x);
    copy(line.gradient, gradient);
    const projected = projectedGradient(problem, x, gradient, cauchy);
    state.value = line.value;
    state.gradientNorm = maxNorm(projected);
    state.relativeGradient = relativeGradient(projected, x, line.value);
    return noteStep(state.progress, line, state.gradientNorm, distance);
  },

  measures: ({ relativeGradient, gradientNorm }) => ({ relativeGradient, gradientNorm }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});
