import { quotientByLog2, shortExponential, twoTo } from "./reduction";

// Exponential functions of all lanes of a vector, in the steps of ../../elementary, which has their errors.

/** e^x. */
export function exp<T extends number>(x: v128): v128 {
  const low = v128.splat<T>(sizeof<T>() === 8 ? <T>-746 : <T>-104);
  const high = v128.splat<T>(sizeof<T>() === 8 ? <T>710 : <T>89);
  // this order of operands lets NaN through
  const inside = v128.pmax<T>(v128.pmin<T>(x, high), low);
  const k = quotientByLog2<T>(inside);
  const p = shortExponential<T>(inside, k);
  // in two steps, so that what is not a normal number is rounded once, and 2^k is one
  const half = v128.floor<T>(v128.mul<T>(k, v128.splat<T>(<T>0.5)));
  const scaled = v128.mul<T>(v128.add<T>(v128.splat<T>(<T>1), p), twoTo<T>(half));
  return v128.mul<T>(scaled, twoTo<T>(v128.sub<T>(k, half)));
}

/** e^x - 1. */
export function expm1<T extends number>(x: v128): v128 {
  const low = v128.splat<T>(sizeof<T>() === 8 ? <T>-45 : <T>-20);
  const high = v128.splat<T>(sizeof<T>() === 8 ? <T>710 : <T>89);
  const inside = v128.pmax<T>(v128.pmin<T>(x, high), low);
  const k = quotientByLog2<T>(inside);
  const p = shortExponential<T>(inside, k);
  const one = v128.splat<T>(<T>1);
  // half of it, since 2^k may be too large by one step
  const half = twoTo<T>(v128.sub<T>(k, one));
  const sum = v128.add<T>(v128.mul<T>(half, p), v128.sub<T>(half, v128.splat<T>(<T>0.5)));
  const zero = v128.splat<T>(<T>0);
  const near = v128.bitselect(x, p, v128.eq<T>(x, zero));
  return v128.bitselect(near, v128.add<T>(sum, sum), v128.eq<T>(k, zero));
}

/** tanh x = t / (t + 2), t = e^2|x| - 1, with the sign of x; near 0 with what is rounded off the divisor. */
export function tanh<T extends number>(x: v128): v128 {
  const size = v128.abs<T>(x);
  const inside = v128.pmin<T>(size, v128.splat<T>(sizeof<T>() === 8 ? <T>22 : <T>10));
  const twice = v128.add<T>(inside, inside);
  const k = quotientByLog2<T>(twice);
  const p = shortExponential<T>(twice, k);
  const power = twoTo<T>(k);
  const t = v128.add<T>(v128.mul<T>(power, p), v128.sub<T>(power, v128.splat<T>(<T>1)));
  const two = v128.splat<T>(<T>2);
  const divisor = v128.add<T>(t, two);
  const quotient = v128.div<T>(t, divisor);
  const isNear = v128.lt<T>(k, v128.splat<T>(<T>2));
  const rest = v128.and(v128.sub<T>(t, v128.sub<T>(divisor, two)), isNear);
  const correction = v128.mul<T>(quotient, v128.mul<T>(rest, v128.splat<T>(<T>0.5)));
  return v128.or(v128.sub<T>(quotient, correction), v128.xor(x, size));
}
