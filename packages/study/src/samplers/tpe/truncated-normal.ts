import { normalDensity, normalQuantile, normalUpperTail, type Vector } from "infimum/numerics";

/** Beyond this many deviations a tail holds less than half a unit in the last place of 1. */
const wholeMass = 8.3;

/** Points of the table for every deviation. */
const pointsPerUnit = 64;

/** Upper tails, and what they lose to the next point at the slope there. */
const tails = /* @__PURE__ */ tabulate();

function tabulate(): { readonly values: Vector; readonly slopes: Vector } {
  const at = Float64Array.from({ length: wholeMass * pointsPerUnit + 2 }, (_, k) => k / pointsPerUnit);
  return { values: at.map(normalUpperTail), slopes: at.map((z) => -normalDensity(z) / pointsPerUnit) };
}

/**
 * The probability that a standard normal falls between -below and above, neither negative: to 1e-10, by cubic Hermite
 * interpolation of the tails between points 1/64 apart, without the cost of the tails themselves: it is asked for by every
 * kernel in every dimension.
 */
export function massAround(below: number, above: number): number {
  let mass = 1;
  if (below < wholeMass) mass -= tabulatedTail(below);
  if (above < wholeMass) mass -= tabulatedTail(above);
  return mass;
}

function tabulatedTail(z: number): number {
  const { values, slopes } = tails;
  const scaled = z * pointsPerUnit;
  const k = Math.floor(scaled);
  const t = scaled - k;
  const s = 1 - t;
  return s * s * ((1 + 2 * t) * values[k] + t * slopes[k]) + t * t * ((1 + 2 * s) * values[k + 1] - s * slopes[k + 1]);
}

/**
 * The point of [0, 1] below which a normal with that mean, itself in [0, 1], and deviation, cut to [0, 1], falls with
 * probability u. By inversion from the nearer tail, so that small probabilities keep their digits.
 */
export function truncatedNormalQuantile(mean: number, deviation: number, u: number): number {
  const lowerTail = normalUpperTail(mean / deviation);
  const upperTail = normalUpperTail((1 - mean) / deviation);
  const mass = 1 - lowerTail - upperTail;
  const below = lowerTail + u * mass;
  const z = below < 0.5 ? normalQuantile(below) : -normalQuantile(upperTail + (1 - u) * mass);
  return Math.min(1, Math.max(0, mean + deviation * z));
}

/** The mean density of a normal between two points: of probability for the distance, not cut to [0, 1]. */
export function meanDensity(mean: number, deviation: number, from: number, to: number): number {
  const a = (from - mean) / deviation;
  const b = (to - mean) / deviation;
  // the difference of the tails on the side where they are small
  const mass = a > 0 ? normalUpperTail(a) - normalUpperTail(b) : normalUpperTail(-b) - normalUpperTail(-a);
  return mass / (to - from);
}
