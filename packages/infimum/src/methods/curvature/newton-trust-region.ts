import { InfimumError } from "../../error.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { copy, dot, maxNorm, move, norm, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { bottomlessValue } from "../parts/line-search.ts";
import { findNegativeCurvature, type NegativeCurvature } from "../parts/negative-curvature.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { roundingLevel } from "../parts/rounding-level.ts";
import { truncatedConjugateGradient } from "../parts/truncated-conjugate-gradient.ts";

/** A step is taken when the value falls by at least this part of what the model predicts. */
const acceptable = 0.1;

/** Below this part of the prediction the region shrinks; above the other, at the boundary, it grows. */
const poor = 0.25;
const good = 0.75;

/** A sum of very many terms rounds by up to so many times what one of a few dozen does. */
const noisiest = 100;

/** Near enough to a stationary point (in the relative gradient) to look for negative curvature before settling. */
const nearStationary = 1e-6;

/** A region this many times quartered is smaller than the rounding of any point. */
const mostRejections = 100;

/** A point this far out (in any variable) is taken for a run to infinity. */
const farthest = 1e100;

/**
 * Newton's method in a trust region, with truncated conjugate gradients (Newton-CG): p minimizes the model g'p + p'Hp/2 within
 * |p| <= radius, about; the radius follows the ratio of actual to predicted reduction:
 *
 *     r = (f(x) - f(x + p)) / (m(0) - m(p));  x+ = x + p if r > 0.1;  radius shrinks if r < 1/4, doubles if r > 3/4 at the boundary
 *
 * Cost per iteration: one evaluation and from one to about n Hessian-vector products, few of them far from the solution.
 *
 * @reference J. Nocedal, S. J. Wright, 2006, Numerical Optimization, algorithms 4.1 and 7.2, 10.1007/978-0-387-40065-5
 *
 * Safeguards: where reductions drown in the rounding of f, a step that lowers the gradient is taken; at a stationary
 * point the method looks for negative curvature before it settles, and leaves a saddle along it.
 */
export const newtonTrustRegion = method({
  name: "newton-trust-region",
  version: 1,
  title: "Newton's method in a trust region, by truncated conjugate gradients",
  papers: [
    {
      authors: "Trond Steihaug",
      year: 1983,
      title: "The conjugate gradient method and trust regions in large scale optimization",
      source: "10.1137/0720042",
    },
  ],
  needs: ["gradient", "hessianVector"],
  random: RandomStream,
  options: {
    /** The first radius, in the units of x. */
    trustRadius: 1,
  },
  validate({ trustRadius }) {
    if (!(trustRadius > 0 && trustRadius < Infinity)) {
      throw new InfimumError("bad-option", `trustRadius is ${String(trustRadius)}: give a positive length.`);
    }
  },

  *start(problem, { trustRadius }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      trustRadius,
      /** The largest gradient so far: the scale for how accurately to solve for a step. */
      largestGradient: norm(gradient),
      /** 0 when none was found near here, Infinity when nobody has looked. */
      negativeCurvature: Infinity,
      /** Steps in a row that were not taken. */
      rejections: 0,
    };
  },

  *step(state, problem) {
    const { x, value, gradient, trustRadius, largestGradient } = state;
    if (!(value < Infinity)) return { stop: "failed", why: "the value or the gradient at the start is not finite" };
    const isStationary = relativeGradient(gradient, x, value) <= nearStationary;
    if (isStationary && state.negativeCurvature === Infinity) {
      const downwards = yield* findNegativeCurvature(problem, x);
      const escape = downwards && (yield* followCurvature(problem, x, value, gradient, trustRadius, downwards));
      if (escape === undefined) state.negativeCurvature = 0;
      else take(state, escape.point, escape.gradient, escape.value);
      return;
    }

    // the accuracy of quadratic convergence, and no more than the first digit far away
    const gradientNorm = norm(gradient);
    const accuracy = Math.min(0.1, gradientNorm / largestGradient);
    const trial = yield* truncatedConjugateGradient(problem, x, gradient, trustRadius, accuracy);
    const point = move(x, 1, trial.step, problem.scratch());
    const newGradient = problem.scratch();
    const newValue = yield* problem.gradient(point, newGradient);
    const predicted = trial.predictedReduction;
    const rounding = roundingLevel(value);
    const drowns = predicted <= rounding && Math.abs(newValue - value) <= noisiest * rounding;
    const lowersGradient = norm(newGradient) < gradientNorm;
    const ratio = drowns ? (lowersGradient ? 1 : 0) : (value - newValue) / predicted;

    // not < : a ratio of NaN is poor too
    if (!(ratio >= poor)) state.trustRadius = 0.25 * trial.length;
    else if (ratio > good && trial.boundary) state.trustRadius = 2 * trustRadius;
    if (ratio > acceptable) {
      take(state, point, newGradient, newValue);
      if (newValue < bottomlessValue) return { stop: "unbounded", why: `the value fell to ${newValue}` };
      if (maxNorm(point) > farthest) {
        return { stop: "unbounded", why: `the value still falls at a distance of ${maxNorm(point).toPrecision(3)}` };
      }
      return;
    }
    state.rejections += 1;
    if (drowns || state.rejections > mostRejections || state.trustRadius === 0) {
      return {
        stop: "stalled",
        why: `the step of length ${trial.length.toPrecision(3)} lowers neither the value ${value} nor the gradient ${gradientNorm.toPrecision(3)}`,
      };
    }
  },

  measures: ({ x, value, gradient, negativeCurvature }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm: maxNorm(gradient),
    negativeCurvature,
  }),
  settles: { relativeGradient: 1e-8, negativeCurvature: 0 },
  incumbent: ({ x, value }) => ({ x, value }),
});

interface Iterate {
  x: Vector;
  value: number;
  gradient: Vector;
  largestGradient: number;
  negativeCurvature: number;
  rejections: number;
}

function take(state: Iterate, point: Vector, gradient: Vector, value: number): void {
  copy(point, state.x);
  copy(gradient, state.gradient);
  state.value = value;
  state.largestGradient = Math.max(state.largestGradient, norm(gradient));
  state.rejections = 0;
  // what was found at a stationary point holds until the method has left it
  if (relativeGradient(gradient, point, value) > nearStationary) state.negativeCurvature = Infinity;
}

/**
 * The longest of radius, radius / 4, ... along a direction of negative curvature that lowers the value as the model says;
 * undefined when none does before the reduction drowns in rounding.
 */
function* followCurvature(
  problem: View<"gradient">,
  x: Vector,
  value: number,
  gradient: Vector,
  radius: number,
  { curvature, direction }: NegativeCurvature,
): Coroutine<{ point: Vector; gradient: Vector; value: number } | undefined> {
  const slope = dot(gradient, direction);
  const point = problem.scratch();
  const newGradient = problem.scratch();
  for (let length = radius; ; length *= 0.25) {
    const predicted = length * Math.abs(slope) - (length * length * curvature) / 2;
    if (!(predicted > roundingLevel(value)) || !(length * length > 0)) return undefined;
    const newValue = yield* problem.gradient(move(x, slope > 0 ? -length : length, direction, point), newGradient);
    if (value - newValue >= acceptable * predicted) return { point, gradient: newGradient, value: newValue };
  }
}
