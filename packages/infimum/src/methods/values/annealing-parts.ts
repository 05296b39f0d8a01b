import type { RandomStream } from "../../numerics/random/stream.ts";

// The parts of simulated annealing, each a plain function of a few numbers, so that any goes with any.

/** How the temperature falls: "matched" as the visiting index asks, "geometric" by a factor a level. */
export type Cooling = "matched" | "geometric";

/** What becomes of a worse point. */
export type Acceptance = "metropolis" | "generalized" | "threshold";

/**
 * The temperature of level k = 0, 1, ... as a part of the first: (2^(q - 1) - 1) / ((2 + k)^(q - 1) - 1), which is logarithmic for
 * q = 1 (Boltzmann), 1 / (1 + k) for q = 2 (fast annealing).
 *
 * @reference C. Tsallis, D. A. Stariolo (1996), Generalized simulated annealing, doi:10.1016/S0378-4371(96)00271-3
 */
export function matchedCooling(level: number, visitingIndex: number): number {
  const power = visitingIndex - 1;
  if (power === 0) return Math.log(2) / Math.log(2 + level);
  return Math.expm1(power * Math.log(2)) / Math.expm1(power * Math.log(2 + level));
}

/** Beyond it a step says nothing any more. */
const longestVisit = 1e8;

/**
 * A step of the visiting distribution at temperature 1: normal for q = 1, Cauchy for q = 2, with ever heavier tails up to q = 3.
 *
 *     N / |N'|^((q - 1) / (3 - q))
 */
export function visit(visitingIndex: number, random: RandomStream): number {
  const step = random.normal() / Math.abs(random.normal()) ** ((visitingIndex - 1) / (3 - visitingIndex));
  return Math.min(longestVisit, Math.max(-longestVisit, step));
}

/** How wide the visiting distribution is at a temperature: its root for q = 1, the temperature itself for q = 2. */
export function visitingWidth(temperature: number, visitingIndex: number): number {
  return temperature ** (1 / (3 - visitingIndex));
}

/** The acceptance index of generalized annealing. */
const acceptanceIndex = -5;

/** The probability of going on from a point that is worse by `rise` > 0 at a temperature. */
export function acceptanceProbability(acceptance: Acceptance, rise: number, temperature: number): number {
  if (acceptance === "threshold") return rise < temperature ? 1 : 0;
  if (acceptance === "metropolis") return Math.exp(-rise / temperature);
  const power = 1 - acceptanceIndex;
  return Math.max(0, 1 - (power * rise) / temperature) ** (1 / power);
}
