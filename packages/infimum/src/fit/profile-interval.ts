import type { Vector } from "../numerics/vector.ts";
import type { Refits } from "./fit-run.ts";

/** What a profile is taken of. */
export interface Profiled {
  readonly x: Vector;
  /** Half the sum of squares at the solution. */
  readonly value: number;
  /** The standard deviation of a residual. */
  readonly deviation: number;
  readonly lower: Vector | undefined;
  readonly upper: Vector | undefined;
}

/** A side on which the sum of squares does not rise so far is open. */
const mostDoublings = 40;

/** Refits for the end of a side: each gives more than a digit. */
const mostRefits = 60;

const relativeTolerance = 1e-9;

/**
 * The values of parameter `index` at which the sum of squares, the other parameters refitted, is not much larger than its
 * minimum: (S(value) - S) / s^2 <= t^2. Unlike plus and minus t standard errors it follows the curvature of the model,
 * and does not depend on how the parameter is written; a side may be infinite.
 *
 * Cost: about ten refits a side.
 *
 * @param standardError where to look first
 * @param t the quantile of Student's distribution
 * @reference D. M. Bates, D. G. Watts, 1988, Nonlinear regression analysis and its applications, section 6.1,
 * 10.1002/9780470316757
 */
export function profileInterval(
  refits: Refits,
  at: Profiled,
  index: number,
  standardError: number,
  t: number,
): [number, number] {
  const side = (sign: 1 | -1): number => {
    const centre = at.x[index];
    const bound = (sign < 0 ? at.lower : at.upper)?.[index] ?? sign * Infinity;
    if (centre === bound) return bound;
    const warm = { x: at.x };
    /** The signed root of the rise, which is about straight, less t. */
    const rise = (distance: number): number => {
      const held = { index, value: centre + sign * distance };
      const { x, value } = refits.solve({ start: warm.x, held });
      if (value < Infinity) warm.x = x;
      const root = Math.sqrt(Math.max(0, 2 * (value - at.value))) / at.deviation;
      return (Number.isNaN(root) ? Infinity : root) - t;
    };
    const room = Math.abs(bound - centre);
    let far = Math.min(t * standardError || 1e-3 * Math.max(1, Math.abs(centre)), room);
    if (!(far < Infinity)) return sign * Infinity;
    let near = 0;
    let nearRise = -t;
    let farRise = rise(far);
    for (let k = 0; farRise < 0; k++) {
      if (far === room) return bound;
      if (k === mostDoublings) return sign * Infinity;
      [near, nearRise] = [far, farRise];
      // as far as a straight line says, and a little further, so that it ends beyond
      far = Math.min(room, far * Math.min(2, Math.max(1.05, (1.02 * t) / Math.max(farRise + t, 1e-3 * t))));
      farRise = rise(far);
    }
    for (let k = 0; k < mostRefits && far - near > relativeTolerance * far; k++) {
      // the regula falsi, and every third time the middle, so that both ends move
      const secant = Number.isFinite(farRise) ? (near * farRise - far * nearRise) / (farRise - nearRise) : NaN;
      const middle = (near + far) / 2;
      const next = k % 3 === 2 || !(secant > near && secant < far) ? middle : secant;
      const found = rise(next);
      if (Math.abs(found) <= relativeTolerance * t) return centre + sign * next;
      if (found < 0) [near, nearRise] = [next, found];
      else [far, farRise] = [next, found];
    }
    return centre + sign * (near + far) * 0.5;
  };
  return [side(-1), side(1)];
}
