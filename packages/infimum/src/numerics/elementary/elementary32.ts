import { cos, sin } from "./circular.ts";
import type { Elementary } from "./elementary.ts";

// Elementary functions in float32: as in elementary64.ts, with every operation rounded to float32. Their errors in units of
// the last place, bounds that the tests hold: exp 1, expm1 1.7, tanh 2.05, log 0.8, log1p 1.5 (measured over every 101st
// number of float32: 0.93, 1.61, 2.02, 0.79, 1.44).

const { fround } = Math;

const log2E = fround(Math.LOG2E);
const exponentialHigh = fround(0.693359375);
const exponentialLow = fround(-2.1219444e-4);
const logarithmHigh = fround(6.9313812256e-1);
const logarithmLow = fround(9.0580006145e-6);
const squareRoot = fround(Math.SQRT2);

/** So large that a number added to it is rounded to an integer. */
const rounding = fround(1.5 * 2 ** 23);

const [c3, c4, c5, c6, c7] = [6, 24, 120, 720, 5040].map((factorial) => fround(1 / factorial));
const [l1, l2, l3, l4] = [0.66666662693, 0.40000972152, 0.28498786688, 0.24279078841].map(fround);

const numbers = new Float32Array(1);
const words = new Int32Array(numbers.buffer);

function quotientByLog2(x: number): number {
  return fround(fround(fround(x * log2E) + rounding) - rounding);
}

/** e^r - 1, r = x - k log 2, |r| <= log(2) / 2, by its series up to r^7; even and odd powers are summed apart. */
function shortExponential(x: number, k: number): number {
  const first = fround(x - fround(k * exponentialHigh));
  const second = fround(k * exponentialLow);
  const r = fround(first - second);
  const rest = fround(fround(first - r) - second);
  const z = fround(r * r);
  let odd = fround(fround(c7 * z) + c5);
  let even = fround(fround(c6 * z) + c4);
  odd = fround(fround(odd * z) + c3);
  even = fround(fround(even * z) + 0.5);
  return fround(r + fround(fround(z * fround(even + fround(odd * r))) + rest));
}

/** 2^k for an integer k for which that is a normal number. */
function twoTo(k: number): number {
  words[0] = (k + 127) << 23;
  return numbers[0];
}

function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  const inside = Math.max(Math.min(x, 89), -104);
  const k = quotientByLog2(inside);
  const p = shortExponential(inside, k);
  const half = Math.floor(k * 0.5);
  return fround(fround(fround(1 + p) * twoTo(half)) * twoTo(k - half));
}

function expm1(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  const inside = Math.max(Math.min(x, 89), -20);
  const k = quotientByLog2(inside);
  const p = shortExponential(inside, k);
  if (k === 0) return p;
  const half = twoTo(k - 1);
  return fround(2 * fround(fround(half * p) + fround(half - 0.5)));
}

function tanh(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  const twice = 2 * Math.min(Math.abs(x), 10);
  const k = quotientByLog2(twice);
  const p = shortExponential(twice, k);
  const power = twoTo(k);
  const t = fround(fround(power * p) + fround(power - 1));
  const divisor = fround(t + 2);
  const quotient = fround(t / divisor);
  const rest = k < 2 ? fround(t - fround(divisor - 2)) : 0;
  const result = fround(quotient - fround(quotient * (rest * 0.5)));
  return x < 0 ? -result : result;
}

function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x === Infinity ? x : NaN;
  const isSmall = x < 2 ** -126;
  numbers[0] = isSmall ? x * 2 ** 25 : x;
  let k = (words[0] >> 23) - 127 - (isSmall ? 25 : 0);
  words[0] = (words[0] & 0x7fffff) | 0x3f800000;
  let m = numbers[0];
  if (m > squareRoot) {
    m *= 0.5;
    k++;
  }
  const f = fround(m - 1);
  const s = fround(f / fround(f + 2));
  const half = fround(fround(f * f) * 0.5);
  const z = fround(s * s);
  let sum = fround(fround(l4 * z) + l3);
  sum = fround(fround(sum * z) + l2);
  sum = fround(fround(sum * z) + l1);
  const rest = fround(fround(s * fround(half + fround(sum * z))) + fround(k * logarithmLow));
  return fround(fround(k * logarithmHigh) - fround(fround(half - rest) - f));
}

function log1p(x: number): number {
  if (x === 0) return x;
  const u = fround(1 + x);
  const part = fround(u - 1);
  const rest = fround(fround(1 - fround(u - part)) + fround(x - part));
  return fround(log(u) + (Math.abs(rest) > 0 ? fround(rest / u) : 0));
}

/**
 * The functions of float32 numbers that have a vector form with the same bits. What they are given is a float32 number.
 *
 * @reference Sun Microsystems, 1993, fdlibm, in its single precision form by I. L. Taylor (FreeBSD msun, k_logf.h)
 * @reference S. L. Moshier, 1992, Cephes (the parts of log 2 in the exponential)
 */
export const elementary32: Elementary = {
  exp,
  expm1,
  tanh,
  log,
  log1p,
  // in float64, where angles keep their digits, and rounded
  sin: (x) => fround(sin(x)),
  cos: (x) => fround(cos(x)),
};
