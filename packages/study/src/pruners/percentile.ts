/**
 * The percentile of numbers by linear interpolation between the two nearest ranks: with the numbers sorted,
 *
 *     h = (n - 1) percentile / 100,   x_floor(h) + (h - floor(h)) (x_floor(h)+1 - x_floor(h))
 *
 * Infinity is a number here.
 *
 * @param percentile from 0 to 100
 */
export function percentileOf(numbers: Float64Array, percentile: number): number {
  const sorted = numbers.toSorted();
  const position = ((sorted.length - 1) * percentile) / 100;
  const rank = Math.floor(position);
  const fraction = position - rank;
  const below = sorted[rank];
  // an infinite neighbour times 0 would be no number
  if (fraction === 0 || below === sorted[rank + 1]) return below;
  return below + fraction * (sorted[rank + 1] - below);
}
