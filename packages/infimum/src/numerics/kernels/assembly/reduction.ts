// x = k log 2 + r, |r| <= log(2) / 2, and what is computed of the two.

/** So large that a number added to it is rounded to an integer, which stands in the last bits of the sum. */
function roundingNumber<T extends number>(): v128 {
  return v128.splat<T>(sizeof<T>() === 8 ? <T>6755399441055744 : <T>12582912);
}

/** The integer next to x / log 2. */
export function quotientByLog2<T extends number>(x: v128): v128 {
  const rounding = roundingNumber<T>();
  const quotient = v128.mul<T>(x, v128.splat<T>(<T>Math.LOG2E));
  return v128.sub<T>(v128.add<T>(quotient, rounding), rounding);
}

/** x - k log 2: the first part of log 2 is so short that its product with k is exact. */
export function reduced<T extends number>(x: v128, k: v128): v128 {
  const high = v128.splat<T>(sizeof<T>() === 8 ? <T>6.9314718036912381649e-1 : <T>0.693359375);
  const low = v128.splat<T>(sizeof<T>() === 8 ? <T>1.90821492927058770002e-10 : <T>-2.1219444e-4);
  return v128.sub<T>(v128.sub<T>(x, v128.mul<T>(k, high)), v128.mul<T>(k, low));
}

/** e^r - 1 by its series: up to r^13 in f64, r^7 in f32. */
export function scaledExponential<T extends number>(r: v128): v128 {
  let sum = v128.splat<T>(sizeof<T>() === 8 ? <T>(1.0 / 6227020800.0) : <T>(1.0 / 5040.0));
  if (sizeof<T>() === 8) {
    sum = next<T>(sum, r, <T>(1.0 / 479001600.0));
    sum = next<T>(sum, r, <T>(1.0 / 39916800.0));
    sum = next<T>(sum, r, <T>(1.0 / 3628800.0));
    sum = next<T>(sum, r, <T>(1.0 / 362880.0));
    sum = next<T>(sum, r, <T>(1.0 / 40320.0));
    sum = next<T>(sum, r, <T>(1.0 / 5040.0));
  }
  sum = next<T>(sum, r, <T>(1.0 / 720.0));
  sum = next<T>(sum, r, <T>(1.0 / 120.0));
  sum = next<T>(sum, r, <T>(1.0 / 24.0));
  sum = next<T>(sum, r, <T>(1.0 / 6.0));
  sum = next<T>(sum, r, <T>0.5);
  return v128.add<T>(r, v128.mul<T>(v128.mul<T>(r, r), sum));
}

/** sum * x + coefficient */
export function next<T extends number>(sum: v128, x: v128, coefficient: T): v128 {
  return v128.add<T>(v128.mul<T>(sum, x), v128.splat<T>(coefficient));
}

/** 2^k for an integer k for which that is a normal number. */
export function twoTo<T extends number>(k: v128): v128 {
  const bits = v128.add<T>(k, roundingNumber<T>());
  if (sizeof<T>() === 8) return i64x2.shl(i64x2.add(bits, i64x2.splat(1023)), 52);
  return i32x4.shl(i32x4.add(bits, i32x4.splat(127)), 23);
}
