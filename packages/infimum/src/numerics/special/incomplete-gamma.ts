import { productError } from "./exact-product.ts";
import { gamma, logGammaOnePlus, stirlingCorrection } from "./gamma.ts";
import { log1pMinus, log1pMinusQuadratic } from "./log1p-remainders.ts";
import { uniformLimit, uniformLower, uniformTailFactor, uniformUpper } from "./uniform-gamma.ts";

/*
 * Every region gives the smaller of P and Q as the prefactor D = x^a e^-x / gamma(a + 1) times a factor of moderate
 * size: a power series, a continued fraction or Temme's uniform expansion. The other one is the difference to 1.
 */

/** Up to this parameter powers and gamma(a + 1) neither overflow nor lose digits. */
const directLimit = 165;

/** Up to here the exponential of the exponent's leading part does not underflow before the whole does. */
const largestLeading = 600;

/**
 * Up to here a parameter can be split into halves without overflow. Beyond, P and Q leave 1/2 within a rounding of x.
 */
const largestSplit = 1e200;

/**
 * The regularized lower incomplete gamma function P(a, x): the integral of t^(a-1) e^-t / gamma(a) from 0 to x.
 *
 * Relative accuracy about 1e-14, of small values too, plus 5e-16 times |log P| for a > 165. NaN unless a > 0 and
 * x >= 0. Costs 0.1 to 1 us.
 */
export function gammaP(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return NaN;
  if (x === 0) return 0;
  if (x === Infinity) return a === Infinity ? NaN : 1;
  if (a === Infinity) return 0;
  return lowerIsPrimary(a, x) ? primaryTail(a, x) : 1 - primaryTail(a, x);
}

/**
 * The regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x), with the same accuracy and cost; Q(a, 0) = 1.
 */
export function gammaQ(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return NaN;
  if (x === 0) return 1;
  if (x === Infinity) return a === Infinity ? NaN : 0;
  if (a === Infinity) return 1;
  return lowerIsPrimary(a, x) ? 1 - primaryTail(a, x) : primaryTail(a, x);
}

/**
 * The density's multiple D = x^a e^-x / gamma(a + 1); times a / x it is the derivative of P.
 *
 * For large a, a log x and x would cancel; with t = (x - a) / a, D is exp(a (log(1 + t) - t)) / sqrt(2 pi a) up to
 * Stirling's correction. Of the exponent the leading part (x - a)^2 / (2 a) is computed with twice the digits.
 */
export function gammaPrefactor(a: number, x: number): number {
  if (a <= directLimit) {
    if (x > 1490) return 0;
    const root = x ** (0.5 * a) * Math.exp(-0.5 * x);
    // not gamma(a + 1): a + 1 would be rounded
    const factorial = a < 1 ? gamma(1 + a) : a * gamma(a);
    return (root / factorial) * root;
  }
  const difference = x - a;
  const scale = Math.sqrt(2 * Math.PI * a);
  // far to the left 1 + t would lose the digits of x
  if (x < 0.2 * a) return Math.exp(a * Math.log(x / a) - difference - stirlingCorrection(a)) / scale;
  const square = difference * difference;
  const leading = square / (2 * a);
  if (!(leading < largestLeading && a < largestSplit)) {
    return Math.exp(a * log1pMinus(difference / a) - stirlingCorrection(a)) / scale;
  }
  const product = leading * (2 * a);
  const leadingRest =
    (square - product + productError(difference, difference, square) - productError(leading, 2 * a, product)) / (2 * a);
  const rest = a * log1pMinusQuadratic(difference / a) - leadingRest - stirlingCorrection(a);
  return (Math.exp(-leading) * Math.exp(rest)) / scale;
}

/** Whether P is computed (and Q is the rest): it is then at most about 3/4. */
function lowerIsPrimary(a: number, x: number): boolean {
  // for small x: where x^a / gamma(a + 1) is about one half
  if (x < 1) return a > Math.LN2 / (Math.LN2 + 1 - Math.log(x));
  return x < a;
}

/** P where `lowerIsPrimary`, else Q. */
function primaryTail(a: number, x: number): number {
  const lower = lowerIsPrimary(a, x);
  if (!lower && x < 1) return upperNearZero(a, x);
  const ratio = x / a;
  if (a >= uniformLimit && ratio > uniformLower && ratio < uniformUpper) {
    const offset = (x - a) / a;
    const eta = Math.sqrt(-2 * log1pMinus(offset)) * (lower ? -1 : 1);
    return gammaPrefactor(a, x) * uniformTailFactor(a, eta);
  }
  return gammaPrefactor(a, x) * (lower ? lowerSeries(a, x) : upperFraction(a, x));
}

/** P / D = 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ... */
function lowerSeries(a: number, x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/**
 * Q / D = a / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...))), Legendre's continued fraction by
 * Steed's algorithm, for x >= max(a, 1).
 */
function upperFraction(a: number, x: number): number {
  let denominator = x + 1 - a;
  let inverse = 1 / denominator;
  let difference = inverse;
  let sum = inverse;
  for (let n = 1; Math.abs(difference) > 1e-17 * sum && n < 10_000; n++) {
    const numerator = -n * (n - a);
    denominator += 2;
    inverse = 1 / (numerator * inverse + denominator);
    difference *= denominator * inverse - 1;
    sum += difference;
  }
  return a * sum;
}

/**
 * Q for x < 1 where it is the smaller: with D' = x^a / gamma(a + 1), Q = (1 - D') + D' a (x / (a + 1) - x^2 / (2! (a +
 * 2)) + ...), and 1 - D' is small like a when a is.
 */
function upperNearZero(a: number, x: number): number {
  const exponent = a * Math.log(x) - logGammaOnePlus(a);
  let sum = 0;
  let power = 1;
  for (let n = 1; Math.abs(power) > 1e-18; n++) {
    power *= -x / n;
    sum -= power / (a + n);
  }
  return -Math.expm1(exponent) + Math.exp(exponent) * a * sum;
}
