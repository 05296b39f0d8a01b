/**
 * Exchanges rows and columns `low` <= `high` of a symmetric matrix kept in its lower triangle, and the entries of
 * `permutation`. Columns left of `low` may already be columns of a factor: their two rows are exchanged too.
 */
export function exchangeSymmetric(
  a: Float64Array,
  n: number,
  permutation: Int32Array,
  low: number,
  high: number,
): void {
  if (low === high) return;
  const label = permutation[low];
  permutation[low] = permutation[high];
  permutation[high] = label;
  for (let j = 0; j < low; j++) swap(a, low + j * n, high + j * n);
  for (let j = low + 1; j < high; j++) swap(a, j + low * n, high + j * n);
  for (let i = high + 1; i < n; i++) swap(a, i + low * n, i + high * n);
  swap(a, low + low * n, high + high * n);
}

function swap(a: Float64Array, i: number, j: number): void {
  const kept = a[i];
  a[i] = a[j];
  a[j] = kept;
}
