import { next } from "./reduction";

// Sine and cosine of all lanes of a vector, in the steps of ../../elementary/circular.ts, which has their errors. Angles that are too
// large there have no meaning here.

/** sin x, in f64. */
export function sin(x: v128): v128 {
  return v128.bitselect(x, shiftedSine(x, 0), f64x2.eq(x, f64x2.splat(0)));
}

/** cos x, in f64. */
export function cos(x: v128): v128 {
  return shiftedSine(x, 1);
}

/** sin x, in f32: that in f64, rounded. */
export function sinSingle(x: v128): v128 {
  const high = f64x2.promote_low_f32x4(i8x16.shuffle(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  return joined(sin(f64x2.promote_low_f32x4(x)), sin(high));
}

/** cos x, in f32. */
export function cosSingle(x: v128): v128 {
  const high = f64x2.promote_low_f32x4(i8x16.shuffle(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  return joined(cos(f64x2.promote_low_f32x4(x)), cos(high));
}

/** Two vectors of f64 as one of f32. */
function joined(low: v128, high: v128): v128 {
  const first = f32x4.demote_f64x2_zero(low);
  const second = f32x4.demote_f64x2_zero(high);
  return i8x16.shuffle(first, second, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
}

/** The sine of x + quarters pi / 2. */
function shiftedSine(x: v128, quarters: i64): v128 {
  const rounding = f64x2.splat(6755399441055744);
  // the last bits of the sum are n
  const bits = f64x2.add(f64x2.mul(x, f64x2.splat(0.6366197723675814)), rounding);
  const n = f64x2.sub(bits, rounding);
  let r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(1.57079632673412561417)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(6.0771005063039659766e-11)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(2.0222662487111664558e-21)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(8.47842766036889956997e-32)));
  const quadrant = i64x2.add(bits, i64x2.splat(quarters));
  const one = i64x2.splat(1);
  const isOdd = i64x2.eq(v128.and(quadrant, one), one);
  const size = v128.bitselect(cosineNear0(r), sineNear0(r), isOdd);
  return v128.xor(size, i64x2.shl(v128.and(quadrant, i64x2.splat(2)), 62));
}

function sineNear0(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let sum = f64x2.splat(1.58969099521155010221e-10);
  sum = next<f64>(sum, z, -2.50507602534068634195e-8);
  sum = next<f64>(sum, z, 2.75573137070700676789e-6);
  sum = next<f64>(sum, z, -1.98412698298579493134e-4);
  sum = next<f64>(sum, z, 8.33333333332248946124e-3);
  sum = next<f64>(sum, z, -1.66666666666666324348e-1);
  return f64x2.add(r, f64x2.mul(f64x2.mul(r, z), sum));
}

function cosineNear0(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let sum = f64x2.splat(-1.13596475577881948265e-11);
  sum = next<f64>(sum, z, 2.0875723212981748279e-9);
  sum = next<f64>(sum, z, -2.75573143513906633035e-7);
  sum = next<f64>(sum, z, 2.48015872894767294178e-5);
  sum = next<f64>(sum, z, -1.38888888888741095749e-3);
  sum = next<f64>(sum, z, 4.16666666666666019037e-2);
  const one = f64x2.splat(1);
  const half = f64x2.mul(z, f64x2.splat(0.5));
  const difference = f64x2.sub(one, half);
  const rest = f64x2.add(f64x2.sub(f64x2.sub(one, difference), half), f64x2.mul(f64x2.mul(z, z), sum));
  return f64x2.add(difference, rest);
}
