/** A value summed from a few dozen terms of its own size is good to about this many units in the last place. */
const units = 64;

/**
 * The size of a difference of two values near `value` that may be nothing but rounding, 1.4e-14 |value|: below it slopes
 * decide, which lose only half as many digits near a minimizer as differences of values do.
 */
export function roundingLevel(value: number): number {
  return units * Number.EPSILON * Math.abs(value);
}
