import { InfimumError } from "../../error.ts";
import { envelopeProduct } from "../../numerics/sparse/envelope.ts";
import { copy, distance, dot, maxNorm, move, norm, subtract, type Vector } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { exactTrustRegionStep } from "../parts/exact-trust-region-step.ts";
import {
  askHessian,
  type HessianLayout,
  hessianLayout,
  inOrder,
  outOfOrder,
  setToMultipleOfIdentity,
} from "../parts/hessian-layout.ts";
import { bottomlessValue } from "../parts/line-search.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { roundingLevel } from "../parts/rounding-level.ts";
import { bfgsUpdateOfHessian, symmetricRankOneUpdate } from "../parts/secant-update.ts";

/** A step is taken when the value falls by at least this part of what the model predicts. */
const acceptable = 1e-3;

/** Below this part of the prediction the region shrinks; above the other, at the boundary, it grows. */
const poor = 0.25;
const good = 0.75;

/** A step that ends this near to the boundary, relative to the radius, asks for a larger region. */
const atBoundary = 0.8;

/** By interpolation the region shrinks to between these parts of a step that failed. */
const leastShrinkage = 0.1;
const mostShrinkage = 0.5;

/** Here the Hessian itself has to say whether this is a minimum, and how much is left to gain. */
const nearStationary = 1e-8;

/** A region this many times shrunk is smaller than the rounding of any point. */
const mostRejections = 100;

/** A point this far out (in any variable) is taken for a run to infinity. */
const farthest = 1e100;

/**
 * Newton's method in a trust region, with BFGS updates between Hessians: p minimizes the model g'p + p'Bp/2 within |p| <= radius,
 * exactly, and x+ = x + p if the value falls by 1e-3 of the prediction. Then
 *
 *     B+ = H(x+)                       if |g+ - g - Bp| > t |g|, t = min(0.5, m/10) for a Hessian of m products: the model was wrong
 *     B+ = B updated by BFGS with p, g+ - g   otherwise; symmetric rank one where BFGS cannot; left alone where B is sparse
 *
 * so that Hessians are asked where they teach most: far from the solution many, near it few. B is also made new when a step fails with an
 * old one, and before the method settles, so that no saddle passes for a minimum.
 *
 * Cost per iteration: one evaluation, at times a Hessian, that is one product for each variable, or for each color of its pattern where
 * that is known; n^3 operations, where it is sparse those of factors within its envelope.
 *
 * @reference J. J. Moré, D. C. Sorensen, 1983, Computing a trust region step, 10.1137/0904038 (the step)
 * @reference J. Nocedal, S. J. Wright, 2006, Numerical Optimization, chapters 4 and 6, 10.1007/978-0-387-40065-5 (region, updates)
 *
 * When to ask for a Hessian is a rule of our own, found on the problems of the bench suite `smooth`; the record book has what else was tried.
 */
