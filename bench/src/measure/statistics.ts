/** The value below which the fraction `q` of the numbers lies, linear between neighbours; NaN when there are none. */
export function quantile(numbers: readonly number[], q: number): number {
  if (numbers.length === 0) return NaN;
  const sorted = numbers.toSorted((a, b) => a - b);
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}
