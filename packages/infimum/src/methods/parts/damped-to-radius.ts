import type { Vector } from "../../numerics/vector.ts";
import type { LinearizedResiduals } from "./linearized-residuals.ts";

/** The length may differ from the radius by this part. */
const tolerance = 0.1;

const mostSolves = 60;

/**
 * Writes the minimizer of |r + J p| within |D p| <= radius to `out` and returns its damping: 0 where the Gauss-Newton step lies
 * inside, else the damping at which the step is as long as the radius, to a tenth. Its reciprocal length is nearly linear in
 * the damping, so a few secants find it, kept within a bracket.
 *
 * Cost: n^3 operations for each of about three solves.
 *
 * @param guess a damping to begin with, such as that of the last step
 * @reference J. J. More, 1978, The Levenberg-Marquardt algorithm: implementation and theory, 10.1007/BFb0067700
 */
export function dampedToRadius(model: LinearizedResiduals, radius: number, guess: number, out: Vector): number {
  const isWhole = model.rank === model.free.length;
  const inside = isWhole ? model.lengthOf(model.gaussNewtonStep(out)) : Infinity;
  if (inside <= (1 + tolerance) * radius) return 0;
  let low = 0;
  let lowReciprocal = 1 / inside;
  // for any damping |D p| <= |r| / (2 sqrt(damping)), and at most |Q'r| / sqrt(damping)
  let high = Infinity;
  let damping = guess > 0 ? guess : (model.removable / radius) ** 2 * 1e-3;
  for (let k = 0; k < mostSolves; k++) {
    const length = model.lengthOf(model.dampedStep(damping, out));
    if (Math.abs(length - radius) <= tolerance * radius) return damping;
    if (length > radius) {
      low = damping;
      lowReciprocal = 1 / length;
      const upper = (model.removable / radius) ** 2;
      damping = high < Infinity ? Math.sqrt(low * high) : Math.min(10 * damping, Math.max(upper, 2 * damping));
    } else {
      high = damping;
      const secant = low + ((high - low) * (1 / radius - lowReciprocal)) / (1 / length - lowReciprocal);
      damping = secant > low && secant < high ? secant : low > 0 ? Math.sqrt(low * high) : high / 10;
    }
    if (damping === low || damping === high) break;
  }
  return damping;
}