export const newtonBfgs = method({
  name: "newton-bfgs",
  version: 1,
  title: "Newton's method in a trust region, with BFGS updates between Hessians",
  papers: [
    {
      authors: "Jorge J. Moré; D. C. Sorensen",
      year: 1983,
      title: "Computing a trust region step",
      source: "10.1137/0904038",
    },
  ],
  needs: ["gradient", "hessianVector"],
  options: {
    /** The first radius, relative to the length of x0, or to 1 where that is less. */
    trustRadius: 1,
  },
  validate({ trustRadius }) {
    if (!(trustRadius > 0 && trustRadius < Infinity)) {
      throw new InfimumError("bad-option", `trustRadius is ${String(trustRadius)}: give a positive number.`);
    }
  },

  *start(problem, { trustRadius }) {
    const layout = hessianLayout(problem);
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    const model = problem.scratch(layout.shape.rowStarts[problem.dimension]);
    // a step of about length 1 downhill, in case the Hessian is not finite
    setToMultipleOfIdentity(layout, Math.max(1, norm(gradient)), model);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      /** B by its envelope. */
      model: model.slice(),
      /** True while B is the Hessian at x. */
      exact: false,
      /** True until the Hessian at the start has been asked. */
      fresh: true,
      trustRadius: trustRadius * Math.max(1, norm(problem.x0)),
      initialValue: value,
      /** What the model promises at a stationary point, relative to the whole decrease so far; Infinity when nobody has looked. */
      remaining: Infinity,
      /** Steps in a row that were not taken. */
      rejections: 0,
    };
  },

  *step(state, problem) {
    const { x, value, gradient, trustRadius } = state;
    if (!(value < Infinity)) return { stop: "failed", why: "the value or the gradient at the start is not finite" };
    const layout = hessianLayout(problem);
    const { shape, order } = layout;
    const isStationary = relativeGradient(gradient, x, value) <= nearStationary;
    if ((isStationary || state.fresh) && !state.exact) {
      const hessian = problem.scratch(state.model.length);
      renew(state, (yield* askHessian(problem, layout, x, hessian)) ? hessian : undefined);
      return;
    }

    const slopes = order ? inOrder(layout, gradient, problem.scratch()) : gradient;
    const trial = exactTrustRegionStep(shape, state.model, slopes, trustRadius, problem.scratch);
    const { predictedReduction: predicted, length } = trial;
    const rounding = roundingLevel(value);
    if (isStationary && state.remaining === Infinity) {
      state.remaining = predicted <= rounding ? 0 : predicted / (state.initialValue - value);
      return;
    }

    const step = order ? outOfOrder(layout, trial.step, problem.scratch()) : trial.step;
    const point = move(x, 1, step, problem.scratch());
    const newGradient = problem.scratch();
    const newValue = yield* problem.gradient(point, newGradient);
    const drowns = predicted <= rounding && Math.abs(newValue - value) <= rounding;
    const gradientNorm = norm(gradient);
    const ratio = drowns ? (norm(newGradient) < gradientNorm ? 1 : 0) : (value - newValue) / predicted;
    const isTaken = ratio > acceptable;

    // not < : a ratio of NaN is poor too
    let radius = trustRadius;
    if (!(ratio >= poor)) radius = shrinkage(value, newValue, dot(gradient, step)) * Math.min(radius, length);
    else if (ratio > good && length > atBoundary * radius) radius = Math.max(radius, 2 * length);

    const hessian = problem.scratch(state.model.length);
    if (!isTaken) {
      const isOld = !state.exact;
      const isKnown = isOld && (yield* askHessian(problem, layout, x, hessian));
      if (!isOld && (drowns || state.rejections >= mostRejections || radius === 0)) {
        return noProgress(length, value, gradientNorm);
      }
      state.trustRadius = radius;
      state.rejections += 1;
      if (isOld) renew(state, isKnown ? hessian : undefined);
      return;
    }

    const change = subtract(newGradient, gradient, problem.scratch());
    const changes = order ? inOrder(layout, change, problem.scratch()) : change;
    const product = envelopeProduct(shape, state.model, trial.step, problem.scratch());
    const isWrong = !(distance(changes, product) <= tolerated(layout) * gradientNorm);
    const isKnown = isWrong && (yield* askHessian(problem, layout, point, hessian));

    // every answer is in
    state.exact = false;
    if (isKnown) renew(state, hessian);
    else if (layout.dense && !bfgsUpdateOfHessian(state.model, trial.step, changes, product)) {
      symmetricRankOneUpdate(state.model, trial.step, changes, product);
    }
    copy(point, x);
    copy(newGradient, gradient);
    state.value = newValue;
    state.trustRadius = radius;
    state.remaining = Infinity;
    state.rejections = 0;
    if (newValue < bottomlessValue) return { stop: "unbounded", why: `the value fell to ${newValue}` };
    if (maxNorm(x) > farthest) {
      return { stop: "unbounded", why: `the value still falls at a distance of ${maxNorm(x).toPrecision(3)}` };
    }
  },

  measures: ({ x, value, gradient, remaining }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm: maxNorm(gradient),
    remaining,
  }),
  settles: { relativeGradient: 1e-8, remaining: 1e-12 },
  incumbent: ({ x, value }) => ({ x, value }),
});

interface Model {
  readonly model: Vector;
  exact: boolean;
  fresh: boolean;
  remaining: number;
}

/** The model is the Hessian at x, or, where there is none that is finite, the best there is. */
function renew(state: Model, hessian: Vector | undefined): void {
  if (hessian !== undefined) copy(hessian, state.model);
  state.exact = true;
  state.fresh = false;
  state.remaining = Infinity;
}

/** The error of the model's gradient that is tolerated, relative to the gradient: more where a Hessian costs more. */
function tolerated({ products, dense }: HessianLayout): number {
  return dense ? Math.min(0.5, 0.1 * products) : 0.1;
}

/** The part of a failed step where the parabola through both values, with the slope at the first, is least. */
function shrinkage(value: number, newValue: number, slope: number): number {
  const part = -slope / (2 * (newValue - value - slope));
  return Math.min(mostShrinkage, Math.max(leastShrinkage, part > 0 ? part : leastShrinkage));
}

function noProgress(length: number, value: number, gradientNorm: number) {
  return {
    stop: "stalled",
    why: `the step of length ${length.toPrecision(3)} lowers neither the value ${value} nor the gradient ${gradientNorm.toPrecision(3)}`,
  } as const;
}
