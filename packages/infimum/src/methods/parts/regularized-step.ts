import {
  type Envelope,
  envelopeCholesky,
  envelopeNorm,
  envelopeProduct,
  envelopeSolveLower,
  envelopeSolveUpper,
} from "../../numerics/sparse/envelope.ts";
import { dot, move, norm, scale, type Vector } from "../../numerics/vector.ts";

/** A step with (H + multiplier I) step = -g, of the length that goes with its multiplier. */
export interface ExactStep {
  /** Scratch (n): it lives until the iteration ends. */
  readonly step: Vector;
  readonly length: number;
  /** How much the quadratic model falls, at least 0. */
  readonly predictedReduction: number;
  readonly multiplier: number;
}

/**
 * How long a step may be, for a multiplier t: `radius` + t `growth`. A ball has no growth; a cubic term s |p|^3 / 3 has
 * no radius and the growth 1/s, since the multiplier of its minimizer is s |p|.
 */
export interface StepLength {
  readonly radius: number;
  readonly growth: number;
}

export interface StepTolerances {
  readonly length: number;
  readonly model: number;
}

/** In the hard case the multiplier may have to be a little more than any bound on the curvature. */
const beyondBound = 1.001;

/** Each narrows the interval of the multiplier; two to four are mostly enough. */
const mostFactorizations = 60;

/**
 * Solves (H + t I) p = -g, H + t I positive semidefinite, |p| = radius + t growth for the multiplier t >= 0 and the step p, H given
 * by its envelope; t = 0 where the Newton step is no longer than the radius. Newton's iteration on 1/|p| - 1/(radius + t growth),
 * within an interval that always holds t. In the hard case, where no multiplier makes the step long enough, a direction of
 * the smallest curvature is added, by which a saddle is left. Cost: two to four factorizations and solves.
 *
 * Where H is not finite the step is the steepest descent, as long as it may be, and the prediction that of the linear model.
 *
 * @param tolerances how far the length may be from what it should be, relatively, and the part by which the model may fall short of
 * its minimum in the hard case
 * @param scratch gives work space, of n numbers where nothing is said
 * @reference J. J. Moré, D. C. Sorensen, 1983, Computing a trust region step, 10.1137/0904038
 * @reference C. Cartis, N. I. M. Gould, Ph. L. Toint, 2011, Adaptive cubic regularisation methods for unconstrained optimization,
 * part I, section 6.1, 10.1007/s10107-009-0286-5
 */
export function regularizedStep(
  shape: Envelope,
  hessian: Vector,
  gradient: Vector,
  allowed: StepLength,
  tolerances: StepTolerances,
  scratch: (length?: number) => Vector,
): ExactStep {
  const factor = scratch(hessian.length);
  const step = scratch();
  let newtonLength = Infinity;
  if (envelopeCholesky(shape, hessian, 0, factor)) {
    newtonLength = solve(shape, factor, gradient, step);
    if (newtonLength <= allowed.radius * (1 + tolerances.length)) return ending(gradient, step, newtonLength, 0);
  }
  const search = { shape, hessian, gradient, allowed, tolerances };
  return searchMultiplier(search, newtonLength, factor, step, scratch(), scratch());
}

interface Search {
  readonly shape: Envelope;
  readonly hessian: Vector;
  readonly gradient: Vector;
  readonly allowed: StepLength;
  readonly tolerances: StepTolerances;
}

function searchMultiplier(
  search: Search,
  newtonLength: number,
  factor: Vector,
  step: Vector,
  bottom: Vector,
  work: Vector,
): ExactStep {
  const { shape, hessian, gradient, allowed, tolerances } = search;
  const { radius, growth } = allowed;
  const bound = envelopeNorm(shape, hessian, work);
  let { low, high } = interval(norm(gradient), bound, allowed);
  let multiplier = low > 0 ? low : 1e-3 * high;
  if (newtonLength < Infinity && growth > 0) {
    // no step is longer than Newton's, and a short one hardly knows of its multiplier
    high = Math.min(high, newtonLength / growth);
    multiplier = high;
  }
  // a positive definite Hessian has no hard case
  const isIndefinite = newtonLength === Infinity;
  for (let count = 1; count <= mostFactorizations && low < high; count++) {
    let next = NaN;
    if (envelopeCholesky(shape, hessian, multiplier, factor)) {
      const wanted = radius + multiplier * growth;
      const length = solve(shape, factor, gradient, step);
      if (Math.abs(length - wanted) <= tolerances.length * wanted) return ending(gradient, step, length, multiplier);
      if (length < wanted) high = multiplier;
      else low = multiplier;
      if (length < wanted && isIndefinite) {
        const curvature = smallCurvature(shape, hessian, factor, bottom, work);
        const along = lengthen(step, bottom, wanted);
        // what the added part costs the shifted model, beside what that falls
        const fall = multiplier * wanted * wanted - dot(gradient, step);
        if (along * along * (curvature + multiplier) <= tolerances.model * fall) {
          move(step, along, bottom, step);
          return measured(search, step, multiplier, work);
        }
        low = Math.max(low, -curvature);
      }
      envelopeSolveLower(shape, factor, step, work);
      const slope = (norm(work) / length) ** 2 / length + growth / (wanted * wanted);
      next = multiplier - (1 / length - 1 / wanted) / slope;
    } else low = multiplier;
    multiplier = next > low && next < high ? next : Math.max(Math.sqrt(low * high), low + 0.01 * (high - low));
  }
  // rounding has closed the interval: its upper end is a multiplier that makes the matrix positive, or all but
  if (envelopeCholesky(shape, hessian, high, factor) || envelopeCholesky(shape, hessian, 2 * high, factor)) {
    const length = solve(shape, factor, gradient, step);
    scale(step, Math.min(1, (radius + high * growth) / length), step);
    return measured(search, step, high, work);
  }
  return steepestWithin(gradient, allowed, step);
}

/** Where the multiplier lies for a Hessian whose eigenvalues are at most `bound` in absolute value. */
function interval(gradientNorm: number, bound: number, { radius, growth }: StepLength): { low: number; high: number } {
  if (growth === 0) {
    const slope = gradientNorm / radius;
    return { low: Math.max(0, slope - bound), high: slope + beyondBound * bound };
  }
  // |g| / (t + bound) <= |p| <= |g| / (t - bound), with |p| = radius + t growth; the roots of two parabolas in t
  const root = (shift: number) => {
    const half = (radius + growth * shift) / 2;
    const rest = gradientNorm - radius * shift;
    return (Math.sqrt(half * half + growth * rest) - half) / growth;
  };
  const low = root(bound);
  return { low: low > 0 ? low : 0, high: root(-beyondBound * bound) };
}

/** What is left where H vanishes with the gradient, or is not finite: as far downhill as a step may go, and the linear model. */
export function steepestWithin(gradient: Vector, { radius, growth }: StepLength, step: Vector): ExactStep {
  const gradientNorm = norm(gradient);
  const length = gradientNorm > 0 ? radius + Math.sqrt(gradientNorm * growth) : 0;
  scale(gradient, gradientNorm > 0 ? -length / gradientNorm : 0, step);
  return { step, length, predictedReduction: length * gradientNorm, multiplier: Infinity };
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
function measured({ shape, hessian, gradient }: Search, step: Vector, multiplier: number, work: Vector): ExactStep {
  const curvature = dot(step, envelopeProduct(shape, hessian, step, work));
  return { step, length: norm(step), predictedReduction: -dot(gradient, step) - curvature / 2, multiplier };
}
