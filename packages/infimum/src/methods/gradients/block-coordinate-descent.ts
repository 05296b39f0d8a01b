import { badValue } from "../../error.ts";
import { symmetricEigen } from "../../numerics/dense/symmetric-eigen.ts";
import { copyMeasured, dot, maxNorm, move, type Vector } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { downhill } from "../parts/downhill.ts";
import { greedyBlock } from "../parts/greedy-block.ts";
import { type LinePoint, newTrial } from "../parts/line-search.ts";
import { mostIdleSteps, newProgress, noDecrease, takeStep } from "../parts/line-search-progress.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { strongWolfe } from "../parts/strong-wolfe.ts";
import { steepestTrialLength } from "../parts/trial-length.ts";

const wolfe = strongWolfe();

/** Curvatures of a block below this part of its largest are taken for that: no step is longer than this makes it. */
const leastCurvature = 1e-8;

/**
 * Greedy block coordinate descent with Newton steps: of all variables the k with the largest g_i^2 / L_i, and
 *
 *     d_b = -|H_bb|^-1 g_b,  0 elsewhere,   x+ = x + t d
 *
 * where |H_bb| has the absolute eigenvalues of that block of the Hessian, so that every step descends, and L_i is the last curvature seen
 * along variable i (the mean of the others where none was). On a quadratic each step minimizes exactly over its block.
 * Cost per iteration: k Hessian-vector products, mostly one evaluation, and 12 k^3 + O(n) operations.
 *
 * @reference J. Nutini, I. Laradji, M. Schmidt, 2017, Let's make block coordinate descent converge faster: faster greedy rules,
 * message-passing, active-set complexity, and superlinear convergence, arXiv:1712.08859
 *
 * Of the paper these are the variable blocks by the rule GSD with matrix updates, for smooth functions.
 */
export const blockCoordinateDescent = method({
  name: "block-coordinate-descent",
  version: 1,
  title: "Greedy block coordinate descent with Newton steps",
  papers: [
    {
      authors: "Julie Nutini; Issam Laradji; Mark Schmidt",
      year: 2017,
      title:
        "Let's Make Block Coordinate Descent Converge Faster: Faster Greedy Rules, Message-Passing, Active-Set Complexity, and Superlinear Convergence",
      source: "1712.08859",
    },
  ],
  rows: ["P484"],
  needs: ["gradient", "hessianVector"],
  options: {
    /** Variables in a block, k; all of them where there are fewer. */
    blockSize: 5,
  },
  validate({ blockSize }) {
    if (!Number.isSafeInteger(blockSize) || blockSize < 1) {
      throw badValue("bad-option", "blockSize", blockSize, "a whole number of variables, at least 1");
    }
  },

  *start(problem) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    const gradientNorm = maxNorm(gradient);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      /** The largest entry of the gradient. */
      gradientNorm,
      /** |H_ii| where it was last seen, 0 where it never was. */
      seen: new Float64Array(problem.dimension),
      /** True after a step over a block that found no lower value: the next goes along the gradient. */
      isSteepest: false,
      progress: newProgress(value, gradientNorm),
    };
  },

  *step(state, problem, { blockSize }) {
    const { x, value, gradient, seen, isSteepest } = state;
    const n = x.length;
    const size = Math.min(blockSize, n);
    const direction = problem.scratch().fill(0);
    const block = problem.scratch(size);
    const hessian = problem.scratch(size * size);
    let firstStep = 1;
    let isUsable = true;
    if (isSteepest) {
      downhill(gradient, gradient, direction);
      firstStep = steepestTrialLength(x, gradient) / Math.sqrt(dot(gradient, gradient));
    } else {
      greedyBlock(gradient, knownCurvatures(seen, problem.scratch()), block, problem.scratch());
      const product = problem.scratch();
      for (let k = 0; k < size; k++) {
        direction[block[k]] = 1;
        yield* problem.hessianVector(x, direction, product);
        direction[block[k]] = 0;
        for (let j = 0; j < size; j++) hessian[j + k * size] = product[block[j]];
      }
      isUsable = newtonDirection(hessian, block, gradient, direction, problem.scratch);
    }
    const slope = isUsable ? dot(direction, gradient) : 0;
    let line: LinePoint | undefined;
    if (slope < 0) {
      const trial = newTrial(problem, firstStep);
      trial.value = yield* problem.gradient(move(x, firstStep, direction, trial.point), trial.gradient);
      trial.slope = dot(trial.gradient, direction);
      line = wolfe.accepts(value, slope, trial) ? trial : yield* wolfe.goOn(problem, x, direction, value, slope, trial);
    }

    // every answer is in
    if (!isSteepest && isUsable) {
      for (let k = 0; k < size; k++) seen[block[k]] = Math.abs(hessian[k + k * size]);
    }
    if (line === undefined) {
      if (isSteepest) return noDecrease(value, state.gradientNorm);
      state.isSteepest = true;
      return;
    }
    state.isSteepest = false;
    // a step does nothing for the gradient of other blocks
    return takeStep(state, line, mostIdleSteps * Math.ceil(n / size));
  },

  measures: ({ x, value, gradient, gradientNorm }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm,
  }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});

/** out := the curvatures that were seen, and their mean for all others; 1 where none was. */
function knownCurvatures(seen: Vector, out: Vector): Vector {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < seen.length; i++) {
    if (seen[i] === 0) continue;
    sum += seen[i];
    count++;
  }
  const mean = count > 0 && sum < Infinity ? sum / count : 1;
  copyMeasured(seen, out);
  for (let i = 0; i < out.length; i++) if (out[i] === 0) out[i] = mean;
  return out;
}

/** Writes -|H|^-1 g over the block; `hessian` stays. False where H is not finite. */
function newtonDirection(
  hessian: Vector,
  block: Vector,
  gradient: Vector,
  direction: Vector,
  scratch: (length: number) => Vector,
): boolean {
  const size = block.length;
  const values = scratch(size);
  const vectors = scratch(size * size);
  const work = { offDiagonal: scratch(size), reflections: scratch(size), product: scratch(size) };
  if (!symmetricEigen(hessian, size, values, vectors, work)) return false;
  const least = leastCurvature * maxNorm(values);
  if (least === 0) return false;
  for (let k = 0; k < size; k++) {
    let along = 0;
    for (let j = 0; j < size; j++) along += vectors[j + k * size] * gradient[block[j]];
    const weight = along / Math.max(least, Math.abs(values[k]));
    for (let j = 0; j < size; j++) direction[block[j]] -= weight * vectors[j + k * size];
  }
  return true;
}
