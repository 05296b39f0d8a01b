import { normalDensity } from "infimum/numerics";
import { massAround } from "../tpe/truncated-normal.ts";

/** A normal of this mean and deviation, cut to [0, 1]. */
export interface TruncatedNormal {
  /** In [0, 1]: of the whole normal, so its mode; the mean of the cut one lies nearer to the middle. */
  readonly mean: number;
  readonly deviation: number;
}

/** With this deviation the density varies by 12 % about a mean in the middle: nearly uniform. */
export const largestDeviation = 1;

/**
 * The most likely truncated normal for numbers in [0, 1], its mean in [0, 1] and its deviation between `least` and 1.
 *
 * The density is of exponential form in (x, x^2), so the likelihood is concave in (mean / deviation^2, -1 / (2 deviation^2)),
 * on which the limits are linear: for each deviation the best mean is where the model's mean is that of the numbers (or at
 * an end), and along those the slope in the deviation,
 *
 *     mean((x - m)^2) - E (x - m)^2,
 *
 * changes its sign once. Two nested searches, about 10 us.
 */
export function fitTruncatedNormal(numbers: readonly number[], least: number): TruncatedNormal {
  let sum = 0;
  for (const x of numbers) sum += x;
  const average = sum / numbers.length;
  let spread = 0;
  for (const x of numbers) spread += (x - average) ** 2;
  spread /= numbers.length;

  const meanFor = (deviation: number): number => {
    const excess = (mean: number): number => momentsAbout(mean, deviation).first + mean - average;
    const [atBottom, atTop] = [excess(0), excess(1)];
    if (atBottom >= 0) return 0;
    return atTop <= 0 ? 1 : crossing(excess, [0, atBottom], [1, atTop]);
  };
  /** The logarithm of how much wider the model is than the numbers, in squares: nearly linear in that of the deviation. */
  const width = (logDeviation: number): number => {
    const mean = meanFor(Math.exp(logDeviation));
    return Math.log(momentsAbout(mean, Math.exp(logDeviation)).second / (spread + (average - mean) ** 2));
  };
  const widest = width(Math.log(largestDeviation));
  if (widest <= 0) return { mean: meanFor(largestDeviation), deviation: largestDeviation };
  const narrowest = width(Math.log(least));
  if (narrowest >= 0) return { mean: meanFor(least), deviation: least };
  const fitted = Math.exp(crossing(width, [Math.log(least), narrowest], [Math.log(largestDeviation), widest]));
  return { mean: meanFor(fitted), deviation: fitted };
}

/** The logarithm of the density at x in [0, 1]. */
export function logDensity({ mean, deviation }: TruncatedNormal, x: number): number {
  const mass = massAround(mean / deviation, (1 - mean) / deviation);
  return -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation * mass * Math.sqrt(2 * Math.PI));
}

/** E(x - mean) and E(x - mean)^2 of the cut normal. */
function momentsAbout(mean: number, deviation: number): { first: number; second: number } {
  const below = mean / deviation;
  const above = (1 - mean) / deviation;
  const mass = massAround(below, above);
  const densityBelow = normalDensity(below);
  const densityAbove = normalDensity(above);
  return {
    first: (deviation * (densityBelow - densityAbove)) / mass,
    second: deviation ** 2 * (1 - (below * densityBelow + above * densityAbove) / mass),
  };
}

type Place = readonly [x: number, value: number];

/** Well above the rounding of the moments, and far below what a sample of any size could tell. */
const closeToZero = 1e-12;

/**
 * Where an increasing function crosses 0, between a place where it is negative and one where it is positive: false position,
 * the weight of an end that stays halved (the Illinois rule), some 6 to 10 values.
 */
function crossing(increasing: (x: number) => number, [from, negative]: Place, [to, positive]: Place): number {
  let [low, below, high, above] = [from, negative, to, positive];
  let x = low;
  let stayed = 0;
  for (let tries = 0; tries < 60; tries++) {
    x = (low * above - high * below) / (above - below);
    const value = increasing(x);
    if (Math.abs(value) < closeToZero) return x;
    if (value < 0) {
      [low, below] = [x, value];
      if (stayed > 0) above /= 2;
      stayed = 1;
    } else {
      [high, above] = [x, value];
      if (stayed < 0) below /= 2;
      stayed = -1;
    }
  }
  return x;
}
