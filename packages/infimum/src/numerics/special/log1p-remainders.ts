/*
 * The remainders of log(1 + x) after its first terms, with full relative accuracy (below 1e-15) where those terms
 * cancel.
 *
 * Near zero with r = x / (2 + x): log(1 + x) = 2 (r + r^3 / 3 + r^5 / 5 + ...), 2 r - x = -r x and x^2 / 2 - r x = r
 * x^2 / 2.
 */

const lower = -0.8;
const upper = 1;

/** log(1 + x) - x for x > -1: near -x^2 / 2. */
export function log1pMinus(x: number): number {
  if (x < lower || x > upper) return Math.log1p(x) - x;
  const r = x / (2 + x);
  return cubicTerms(r) - r * x;
}

/** log(1 + x) - x + x^2 / 2 for x > -1: near x^3 / 3. */
export function log1pMinusQuadratic(x: number): number {
  if (x < lower || x > upper) return Math.log1p(x) - x + 0.5 * x * x;
  const r = x / (2 + x);
  return cubicTerms(r) + 0.5 * r * x * x;
}

/** 2 (r^3 / 3 + r^5 / 5 + ...) */
function cubicTerms(r: number): number {
  const square = r * r;
  let sum = 0;
  let power = 1;
  for (let k = 3; ; k += 2) {
    const term = power / k;
    sum += term;
    if (term < 1e-17 * sum) break;
    power *= square;
  }
  return 2 * r * square * sum;
}
