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

// 1 / k! from 1 / 13! and 1 / 7! on: in memory, from where engines have numbers in all lanes sooner than as constants
const inverseFactorials64 = memory.data<f64>([
  1.0 / 6227020800.0,
  1.0 / 479001600.0,
  1.0 / 39916800.0,
  1.0 / 3628800.0,
  1.0 / 362880.0,
  1.0 / 40320.0,
  1.0 / 5040.0,
  1.0 / 720.0,
  1.0 / 120.0,
  1.0 / 24.0,
  1.0 / 6.0,
  0.5,
]);
const inverseFactorials32 = memory.data<f32>([
  <f32>(1.0 / 5040.0),
  <f32>(1.0 / 720.0),
  <f32>(1.0 / 120.0),
  <f32>(1.0 / 24.0),
  <f32>(1.0 / 6.0),
  0.5,
]);

/**
 * e^r - 1, r = x - k log 2, by its series up to r^13 in f64, r^7 in f32. The first part of log 2 is so short that its product
 * with k is exact; what is rounded off r is added to the series. Even and odd powers are summed apart, so that neither waits for the
 * other.
 */
export function shortExponential<T extends number>(x: v128, k: v128): v128 {
  const high = v128.splat<T>(sizeof<T>() === 8 ? <T>6.9314718036912381649e-1 : <T>0.693359375);
  const low = v128.splat<T>(sizeof<T>() === 8 ? <T>1.90821492927058770002e-10 : <T>-2.1219444e-4);
  const first = v128.sub<T>(x, v128.mul<T>(k, high));
  const second = v128.mul<T>(k, low);
  const r = v128.sub<T>(first, second);
  const rest = v128.sub<T>(v128.sub<T>(first, r), second);
  const z = v128.mul<T>(r, r);
  const from = sizeof<T>() === 8 ? inverseFactorials64 : inverseFactorials32;
  let odd = v128.load_splat<T>(from);
  let even = v128.load_splat<T>(from, sizeof<T>());
  odd = nextFrom<T>(odd, z, from + 2 * sizeof<T>());
  even = nextFrom<T>(even, z, from + 3 * sizeof<T>());
  odd = nextFrom<T>(odd, z, from + 4 * sizeof<T>());
  even = nextFrom<T>(even, z, from + 5 * sizeof<T>());
  if (sizeof<T>() === 8) {
    odd = nextFrom<T>(odd, z, from + 6 * sizeof<T>());
    even = nextFrom<T>(even, z, from + 7 * sizeof<T>());
    odd = nextFrom<T>(odd, z, from + 8 * sizeof<T>());
    even = nextFrom<T>(even, z, from + 9 * sizeof<T>());
    odd = nextFrom<T>(odd, z, from + 10 * sizeof<T>());
    even = nextFrom<T>(even, z, from + 11 * sizeof<T>());
  }
  const series = v128.mul<T>(z, v128.add<T>(even, v128.mul<T>(odd, r)));
  return v128.add<T>(r, v128.add<T>(series, rest));
}

/** sum * x + the number at an address */
function nextFrom<T extends number>(sum: v128, x: v128, coefficient: usize): v128 {
  return v128.add<T>(v128.mul<T>(sum, x), v128.load_splat<T>(coefficient));
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
