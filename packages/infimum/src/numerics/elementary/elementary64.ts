import { cos, sin } from "./circular.ts";
import type { Elementary } from "./elementary.ts";

// Elementary functions in float64 whose steps are additions, multiplications and divisions, so that vector instructions do
// the same: numerics/kernels/assembly has them for vectors, with the same bits. Their errors in units of the last place,
// bounds that the tests hold: exp 1, expm1 1.7, tanh 2, log 0.8, log1p 1.5 (measured: 0.84, 1.60, 1.93, 0.77, 1.44).

const log2High = 6.9314718036912381649e-1;
const log2Low = 1.90821492927058770002e-10;

/** So large that a number added to it is rounded to an integer. */
const rounding = 1.5 * 2 ** 52;

const numbers = new Float64Array(1);
const words = new Int32Array(numbers.buffer);
/** Which of the words has the exponent. */
numbers[0] = 1;
const upper = words[1] === 0 ? 0 : 1;

function quotientByLog2(x: number): number {
  return x * Math.LOG2E + rounding - rounding;
}

/**
 * e^r - 1, r = x - k log 2, |r| <= log(2) / 2, by its series up to r^13. The first part of log 2 is so short that its product
 * with k is exact; what is rounded off r is added to the series, whose even and odd powers are summed apart.
 */
function shortExponential(x: number, k: number): number {
  const first = x - k * log2High;
  const second = k * log2Low;
  const r = first - second;
  const rest = first - r - second;
  const z = r * r;
  let odd = 1 / 6227020800;
  let even = 1 / 479001600;
  odd = odd * z + 1 / 39916800;
  even = even * z + 1 / 3628800;
  odd = odd * z + 1 / 362880;
  even = even * z + 1 / 40320;
  odd = odd * z + 1 / 5040;
  even = even * z + 1 / 720;
  odd = odd * z + 1 / 120;
  even = even * z + 1 / 24;
  odd = odd * z + 1 / 6;
  even = even * z + 0.5;
  return r + (z * (even + odd * r) + rest);
}

/** 2^k for an integer k for which that is a normal number. */
function twoTo(k: number): number {
  words[1 - upper] = 0;
  words[upper] = (k + 1023) << 20;
  return numbers[0];
}

function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  const inside = Math.max(Math.min(x, 710), -746);
  const k = quotientByLog2(inside);
  const p = shortExponential(inside, k);
  // in two steps, so that what is not a normal number is rounded once, and 2^k is one
  const half = Math.floor(k * 0.5);
  return (1 + p) * twoTo(half) * twoTo(k - half);
}

function expm1(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  const inside = Math.max(Math.min(x, 710), -45);
  const k = quotientByLog2(inside);
  const p = shortExponential(inside, k);
  if (k === 0) return p;
  // half of it, since 2^k may be too large by one step
  const half = twoTo(k - 1);
  return 2 * (half * p + (half - 0.5));
}

/** t / (t + 2), t = e^2|x| - 1, with the sign of x; near 0 with what is rounded off the divisor. */
function tanh(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  const twice = 2 * Math.min(Math.abs(x), 22);
  const k = quotientByLog2(twice);
  const p = shortExponential(twice, k);
  const power = twoTo(k);
  const t = power * p + (power - 1);
  const divisor = t + 2;
  const quotient = t / divisor;
  const rest = k < 2 ? t - (divisor - 2) : 0;
  const result = quotient - quotient * (rest * 0.5);
  return x < 0 ? -result : result;
}

/** x = 2^k (1 + f), log x = k log 2 + f - f^2 / 2 + s (f^2 / 2 + R(s^2)), s = f / (2 + f), as in fdlibm. */
function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x === Infinity ? x : NaN;
  const isSmall = x < 2 ** -1022;
  numbers[0] = isSmall ? x * 2 ** 54 : x;
  let k = (words[upper] >> 20) - 1023 - (isSmall ? 54 : 0);
  words[upper] = (words[upper] & 0xfffff) | 0x3ff00000;
  let m = numbers[0];
  if (m > Math.SQRT2) {
    m *= 0.5;
    k++;
  }
  const f = m - 1;
  const s = f / (f + 2);
  const half = f * f * 0.5;
  const z = s * s;
  let sum = 1.479819860511658591e-1;
  sum = sum * z + 1.531383769920937332e-1;
  sum = sum * z + 1.818357216161805012e-1;
  sum = sum * z + 2.222219843214978396e-1;
  sum = sum * z + 2.857142874366239149e-1;
  sum = sum * z + 3.99999999994094191e-1;
  sum = sum * z + 6.66666666666673513e-1;
  return k * log2High - (half - (s * (half + sum * z) + k * log2Low) - f);
}

/** log of the rounded sum u = 1 + x, and what was rounded off, divided by u. */
function log1p(x: number): number {
  if (x === 0) return x;
  const u = 1 + x;
  const part = u - 1;
  const rest = 1 - (u - part) + (x - part);
  return log(u) + (Math.abs(rest) > 0 ? rest / u : 0);
}

/**
 * The functions of float64 numbers that have a vector form with the same bits.
 *
 * @reference Sun Microsystems, 1993, fdlibm, https://www.netlib.org/fdlibm/ (logarithm, and the parts of log 2)
 */
export const elementary64: Elementary = { exp, expm1, tanh, log, log1p, sin, cos };
