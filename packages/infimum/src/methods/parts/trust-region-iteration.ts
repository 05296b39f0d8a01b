import { InfimumError } from "../../error.ts";
import { maxNorm, move, norm, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import type { Verdict } from "../../run/method.ts";
import { actualReduction } from "./actual-reduction.ts";
import { followCurvature } from "./follow-curvature.ts";
import { findNegativeCurvature } from "./negative-curvature.ts";
import { relativeGradient } from "./relative-gradient.ts";
import { type Iterate, invalidStart, noProgress, takePoint } from "./taken-point.ts";

/** A step is taken when the value falls by at least this part of what the model predicts. */
const acceptable = 0.1;

/** Below this part of the prediction the region shrinks; above the other, at the boundary, it grows. */
const poor = 0.25;
const good = 0.75;

/** Near enough to a stationary point (in the relative gradient) to look for negative curvature before settling. */
const nearStationary = 1e-6;

/** A region this many times quartered is smaller than the rounding of any point. */
const mostRejections = 100;

/** A point with what Newton's method in a trust region remembers, as plain data. */
export interface TrustRegionState extends Iterate {
  trustRadius: number;
  /** The largest gradient so far: the scale for how accurately to solve for a step. */
  largestGradient: number;
  /** 0 when none was found near here, Infinity when nobody has looked. */
  negativeCurvature: number;
  /** Steps in a row that were not taken. */
  rejections: number;
}

/** A step that minimizes the quadratic model within the region, about. */
export interface ModelStep {
  readonly step: Vector;
  readonly length: number;
  readonly predictedReduction: number;
  readonly boundary: boolean;
}

/** How steps are found, by Hessian-vector products, until the residual of Newton's equations is that small a part of the gradient. */
export type StepWithin = (
  problem: View<"hessianVector">,
  x: Vector,
  gradient: Vector,
  radius: number,
  relativeTolerance: number,
) => Coroutine<ModelStep>;

/** @throws InfimumError `bad-option` */
export function requireRadius(trustRadius: number): void {
  if (trustRadius > 0 && trustRadius < Infinity) return;
  throw new InfimumError("bad-option", `trustRadius is ${String(trustRadius)}: give a positive length.`);
}

export function* startTrustRegion(problem: View<"gradient">, trustRadius: number): Coroutine<TrustRegionState> {
  const gradient = problem.scratch();
  const value = yield* problem.gradient(problem.x0, gradient);
  return {
    x: problem.x0.slice(),
    value,
    gradient: gradient.slice(),
    trustRadius,
    largestGradient: norm(gradient),
    negativeCurvature: Infinity,
    rejections: 0,
  };
}

/**
 * One iteration of Newton's method in a trust region: a step from `stepWithin`, taken if the value falls by a tenth of what
 * the model predicts; the radius shrinks to a quarter of a poor step and doubles at a good one to the boundary.
 *
 * Where reductions drown in the rounding of f, a step that lowers the gradient is taken. At a stationary point negative curvature
 * is looked for once, and followed away from a saddle.
 *
 * @reference J. Nocedal, S. J. Wright, 2006, Numerical Optimization, algorithm 4.1, 10.1007/978-0-387-40065-5
 */
export function* trustRegionIteration(
  state: TrustRegionState,
  problem: View<"gradient" | "hessianVector">,
  stepWithin: StepWithin,
): Coroutine<Verdict | void> {
  const { x, value, gradient, trustRadius, largestGradient } = state;
  if (!(value < Infinity)) return invalidStart;
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
  const trial = yield* stepWithin(problem, x, gradient, trustRadius, accuracy);
  const point = move(x, 1, trial.step, problem.scratch());
  const newGradient = problem.scratch();
  const newValue = yield* problem.gradient(point, newGradient);
  const { ratio, drowns } = actualReduction(state, newValue, newGradient, trial.predictedReduction);

  // not < : a ratio of NaN is poor too
  if (!(ratio >= poor)) state.trustRadius = 0.25 * trial.length;
  else if (ratio > good && trial.boundary) state.trustRadius = 2 * trustRadius;
  if (ratio > acceptable) {
    return take(state, point, newGradient, newValue);
  }
  state.rejections += 1;
  if (drowns || state.rejections > mostRejections || state.trustRadius === 0) {
    return noProgress(trial.length, value, gradientNorm);
  }
}

function take(state: TrustRegionState, point: Vector, gradient: Vector, value: number): Verdict | undefined {
  state.largestGradient = Math.max(state.largestGradient, norm(gradient));
  state.rejections = 0;
  // what was found at a stationary point holds until the method has left it
  if (relativeGradient(gradient, point, value) > nearStationary) state.negativeCurvature = Infinity;
  return takePoint(state, point, gradient, value);
}

export function trustRegionMeasures({ x, value, gradient, negativeCurvature }: TrustRegionState) {
  return {
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm: maxNorm(gradient),
    negativeCurvature,
  };
}
