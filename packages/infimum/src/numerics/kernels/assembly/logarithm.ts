import { next } from "./reduction";

// Logarithms of all lanes of a vector, in the steps of ../../elementary, which has their errors.

/** log x. */
export function log<T extends number>(x: v128): v128 {
  const zero = v128.splat<T>(<T>0);
  const one = v128.splat<T>(<T>1);
  const smallest = v128.splat<T>(sizeof<T>() === 8 ? <T>2.2250738585072014e-308 : <T>1.1754943508222875e-38);
  const isSmall = v128.lt<T>(x, smallest);
  const larger = v128.mul<T>(x, v128.splat<T>(sizeof<T>() === 8 ? <T>18014398509481984 : <T>33554432));
  const normal = v128.bitselect(larger, x, isSmall);
  const m = mantissa<T>(normal);
  const isHigh = v128.gt<T>(m, v128.splat<T>(<T>Math.SQRT2));
  let k = v128.sub<T>(exponent<T>(normal), v128.and(v128.splat<T>(sizeof<T>() === 8 ? <T>54 : <T>25), isSmall));
  k = v128.add<T>(k, v128.and(one, isHigh));
  const f = v128.sub<T>(v128.bitselect(v128.mul<T>(m, v128.splat<T>(<T>0.5)), m, isHigh), one);
  const s = v128.div<T>(f, v128.add<T>(f, v128.splat<T>(<T>2)));
  const half = v128.mul<T>(v128.mul<T>(f, f), v128.splat<T>(<T>0.5));
  const series = seriesOfLogarithm<T>(v128.mul<T>(s, s));
  const high = v128.splat<T>(sizeof<T>() === 8 ? <T>6.9314718036912381649e-1 : <T>6.9313812256e-1);
  const low = v128.splat<T>(sizeof<T>() === 8 ? <T>1.90821492927058770002e-10 : <T>9.0580006145e-6);
  const rest = v128.add<T>(v128.mul<T>(s, v128.add<T>(half, series)), v128.mul<T>(k, low));
  const result = v128.sub<T>(v128.mul<T>(k, high), v128.sub<T>(v128.sub<T>(half, rest), f));
  // what is left of 0, NaN and infinity
  const infinity = v128.splat<T>(<T>Infinity);
  const isInside = v128.and(v128.gt<T>(x, zero), v128.lt<T>(x, infinity));
  const ofZero = v128.bitselect(v128.splat<T>(<T>-Infinity), v128.splat<T>(<T>NaN), v128.eq<T>(x, zero));
  const outside = v128.bitselect(infinity, ofZero, v128.eq<T>(x, infinity));
  return v128.bitselect(result, outside, isInside);
}

/** log(1 + x): the logarithm of the rounded sum u, and what was rounded off, divided by u. */
export function log1p<T extends number>(x: v128): v128 {
  const one = v128.splat<T>(<T>1);
  const zero = v128.splat<T>(<T>0);
  const u = v128.add<T>(one, x);
  const part = v128.sub<T>(u, one);
  const rest = v128.add<T>(v128.sub<T>(one, v128.sub<T>(u, part)), v128.sub<T>(x, part));
  const isThere = v128.gt<T>(v128.abs<T>(rest), zero);
  const result = v128.add<T>(log<T>(u), v128.and(v128.div<T>(rest, u), isThere));
  return v128.bitselect(x, result, v128.eq<T>(x, zero));
}

/** The number between 1 and 2 that x is a power of two times of. */
function mantissa<T extends number>(x: v128): v128 {
  if (sizeof<T>() === 8) {
    return v128.or(v128.and(x, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3ff0000000000000));
  }
  return v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f800000));
}

/** The exponent of that power. */
function exponent<T extends number>(x: v128): v128 {
  if (sizeof<T>() === 8) {
    // the exponent in the last bits of 2^52
    const shifted = v128.or(i64x2.shr_u(x, 52), i64x2.splat(0x4330000000000000));
    return v128.sub<T>(shifted, v128.splat<T>(<T>4503599627371519));
  }
  return f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(127)));
}

/** log(1 + f) = f - f^2 / 2 + s (f^2 / 2 + this), s = f / (2 + f), of s^2. */
function seriesOfLogarithm<T extends number>(z: v128): v128 {
  let sum: v128;
  if (sizeof<T>() === 8) {
    sum = v128.splat<T>(<T>1.479819860511658591e-1);
    sum = next<T>(sum, z, <T>1.531383769920937332e-1);
    sum = next<T>(sum, z, <T>1.818357216161805012e-1);
    sum = next<T>(sum, z, <T>2.222219843214978396e-1);
    sum = next<T>(sum, z, <T>2.857142874366239149e-1);
    sum = next<T>(sum, z, <T>3.999999999940941908e-1);
    sum = next<T>(sum, z, <T>6.66666666666673513e-1);
  } else {
    sum = v128.splat<T>(<T>0.24279078841);
    sum = next<T>(sum, z, <T>0.28498786688);
    sum = next<T>(sum, z, <T>0.40000972152);
    sum = next<T>(sum, z, <T>0.66666662693);
  }
  return v128.mul<T>(sum, z);
}
