import {
  type Envelope,
  envelopeCholesky,
  envelopeNorm,
  envelopeProduct,
  envelopeSolveLower,
  envelopeSolveUpper,
} from "../../numerics/sparse/envelope.ts";
import { dot, move, norm, scale, type Vector } from "../../numerics/vector.ts";

/** Where the model is smallest within a trust region. */
export interface ExactStep {
  /** Scratch (n): it lives until the iteration ends. */
  readonly step: Vector;
  readonly length: number;
  /** How much the model falls, at least 0. */
  readonly predictedReduction: number;
  /** The multiplier of the constraint, 0 when the step lies inside: (H + multiplier I) step = -g. */
  readonly multiplier: number;
}

/** A step on the boundary may be shorter or longer than the radius by this part. */
const lengthTolerance = 0.01;

/** In the hard case the model may fall short of its minimum by this part. */
const modelTolerance = 0.01;

/** Each narrows the interval of the multiplier; two to four are mostly enough. */
const mostFactorizations = 60;

/**
 * Minimizes g'p + p'Hp/2 over |p| <= radius, H given by its envelope: Newton's iteration on 1/|p| - 1/radius for the multiplier,
 * within an interval that always holds it. In the hard case, where no multiplier makes the step long enough, a direction of the
 * smallest curvature is added, by which a saddle is left. Cost: two to four factorizations and solves, one where the Newton step
 * lies inside.
 *
 * @param scratch gives work space, of n numbers where nothing is said
 * @reference J. J. Moré, D. C. Sorensen, 1983, Computing a trust region step, 10.1137/0904038
 */
export function exactTrustRegionStep(
  shape: Envelope,
  hessian: Vector,
  gradient: Vector,
  radius: number,
  scratch: (length?: number) => Vector,
): ExactStep {
  const factor = scratch(hessian.length);
  const step = scratch();
  if (envelopeCholesky(shape, hessian, 0, factor)) {
    const length = solve(shape, factor, gradient, step);
    if (length <= radius * (1 + lengthTolerance)) return ending(gradient, step, length, 0);
  }
  return boundaryStep(shape, hessian, gradient, radius, factor, step, scratch(), scratch());
}

function boundaryStep(
  shape: Envelope,
  hessian: Vector,
  gradient: Vector,
  radius: number,
  factor: Vector,
  step: Vector,
  bottom: Vector,
  work: Vector,
): ExactStep {
  const slope = norm(gradient) / radius;
  const bound = envelopeNorm(shape, hessian, work);
  let low = Math.max(0, slope - bound);
  let high = slope + bound;
  let multiplier = low > 0 ? low : 1e-3 * high;
  for (let count = 1; count <= mostFactorizations && low < high; count++) {
    let next = NaN;
    if (envelopeCholesky(shape, hessian, multiplier, factor)) {
      const length = solve(shape, factor, gradient, step);
      if (Math.abs(length - radius) <= lengthTolerance * radius) return ending(gradient, step, length, multiplier);
      if (length < radius) {
        high = multiplier;
        const curvature = smallCurvature(shape, hessian, factor, bottom, work);
        const along = lengthen(step, bottom, radius);
        // what the added part costs the shifted model, beside what that falls
        const fall = multiplier * radius * radius - dot(gradient, step);
        if (along * along * (curvature + multiplier) <= modelTolerance * fall) {
          move(step, along, bottom, step);
          return measured(shape, hessian, gradient, step, multiplier, work);
        }
        low = Math.max(low, -curvature);
      } else low = multiplier;
      envelopeSolveLower(shape, factor, step, work);
      next = multiplier + (length / norm(work)) ** 2 * (length / radius - 1);
    } else low = multiplier;
    multiplier = next > low && next < high ? next : Math.max(Math.sqrt(low * high), low + 0.01 * (high - low));
  }
  // rounding has closed the interval: its upper end is a multiplier that makes the matrix positive, or all but
  if (envelopeCholesky(shape, hessian, high, factor) || envelopeCholesky(shape, hessian, 2 * high, factor)) {
    const length = solve(shape, factor, gradient, step);
    scale(step, Math.min(1, radius / length), step);
    return measured(shape, hessian, gradient, step, high, work);
  }
  // H is not finite: what is left is the steepest descent, and the linear model
  const gradientNorm = norm(gradient);
  scale(gradient, gradientNorm > 0 ? -radius / gradientNorm : 0, step);
  return { step, length: radius, predictedReduction: radius * gradientNorm, multiplier: Infinity };
}

/** step := -(L L^T)^-1 gradient. Returns its length. */
function solve(shape: Envelope, factor: Vector, gradient: Vector, step: Vector): number {
  envelopeSolveLower(shape, factor, scale(gradient, -1, step), step);
  return norm(envelopeSolveUpper(shape, factor, step, step));
}

/**
 * A direction of norm 1 in which H curves little, by two rounds of inverse iteration with the factor of a shifted H;
 * returns the curvature, which bounds the smallest one from above.
 */
function smallCurvature(shape: Envelope, hessian: Vector, factor: Vector, direction: Vector, work: Vector): number {
  // a start that is perpendicular to no eigenvector but by chance
  for (let i = 0; i < direction.length; i++) direction[i] = Math.cos(1 + i * i);
  for (let round = 0; round < 2; round++) {
    envelopeSolveLower(shape, factor, direction, direction);
    envelopeSolveUpper(shape, factor, direction, direction);
    scale(direction, 1 / norm(direction), direction);
  }
  return dot(direction, envelopeProduct(shape, hessian, direction, work));
}

/** The shorter way from within the region along a direction of norm 1 to its boundary. */
function lengthen(step: Vector, direction: Vector, radius: number): number {
  const half = dot(step, direction);
  const missing = radius * radius - dot(step, step);
  return missing / (half + (half < 0 ? -1 : 1) * Math.sqrt(half * half + missing));
}

/** For a step with (H + multiplier I) step = -g. */
function ending(gradient: Vector, step: Vector, length: number, multiplier: number): ExactStep {
  const predictedReduction = (multiplier * length * length - dot(gradient, step)) / 2;
  return { step, length, predictedReduction, multiplier };
}

/** For any step. */
function measured(
  shape: Envelope,
  hessian: Vector,
  gradient: Vector,
  step: Vector,
  multiplier: number,
  work: Vector,
): ExactStep {
  const curvature = dot(step, envelopeProduct(shape, hessian, step, work));
  return { step, length: norm(step), predictedReduction: -dot(gradient, step) - curvature / 2, multiplier };
}
