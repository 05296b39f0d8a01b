/**
 * Turns the vector at `a[offset .. offset + length)` into a reflection H = I - t v v^T with v_0 = 1 that maps it to
 * (beta, 0, ..., 0), beta of the opposite sign of the first entry. Leaves beta in the first place and v_1, v_2, ... in
 * the others, and returns t; t = 0 (H = I) when there is nothing to annihilate.
 *
 * @reference G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., 2013, section 5.1
 */
export function makeReflector(a: Float64Array, offset: number, length: number): number {
  const tail = normOfRange(a, offset + 1, offset + length);
  if (tail === 0 || length === 0) return 0;
  const first = a[offset];
  const size = hypotenuse(first, tail);
  const beta = first > 0 ? -size : size;
  const divisor = first - beta;
  for (let i = offset + 1; i < offset + length; i++) a[i] /= divisor;
  a[offset] = beta;
  return (beta - first) / beta;
}

/** c := H c for the reflection (t, v) of `makeReflector`: v_1, ... from `v[vOffset + 1]` on, c from `c[cOffset]` on. */
export function applyReflector(
  v: Float64Array,
  vOffset: number,
  length: number,
  t: number,
  c: Float64Array,
  cOffset: number,
): void {
  let sum = c[cOffset];
  for (let i = 1; i < length; i++) sum += v[vOffset + i] * c[cOffset + i];
  sum *= t;
  c[cOffset] -= sum;
  for (let i = 1; i < length; i++) c[cOffset + i] -= v[vOffset + i] * sum;
}

/**
 * The Euclidean norm of `a[start .. end)`, summed in index order; scaled only when the plain sum of squares leaves the
 * safe range.
 */
export function normOfRange(a: Float64Array, start: number, end: number): number {
  let squares = 0;
  for (let i = start; i < end; i++) squares += a[i] * a[i];
  if (squares > 1e-290 && squares < Infinity) return Math.sqrt(squares);
  let largest = 0;
  for (let i = start; i < end; i++) {
    const size = Math.abs(a[i]);
    if (!(size <= largest)) largest = size;
  }
  if (largest === 0 || !(largest < Infinity)) return squares !== squares ? NaN : largest;
  let sum = 0;
  for (let i = start; i < end; i++) sum += (a[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** sqrt(a^2 + b^2) without overflow or underflow on the way; faster than `Math.hypot`. */
export function hypotenuse(a: number, b: number): number {
  const squares = a * a + b * b;
  if (squares > 1e-290 && squares < Infinity) return Math.sqrt(squares);
  const larger = Math.max(Math.abs(a), Math.abs(b));
  if (larger === 0 || !(larger < Infinity)) return larger;
  return larger * Math.sqrt((a / larger) ** 2 + (b / larger) ** 2);
}
